"""From the bytes of a file to its physical lines."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose little-endian mark begins the same way.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]


@dataclass(frozen=True)
class Physical:
    """One physical line, without its end; `number` counts from 1."""

    number: int
    data: bytes

    @property
    def blank(self) -> bool:
        return not self.data.strip()

    @property
    def indented(self) -> bool:
        return self.data[:1] in (b" ", b"\t")


@dataclass(frozen=True)
class Transport:
    """The lines of a file, and whether a byte order mark vouches that they are UTF-8 now."""

    lines: list[Physical]
    marked: bool


def open_transport(data: bytes) -> Transport:
    """Take off the byte order mark, turn wide characters into UTF-8, cut into lines."""
    plain, marked = _without_mark(data)
    # Files that were strung together keep their marks, each in front of a line.
    lines = [line.removeprefix(codecs.BOM_UTF8) for line in _cut(plain)]
    return Transport([Physical(n, line) for n, line in enumerate(lines, 1)], marked)


def _without_mark(data: bytes) -> tuple[bytes, bool]:
    for mark, charset in _MARKS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            if charset == "utf-8":
                return rest, True
            return rest.decode(charset, "replace").encode("utf-8", "replace"), True
    # No format here can begin with a NUL or have one as its second character.
    if data[:1] == b"\0" and data[1:2].isalpha():
        return data.decode("utf-16-be", "replace").encode("utf-8", "replace"), True
    if data[1:2] == b"\0" and data[:1].isalpha():
        return data.decode("utf-16-le", "replace").encode("utf-8", "replace"), True
    return data, False


def _cut(data: bytes) -> list[bytes]:
    """Lines end with LF and any number of CRs before it.

    Two CRs come from files that went through a text-mode copy once too often. Where a file has
    no LF at all, CR ends its lines, as on old Macintoshes.
    """
    if b"\n" not in data:
        return data.split(b"\r")
    return re.split(rb"\r*\n", data)
