"""From a rule to the dates it makes: dateutil works them out, in steps that are counted.

dateutil cannot be stopped between two matches, and UNTIL stops it only at a match: a hostile
rule (``FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30``) runs to the year 9999. But it adds the interval
once a period, so it is handed one that counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from dateutil import rrule as dateutil

from holdfast.records.formats.recurring.recurrence import Frequency, RuleDay
from holdfast.records.formats.recurring.rules import WEEKDAYS, Rule

_HOUR, _MINUTE, _DAY = 3600, 60, 86_400
_SECONDS = {
    Frequency.WEEKLY: 7 * _DAY,
    Frequency.DAILY: _DAY,
    Frequency.HOURLY: _HOUR,
    Frequency.MINUTELY: _MINUTE,
    Frequency.SECONDLY: 1,
}
_DAYS = {Frequency.YEARLY: 366, Frequency.MONTHLY: 31, Frequency.WEEKLY: 7}
_MONTHS = 12
_FIRST = datetime.min  # noqa: DTZ901 - wall time, a Monday
_LAST_SURE_WEEK = 51


class SpentError(Exception):
    """More steps were needed than were given, or more than dateutil can tell."""


@dataclass(slots=True)
class Budget:
    """Steps left; a step is a day, hour, minute or second looked at, about 4 microseconds."""

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
    for when in _all(_with_defaults(rule, start), _beginning(rule, start, since), budget):
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
    if not (rule.year_days or rule.month_days or rule.days):
        if rule.weeks or rule.frequency is Frequency.WEEKLY:
            rule = replace(rule, days=(RuleDay(WEEKDAYS[start.weekday()]),))
        elif rule.frequency is Frequency.YEARLY:
            rule = replace(rule, months=rule.months or (start.month,), month_days=(start.day,))
        elif rule.frequency is Frequency.MONTHLY:
            rule = replace(rule, month_days=(start.day,))
    span = _SECONDS.get(rule.frequency, _DAY)
    no_leap_seconds = tuple(sorted({min(second, 59) for second in rule.seconds}))
    return replace(
        rule,
        hours=rule.hours or ((start.hour,) if span > _HOUR else ()),
        minutes=rule.minutes or ((start.minute,) if span > _MINUTE else ()),
        seconds=no_leap_seconds or ((start.second,) if span > 1 else ()),
    )


def _beginning(rule: Rule, start: datetime, since: datetime) -> datetime:
    """Where a period of the rule's begins, the last one that does not miss `since`."""
    if rule.frequency is Frequency.YEARLY:
        years = (since.year - start.year) // rule.interval * rule.interval
        return _FIRST.replace(start.year + years)
    if rule.frequency is Frequency.MONTHLY:
        months = (since.year - start.year) * _MONTHS + since.month - start.month
        months = start.month - 1 + months // rule.interval * rule.interval
        return _FIRST.replace(start.year + months // _MONTHS, months % _MONTHS + 1)
    span = timedelta(seconds=_SECONDS[rule.frequency])
    week_start = timedelta(days=WEEKDAYS.index(rule.week_start))
    # The calendar's first week may have begun before it.
    first = start - min((start - _FIRST - week_start) % span, start - _FIRST)
    return first + (since - first) // (span * rule.interval) * (span * rule.interval)


class _Interval(int):
    """A rule's interval that makes a budget pay for each period it leads to."""

    _budget: Budget
    _price: int

    @classmethod
    def of(cls, rule: Rule, budget: Budget) -> Self:
        interval = cls(rule.interval)
        interval._budget, interval._price = budget, _price(rule)
        return interval

    def __radd__(self, other: int) -> int:
        self._budget.spend(self._price)
        return other + int(self)

    def __mul__(self, other: int) -> int:
        self._budget.spend(self._price)
        return int(self) * other


def _price(rule: Rule) -> int:
    """Steps that one period takes dateutil, by what was measured; 400 parts are a step."""
    lists = (rule.months, rule.weeks, rule.year_days, rule.month_days, rule.days, rule.positions)
    looked_at = _DAYS.get(rule.frequency, 1) * (5 + sum(map(len, lists)))
    hourly, minutely = (rule.frequency is each for each in (Frequency.HOURLY, Frequency.MINUTELY))
    times = len(rule.seconds) * (len(rule.minutes) * hourly or minutely)
    numbered = len(rule.days) * max(len(rule.months), 1)
    days_passed = min(_SECONDS.get(rule.frequency, 0) * rule.interval // _DAY, date.max.toordinal())
    parts = 300 + 2 * looked_at + 40 * times + 20 * numbered + 80 * len(rule.positions)
    return -(-(parts + days_passed) // 400)


def _all(rule: Rule, begin: datetime, budget: Budget) -> Iterator[datetime]:
    """All that dateutil makes of a rule that leaves nothing to its start."""
    budget.spend(len(rule.hours) * len(rule.minutes) * len(rule.seconds) // 8)
    # It errs where a week reaches into the next year, and fails in the first of all years.
    odd = begin.year == 1 or any(abs(week) > _LAST_SURE_WEEK for week in rule.weeks)
    weeks = frozenset(rule.weeks if odd else ())
    if weeks and rule.positions:
        raise SpentError
    try:
        for when in dateutil.rrule(
            getattr(dateutil, rule.frequency.upper()),
            dtstart=begin,
            interval=_Interval.of(rule, budget),
            wkst=WEEKDAYS.index(rule.week_start),
            bysetpos=rule.positions or None,
            bymonth=rule.months or None,
            bymonthday=rule.month_days or None,
            byyearday=rule.year_days or None,
            byweekno=None if weeks else rule.weeks or None,
            byweekday=_weekdays(rule) or None,
            byhour=rule.hours or None,
            byminute=rule.minutes or None,
            bysecond=rule.seconds or None,
        ):
            budget.spend()
            if not weeks or not weeks.isdisjoint(_weeks_of(when, rule)):
                yield when
    except (ValueError, OverflowError):
        return  # no date (any more): the calendar ends, or interval and lists never meet


def _weekdays(rule: Rule) -> list[dateutil.weekday]:
    """Weekdays for dateutil, which takes those with and without a number for a demand of both."""
    long = rule.frequency in (Frequency.MONTHLY, Frequency.YEARLY)
    if rule.weeks or not long or not any(day.nth for day in rule.days):
        return [dateutil.weekday(WEEKDAYS.index(day.day)) for day in rule.days]
    in_year = rule.frequency is Frequency.YEARLY and not rule.months
    most = 53 if in_year else 5  # one more is never there, many more are an IndexError
    places = {
        (WEEKDAYS.index(day.day), max(-most - 1, min(nth, most + 1)))
        for day in rule.days
        for nth in ([day.nth] if day.nth else range(1, most + 1))
    }
    return [dateutil.weekday(day, nth) for day, nth in sorted(places)]


def _weeks_of(day: date, rule: Rule) -> tuple[int, int]:
    """The number of a day's week, and the same from the end; its fourth day tells the year."""
    into_week = (day.weekday() - WEEKDAYS.index(rule.week_start)) % 7
    fourth = date.fromordinal(max(day.toordinal() - into_week + 3, 1))
    place, size = (each.timetuple().tm_yday for each in (fourth, fourth.replace(month=12, day=31)))
    return (place + 6) // 7, -((size - place) // 7 + 1)
