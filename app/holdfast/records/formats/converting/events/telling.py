"""What alarms and people of an item say, told alike in whatever dialect they were written."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.records.formats.converting.contents import Block, Content, said
from holdfast.records.formats.converting.events.clock import Clock
from holdfast.records.formats.converting.events.names import NO_ADDRESS, PEOPLE
from holdfast.records.formats.converting.events.values import duration_text
from holdfast.records.formats.dates import parse_duration
from holdfast.records.formats.zoning.zones import MAX_DATE

_OF_ALARMS = ("TRIGGER", "DURATION", "REPEAT", "DESCRIPTION", "ATTACH", "ATTENDEE")
ALARM_SAID_BY = frozenset(("VALARM", "ACTION", "DALARM", "AALARM", "PALARM", "MALARM", *_OF_ALARMS))
"""Names under which a loss of an alarm, or of a part of one, may be told."""


def told_beside(block: Block, clock: Clock) -> Iterator[tuple[str, str]]:
    """Name and text of each alarm and person of `block`, whose times `clock` tells.

    An alarm is its moment, then how it repeats and what it shows, plays or sends; how it
    does that is left out, for many phones have only one way.
    """
    summary = block.first("SUMMARY")
    title = said(summary.value).strip() if summary is not None else ""
    for child in block.children:
        if child.name == "VALARM":
            yield "VALARM", ", ".join(filter(None, _alarm(child, clock, title)))
    for content in block.contents:
        if content.name in PEOPLE:
            yield content.name, _person(content)


def _alarm(alarm: Block, clock: Clock, title: str) -> Iterator[str]:
    for name in _OF_ALARMS:
        content = alarm.first(name)
        text = said(content.value).strip() if content is not None else ""
        if name == "TRIGGER" and content is not None:
            yield clock.alarm(content)
        elif name == "DURATION":
            length = parse_duration(text[:MAX_DATE])
            yield text if length is None else duration_text(length)
        elif name == "REPEAT":
            yield text.lstrip("0")
        elif name != "DESCRIPTION" or text != title:
            yield text


def _person(content: Content) -> str:
    name = " ".join((content.params.get("CN") or ("",))[0].split())
    address = said(content.value)
    return " ".join(filter(None, (name, "" if address == NO_ADDRESS else f"<{address}>")))
