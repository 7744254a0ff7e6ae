"""Zones of the database as the periods that a VTIMEZONE lists.

`icalendar` can write a VTIMEZONE for a zone, but puts the beginning of summer time an hour
late: by the clock after the switch, not the one before it (RFC 5545, 3.6.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from holdfast.records.formats.recurring.rules import read_rule
from holdfast.records.formats.zoning.blocks import Observance, yearly_rule

_STEP = timedelta(days=7)
_MINUTE = timedelta(minutes=1)
_NONE = timedelta(0)
_ENOUGH = 3


@lru_cache(maxsize=64)
def observances_of(zone: tzinfo, first_year: int, last_year: int) -> tuple[Observance, ...]:
    """The periods of `zone` from the beginning of `first_year` to the end of `last_year`.

    Switches that come on the same weekday of a month each year to the last are one rule, and
    go on beyond it.
    """
    begin = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    groups: dict[tuple[object, ...], list[Observance]] = {}
    for entry in (_at(zone, begin, begin), *_switches(zone, begin, end)):
        key = (entry.daylight, entry.before, entry.offset, entry.name)
        groups.setdefault(key, []).append(entry)
    return tuple(entry for group in groups.values() for entry in _joined(group, last_year))


def _switches(zone: tzinfo, begin: datetime, end: datetime) -> Iterator[Observance]:
    at = begin
    while at < end:
        after = min(at + _STEP, end)
        if at.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield _at(zone, *_narrowed(zone, at, after))
        at = after


def _narrowed(zone: tzinfo, before: datetime, after: datetime) -> tuple[datetime, datetime]:
    """The last minute before a switch and the first one after it."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _MINUTE:
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        middle = before + _MINUTE if middle <= before else middle
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return before, after


def _at(zone: tzinfo, before: datetime, after: datetime) -> Observance:
    old = before.astimezone(zone).utcoffset() or _NONE
    new = after.astimezone(zone)
    name = new.tzname() or ""
    onset = (after + old).replace(tzinfo=None)
    plain = name if name.isalnum() and name.isascii() else ""
    return Observance(bool(new.dst()), onset, old, new.utcoffset() or _NONE, name=plain)


def _joined(group: list[Observance], last_year: int) -> Iterator[Observance]:
    """Switches of one kind: by their dates, and from where they keep to one by a rule."""
    regular = len(group)
    year = last_year
    rule = yearly_rule(group[-1].onset)
    while regular and group[regular - 1].onset.year == year:
        if yearly_rule(group[regular - 1].onset) != rule:
            break
        regular, year = regular - 1, year - 1
    if len(group) - regular < _ENOUGH:
        regular = len(group)
    if regular:
        yield replace(group[0], dates=tuple(entry.onset for entry in group[1:regular]))
    if regular < len(group):
        yield replace(group[regular], rule=read_rule(rule))
