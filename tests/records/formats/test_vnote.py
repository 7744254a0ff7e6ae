from __future__ import annotations

from datetime import UTC, datetime

from holdfast.records.formats.summary import summarise
from holdfast.records.formats.view import view
from holdfast.records.model.kinds import Kind

NOTE = (
    b"BEGIN:VNOTE\r\nVERSION:1.1\r\nDCREATED:20060927T202756Z\r\n"
    b"LAST-MODIFIED:20061004T180306Z\r\n"
    b"BODY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=\r\n"
    b"Packing=0D=0Atent,=20v=C3=A5r=20=\r\nboat=20=20\r\nX-IRMC-LUID:0007\r\nEND:VNOTE\r\n"
)


def test_a_note_is_its_body():
    shown = view(Kind.NOTES, ".vnt", NOTE)
    assert shown.body == "Packing\ntent, vår boat"
    assert (shown.title, shown.subtitle) == ("Packing", "tent, vår boat")
    assert [field.label for field in shown.fields] == ["modified", "created"]


def test_a_note_is_dated_by_its_last_change():
    summary = summarise(Kind.NOTES, ".vnt", NOTE)
    assert summary.when == datetime(2006, 10, 4, 18, 3, 6, tzinfo=UTC)
    assert summary.title == "Packing"
    assert "vår" in summary.text


def test_a_plain_text_file_is_a_note_too():
    data = b"\xef\xbb\xbfShopping\r\n\r\nmilk\r\n"
    summary = summarise(Kind.NOTES, ".txt", data, "list.txt")
    assert (summary.title, summary.subtitle, summary.readable) == ("Shopping", "milk", True)
    assert view(Kind.NOTES, ".txt", data).body == "Shopping\n\nmilk\n"
    assert summarise(Kind.NOTES, ".txt", b"", "list.txt").title == "list.txt"


def test_a_plain_note_is_called_the_same_in_lists_and_when_opened():
    note = b"x" * 301 + b"\nmore"
    shown, summary = view(Kind.NOTES, ".txt", note), summarise(Kind.NOTES, ".txt", note)
    assert (shown.title, shown.subtitle) == (summary.title, summary.subtitle) == ("x" * 300, "more")
