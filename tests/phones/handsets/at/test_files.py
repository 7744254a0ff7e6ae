"""The standard files and the rows that entries and messages become, and back."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.handsets.at.cards import (
    NotAnEntryError,
    call_card,
    contact_card,
    entry_of,
)
from holdfast.phones.handsets.at.message_files import (
    NotAShortMessageError,
    message_file,
    new_message,
    pdu_of,
    same,
)
from holdfast.phones.handsets.at.rows import Rows, home_of, read_rows, write_rows
from holdfast.phones.protocols.at.addresses import address_of
from holdfast.phones.protocols.at.pdu import Deliver, Submit, read_pdu, write_pdu
from holdfast.phones.protocols.at.phone_book import Entry
from holdfast.phones.protocols.at.stored_messages import READ, SENT, UNREAD, UNSENT, Stored
from holdfast.phones.protocols.at.user_data import (
    Segment,
    UserData,
    coding_for,
    segment_element,
)
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vmessage import leftovers, message_of
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Box, Direction

WHEN = datetime(2009, 10, 22, 6, 48, 25, tzinfo=timezone(timedelta(hours=-7)))
REPORT = bytes.fromhex("060004802143113022415204631130224152046300")


def stored(pdu, status, index=1):
    octets, length = write_pdu(pdu)
    return Stored(index, status, octets, length, (b"+CMGR",))


def read(data):
    [block] = read_components(data).items("VMSG")
    return message_of(block)


def deliver(text, number="+4915112345", elements=()):
    return Deliver(address_of(number), WHEN, UserData(elements, text), coding_for(text))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=35))
def test_every_text_comes_back_out_of_its_file(text):
    assert read(message_file(stored(deliver(text), READ))).text == text


@pytest.mark.parametrize(
    "text",
    [
        "END:VBODY\r\nEND:VENV\r\nEND:VMSG\r\n",
        "BEGIN:VMSG",
        "X-BOX:SENDBOX",
        " two blanks before, two behind  ",
        "Date: 1.1.2010",
        "ends with =",
        "C:\\new\\;path",
        "long " * 25,
        "",
    ],
)
def test_no_text_passes_for_structure(text):
    message = read(message_file(stored(deliver(text), UNREAD)))
    assert message.text == text
    assert (message.box, message.read, message.who) == (Box.INBOX, False, "+4915112345")


@pytest.mark.parametrize(
    ("status", "box", "direction"),
    [
        (READ, Box.INBOX, Direction.INCOMING),
        (SENT, Box.SENT, Direction.OUTGOING),
        (UNSENT, Box.OUTBOX, Direction.OUTGOING),
    ],
)
def test_the_status_tells_the_box(status, box, direction):
    pdu = deliver("x") if status == READ else Submit(address_of("1"), UserData(text="x"))
    message = read(message_file(stored(pdu, status)))
    assert (message.box, message.direction, message.service) == (box, direction, "sms")
    assert message.when == (WHEN if status == READ else None)


def test_a_sender_s_name_is_a_name():
    message = read(message_file(stored(deliver("x", "T-Mobile"), READ)))
    assert (message.who, message.others[0].number) == ("T-Mobile", "")


def test_a_part_says_which_it_is():
    part = deliver("second", elements=(segment_element(Segment(42, 2, 3)),))
    [block] = read_components(message_file(stored(part, READ))).items("VMSG")
    extras = {entry.name: entry.text() for entry in leftovers(block)}
    assert extras == {"X-SMS-PART": "2/3", "X-SMS-REFERENCE": "42"}


def test_data_and_deliveries_are_kept_in_words_of_their_own():
    data = Deliver(address_of("1"), WHEN, UserData(octets=b"\1\2"), 4)
    assert b"X-SMS-DATA:0102\r\n" in message_file(stored(data, READ))
    report = message_file(Stored(1, READ, REPORT, len(REPORT), ()))
    assert b"X-SMS-DELIVERY-STATUS:0\r\n" in report
    assert read(report).when == datetime(2011, 3, 22, 5, 25, 40, tzinfo=UTC)
    assert read(report).direction is Direction.INCOMING


numbers = st.from_regex(r"\+?[0-9]{3,15}", fullmatch=True)
plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@given(plain, numbers, st.sampled_from([READ, UNREAD, SENT, UNSENT]))
def test_a_file_becomes_the_message_it_was(text, number, status):
    if status in (READ, UNREAD):
        pdu = deliver(text, number)
    else:
        pdu = Submit(address_of(number), UserData(text=text), coding_for(text))
    octets, length, again = new_message(message_file(stored(pdu, status)))
    assert same(read_pdu(octets), pdu)
    assert status in (SENT, UNSENT) or read_pdu(octets).when.utcoffset() == WHEN.utcoffset()
    assert (length, again) == (len(octets) - 1 - octets[0], status)


def test_messages_that_differ_are_not_the_same():
    one = deliver("a")
    others = (deliver("b"), deliver("a", "+49"), Submit(address_of("+4915112345"), one.data), None)
    assert not any(same(one, other) or same(other, one) for other in others)
    assert pdu_of(Stored(1, READ, b"\xff\xff", 1, ())) is None


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        (b"X-IRMC-TYPE:SMS", b"X-IRMC-TYPE:MMS", "not a short message"),
        (b"X-NOK-DT:20091022T134825Z\r\n", b"", "no date"),
        (b"TEL:+4915112345", b"TEL:", "0 people, a message holds one"),
        (b"BEGIN:VMSG", b"BEGIN:VOTHER", "not one message"),
        (b"TEL:+4915112345", b"TEL:+1234567890123456789012", "number too long"),
    ],
)
def test_what_no_short_message_holds_is_refused_with_its_reason(was, becomes, why):
    data = message_file(stored(deliver("x"), READ)).replace(was, becomes, 1)
    data = data.replace(b"Date:22.10.2009 06:48:25\r\n", b"") if why == "no date" else data
    with pytest.raises(NotAShortMessageError, match=why):
        new_message(data)


@given(st.binary(max_size=300))
def test_no_file_breaks_the_making_of_a_message_or_an_entry(data):
    with suppress(NotAShortMessageError):
        new_message(data)
    with suppress(NotAnEntryError):
        entry_of(data)


@given(plain.map(lambda name: " ".join(name.split())).filter(bool), numbers)
def test_a_card_becomes_the_entry_it_was(name, number):
    assert entry_of(contact_card(Entry(0, number, name))) == Entry(0, number, name)


def test_a_call_says_which_way_it_went_and_no_date():
    card = call_card(Entry(1, "+49", "Ann"), "MC")
    assert card.endswith(b"TEL:+49\r\nX-IRMC-CALL-DATETIME;MISSED:\r\nEND:VCARD\r\n")
    assert b"\r\nN:" not in call_card(Entry(1, "+49", ""), "RC")


def test_numbers_are_dialled_without_what_stands_between():
    card = b"BEGIN:VCARD\r\nFN:A\r\nTEL:+49 (151) 12-34.5/6\r\nTEL:+4915112-3456\r\nEND:VCARD\r\n"
    assert entry_of(card).number == "+49151123456"


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=3).map(tuple))
def test_rows_hold_every_byte(lines):
    rows = Rows("UCS2", lines)
    assert read_rows(write_rows(rows)) == rows


@pytest.mark.parametrize(
    ("key", "home"), [("ME/12", "ME"), ("0001", ""), ("a/b", ""), ("/1", ""), ("", "")]
)
def test_the_memory_an_item_came_from_is_in_its_key(key, home):
    assert home_of(NewItem(Kind.CONTACTS, key, ".vcf", tuple, 0)) == home


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"family": "at"}',
        b'{"family": "at", "charset": "", "lines": []}',
        b'{"family": "at", "charset": "", "lines": [1]}',
        '{"family": "at", "charset": "", "lines": ["中"]}'.encode(),
        b'{"family": "irmc", "charset": "", "lines": ["a"]}',
        b"[" * 60_000,
    ],
)
def test_rows_that_make_no_sense_are_none(data):
    assert read_rows(data) is None
