"""Orientation and dates out of Exif, read by hand so that one bad tag costs only itself.

Exif 2.32: a TIFF structure. Only the tags named here are followed, at a fixed depth, so a
MakerNote that an editor broke, a loop of directories or a count of billions cannot matter.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from holdfast.records.pictures.dates import from_gps, parse_moment

_MAKE, _MODEL = 0x010F, 0x0110
_ORIENTATION = 0x0112
_CHANGED = 0x0132
_EXIF_DIRECTORY, _GPS_DIRECTORY = 0x8769, 0x8825
_ORIGINAL, _DIGITIZED = 0x9003, 0x9004
_OFFSET_OF = {_CHANGED: 0x9010, _ORIGINAL: 0x9011, _DIGITIZED: 0x9012}
_FRACTION_OF = {_CHANGED: 0x9290, _ORIGINAL: 0x9291, _DIGITIZED: 0x9292}
_NORTH_SOUTH, _LATITUDE, _EAST_WEST, _LONGITUDE = 1, 2, 3, 4
_GPS_TIME, _GPS_DAY = 0x0007, 0x001D
_MINUTES, _SECONDS = 60, 3600
_MOST_NORTH, _MOST_EAST = 90, 180

_TEXT_TYPES = (1, 2, 7, 129)
_INTEGERS = {3: "H", 4: "I"}
_RATIONAL = 5
_SIZES = {1: 1, 2: 1, 7: 1, 129: 1, 3: 2, 4: 4, 5: 8}
_MAX_ENTRIES = 1000
_MAX_TEXT = 64
_MAX_PARTS = 3


@dataclass(frozen=True, slots=True)
class Exif:
    """What a picture says of itself.

    `orientation` is 1 to 8 as Exif counts, or 0 where none is written. `exposed` is when it was
    taken or scanned, `changed` when the file was last written (all that many old phones fill
    in); both are wall time, aware only where an offset is written. `satellite` is the UTC of
    the GPS fix. `camera` is maker and model; `place` is degrees north and east (WGS 84).
    """

    orientation: int = 0
    exposed: datetime | None = None
    changed: datetime | None = None
    satellite: datetime | None = None
    camera: str = ""
    place: tuple[float, float] | None = None


def read_exif(data: bytes) -> Exif:
    """Read an Exif block, with or without its "Exif" mark, or a whole TIFF file."""
    start = 6 if data[:6] == b"Exif\0\0" else 0
    order = {b"II": "<", b"MM": ">"}.get(data[start : start + 2])
    if order is None:
        return Exif()
    tiff = _Tiff(data, start, order)
    main = tiff.directory(tiff.number("I", 4))
    camera = {**main, **tiff.directory(tiff.integer(main, _EXIF_DIRECTORY))}
    gps = tiff.directory(tiff.integer(main, _GPS_DIRECTORY))
    return Exif(
        orientation=_known_orientation(tiff.integer(main, _ORIENTATION)),
        exposed=_date(tiff, camera, _ORIGINAL) or _date(tiff, camera, _DIGITIZED),
        changed=_date(tiff, camera, _CHANGED),
        satellite=from_gps(tiff.text(gps, _GPS_DAY), tiff.rationals(gps, _GPS_TIME)),
        camera=_camera(tiff.text(main, _MAKE), tiff.text(main, _MODEL)),
        place=_place(tiff, gps),
    )


def _camera(make: str, model: str) -> str:
    """Maker and model; many cameras name the maker in the model again."""
    make, model = (_printable(word) for word in (make, model))
    if not make or model.lower().startswith(make.lower()):
        return model
    return f"{make} {model}".strip()


def _printable(text: str) -> str:
    return " ".join("".join(letter for letter in text if letter.isprintable()).split())


def _known_orientation(number: int) -> int:
    return number if number in range(1, 9) else 0


_Directory = dict[int, tuple[int, int, int]]
"""Tag to (type, count, place of the value)."""


def _place(tiff: _Tiff, gps: _Directory) -> tuple[float, float] | None:
    north = _degrees(tiff, gps, _LATITUDE, "S" in tiff.text(gps, _NORTH_SOUTH).upper())
    east = _degrees(tiff, gps, _LONGITUDE, "W" in tiff.text(gps, _EAST_WEST).upper())
    if north is None or east is None or abs(north) > _MOST_NORTH or abs(east) > _MOST_EAST:
        return None
    # A camera without a fix writes zeros; nobody lives there.
    return (north, east) if north or east else None


def _degrees(tiff: _Tiff, gps: _Directory, tag: int, minus: bool) -> float | None:  # noqa: FBT001 - private
    parts = tiff.rationals(gps, tag)
    if len(parts) != _MAX_PARTS:
        return None
    value = float(parts[0] + parts[1] / _MINUTES + parts[2] / _SECONDS)
    return -value if minus else value


def _date(tiff: _Tiff, camera: _Directory, tag: int) -> datetime | None:
    date = tiff.text(camera, tag)
    offset = tiff.text(camera, _OFFSET_OF[tag])
    # Phones that write the plain OffsetTime alone mean it for the one moment they know.
    if not offset.strip() and date == tiff.text(camera, _CHANGED):
        offset = tiff.text(camera, _OFFSET_OF[_CHANGED])
    return parse_moment(date, offset, tiff.text(camera, _FRACTION_OF[tag]))


class _Tiff:
    """Bounded reads; what lies outside the data reads as nothing."""

    def __init__(self, data: bytes, start: int, order: str) -> None:
        self._data = data
        self._start = start
        self._order = order

    def number(self, form: str, place: int) -> int:
        """One number at `place`, or 0."""
        read = struct.Struct(self._order + form)
        try:
            return int(read.unpack_from(self._data, self._start + place)[0])
        except struct.error:
            return 0

    def directory(self, place: int) -> _Directory:
        """The entries of the directory at `place`; the first of several with one tag counts."""
        found: _Directory = {}
        if place <= 0:
            return found
        held = (len(self._data) - self._start - place) // 12
        for index in range(min(self.number("H", place), _MAX_ENTRIES, held)):
            entry = place + 2 + 12 * index
            tag, kind = self.number("H", entry), self.number("H", entry + 2)
            count, size = self.number("I", entry + 4), _SIZES.get(kind, 0)
            if size and count and tag not in found:
                found[tag] = (kind, count, self._value_place(entry, size * count))
        return found

    def _value_place(self, entry: int, size: int) -> int:
        return entry + 8 if size <= 4 else self.number("I", entry + 8)  # noqa: PLR2004 - in place

    def integer(self, directory: _Directory, tag: int) -> int:
        """A short or long value, or 0."""
        kind, _, place = directory.get(tag, (0, 0, 0))
        return self.number(_INTEGERS[kind], place) if kind in _INTEGERS else 0

    def text(self, directory: _Directory, tag: int) -> str:
        """A text value up to its end mark, or an empty one."""
        kind, count, place = directory.get(tag, (0, 0, 0))
        if kind not in _TEXT_TYPES:
            return ""
        start = self._start + place
        value = self._data[start : start + min(count, _MAX_TEXT)]
        return value.split(b"\0", 1)[0].decode("latin-1")

    def rationals(self, directory: _Directory, tag: int) -> list[Fraction]:
        """Up to three fractions; empty where one has no denominator."""
        kind, count, place = directory.get(tag, (0, 0, 0))
        if kind != _RATIONAL:
            return []
        places = [place + 8 * index for index in range(min(count, _MAX_PARTS))]
        pairs = [(self.number("I", at), self.number("I", at + 4)) for at in places]
        return [Fraction(top, bottom) for top, bottom in pairs if bottom]
