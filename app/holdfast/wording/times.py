"""Moments and spans as a person says them: "today 14:02", "yesterday", "12 May 2009 09:30".

Moments are shown in the person's own zone, with a day word and the clock time; `zone` None
is the zone of this computer.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache

from holdfast.wording.figures import decimal
from holdfast.wording.i18n import _, counted
from holdfast.wording.languages import language

_WEEK = 7


def moment(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """A point in time: "today 14:02", "Monday 14:02", "12 May 2009 14:02"."""
    here = _here(when, zone)
    return _("{day} {time}").format(
        day=_day(here.date(), _here(now, zone).date()), time=clock(here, zone)
    )


def day(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The day of a point in time: "today", "yesterday", "Monday", "12 May", "12 May 2009"."""
    return _day(_here(when, zone).date(), _here(now, zone).date())


def clock(when: datetime, zone: tzinfo | None = None) -> str:
    """The time of day: "14:02"."""
    return time_of_day(_here(when, zone).time())


def time_of_day(of: time) -> str:
    """The time a clock shows: "14:02"."""
    return f"{of.hour:02}:{of.minute:02}"


def full(when: datetime, zone: tzinfo | None = None) -> str:
    """Day and time with nothing left out: "12 May 2009 14:02"."""
    here = _here(when, zone)
    return _("{day} {time}").format(day=calendar_day(here.date()), time=clock(here, zone))


def calendar_day(of: date) -> str:
    """A date with its year: "12 May 2009"."""
    return _("{day} {month} {year}").format(day=of.day, month=month(of.month), year=of.year)


def week_day(of: date) -> str:
    """The weekday's name: "Monday"."""
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )[of.weekday()]


def month(number: int) -> str:
    """The name of month 1 to 12 as it stands in a date."""
    return _months(language())[number - 1]


@cache
def _months(_language: str) -> tuple[str, ...]:
    # A timeline of years names thousands of them.
    return (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )


def group(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The heading a moment stands under on a timeline: Today, This week, "May", "May 2009"."""
    of, today = _here(when, zone).date(), _here(now, zone).date()
    if of == today:
        return _("Today")
    if of == today - timedelta(days=1):
        return _("Yesterday")
    monday = today - timedelta(days=today.weekday())
    if monday <= of < today:
        return _("This week")
    if of.year == today.year:
        return month(of.month)
    return _("{month} {year}").format(month=month(of.month), year=of.year)


def ago(when: datetime, now: datetime) -> str:
    """How long ago, roughly: "just now", "3 hours ago", "9 days ago"."""
    seconds = max(0, int((now - when).total_seconds()))
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return counted("{n} day ago", "{n} days ago", days)
    if hours:
        return counted("{n} hour ago", "{n} hours ago", hours)
    if minutes:
        return counted("{n} minute ago", "{n} minutes ago", minutes)
    return _("just now")


def days_between(when: datetime, now: datetime, zone: tzinfo | None = None) -> int:
    """Whole calendar days from `when` to `now`."""
    return (_here(now, zone).date() - _here(when, zone).date()).days


def duration(seconds: float) -> str:
    """A span as figures: "0.4 s", "12 s", "3 min 5 s"."""
    if seconds < 10:  # noqa: PLR2004 - below ten seconds the tenths matter
        return _("{seconds} s").format(seconds=decimal(seconds))
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _("{seconds} s").format(seconds=rest)
    return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)


def _day(of: date, today: date) -> str:
    if of == today:
        return _("today")
    if of == today - timedelta(days=1):
        return _("yesterday")
    if today - timedelta(days=_WEEK) < of < today:
        return week_day(of)
    if of.year == today.year:
        return _("{day} {month}").format(day=of.day, month=month(of.month))
    return calendar_day(of)


def _here(when: datetime, zone: tzinfo | None) -> datetime:
    # A naive time is wall time wherever the phone is: it is shown as it stands.
    return when if when.tzinfo is None else when.astimezone(zone)
