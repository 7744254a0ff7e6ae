"""Joins standard files into one that holds them all: vCards in a row, one calendar of events.

A calendar's parts are moved as they stand; each zone is written once (RFC 5545, 3.6.5). A file
that explains a zone in another way stays a calendar of its own, at the end (RFC 5545, 3.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_HEAD = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Holdfast//Holdfast//EN\r\nCALSCALE:GREGORIAN\r\n"
)
_FOOT = b"END:VCALENDAR\r\n"


def joined_cards(cards: Iterable[bytes]) -> Iterator[bytes]:
    """All vCards one after the other, each ended by a line break."""
    for card in cards:
        yield card if card.endswith(b"\n") else card + b"\r\n"


def joined_calendars(calendars: Iterable[bytes]) -> Iterator[bytes]:
    """One calendar with the components of all; nothing at all where there is none."""
    zones: dict[bytes, bytes] = {}
    apart: list[bytes] = []
    begun = False
    for calendar in calendars:
        blocks = list(_blocks(calendar))
        own = {_zone_name(block): block for block in blocks if _is_zone(block)}
        if any(zones.get(name, block) != block for name, block in own.items()):
            apart.append(calendar if calendar.endswith(b"\n") else calendar + b"\r\n")
            continue
        if not begun:
            begun = True
            yield _HEAD
        for block in blocks:
            if not _is_zone(block):
                yield block
            elif _zone_name(block) not in zones:
                zones[_zone_name(block)] = block
                yield block
    if begun:
        yield _FOOT
    yield from apart


def _blocks(calendar: bytes) -> Iterator[bytes]:
    """The components inside the outermost one, each with its lines as they stand."""
    depth = 0
    lines: list[bytes] = []
    for line in calendar.replace(b"\r\n", b"\n").split(b"\n"):
        begins, ends = line[:6].upper() == b"BEGIN:", line[:4].upper() == b"END:"
        depth += begins
        if depth > 1 and line:
            lines.append(line + b"\r\n")
        depth -= ends
        if ends and depth == 1 and lines:
            yield b"".join(lines)
            lines = []


def _is_zone(block: bytes) -> bool:
    return block[:16].upper() == b"BEGIN:VTIMEZONE\r"


def _zone_name(block: bytes) -> bytes:
    for line in block.split(b"\r\n"):
        if line[:4].upper() == b"TZID":
            return line
    return b""
