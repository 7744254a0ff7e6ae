"""Moments and lengths of time as the provider writes them, and as iCalendar does."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from holdfast.records.formats.converting.contents import Content, Exact
from holdfast.records.formats.dates import Moment, told_in
from holdfast.records.formats.provider_rows.events.clocks import Clock
from holdfast.records.formats.provider_rows.rows import Row, number
from holdfast.records.formats.recurring.rules import moment_text

DAY = timedelta(days=1)
NONE = timedelta(0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
# A day off each end of the calendar, so that any zone can tell it.
_FIRST, _LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)
_LENGTH = re.compile(r"([+-]?)P((?:\d{1,9}[WDHMS]|T)+)", re.ASCII)
_PART = re.compile(r"(\d{1,9})([WDHMS])", re.ASCII)
_SECONDS = {"W": 604_800, "D": 86_400, "H": 3600, "M": 60, "S": 1}


def whole(row: Row, column: str) -> int | None:
    """A column as a whole number; None where it holds none, infinity included."""
    try:
        return number(row, column)
    except OverflowError:
        return None


def instant(milliseconds: int | None) -> datetime | None:
    """A moment of the provider, in UTC and whole seconds; None beyond the calendar's ends."""
    if milliseconds is None:
        return None
    try:
        when = _EPOCH + timedelta(seconds=milliseconds // 1000)
    except OverflowError:
        return None
    return when if _FIRST <= when <= _LAST else None


def milliseconds(when: datetime) -> int:
    """A moment as the provider has it; `when` is aware."""
    return (when - _EPOCH) // _SECOND * 1000


def is_telling(when: datetime) -> bool:
    """Whether a moment lies within the calendar that all zones can tell."""
    return _FIRST <= when <= _LAST


def later(when: datetime, length: timedelta) -> datetime | None:
    """The moment so much later; None beyond the calendar's end."""
    try:
        end = when + length
    except OverflowError:
        return None
    return end if is_telling(end) else None


def length_of(text: str) -> timedelta | None:
    """A duration as the provider takes it: "P3600S", and all that RFC 5545 has."""
    match = _LENGTH.fullmatch(text.strip().upper())
    if match is None:
        return None
    seconds = sum(int(count) * _SECONDS[unit] for count, unit in _PART.findall(match[2]))
    return timedelta(seconds=-seconds if match[1] == "-" else seconds)


def length_text(length: timedelta, *, all_day: bool) -> str:
    """A duration as the phone's own calendar writes it: "P3600S", of whole days "P1D"."""
    return f"P{length // DAY}D" if all_day else f"P{length // _SECOND}S"


def days(length: timedelta) -> timedelta:
    """The whole days that a length takes up; one at least."""
    return max(-(-length // DAY), 1) * DAY


def midnight(when: datetime) -> datetime:
    """The beginning of the day that UTC shows at `when`: what a whole day is told by."""
    return when.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def day_content(name: str, when: datetime) -> Content:
    """A whole day as a content line; `when` is its midnight in UTC."""
    return Content(name, Exact(day_text(when))).with_params(VALUE=("DATE",))


def day_text(when: datetime) -> str:
    """A whole day as iCalendar writes it."""
    return moment_text(Moment(when.replace(tzinfo=None), all_day=True))


def time_content(name: str, when: datetime, clock: Clock) -> Content:
    """A moment (UTC) as a content line, told by `clock`."""
    text = wall_text(when, clock)
    if not text:
        return Content(name, Exact(utc_text(when)))
    return Content(name, Exact(text)).with_params(TZID=(clock.name,))


def wall_text(when: datetime, clock: Clock) -> str:
    """A moment on the wall; empty where that does not tell it: the clock shows it twice, or UTC."""
    wall = told_in(when, clock.zone).replace(fold=0)
    if clock.zone is UTC or told_in(wall, UTC) != when:
        return ""
    return moment_text(Moment(wall.replace(tzinfo=None)))


def utc_text(when: datetime) -> str:
    """A moment in UTC, "20091012T080000Z"."""
    return moment_text(Moment(when, zone="UTC"))
