"""A VALARM as one line of vCalendar 1.0: ``DALARM:run time;snooze;repeat;what``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from holdfast.records.formats.alarms import MAX_REPEAT
from holdfast.records.formats.converting.contents import (
    Block,
    Content,
    Exact,
    Fields,
    Loss,
    Text,
    Unheld,
    said,
)
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.events.clock import Clock
from holdfast.records.formats.converting.events.names import OLD_ACTIONS
from holdfast.records.formats.dates import parse_duration
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.zoning.zones import MAX_DATE

_SAID_BY = {
    "DALARM": ("DESCRIPTION",),
    "AALARM": ("ATTACH",),
    "PALARM": ("ATTACH",),
    "MALARM": ("ATTENDEE", "DESCRIPTION"),
}
_REPEATS = ("DURATION", "REPEAT")
_COUNT = re.compile(r"\d{1,4}", re.ASCII)
_ALWAYS_SAID = ("ACTION", "TRIGGER", "REPEAT", "DURATION")
_INSTEAD = {"DALARM": "AALARM", "AALARM": "DALARM"}


def old_alarm_line(
    alarm: Block, clock: Clock, dialect: Dialect, summary: str, unheld: list[Unheld]
) -> Content | None:
    """One alarm line, or None where the target keeps none; what it lacks goes to `unheld`.

    `summary` is the item's: an alarm that says no more than that says nothing.
    """
    trigger, action = alarm.first("TRIGGER"), alarm.first("ACTION")
    shown = said(trigger.value) if trigger is not None else ""
    when = clock.alarm(trigger) if trigger is not None else ""
    word = said(action.value).upper() if action is not None else "DISPLAY"
    wanted = OLD_ACTIONS.get(word, "DALARM")
    name = next(
        (one for one in (wanted, _INSTEAD.get(wanted, "")) if one and dialect.keeps(one)), ""
    )
    if not when or not name:
        unheld.append(Unheld("VALARM", shown, Loss.NO_PROPERTY if when else Loss.NO_FORM))
        return None
    if OLD_ACTIONS.get(word) != name:
        unheld.append(Unheld("ACTION", word, Loss.NO_FORM, name))
    unheld.extend(_untold(alarm, name, summary))
    fields = [
        when,
        _repeated(alarm.first("DURATION")),
        _repeated(alarm.first("REPEAT")),
        *(_text(alarm, entry, summary) for entry in _SAID_BY[name]),
    ]
    while not fields[-1]:
        fields.pop()
    return Content(name, Fields(tuple((field,) for field in fields)))


def _untold(alarm: Block, name: str, summary: str) -> Iterator[Unheld]:
    """What an alarm says that its line in the old words does not."""
    told = (*_ALWAYS_SAID, *_SAID_BY[name])
    for content in alarm.contents:
        text = said(content.value)
        if content.name in _REPEATS and isinstance(content.value, Text):
            yield Unheld(content.name, text, Loss.UNREAD)
        elif content.name in _REPEATS and text.strip("0") and not _repeated(content):
            yield Unheld(content.name, text, Loss.NO_FORM)
        if content.name in told and alarm.first(content.name) is content:
            continue
        if content.name in TRANSPORT or (content.name == "DESCRIPTION" and text == summary):
            continue
        yield Unheld(content.name, text, Loss.NO_PROPERTY)


def _repeated(content: Content | None) -> str:
    """The snooze time or the count of a repeated alarm; empty where nothing is repeated."""
    if content is None or not isinstance(content.value, Exact):
        return ""
    text = said(content.value)
    if content.name == "REPEAT":
        return text if _COUNT.fullmatch(text) and 0 < int(text) <= MAX_REPEAT else ""
    length = parse_duration(text[:MAX_DATE])
    return text if length is not None and length > timedelta(0) else ""


def _text(alarm: Block, name: str, summary: str = "") -> str:
    content = alarm.first(name)
    text = said(content.value) if content is not None else ""
    if name == "ATTENDEE" and text[:7].lower() == "mailto:":
        return text[7:]
    return "" if name == "DESCRIPTION" and text == summary else text
