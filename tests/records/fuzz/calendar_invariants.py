"""What must hold of rules, zones and occurrences, whatever a calendar says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.decoding import guess
from holdfast.records.formats.occurrences import (
    MAX_STEPS,
    Calendar,
    first_occurrences,
    next_occurrences,
)
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.recurring.expanding import Budget
from holdfast.records.formats.recurring.recurrence import Recurrence, parse_rule
from holdfast.records.formats.recurring.rules import Rule, read_rule
from holdfast.records.formats.recurring.rules_old import new_rule, old_rule
from holdfast.records.formats.zoning.zones import Zones
from tests.records.fuzz.sharing import is_read_twice, one_for

NOW = datetime(2026, 1, 1, tzinfo=UTC)
STARTS = (datetime(2009, 10, 31, 9, 0), datetime(1, 1, 1), datetime(9999, 12, 31))  # noqa: DTZ001
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def check_rule(data: bytes) -> None:
    """A rule is read or not; what was read is in bounds, and can be written and read again."""
    text = guess(data)
    old, new = parse_rule(text), read_rule(text)
    if old is not None:
        _check_recurrence(old)
    if new is not None:
        _check_written(new)
    for start in (STARTS[0], one_for(data, STARTS[1:])):
        made = new_rule(old, start) if old is not None and "=" not in text else new
        if made is not None:
            _check_made(made, start)


def _check_recurrence(rule: Recurrence) -> None:
    assert rule.interval >= 1
    assert rule.raw
    assert all(day.day in _WEEKDAYS for day in rule.days)


def _check_written(rule: Rule) -> None:
    back = read_rule(rule.text())
    assert back is not None
    assert back.text() == rule.text()
    until, told = rule.until, back.until
    assert (until is None) == (told is None)
    if until is not None and told is not None:
        assert until.plain == told.plain
    assert replace(back, until=None) == replace(rule, until=None)


def _check_made(rule: Rule, start: datetime) -> None:
    _check_written(replace(rule, days=tuple(dict.fromkeys(rule.days))))  # "W3 MO MO"
    words = old_rule(rule, start)
    back = parse_rule(words) if words is not None else None
    assert words is None or (back is not None and back.whole)


def check_occurrences(data: bytes) -> None:
    """Every series is worked out in order or not at all, the same each time."""
    document = read_components(data)
    calendar = Calendar.of(document)
    for item in document.items("VEVENT", "VTODO", "VJOURNAL"):
        # Each with steps of its own: the document's may be spent in between.
        own = replace(calendar, work=Budget(5 * MAX_STEPS))
        _check_series(item, own)
        if is_read_twice(data):
            assert first_occurrences(item, own) == first_occurrences(item, own)
    _check_zones(document)


def _check_series(item: Component, calendar: Calendar) -> None:
    first = first_occurrences(item, calendar)
    coming = next_occurrences(item, calendar, NOW)
    for moments in (first, coming):
        told = [_comparable(moment) for moment in moments or ()]
        assert len(told) <= 5
        assert told == sorted(told)
    if coming:
        assert all(_is_to_come(moment) for moment in coming)


def _comparable(moment: Moment) -> datetime:
    return moment.plain.replace(tzinfo=None)


def _is_to_come(moment: Moment) -> bool:
    if moment.when.tzinfo is not None:
        return moment.when >= NOW
    wall = NOW.replace(tzinfo=None)
    return moment.when >= wall or (moment.all_day and moment.when.date() == wall.date())


def _check_zones(document: Document) -> None:
    zones = Zones.of(document)
    for name in (*zones.blocks, *zones.aliases, "Nowhere/City"):
        zone = zones.find(name)
        assert zone is zones.find(name)
        for start in STARTS[:1]:
            offset = start.replace(tzinfo=zone).utcoffset()
            assert zone is None or offset is not None
        assert all(entry.onset.tzinfo is None for entry in zones.observances(name))
    assert isinstance(zones.home, tuple)
