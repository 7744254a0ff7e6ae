"""The door: what fits goes back untouched, what is written fits, nothing is lost in silence."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.records.formats.converting import calendars
from holdfast.records.formats.converting.contents import Loss, Unheld
from holdfast.records.formats.converting.convert import convert, fits
from holdfast.records.formats.converting.dialects import (
    FEATURE_PHONE,
    ICALENDAR,
    VCALENDAR_10,
    VCARD_21,
    VCARD_30,
    VCARD_40,
    VNOTE_11,
    Limit,
)
from holdfast.records.formats.converting.events.writing import write_event
from holdfast.records.model.kinds import Kind

DIALECTS = (VCARD_21, VCARD_30, VCARD_40, FEATURE_PHONE)
CORPUS = Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"))
FILES = [path for path in sorted(CORPUS.glob("vcard/*")) if path.is_file()]
CALENDARS = [path for path in sorted(CORPUS.glob("vcal/*")) if path.is_file()]
needs_corpus = pytest.mark.skipif(not FILES, reason="corpus: absent (set HOLDFAST_CORPUS)")


def card(*lines: str, version: str = "2.1", end: str = "\r\n", charset: str = "utf-8") -> bytes:
    return end.join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", "")).encode(charset)


NAMED = ("N:Lovelace;Ada;;;", "FN:Ada Lovelace")


@pytest.mark.parametrize(
    "data",
    [
        card(*NAMED, "TEL;CELL:1", "X-IRMC-LUID:3", "REV:20080716T224300Z"),
        card("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB;;;;", "TEL;FAX:1"),
        card(*NAMED, "PHOTO;ENCODING=BASE64;TYPE=JPEG:", " /9j/", "", "TEL;CELL:1"),
    ],
)
def test_a_phones_own_card_goes_back_byte_for_byte(data):
    for dialect in (VCARD_21, FEATURE_PHONE):
        assert convert(Kind.CONTACTS, data, dialect).data is data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(card("FN:Ada"), id="no-name"),
        pytest.param(card(*NAMED, version="3.0"), id="another-version"),
        pytest.param(card(*NAMED, end="\n"), id="line-ends"),
        pytest.param(card(*NAMED, "NOTE;CHARSET=ISO-8859-1:é", charset="latin-1"), id="charset"),
        pytest.param(card(*NAMED, "PHOTO;ENCODING=b:/9j/"), id="base64-of-3.0"),
        pytest.param(card(*NAMED, "TEL;TYPE=CELL,VOICE:1"), id="list-of-types"),
        pytest.param(b"\xef\xbb\xbf" + card(*NAMED), id="byte-order-mark"),
        pytest.param(card(*NAMED).replace(b"END:VCARD\r\n", b""), id="no-end"),
        pytest.param(card(*NAMED, "VERSION:3.0"), id="two-versions"),
        pytest.param(b"<!-- -->\r\n" + card(*NAMED), id="stray-line"),
    ],
)
def test_what_breaks_a_rule_of_2_1_is_written_anew(data):
    assert not fits(Kind.CONTACTS, data, VCARD_21)
    written = convert(Kind.CONTACTS, data, VCARD_21)
    assert written.data != data
    assert fits(Kind.CONTACTS, written.data, VCARD_21)


@pytest.mark.parametrize(
    "line",
    [
        "TEL;CELL:1",
        "NOTE;ENCODING=QUOTED-PRINTABLE:a=3Db",
        "NOTE;CHARSET=UTF-8:a",
        "PHOTO;ENCODING=BASE64:/9j/",
        "PHOTO;ENCODING=b:/9j/\r\n/9j/",
    ],
)
def test_what_breaks_a_rule_of_3_0_is_written_anew(line):
    data = card(*NAMED, line, version="3.0")
    assert not fits(Kind.CONTACTS, data, VCARD_30)
    assert fits(Kind.CONTACTS, convert(Kind.CONTACTS, data, VCARD_30).data, VCARD_30)


def test_a_card_of_3_0_may_end_its_lines_as_its_program_does():
    assert fits(Kind.CONTACTS, card(*NAMED, version="3.0", end="\n"), VCARD_30)


@pytest.mark.parametrize(
    "line",
    ["NICKNAME:Zed", "TEL;PAGER:1", "TEL;CELL;X-FOO=1:1", "TITLE:a\r\nTITLE:b", "item1.URL:u"],
)
def test_what_a_phone_has_no_place_for_does_not_fit_it(line):
    data = card(*NAMED, line)
    assert fits(Kind.CONTACTS, data, VCARD_21)
    assert not fits(Kind.CONTACTS, data, FEATURE_PHONE)


@pytest.mark.parametrize(
    "line",
    [
        *("PHOTO;Y:b", "SOUND;9:a", "LOGO;MEDIATYPE=image/gif:a"),
        "PHOTO;ENCODING=QUOTED-PRINTABLE:d=61ta:= =0Ax",
    ],
)
def test_media_that_are_a_text_are_written_so_that_they_fit(line):
    for dialect in DIALECTS:
        written = convert(Kind.CONTACTS, card(*NAMED, line, version="3.0"), dialect)
        assert fits(Kind.CONTACTS, written.data, dialect)


@pytest.mark.parametrize("dialect", [VCARD_21, VCARD_30])
def test_the_kind_of_media_goes_back_the_way_it_came(dialect):
    line = "PHOTO;Y:B" if dialect is VCARD_21 else "PHOTO;TYPE=Y:B"
    written = convert(Kind.CONTACTS, card(*NAMED, line, version="4.0"), dialect)
    assert line in written.data.decode().upper().split("\r\n")
    assert not written.unheld


def test_utf_8_fits_a_latin_phone_only_where_it_must():
    latin = replace(VCARD_21, charset="ISO-8859-1")
    assert not fits(Kind.CONTACTS, card("N;CHARSET=UTF-8:Zoë;;;;"), latin)
    assert fits(Kind.CONTACTS, card("N;CHARSET=UTF-8:李;;;;"), latin)
    assert fits(Kind.CONTACTS, card("N;CHARSET=ISO-8859-1:Zoë;;;;", charset="latin-1"), latin)


def test_several_cards_in_one_item_are_all_written():
    data = card(*NAMED) + card("N:Bo;;;;", "TEL;CELL:2")
    written = convert(Kind.CONTACTS, data, VCARD_40)
    assert written.data.count(b"BEGIN:VCARD") == 2
    assert written.data.count(b"VERSION:4.0") == 2
    assert fits(Kind.CONTACTS, written.data, VCARD_40)


def test_what_could_not_be_read_is_named():
    data = card(*NAMED, "# a comment", "PHOTO;ENCODING=BASE64:!!!!####@@@@", "TEL;CELL:1")
    written = convert(Kind.CONTACTS, data, VCARD_30)
    assert Unheld("", "# a comment", Loss.UNREAD) in written.unheld
    assert [loss.why for loss in written.unheld] == [Loss.UNREAD] * 2


def test_what_is_no_contact_is_named():
    other = b"BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY:x\r\nEND:VNOTE\r\n"
    written = convert(Kind.CONTACTS, card(*NAMED) + other, VCARD_30)
    assert [(loss.name, loss.why) for loss in written.unheld] == [("VNOTE", Loss.NO_FORM)]


def test_data_without_any_contact_becomes_nothing_and_says_so():
    written = convert(Kind.CONTACTS, b"hello\r\n", VCARD_30)
    assert written.data == b""
    assert written.unheld == (Unheld("", "hello", Loss.UNREAD),)


def test_photos_and_messages_go_as_they_are():
    for kind in (Kind.PHOTOS, Kind.FILES, Kind.MESSAGES, Kind.CALLS):
        assert convert(kind, b"\xff\xd8", VCARD_21).data == b"\xff\xd8"


def test_a_text_of_utf_16_is_rewritten_in_utf_8():
    data = "\ufeff".encode("utf-16-le") + card("N:Zoë;;;;").decode().encode("utf-16-le")
    written = convert(Kind.CONTACTS, data, VCARD_30)
    assert "N:Zoë;;;;".encode() in written.data
    assert not written.unheld


EVENT = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-WR-CALNAME:Home\r\n"
    b"BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20090409T150000Z\r\nSUMMARY:Tea\\, at four\r\n"
    b"DTSTART:20090410T160000Z\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n"
    b"BEGIN:VTODO\r\nUID:2\r\nDTSTAMP:20090409T150000Z\r\nSUMMARY:Buy tea\r\nEND:VTODO\r\n"
    b"END:VCALENDAR\r\n"
)


def test_a_calendar_is_converted_whole_and_its_own_properties_are_named():
    written = convert(Kind.CALENDAR, EVENT, VCALENDAR_10)
    assert b"BEGIN:VEVENT" in written.data
    assert b"BEGIN:VTODO" in written.data
    assert written.unheld == (Unheld("X-WR-CALNAME", "Home", Loss.NO_PROPERTY),)
    assert fits(Kind.CALENDAR, written.data, VCALENDAR_10)
    assert convert(Kind.CALENDAR, EVENT, ICALENDAR).data is EVENT


def test_an_event_that_lost_its_meaning_on_the_way_is_named(monkeypatch):
    def forgetful(blocks, dialect):
        written = write_event(blocks, dialect)
        return replace(
            written, data=written.data.replace(b"Tea", b"Pie").replace(b"16000", b"17000")
        )

    monkeypatch.setattr(calendars, "write_event", forgetful)
    for dialect in (VCALENDAR_10, replace(ICALENDAR, width=74, limits={"X": Limit(count=0)})):
        broken = EVENT if dialect.old else EVENT.replace(b"VERSION:2.0", b"VERSION:1.9")
        unheld = convert(Kind.CALENDAR, broken, dialect).unheld
        named = {loss.name for loss in unheld if loss.why is Loss.NO_FORM}
        assert {"SUMMARY", "DTSTART"} <= named


def test_alarms_and_people_that_come_back_otherwise_are_named(monkeypatch):
    def forgetful(blocks, dialect):
        written = write_event(blocks, dialect)
        data = written.data.replace(b"T154500Z", b"T153000Z").replace(b"Jane", b"Joan")
        return replace(written, data=data)

    monkeypatch.setattr(calendars, "write_event", forgetful)
    data = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        b"DTSTART:20200106T160000Z\r\nATTENDEE;CN=Jane:mailto:j@example.com\r\n"
        b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert convert(Kind.CALENDAR, data, VCALENDAR_10).unheld == (
        Unheld("VALARM", "20200106T154500Z", Loss.NO_FORM),
        Unheld("ATTENDEE", "Jane <mailto:j@example.com>", Loss.NO_FORM),
    )


def test_an_alarm_of_several_lines_is_held_whole():
    data = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        b"DTSTART:20200106T160000Z\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\n"
        b"DESCRIPTION:Breakfast\\nat 8\\; or 9\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    there = convert(Kind.CALENDAR, data, VCALENDAR_10)
    assert there.unheld == ()
    back = convert(Kind.CALENDAR, there.data, ICALENDAR)
    assert b"DESCRIPTION:Breakfast\\nat 8\\; or 9\r\n" in back.data


def test_a_day_that_became_an_hour_is_named_once():
    data = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTODO\r\nUID:1\r\nSUMMARY:Pay\r\n"
        b"DUE;VALUE=DATE:20100101\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    )
    written = convert(Kind.TODOS, data, VCALENDAR_10)
    assert [loss.name for loss in written.unheld] == ["DUE"]


def test_a_calendar_of_which_nothing_has_a_form_is_no_item():
    busy = b"BEGIN:VFREEBUSY\r\nUID:1\r\nDTSTART:20090410T160000Z\r\nEND:VFREEBUSY\r\n"
    data = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + busy + b"END:VCALENDAR\r\n"
    written = convert(Kind.CALENDAR, data, VCALENDAR_10)
    assert written.data == b""
    assert [(loss.name, loss.why) for loss in written.unheld] == [("VFREEBUSY", Loss.NO_FORM)]


def test_a_phone_with_few_properties_of_an_event():
    phone = replace(VCALENDAR_10, properties=frozenset(("SUMMARY", "DTSTART", "DTEND")))
    written = convert(Kind.CALENDAR, EVENT, phone)
    assert "RRULE" in {loss.name for loss in written.unheld}
    assert fits(Kind.CALENDAR, written.data, phone)


PIECES = st.sampled_from(
    [
        b"BEGIN:VCARD\r\n",
        b"END:VCARD\r\n",
        b"BEGIN:VNOTE\r\n",
        b"END:VNOTE\r\n",
        b"VERSION:2.1\r\n",
        b"AGENT:\r\n",
        b"item1.",
        b"X-ABLabel:_$!<Spouse>!$_\r\n",
        b"N;CHARSET=x;ENCODING=QUOTED-PRINTABLE:=\r\n",
        b"TEL;PREF=;TYPE=:\r\n",
        b"BDAY:00000000\r\n",
        b"LABEL;HOME:x\r\n",
        b"ADR;HOME:\r\n",
        b"PHOTO;ENCODING=b:/9j/\r\n",
        b"GEO:1;2\r\n",
        b"=3B;\\,",
        b"BEGIN:VCALENDAR\r\n",
        b"END:VCALENDAR\r\n",
        b"BEGIN:VEVENT\r\n",
        b"END:VEVENT\r\n",
        b"DTSTART;TZID=x:20090410T160000\r\n",
        b"RRULE:FREQ=WEEKLY\r\n",
        b"\r\n ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=6), max_size=14).map(b"".join))
@example(b"BEGIN:VCARD\r\nAGENT:" + b"BEGIN:VCARD\\nAGENT:" * 50)
def test_no_bytes_stop_the_door_and_what_it_gives_fits(data):
    for kind, dialects in (
        (Kind.CONTACTS, DIALECTS),
        (Kind.NOTES, (VNOTE_11, ICALENDAR)),
        (Kind.CALENDAR, (VCALENDAR_10, ICALENDAR)),
    ):
        for dialect in dialects:
            written = convert(kind, data, dialect)
            if written.data:
                assert fits(kind, written.data, dialect)


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_restored_twice_gives_the_same_bytes(path):
    data = path.read_bytes()
    for dialect in DIALECTS:
        once = convert(Kind.CONTACTS, data, dialect)
        again = convert(Kind.CONTACTS, once.data, dialect)
        assert again.data == once.data
        assert once.data is data or not again.unheld


@needs_corpus
@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.name)
def test_a_real_calendar_restored_twice_gives_the_same_bytes(path):
    for dialect in (VCALENDAR_10, ICALENDAR):
        once = convert(Kind.CALENDAR, path.read_bytes(), dialect)
        assert convert(Kind.CALENDAR, once.data, dialect).data == once.data
