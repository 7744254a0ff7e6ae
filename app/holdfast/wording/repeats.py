"""Recurrence rules in words: "every second Tuesday, until 12 May 2010"."""

from __future__ import annotations

from datetime import date

from holdfast.records.formats.recurring.recurrence import Frequency, Recurrence, RuleDay
from holdfast.wording import times
from holdfast.wording.i18n import _, counted, joined, listed, ngettext, number

_MONDAY = date(2001, 1, 1)
_DAYS = {day: place for place, day in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_WORK_DAYS = frozenset(("MO", "TU", "WE", "TH", "FR"))


def rule(of: Recurrence) -> str:
    """A rule in words; the rule as written where not all of it is understood."""
    if not of.whole:
        return of.raw
    said = [_often(of), *_on(of), *_end(of)]
    return listed(said)


def _often(of: Recurrence) -> str:
    forms = {
        Frequency.SECONDLY: ngettext("every second", "every {n} seconds", of.interval),
        Frequency.MINUTELY: ngettext("every minute", "every {n} minutes", of.interval),
        Frequency.HOURLY: ngettext("every hour", "every {n} hours", of.interval),
        Frequency.DAILY: ngettext("every day", "every {n} days", of.interval),
        Frequency.WEEKLY: ngettext("every week", "every {n} weeks", of.interval),
        Frequency.MONTHLY: ngettext("every month", "every {n} months", of.interval),
        Frequency.YEARLY: ngettext("every year", "every {n} years", of.interval),
    }
    return forms[of.frequency].format(n=number(of.interval))


def _on(of: Recurrence) -> list[str]:
    said = []
    if of.days:
        said.append(_("on {days}").format(days=_days(of.days)))
    if of.month_days:
        listed = joined([_month_day(day) for day in of.month_days])
        said.append(_("on day {days}").format(days=listed))
    if of.months:
        listed = joined([times.month(month) for month in of.months if 1 <= month <= 12])  # noqa: PLR2004
        said.append(_("in {months}").format(months=listed))
    if of.year_days:
        listed = joined([str(day) for day in of.year_days])
        said.append(_("on day {days} of the year").format(days=listed))
    if of.times:
        said.append(
            _("at {times}").format(times=joined([times.time_of_day(clock) for clock in of.times]))
        )
    return said


def _days(days: tuple[RuleDay, ...]) -> str:
    if {day.day for day in days} == _WORK_DAYS and not any(day.nth for day in days):
        return _("working days")
    return joined([_day(day) for day in days])


def _day(of: RuleDay) -> str:
    name = times.week_day(_MONDAY.replace(day=1 + _DAYS[of.day]))
    if not of.nth:
        return name
    forms = {
        1: _("the first {day}"),
        2: _("the second {day}"),
        3: _("the third {day}"),
        4: _("the fourth {day}"),
        5: _("the fifth {day}"),
        -1: _("the last {day}"),
        -2: _("the last {day} but one"),
    }
    return forms.get(of.nth, _("{day} ({nth})")).format(day=name, nth=of.nth)


def _month_day(day: int) -> str:
    if day > 0:
        return str(day)
    return _("{n} from the end").format(n=-day) if day < -1 else _("the last")


def _end(of: Recurrence) -> list[str]:
    if of.until is not None:
        return [_("until {day}").format(day=times.calendar_day(of.until.when.date()))]
    if of.count:
        return [counted("{n} time", "{n} times", of.count)]
    return []
