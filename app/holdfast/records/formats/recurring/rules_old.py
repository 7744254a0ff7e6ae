"""Rules of vCalendar 1.0 as rules of iCalendar, and back where they can be said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from itertools import islice

from holdfast.records.formats.dates import Moment
from holdfast.records.formats.recurring.expanding import Budget, SpentError, expand
from holdfast.records.formats.recurring.recurrence import Frequency, Recurrence, RuleDay
from holdfast.records.formats.recurring.rules import WEEKDAYS, Rule

_PROBED = 40
_STEPS = 12_000
_MAX_INTERVAL = 9999
_MONTHS = 12
_LAST_PLACE = 5
_MIDNIGHT = time(0)


def new_rule(old: Recurrence, start: datetime) -> Rule | None:
    """What a rule of vCalendar 1.0 means; None when not all of it is understood.

    `start` is wall time; it says what the rule leaves out. The end stays as it was written;
    one at midnight means the whole day (KOrganizer's "until 30 June" is 20050630T000000).
    """
    clock = _clock(old.times)
    if not old.whole or clock is None or old.count == 0:
        return None
    rule = Rule(
        old.frequency,
        old.interval,
        old.count,
        _last_day(old.until),
        tuple(sorted(set(old.months))),
        (),
        tuple(sorted(set(old.year_days))),
        tuple(sorted(set(old.month_days))),
        _days(old, start),
        *clock,
    )
    return rule if _holds(rule) else None


def _clock(times: tuple[time, ...]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Hours and minutes that make these times and no others; None when there are none such."""
    hours, minutes = ({moment.hour for moment in times}, {moment.minute for moment in times})
    if len(hours) * len(minutes) != len(set(times)):
        return None
    return tuple(sorted(hours)), tuple(sorted(minutes))


def _last_day(until: Moment | None) -> Moment | None:
    if until is None or until.when.tzinfo is not None or until.when.time() != _MIDNIGHT:
        return until
    return replace(until, all_day=True)


def _days(old: Recurrence, start: datetime) -> tuple[RuleDay, ...]:
    """The weekdays; by position, those of the start where the rule names none."""
    if not old.raw.upper().startswith("MP"):
        return old.days
    days = old.days or (RuleDay(WEEKDAYS[start.weekday()]),)
    place = (start.day - 1) // 7 + 1
    return tuple(dict.fromkeys(day if day.nth else replace(day, nth=place) for day in days))


def _holds(rule: Rule) -> bool:
    """Whether every number is one that a year, a month or its weeks have."""
    return (
        all(1 <= month <= _MONTHS for month in rule.months)
        and all(0 < abs(day) <= 31 for day in rule.month_days)  # noqa: PLR2004
        and all(0 < abs(day) <= 366 for day in rule.year_days)  # noqa: PLR2004
        and all(abs(day.nth) <= _LAST_PLACE for day in rule.days)
    )


def old_rule(rule: Rule, start: datetime) -> str | None:
    """A rule in the words of vCalendar 1.0, its end left out; None when they cannot say it.

    `start` is wall time. What is given makes the same dates, the first forty at least.
    """
    if rule.hours or rule.minutes or rule.seconds or rule.weeks or rule.positions:
        rule = _without_position(_without_clock(rule, start))
    endless = replace(rule, count=None, until=None)
    for form, meaning in _forms(endless, start):
        if meaning.interval > _MAX_INTERVAL:
            continue
        if _dates(meaning, start) == _dates(endless, start) is not None:
            return form
    return None


def _without_clock(rule: Rule, start: datetime) -> Rule:
    """The rule without a time of day that is its start's own."""
    own = (
        rule.hours or (start.hour,),
        rule.minutes or (start.minute,),
        rule.seconds or (start.second,),
    )
    if own == ((start.hour,), (start.minute,), (start.second,)):
        return replace(rule, hours=(), minutes=(), seconds=())
    return rule


def _without_position(rule: Rule) -> Rule:
    """BYDAY=FR;BYSETPOS=-1 as the last Friday."""
    lone = len(rule.days) == 1 and not rule.days[0].nth and not rule.month_days
    if lone and len(rule.positions) == 1 and rule.frequency is Frequency.MONTHLY:
        return replace(rule, days=(RuleDay(rule.days[0].day, rule.positions[0]),), positions=())
    return rule


def _forms(rule: Rule, start: datetime) -> Iterator[tuple[str, Rule]]:
    """Ways to say a rule, with what each means; not all of them mean the same."""
    step, days = rule.interval, rule.days
    if rule.frequency is Frequency.DAILY:
        yield f"D{step}", Rule(Frequency.DAILY, step)
        weekly = tuple(RuleDay(day.day) for day in days)
        if step == 1 and weekly:
            yield _words("W1", weekly), Rule(Frequency.WEEKLY, 1, days=weekly)
    elif rule.frequency is Frequency.WEEKLY:
        weekly = tuple(RuleDay(day.day) for day in days)
        yield _words(f"W{step}", weekly), Rule(Frequency.WEEKLY, step, days=weekly)
    elif rule.frequency in (Frequency.MONTHLY, Frequency.YEARLY):
        yearly = rule.frequency is Frequency.YEARLY
        months = step * _MONTHS if yearly else step
        yield from _monthly_forms(rule, months, start)
        if yearly:
            yield from _yearly_forms(rule, start)


def _words(first: str, days: tuple[RuleDay, ...]) -> str:
    return " ".join((first, *(day.day for day in days)))


def _monthly_forms(rule: Rule, step: int, start: datetime) -> Iterator[tuple[str, Rule]]:
    """``MP`` and ``MD``; a year is twelve months, as the 1.0 cannot say "in May" beside them."""
    if rule.days and all(0 < abs(day.nth) <= _LAST_PLACE for day in rule.days):
        places = (f"{abs(day.nth)}{'-' if day.nth < 0 else '+'} {day.day}" for day in rule.days)
        meaning = Rule(Frequency.MONTHLY, step, days=rule.days)
        yield " ".join((f"MP{step}", *places)), meaning
    if not rule.days:
        days = rule.month_days or (start.day,)
        # A bare "29" would be 29 February's; what is counted from the end bears a minus.
        listed = ("LD" if day == -1 else f"{-day}-" if day < 0 else f"{day}" for day in days)
        yield " ".join((f"MD{step}", *listed)), Rule(Frequency.MONTHLY, step, month_days=days)


def _yearly_forms(rule: Rule, start: datetime) -> Iterator[tuple[str, Rule]]:
    step = rule.interval
    if rule.year_days and min(rule.year_days) > 0:
        listed = " ".join(map(str, rule.year_days))
        yield f"YD{step} {listed}", Rule(Frequency.YEARLY, step, year_days=rule.year_days)
    elif not rule.days:
        months = rule.months or (start.month,)
        listed = " ".join(map(str, months))
        yield f"YM{step} {listed}", Rule(Frequency.YEARLY, step, months=months)


def _dates(rule: Rule, start: datetime) -> list[datetime] | None:
    try:
        return list(islice(expand(rule, start, Budget(_STEPS)), _PROBED))
    except SpentError:
        return None
