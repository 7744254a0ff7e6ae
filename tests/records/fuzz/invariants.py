"""What must hold of every reader, whatever the bytes: each check raises AssertionError if not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from holdfast.cli.read_shapes import file_shape
from holdfast.records.formats.components import Component, Document, Property, Unread
from holdfast.records.formats.dates import find_zone, parse_day, parse_duration, parse_moment
from holdfast.records.formats.decoding import guess
from holdfast.records.formats.digest import content_digest
from holdfast.records.formats.lines import read_lines
from holdfast.records.formats.message_dates import parse_sent
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import Summary, summarise
from holdfast.records.formats.view import View, view
from holdfast.records.formats.xml.elements import looks_like_xml
from holdfast.records.matching.diff import FieldChange, diff_fields
from holdfast.records.model.kinds import Kind
from holdfast.wording import fields
from tests.records.fuzz.sharing import is_read_twice

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"B\0", b"\0B")
_DIGEST = 64
_KINDS = ((b"VCARD", Kind.CONTACTS), (b"VEVENT", Kind.CALENDAR), (b"VTODO", Kind.TODOS))


def check_lines(data: bytes) -> None:
    """Every byte lies in exactly one line or is blank, and lines come in order."""
    before = 0
    for line in read_lines(data):
        assert before <= line.start < line.end <= len(data)
        assert _is_blank(data[before : line.start])
        before = line.end
    assert _is_blank(data[before:])


def _is_blank(gap: bytes) -> bool:
    return not gap.replace(_BOM, b"").strip()


def check_components(data: bytes) -> None:
    """Spans nest, and every line but BEGIN and END is a property or unread exactly once."""
    document = read_components(data)
    _check_nesting(document.components, 0, len(data))
    entries = list(_lines_of(document))
    found = sorted((line.start, line.end) for line in entries)
    lines = _content_lines(data)
    assert len(found) == len(lines)
    assert data[:2] in _UTF16 or found == lines
    for entry in entries:
        check_text(entry.text())
        if isinstance(entry, Property):
            for text in (*entry.fields(), *entry.entries(), entry.decoded()):
                check_text(text)
            assert len(entry.blob() or b"") <= len(entry.raw)
    assert len(content_digest(document)) == _DIGEST


def _content_lines(data: bytes) -> list[tuple[int, int]]:
    """Spans of the lines that are content, BEGIN and END aside."""
    if data[:2] in _UTF16:
        codec = "utf-16-le" if data[:2] in (b"\xff\xfe", b"B\0") else "utf-16-be"
        skipped = 2 if data[:2] in _UTF16[:2] else 0
        data = data[skipped:].decode(codec, "replace").encode("utf-8", "replace")
    lines = (line for line in read_lines(data))
    blocks = ("BEGIN", "END")
    return [
        (line.start, line.end)
        for line in lines
        if line.head is None or line.head.name not in blocks
    ]


def _lines_of(document: Document) -> Iterator[Property | Unread]:
    yield from document.stray
    for part in document.components:
        for block in part.walk():
            yield from block.properties
            yield from block.unread


def _check_nesting(blocks: tuple[Component, ...], start: int, end: int) -> None:
    before = start
    for block in blocks:
        assert before <= block.start <= block.end <= end
        lines: list[Property | Unread] = [*block.properties, *block.unread]
        for entry in lines:
            assert block.start <= entry.start <= entry.end <= block.end
        _check_nesting(block.children, block.start, block.end)
        before = block.end


def check_item(kind: Kind, suffix: str, data: bytes) -> None:
    """List, panel and digest agree, stay the same, and can be kept, shown and worded."""
    summary = summarise(kind, suffix, data, "name")
    shown = view(kind, suffix, data, "name")
    if is_read_twice(data):
        assert summary == summarise(kind, suffix, data, "name")
    assert (shown.title, shown.readable) == (summary.title, summary.readable)
    assert len(summary.digest) == _DIGEST
    _check_summary(summary)
    _check_view(shown)


def _check_summary(summary: Summary) -> None:
    for text in (summary.title, summary.subtitle, summary.sort_key, summary.text, summary.uid):
        check_text(text)
    if summary.when is not None:
        assert summary.when.tzinfo in (None, UTC)
        assert summary.when.isoformat()


def _check_view(shown: View) -> None:
    for text in (shown.title, shown.subtitle, shown.body, *shown.unread, *shown.others):
        check_text(text)
    for field in shown.fields:
        assert field.value
        check_text(field.value)
        check_text(f"{fields.label(field)}: {fields.value(field)}")
    for when in (shown.start, shown.end, shown.due):
        assert when is None or when.astimezone(UTC).isoformat()


def check_text(text: str) -> None:
    """Text must be fit for the window, the index and JSON: no half letters."""
    text.encode("utf-8")


def check_dates(data: bytes) -> None:
    """Dates, days, durations, zones: a value or None, and what comes can be told."""
    text = guess(data)
    zone, _, value = text.partition(":")
    moments = [parse_moment(value, zone), parse_moment(text)]
    for moment in moments:
        assert moment is None or moment.plain.isoformat()
    day = parse_day(text)
    assert day is None or (1 <= day.month <= 12 and 1 <= day.day <= 31)
    length = parse_duration(text)
    assert length is None or -length == length * -1
    sent = parse_sent(text)
    assert sent is None or sent.isoformat()
    assert find_zone(zone[:200]) is None or zone


def check_shapes(data: bytes) -> None:
    """`read --json` can print every file, and accounts for every content line."""
    shape = file_shape("file", data, NOW)
    json.dumps(shape, allow_nan=False, ensure_ascii=False).encode("utf-8")
    if not looks_like_xml(data):
        told = sum(len(item["properties"]) + len(item["unread"]) for item in shape["items"])
        assert told == len(_content_lines(data))


def check_diff(data: bytes) -> None:
    """Nothing differs from itself; what came one way goes the other."""
    cut = data.find(b"\n", len(data) // 2) + 1
    kind = next((kind for block, kind in _KINDS if block in data), Kind.NOTES)
    assert diff_fields(data, data, kind) == ()
    there = diff_fields(data[:cut], data, kind)
    back = diff_fields(data, data[:cut], kind)
    assert _tally(there) == tuple(reversed(_tally(back)))


def _tally(changes: tuple[FieldChange, ...]) -> tuple[int, int]:
    """How many fields went, and how many came."""
    befores = sum(change.before is not None for change in changes)
    return befores, sum(change.after is not None for change in changes)
