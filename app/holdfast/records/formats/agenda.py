"""Events as a page of a calendar needs them: when they take place between two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from holdfast.records.formats.components import Component
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.icalendar import times_of
from holdfast.records.formats.occurrences import Calendar, occurrences_between, repeats
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.recurring.expanding import Budget
from holdfast.records.formats.summary import items_of, summarise_item
from holdfast.records.model.kinds import Kind

PAGE_STEPS = 750_000
"""What working out all events of one page may take beyond a little for each: about 3 s."""

_MOST = 200
_LONGEST = timedelta(days=400)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """One time an event takes place; for whole days `end` is the last of them."""

    start: Moment
    end: Moment | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `start` is None for one without a date, `series` None for one that is once."""

    title: str
    place: str = ""
    start: Moment | None = None
    end: Moment | None = None
    series: tuple[Component, Calendar] | None = None

    @property
    def length(self) -> timedelta:
        """From start to end; nothing where the end is missing or before the start."""
        if self.start is None or self.end is None:
            return timedelta(0)
        if (self.start.when.tzinfo is None) != (self.end.when.tzinfo is None):
            return timedelta(0)
        return max(self.end.when - self.start.when, timedelta(0))

    def between(self, first: datetime, last: datetime, work: Budget) -> tuple[Span, ...] | None:
        """The times that touch the days from `first` to `last` (wall times), a day to spare.

        At most 200 of them. None where the event repeats in a way that could not be worked out
        with what is left of `work`.
        """
        begin, end = first - min(self.length, _LONGEST) - _DAY, last + _DAY
        if self.series is None:
            return self._once(begin, end)
        item, calendar = self.series
        shared = Calendar(calendar.zones, calendar.moved, work)
        found = occurrences_between(item, shared, begin, end, _MOST)
        return None if found is None else tuple(self._span(moment) for moment in found)

    def _once(self, begin: datetime, end: datetime) -> tuple[Span, ...]:
        if self.start is None or not begin <= self.start.plain.replace(tzinfo=None) <= end:
            return ()
        return (Span(self.start, self.end),)

    def _span(self, start: Moment) -> Span:
        if self.end is None:
            return Span(start)
        try:
            return Span(start, Moment(start.when + self.length, start.all_day, start.zone))
        except OverflowError:
            return Span(start)


def read_event(data: bytes) -> Event | None:
    """Read the first event of some bytes; None when there is none. Never raises."""
    document = read_components(data)
    items = items_of(Kind.CALENDAR, document)
    if not items:
        return None
    item, calendar = items[0], Calendar.of(document)
    times, glance = times_of(item, calendar.zones), summarise_item(Kind.CALENDAR, item)
    series = (item, calendar) if repeats(item) else None
    return Event(glance.title, item.text("LOCATION")[:200], times.start, times.end, series)
