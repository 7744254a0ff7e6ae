"""Phones that lie about what changed: asked when an item is new, one is another, one is gone."""

import pytest

from holdfast.phones.protocols.irmc.change_log import read_change_log
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.log_behaviours import (
    CounterBack,
    DatedLogs,
    Forgetful,
    GarbledLogs,
    NoCounter,
    NoLogs,
    OtherDatabase,
    OtherLogs,
    ShortLogs,
    WrongTotal,
)
from holdfast.records.model.kinds import Kind
from tests.phones.virtual.irmc.manners import (
    ADA,
    GRACE,
    body,
    get,
    lines,
    make_folder,
    phone_in,
    put,
)

COUNTER, LOG = "telecom/pb/luid/cc.log", "telecom/pb/luid/0.log"
NOTES_LOG = "telecom/nt/luid/0.log"


@pytest.fixture
def phone(tmp_path):
    folder = make_folder(tmp_path / "phone")
    phone = phone_in(folder)
    assert get(phone, COUNTER).strip() == b"0"
    put(phone, "telecom/pb/luid/.vcf")
    put(phone, "telecom/pb/luid/0001.vcf", GRACE.replace(b"Grace", b"Grace M."))
    phone.delete("telecom/pb/luid/0002.vcf", hard=True)
    folder.add(Kind.NOTES, ".vnt", b"BEGIN:VNOTE\r\nEND:VNOTE\r\n")
    return phone


def changes(phone, name=LOG):
    return [line for line in lines(phone, name) if line[:2] in (b"M:", b"H:", b"D:")]


def test_a_phone_that_lies_about_nothing_says_what_is_true(phone):
    same = OtherLogs(phone)
    assert lines(same, LOG) == lines(phone, LOG)
    assert get(same, COUNTER) == get(phone, COUNTER)
    assert get(same, "telecom/pb/luid/0001.vcf") == get(phone, "telecom/pb/luid/0001.vcf")
    assert changes(phone) == [b"M:1::0003", b"M:2::0001", b"H:3::0002"]


def test_a_counter_that_went_back_numbers_the_changes_anew(phone):
    back = CounterBack(phone, 2)
    assert get(back, COUNTER).strip() == b"1"
    assert changes(back) == [b"M:0::0003", b"M:0::0001", b"H:1::0002"]


def test_a_new_database_has_the_same_changes(phone):
    other = OtherDatabase(phone, "BEEF")
    assert b"DID:BEEF" in lines(other, LOG)
    assert read_change_log(body(other, LOG)).database == "BEEF"
    assert changes(other) == changes(phone)


def test_a_phone_without_a_counter_still_has_its_logs(phone):
    silent = NoCounter(phone)
    assert get(silent, COUNTER) == Code.NOT_FOUND
    assert changes(silent) == changes(phone)


def test_a_phone_that_refuses_its_logs_still_has_its_counter(phone):
    refusing = NoLogs(phone)
    assert get(refusing, LOG) == Code.INTERNAL_ERROR
    assert get(refusing, COUNTER).strip() == b"3"


def test_a_log_that_never_reaches_back_has_its_mark_and_nothing_else(phone):
    short = ShortLogs(phone)
    assert changes(short) == []
    assert lines(short, LOG)[-1] == b"*"
    assert not read_change_log(body(short, LOG)).whole


def test_a_forgetful_log_leaves_out_a_change_and_says_it_is_whole(phone):
    forgetful = Forgetful(phone)
    assert changes(forgetful) == [b"M:2::0001", b"H:3::0002"]
    assert read_change_log(body(forgetful, LOG)).whole


def test_a_wrong_total_is_wrong_by_as_much_as_was_asked(phone):
    true, wrong = (
        read_change_log(body(each, LOG)).total for each in (phone, WrongTotal(phone, -1))
    )
    assert (true, wrong) == (2, 1)


def test_garbage_comes_instead_of_a_log_only(phone):
    garbled = GarbledLogs(phone, b"\xff\x00M:")
    assert get(garbled, LOG) == b"\xff\x00M:"
    assert get(garbled, COUNTER).strip() == b"3"


def test_dated_changes_are_the_same_changes(phone):
    dated = DatedLogs(phone, "20091001T120000Z")
    assert changes(dated)[0] == b"M:1:20091001T120000Z:0003"
    assert read_change_log(body(dated, LOG)) == read_change_log(body(phone, LOG))


@pytest.mark.parametrize(
    "behave",
    [
        lambda inner, prefix: CounterBack(inner, 2, prefix),
        lambda inner, prefix: OtherDatabase(inner, "BEEF", prefix),
        NoCounter,
        lambda inner, prefix: NoLogs(inner, prefix=prefix),
        ShortLogs,
        lambda inner, prefix: Forgetful(inner, prefix=prefix),
        lambda inner, prefix: WrongTotal(inner, 1, prefix),
        lambda inner, prefix: GarbledLogs(inner, b"?", prefix),
    ],
)
def test_the_logs_of_other_stores_are_true(phone, behave):
    liar = behave(phone, "telecom/nt/")
    assert lines(liar, LOG) == lines(phone, LOG)
    assert get(liar, COUNTER) == get(phone, COUNTER)


def test_what_is_no_log_is_left_alone(phone):
    liar = GarbledLogs(phone, b"?")
    assert get(liar, "telecom/pb/luid/0001.vcf") != b"?"
    assert get(liar, "telecom/pb/info.log") != b"?"
    assert get(liar, "telecom/pb/luid/0009.vcf") == Code.NOT_FOUND
    assert ADA in body(liar, "telecom/pb/luid/0003.vcf")
    assert get(liar, NOTES_LOG) == b"?"
