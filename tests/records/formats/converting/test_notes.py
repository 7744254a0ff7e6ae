"""Notes as phones, calendars and text files have them."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.converting.contents import Loss, Unheld
from holdfast.records.formats.converting.convert import convert, fits
from holdfast.records.formats.converting.dialects import (
    ICALENDAR,
    PLAIN_TEXT,
    VNOTE_11,
    Limit,
)
from holdfast.records.formats.view import view
from holdfast.records.model.kinds import Kind

NOTE = (
    b"BEGIN:VNOTE\r\nVERSION:1.1\r\n"
    b"BODY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Milk=0D=0Aand eggs=2C caf=C3=A9\r\n"
    b"DCREATED:20090409T150000\r\nLAST-MODIFIED:20090417T170000Z\r\nX-IRMC-LUID:7\r\nEND:VNOTE\r\n"
)
JOURNAL = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VJOURNAL\r\nUID:1\r\n"
    b"DTSTAMP:20090409T150000Z\r\nSUMMARY:Shopping\r\nDESCRIPTION:Milk\\, eggs\r\n"
    b"CATEGORIES:home,food\r\nCLASS:PRIVATE\r\nEND:VJOURNAL\r\nEND:VCALENDAR\r\n"
)


def b64(text: str) -> bytes:
    return base64.b64encode(text.encode())


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"))


def body(data: bytes, suffix: str = "") -> str:
    return view(Kind.NOTES, suffix, data).body


def test_a_note_becomes_its_text():
    written = convert(Kind.NOTES, NOTE, PLAIN_TEXT)
    assert written.data.decode() == "Milk\nand eggs, café"
    assert not written.unheld


def test_a_note_becomes_a_journal_and_comes_back():
    journal = convert(Kind.NOTES, NOTE, ICALENDAR)
    assert b"DESCRIPTION:Milk\\nand eggs\\, caf\xc3\xa9" in journal.data
    assert b"DTSTAMP:20090417T170000Z" in journal.data
    assert not journal.unheld
    back = convert(Kind.NOTES, journal.data, VNOTE_11)
    assert body(back.data) == body(NOTE)
    assert b"DCREATED:20090409T150000\r\n" in back.data
    assert not back.unheld


def test_the_same_note_becomes_the_same_journal_each_time():
    assert convert(Kind.NOTES, NOTE, ICALENDAR) == convert(Kind.NOTES, NOTE, ICALENDAR)


def test_a_title_is_the_first_line_where_there_is_no_title():
    written = convert(Kind.NOTES, JOURNAL, PLAIN_TEXT)
    assert written.data == b"Shopping\nMilk, eggs"
    assert written.unheld == (
        Unheld("CATEGORIES", "home, food", Loss.NO_PROPERTY),
        Unheld("CLASS", "PRIVATE", Loss.NO_PROPERTY),
    )


def test_a_title_stays_one_where_there_is_one():
    written = convert(Kind.NOTES, JOURNAL, VNOTE_11)
    assert b"SUMMARY:Shopping\r\n" in written.data
    assert body(written.data) == "Milk, eggs"
    assert not written.unheld


def test_a_phone_with_few_properties_and_short_notes():
    phone = replace(VNOTE_11, properties=frozenset(("BODY",)), limits={"BODY": Limit(length=12)})
    written = convert(Kind.NOTES, JOURNAL, phone)
    assert body(written.data) == "Shopping\nMil"
    assert Unheld("DESCRIPTION", "Shopping\nMilk, eggs", Loss.TOO_LONG, "Shopping\nMil") in (
        written.unheld
    )
    assert fits(Kind.NOTES, written.data, phone)


def test_a_reminder_of_a_journal_is_named():
    alarm = b"BEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM\r\nEND:VJOURNAL"
    written = convert(Kind.NOTES, JOURNAL.replace(b"END:VJOURNAL", alarm), VNOTE_11)
    assert written.unheld == (Unheld("VALARM", "AUDIO", Loss.NO_FORM),)


@pytest.mark.parametrize("dialect", [VNOTE_11, ICALENDAR], ids=["vnote", "journal"])
@given(text=TEXTS.filter(str.strip))
def test_any_plain_text_comes_back_from_a_note(dialect, text):
    data = text.encode()
    if fits(Kind.NOTES, data, PLAIN_TEXT):
        written = convert(Kind.NOTES, data, dialect)
        assert not written.unheld
        assert convert(Kind.NOTES, written.data, PLAIN_TEXT).data.decode() == text


def test_notes_that_fit_are_not_rewritten():
    assert convert(Kind.NOTES, NOTE, VNOTE_11).data is NOTE
    assert convert(Kind.NOTES, JOURNAL, ICALENDAR).data is JOURNAL
    text = "café".encode()
    assert convert(Kind.NOTES, text, PLAIN_TEXT).data is text


@pytest.mark.parametrize(
    "line", [b"D;=TYPE=,:c", b'D;X="a;TYPE=b,c":d', b"D;TYPE=a,b:c", b"D;V,:c", b"D;T\t\rP=^:c"]
)
def test_a_note_of_strange_parameters_is_written_so_that_it_fits(line):
    note = b"BEGIN:VNOTE\r\n" + line + b"\r\nEND:VNOTE\r\n"
    for dialect in (VNOTE_11, ICALENDAR):
        assert fits(Kind.NOTES, convert(Kind.NOTES, note, dialect).data, dialect)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Minutes\nBEGIN:VNOTE\nBODY:x", b">BEGIN:VNOTE"),
        ("BEGIN:VJOURNAL\nBEG\n IN:VNOTE\nBODY:x", b">BEG\n IN:VNOTE"),
        ("\x0bBEGIN:VNOTE\nBODY:x", b">\x0bBEGIN:VNOTE"),
    ],
)
def test_a_text_that_would_be_read_as_a_note_of_its_own_is_marked_and_named(text, marked):
    note = convert(
        Kind.NOTES, b"BEGIN:VNOTE\r\nBODY;BASE64:%s\r\n\r\nEND:VNOTE" % b64(text), PLAIN_TEXT
    )
    assert fits(Kind.NOTES, note.data, PLAIN_TEXT)
    assert marked in note.data
    assert [loss.why for loss in note.unheld] == [Loss.NO_FORM]


def test_a_mark_of_byte_order_that_begins_a_text_is_no_text():
    note = b"BEGIN:VNOTE\r\nBODY:\xef\xbb\xbfMilk\r\nEND:VNOTE\r\n"
    written = convert(Kind.NOTES, note, PLAIN_TEXT)
    assert written.data == b"Milk"
    assert fits(Kind.NOTES, written.data, PLAIN_TEXT)


def test_a_text_of_another_charset_is_recoded():
    assert convert(Kind.NOTES, b"caf\xe9", PLAIN_TEXT).data == "café".encode()
