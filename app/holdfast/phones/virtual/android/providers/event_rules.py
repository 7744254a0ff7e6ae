"""What the calendar provider demands of an event, and what it makes of one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import islice

from dateutil.rrule import rrulestr

from holdfast.phones.virtual.android.providers.errors import RUNTIME, ProviderError, illegal
from holdfast.phones.virtual.android.providers.provider import Value, Values

DAY_SECONDS = 86_400
_DAY = DAY_SECONDS * 1000
_RULE = re.compile(
    r"(?:RRULE:)?(?=.*\bFREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)\b)"
    r"[A-Z-]+=[^=;]+(?:;[A-Z-]+=[^=;]+)*;?",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", re.ASCII
)
_SECONDS_ALONE = re.compile(r"P(\d+)S", re.ASCII)
_MOST_TIMES = 2_000
_CANCELLED = 2


def check(values: Values) -> None:
    """Refuse what an app may not put into a calendar; raises `ProviderError`."""
    if not filled(values, "calendar_id"):
        raise illegal("Event values must include a calendar_id")
    if not filled(values, "eventTimezone"):
        raise illegal("Event values must include an eventTimezone")
    check_rule(values)
    has_end, has_duration = whole(values, "dtend") is not None, filled(values, "duration")
    if whole(values, "dtstart") is None:
        raise illegal("DTSTART cannot be empty.")
    if not has_end and not has_duration:
        raise illegal("DTEND and DURATION cannot both be null for an event.")
    if has_end and has_duration:
        raise illegal("Cannot have both DTEND and DURATION in an event")


def check_rule(values: Values) -> None:
    """Refuse a rule that nobody can follow."""
    rules = str(values.get("rrule") or "")
    if rules and not all(_RULE.fullmatch(each.strip()) for each in rules.split("\n") if each):
        raise illegal(f"Invalid recurrence rule: {rules}")


def with_start(values: Values) -> dict[str, Value]:
    """The values of a new event; a cancelled occurrence needs no time of its own."""
    own = dict(values)
    if "dtstart" in own:
        return own
    cancelled = own.get("eventStatus") in (_CANCELLED, str(_CANCELLED))
    if not cancelled or "original_sync_id" not in own or "originalInstanceTime" not in own:
        raise ProviderError(RUNTIME, "DTSTART field missing from event")
    own["dtstart"] = own["dtend"] = own["originalInstanceTime"]
    own["eventTimezone"] = "UTC"
    return own


def scrubbed(values: Values) -> dict[str, Value]:
    """What is left of an event that a sync adapter gave: what makes no sense is passed over."""
    own = dict(values)
    check_rule(own)
    if filled(own, "rrule") or filled(own, "rdate"):
        for column in ("dtend", "original_sync_id", "originalInstanceTime"):
            own.pop(column, None)
    elif whole(own, "dtend") is not None:
        own.pop("duration", None)
    return own


def on_whole_days(values: Values) -> dict[str, Value]:
    """An event that lasts all day, brought to midnight, its duration counted in days."""
    own = dict(values)
    if whole(own, "allDay") in (None, 0):
        return own
    for column in ("dtstart", "dtend"):
        at = whole(own, column)
        if at is not None:
            own[column] = at - at % _DAY
    seconds = _SECONDS_ALONE.fullmatch(str(own.get("duration") or ""))
    if seconds is not None:
        own["duration"] = f"P{-(-int(seconds[1]) // DAY_SECONDS)}D"
    return own


def last_date(values: Values) -> int | None:
    """When the last occurrence ends, in milliseconds; None for one that goes on for ever."""
    start, end = whole(values, "dtstart"), whole(values, "dtend")
    if start is None:
        return None
    length = end - start if end is not None else 1000 * _seconds(str(values.get("duration") or ""))
    if not filled(values, "rrule"):
        return start + length
    last = _last_start(str(values["rrule"]), start)
    return None if last is None else last + length


def _last_start(rules: str, start: int) -> int | None:
    rule = rules.partition("\n")[0].upper().removeprefix("RRULE:")
    if "UNTIL=" not in rule and "COUNT=" not in rule:
        return None
    try:
        first = datetime.fromtimestamp(start / 1000, UTC)
        times = list(islice(rrulestr(rule, dtstart=first), _MOST_TIMES))
    except (ValueError, TypeError, OverflowError, KeyError, AttributeError, OSError):
        return None
    return int(times[-1].timestamp() * 1000) if times else start


def _seconds(duration: str) -> int:
    found = _DURATION.fullmatch(duration)
    if found is None:
        return 0
    weeks, days, hours, minutes, seconds = (
        int(each[:9]) if each else 0 for each in found.groups()[1:]
    )
    amount = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    return -amount if found[1] == "-" else amount


def filled(values: Values, column: str) -> bool:
    """Whether a column holds more than an empty text."""
    return values.get(column) not in (None, "")


def whole(values: Values, column: str) -> int | None:
    """A column as a whole number; None where it holds none."""
    value = values.get(column)
    try:
        return None if value is None else int(value)
    except (ValueError, OverflowError):
        return None
