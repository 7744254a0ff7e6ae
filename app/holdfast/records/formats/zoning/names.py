"""What calendar programs call a zone, beyond the names of the zone database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from holdfast.records.formats.dates import find_zone, parse_offset

_NOTHING_BUT_OFFSET = re.compile(
    r"\(?(?:UTC|GMT)?\s*([+-]\d{1,2}(?::?\d\d)?)\)?(?:\s+Standard)?", re.IGNORECASE | re.ASCII
)
_OFFSET_AND_PLACES = re.compile(
    r"\((?:UTC|GMT)\s*([+-]\d{1,2}(?::?\d\d)?)?\)\s*(\S.*)", re.IGNORECASE | re.ASCII
)
_COMMON_TIME = re.compile(r"(\w+) Time \(US (?:&|and) Canada\)", re.ASCII)
_A_WINTER, _A_SUMMER = datetime(2020, 1, 15, tzinfo=UTC), datetime(2020, 7, 15, tzinfo=UTC)


@lru_cache(maxsize=1)
def windows_zones() -> Mapping[str, str]:
    """The names in the zone database, by what Windows calls the zones."""
    # The whole library comes with it, and most starts of the program read no calendar.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - see above

    return WINDOWS_TO_OLSON


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo | None:
    """The zone that `name` means; None where it means none for certain.

    Besides what `find_zone` knows: Windows' names ("W. Europe Standard Time"), an offset that
    stands alone ("GMT+0100 Standard", "UTC+02:00"), and what Outlook shows to people
    ("(UTC+01:00) Amsterdam, Berlin, …"), where a place is known to have that offset.
    """
    name = " ".join(name.strip().strip('"').split())
    zone = find_zone(name) if name else None
    if zone is None and name in windows_zones():
        zone = find_zone(windows_zones()[name])
    if zone is not None:
        return zone
    bare = _NOTHING_BUT_OFFSET.fullmatch(name)
    if bare is not None:
        offset = parse_offset(bare[1])
        return timezone(offset) if offset is not None else None
    shown = _OFFSET_AND_PLACES.fullmatch(name)
    return _zone_of_places(shown[1] or "+0", shown[2]) if shown else None


def _zone_of_places(offset: str, places: str) -> tzinfo | None:
    """The zone of the first place whose winter or summer time is known and fits `offset`.

    The offset alone would be wrong for half of the year.
    """
    wanted = parse_offset(offset)
    if wanted is None:
        return None
    found = (find_zone(name) for name in _names_for(places))
    return next((zone for zone in found if zone is not None and _fits(zone, wanted)), None)


def _names_for(places: str) -> Iterator[str]:
    common = _COMMON_TIME.match(places)
    if common is not None:
        yield windows_zones().get(f"{common[1]} Standard Time", "")
    for place in places.split(","):
        yield _zones_by_town().get(_town(place), "")


@lru_cache(maxsize=1)
def _zones_by_town() -> dict[str, str]:
    return {_town(name.rpartition("/")[2]): name for name in windows_zones().values()}


def _town(name: str) -> str:
    return name.strip().replace("_", " ").casefold()


def _fits(zone: tzinfo, standard: timedelta) -> bool:
    offsets = [moment.astimezone(zone).utcoffset() for moment in (_A_WINTER, _A_SUMMER)]
    return standard in offsets
