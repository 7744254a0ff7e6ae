"""Cuts a whole store that names no LUIDs into its items (level 2), losing not one byte.

Here nothing can be asked again item by item, so a cut is always made: blocks that hold blocks
of their own kind stay together, a calendar with many entries becomes one calendar for each, and
whatever lies outside of every block is handed over as an item of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_SOFT_BREAK = re.compile(rb"=[ \t]*\r*\n\Z")
_QUOTED = re.compile(rb"^[^:\r\n]*QUOTED-PRINTABLE[^:\r\n]*:", re.IGNORECASE)
_EMPTY = re.compile(
    rb"\s*BEGIN:VCALENDAR[ \t]*\r*\n(?:(?!BEGIN:)[^\n]*\n)*?END:VCALENDAR\s*", re.IGNORECASE
)
_ENTRIES = (b"VEVENT", b"VTODO")


def cut_items(body: bytes, block: bytes) -> tuple[bytes, ...]:
    """Return the items of a whole store, each a block, in order.

    Joined they are `body` again, save for blank lines and NULs between blocks, and for a
    calendar's own lines, which are repeated around each of its entries: of one without entries
    nothing is left.
    """
    groups = (b"".join(lines) for lines in _blocks(body, block))
    said = [group for group in groups if group.strip(b"\0 \t\r\n")]
    if block != b"VCALENDAR":
        return tuple(said)
    filled = (group for group in said if not _EMPTY.fullmatch(group))
    return tuple(item for calendar in filled for item in _entries(calendar))


def _blocks(body: bytes, block: bytes) -> Iterator[list[bytes]]:
    """Groups of lines: a whole block with all in it, or what lies between two."""
    group: list[bytes] = []
    depth = 0
    for line, plain in _lines(body):
        if plain and _is(line, b"BEGIN:" + block):
            if not depth and group:
                yield group
                group = []
            depth += 1
        group.append(line)
        if plain and depth and _is(line, b"END:" + block):
            depth -= 1
            if not depth:
                yield group
                group = []
    if group:
        yield group


def _entries(calendar: bytes) -> Sequence[bytes]:
    """A calendar for each entry of `calendar`; itself where it is no more than one."""
    lines = list(_lines(calendar))
    spans: list[tuple[int, int]] = []
    begun: int | None = None
    name = b""
    for number, (line, plain) in enumerate(lines):
        word = line.strip().upper()
        if begun is None and plain and word in {b"BEGIN:" + entry for entry in _ENTRIES}:
            begun, name = number, word.removeprefix(b"BEGIN:")
        elif begun is not None and plain and word == b"END:" + name:
            spans.append((begun, number + 1))
            begun = None
    if len(spans) < 2 or begun is not None:  # noqa: PLR2004 - one entry is the calendar itself
        return (calendar,)
    inside = {number for first, last in spans for number in range(first, last)}
    shared = [line for number, (line, _) in enumerate(lines) if number not in inside]
    # What stands between two entries goes ahead of each, where a reader looks for it.
    ahead = spans[0][0] + (spans[-1][1] - spans[0][0] - len(inside))
    head, tail = b"".join(shared[:ahead]), b"".join(shared[ahead:])
    own = (b"".join(line for line, _ in lines[first:last]) for first, last in spans)
    return [head + entry + tail for entry in own]


def _lines(body: bytes) -> Iterator[tuple[bytes, bool]]:
    """Each line with its end, and whether it stands for itself: no rest of a quoted one."""
    quoted = False
    for line in body.splitlines(keepends=True) if b"\n" not in body else _split(body):
        yield line, not quoted
        quoted = (quoted or _QUOTED.match(line) is not None) and (
            _SOFT_BREAK.search(line) is not None
        )


def _split(body: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in body.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _is(line: bytes, wanted: bytes) -> bool:
    return line.strip().upper() == wanted
