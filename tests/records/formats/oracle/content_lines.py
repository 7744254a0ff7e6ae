"""From physical lines to content lines: every way in which writers continue a line.

Folding: RFC 2425 5.8.1 and RFC 5545 3.1 take the break and one blank away. vCard 2.1 and
vCalendar 1.0 fold as RFC 822 does: only the break goes and the blank was part of the text.
Quoted-printable has soft breaks of its own (RFC 2045 6.7), which no blank needs to follow. Base64
runs up to an empty line in vCard 2.1, and some writers begin its lines in the first column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.records.formats.oracle.heads import Head, colon, read_head
from tests.records.formats.oracle.transport import Physical
from tests.records.formats.oracle.values import guess

_BASE64 = re.compile(rb"[A-Za-z0-9+/]+={0,2}[ \t]*\Z")
_BOUNDARY = re.compile(
    rb"\s*(?:[A-Z0-9-]+\.)?(?P<word>BEGIN|END)\s*(?:;[^:]*)?:\s*(?P<name>.*?)\s*\Z", re.IGNORECASE
)
_ENDS_OF_BODY = re.compile(rb"END:(VBODY|VENV|VMSG)\s*\Z", re.IGNORECASE)
_OF_BODY = re.compile(r"(DATE|SUBJECT|FROM|TO|TEXT|X-[A-Z0-9-]+)\Z")
"""What phones say of a message in its body (Nokia: Date; Samsung: Subject, X-…)."""
_VERSION = re.compile(rb"VERSION\s*:", re.IGNORECASE)
_FOLDED_AS_RFC_822 = {b"VCARD": b"2.1", b"VCALENDAR": b"1.0", b"VNOTE": b"1.1", b"VMSG": b"1.1"}


COMPONENTS = {
    *("VCARD", "VCALENDAR", "VNOTE", "VMSG", "VENV", "VBODY", "BMSG", "BENV", "BBODY", "MSG"),
    *("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM"),
}


@dataclass(frozen=True)
class Boundary:
    """A BEGIN or an END."""

    begins: bool
    name: str
    line: Physical


@dataclass(frozen=True)
class Content:
    """A content line put together. `head` is None where none could be made out."""

    head: Head | None
    value: bytes
    lines: list[Physical]
    free: bool = False
    """Whether `value` is free text, in which nothing is escaped."""

    @property
    def raw(self) -> str:
        return guess(b"\n".join(line.data for line in self.lines))

    @property
    def joined(self) -> Physical:
        """Its lines without the folds, as one."""
        first, *rest = self.lines
        data = first.data + b"".join(line.data[line.indented :] for line in rest)
        return Physical(first.number, data)


def boundary(line: Physical) -> Boundary | None:
    """The BEGIN or END in `line`, if it is one."""
    match = _BOUNDARY.match(line.data)
    if match is None:
        return None
    return Boundary(match["word"].upper() == b"BEGIN", guess(match["name"]).upper(), line)


def content_lines(lines: list[Physical]) -> Iterator[Boundary | Content]:
    """All content lines of a file in their order; blank lines say nothing."""
    old = _old_lines(lines)
    place = 0
    while place < len(lines):
        if lines[place].blank:
            place += 1
            continue
        content = _Joiner(lines, place, old=lines[place].number in old).join()
        place += len(content.lines)
        edge = boundary(content.joined)
        yield edge or content
        if edge is not None and edge.begins and edge.name == "VBODY":
            body = list(_body(lines[place:], old))
            yield from body
            place += sum(len(said.lines) for said in body)


def _body(lines: list[Physical], old: set[int]) -> Iterator[Content]:
    """The body of a vMessage: properties, then the words of the message as they were sent."""
    ends = (n for n, line in enumerate(lines) if _ENDS_OF_BODY.match(line.data))
    lines = lines[: next(ends, len(lines))]
    place = 0
    while place < len(lines):
        content = _Joiner(lines, place, old=lines[place].number in old).join()
        if content.head is None or not _OF_BODY.match(content.head.name):
            break
        yield content
        place += len(content.lines)
    yield from (
        Content(Head("", "TEXT", {}), line.data, [line], free=True) for line in lines[place:]
    )


def _old_lines(lines: list[Physical]) -> set[int]:
    """Numbers of the lines in components whose VERSION folds the way of RFC 822."""
    found: set[int] = set()
    name, since, old = b"", 0, False
    for line in lines:
        edge = boundary(line)
        if edge is not None and edge.begins and edge.name.encode() in _FOLDED_AS_RFC_822:
            found.update(range(since, line.number) if old else ())
            name, since, old = edge.name.encode(), line.number, False
        elif name and _VERSION.match(line.data):
            old = line.data.rpartition(b":")[2].strip() == _FOLDED_AS_RFC_822[name]
    found.update(range(since, len(lines) + 1) if old else ())
    return found


class _Joiner:
    """Puts one content line together, from line number `start` of `lines` on."""

    def __init__(self, lines: list[Physical], start: int, *, old: bool) -> None:
        self._lines = lines
        self._old = old
        self._taken = [lines[start]]
        self._next = start + 1
        self._data = lines[start].data

    def join(self) -> Content:
        while self._next < len(self._lines):
            line = self._lines[self._next]
            head, _value = self._parts()
            more = self._continuation(line, head)
            if more is None or self._ends_at(line):
                break
            self._data = more
            self._taken.append(line)
            self._next += 1
        head, value = self._parts()
        return Content(head, value, self._taken)

    def _ends_at(self, line: Physical) -> bool:
        """A soft break in front of the end of a component was a mistake; "END: x" may be text."""
        edge = None if line.indented else boundary(line)
        return edge is not None and edge.name in COMPONENTS

    def _continuation(self, line: Physical, head: Head | None) -> bytes | None:
        """All data so far with `line` joined to it; None if `line` is no continuation."""
        if head is not None and head.quoted_printable and self._data.rstrip(b" \t").endswith(b"="):
            return self._data.rstrip(b" \t")[:-1] + self._after_soft_break(line)
        if line.blank and not line.indented:
            # Where breaks were doubled on the way, folded lines go on after the blank one.
            return self._data if self._goes_on_after_blank() else None
        if line.blank and self._old:
            return None
        if line.indented:
            return self._data + (line.data if self._old else line.data[1:])
        if head is not None and head.base64 and _BASE64.match(line.data):
            return self._data + line.data
        return None

    def _goes_on_after_blank(self) -> bool:
        following = (line for line in self._lines[self._next :] if not line.blank)
        return not self._old and next(following, self._taken[0]).indented

    def _after_soft_break(self, line: Physical) -> bytes:
        """A blank after a soft break is text, except where the line was folded on top."""
        return line.data[1:] if line.indented and not self._old else line.data

    def _parts(self) -> tuple[Head | None, bytes]:
        # Latin-1 keeps one character for each byte, so places in it are places in the bytes.
        end = colon(self._data.decode("latin-1"))
        if end < 0:
            return None, self._data
        return read_head(guess(self._data[:end])), self._data[end + 1 :]
