"""Zones as Android takes them: by their names in the zone database, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from holdfast.records.formats.dates import find_zone, told_in
from holdfast.records.formats.zoning.names import windows_zones, zone_named

_STEP, _WIDE_STEP = timedelta(days=3), timedelta(days=30)
_CLOSE, _WIDE = 122, 243
"""Samples: a year closely, then twenty years, for zones agree for some years and part again."""
_MOST_WRONG = (_CLOSE + _WIDE) // 10
"""In so many a zone may differ and still pass for the nearest: rules are changed by law."""
_LAST = datetime(9970, 1, 1, tzinfo=UTC)
_WHOLE_HOURS = tuple(f"Etc/GMT{hours:+}" for hours in range(12, -15, -1) if hours)


@dataclass(frozen=True, slots=True)
class Clock:
    """What times are told by; `name` is its zone's in the zone database, or "UTC"."""

    name: str
    zone: tzinfo


UTC_CLOCK = Clock("UTC", UTC)


def clock_named(name: str, begins: datetime) -> Clock:
    """The clock of an eventTimezone; UTC where nobody knows it, as on the phone.

    `begins` is when it is needed from, aware.
    """
    zone = zone_named(name) if name else None
    return (clock_of(zone, begins) if zone is not None else None) or UTC_CLOCK


def clock_of(zone: tzinfo, begins: datetime) -> Clock | None:
    """The clock in the zone database that goes like `zone`, at `begins` and after.

    Of a zone that a calendar defines itself it is the nearest one; None where none is near.
    """
    if zone is UTC:
        return UTC_CLOCK
    if isinstance(zone, ZoneInfo) and zone.key:
        return Clock(zone.key, zone)
    begins = min(begins.astimezone(UTC), _LAST)
    name = _nearest(tuple(_offsets(zone, begins)), begins)
    found = find_zone(name) if name else None
    return Clock(name, found) if found is not None else None


def _offsets(zone: tzinfo, begins: datetime) -> Iterator[timedelta | None]:
    for number in range(_CLOSE):
        yield told_in(begins + number * _STEP, zone).utcoffset()
    for number in range(_WIDE):
        yield told_in(begins + number * _WIDE_STEP, zone).utcoffset()


@lru_cache(maxsize=64)
def _nearest(wanted: tuple[timedelta | None, ...], begins: datetime) -> str:
    """The name of the zone with the fewest offsets that are not those `wanted`."""
    best, least = "", _MOST_WRONG + 1
    for name in ("UTC", *_WHOLE_HOURS, *dict.fromkeys(windows_zones().values())):
        zone = find_zone(name)
        if zone is None:
            continue
        wrong = _wrong(wanted, _offsets(zone, begins), least)
        if wrong < least:
            best, least = name, wrong
    return best


def _wrong(
    wanted: tuple[timedelta | None, ...], found: Iterator[timedelta | None], most: int
) -> int:
    """How many offsets differ, counted up to `most`; a different one to begin with is all."""
    wrong = 0
    for place, (ours, theirs) in enumerate(zip(wanted, found, strict=False)):
        wrong += ours != theirs
        if wrong and not place:
            return most
        if wrong >= most:
            break
    return wrong
