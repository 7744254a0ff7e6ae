"""One item's share of a file."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from holdfast.records.formats.components import Component
from holdfast.records.model.kinds import Kind

_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)
_LINE_END = {
    codecs.BOM_UTF16_LE: re.compile(rb"[ \t]\0|\r\0"),
    codecs.BOM_UTF16_BE: re.compile(rb"\0[ \t]|\0\r"),
}
_BLANK = re.compile(rb"[ \t]*\r*\n?")


class Slice(NamedTuple):
    """An item: its bytes as a file of its own, and the byte ranges it takes of the whole."""

    kind: Kind
    data: bytes
    spans: tuple[tuple[int, int], ...]


def sliced(data: bytes, kind: Kind, item: Component) -> Slice:
    """The bytes of one block of `data`, its line end included."""
    start, end = span(data, item)
    return Slice(kind, mark(data) + data[max(start, len(mark(data))) : end], ((start, end),))


def span(data: bytes, item: Component) -> tuple[int, int]:
    """Where a block begins and ends in `data`, its line end included."""
    if mark(data) in _LINE_END:
        return item.start, _after_wide(data, item.end)
    match = _BLANK.match(data, item.end)
    return item.start, match.end() if match else item.end


def mark(data: bytes) -> bytes:
    """The byte order mark, which every piece needs that is in UTF-16."""
    found = next((bom for bom in _BOMS if data.startswith(bom)), b"")
    return found if found in _LINE_END else b""


def _after_wide(data: bytes, at: int) -> int:
    """The end of the line that `at` lies in, for two bytes a letter."""
    feed = b"\n\0" if data.startswith(codecs.BOM_UTF16_LE) else b"\0\n"
    blank = _LINE_END[mark(data)]
    while match := blank.match(data, at):
        at = match.end()
    return at + 2 if data.startswith(feed, at) else at
