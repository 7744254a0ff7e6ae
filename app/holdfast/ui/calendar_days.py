"""A backup's events laid out by day: one month as weeks, each event where it takes place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from holdfast.records.formats.agenda import PAGE_STEPS, Event, Span
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.recurring.expanding import Budget
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.item_rows import day_of
from holdfast.wording import calendars, times
from holdfast.wording.controls import Label, label

MOST_HAPPENINGS = 20_000
"""What one page shows at most, however often its events repeat."""

_WEEK = 7
_FIRST_YEAR, _LAST_YEAR = 1, 9999
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Booked:
    """A stored item and the event that was read from it, or None while it was not."""

    item: StoredItem
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """One event on one day, as lists and months show it.

    `clock` is its time of day, or that it takes the whole day; `note` tells of a zone or of the
    last of several days.
    """

    item: StoredItem
    title: str
    clock: str
    ends: str = ""
    place: str = ""
    note: str = ""
    all_day: bool = False
    repeats: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        said = calendars.event_spoken(self.clock, self.title)
        return ". ".join(part for part in (said, self.place, self.note) if part)


@dataclass(frozen=True, slots=True)
class MonthPage:
    """One month: whole weeks of days, and what happens on each.

    `home` is the day of the backup, `nearest` the nearest day with an event if the month has
    none, `unclear` how many events repeat in a way that was not worked out.
    """

    year: int
    month: int
    weeks: tuple[tuple[date, ...], ...]
    days: dict[date, tuple[Happening, ...]]
    home: date
    undated: tuple[StoredItem, ...] = ()
    nearest: date | None = None
    unclear: int = 0

    def of(self, day: date) -> tuple[Happening, ...]:
        """What happens on `day`, whole days first, then by time."""
        return self.days.get(day, ())

    def own(self, day: date) -> bool:
        """Whether `day` belongs to the month, not only to one of its weeks."""
        return (day.year, day.month) == (self.year, self.month)

    @property
    def empty(self) -> bool:
        """Whether nothing happens in this month itself."""
        return not any(self.own(day) for day in self.days)


def weeks_of(year: int, month: int, first_weekday: int) -> tuple[tuple[date, ...], ...]:
    """The weeks that hold the days of a month; `first_weekday` is 0 for Monday to 6 for Sunday."""
    first = date(year, month, 1)
    last = _month_after(first)
    begin = first.toordinal() - (first.weekday() - first_weekday) % _WEEK
    end = last.toordinal() if last is not None else date.max.toordinal() + 1
    days = range(max(begin, 1), end + (begin - end) % _WEEK)
    shown = [date.fromordinal(day) for day in days if day <= date.max.toordinal()]
    return tuple(tuple(shown[at : at + _WEEK]) for at in range(0, len(shown), _WEEK))


def _month_after(first: date) -> date | None:
    return None if first > date(_LAST_YEAR, 11, 30) else moved_month(first, 1)


def moved_month(day: date, by: int) -> date:
    """The same day `by` months later, or the month's last; stays within the calendar."""
    months = day.year * 12 + day.month - 1 + by
    months = min(max(months, _FIRST_YEAR * 12), _LAST_YEAR * 12 + 11)
    year, month = divmod(months, 12)
    for length in (day.day, 30, 29, 28):
        if length <= day.day:
            try:
                return date(year, month + 1, length)
            except ValueError:
                continue
    return date(year, month + 1, 1)


def moved_day(day: date, by: int) -> date:
    """The day `by` days later; stays within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + by, 1), date.max.toordinal()))


def month_page(booked: Sequence[Booked], of: date, home: date, first_weekday: int) -> MonthPage:
    """Lay out the month that holds the day `of`; `home` is the day of the backup."""
    weeks = weeks_of(of.year, of.month, first_weekday)
    first, last = weeks[0][0], weeks[-1][-1]
    found, unclear = _happening(booked, first, last)
    page = MonthPage(
        of.year,
        of.month,
        weeks,
        {day: tuple(each for _, each in sorted(all_, key=_order)) for day, all_ in found.items()},
        home,
        tuple(entry.item for entry in booked if _start_of(entry) is None),
        unclear=unclear,
    )
    if not page.empty:
        return page
    nearest = _nearest(booked, of)
    return MonthPage(page.year, page.month, weeks, page.days, home, page.undated, nearest, unclear)


_Timed = tuple[str, Happening]


def _order(entry: _Timed) -> tuple[bool, str, str]:
    begins, happening = entry
    return (not happening.all_day, begins, happening.title.casefold())


def _happening(
    booked: Iterable[Booked], first: date, last: date
) -> tuple[dict[date, list[_Timed]], int]:
    work = Budget(PAGE_STEPS)
    found: dict[date, list[_Timed]] = {}
    total = unclear = 0
    for entry in booked:
        spans, clear = _spans(entry, first, last, work)
        unclear += not clear
        for span in spans:
            for day, timed in _by_day(entry, span, first, last):
                found.setdefault(day, []).append(timed)
                total += 1
        if total > MOST_HAPPENINGS:
            break
    return found, unclear


def _spans(entry: Booked, first: date, last: date, work: Budget) -> tuple[tuple[Span, ...], bool]:
    """When the event takes place, and whether that could be worked out."""
    event = entry.event
    if event is None:
        start = entry.item.when
        return ((Span(Moment(start)),) if start is not None else ()), True
    between = (datetime.combine(first, time(0)), datetime.combine(last, time.max))
    found = event.between(*_within(*between), work)
    if found is not None:
        return found, True
    return ((Span(event.start, event.end),) if event.start is not None else ()), False


def _within(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """Both with so much room that what is added never leaves the calendar."""
    least, most = datetime(3, 1, 1), datetime(_LAST_YEAR, 12, 1)  # noqa: DTZ001 - wall times
    return max(first, least), min(last, most)


def _by_day(entry: Booked, span: Span, first: date, last: date) -> Iterator[tuple[date, _Timed]]:
    begin = day_of(span.start.when)
    if begin is None:
        return
    end = max(begin, _last_day(span) or begin)
    day = max(begin, first)
    while day <= min(end, last):
        yield day, _timed(entry, span, begin, end, day)
        if day == date.max:
            return
        day += _DAY


def _last_day(span: Span) -> date | None:
    """The last day it touches; what ends at midnight does not touch the day that begins."""
    if span.end is None:
        return None
    day = day_of(span.end.when)
    local = _local(span.end.when)
    if day is None or span.end.all_day or local.time() != time(0) or day == date.min:
        return day
    return day - _DAY if span.end.when != span.start.when else day


def _timed(entry: Booked, span: Span, begin: date, end: date, day: date) -> _Timed:
    event = entry.event
    whole = span.start.all_day or (begin < day < end)
    starts = times.clock(span.start.when)
    shown = starts if day == begin else times.time_of_day(time(0))
    ends = times.clock(span.end.when) if span.end is not None and day == end else ""
    happening = Happening(
        entry.item,
        entry.item.title or (event.title if event is not None else "") or entry.item.key,
        label(Label.WHOLE_DAY) if whole else shown,
        "" if whole or ends == shown else ends,
        event.place if event is not None else "",
        _note(span, begin, end),
        whole,
        event is not None and event.series is not None,
    )
    return ("" if whole else shown), happening


def _note(span: Span, begin: date, end: date) -> str:
    notes = []
    if not span.start.all_day and span.start.zone and _on_another_clock(span.start.when):
        notes.append(calendars.elsewhere(span.start.when, span.start.zone))
    if end > begin:
        notes.append(calendars.until_day(end))
    return " · ".join(notes)


def _on_another_clock(when: datetime) -> bool:
    """Whether a moment's own clock is not this computer's, or is one that nobody knows."""
    if when.tzinfo is None:
        return True
    return _local(when).replace(tzinfo=None) != when.replace(tzinfo=None)


def _local(when: datetime) -> datetime:
    try:
        return when if when.tzinfo is None else when.astimezone()
    except (OverflowError, ValueError, OSError):
        return when


def _start_of(entry: Booked) -> datetime | None:
    if entry.event is not None:
        return entry.event.start.when if entry.event.start is not None else None
    return entry.item.when


def _nearest(booked: Iterable[Booked], of: date) -> date | None:
    """The day with an event that is nearest to `of`; only first days of a series are known."""
    days = (day_of(_start_of(entry)) for entry in booked)
    return min(
        (day for day in days if day is not None),
        key=lambda day: abs(day.toordinal() - of.toordinal()),
        default=None,
    )
