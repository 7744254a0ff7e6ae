"""Reminders: minutes before the start and a method, and VALARMs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from holdfast.records.formats.converting.contents import Block, Content, Exact, Text, said
from holdfast.records.formats.converting.events.values import duration_text
from holdfast.records.formats.dates import Moment, parse_duration
from holdfast.records.formats.provider_rows.events import names
from holdfast.records.formats.provider_rows.events.times import whole
from holdfast.records.formats.provider_rows.rows import Row, Value

_MINUTE = timedelta(minutes=1)
_MOST = 10_000_000
"""Minutes, about 19 years; what is more is no reminder."""
_BY_DEFAULT = -1
_ACTIONS = {names.EMAIL: "EMAIL", names.ALARM: "AUDIO"}
_NO_ACTION = (names.SMS, names.ALARM)
_METHODS = (names.ALERT, names.EMAIL, names.SMS, names.ALARM)
_LONGEST = 100
_METHOD = re.compile(r"[0-4]", re.ASCII)


def default_contents(reminders: Sequence[Row]) -> Iterator[Content]:
    """A line for each reminder that comes when the calendar's settings say."""
    for minutes, method in _once(reminders):
        if minutes == _BY_DEFAULT:
            yield Content(names.DEFAULT_REMINDER, Text(str(method)))


def alarms_of(reminders: Sequence[Row], title: str) -> Iterator[Block]:
    """A VALARM for each reminder that says how long before the start it comes."""
    for minutes, method in _once(reminders):
        if minutes == _BY_DEFAULT:
            continue
        contents = [
            Content("ACTION", Exact(_ACTIONS.get(method, "DISPLAY"))),
            Content("TRIGGER", Exact(duration_text(-minutes * _MINUTE))),
        ]
        if method in _NO_ACTION:
            contents.append(Content(names.METHOD, Text(str(method))))
        if method == names.EMAIL and title:
            contents.extend((Content("SUMMARY", Text(title)), Content("DESCRIPTION", Text(title))))
        yield Block("VALARM", tuple(contents))


def _once(reminders: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Minutes and method of each reminder, the same ones once; an unknown method is an alert."""
    seen: dict[tuple[int, int], None] = {}
    for row in reminders:
        minutes, method = whole(row, "minutes"), whole(row, "method") or names.ALERT
        if minutes is not None and abs(minutes) <= _MOST:
            seen[minutes, method if method in _METHODS else names.ALERT] = None
    yield from seen


@dataclass(frozen=True, slots=True)
class Anchors:
    """What an event's alarms count from, in UTC, and how to read a moment of theirs."""

    start: datetime
    end: datetime
    read: Callable[[Content], Moment | None]
    in_utc: Callable[[Moment], datetime]


def reminder_rows(block: Block, anchors: Anchors) -> list[dict[str, Value]]:
    """The reminders of a neutral event, each moment once."""
    rows: dict[tuple[int, int], dict[str, Value]] = {}
    for alarm in block.children:
        minutes = _minutes(alarm, anchors) if alarm.name == "VALARM" else None
        if minutes is not None:
            method = _method(alarm)
            rows.setdefault((minutes, method), {"minutes": minutes, "method": method})
    for content in block.all(names.DEFAULT_REMINDER):
        text = said(content.value).strip()
        method = int(text) if _METHOD.fullmatch(text) else names.ALERT
        rows.setdefault((_BY_DEFAULT, method), {"minutes": _BY_DEFAULT, "method": method})
    return list(rows.values())


def _minutes(alarm: Block, anchors: Anchors) -> int | None:
    """Whole minutes before the start, negative behind it; None where nobody can tell.

    Half a minute more is a minute earlier. One minute behind the start is at the start, for -1
    means something else.
    """
    trigger = alarm.first("TRIGGER")
    if trigger is None or isinstance(trigger.value, Text):
        return None
    distance = parse_duration(said(trigger.value)[:_LONGEST])
    if distance is None:
        moment = anchors.read(trigger)
        if moment is None:
            return None
        distance = anchors.in_utc(moment) - anchors.start
    elif trigger.params.get("RELATED", ("",))[0].upper() == "END":
        distance += anchors.end - anchors.start
    minutes = -(distance // _MINUTE)
    if abs(minutes) > _MOST:
        return None
    return 0 if minutes == _BY_DEFAULT else minutes


def _method(alarm: Block) -> int:
    """A sound is an alert: the phone rings for no other method but that."""
    own, action = alarm.first(names.METHOD), alarm.first("ACTION")
    word = said(own.value).strip() if own is not None else ""
    if _METHOD.fullmatch(word):
        return int(word) or names.ALERT
    mail = action is not None and said(action.value).upper() == "EMAIL"
    return names.EMAIL if mail else names.ALERT
