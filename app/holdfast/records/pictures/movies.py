"""Date, length and size of a movie, read from its headers without decoding it.

MP4, 3GP and QuickTime are boxes (ISO/IEC 14496-12), AVI is RIFF chunks. Every walk is
bounded in steps and depth, and what lies outside the data reads as nothing.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from holdfast.records.pictures.dates import parse_c_time, parse_moment, since_1904
from holdfast.records.pictures.orientation import of_matrix, turned_size

_MAX_BOXES = 4096
_MAX_TRACKS = 64
_MAX_SECONDS = 10 * 366 * 86400
_MAX_SIDE = 65_535
_MAX_TEXT = 100
_APPLE_DATE = b"com.apple.quicktime.creationdate"
_QUICKTIME = b"qt  "


@dataclass(frozen=True, slots=True)
class Movie:
    """What a movie's headers say; `width` and `height` are upright pixels, 0 if unknown.

    `video` is None where the headers are missing, False where there is sound alone.
    """

    taken: datetime | None = None
    seconds: float | None = None
    width: int = 0
    height: int = 0
    video: bool | None = None


def read_boxes(data: bytes) -> Movie:
    """Read an MP4, 3GP or QuickTime movie."""
    moov = next((body for name, body in _boxes(data, 0, len(data)) if name == b"moov"), None)
    if moov is None:
        return Movie()
    found = dict(reversed([*_boxes(data, *moov)]))
    taken, seconds = _header(data, found.get(b"mvhd"), utc=_is_iso(data))
    tracks = [body for name, body in _boxes(data, *moov) if name == b"trak"][:_MAX_TRACKS]
    sizes = [_track_size(data, track) for track in tracks if _is_video(data, track)]
    told = _apple_date(data, found.get(b"meta")) or _day(data, found.get(b"udta"))
    width, height = sizes[0] if sizes else (0, 0)
    return Movie(told or taken, seconds, width, height, bool(sizes))


def _boxes(data: bytes, place: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Names and (start, end) of the bodies between `place` and `end`."""
    for _ in range(_MAX_BOXES):
        if place + 8 > end:
            return
        size, name = struct.unpack_from(">I4s", data, place)
        head = 8
        if size == 1 and place + 16 <= end:
            size, head = struct.unpack_from(">Q", data, place + 8)[0], 16
        if size == 0:
            size = end - place
        if size < head:
            return
        yield name, (place + head, min(place + size, end))
        place += size


def _box(data: bytes, within: tuple[int, int] | None, *path: bytes) -> tuple[int, int] | None:
    for wanted in path:
        if within is None:
            return None
        within = next((body for name, body in _boxes(data, *within) if name == wanted), None)
    return within


def _is_iso(data: bytes) -> bool:
    """Whether ISO's rules hold: QuickTime names itself in `ftyp` or has none."""
    return data[4:8] == b"ftyp" and data[8:12] != _QUICKTIME


def _header(
    data: bytes, box: tuple[int, int] | None, *, utc: bool
) -> tuple[datetime | None, float | None]:
    """Creation and duration of `mvhd`, version 0 or 1."""
    if box is None:
        return None, None
    wide = data[box[0] : box[0] + 1] == b"\x01"
    form = struct.Struct(">4xQQIQ" if wide else ">4xIIII")
    if box[1] - box[0] < form.size:
        return None, None
    created, _, scale, duration = form.unpack_from(data, box[0])
    unknown = duration == (2**64 - 1 if wide else 2**32 - 1)
    seconds = duration / scale if scale and not unknown else None
    return since_1904(created, utc=utc), checked_seconds(seconds)


def checked_seconds(seconds: float | None) -> float | None:
    """A length that a movie can have, or None."""
    if seconds is None or not math.isfinite(seconds) or not 0 < seconds <= _MAX_SECONDS:
        return None
    return seconds


def _is_video(data: bytes, track: tuple[int, int]) -> bool:
    handler = _box(data, track, b"mdia", b"hdlr")
    return handler is not None and data[handler[0] + 8 : handler[0] + 12] == b"vide"


def _track_size(data: bytes, track: tuple[int, int]) -> tuple[int, int]:
    """Upright width and height of `tkhd`, whose end has matrix, width and height."""
    head = _box(data, track, b"tkhd")
    if head is None:
        return 0, 0
    place = head[0] + (52 if data[head[0] : head[0] + 1] == b"\x01" else 40)
    if place + 44 > head[1]:
        return 0, 0
    a, b, _, c, d, _, _, _, _, width, height = struct.unpack_from(">9i2I", data, place)
    return turned_size(width >> 16, height >> 16, of_matrix(a, b, c, d))


def _apple_date(data: bytes, meta: tuple[int, int] | None) -> datetime | None:
    """The creation date with offset that iPhones write (QuickTime metadata keys)."""
    if meta is None:
        return None
    keys, values = _box(data, meta, b"keys"), _box(data, meta, b"ilst")
    if keys is None or values is None:
        return None
    names = [
        (number, data[body[0] : body[1]])
        for number, (_, body) in enumerate(_boxes(data, keys[0] + 8, keys[1]), start=1)
    ]
    wanted = {number.to_bytes(4, "big") for number, name in names if name == _APPLE_DATE}
    for name, body in _boxes(data, *values):
        value = _box(data, body, b"data") if name in wanted else None
        if value is not None:
            return parse_moment(_text(data, value[0] + 8, value[1]))
    return None


def _day(data: bytes, udta: tuple[int, int] | None) -> datetime | None:
    """QuickTime's user data text of the day: two lengths, then the words."""
    box = _box(data, udta, b"\xa9day")
    return None if box is None else parse_moment(_text(data, box[0] + 4, box[1]))


def _text(data: bytes, start: int, end: int) -> str:
    return data[start : min(end, start + _MAX_TEXT)].decode("latin-1")


def read_avi(data: bytes) -> Movie:
    """Read an AVI movie: `avih`, and the camera's wall time in IDIT or ICRD."""
    taken = None
    seconds: float | None = None
    width = height = 0
    for name, start, end in islice(_chunks(data, 12, len(data), depth=3), _MAX_BOXES):
        if name == b"avih" and end - start >= 40:  # noqa: PLR2004 - up to the height
            pace, frames = struct.unpack_from("<I12xI", data, start)
            seconds = checked_seconds(pace * frames / 1_000_000)
            width, height = _believed(*struct.unpack_from("<II", data, start + 32))
        elif name in (b"IDIT", b"ICRD"):
            words = _text(data, start, end)
            taken = taken or parse_moment(words) or parse_c_time(words)
    return Movie(taken, seconds, width, height, bool(width and height) or None)


def _believed(width: int, height: int) -> tuple[int, int]:
    return (width, height) if max(width, height) <= _MAX_SIDE else (0, 0)


def _chunks(data: bytes, place: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of chunks, lists and what is in them; the frames are passed over."""
    while place + 8 <= end:
        name, size = struct.unpack_from("<4sI", data, place)
        start, stop = place + 8, min(place + 8 + size, end)
        yield name, start, stop
        if name == b"LIST" and depth and data[start : start + 4] != b"movi":
            yield from _chunks(data, start + 4, stop, depth - 1)
        place += 8 + size + size % 2
