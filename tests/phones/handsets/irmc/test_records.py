import os
import time
from functools import partial
from pathlib import Path

import pytest

from holdfast.phones.handsets.handset import (
    Garbled,
    ItemRefused,
    KindRefused,
    KindUnsupported,
    PhoneFull,
    SessionRefused,
)
from holdfast.phones.handsets.irmc import records
from holdfast.phones.links.link import NoAnswer
from holdfast.phones.protocols.irmc.stores import SYNC_TARGET
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.irmc.behaviours import (
    BreakingOff,
    Full,
    Refusing,
    RefusingTarget,
    Saying,
    Silent,
    Slow,
    Wrapped,
)
from holdfast.phones.virtual.irmc.service import Reply
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.contract import bytes_of, new_item, read, read_all
from tests.phones.handsets.irmc.rig import IrmcRig, fill

CARD = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Lovelace;Ada\r\nEND:VCARD\r\n"
OTHERS = (Kind.CALENDAR, Kind.TODOS, Kind.NOTES, Kind.PHOTOS, Kind.FILES)

BROKEN = {
    "two-in-one.vcf": CARD + CARD.replace(b"Ada", b"Grace"),
    "no-end.vcf": CARD.removesuffix(b"END:VCARD\r\n"),
    "latin-1.vcf": CARD.replace(b"Lovelace", b"L\xf6velace"),
    "crcrlf.vcf": CARD.replace(b"\r\n", b"\r\r\n"),
    "bom.vcf": b"\xef\xbb\xbf" + CARD,
    "empty.vcf": b"",
    "soft-breaks.vcf": CARD.replace(
        b"N:", b"NOTE;ENCODING=QUOTED-PRINTABLE:a=\r\nEND:VCARD=0D=\r\n =0Ab\r\nN:"
    ),
    "own-luid.vcf": CARD.replace(b"N:", b"X-IRMC-LUID:0001\r\nN:"),
    "three-own-luids.vcf": b"".join(
        CARD.replace(b"N:", b"X-IRMC-LUID:0A%d\r\nN:" % n) for n in range(3)
    ),
    "agent.vcf": b"BEGIN:VCARD\r\nAGENT:\r\n" + CARD + b"END:VCARD\r\n",
    "no-line-end.vcf": CARD.rstrip(),
    "mac.vcf": CARD.replace(b"\r\n", b"\r"),
    "nul.vcf": b"\0" * 100,
    "blank.vcf": b"\r\n",
    "fragment.ics": b"BEGIN:VEVENT\nSUMMARY:alone\nEND:VEVENT\n",
    "two-todo.ics": b"BEGIN:VCALENDAR\nVERSION:2.0\n%sEND:VCALENDAR\n"
    % (b"BEGIN:VTODO\nSUMMARY:one\nEND:VTODO\n" * 2),
    "both.ics": b"BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR",
    "journal.ics": b"BEGIN:VCALENDAR\nBEGIN:VJOURNAL\nEND:VJOURNAL\nEND:VCALENDAR\n",
    "empty.vcs": b"",
    "knots.vnt": b"BEGIN:VNOTE\r\nBODY:no end",
    "deep/down/picture.jpg": b"\xff\xd8\xff",
    "deep/down/empty.png": b"",
    "odd & <name> \xe9.txt": b"text",
}


def rig_with(tmp_path, behave, **how):
    return IrmcRig(tmp_path / "phone", behave=behave, small=True, **how)


def assert_identical(rig):
    handset = rig.connect()
    found = read_all(handset)
    handset.close()
    for kind, contents in rig.held().items():
        assert sorted(found[kind].values()) == sorted(contents), kind
    return sum(len(items) for items in found.values())


class Counting(Wrapped):
    """Notes what it is asked for."""

    def __init__(self, inner, asked):
        super().__init__(inner)
        self.asked = asked

    def get(self, name, kind):
        self.asked.append(name)
        return super().get(name, kind)


# Reading whole, reading by LUID.


def test_two_hundred_contacts_are_one_whole_store_read(tmp_path):
    asked: list[str] = []
    handset = IrmcRig(tmp_path / "phone", behave=partial(Counting, asked=asked)).connect()
    asked.clear()

    reading = handset.read(Kind.CONTACTS, Task())
    assert len(list(reading)) == 201  # with the owner's card

    assert asked == [
        "telecom/pb/info.log",
        "telecom/pb/luid/cc.log",
        "telecom/pb/luid/0.log",
        "telecom/pb.vcf",
        "telecom/pb/luid/0001.vcf",
        "telecom/pb/0.vcf",
    ]
    assert reading.how == "whole store"


def test_the_whole_sample_phone_is_read_in_good_time(tmp_path):
    handset = IrmcRig(tmp_path / "phone").connect()
    began = time.process_time()
    found = read_all(handset)
    assert time.process_time() - began < 1.5
    assert sum(len(items) for items in found.values()) > 600


@pytest.mark.parametrize("name", [name for name in BROKEN if name.endswith(".vcf")])
def test_one_unsound_card_among_sound_ones_is_kept_as_it_is(tmp_path, name):
    files = {"a.vcf": CARD, name: BROKEN[name], "z.vcf": CARD.replace(b"Ada", b"Zoe")}
    source = fill(tmp_path / "source", files)
    assert assert_identical(IrmcRig(tmp_path / "phone", fill_from=source)) == 3


def test_unsound_items_of_every_kind_are_kept_as_they_are(tmp_path):
    source = fill(tmp_path / "source", BROKEN)
    assert assert_identical(IrmcRig(tmp_path / "phone", fill_from=source)) == len(BROKEN)


def test_every_real_file_is_kept_as_it_is(tmp_path):
    corpus = os.environ.get("HOLDFAST_CORPUS")
    if not corpus:
        pytest.skip("HOLDFAST_CORPUS names no folder of real files: they were NOT tried")
    files = [path for path in Path(corpus).rglob("*") if path.is_file()]
    assert assert_identical(IrmcRig(tmp_path / "phone", fill_from=Path(corpus))) == len(files)


def test_an_icalendar_item_is_told_from_a_vcalendar_one(tmp_path):
    source = fill(
        tmp_path / "source",
        {
            "new.ics": b"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n",
            "old.vcs": b"BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n",
        },
    )
    handset = IrmcRig(tmp_path / "phone", fill_from=source).connect()
    items = handset.read(Kind.CALENDAR, Task())
    assert [item.parts[0].suffix for item in items] == [".ics", ".vcs"]


def test_a_phone_whose_luid_reads_have_the_luid_line_too_is_taken_at_its_word(tmp_path):
    class WithLine(Wrapped):
        def get(self, name, kind):
            if name != "telecom/pb/luid/0001.vcf":
                return super().get(name, kind)
            store = b"".join(super().get("telecom/pb.vcf", kind).body or ())
            return Reply(body=(store[: store.index(b"BEGIN:VCARD", 1)],))

    handset = rig_with(tmp_path, WithLine).connect()
    found = read(handset, Kind.CONTACTS)
    assert all(b"X-IRMC-LUID:" in data for data in found.values())


def test_a_phone_that_writes_records_differently_by_luid_is_read_by_luid(tmp_path):
    said = {"telecom/pb/luid/0001.vcf": (b"another writing",)}
    handset = rig_with(tmp_path, partial(Saying, instead=said)).connect()
    reading = handset.read(Kind.CONTACTS, Task())
    found = {item.key: bytes_of(item) for item in reading}
    assert found["0001"] == b"another writing"
    assert len(found) == 12
    assert reading.how == "each LUID"


def test_a_phone_that_reads_no_luids_at_all_is_read_whole(tmp_path):
    rig = rig_with(tmp_path, partial(Refusing, prefix="telecom/pb/luid/", code=Code.NOT_FOUND))
    assert_identical(rig)


def test_a_store_longer_than_is_held_is_read_by_luid(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "MAX_STORE", 500)
    rig = rig_with(tmp_path, Wrapped)
    assert_identical(rig)


def test_without_a_listing_the_luids_come_from_the_store_itself(tmp_path):
    class NoListing(Wrapped):
        def get(self, name, kind):
            return super().get("nothing" if name.endswith("/luid/") else name, kind)

    said = {"telecom/pb/info.log": (b"Total-Records:11\r\n",)}
    handset = rig_with(tmp_path, lambda phone: Saying(NoListing(phone), said)).connect()
    assert len(read(handset, Kind.CONTACTS)) == 12


# Stores that will not be read.


def test_a_refused_store_costs_its_own_kind_only(tmp_path):
    handset = rig_with(tmp_path, partial(Refusing, prefix="telecom/pb")).connect()
    with pytest.raises(KindRefused) as caught:
        read(handset, Kind.CONTACTS)
    assert (caught.value.kind, caught.value.answer) == (Kind.CONTACTS, "Forbidden (C3)")
    assert all(read(handset, kind) for kind in OTHERS[:4])


def test_a_store_that_is_not_there_is_unsupported(tmp_path):
    rig = rig_with(tmp_path, partial(Refusing, prefix="telecom/nt", code=Code.NOT_FOUND))
    with pytest.raises(KindUnsupported):
        read(rig.connect(), Kind.NOTES)


def test_an_empty_store_that_has_no_object_is_empty(tmp_path):
    def behave(phone):
        empty = Saying(phone, {"telecom/cal/info.log": (b"Total-Records:0\r\n",)})
        gone = Refusing(empty, "telecom/cal.vcs", Code.NOT_FOUND)
        return Refusing(gone, "telecom/cal/luid/", Code.NOT_FOUND)

    assert read(rig_with(tmp_path, behave).connect(), Kind.CALENDAR) == {}


def test_a_silent_store_costs_its_own_kind_only(tmp_path):
    rig = rig_with(tmp_path, partial(Silent, prefix="telecom/pb.vcf"))
    handset = rig.connect()
    with pytest.raises(NoAnswer):
        read(handset, Kind.CONTACTS)
    assert all(read(handset, kind) for kind in OTHERS[:4])
    assert 9 < rig.bus.clock.waited < 60


def test_a_silent_log_does_not_keep_the_other_stores_from_being_told(tmp_path):
    handset = rig_with(tmp_path, partial(Silent, prefix="telecom/pb/info.log")).connect()
    assert next(support.kind for support in handset.support()) is Kind.CONTACTS
    assert len(read(handset, Kind.CONTACTS)) == 12


def test_a_slow_phone_is_waited_for(tmp_path):
    clock = VirtualClock()
    assert_identical(rig_with(tmp_path, partial(Slow, wait=clock.advance, seconds=5.0)))
    assert clock.waited > 100


def test_a_store_that_breaks_off_is_read_by_luid(tmp_path):
    assert_identical(rig_with(tmp_path, partial(BreakingOff, name="telecom/pb.vcf", size=700)))


def test_what_came_before_a_break_is_kept_where_nothing_else_helps(tmp_path):
    def behave(phone):
        broken = BreakingOff(phone, "telecom/pb.vcf", 900)
        return Refusing(broken, "telecom/pb/luid/")

    handset = rig_with(tmp_path, behave, max_packet=255).connect()
    arrived = handset.read(Kind.CONTACTS, Task())
    first = next(arrived)
    assert bytes_of(first).endswith(b"END:VCARD\r\n")
    with pytest.raises(KindRefused):
        list(arrived)


def test_one_refused_record_costs_itself_only(tmp_path):
    def behave(phone):
        broken = BreakingOff(phone, "telecom/cal.vcs", 10)
        return Refusing(broken, "telecom/cal/luid/0002")

    handset = rig_with(tmp_path, behave).connect()
    for kind in (Kind.CALENDAR, Kind.TODOS):
        refused = []
        for item in handset.read(kind, Task()):
            try:
                bytes_of(item)
            except ItemRefused as problem:
                refused.append(problem.key)
        assert refused == ["0002"]


# Phones that lie.


def test_fewer_records_than_announced_are_not_taken_for_all(tmp_path):
    said = {"telecom/pb/info.log": (b"Total-Records:13\r\n",)}
    handset = rig_with(tmp_path, partial(Saying, instead=said)).connect()
    arrived = handset.read(Kind.CONTACTS, Task())
    assert [next(arrived).key for _ in range(12)]
    with pytest.raises(Garbled, match="13"):
        next(arrived)


def test_an_endless_store_is_given_up_and_read_by_luid(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "MAX_STORE", 200_000)

    def endless():
        while True:
            yield b"N:Nobody\r\n" * 1000

    class Endless(Wrapped):
        def get(self, name, kind):
            said = {"telecom/pb.vcf": endless()}
            return Saying(self.inner, said).get(name, kind)

    assert_identical(rig_with(tmp_path, Endless))


def test_an_endless_record_costs_itself_only(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "MAX_RECORD", 200_000)

    def behave(phone):
        broken = BreakingOff(phone, "telecom/pb.vcf", 10)
        return Saying(broken, {"telecom/pb/luid/0003.vcf": (b"x" * 50_000 for _ in range(10**9))})

    handset = rig_with(tmp_path, behave).connect()
    problems = {}
    for item in handset.read(Kind.CONTACTS, Task()):
        try:
            bytes_of(item)
        except ItemRefused as problem:
            problems[item.key] = problem.answer
    assert problems == {"0003": "longer than 200000 bytes"}


def test_an_endless_log_is_not_read_for_ever(tmp_path):
    said = {"telecom/pb/info.log": (b"x" * 50_000 for _ in range(10**9))}
    handset = rig_with(tmp_path, partial(Saying, instead=said)).connect()
    reading = handset.read(Kind.CONTACTS, Task())
    assert len(list(reading)) == 12
    assert reading.announced == 12  # as the change log says


@pytest.mark.parametrize(
    "listing",
    [
        b"<!DOCTYPE l [<!ENTITY a 'b'>]><l/>",
        b'<l><file name="%s.vcf"/></l>' % (b"x" * 65536),
        b'<l><file name=".vcf"/></l>',
        b'<l><file name="1.jpg"/><folder name="2.vcf"/></l>',
    ],
)
def test_a_listing_of_luids_that_makes_no_sense_is_not_believed(tmp_path, listing):
    said = {"telecom/pb/luid/": (listing,)}

    def behave(phone):
        return Saying(BreakingOff(phone, "telecom/pb.vcf", 10), said)

    with pytest.raises(KindRefused):
        read(rig_with(tmp_path, behave).connect(), Kind.CONTACTS)


class Wordless(Wrapped):
    """Counts nothing, lists no LUIDs, and reads none."""

    def get(self, name, kind):
        bare = name.startswith("telecom/pb/")
        return Reply(Code.NOT_FOUND) if bare else super().get(name, kind)


def test_a_store_without_luids_is_read_under_names_of_our_own(tmp_path):
    said = {"telecom/pb.vcf": (CARD, CARD)}
    handset = rig_with(tmp_path, lambda phone: Saying(Wordless(phone), said)).connect()
    reading = handset.read(Kind.CONTACTS, Task())
    found = {item.key: bytes_of(item) for item in reading}
    assert list(found.values())[:2] == [CARD, CARD]
    first, second = list(found)[:2]
    assert second == f"{first}#2"
    assert (reading.how, reading.anchor) == ("whole store", "")


def test_luids_of_some_records_are_not_taken_for_all(tmp_path):
    named = CARD.replace(b"END", b"X-IRMC-LUID:0001\r\nEND")
    handset = rig_with(
        tmp_path, lambda phone: Saying(Wordless(phone), {"telecom/pb.vcf": (named, CARD)})
    ).connect()
    with pytest.raises(Garbled, match="LUID"):
        list(handset.read(Kind.CONTACTS, Task()))


def test_a_store_too_long_to_hold_is_not_taken_for_empty(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "MAX_STORE", 500)
    with pytest.raises(Garbled, match="LUID"):
        read(rig_with(tmp_path, Wordless).connect(), Kind.CONTACTS)


def test_an_empty_listing_does_not_make_a_refused_store_empty(tmp_path):
    def behave(phone):
        empty = Saying(Wordless(phone), {"telecom/pb/luid/": (b"<folder-listing/>",)})
        return Refusing(empty, "telecom/pb.vcf")

    with pytest.raises(KindRefused):
        read(rig_with(tmp_path, behave).connect(), Kind.CONTACTS)


def test_an_empty_calendar_in_its_wrapping_is_empty(tmp_path):
    said = {
        "telecom/cal.vcs": (b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nEND:VCALENDAR\r\n",),
        "telecom/cal/info.log": (b"Total-Records:0\r\n",),
        "telecom/cal/luid/": (b"<folder-listing/>",),
        "telecom/cal/luid/cc.log": (b"-1",),
    }
    handset = rig_with(tmp_path, partial(Saying, instead=said)).connect()
    assert read(handset, Kind.CALENDAR) == read(handset, Kind.TODOS) == {}


# Sessions and writing.


def test_a_phone_without_the_sync_target_is_asked_by_default(tmp_path):
    assert_identical(rig_with(tmp_path, partial(RefusingTarget, target=SYNC_TARGET)))


def test_a_phone_that_lets_nobody_in_says_so(tmp_path):
    def behave(phone):
        return RefusingTarget(RefusingTarget(phone, SYNC_TARGET), None)

    rig = rig_with(tmp_path, behave)
    for _ in range(2):  # the second time shows that the first gave the pipe back
        with pytest.raises(SessionRefused) as caught:
            rig.connect()
        assert caught.value.answer == "Not found (C4)"


def test_a_full_phone_says_so_and_keeps_what_it_has(tmp_path):
    rig = rig_with(tmp_path, partial(Full, name="telecom/pb/luid/.vcf", room=1))
    handset = rig.connect()
    handset.add(new_item(Kind.CONTACTS), Task())
    with pytest.raises(PhoneFull) as caught:
        handset.add(new_item(Kind.CONTACTS), Task())
    assert caught.value.kind is Kind.CONTACTS
    assert len(read(handset, Kind.CONTACTS)) == 13


def test_a_phone_that_takes_nothing_of_a_kind_says_so(tmp_path):
    handset = rig_with(tmp_path, partial(Refusing, prefix="telecom/nt/luid/.vnt")).connect()
    with pytest.raises(KindRefused):
        handset.add(new_item(Kind.NOTES), Task())
    assert handset.add(new_item(Kind.CONTACTS), Task())


def test_a_record_the_phone_will_not_take_is_refused_alone(tmp_path):
    code = Code.NOT_ACCEPTABLE
    rig = rig_with(tmp_path, partial(Refusing, prefix="telecom/pb/luid/0001.vcf", code=code))
    handset = rig.connect()
    with pytest.raises(ItemRefused) as caught:
        handset.update("0001", new_item(Kind.CONTACTS), Task())
    assert caught.value.answer == "Not acceptable (C6)"


def test_a_phone_that_tells_no_luid_gives_an_empty_key(tmp_path):
    class Mute(Wrapped):
        def put(self, name, data):
            super().put(name, data)
            return Reply()

    assert rig_with(tmp_path, Mute).connect().add(new_item(Kind.CONTACTS), Task()) == ""


def test_messages_and_calls_keep_the_store_they_came_from(tmp_path):
    handset = IrmcRig(tmp_path / "phone").connect()
    messages, calls = (read(handset, kind) for kind in (Kind.MESSAGES, Kind.CALLS))
    assert {key.partition("/")[0] for key in messages} == {"in", "out", "sent"}
    assert {key.partition("/")[0] for key in calls} == {"in", "out", "missed"}


def test_a_call_cannot_be_taken_away(tmp_path):
    handset = IrmcRig(tmp_path / "phone", small=True).connect()
    with pytest.raises(KindUnsupported):
        handset.remove(Kind.CALLS, "in/0001", Task())
