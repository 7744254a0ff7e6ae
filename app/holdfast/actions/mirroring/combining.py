"""Joins standard files into one that holds them all: vCards in a row, one calendar of events.

A calendar's parts are moved as they stand; each zone is written once (RFC 5545, 3.6.5). A file
that explains a zone in another way stays a calendar of its own, at the end (RFC 5545, 3.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from holdfast.records.formats.dates import find_zone

_HEAD = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Holdfast//Holdfast//EN\r\nCALSCALE:GREGORIAN\r\n"
)
_FOOT = b"END:VCALENDAR\r\n"
_FOLD = re.compile(rb"\r?\n[ \t]")
_IN_ZONE = re.compile(rb';TZID=("[^"\r\n]*"|[^;:"\r\n]*)', re.IGNORECASE)
_MOST_ZONES = 20
"""Zones of one calendar that no database knows; readers take no end of them for an attack."""


def joined_cards(cards: Iterable[bytes]) -> Iterator[bytes]:
    """All vCards one after the other, each ended by a line break."""
    for card in cards:
        yield card if card.endswith(b"\n") else card + b"\r\n"


def joined_calendars(calendars: Iterable[bytes]) -> Iterator[bytes]:
    """One calendar with the components of all; nothing at all where there is none.

    A calendar stays apart whose zones mean something else in the others, told or not told.
    """
    zones: dict[bytes, bytes] = {}
    untold: set[bytes] = set()
    apart: list[bytes] = []
    begun = False
    for calendar in calendars:
        blocks = list(_blocks(calendar))
        own = {_zone_name(block): block for block in blocks if _is_zone(block)}
        named = _names_used(calendar) - own.keys()
        if _clash(own, named, zones, untold):
            apart.append(calendar if calendar.endswith(b"\n") else calendar + b"\r\n")
            continue
        untold |= named
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


def _clash(
    own: Mapping[bytes, bytes],
    named: AbstractSet[bytes],
    zones: Mapping[bytes, bytes],
    untold: AbstractSet[bytes],
) -> bool:
    """Whether zones would change their meaning, or be more than a reader takes."""
    otherwise = any(zones.get(name, block) != block for name, block in own.items())
    invented = [name for name in zones.keys() | own.keys() if not _is_known(name)]
    too_many = bool(own) and len(invented) > _MOST_ZONES
    return otherwise or too_many or not (named.isdisjoint(zones) and untold.isdisjoint(own))


def _names_used(calendar: bytes) -> set[bytes]:
    """The zones that times are told in and that no zone database explains."""
    found = {match[1].strip(b'"') for match in _IN_ZONE.finditer(_FOLD.sub(b"", calendar))}
    return {name for name in found if not _is_known(name)}


@lru_cache(maxsize=512)
def _is_known(name: bytes) -> bool:
    return find_zone(name.decode("utf-8", "replace")) is not None


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
    for line in _FOLD.sub(b"", block).split(b"\r\n"):
        if line[:4].upper() == b"TZID":
            return line.partition(b":")[2]
    return b""
