"""Phones that refuse, lie, fall silent, shorten, are full, or know less than others."""

import re
from dataclasses import replace
from functools import partial

import pytest

from holdfast.phones.handsets.at.introducing import PinAsked
from holdfast.phones.handsets.handset import (
    Garbled,
    ItemRefused,
    KindRefused,
    KindUnsupported,
    PhoneFull,
)
from holdfast.phones.handsets.identity import NoIdentity
from holdfast.phones.links.link import NoAnswer
from holdfast.phones.virtual.at.behaviours import (
    Altering,
    Chattering,
    Full,
    Locked,
    Refusing,
    RefusingMemory,
    Saying,
    Shortening,
    Silent,
    Slow,
    Wrapped,
    WrongListing,
)
from holdfast.progress import Task
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vmessage import message_of
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Box, Direction
from tests.phones.handsets.at.rig import CHINESE, HOW, IMEI, SENT, AtRig, card_file, files_of

ALL = {
    Kind.CONTACTS: {"ME/1", "ME/3", "ME/12", "SM/2"},
    Kind.MESSAGES: {"ME/1", "ME/2", "SM/4"},
    Kind.CALLS: {"RC/1", "MC/2"},
}


class Lying(Wrapped):
    """Does what it is told, and says `instead` (lines by command) of it."""

    def __init__(self, inner, instead):
        super().__init__(inner)
        self.instead = instead

    def obey(self, command):
        reply = super().obey(command)
        return type(reply)(self.instead.get(command, reply.lines), reply.final, reply.prompt)


class OnlyPlain(Wrapped):
    """Knows no way to read a message and leave it unread."""

    def obey(self, command):
        if re.fullmatch(rb"AT\+CMGR=\d+,1", command):
            return super().obey(b"AT+NO")
        return super().obey(command)


class NumbersInUcs2(Wrapped):
    """Writes numbers in the chosen character set too, and wants them so."""

    def obey(self, command):
        if command.startswith(b"AT+CPBW=") and b'"' in command:
            dialled = command.split(b'"')[1]
            if not re.fullmatch(rb"(00..)*", dialled):
                return super().obey(b"AT+NO")
        reply = super().obey(command)
        if command.startswith(b"AT+CPBR="):
            lines = tuple(
                re.sub(rb'(?<=,")[^"]*', self.hexed, line, count=1) for line in reply.lines
            )
            return type(reply)(lines, reply.final)
        return reply

    @staticmethod
    def hexed(match):
        return match[0].decode().encode("utf-16-be").hex().upper().encode()


def connect(tmp_path, behave=None):
    return AtRig(tmp_path / "phone", behave=behave).connect()


def arriving(handset, kind):
    """The keys that come, and the problem that ends it."""
    keys = set()
    try:
        keys.update(item.key for item in handset.read(kind, Task()))
    except Exception as problem:  # noqa: BLE001 - each test says which
        return keys, problem
    return keys, None


def contact(name="Grace Hopper", number="+4930999", rows=b""):
    card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nTEL:{number}\r\nEND:VCARD\r\n".encode()
    return NewItem(Kind.CONTACTS, "source", ".vcf", lambda: (card,), len(card), rows=rows)


def message(data):
    return NewItem(Kind.MESSAGES, "source", ".vmg", lambda: (data,), len(data))


def items(handset, kind):
    return {
        item.key: [b"".join(part.open()) for part in item.parts]
        for item in handset.read(kind, Task())
    }


def lines(tmp_path, name):
    return (tmp_path / "phone" / "at" / name).read_text("utf-8").splitlines()


# Who it is.


def test_it_is_known_by_its_imei_and_tells_its_clock(tmp_path):
    info = connect(tmp_path).info
    assert (info.serial, info.id) == (IMEI, IMEI)
    assert (info.manufacturer, info.model, info.firmware) == ("Holdfast", "AT Phone", "R1A001")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", info.clock)


def test_an_imei_is_found_behind_its_command_s_name(tmp_path):
    said = {b"AT+CGSN": (b'+CGSN: "357805023984942"',), b"AT+CGMI": (b"+CGMI: \x07Nokia",)}
    info = connect(tmp_path, partial(Saying, instead=said)).info
    assert (info.serial, info.manufacturer) == ("357805023984942", "Nokia")


def test_a_phone_that_falls_silent_over_its_clock_is_known_all_the_same(tmp_path):
    info = connect(tmp_path, lambda phone: Silent(phone, b"AT+CCLK", b"AT+CGMR", b"AT+GMR")).info
    assert (info.serial, info.firmware, info.clock) == (IMEI, "", "")


def test_a_phone_without_an_imei_cannot_be_told_from_others(tmp_path):
    said = {b"AT+CGSN": (b"000000000000000",), b"AT+GSN": ()}
    with pytest.raises(NoIdentity):
        connect(tmp_path, partial(Saying, instead=said))


@pytest.mark.parametrize("wants", [b"SIM PIN", b"SIM PUK", b"PH-SIM PIN"])
def test_a_phone_that_waits_for_its_pin_says_so(tmp_path, wants):
    with pytest.raises(PinAsked) as caught:
        connect(tmp_path, partial(Locked, wants=wants))
    assert caught.value.answer == wants.decode()


@pytest.mark.parametrize("final", [b"ERROR", b"+CME ERROR: 10"])
def test_a_phone_that_knows_no_pin_is_open(tmp_path, final):
    handset = connect(tmp_path, lambda phone: Refusing(phone, b"AT+CPIN", final=final))
    assert arriving(handset, Kind.CONTACTS) == (ALL[Kind.CONTACTS], None)


# One memory never voids the others.


@pytest.mark.parametrize(
    ("kind", "choose", "memory"),
    [
        (Kind.CONTACTS, b"+CPBS", b"ME"),
        (Kind.CONTACTS, b"+CPBS", b"SM"),
        (Kind.CALLS, b"+CPBS", b"RC"),
        (Kind.MESSAGES, b"+CPMS", b"ME"),
    ],
)
@pytest.mark.parametrize("silent", [False, True])
def test_a_memory_that_is_refused_or_silent_costs_itself_alone(
    tmp_path, kind, choose, memory, silent
):
    behave = partial(RefusingMemory, choose=choose, name=memory, silent=silent)
    handset = connect(tmp_path, behave)
    keys, problem = arriving(handset, kind)
    assert keys == {key for key in ALL[kind] if not key.startswith(memory.decode())}
    assert isinstance(problem, NoAnswer if silent else (KindRefused, Garbled))
    for other in set(ALL) - {kind}:
        if choose == b"+CPMS" or kind is Kind.MESSAGES or memory == b"RC":
            assert arriving(handset, other) == (ALL[other], None)


def test_a_phone_without_a_sim_is_read_whole(tmp_path):
    commands = (b'AT+CPBS="SM"', b'AT+CPMS="SM"')
    handset = connect(tmp_path, lambda phone: Refusing(phone, *commands, final=b"+CME ERROR: 10"))
    for kind in (Kind.CONTACTS, Kind.MESSAGES):
        reading = handset.read(kind, Task())
        keys = {item.key for item in reading}
        assert keys == {key for key in ALL[kind] if key.startswith("ME")}
        assert reading.announced == len(keys)
    contacts, _, _ = handset.support()
    assert contacts.capacity == 1000


def test_a_phone_without_phone_books_refuses_contacts_alone(tmp_path):
    handset = connect(tmp_path, lambda phone: Refusing(phone, b"AT+CPB"))
    assert isinstance(arriving(handset, Kind.CONTACTS)[1], KindRefused)
    assert arriving(handset, Kind.MESSAGES) == (ALL[Kind.MESSAGES], None)


def test_a_slow_phone_is_waited_for(tmp_path):
    rig = AtRig(tmp_path / "phone")
    slow = AtRig(tmp_path / "phone", behave=lambda p: Slow(p, rig.bus.clock.advance, 25.0))
    assert arriving(slow.connect(), Kind.MESSAGES) == (ALL[Kind.MESSAGES], None)
    assert rig.bus.clock.waited > 100


# Empty is only what the phone says is empty.


def test_an_error_where_something_is_announced_is_not_empty(tmp_path):
    handset = connect(tmp_path, lambda phone: Refusing(phone, b"AT+CPBR=1,", b"AT+CPBR=12"))
    keys, problem = arriving(handset, Kind.CONTACTS)
    assert "ME/12" not in keys
    assert {"ME/1", "ME/3", "SM/2"} <= keys
    assert isinstance(problem, KindRefused)


@pytest.mark.parametrize("used", [b'+CPBS: "ME",9,1000', b'+CPBS: "ME",999999999,1000'])
def test_fewer_entries_than_announced_is_no_whole_reading(tmp_path, used):
    handset = connect(tmp_path, partial(Saying, instead={b"AT+CPBS?": (used,)}))
    keys, problem = arriving(handset, Kind.CONTACTS)
    assert keys == ALL[Kind.CONTACTS]
    assert isinstance(problem, Garbled)


def test_fewer_messages_than_announced_is_no_whole_reading(tmp_path):
    said = {b'AT+CPMS="ME","ME"': (b"+CPMS: 5,40,5,40,5,40",)}
    keys, problem = arriving(connect(tmp_path, partial(Lying, instead=said)), Kind.MESSAGES)
    assert keys == ALL[Kind.MESSAGES]
    assert isinstance(problem, Garbled)


def test_a_phone_that_tells_no_counts_is_read_all_the_same(tmp_path):
    handset = connect(tmp_path, lambda phone: Refusing(phone, b"AT+CPBS?"))
    reading = handset.read(Kind.CONTACTS, Task())
    assert {item.key for item in reading} == ALL[Kind.CONTACTS]
    assert reading.announced is None


def test_a_range_of_absurd_size_is_not_walked_to_its_end(tmp_path):
    said = {b"AT+CPBR=?": (b"+CPBR: (1-999999999),40,40",)}
    asked = []

    class Counting(Saying):
        def obey(self, command):
            asked.append(command)
            return super().obey(command)

    handset = connect(tmp_path, partial(Counting, instead=said))
    assert arriving(handset, Kind.CONTACTS) == (ALL[Kind.CONTACTS], None)
    assert len(asked) < 1000


# Messages: gaps, listings, what stays unread.


def gappy(tmp_path, *indexes):
    rig = AtRig(tmp_path / "phone")
    text = "".join(f"{index},1,{HOW}\n" for index in indexes)
    (rig.folder / "at" / "messages-ME.txt").write_text(text, "utf-8")
    return {f"ME/{index}" for index in indexes} | {"SM/4"}


@pytest.mark.parametrize(
    "behave",
    [
        None,
        WrongListing,
        lambda phone: Silent(phone, b"AT+CMGL"),
        lambda phone: Refusing(phone, b"AT+CMGL"),
    ],
)
def test_messages_behind_gaps_are_found_whatever_the_listing_says(tmp_path, behave):
    keys = gappy(tmp_path, 0, 1, 50, 200)
    assert arriving(connect(tmp_path, behave), Kind.MESSAGES) == (keys, None)


def test_a_phone_that_tells_no_places_is_asked_for_its_listing(tmp_path):
    said = {f'AT+CPMS="{name}","{name}"'.encode(): () for name in ("ME", "SM")}
    handset = connect(tmp_path, partial(Lying, instead=said))
    reading = handset.read(Kind.MESSAGES, Task())
    assert {item.key for item in reading} == ALL[Kind.MESSAGES]
    assert reading.announced is None


@pytest.mark.parametrize("refused", [b"AT+CMGL", b"AT+CMGR"])
def test_a_phone_that_tells_nothing_is_not_empty(tmp_path, refused):
    said = {f'AT+CPMS="{name}","{name}"'.encode(): () for name in ("ME", "SM")}
    handset = connect(tmp_path, lambda phone: Refusing(Lying(phone, said), refused))
    keys, problem = arriving(handset, Kind.MESSAGES)
    assert not keys
    assert isinstance(problem, KindRefused)


def test_reading_leaves_messages_unread(tmp_path):
    handset = connect(tmp_path)
    assert b"X-IRMC-STATUS:UNREAD" in items(handset, Kind.MESSAGES)["ME/2"][0]
    assert f"2,0,{CHINESE}" in lines(tmp_path, "messages-ME.txt")


def test_a_phone_that_marks_what_is_read_is_kept_as_it_was_first_seen(tmp_path):
    handset = connect(tmp_path, OnlyPlain)
    assert b"X-IRMC-STATUS:UNREAD" in items(handset, Kind.MESSAGES)["ME/2"][0]
    assert b"X-IRMC-STATUS:READ" in items(handset, Kind.MESSAGES)["ME/2"][0]


def test_a_broken_pdu_is_kept_by_its_rows(tmp_path):
    said = {b"AT+CMGR=1,1": (b"+CMGR: 1,,5", b"00FFFFFFFFFF")}
    handset = connect(tmp_path, partial(Saying, instead=said))
    item = next(item for item in handset.read(Kind.MESSAGES, Task()) if item.key == "ME/1")
    data, rows = files_of(item)
    [block] = read_components(data).items("VMSG")
    assert (message_of(block).box, message_of(block).text) == (Box.INBOX, "")
    assert rows["lines"] == ["+CMGR: 1,,5", "00FFFFFFFFFF"]


def test_rows_hold_what_the_phone_said(tmp_path):
    handset = connect(tmp_path, lambda phone: Chattering(phone, b"RING", b'+CMTI: "ME",9'))
    rows = {
        kind: {item.key: files_of(item)[1] for item in handset.read(kind, Task())} for kind in ALL
    }
    name = "Zoë Krüger".encode("utf-16-be").hex().upper()
    assert rows[Kind.CONTACTS]["ME/3"] == {
        "family": "at",
        "charset": "UCS2",
        "lines": [f'"0301234567",129,"{name}"'],
    }
    assert rows[Kind.MESSAGES]["ME/1"]["lines"] == ["+CMGR: 1,,30", HOW]


# Writing.


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (contact(name="x" * 41), "a name of 41 letters, the phone holds 40"),
        (contact(number="1" * 41), "a number of 41 digits, the phone holds 40"),
        (contact(number="12\r\nTEL:13"), "2 numbers, an entry holds one"),
        (contact(number="call me"), "a number that cannot be dialled"),
        (contact(name="", number=""), "neither a name nor a number"),
    ],
)
def test_what_an_entry_cannot_hold_is_refused_and_never_cut(tmp_path, item, why):
    handset = connect(tmp_path)
    before = items(handset, Kind.CONTACTS)
    for write in (handset.add, partial(handset.update, "ME/3")):
        with pytest.raises(ItemRefused) as caught:
            write(item, Task())
        assert caught.value.answer == why
    assert items(handset, Kind.CONTACTS) == before


def test_a_name_that_the_phone_shortens_is_taken_back(tmp_path):
    handset = connect(tmp_path, partial(Shortening, length=11))
    before = items(handset, Kind.CONTACTS)
    for write in (handset.add, partial(handset.update, "ME/3")):
        with pytest.raises(ItemRefused) as caught:
            write(contact(), Task())
        assert "“Grace Hoppe”" in caught.value.answer
    assert items(handset, Kind.CONTACTS) == before


def test_letters_that_the_phone_cannot_write_are_refused(tmp_path):
    said = {b"AT+CSCS=?": (b'+CSCS: ("GSM")',)}
    handset = connect(tmp_path, partial(Saying, instead=said))
    with pytest.raises(ItemRefused) as caught:
        handset.add(contact(name="王静"), Task())
    assert caught.value.answer == "a letter that the phone cannot write"
    key = handset.add(contact(name="Jürgen [a] €"), Task())
    assert items(handset, Kind.CONTACTS)[key][0] == card_file(
        "+4930999", b"J=C3=BCrgen [a] =E2=82=AC;;;;", b"J=C3=BCrgen [a] =E2=82=AC"
    )


def test_a_phone_that_wants_numbers_in_ucs2_gets_them_so(tmp_path):
    handset = connect(tmp_path, NumbersInUcs2)
    whole = items(handset, Kind.CONTACTS)
    assert whole["ME/1"][0] == card_file("+493012345", b"Ann Onymous;;;;", b"Ann Onymous")
    key = handset.add(contact(), Task())
    assert items(handset, Kind.CONTACTS)[key][0] == card_file(
        "+4930999", b"Grace Hopper;;;;", b"Grace Hopper"
    )


def test_a_full_phone_says_so(tmp_path):
    handset = connect(tmp_path, Full)
    with pytest.raises(PhoneFull):
        handset.add(contact(), Task())
    data = items(handset, Kind.MESSAGES)["ME/1"][0]
    with pytest.raises(PhoneFull):
        handset.add(message(data), Task())


def test_a_message_that_the_phone_makes_another_of_is_taken_back(tmp_path):
    handset = connect(tmp_path, Altering)
    before = items(handset, Kind.MESSAGES)
    with pytest.raises(ItemRefused) as caught:
        handset.add(message(before["ME/1"][0]), Task())
    assert caught.value.answer == "the phone kept something else instead"
    assert items(handset, Kind.MESSAGES) == before


def test_the_phone_s_error_is_worded(tmp_path):
    handset = connect(tmp_path, lambda p: Refusing(p, b"AT+CMGW", final=b"+CMS ERROR: 302"))
    with pytest.raises(ItemRefused) as caught:
        handset.add(message(items(handset, Kind.MESSAGES)["ME/1"][0]), Task())
    assert caught.value.answer == "CMS ERROR: 302 (operation not allowed)"


def test_calls_and_other_kinds_are_not_written(tmp_path):
    handset = connect(tmp_path)
    with pytest.raises(KindRefused):
        handset.remove(Kind.CALLS, "RC/1", Task())
    with pytest.raises(KindUnsupported):
        handset.remove(Kind.NOTES, "ME/1", Task())
    with pytest.raises(KindUnsupported):
        next(handset.read(Kind.PHOTOS, Task()))


def test_an_item_of_this_family_is_restored_from_its_rows(tmp_path):
    there = connect(tmp_path / "there")
    (tmp_path / "here").mkdir()
    rig = AtRig(tmp_path / "here" / "phone")
    for path in (rig.folder / "at").iterdir():
        path.write_bytes(b"")
    here = rig.connect()
    for kind in (Kind.CONTACTS, Kind.MESSAGES):
        for key, (data, rows) in items(there, kind).items():
            if key.startswith("SM") or kind is Kind.MESSAGES:
                # The standard file says something else, so it is the rows that count.
                wrong = contact("Wrong", "1") if kind is Kind.CONTACTS else message(b"wrong")
                made = here.add(replace(wrong, rows=rows, key=key), Task())
                assert made.startswith(key[:3])
                assert items(here, kind)[made] == [data, rows]
    assert lines(tmp_path / "here", "messages-SM.txt") == [f"1,3,{SENT}"]
    assert lines(tmp_path / "here", "messages-ME.txt")[1] == f"2,0,{CHINESE}"


def test_rows_of_no_use_give_way_to_the_standard_file(tmp_path):
    handset = connect(tmp_path)
    for rows in (b"no json", b"[]", b'{"family": "android", "lines": ["x"]}', b"{" * 9999):
        key = handset.add(contact(rows=rows), Task())
        assert b"Grace Hopper" in items(handset, Kind.CONTACTS)[key][0]


def test_a_long_message_is_refused_and_its_parts_are_not(tmp_path):
    handset = connect(tmp_path)
    data = items(handset, Kind.MESSAGES)["SM/4"][0]
    with pytest.raises(ItemRefused) as caught:
        handset.add(message(data.replace(b"hellohello", b"hello" * 40)), Task())
    assert caught.value.answer == "longer than one message"
    key = handset.add(message(data.replace(b"hellohello", b"hello" * 20)), Task())
    [block] = read_components(items(handset, Kind.MESSAGES)[key][0]).items("VMSG")
    assert message_of(block).text == "hello" * 20
    assert message_of(block).direction is Direction.OUTGOING
