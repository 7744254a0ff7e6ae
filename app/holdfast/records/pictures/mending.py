"""Takes off the end of a JPEG what its decoder would stumble over."""

from __future__ import annotations

import re

_JPEG = b"\xff\xd8\xff"
# A marker with a length behind it: neither stuffing, nor a restart, nor the start or end.
_MARKER = re.compile(rb"\xff([\xc0-\xcf\xda-\xdf\xe0-\xef\xfe])")
_LONGEST_SEGMENT = 2 + 0xFFFF


def without_broken_segment(data: bytes) -> bytes:
    """The JPEG without a last marker segment that is cut short; anything else as it is.

    A decoder can end in the midst of pixels, but not in the midst of the tables between the
    scans of a progressive JPEG: it gives up all that came before (ITU-T T.81, B.1.1.4).
    """
    if not data.startswith(_JPEG):
        return data
    found = [mark.start() for mark in _MARKER.finditer(data, max(0, len(data) - _LONGEST_SEGMENT))]
    if not found:
        return data
    size = data[found[-1] + 2 : found[-1] + 4]
    whole = len(size) == 2 and found[-1] + 2 + int.from_bytes(size, "big") <= len(data)  # noqa: PLR2004
    return data if whole else data[: found[-1]]
