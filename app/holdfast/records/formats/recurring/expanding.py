"""From a rule to the dates it makes, in steps that are counted.

dateutil walks rules too, but not in bounded time: between two dates that match it cannot be
stopped, and a hostile rule (``FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30``) never matches. Tests
hold this against dateutil.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import product

from holdfast.records.formats.recurring.recurrence import Frequency, RuleDay
from holdfast.records.formats.recurring.rules import WEEKDAYS, Rule

_DAY = timedelta(days=1)
_LAST_YEAR = 9999
_SECOND = timedelta(seconds=1)
_SPANS = {Frequency.HOURLY: 3600, Frequency.MINUTELY: 60, Frequency.SECONDLY: 1}
_MONTHS = 12
_LEAP = 60


class SpentError(Exception):
    """More steps were needed than were given."""


@dataclass(slots=True)
class Budget:
    """Steps left; a step is one day, period or time looked at."""

    steps: int

    def spend(self, steps: int = 1) -> None:
        """Take steps away; raises `SpentError` when there are none left."""
        self.steps -= steps
        if self.steps < 0:
            raise SpentError


def expand(
    rule: Rule, start: datetime, budget: Budget, since: datetime | None = None
) -> Iterator[datetime]:
    """Dates of `rule`, ascending, from `start` on; all of them wall time without zone.

    Dates before `since` may be left out where the rule does not count them. `rule.until` is
    compared as wall time, a whole day to its end. Raises `SpentError`.
    """
    until = _end(rule)
    left = rule.count
    if left is not None or since is None or since < start:
        since = start
    for when in _all(_with_defaults(rule, start), start, since, budget):
        if when < start:
            continue
        if (until is not None and when > until) or left == 0:
            return
        left = left - 1 if left is not None else None
        yield when


def _end(rule: Rule) -> datetime | None:
    if rule.until is None:
        return None
    wall = rule.until.when.replace(tzinfo=None)
    return wall.replace(hour=23, minute=59, second=59) if rule.until.all_day else wall


def _with_defaults(rule: Rule, start: datetime) -> Rule:
    """The rule with what it does not say taken from its start (RFC 5545, 3.3.10)."""
    weekday = (RuleDay(WEEKDAYS[start.weekday()]),)
    silent = not (rule.year_days or rule.month_days or rule.days)
    if silent and (rule.weeks or rule.frequency is Frequency.WEEKLY):
        rule = replace(rule, days=weekday)
    elif silent and rule.frequency is Frequency.YEARLY:
        rule = replace(rule, months=rule.months or (start.month,), month_days=(start.day,))
    elif silent and rule.frequency is Frequency.MONTHLY:
        rule = replace(rule, month_days=(start.day,))
    if rule.frequency in _SPANS:
        return rule
    seconds = tuple(sorted({min(second, _LEAP - 1) for second in rule.seconds}))
    return replace(
        rule,
        hours=rule.hours or (start.hour,),
        minutes=rule.minutes or (start.minute,),
        seconds=seconds or (start.second,),
    )


def _all(rule: Rule, start: datetime, since: datetime, budget: Budget) -> Iterator[datetime]:
    try:
        if rule.frequency in _SPANS:
            periods = _short_periods(rule, start, since, budget)
        else:
            periods = _long_periods(rule, start, since, budget)
        for period in periods:
            yield from _positioned(period, rule.positions)
    except OverflowError:
        return  # the end of the calendar


def _positioned(period: list[datetime], positions: tuple[int, ...]) -> list[datetime]:
    if not positions:
        return period
    return [period[place] for place in _places(positions, len(period))]


def _long_periods(
    rule: Rule, start: datetime, since: datetime, budget: Budget
) -> Iterator[list[datetime]]:
    """Days, weeks, months or years, as the moments in them that match."""
    fits = _day_filter(rule)
    budget.spend(len(rule.hours) * len(rule.minutes) * len(rule.seconds))
    times = [
        timedelta(hours=hour, minutes=minute, seconds=second)
        for hour, minute, second in product(rule.hours, rule.minutes, rule.seconds)
    ]
    for days in _periods(rule, start.date(), since.date()):
        budget.spend(len(days) + 1)
        matching = [day for day in days if fits(day)]
        budget.spend(len(matching) * len(times))
        yield [
            datetime(day.year, day.month, day.day) + time  # noqa: DTZ001 - wall time
            for day in matching
            for time in times
        ]


def _periods(rule: Rule, start: date, since: date) -> Iterator[list[date]]:
    """The days that have to be looked at, one list a period."""
    if rule.frequency is Frequency.YEARLY:
        first = start.year + _whole(since.year - start.year, rule.interval)
        for year in range(first, _LAST_YEAR + 1, rule.interval):
            yield _days_of_year(rule, year)
    elif rule.frequency is Frequency.MONTHLY:
        gap = (since.year - start.year) * _MONTHS + since.month - start.month
        first = start.year * _MONTHS + start.month - 1 + _whole(gap, rule.interval)
        for month in range(first, (_LAST_YEAR + 1) * _MONTHS, rule.interval):
            yield _days_of_month(rule, *divmod(month, _MONTHS))
    else:
        yield from _days_and_weeks(rule, start, since)


def _whole(gap: int, interval: int) -> int:
    return max(gap, 0) // interval * interval


def _days_and_weeks(rule: Rule, start: date, since: date) -> Iterator[list[date]]:
    weekly = rule.frequency is Frequency.WEEKLY
    length = 7 if weekly else 1
    # Before the first day there is; the days before it are looked at and left out.
    into_week = (start.weekday() - WEEKDAYS.index(rule.week_start)) % 7 if weekly else 0
    ordinal = start.toordinal() - into_week
    step = length * rule.interval
    ordinal += _whole(since.toordinal() - ordinal, step)
    last = date.max.toordinal()
    while ordinal <= last:
        days = range(max(ordinal, 1), min(ordinal + length, last + 1))
        yield [date.fromordinal(day) for day in days]
        ordinal += step


def _days_of_year(rule: Rule, year: int) -> list[date]:
    if rule.year_days:
        first, size = date(year, 1, 1), 366 if _is_leap(year) else 365
        return [first + _DAY * place for place in _places(rule.year_days, size)]
    months = rule.months or range(1, _MONTHS + 1)
    return [day for month in months for day in _days_of_month(rule, year, month - 1)]


def _days_of_month(rule: Rule, year: int, month: int) -> list[date]:
    """Days of a month (from 0) worth looking at."""
    if rule.months and month + 1 not in rule.months:
        return []
    first, size = date(year, month + 1, 1), _size(year, month + 1)
    if rule.month_days:
        return [first + _DAY * place for place in _places(rule.month_days, size)]
    return [first + _DAY * place for place in range(size)]


def _places(numbers: tuple[int, ...], size: int) -> list[int]:
    """Numbers from 1 on, or from the end below zero, as places from 0 on in order."""
    places = {number - 1 if number > 0 else size + number for number in numbers}
    return sorted(place for place in places if 0 <= place < size)


def _size(year: int, month: int) -> int:
    if month == 2:  # noqa: PLR2004 - February
        return 29 if _is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _day_filter(rule: Rule) -> Callable[[date], bool]:
    """Whether a day is one of the rule's, by all lists of the rule that speak of days."""
    tests: list[Callable[[date], bool]] = []
    months, month_days, year_days = (
        frozenset(rule.months),
        frozenset(rule.month_days),
        frozenset(rule.year_days),
    )
    if months:
        tests.append(lambda day: day.month in months)
    if month_days:
        tests.append(
            lambda day: not month_days.isdisjoint(_both_ways(day.day, _size(day.year, day.month)))
        )
    if year_days:
        tests.append(
            lambda day: not year_days.isdisjoint(_both_ways(_in_year(day), _year_size(day)))
        )
    if rule.weeks:
        tests.append(_week_filter(rule))
    if rule.days:
        tests.append(_weekday_filter(rule))
    return lambda day: all(test(day) for test in tests)


def _both_ways(place: int, size: int) -> tuple[int, int]:
    """A place counted from 1, and the same counted from the end (-1 is the last)."""
    return place, place - size - 1


def _in_year(day: date) -> int:
    return day.timetuple().tm_yday


def _year_size(day: date) -> int:
    return 366 if _is_leap(day.year) else 365


def _weekday_filter(rule: Rule) -> Callable[[date], bool]:
    in_year = rule.frequency is Frequency.YEARLY and not rule.months and not rule.weeks
    # Elsewhere a number before a weekday has no meaning (RFC 5545, 3.3.10).
    in_month = not in_year and rule.frequency in (Frequency.MONTHLY, Frequency.YEARLY)
    counted = (in_year or in_month) and not rule.weeks
    plain = {WEEKDAYS.index(day.day) for day in rule.days if not day.nth or not counted}
    numbered = {(WEEKDAYS.index(day.day), day.nth) for day in rule.days if day.nth and counted}

    def fits(day: date) -> bool:
        weekday = day.weekday()
        if weekday in plain or not numbered:
            return weekday in plain
        place, size = (
            (_in_year(day), _year_size(day)) if in_year else (day.day, _size(day.year, day.month))
        )
        from_start, from_end = (place - 1) // 7 + 1, -((size - place) // 7 + 1)
        return (weekday, from_start) in numbered or (weekday, from_end) in numbered

    return fits


def _week_filter(rule: Rule) -> Callable[[date], bool]:
    """Whether a day lies in one of the numbered weeks of its year (ISO 8601, other starts too)."""
    wanted, week_start = frozenset(rule.weeks), WEEKDAYS.index(rule.week_start)

    def fits(day: date) -> bool:
        ordinal, year = day.toordinal(), day.year
        if ordinal < _first_week(year, week_start):
            year -= 1
        elif ordinal >= _first_week(year + 1, week_start):
            year += 1
        first = _first_week(year, week_start)
        weeks = (_first_week(year + 1, week_start) - first) // 7
        return not wanted.isdisjoint(_both_ways((ordinal - first) // 7 + 1, weeks))

    return fits


def _first_week(year: int, week_start: int) -> int:
    """Where the first week begins that has four days or more in `year`, as an ordinal."""
    before = year - 1
    january = before * 365 + before // 4 - before // 100 + before // 400 + 1
    into_week = (january - 1 - week_start) % 7
    return january - into_week if into_week <= 3 else january - into_week + 7  # noqa: PLR2004


def _short_periods(
    rule: Rule, start: datetime, since: datetime, budget: Budget
) -> Iterator[list[datetime]]:
    """Hours, minutes or seconds, as the moments in them that match."""
    fits = _day_filter(rule)
    span = _SPANS[rule.frequency]
    base = start.replace(
        minute=start.minute if span < 3600 else 0,  # noqa: PLR2004 - an hour
        second=start.second if span == 1 else 0,
    )
    step = timedelta(seconds=span * rule.interval)
    at = base + step * (max(since - base, timedelta(0)) // step)
    good_day: date | None = None
    while True:
        budget.spend()
        ahead = _dead_end(rule, at, span)
        if at.date() != good_day:
            good_day = at.date() if fits(at.date()) else None
            if good_day is None:
                ahead = _midnight_after(at)
        if ahead is not None:
            at = base + step * -((base - ahead) // step)
            continue
        yield _moments_in(rule, at, start, span, budget)
        at += step


def _midnight_after(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0) + _DAY


def _dead_end(rule: Rule, at: datetime, span: int) -> datetime | None:
    """Where to look on, when nothing in this hour, minute or second can match."""
    if rule.hours and at.hour not in rule.hours:
        return at.replace(minute=0, second=0) + timedelta(hours=1)
    if span <= 60 and rule.minutes and at.minute not in rule.minutes:  # noqa: PLR2004 - a minute
        return at.replace(second=0) + timedelta(minutes=1)
    if span == 1 and rule.seconds and at.second not in rule.seconds:
        return at + _SECOND
    return None


def _moments_in(
    rule: Rule, at: datetime, start: datetime, span: int, budget: Budget
) -> list[datetime]:
    if span == 1:
        return [at]
    minutes = (rule.minutes or (start.minute,)) if span > 60 else (at.minute,)  # noqa: PLR2004
    seconds = sorted({min(second, _LEAP - 1) for second in rule.seconds or (start.second,)})
    budget.spend(len(minutes) * len(seconds))
    return [at.replace(minute=minute, second=second) for minute in minutes for second in seconds]
