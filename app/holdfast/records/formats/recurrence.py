"""Recurrence rules of vCalendar 1.0 and iCalendar as one structure that can be worded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from holdfast.records.formats.dates import Moment


class Frequency(StrEnum):
    """How often; worded by `holdfast.wording`."""

    SECONDLY = "secondly"
    MINUTELY = "minutely"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class RuleDay:
    """A weekday of a rule: "MO" to "SU"; `nth` 0 is every one, 2 the second, -1 the last."""

    day: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule. `raw` is the rule as written; `whole` is False when parts were not understood.

    `count` and `until` are None for a rule without end. `month_days` counts from the end when
    negative. `year_days` are days of the year (1 to 366).
    """

    frequency: Frequency
    interval: int = 1
    days: tuple[RuleDay, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    count: int | None = None
    until: Moment | None = None
    raw: str = ""
    whole: bool = True
