"""Recurrence rules of iCalendar with all their parts, for working out when things happen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from types import MappingProxyType

from holdfast.records.formats.dates import Moment, parse_moment
from holdfast.records.formats.recurring.recurrence import MAX_RULE, Frequency, RuleDay

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NTH_DAY = re.compile(r"([+-]?\d{1,3})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,10}", re.ASCII)
_MAX_INTERVAL = 1_000_000
_MAX_LIST = 400

# What each list may hold (RFC 5545, 3.3.10); below zero counts from the end.
_LISTS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "BYMONTH": (1, 12),
        "BYWEEKNO": (-53, 53),
        "BYYEARDAY": (-366, 366),
        "BYMONTHDAY": (-31, 31),
        "BYHOUR": (0, 23),
        "BYMINUTE": (0, 59),
        "BYSECOND": (0, 60),
        "BYSETPOS": (-366, 366),
    }
)
_FROM_ZERO = ("BYHOUR", "BYMINUTE", "BYSECOND")
_KNOWN = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_LISTS))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of RFC 5545, 3.3.10, every part of which is understood.

    Lists are sorted and hold what the rule names; an empty one is a part that is not there.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: Moment | None = None
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[RuleDay, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: str = "MO"

    def text(self) -> str:
        """The rule as iCalendar writes it."""
        return ";".join(self._parts())

    def _parts(self) -> Iterator[str]:
        yield f"FREQ={self.frequency.upper()}"
        if self.interval != 1:
            yield f"INTERVAL={self.interval}"
        if self.count is not None:
            yield f"COUNT={self.count}"
        if self.until is not None:
            yield f"UNTIL={moment_text(_in_utc(self.until))}"
        lists = (
            self.months,
            self.weeks,
            self.year_days,
            self.month_days,
            self.hours,
            self.minutes,
            self.seconds,
            self.positions,
        )
        for name, numbers in zip(_LISTS, lists, strict=True):
            if numbers:
                yield f"{name}={','.join(map(str, numbers))}"
        if self.days:
            yield f"BYDAY={','.join(f'{day.nth or str()}{day.day}' for day in self.days)}"
        if self.week_start != "MO":
            yield f"WKST={self.week_start}"


def _in_utc(moment: Moment) -> Moment:
    """A moment with an offset as iCalendar can write it, for UNTIL has no TZID beside it."""
    aware = moment.when.tzinfo is not None
    return Moment(moment.when.astimezone(UTC), zone="UTC") if aware else moment


def moment_text(moment: Moment) -> str:
    """A moment as iCalendar writes it, its zone aside: 20091010, 20091010T180000, …Z."""
    when = moment.when
    day = f"{when.year:04}{when.month:02}{when.day:02}"
    if moment.all_day:
        return day
    utc = "Z" if when.tzinfo is not None and moment.zone == "UTC" else ""
    return f"{day}T{when.hour:02}{when.minute:02}{when.second:02}{utc}"


@lru_cache(maxsize=512)
def read_rule(text: str) -> Rule | None:
    """Read a rule of RFC 5545; None when any part of it is not understood."""
    if not 0 < len(text) <= MAX_RULE:
        return None
    parts = _parts_of(text)
    if parts is None or not parts.keys() <= _KNOWN:
        return None
    try:
        return _rule(parts)
    except ValueError:
        return None


def _parts_of(text: str) -> dict[str, str] | None:
    parts: dict[str, str] = {}
    for part in text.strip().rstrip(";").upper().split(";"):
        name, equals, value = part.partition("=")
        if not equals or name.strip() in parts:
            return None
        parts[name.strip()] = value.strip()
    return parts


def _rule(parts: dict[str, str]) -> Rule:
    frequency = Frequency(parts.get("FREQ", "").lower())
    lists = [_list(name, parts.get(name, "")) for name in _LISTS]
    months, weeks, year_days, month_days, hours, minutes, seconds, positions = lists
    week_start = parts.get("WKST", "MO")
    if week_start not in WEEKDAYS or (weeks and frequency is not Frequency.YEARLY):
        raise ValueError(week_start)
    return Rule(
        frequency,
        _positive(parts.get("INTERVAL", "1")),
        _positive(parts["COUNT"], 10**9) if "COUNT" in parts else None,
        _until(parts["UNTIL"]) if "UNTIL" in parts else None,
        months,
        weeks,
        year_days,
        month_days,
        _days(parts.get("BYDAY", "")),
        hours,
        minutes,
        seconds,
        positions,
        week_start,
    )


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(text)
    return int(text)


def _positive(text: str, most: int = _MAX_INTERVAL) -> int:
    number = _number(text)
    if not 0 < number <= most:
        raise ValueError(text)
    return number


def _until(text: str) -> Moment:
    moment = parse_moment(text)
    if moment is None:
        raise ValueError(text)
    return moment


def _list(name: str, text: str) -> tuple[int, ...]:
    if not text:
        return ()
    least, most = _LISTS[name]
    numbers = sorted({_number(entry) for entry in text.split(",")})
    wrong = len(numbers) > _MAX_LIST or numbers[0] < least or numbers[-1] > most
    if wrong or (0 in numbers and name not in _FROM_ZERO):
        raise ValueError(text)
    return tuple(numbers)


def _days(text: str) -> tuple[RuleDay, ...]:
    if not text:
        return ()
    matches = [_NTH_DAY.fullmatch(entry.strip()) for entry in text.split(",")[:_MAX_LIST]]
    found = [RuleDay(match[2], int(match[1] or 0)) for match in matches if match is not None]
    if len(found) != len(matches) or any(abs(day.nth) > 53 for day in found):  # noqa: PLR2004
        raise ValueError(text)
    return tuple(dict.fromkeys(found))
