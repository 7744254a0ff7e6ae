"""Orientation and date out of an XMP packet, found by pattern.

No XML is parsed: packets come broken, cut in two by JPEG's segments, and with entities that
a parser would have to distrust.
"""

from __future__ import annotations

import re
from datetime import datetime

from holdfast.records.pictures.dates import parse_moment

_MAX_PACKET = 256 * 1024
_VALUE = rb"""(?:\s{0,9}=\s{0,9}["']|>)\s{0,9}([0-9][0-9TZ:.+\-]{9,39})"""
_DATES = (
    re.compile(rb"\bexif:DateTimeOriginal" + _VALUE),
    re.compile(rb"\bphotoshop:DateCreated" + _VALUE),
    re.compile(rb"\bxmp:CreateDate" + _VALUE),
    re.compile(rb"\bxap:CreateDate" + _VALUE),
)
_ORIENTATION = re.compile(rb"""\btiff:Orientation(?:\s{0,9}=\s{0,9}["']|>)([1-8])\b""")


def taken(packet: bytes) -> datetime | None:
    """When the picture was taken or made: aware where an offset is written, else wall time."""
    for pattern in _DATES:
        match = pattern.search(packet, 0, _MAX_PACKET)
        found = parse_moment(match[1].decode("ascii")) if match else None
        if found is not None:
            return found
    return None


def orientation(packet: bytes) -> int:
    """1 to 8 as Exif counts, or 0 where none is written."""
    match = _ORIENTATION.search(packet, 0, _MAX_PACKET)
    return int(match[1]) if match else 0
