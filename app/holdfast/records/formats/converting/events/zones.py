"""The zones that written calendars bring along: VTIMEZONE, and TZ with DAYLIGHT."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from holdfast.records.formats.converting.contents import Block, Content, Exact, Fields, Text, said
from holdfast.records.formats.converting.dialects import ICALENDAR
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.zoning.blocks import block_lines, offset_text
from holdfast.records.formats.zoning.making import observances_of
from holdfast.records.formats.zoning.zones import Zones

_EARLIEST, _LATEST, _GOES_ON_TO = 1900, 2100, 2040
_MAX_SUMMERS = 12
_YEAR = re.compile(r"(\d{4})\d{4}(?:T|\b)", re.ASCII)


def zones_of(blocks: Sequence[Block]) -> Zones:
    """What TZIDs mean among neutral blocks, by the VTIMEZONEs inside them."""
    zones = (child for block in blocks for child in block.children if child.name == "VTIMEZONE")
    data = write_block(Block("VCALENDAR", (), tuple(zones)), ICALENDAR)
    return Zones.of(read_components(data))


def blocks_for(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The VTIMEZONEs of every TZID that `blocks` name, as far as anybody knows them."""
    own = {
        said(name.value): child
        for block in blocks
        for child in block.children
        if child.name == "VTIMEZONE" and (name := child.first("TZID")) is not None
    }
    names = dict.fromkeys(
        name
        for block in blocks
        for part in (block, *block.children)
        for content in part.contents
        for name in content.params.get("TZID", ())
    )
    first, last = _years(blocks)
    zones = zones_of(blocks)
    found = (own.get(name) or _made(name, zones.find(name), first, last) for name in names)
    return tuple(block for block in found if block is not None)


def _years(blocks: Sequence[Block]) -> tuple[int, int]:
    """The years that `blocks` speak of; a series without end speaks of those to come."""
    texts = (
        (content.name, said(content.value)[:2000])
        for block in blocks
        for content in block.contents
        if not isinstance(content.value, Text)
    )
    years = [_GOES_ON_TO]
    for name, text in texts:
        if name in ("DTSTART", "DTEND", "DUE", "RDATE", "EXDATE", "RECURRENCE-ID"):
            years.extend(int(year) for year in _YEAR.findall(text))
    sane = [year for year in years if _EARLIEST <= year <= _LATEST]
    return min(sane) - 1, max(sane)


def _made(name: str, zone: tzinfo | None, first: int, last: int) -> Block | None:
    if not isinstance(zone, ZoneInfo):
        return None
    return _cached(name, zone, first, last)


@lru_cache(maxsize=64)
def _cached(name: str, zone: tzinfo, first: int, last: int) -> Block:
    lines = block_lines("", observances_of(zone, first, last))
    (component,) = read_components(lines.encode()).components
    children = tuple(
        Block(
            child.name,
            tuple(Content(entry.name, Exact(entry.decoded())) for entry in child.properties),
        )
        for child in component.children
    )
    return Block("VTIMEZONE", (Content("TZID", Text(name)),), children)


def shifts(zone: tzinfo, year: int) -> bool:
    """Whether clocks in `zone` are changed in `year` or the ten years that follow."""
    if not _EARLIEST <= year <= _LATEST:
        return False
    months = [
        datetime(year + more, month, 1, tzinfo=UTC) for more in range(10) for month in (1, 4, 7, 10)
    ]
    return len({moment.astimezone(zone).utcoffset() for moment in months}) > 1


def home_contents(zone: tzinfo, year: int) -> Iterator[Content]:
    """TZ and DAYLIGHT of vCalendar 1.0 for `zone`, from `year` on."""
    year = min(max(year, _EARLIEST), _LATEST)
    found = observances_of(zone, year, year + _MAX_SUMMERS)
    winter = min(entry.offset for entry in found)
    yield Content("TZ", Exact(offset_text(winter)))
    # In the south the summer of a year's first months began the year before.
    utc = datetime(year - 1, 7, 1, tzinfo=UTC)
    ends = utc + timedelta(days=365 * _MAX_SUMMERS)
    begin: datetime | None = None
    while utc < ends:
        after = utc + timedelta(days=1)
        old, new = (moment.astimezone(zone).utcoffset() for moment in (utc, after))
        if old != new and old is not None and new is not None:
            at = _switch(zone, utc, after)
            if new > winter and begin is None:
                begin, summer = at, new
            elif begin is not None and new == winter:
                yield _daylight(zone, summer, begin, at)
                begin = None
        utc = after


def _switch(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(minutes=1):
        middle = (before + (after - before) // 2).replace(second=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def _daylight(zone: tzinfo, offset: timedelta, begin: datetime, end: datetime) -> Content:
    """``TRUE;-04;19960407T025959;19961027T010000;EST;EDT``, its moments in UTC."""
    names = [moment.astimezone(zone).tzname() or "" for moment in (end, begin)]
    moments = [f"{moment:%Y%m%dT%H%M%S}Z" for moment in (begin, end)]
    fields = ("TRUE", offset_text(offset), *moments, *names)
    return Content("DAYLIGHT", Fields(tuple((entry,) for entry in fields)))
