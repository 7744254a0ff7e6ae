"""When a picture was taken, as its camera wrote it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from PIL import Image
from PIL.ExifTags import IFD, Base

_DATE = re.compile(r"(\d{4})[:\-/](\d\d)[:\-/](\d\d)[ T](\d\d):(\d\d):(\d\d)", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)", re.ASCII)
_DATES = (
    (Base.DateTimeOriginal, Base.OffsetTimeOriginal),
    (Base.DateTimeDigitized, Base.OffsetTimeDigitized),
    (Base.DateTime, Base.OffsetTime),
)


def taken(image: Image.Image) -> datetime | None:
    """The camera's wall time: naive, or aware where it wrote its offset. None if unknown.

    `image` need not be decoded. Cameras with an unset clock write zeros or blanks.
    """
    try:
        exif = image.getexif()
        camera = exif.get_ifd(IFD.Exif)
    except Exception:  # noqa: BLE001 - Pillow lets struct, value and syntax errors through
        return None
    for date_tag, offset_tag in _DATES:
        date = camera.get(date_tag) or exif.get(date_tag)
        found = parse_taken(str(date), str(camera.get(offset_tag, ""))) if date else None
        if found is not None:
            return found
    return None


def parse_taken(date: str, offset: str = "") -> datetime | None:
    """Read an EXIF date ("2009:10:02 18:04:00") and its offset ("+02:00", or empty)."""
    match = _DATE.match(date.strip("\0 "))
    if match is None:
        return None
    shift = _OFFSET.fullmatch(offset.strip("\0 "))
    try:
        zone = _zone(shift) if shift else None
        return datetime(*(int(part) for part in match.groups()), tzinfo=zone)  # type: ignore[arg-type,misc]
    except ValueError:
        return None


def _zone(shift: re.Match[str]) -> timezone:
    length = timedelta(hours=int(shift[2]), minutes=int(shift[3]))
    return timezone(-length if shift[1] == "-" else length)
