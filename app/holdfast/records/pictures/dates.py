"""Dates as cameras write them in words and numbers.

A date is naive where the writer gave the wall time alone, and aware only where it gave an
offset or where the format itself says UTC. What cannot be a date is None; nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

EARLIEST_YEAR = 1900
"""Before this a date is a clock that was never set, or a lie."""

_MOMENT = re.compile(
    r"(\d{4})[:\-/.](\d\d)[:\-/.](\d\d)[ T/]{1,3}(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?"
    r"\s?(Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)", re.ASCII)
_C_TIME = re.compile(
    r"[A-Za-z]{3},? ([A-Za-z]{3}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})", re.ASCII
)
_MAIL_DATE = re.compile(
    r"(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))?"
    r" ?(GMT|UTC?|Z|[+-]\d{4})?",
    re.ASCII,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - as it is said
_PADDING = "\0 \r\n\t"
_EPOCH_1904 = datetime(1904, 1, 1, tzinfo=UTC)
_EPOCH_1970 = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 80


def parse_moment(text: str, offset: str = "", fraction: str = "") -> datetime | None:
    """Read "2009:10:02 18:04:05" (Exif 2.32, 4.6.5), ISO 8601, and what AVI cameras make of it.

    `offset` ("+02:00", "Z" or blank) and `fraction` (digits after the point) are what Exif
    keeps in tags of their own; what `text` says itself wins. A date without a time is None:
    midnight would be made up.
    """
    match = _MOMENT.match(text[:_LONGEST].strip(_PADDING))
    if match is None:
        return None
    parts = [int(match[group] or 0) for group in range(1, 7)]
    digits = match[7] or _digits(fraction)
    return _built(parts, int(digits[:6].ljust(6, "0")), match[8] or offset.strip(_PADDING))


def parse_c_time(text: str) -> datetime | None:
    """Read "Mon Mar 10 15:04:43 2003", the wall time of AVI cameras, in C's asctime form."""
    match = _C_TIME.match(text[:_LONGEST].strip(_PADDING))
    if match is None or match[1].lower() not in _MONTHS:
        return None
    month = _MONTHS.index(match[1].lower()) + 1
    return _built([int(match[6]), month, *(int(match[group]) for group in range(2, 6))], 0, "")


def parse_mail_date(text: str) -> datetime | None:
    """Read "Fri, 02 Oct 2009 18:04:00 +0200" (RFC 1123), which PNG asks for."""
    match = _MAIL_DATE.match(text[:_LONGEST].strip(_PADDING))
    if match is None or match[2].lower() not in _MONTHS:
        return None
    month = _MONTHS.index(match[2].lower()) + 1
    time = [int(match[group] or 0) for group in (4, 5, 6)]
    offset = "Z" if match[7] in ("GMT", "UT", "UTC") else match[7] or ""
    return _built([int(match[3]), month, int(match[1]), *time], 0, offset)


def since_1904(seconds: int, *, utc: bool) -> datetime | None:
    """A moment of a movie header in seconds since 1904; zero is a date that was not set.

    ISO/IEC 14496-12 says UTC; QuickTime only recommends it, and cameras wrote their wall
    time, so for QuickTime the result is naive. Some phones counted from 1970 instead: what
    would lie before 1970 was written by them.
    """
    if seconds <= 0:
        return None
    try:
        found = _EPOCH_1904 + timedelta(seconds=seconds)
        if found < _EPOCH_1970:
            found = _EPOCH_1970 + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return found if utc else found.replace(tzinfo=None)


def from_gps(day: str, time: Sequence[Fraction]) -> datetime | None:
    """UTC from GPSDateStamp ("2009:10:02") and GPSTimeStamp (hours, minutes, seconds)."""
    if len(time) != 3 or any(part < 0 for part in time):  # noqa: PLR2004 - h, m, s
        return None
    seconds = time[0] * 3600 + time[1] * 60 + time[2]
    start = parse_moment(f"{day.strip(_PADDING)[:10]} 00:00:00", "Z")
    if start is None or seconds >= 86400:  # noqa: PLR2004 - a day
        return None
    return start + timedelta(microseconds=int(seconds * 1_000_000))


def _digits(fraction: str) -> str:
    digits = fraction.strip(_PADDING)
    return digits if digits.isascii() and digits.isdigit() else ""


def _built(parts: Sequence[int], microsecond: int, offset: str) -> datetime | None:
    if parts[0] < EARLIEST_YEAR:
        return None
    try:
        year, month, day, hour, minute, second = parts
        zone = _zone(offset)
        return datetime(year, month, day, hour, minute, second, microsecond, tzinfo=zone)
    except ValueError:
        return None


def _zone(offset: str) -> timezone | None:
    """None for the blanks that cameras write; raises `ValueError` above 24 hours."""
    if offset == "Z":
        return UTC
    match = _OFFSET.fullmatch(offset)
    if match is None:
        return None
    length = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-length if match[1] == "-" else length)
