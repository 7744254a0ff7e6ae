"""Days and hours as tables write them, and which of two numbers is the month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

_MAX_LENGTH = 60
_MONTHS = 12
# POSIX: 69 to 99 are of the last century.
_PIVOT = 69
_SHORT_YEAR = 2
_NUMBERS = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?!\d)")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_YEARLESS = re.compile(r"--(\d{2})-?(\d{2})")
_NAMED = re.compile(r"(?:(\d{1,2})[ -])?([A-Za-z]{3,9})\.?[ -](?:(\d{1,2}),? )?(\d{4})(?!\d)")
_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_HOUR = re.compile(
    r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.0+)?)?\s*([ap])?(?:\.?\s?m\.?)?", re.IGNORECASE
)
_LEAST_NAME = 3
_NOON = 12


class Order(StrEnum):
    """Which number of "3/4/2009" comes first."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


@dataclass(frozen=True, slots=True)
class Decision:
    """How a column writes its days; `assumed` where only its language speaks for it."""

    order: Order
    assumed: bool = False


@dataclass(slots=True)
class Evidence:
    """What the cells of a column prove: a number above 12 is no month."""

    day_first: bool = False
    month_first: bool = False

    def see(self, text: str) -> None:
        """Take in one cell."""
        found = _NUMBERS.match(text.strip()[:_MAX_LENGTH])
        if found is not None:
            self.day_first |= int(found[1]) > _MONTHS
            self.month_first |= int(found[3]) > _MONTHS

    @property
    def order(self) -> Order | None:
        """What was proven; None where nothing was, or both."""
        if self.day_first == self.month_first:
            return None
        return Order.DAY_FIRST if self.day_first else Order.MONTH_FIRST


def decide(own: Evidence, others: Iterable[Evidence], language: str) -> Decision:
    """Decide for a column: by its own cells, by the table's other columns, by its language."""
    proven = {evidence.order for evidence in others} - {None}
    order = own.order or (proven.pop() if len(proven) == 1 else None)
    if order is not None:
        return Decision(order)
    return Decision(Order.MONTH_FIRST if language == "english" else Order.DAY_FIRST, assumed=True)


def is_ambiguous(text: str) -> bool:
    """Whether both numbers of a day may be its month, and it matters which is."""
    found = _NUMBERS.match(text.strip()[:_MAX_LENGTH])
    if found is None:
        return False
    first, second = int(found[1]), int(found[3])
    return first != second and max(first, second) <= _MONTHS


def read_day(text: str, decision: Decision) -> tuple[date | None, str]:
    """Read a day at the beginning of `text`; return it with what stands behind it.

    A year of two digits is one from 1969 to 2068, as POSIX has it.
    """
    text = text.strip()
    if len(text) > _MAX_LENGTH or not text.isascii():
        return None, text
    for pattern, parts in ((_YEAR_FIRST, (1, 3, 4)), (_BASIC, (1, 2, 3))):
        if found := pattern.match(text):
            return _day(*(int(found[part]) for part in parts)), text[found.end() :].strip(" ,T")
    if found := _NUMBERS.match(text):
        return _numbered(found, decision), text[found.end() :].strip(" ,T")
    if found := _NAMED.match(text):
        return _named(found), text[found.end() :].strip(" ,T")
    return None, text


def has_short_year(text: str) -> bool:
    """Whether a day leaves its century open, which only of a birthday is a question."""
    found = _NUMBERS.match(text.strip()[:_MAX_LENGTH])
    return found is not None and len(found[4]) == _SHORT_YEAR


def read_yearless(text: str) -> tuple[int, int] | None:
    """Month and day of "--05-04", as Google writes a birthday without its year."""
    found = _YEARLESS.fullmatch(text.strip()[:_MAX_LENGTH])
    if found is None or _day(2000, int(found[1]), int(found[2])) is None:
        return None
    return int(found[1]), int(found[2])


def read_hour(text: str) -> time | None:
    """Read "8:10", "20.10", "08:10:00" or "8:10:00 PM"; None where it is another thing."""
    found = _HOUR.fullmatch(text.strip()[:_MAX_LENGTH])
    if found is None:
        return None
    hour, half = int(found[1]), (found[4] or "").lower()
    if half and not 1 <= hour <= _NOON:
        return None
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def _numbered(found: re.Match[str], decision: Decision) -> date | None:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == _SHORT_YEAR:
        year += 1900 if year >= _PIVOT else 2000
    day_first = decision.order is Order.DAY_FIRST
    if first > _MONTHS or second > _MONTHS:
        # One cell that can be read in one way only is read so, whatever the others are.
        day_first = first > _MONTHS
    return _day(year, second, first) if day_first else _day(year, first, second)


def _named(found: re.Match[str]) -> date | None:
    before, name, behind, year = found.groups()
    if (before is None) == (behind is None):
        return None
    lower = name.lower()
    months = [number for number, each in enumerate(_NAMES, 1) if each.startswith(lower)]
    if len(lower) < _LEAST_NAME or not months:
        return None
    return _day(int(year), months[0], int(before or behind))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
