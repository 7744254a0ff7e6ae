"""The ways in which phones date a message: digits in any order, mail dates, milliseconds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from holdfast.records.formats.dates import parse_moment

_YEAR_FIRST = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D+(\d{1,2})\D(\d{1,2})(?:\D(\d{1,2}))?")
_YEAR_LAST = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d\d)\D+(\d{1,2})\D(\d{1,2})(?:\D(\d{1,2}))?"
)
_MAIL = re.compile(
    r"(?:[A-Za-z]{3},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4}|\d\d)\s+"
    r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*(?:([+-])(\d\d)(\d\d)|GMT|UTC?|Z)?(?:\s*\(.*\))?"
)
_NUMBER = re.compile(r"-?\d{1,15}")
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_MAX_DATE = 100
_SECONDS_UP_TO = 100_000_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS_A_YEAR = 12
_CENTURY, _CENTURIES = 100, 2000


def parse_sent(text: str) -> datetime | None:
    """When a message was sent; aware (UTC) where the moment is told, else wall time.

    Reads ``20091022T064825Z`` (IrMC), ``22.10.2009 06:48:25`` (Nokia), ``2013.4.3.23.5.9``
    (Samsung), ``2016/12/27 18:25:44`` (MediaTek), mail dates and Unix time in seconds or
    milliseconds. None when it is none of these, or when day and month cannot be told apart.
    """
    text = text.strip()[:_MAX_DATE]
    if _NUMBER.fullmatch(text):
        return parse_unix(text)
    moment = parse_moment(text)
    if moment is not None:
        return moment.plain
    try:
        return _in_words(text) or _in_digits(text)
    except (ValueError, OverflowError):
        return None


def parse_unix(text: str) -> datetime | None:
    """Unix time in milliseconds, or in seconds where it is too small for those; UTC.

    None for what is no number, and for 0 and less, which stand for "not known".
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    number = int(text)
    unit = timedelta(seconds=1) if number < _SECONDS_UP_TO else timedelta(milliseconds=1)
    try:
        return _EPOCH + number * unit if number > 0 else None
    except OverflowError:
        return None


def _in_digits(text: str) -> datetime | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        return datetime(*(int(number or 0) for number in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return None
    first, mark, second, year, *clock = match.groups()
    day, month = int(first), int(second)
    if mark != ".":
        if day <= _MONTHS_A_YEAR and month <= _MONTHS_A_YEAR and day != month:
            return None  # 3/4/2009: nobody can tell
        if month > _MONTHS_A_YEAR:
            day, month = month, day
    hour, minute, seconds = (int(number or 0) for number in clock)
    return datetime(_full(int(year)), month, day, hour, minute, seconds)  # noqa: DTZ001


def _full(year: int) -> int:
    return year + _CENTURIES if year < _CENTURY else year


def _in_words(text: str) -> datetime | None:
    match = _MAIL.fullmatch(text)
    if match is None or match[2].lower() not in _MONTHS:
        return None
    month = _MONTHS.index(match[2].lower()) + 1
    clock = (int(match[4]), int(match[5]), int(match[6] or 0))
    when = datetime(_full(int(match[3])), month, int(match[1]), *clock)  # noqa: DTZ001
    if match[7] is None:
        return when.replace(tzinfo=UTC) if re.search(r"GMT|UT|Z", text) else when
    shift = timedelta(hours=int(match[8]), minutes=int(match[9]))
    zone = timezone(-shift if match[7] == "-" else shift)
    return when.replace(tzinfo=zone).astimezone(UTC)
