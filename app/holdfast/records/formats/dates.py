"""Dates, times, zones and durations as vCard, vCalendar 1.0 and iCalendar write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_DATE_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE | re.ASCII,
)
_YEARLESS = re.compile(r"--(\d\d)-?(\d\d)", re.ASCII)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?",
    re.IGNORECASE | re.ASCII,
)
_OFFSET = re.compile(r"([+-]?)(\d\d?)(?::?(\d\d)(?::?(\d\d))?)?", re.ASCII)
_LONGEST_OFFSET = timedelta(hours=24)
_LEAP_SECOND = 60
_MIDNIGHT_AFTER = 24
_MAX_ZONE_NAME = 200


@dataclass(frozen=True, slots=True)
class Moment:
    """A point on the calendar.

    `when` is aware where the zone is known and naive otherwise (floating times, whole days,
    zones nobody knows). `zone` is the zone's name as written ("UTC", "Europe/Berlin"), empty
    when floating.
    """

    when: datetime
    all_day: bool = False
    zone: str = ""

    @property
    def plain(self) -> datetime:
        """In UTC where the zone is known, else wall time: what lists and indexes keep."""
        return self.when if self.when.tzinfo is None else self.when.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A birthday or anniversary; the year may be withheld."""

    month: int
    day: int
    year: int | None = None


def parse_moment(
    text: str, zone: str = "", *, find: Callable[[str], tzinfo | None] | None = None
) -> Moment | None:
    """Read a DATE or DATE-TIME; None when it is neither.

    `zone` is the TZID that goes with it, and `find` leads from it to the zone; without it
    the zone database does. Eight digits are a whole day even under a TZID (Google's and
    Apple's holiday feeds write ``DTEND;TZID=US/Pacific:20030426``).
    """
    match = _DATE_TIME.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        if hour is None:
            return Moment(datetime(int(year), int(month), int(day)), all_day=True)  # noqa: DTZ001
        when = _at(date(int(year), int(month), int(day)), int(hour), int(minute), int(second or 0))
        return _placed(when, (offset or "").upper(), zone, find or find_zone)
    except (ValueError, OverflowError):
        return None


def _at(day: date, hour: int, minute: int, second: int) -> datetime:
    extra = timedelta(days=1) if hour == _MIDNIGHT_AFTER and not minute and not second else None
    hour = 0 if extra else hour
    second = _LEAP_SECOND - 1 if second == _LEAP_SECOND else second
    when = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001
    return when + extra if extra else when


def _placed(when: datetime, offset: str, zone: str, find: Callable[[str], tzinfo | None]) -> Moment:
    if offset == "Z":
        return Moment(when.replace(tzinfo=UTC), zone="UTC")
    if offset:
        shift = parse_offset(offset)
        if shift is None:
            raise ValueError(offset)
        return Moment(_checked(when.replace(tzinfo=timezone(shift))), zone=offset)
    known = find(zone) if 0 < len(zone) <= _MAX_ZONE_NAME else None
    return Moment(_checked(when.replace(tzinfo=known)) if known else when, zone=zone)


def parse_offset(text: str) -> timedelta | None:
    """Read a UTC offset: +0100, -05:30, +01, +013020; None when it is none.

    Apple's iCal 1.5 leaves out the plus sign ("0100").
    """
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        return None
    sign, *numbers = match.groups()
    hours, minutes, seconds = (int(number or 0) for number in numbers)
    shift = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if shift >= _LONGEST_OFFSET:
        return None
    return -shift if sign == "-" else shift


def _checked(when: datetime) -> datetime:
    """Give `when` back if it can be told in UTC too; raise OverflowError at the world's ends."""
    when.astimezone(UTC)
    return when


@lru_cache(maxsize=256)
def find_zone(name: str) -> tzinfo | None:
    """The zone called `name`, also as Mozilla and Evolution write it ("/…/Europe/Berlin")."""
    if name.upper() in ("UTC", "GMT", "Z", "ETC/UTC"):
        return UTC
    parts = [part for part in name.strip('"').split("/") if part][-3:]
    for count in range(len(parts), 0, -1):
        zone = _zone("/".join(parts[-count:]))
        if zone is not None:
            return zone
    return None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def told_in(when: datetime, zone: tzinfo) -> datetime:
    """An aware moment on the clock of `zone`; at the calendar's ends with its clock as it is."""
    try:
        return when.astimezone(zone)
    except OverflowError:
        return when.replace(tzinfo=zone)


def parse_duration(text: str) -> timedelta | None:
    """Read an RFC 5545 DURATION; None when it is none."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(match.groups()[1:]):
        return None
    sign, *numbers = match.groups()
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in numbers)
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if sign == "-" else length


def parse_day(text: str) -> DayOfYear | None:
    """Read a birthday: 19650806, 1965-08-06, with a time behind it, or --0806 without year."""
    yearless = _YEARLESS.fullmatch(text.strip())
    if yearless is not None:
        day = DayOfYear(int(yearless[1]), int(yearless[2]))
        return day if _is_day(2000, day.month, day.day) else None
    moment = parse_moment(text)
    if moment is None:
        return None
    return DayOfYear(moment.when.month, moment.when.day, moment.when.year)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
