"""What an event loses on an Android phone beyond the properties that its calendar lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from holdfast.records.formats.components import Document
from holdfast.records.formats.converting.contents import Block, Content, Loss, Text, Unheld, said
from holdfast.records.formats.converting.events.names import ITEMS
from holdfast.records.formats.converting.events.reading import read_event
from holdfast.records.formats.converting.events.values import duration_text
from holdfast.records.formats.dates import find_zone, parse_duration, told_in
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.icalendar import times_of
from holdfast.records.formats.occurrences import Calendar, first_occurrences
from holdfast.records.formats.provider_rows.events import names
from holdfast.records.formats.provider_rows.events.shaping import shape
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.zoning.zones import Zones

_MINUTE = timedelta(minutes=1)
_LONGEST = 100
_COMPARED = 20
_OF_AN_ALARM = frozenset(("ACTION", "TRIGGER", names.METHOD)) | TRANSPORT
_ACTIONS = ("DISPLAY", "EMAIL")
_PARAMS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ROLE": frozenset(("REQ-PARTICIPANT", "OPT-PARTICIPANT", "CHAIR")),
        "CUTYPE": frozenset(("INDIVIDUAL", "RESOURCE")),
        "PARTSTAT": frozenset(names.ANSWERS.values()),
    }
)
_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "CLASS": frozenset(names.CLASSES.values()),
        names.BUSY_STATUS: frozenset(("BUSY", "FREE", "TENTATIVE")),
    }
)


def untold(ics: bytes, zone: str = "UTC") -> tuple[Unheld, ...]:
    """What `shape` cannot keep of an event that is in the dialect of Android.

    Sounds, repeats and texts of alarms; a clock that no zone of Android's goes like, and times
    by no zone; further dates that last otherwise; roles of people; and times that come out
    otherwise than they were. `zone` is the phone's own. Nothing where `shape` refuses the event.
    """
    try:
        shaped = shape(ics, zone)
    except ValueError:
        return ()
    document = read_components(ics)
    zones = Zones.of(document)
    found = [
        loss
        for item in document.items(*ITEMS)
        for loss in _of_block(read_event(item, document, zones), zone)
    ]
    if _times(document, zone) not in (None, _times(read_components(shaped), zone)):
        found.append(_moved(document))
    return tuple(dict.fromkeys(found))


def _of_block(block: Block, zone: str) -> Iterator[Unheld]:
    summary = block.first("SUMMARY")
    title = said(summary.value).strip() if summary is not None else ""
    for child in block.children:
        if child.name == "VALARM":
            yield from _of_alarm(child, title)
    for content in block.contents:
        text = said(content.value)
        if content.name == "DTSTART" and _floats(content):
            yield Unheld("DTSTART", text, Loss.NO_FORM, f"{text} {zone}")
        elif content.name == "RDATE" and "/" in text:
            yield Unheld("RDATE", text, Loss.NO_FORM)
        elif content.name == "ATTENDEE" and _has_other_words(content):
            yield Unheld("ATTENDEE", text, Loss.NO_TYPE, text)
        elif content.name in _WORDS and text.strip().upper() not in _WORDS[content.name]:
            yield Unheld(content.name, text, Loss.NO_FORM)


def _floats(content: Content) -> bool:
    """Whether a time is by the clock of wherever the phone is."""
    text = said(content.value)
    plain = not content.params.get("TZID") and content.params.get("VALUE") != ("DATE",)
    return plain and not isinstance(content.value, Text) and not text.endswith("Z")


def _has_other_words(content: Content) -> bool:
    words = ((name, (content.params.get(name) or ("",))[0].upper()) for name in _PARAMS)
    return any(word and word not in _PARAMS[name] for name, word in words)


def _of_alarm(alarm: Block, title: str) -> Iterator[Unheld]:
    action, trigger = alarm.first("ACTION"), alarm.first("TRIGGER")
    word = said(action.value).upper() if action is not None else "DISPLAY"
    if word not in _ACTIONS and alarm.first(names.METHOD) is None:
        yield Unheld("ACTION", word, Loss.NO_FORM, "DISPLAY")
    distance = parse_duration(said(trigger.value)[:_LONGEST]) if trigger is not None else None
    if trigger is not None and distance is not None and (distance % _MINUTE or distance == _MINUTE):
        kept = timedelta(0) if distance == _MINUTE else distance // _MINUTE * _MINUTE
        yield Unheld("TRIGGER", said(trigger.value), Loss.NO_FORM, duration_text(kept))
    for content in alarm.contents:
        text = said(content.value).strip()
        if content.name not in _OF_AN_ALARM and text != title:
            yield Unheld(content.name, text, Loss.NO_PROPERTY)


def _times(document: Document, zone: str) -> list[tuple[datetime, ...] | None] | None:
    """When the event takes place first, in UTC; None where that cannot be told."""
    items = document.items("VEVENT")
    masters = [item for item in items if item.first("RECURRENCE-ID") is None] or [*items[:1]]
    home = find_zone(zone) or UTC
    found = [first_occurrences(item, Calendar.of(document), _COMPARED) for item in masters]
    if None in found:
        return None
    return [
        tuple(told_in(m.when if m.when.tzinfo else m.when.replace(tzinfo=home), UTC) for m in each)
        for each in found
        if each is not None
    ]


def _moved(document: Document) -> Unheld:
    """The property that says when an event takes place whose times come out otherwise."""
    master = document.items("VEVENT")[0]
    rule = master.text("RRULE")
    start = times_of(master, Zones.of(document)).start
    told = f"{start.when:%Y-%m-%d %H:%M} {start.zone}".strip() if start is not None else ""
    return Unheld("RRULE", rule, Loss.NO_FORM) if rule else Unheld("DTSTART", told, Loss.NO_FORM)
