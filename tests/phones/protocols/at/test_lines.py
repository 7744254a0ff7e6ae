"""Parameters, character sets, phone book and message lines, clock."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.at import charsets, phone_book, stored_messages
from holdfast.phones.protocols.at.answers import Answer, Verdict
from holdfast.phones.protocols.at.charsets import UnreadableError
from holdfast.phones.protocols.at.phone_book import Bounds, Entry, Room
from holdfast.phones.protocols.at.septets import NotInAlphabetError
from holdfast.phones.protocols.at.times import read_clock, write_clock
from holdfast.phones.protocols.at.values import names, number, quoted, span, split


def said(*lines):
    return Answer(Verdict.OK, lines)


def test_parameters_are_split_at_commas_outside_quotes_and_brackets():
    assert split(b'12,"+49,1", 145 ,,"M\xfcller, \\"J"') == [
        b"12", b"+49,1", b"145", None, b'M\xfcller, \\"J',
    ]  # fmt: skip
    assert split(b"(1-250),40,14") == [b"(1-250)", b"40", b"14"]
    assert split(b"") == [None]


@given(st.binary(max_size=30))
def test_every_quoted_text_comes_back(text):
    assert split(b"1," + quoted(text) + b",2") == [b"1", text, b"2"]


@given(st.binary(max_size=100))
def test_no_line_breaks_the_splitting(line):
    assert split(line)
    names(line)
    span(line)
    for value in split(line):
        number(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"(1-250)", (1, 250)),
        (b"(0-9,12-20)", (0, 20)),
        (b"(1,2,5)", (1, 5)),
        (b"1-99", (1, 99)),
        (b"(a-b)", None),
        (b"(9999999999-1)", None),
    ],
)
def test_ranges_of_indexes(text, found):
    assert span(text) == found


@pytest.mark.parametrize(
    ("charset", "raw"),
    [
        ("UCS2", b"004D00FC006C006C00650072"),
        ("UTF-8", "Müller".encode()),
        ("8859-1", "Müller".encode("latin-1")),
        ("GSM", b"M\x7eller"),
        ("HEX", b"4D7E6C6C6572"),
    ],
)
def test_a_name_is_the_same_in_every_character_set(charset, raw):
    assert charsets.decode(raw, charset) == "Müller"
    assert charsets.encode("Müller", charset) == raw


def test_the_extension_table_is_read_and_written_in_gsm():
    assert charsets.encode("[€]", "GSM") == b"\x1b\x3c\x1b\x65\x1b\x3e"
    assert charsets.decode(b"\x1b\x3c\x1b\x65\x1b\x3e", "GSM") == "[€]"


def test_padding_behind_a_name_in_ucs2_is_none_of_it():
    assert charsets.decode(b"0041FFFFFFFF", "UCS2") == "A"


@pytest.mark.parametrize(("raw", "charset"), [(b"004", "UCS2"), (b"zz", "HEX"), (b"\xff", "UTF-8")])
def test_what_is_not_in_its_character_set_is_told(raw, charset):
    with pytest.raises(UnreadableError):
        charsets.decode(raw, charset)


@pytest.mark.parametrize("charset", ["GSM", "IRA", "8859-1", "HEX"])
def test_what_a_character_set_lacks_is_not_written(charset):
    with pytest.raises(NotInAlphabetError):
        charsets.encode("中", charset)


def test_the_character_set_that_can_write_most_is_chosen():
    assert charsets.choose(["GSM", "UCS2", "IRA"]) == "UCS2"
    assert charsets.choose(["gsm", "Utf-8"]) == "Utf-8"
    assert charsets.choose([]) == "GSM"


@given(st.text(max_size=20).filter(lambda text: text.rstrip("\uffff\0") == text))
def test_every_name_comes_back_in_ucs2(name):
    with suppress(NotInAlphabetError):
        assert charsets.decode(charsets.encode(name, "UCS2"), "UCS2") == name


def test_an_entry_is_read_whether_its_number_is_in_ucs2_or_not():
    name = b"004D00FC006C006C00650072"
    plain = phone_book.entry(b'3,"+4915112345",145,"%s"' % name, "UCS2")
    hexed = phone_book.entry(b'3,"002B0034003900310035",145,"%s"' % name, "UCS2")
    assert plain == Entry(3, "+4915112345", "Müller")
    assert hexed.number == "+4915"
    sure = phone_book.entry(b'3,"00320033",129,""', "UCS2", plain_numbers=True)
    assert sure.number == "00320033"


def test_an_international_number_has_its_plus():
    assert phone_book.entry(b'1,"4915",145,"A"', "GSM").number == "+4915"


def test_an_entry_without_an_index_is_unreadable():
    with pytest.raises(UnreadableError):
        phone_book.entry(b'"a",1', "GSM")


def test_memories_bounds_and_room_are_read():
    assert phone_book.memories(said(b'+CPBS: ("ME","SM","RC")')) == ["ME", "SM", "RC"]
    assert phone_book.room(said(b'+CPBS: "ME",12,250')) == Room(12, 250)
    assert phone_book.room(said(b'+CPBS: "ME"')) == Room()
    assert phone_book.bounds(said(b"+CPBR: (1-250),40,14")) == Bounds(1, 250, 40, 14)
    assert phone_book.bounds(said(b"+CPBR: (1-999999999),,14")).last == phone_book.MAX_INDEX
    assert phone_book.bounds(said()) == Bounds()
    assert stored_messages.memories(said(b'+CPMS: ("SM","ME"),("SM"),("SM")')) == ["SM", "ME"]
    assert stored_messages.room(said(b"+CPMS: 3,20,3,20")) == (3, 20)


def test_an_entry_is_written_as_the_phone_writes_it():
    new = Entry(7, "+49151", 'A"B')
    assert phone_book.write_command(new, "IRA") == b'AT+CPBW=7,"+49151",145,"A\\22B"'
    assert phone_book.write_command(new, "UCS2", ucs2_numbers=True) == (
        b'AT+CPBW=7,"002B00340039003100350031",145,"004100220042"'
    )


def test_a_message_is_read_with_its_status_and_length():
    stored = stored_messages.read(4, said(b"+CMGR: 1,,3", b"001100"))
    assert (stored.status, stored.octets, stored.length) == (1, b"\0\x11\0", 3)
    assert stored.lines == (b"+CMGR: 1,,3", b"001100")
    worded = stored_messages.read(4, said(b'+CMGR: "STO SENT","Bob",3', b"00", b"11"))
    assert (worded.status, worded.octets, worded.length) == (3, b"\0\x11", 3)


@pytest.mark.parametrize("lines", [(), (b"+CMGR: 0,,0",), (b"+CMGR: 0,,0", b"00")])
def test_an_empty_place_is_no_message(lines):
    assert stored_messages.read(1, said(*lines)) is None


def test_a_pdu_that_is_none_is_kept_by_its_lines():
    stored = stored_messages.read(1, said(b"+CMGR: 1,,3", b"not hex"))
    assert (stored.octets, stored.lines[1]) == (b"", b"not hex")


def test_a_listing_names_indexes():
    lines = (b"+CMGL: 1,1,,23", b"0011", b"+CMGL: 9,0,,2", b"22", b"+CMGL: x,1", b"+CMGL: -4,1")
    assert stored_messages.listed(said(*lines)) == {1: 1, 9: 0}


@given(st.lists(st.binary(max_size=30).map(lambda line: b"+CMGR: " + line), max_size=3))
def test_no_message_line_breaks_the_reading(lines):
    stored_messages.read(1, said(*lines))
    stored_messages.listed(said(*(line.replace(b"+CMGR", b"+CMGL") for line in lines)))
    with suppress(UnreadableError):
        phone_book.entry(b"".join(lines), "UCS2")


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ('+CCLK: "09/10/22,06:48:25-16"', "2009-10-22T06:48:25-04:00"),
        ('+CCLK: "09/10/22,06:48:25"', "2009-10-22T06:48:25"),
        ('+CCLK: "2009/10/22,06:48"', "2009-10-22T06:48:00"),
        ('+CCLK: "80/13/01,00:00:00+00"', ""),
        ('+CCLK: "09/10/22,06:48:25+99"', ""),
        ("+CCLK:", ""),
    ],
)
def test_the_clock_is_read(line, clock):
    assert read_clock(line) == clock


def test_the_clock_is_written_in_utc():
    now = datetime(2009, 10, 22, 6, 48, 25, tzinfo=UTC)
    assert write_clock(now) == '+CCLK: "09/10/22,06:48:25+00"'
