"""Recurrence rules of vCalendar 1.0 and iCalendar as one structure that can be worded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from holdfast.records.formats.dates import Moment, parse_moment

MAX_RULE = 2048
"""Longest rule that is read, in characters."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NTH_DAY = re.compile(r"([+-]?\d{1,3})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,6}", re.ASCII)
_OLD_START = re.compile(r"(YM|YD|MP|MD|W|D|M)(\d{1,4})", re.ASCII)
_OLD_NTH = re.compile(r"(\d)([+-]?)", re.ASCII)
_OLD_DAY = re.compile(r"(\d{1,3})([+-]?)", re.ASCII)
_OLD_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)", re.ASCII)
_OLD_DEFAULT_COUNT = 2
_MAX_OLD_WORDS = 400


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
    negative. `year_days` are days of the year (1 to 366). `times` are times of day, where the
    rule names its own.
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
    times: tuple[time, ...] = ()


def parse_rule(text: str) -> Recurrence | None:
    """Read a rule of either dialect; None when it is neither."""
    text = text.strip()
    if not text or len(text) > MAX_RULE:
        return None
    return _parse_new(text) if "=" in text else _parse_old(text)


def _parse_new(text: str) -> Recurrence | None:
    """RFC 5545, 3.3.10."""
    parts = dict(_halves(text.upper().split(";")))
    try:
        frequency = Frequency(parts.pop("FREQ", "").lower())
    except ValueError:
        return None
    parts.pop("WKST", None)
    interval = _number(parts.pop("INTERVAL", "1"))
    count = parts.pop("COUNT", "")
    until = parts.pop("UNTIL", "")
    days, leftover = _new_days(parts.pop("BYDAY", ""), parts)
    lists = [_numbers(parts.pop(name, "")) for name in ("BYMONTHDAY", "BYMONTH", "BYYEARDAY")]
    ends = (_number(count) if count else None, parse_moment(until) if until else None)
    whole = not (parts or leftover or None in lists) and (interval or 0) > 0
    whole = whole and bool(ends[0] or not count) and bool(ends[1] or not until)
    month_days, months, year_days = (numbers or () for numbers in lists)
    return Recurrence(
        frequency, max(interval or 1, 1), days, month_days, months, year_days, *ends, text, whole
    )


def _halves(parts: Iterable[str]) -> Iterable[tuple[str, str]]:
    for part in parts:
        name, equals, value = part.partition("=")
        if equals:
            yield name.strip(), value.strip()


def _new_days(text: str, parts: dict[str, str]) -> tuple[tuple[RuleDay, ...], bool]:
    """Days of BYDAY, with a lone BYSETPOS folded in; and whether anything was not understood."""
    if not text:
        return (), False
    matches = [_NTH_DAY.fullmatch(entry.strip()) for entry in text.split(",")]
    days = [RuleDay(match[2], int(match[1] or 0)) for match in matches if match]
    position = _number(parts.get("BYSETPOS", ""))
    if position and len(days) == 1 and not days[0].nth:
        del parts["BYSETPOS"]
        days = [RuleDay(days[0].day, position)]
    return tuple(days), None in matches


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _numbers(text: str) -> tuple[int, ...] | None:
    if not text:
        return ()
    numbers = tuple(_number(entry.strip()) for entry in text.split(","))
    return None if None in numbers else tuple(number for number in numbers if number is not None)


_OLD_FREQUENCIES = {
    "D": Frequency.DAILY,
    "W": Frequency.WEEKLY,
    "MP": Frequency.MONTHLY,
    "MD": Frequency.MONTHLY,
    "YM": Frequency.YEARLY,
    "YD": Frequency.YEARLY,
    "M": Frequency.MINUTELY,
}


class _Old:
    """One rule of vCalendar 1.0 (Recurrence Grammar), word by word: ``MP3 2- FR #17``."""

    def __init__(self, kind: str) -> None:
        self.days: list[RuleDay] = []
        self.numbers: list[int] = []
        self.times: list[time] = []
        self.until: Moment | None = None
        self.count: int | None = _OLD_DEFAULT_COUNT
        self.whole = True
        self._kind = kind
        self._nth: list[int] = []
        self._nth_used = True

    def take(self, word: str) -> None:
        """Read one word behind the rule's first."""
        if word.startswith("#"):
            count = _number(word[1:])
            self.whole = self.whole and count is not None
            self.count = count or None  # "#0" is for ever
        elif (until := parse_moment(word)) is not None:
            self.until = until
        elif not (self._take_day(word) or self._take_time(word)):
            self.whole = False

    def close(self) -> None:
        """Settle what only the whole rule tells: an end date outranks a count."""
        self.count = None if self.until is not None else self.count
        # Times behind one of several weekdays may be meant for that one alone.
        self.whole = self.whole and self._nth_used and not (self.times and len(self.days) > 1)

    def _take_time(self, word: str) -> bool:
        clock = _OLD_TIME.fullmatch(word) if self._kind != "M" else None
        if clock is not None:
            self.times.append(time(int(clock[1]), int(clock[2])))
        return clock is not None

    def _take_day(self, word: str) -> bool:
        weekday = word.rstrip("+-")
        if self._kind in ("W", "MP") and weekday in _WEEKDAYS:
            self.days.extend(RuleDay(weekday, nth) for nth in self._nth or [0])
            self._nth_used = True
            return True
        if self._kind == "MP" and (nth := _OLD_NTH.fullmatch(word)):
            self._nth = [] if self._nth_used else self._nth
            self._nth_used = False
            self._nth.append(-int(nth[1]) if nth[2] == "-" else int(nth[1]))
            return True
        if word == "LD" and self._kind == "MD":
            self.numbers.append(-1)
            return True
        day = _OLD_DAY.fullmatch(word) if self._kind in ("MD", "YM", "YD") else None
        if day is not None:
            self.numbers.append(-int(day[1]) if day[2] == "-" else int(day[1]))
        return day is not None


def _parse_old(text: str) -> Recurrence | None:
    first, *words = text.upper().replace(",", " ").split() or [""]
    start = _OLD_START.fullmatch(first)
    if start is None:
        return None
    kind, interval = start[1], int(start[2])
    rule = _Old(kind)
    for word in words[:_MAX_OLD_WORDS]:
        rule.take(word)
    rule.close()
    numbers = {name: tuple(rule.numbers) if kind == name else () for name in ("MD", "YM", "YD")}
    return Recurrence(
        _OLD_FREQUENCIES[kind],
        interval or 1,
        tuple(rule.days),
        numbers["MD"],
        numbers["YM"],
        numbers["YD"],
        rule.count,
        rule.until,
        text,
        rule.whole and interval > 0 and len(words) <= _MAX_OLD_WORDS,
        tuple(rule.times),
    )
