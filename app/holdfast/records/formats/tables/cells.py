"""The cells of a file of comma-separated values, and where each row lies in its bytes."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.records.formats.decoding import guess

MAX_BYTES = 32 << 20
MAX_ROWS = 200_000
MAX_COLUMNS = 400
DELIMITERS = (",", ";", "\t")
"""What stands between cells: Excel writes a semicolon where the comma is in numbers."""

_MAX_LINE = 1 << 20
_BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SINGLE = "latin-1"
# Not str.splitlines: a form feed or U+2028 ends no row.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_END = "end"


class NotATableError(ValueError):
    """The bytes are no table that can be read row by row; says why."""


class Row(NamedTuple):
    """One row: its cells as they stand, and its bytes in the file, the line end included."""

    cells: tuple[str, ...]
    span: tuple[int, int]

    @property
    def blank(self) -> bool:
        """Whether no cell says anything."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as text; `codec` is how long a letter is in it, `skipped` its byte order mark."""

    text: str
    codec: str
    skipped: int

    @classmethod
    def of(cls, data: bytes) -> Sheet:
        """Decode a whole file; raises `NotATableError`.

        UTF-16 is known by its mark; all else is UTF-8, or a single-byte charset where it is not.
        """
        if len(data) > MAX_BYTES:
            raise NotATableError("too long")
        for bom, codec in _BOMS:
            if data.startswith(bom):
                return cls(_strictly(data[len(bom) :], codec), codec, len(bom))
        skipped = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        body = data[skipped:]
        text = guess(body)
        # A single-byte charset has as many letters as bytes, and UTF-8 that is not plain has fewer.
        single = len(text) == len(body)
        return cls(text, _SINGLE if single else "utf-8", skipped)

    def rows(self, delimiter: str) -> Iterator[Row]:
        """Yield every row from the top, blank ones too; raises `NotATableError`.

        A quotation mark that nothing closes would make one cell of all that follows, so a file
        with one is no table.
        """
        lines = _Lines(self)
        reader = csv.reader(iter(lines), delimiter=delimiter, skipinitialspace=True)
        start = self.skipped
        for number, cells in enumerate(_read(reader)):
            if lines.over:
                if cells == [_END]:
                    return
                raise NotATableError("a quotation mark stays open")
            if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
                raise NotATableError("too large")
            yield Row(tuple(cells), (start, lines.end))
            start = lines.end


class _Lines:
    """Lines for the csv module, which asks for one only when a row needs it.

    After the last comes one of its own: an open quotation mark would swallow it.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.end = sheet.skipped
        self.over = False
        self._sheet = sheet

    def __iter__(self) -> Iterator[str]:
        for match in _LINE.finditer(self._sheet.text):
            line = match[0]
            if len(line) > _MAX_LINE:
                raise NotATableError("a line too long")
            self.end += _width(line, self._sheet.codec)
            yield line
        self.over = True
        yield _END


def _width(line: str, codec: str) -> int:
    """Bytes that a line takes in the file."""
    return len(line) if codec == _SINGLE else len(line.encode(codec))


def _read(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise NotATableError(str(error)) from error


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise NotATableError("broken UTF-16") from error
