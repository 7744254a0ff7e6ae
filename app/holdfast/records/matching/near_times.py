"""Two events or to-dos that may be one: by title, and by when they take place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from holdfast.records.formats.dates import told_in
from holdfast.records.formats.icalendar import Times
from holdfast.records.matching.reasons import Finding, Reason, Trace
from holdfast.records.matching.words import words

_HOUR = timedelta(hours=1)
_FARTHEST = timedelta(hours=14)
_NO_LENGTH = timedelta(0)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimeTrace(Trace):
    """An event or to-do.

    `start` and `end` are UTC where the zone is known, else wall time, both without zone; the
    end of whole days is midnight behind the last. `zone` is "" for wall time. `rule` is the
    recurrence rule in one form, `instance` the moment of a series this stands for, `place`
    where it is and what it is about.
    """

    todo: bool
    title: tuple[str, ...]
    start: datetime | None
    end: datetime | None
    zone: str
    all_day: bool
    rule: str
    instance: str
    place: str


def time_trace(
    digest: str,
    uid: str,
    title: str,
    times: Times,
    *,
    todo: bool = False,
    rule: str = "",
    instance: str = "",
    place: str = "",
) -> TimeTrace:
    """Trace one event or to-do."""
    first = times.due or times.start if todo else times.start
    start = bare(first.when if first else None)
    end = bare(times.end.when) if times.end and not todo else None
    all_day = first is not None and first.all_day
    if end is not None and all_day:
        end += _DAY
    name = words(title)
    return TimeTrace(
        digest,
        uid,
        (("title", name),) if name else (),
        (" ".join(name), start.isoformat() if start else ""),
        todo,
        name,
        start,
        end or start,
        "" if first is None or first.when.tzinfo is None else first.zone or "UTC",
        all_day,
        rule,
        instance,
        place,
    )


def bare(when: datetime | None) -> datetime | None:
    """A moment in UTC where its zone is known, else wall time; without zone either way."""
    if when is None or when.tzinfo is None:
        return when
    return told_in(when, UTC).replace(tzinfo=None)


def compare_times(one: TimeTrace, other: TimeTrace) -> Finding | None:
    """What speaks for two events or two to-dos being one; None where too little does.

    A moment of a series is no second event, nor is the next single one of the same title.
    The same event some whole hours on is a zone that somebody lost, if one of them is wall
    time and the other is not, or their zones differ, or all else they say is the same.
    """
    if one.todo != other.todo or one.instance != other.instance:
        return None
    if one.uid and one.uid == other.uid:
        return Finding(0.95, (Reason.SAME_UID,))
    if not one.title or one.title != other.title:
        return None
    if one.todo:
        return _todos(one, other)
    return _events(one, other)


def _todos(one: TimeTrace, other: TimeTrace) -> Finding | None:
    if one.start == other.start:
        reasons = (Reason.SAME_TITLE, *((Reason.SAME_DUE,) if one.start else ()))
        return Finding(0.9 if one.start else 0.8, reasons)
    return None if one.start and other.start else Finding(0.6, (Reason.SAME_TITLE,))


def _events(one: TimeTrace, other: TimeTrace) -> Finding | None:
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return None
    same_rule = one.rule == other.rule
    if one.start == other.start and one.all_day == other.all_day:
        whole = one.end == other.end and same_rule
        return Finding(0.9 if whole else 0.75, (Reason.SAME_TITLE, Reason.SAME_TIME))
    if same_rule and _is_shift(one, other):
        return Finding(0.7, (Reason.SAME_TITLE, Reason.SHIFTED))
    overlap = one.start < other.end and other.start < one.end
    if overlap and same_rule and one.all_day == other.all_day:
        return Finding(0.65, (Reason.SAME_TITLE, Reason.OVERLAP))
    return None


def _is_shift(one: TimeTrace, other: TimeTrace) -> bool:
    if not (one.start and other.start and one.end and other.end) or one.all_day or other.all_day:
        return False
    shift = abs(one.start - other.start)
    if shift > _FARTHEST or shift % _HOUR != _NO_LENGTH:
        return False
    same_length = one.end - one.start == other.end - other.start
    return same_length and (one.zone != other.zone or bool(one.place and one.place == other.place))
