"""Content lines out of bytes: line ends, folds, soft breaks and base64 blocks joined.

Time is linear in the data whatever it holds, and no line may grow beyond `MAX_LINE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from holdfast.records.formats.bodies import Bodies
from holdfast.records.formats.heads import Head, Transfer, colon_in, parse_head

MAX_LINE = 32 * 1024 * 1024
"""Longest content line that is read, in bytes; a longer one is listed as unread."""
MAX_PHYSICAL_LINES = 4_000_000
"""Physical lines joined to content lines; what follows is listed as one unread line."""

_EXCERPT = 200
_HEAD_TRIES = 8
_BOM = b"\xef\xbb\xbf"
# Most lines: no quotes in the head, and whatever stands in the next line cannot belong to it.
_WHOLE_LINE = re.compile(rb"([A-Za-z][A-Za-z0-9_.;=,/+-]{0,158}+):([^\r\n]*+)\r?\n(?=\S|\Z)")
_FOLDED_BASE64 = re.compile(rb"(?:[ \t][A-Za-z0-9+/=]++\r*+\n)++")
_BLANKS = re.compile(rb"[ \t\r\n]*+")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/=]++[ \t\r]*+")
_BODY = re.compile(rb"BEGIN[ \t]*+:[ \t]*+VBODY\s*+", re.IGNORECASE)
_BLANK_LINES = re.compile(rb"(?:\r*+\n)++(?=[ \t]++[^ \t\r\n])")
_NEW_VERSION = re.compile(rb"\s*(?:2\.0|3\.0|4\.0)\s*")
_OLD_VERSION = re.compile(rb"\s*(?:1\.0|1\.1|2\.1)\s*")
_END_LINE = re.compile(rb"END:[A-Z]++[ \t\r]*+(?:\n\s*+(?:\Z|BEGIN:|END:)|\Z)", re.IGNORECASE)


class Line(NamedTuple):
    """One content line: `data[start:end]` with its line end.

    `head` is None when the line cannot be read; `value` is then its text or an excerpt of it.
    `problem` tells what bound it broke: "too-long", "too-many-lines", or empty.
    """

    head: Head | None
    value: bytes
    start: int
    end: int
    problem: str = ""


def read_lines(data: bytes) -> Iterator[Line]:
    """Yield the content lines of `data`, blank ones left out."""
    # A few old Macs end lines with CR alone; nobody mixes that with LF.
    line_end = b"\r" if b"\n" not in data and b"\r" in data else b"\n"
    return _Reader(data, line_end).lines()


class _Reader:
    """Walks the bytes once, one physical line at a time."""

    def __init__(self, data: bytes, line_end: bytes) -> None:
        self._data = data
        self._line_end = line_end
        self._at = 0
        self._taken = 0
        self._new = self._old = False
        self._bodies = Bodies(data, line_end)

    def lines(self) -> Iterator[Line]:
        size = len(self._data)
        while self._at < size:
            start = self._at
            line = self._whole_line(start)
            if line is not None:
                yield line
                continue
            first = self._take()
            first = first.removeprefix(_BOM)
            if not first or first.isspace():
                self._skip_blank_lines()
                continue
            if self._is_spent():
                yield Line(None, first[:_EXCERPT], start, size, "too-many-lines")
                return
            yield self._line(start, first)
            if first[:1] in b"Bb" and _BODY.fullmatch(first):
                yield from self._body()

    def _whole_line(self, start: int) -> Line | None:
        """The line at `start`, where it is one of those that surely end where they end."""
        match = _WHOLE_LINE.match(self._data, start)
        if match is None or self._taken >= MAX_PHYSICAL_LINES:
            return None
        raw, value = match.groups()
        head, end = parse_head(raw), match.end()
        if head is None or head.name == "BEGIN" or end - start > MAX_LINE:
            return None
        if head.transfer is not Transfer.PLAIN and (
            head.transfer is Transfer.BASE64 or value.rstrip(b" \t").endswith(b"=")
        ):
            return None
        if head.name == "VERSION":
            self._heed_version(value)
        self._taken += 1
        self._at = end
        return Line(head, value, start, end)

    def _heed_version(self, value: bytes) -> None:
        self._new = _NEW_VERSION.fullmatch(value) is not None
        self._old = _OLD_VERSION.fullmatch(value) is not None

    def _body(self) -> Iterator[Line]:
        """The lines of a vMessage's body, which no rule of content lines holds for."""
        begins = self._at
        self._at = self._bodies.end(begins)
        for head, value, start, end in self._bodies.lines(begins):
            too_long = end - start > MAX_LINE
            yield (
                Line(None, value[:_EXCERPT], start, end, "too-long")
                if too_long
                else Line(head, value, start, end)
            )

    def _line(self, start: int, first: bytes) -> Line:
        colon = colon_in(first)
        head = parse_head(first[:colon]) if colon >= 0 else None
        transfer = head.transfer if head is not None else Transfer.PLAIN
        if not self._to_fold(transfer) and transfer is Transfer.PLAIN:
            if len(first) > MAX_LINE:
                return Line(None, first[:_EXCERPT], start, self._at, "too-long")
            if head is None:
                return Line(None, first[:_EXCERPT], start, self._at)
            if head.name == "VERSION":
                self._heed_version(first[colon + 1 :])
            return Line(head, first[colon + 1 :], start, self._at)
        return self._joined(start, first, head)

    def _joined(self, start: int, first: bytes, head: Head | None) -> Line:
        whole = self._gather(first, head)
        if whole is None:
            problem = "too-many-lines" if self._is_spent() else "too-long"
            return Line(None, first[:_EXCERPT], start, self._at, problem)
        colon = colon_in(whole)
        head = parse_head(whole[:colon]) if colon >= 0 else None
        if head is None:
            return Line(None, whole[:_EXCERPT], start, self._at)
        return Line(head, whole[colon + 1 :], start, self._at)

    def _gather(self, first: bytes, head: Head | None) -> bytes | None:
        """All of a content line that begins with `first`; None when it grows too long."""
        pieces = [first]
        size = len(first)
        tries = _HEAD_TRIES
        while True:
            transfer = head.transfer if head is not None else Transfer.PLAIN
            piece = self._continuation(pieces, transfer)
            if piece is None:
                return b"".join(pieces) if size <= MAX_LINE else None
            size += len(piece)
            if self._is_spent():
                self._at = len(self._data)
                return None
            # Of a line that is too long the last piece tells where it ends.
            if size > MAX_LINE:
                del pieces[1:]
            pieces.append(piece)
            if head is None and tries and b":" in piece:
                tries -= 1
                head = self._head_of(pieces)

    @staticmethod
    def _head_of(pieces: list[bytes]) -> Head | None:
        so_far = b"".join(pieces)
        return parse_head(so_far[: colon_in(so_far)])

    def _continuation(self, pieces: list[bytes], transfer: Transfer) -> bytes | None:
        """The next piece of the line being gathered, or None when the line ends here."""
        if transfer is Transfer.QUOTED_PRINTABLE:
            last = pieces[-1].rstrip(b" \t")
            if last.endswith(b"="):
                pieces[-1] = last[:-1]
                return None if self._ends_here() else self._after_soft_break()
        if transfer is Transfer.BASE64:
            folded = _FOLDED_BASE64.match(self._data, self._at)
            if folded is not None:
                self._at = folded.end()
                self._taken += folded[0].count(b"\n")
                return folded[0].translate(None, b" \t\r\n")
        if self._to_fold(transfer):
            # The old versions fold where a blank is, and it stays (vCard 2.1, section 2.1.3).
            return self._take() if self._old else self._take()[1:]
        if transfer is Transfer.BASE64 and self._base64_goes_on():
            return self._take()
        return None

    def _after_soft_break(self) -> bytes:
        """The line behind a soft break.

        A blank at its start is text in 2.1 (Sony Ericsson K770: "street=", then " 3-5"), and a
        fold in newer versions, which fold last (Evolution's quoted-printable in 3.0).
        """
        folded = self._new and self._data[self._at : self._at + 1] in (b" ", b"\t")
        return self._take()[1:] if folded else self._take()

    def _is_spent(self) -> bool:
        return self._taken > MAX_PHYSICAL_LINES

    def _take(self) -> bytes:
        """The physical line here without its end; CRs before the LF belong to the end."""
        self._taken += 1
        start = self._at
        end = self._data.find(self._line_end, start)
        if end < 0:
            end = self._at = len(self._data)
        else:
            self._at = end + 1
        return self._data[start:end].rstrip(b"\r")

    def _skip_blank_lines(self) -> None:
        match = _BLANKS.match(self._data, self._at)
        if match is None or match.end() == len(self._data):
            self._at = len(self._data)
            return
        # Back to the start of the line the blanks ended in: its indent may mean a fold.
        self._at = max(self._at, self._data.rfind(self._line_end, self._at, match.end()) + 1)

    def _to_fold(self, transfer: Transfer) -> bool:
        """Go to the next line if it is a fold; tell whether it is.

        Blank lines before it are an old Mozilla's doubled line ends; those behind base64 are
        vCard 2.1's sign that the value is over.
        """
        first = self._data[self._at : self._at + 1]
        if first not in b"\r\n" or transfer is Transfer.BASE64:
            return first in (b" ", b"\t")
        blank = _BLANK_LINES.match(self._data, self._at)
        if blank is not None:
            self._at = blank.end()
        return blank is not None

    def _base64_goes_on(self) -> bool:
        end = self._data.find(self._line_end, self._at)
        end = len(self._data) if end < 0 else end
        match = _BASE64_LINE.match(self._data, self._at, end)
        return match is not None and match.end() == end

    def _ends_here(self) -> bool:
        """Whether the data ends here, or a value cut off after "=" is followed by its END."""
        if self._at >= len(self._data):
            return True
        return _END_LINE.match(self._data, self._at) is not None
