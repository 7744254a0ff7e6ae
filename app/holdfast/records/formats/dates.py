"""Dates, times, zones and durations as vCard, vCalendar 1.0 and iCalendar write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A point on the calendar.

    `when` is aware where the zone is known and naive otherwise (floating times, whole days,
    zones nobody knows). `zone` is the zone's name as written ("UTC", "Europe/Berlin"), empty
    when floating.
    """

    when: datetime
    all_day: bool = False
    zone: str = ""


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A birthday or anniversary; the year may be withheld."""

    month: int
    day: int
    year: int | None = None
