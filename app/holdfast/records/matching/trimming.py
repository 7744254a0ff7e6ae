"""Two versions of a card without the lines they have in common, to be read in their stead.

Versions differ in a line or two, and reading the others again is most of a diff's time. What
is left out must not bear on how the rest is read: where it may, nothing is left out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from holdfast.records.formats.components import Property
from holdfast.records.formats.decoding import Codec, guess
from holdfast.records.formats.lines import read_lines

_BEGIN = b"BEGIN:VCARD"
_MAX_UNREAD = 8 * 1024
_HEAD = re.compile(rb"[A-Za-z][A-Za-z0-9-]*[;:]")
_END = re.compile(rb"END:VCARD\s*\Z")
_NAMED = re.compile(rb"F?N(?:;[^:\n]*)?:[^\n]*[^\s;]")
# They bear on other lines: how those are read, what they are called, which picture is shown.
_BEARS_ON_OTHERS = re.compile(
    rb"^[ \t]*(?:VERSION|F?N|PHOTO|LOGO|SOUND|KEY|ATTACH|AGENT|BEGIN|END)[;:]"
    rb"|^[^:;\n]*\.|X-ABLABEL",
    re.IGNORECASE | re.MULTILINE,
)


class Trimmed(NamedTuple):
    """Where two cards differ. `named` tells that what is left out holds the card's name.

    `version` is the card's VERSION line, which tells how the others are read.
    """

    before: bytes
    after: bytes
    version: bytes
    named: bool


class Part(NamedTuple):
    """What was read of a part of a card; `unread` are lines as text."""

    properties: tuple[Property, ...]
    unread: tuple[str, ...]


def trim(before: bytes, after: bytes) -> Trimmed | None:
    """Cut both down to where they differ, within BEGIN and END; None where that is not safe."""
    if not (before.startswith(_BEGIN) and after.startswith(_BEGIN)):
        return None
    old, new = before.split(b"\n"), after.split(b"\n")
    start, stop = _common(old, new)
    if not start or not _is_edge(old, 1) or not _END.match(b"\n".join(old[len(old) - stop :][-2:])):
        return None
    apart = b"\n".join(old[start : len(old) - stop]), b"\n".join(new[start : len(new) - stop])
    shared = [*old[1:start], *old[len(old) - stop :]]
    if not _is_one_block(before) or not all(map(_stands_alone, apart)):
        return None
    versions = [place for place in range(1, start) if old[place].upper().startswith(b"VERSION")]
    if any(not _is_edge(old, place + 1) for place in versions):
        return None
    version = old[versions[-1]] if versions else b""
    return Trimmed(*apart, version, any(map(_NAMED.match, shared)))


def read_part(version: bytes, part: bytes) -> Part:
    """Read the lines of `part`, which `trim` gave, under the card's `version` line."""
    data, codec = b"%b\n%b\n" % (version, part), Codec()
    properties, unread = [], []
    for line in read_lines(data):
        if line.head is None:
            raw = data[line.start : min(line.end, line.start + _MAX_UNREAD)]
            unread.append(guess(raw.rstrip(b"\r\n")))
        elif line.head.name != "VERSION":
            properties.append(Property(line.head, line.value, line.start, line.end, codec))
    return Part(tuple(properties), tuple(unread))


def _is_one_block(data: bytes) -> bool:
    data = data.upper()
    ends = data.count(b"\nEND")
    return (
        data.count(b"BEGIN") == 1 and ends == data.count(b"END:VCARD") == 1 and b".END" not in data
    )


def _common(old: list[bytes], new: list[bytes]) -> tuple[int, int]:
    """How many lines both begin with, and end with, such that content lines stay whole."""
    most = min(len(old), len(new))
    start = 0
    while start < most and old[start] == new[start]:
        start += 1
    stop = 0
    while stop < most - start and old[-1 - stop] == new[-1 - stop]:
        stop += 1
    while start and not (_is_edge(old, start) and _is_edge(new, start)):
        start -= 1
    while stop and not (_is_edge(old, len(old) - stop) and _is_edge(new, len(new) - stop)):
        stop -= 1
    return start, stop


def _is_edge(lines: list[bytes], place: int) -> bool:
    """Whether a content line begins at `place` whatever stands before it."""
    soft = lines[place - 1].rstrip(b" \t\r").endswith(b"=")
    return not soft and place < len(lines) and _HEAD.match(lines[place]) is not None


def _stands_alone(part: bytes) -> bool:
    if _BEARS_ON_OTHERS.search(part) or b"\r" in part.replace(b"\r\n", b"").rstrip(b"\r"):
        return False
    try:
        part.decode("utf-8")
    except UnicodeDecodeError:
        return False  # charsets that other lines declare may tell what it means
    return True
