"""Dates in the chunks of a PNG, read without decoding it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from holdfast.records.pictures.dates import EARLIEST_YEAR, parse_mail_date, parse_moment

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_CHUNKS = 20_000
_MAX_TEXT = 256 * 1024
_TIME = struct.Struct(">HBBBBB")
_XMP = b"XML:com.adobe.xmp"


@dataclass(frozen=True, slots=True)
class PngNotes:
    """What stands beside the pixels: `created` by text, `changed` by tIME (UTC, PNG 11.3.6.1)."""

    exif: bytes = b""
    xmp: bytes = b""
    created: datetime | None = None
    changed: datetime | None = None


def read_notes(data: bytes) -> PngNotes:
    """Read eXIf, tIME, "Creation Time" and XMP; compressed texts are left alone."""
    exif = xmp = b""
    created = changed = None
    for name, place, size in _chunks(data):
        body = data[place : place + min(size, _MAX_TEXT)]
        if name == b"eXIf":
            exif = exif or body
        elif name == b"tIME":
            changed = changed or _time(body)
        elif name in (b"tEXt", b"iTXt"):
            keyword, _, rest = body.partition(b"\0")
            text = _international(rest) if name == b"iTXt" else rest
            if keyword == b"Creation Time":
                created = created or _created(text)
            elif keyword == _XMP:
                xmp = xmp or text
    return PngNotes(exif, xmp, created, changed)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    place = len(SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        if place + 8 > len(data):
            return
        size = int.from_bytes(data[place : place + 4], "big")
        yield data[place + 4 : place + 8], place + 8, size
        place += size + 12


def _international(rest: bytes) -> bytes:
    """Text of an iTXt behind its flags, language and translated keyword; empty if compressed."""
    if rest[:1] != b"\0":
        return b""
    return rest[2:].partition(b"\0")[2].partition(b"\0")[2]


def _created(text: bytes) -> datetime | None:
    words = text[:100].decode("latin-1")
    return parse_moment(words) or parse_mail_date(words)


def _time(body: bytes) -> datetime | None:
    try:
        year, month, day, hour, minute, second = _TIME.unpack_from(body)
        found = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (struct.error, ValueError):
        return None
    return found if year >= EARLIEST_YEAR else None
