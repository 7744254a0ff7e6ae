"""Times in messages and of the phone's clock: time stamps, validity periods, +CCLK."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

STAMP = 7
"""Octets of a time stamp."""
_QUARTER = timedelta(minutes=15)
_WEST = 0x08
_PIVOT = 90  # 23.040 gives two digits of the year; there was no SMS before 1990
_CCLK = re.compile(
    r'\+CCLK: *"?(\d{2}|\d{4})/(\d\d)/(\d\d), *(\d\d):(\d\d)(?::(\d\d))?([+-]\d\d)?"?'
)
_MOST_QUARTERS = 95
_HALF_HOURS_FROM, _DAYS_FROM, _WEEKS_FROM = 144, 168, 197
_AS_RELATIVE, _IN_SECONDS, _AS_CLOCK = 1, 2, 3


def read_stamp(octets: bytes) -> datetime | None:
    """A service centre's time stamp (23.040, 9.2.3.11): aware; None where it is no time."""
    digits = [(octet & 0x0F) * 10 + (octet >> 4) for octet in octets[: STAMP - 1]]
    if len(octets) < STAMP or any(octet & 0x0F > 9 or octet >> 4 > 9 for octet in octets[:6]):  # noqa: PLR2004
        return None
    year, month, day, hour, minute, second = digits
    zone = octets[6]
    quarters = (zone & 0x07) * 10 + (zone >> 4)
    if zone >> 4 > 9 or quarters > _MOST_QUARTERS:  # noqa: PLR2004
        return None
    shift = -quarters * _QUARTER if zone & _WEST else quarters * _QUARTER
    century = 1900 if year >= _PIVOT else 2000
    try:
        return datetime(century + year, month, day, hour, minute, second, tzinfo=timezone(shift))
    except ValueError:
        return None


def write_stamp(when: datetime | None) -> bytes:
    """A time stamp, to the second and the quarter of an hour; None as zeros."""
    if when is None:
        return bytes(STAMP)
    shift = when.utcoffset() or timedelta()
    quarters = abs(shift) // _QUARTER
    parts = (when.year % 100, when.month, when.day, when.hour, when.minute, when.second)
    zone = _swapped(quarters) | (_WEST if shift < timedelta() else 0)
    return bytes(_swapped(part) for part in parts) + bytes((zone,))


@dataclass(frozen=True, slots=True)
class Relative:
    """A validity period as one octet (23.040, 9.2.3.12.1)."""

    code: int

    @property
    def span(self) -> timedelta:
        """How long it is."""
        if self.code < _HALF_HOURS_FROM:
            return (self.code + 1) * timedelta(minutes=5)
        if self.code < _DAYS_FROM:
            return timedelta(hours=12) + (self.code - 143) * timedelta(minutes=30)
        if self.code < _WEEKS_FROM:
            return timedelta(days=self.code - 166)
        return timedelta(weeks=self.code - 192)


@dataclass(frozen=True, slots=True)
class Absolute:
    """A validity period as a time stamp (9.2.3.12.2), its `octets` as they came."""

    octets: bytes

    @property
    def until(self) -> datetime | None:
        """The moment, None where it is none."""
        return read_stamp(self.octets)


@dataclass(frozen=True, slots=True)
class Enhanced:
    """A validity period in the enhanced format (9.2.3.12.3), its `octets` as they came."""

    octets: bytes

    @property
    def span(self) -> timedelta | None:
        """How long it is; None where it says nothing, or nothing that is known here."""
        form, octets = self.octets[0] & 0x07, self.octets[1:]
        if self.octets[0] & 0x80:
            return None
        if form == _AS_RELATIVE:
            return Relative(octets[0]).span
        if form == _IN_SECONDS:
            return timedelta(seconds=octets[0])
        if form == _AS_CLOCK:
            hours, minutes, seconds = ((o & 0x0F) * 10 + (o >> 4) for o in octets[:3])
            return timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return None


Validity = Relative | Absolute | Enhanced


def read_clock(line: str) -> str:
    """The line of AT+CCLK? (27.007, 8.15) as ISO 8601, with its zone where it has one; else empty.

    The zone is in quarters of an hour.
    """
    match = _CCLK.search(line)
    if match is None:
        return ""
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    zone = None
    try:
        if match[7]:
            zone = timezone(int(match[7]) * _QUARTER)
        return datetime(
            year if len(match[1]) == len("2009") else 2000 + year,
            month,
            day,
            hour,
            minute,
            second,
            tzinfo=zone,
        ).isoformat()
    except ValueError:
        return ""


def write_clock(now: datetime) -> str:
    """The answer line of AT+CCLK? for a phone whose clock tells UTC."""
    return now.astimezone(UTC).strftime('+CCLK: "%y/%m/%d,%H:%M:%S+00"')


def _swapped(number: int) -> int:
    tens, ones = divmod(number, 10)
    return ones << 4 | tens
