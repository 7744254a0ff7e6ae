"""What an event says, told the same way whatever dialect it was written in."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import icalendar

from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.converting.contents import (
    Block,
    Content,
    Converted,
    Fields,
    Loss,
    Text,
    Value,
    said,
)
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.events.names import DATE_LISTS, RULES, TIMES
from holdfast.records.formats.converting.events.reading import read_event
from holdfast.records.formats.converting.events.writing import write_event
from holdfast.records.formats.converting.events.zones import zones_of
from holdfast.records.formats.dates import Moment, parse_duration
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.icalendar import Times, times_of
from holdfast.records.formats.occurrences import Calendar, first_occurrences
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.zoning.zones import Zones

WHEN = frozenset(("DTSTART", "DUE", "RRULE", "EXRULE", "RDATE", "EXDATE"))
ALARM = frozenset(("ACTION", "TRIGGER"))
ITEMS = ("VEVENT", "VTODO", "VJOURNAL")


def convert(data: bytes, dialect: Dialect) -> Converted:
    document = read_components(data)
    return write_event([read_event(item, document) for item in document.items(*ITEMS)], dialect)


def instant(moment: Moment | None, home: str = "") -> str:
    """A moment in UTC or as wall time; all by the clock of `home` where a phone lives there."""
    if moment is None:
        return ""
    plain = moment.plain
    if home and plain.tzinfo is not None:
        plain = plain.astimezone(ZoneInfo(home)).replace(tzinfo=None)
    return plain.date().isoformat() if moment.all_day else plain.isoformat()


def occurrences(item: Component, document: Document, home: str = "") -> list[str] | None:
    found = first_occurrences(item, Calendar.of(document))
    return None if found is None else [instant(moment, home) for moment in found]


def said_by(
    item: Component, document: Document, home: str = "", lost: Container[str] = ()
) -> dict[str, list[str]]:
    """Every property but rules and moments that come of others, by name, as text.

    Of alarms it leaves out what is named in `lost`.
    """
    block = read_event(item, document)
    found: dict[str, list[str]] = {}
    times = times_of(item, Zones.of(document))
    for name, text in _told(block, home):
        found.setdefault(name, []).append(text)
    alarms = [child for child in block.children if child.name == "VALARM"]
    if alarms:
        found["VALARM"] = [_alarm(alarm, block, times, home, lost) for alarm in alarms]
    found["start"] = [instant(times.start, home)]
    # A day without an end is over at its end.
    whole_day = times.all_day and item.name != "VTODO"
    end = times.end or (times.start if whole_day else None)
    found["end"] = [instant(end, home)]
    found["due"] = [instant(times.due, home)]
    return {name: sorted(texts) for name, texts in found.items()}


def _told(block: Block, home: str) -> Iterator[tuple[str, str]]:
    zones = zones_of([block])
    for content in block.contents:
        if content.name in ("DTSTART", "DTEND", "DUE", "DURATION") or content.name in RULES:
            continue  # told by start, end, due and occurrences
        if content.name in DATE_LISTS or content.name in TRANSPORT - {"CREATED"}:
            continue
        text = plain(content.value)
        if content.name in TIMES and not isinstance(content.value, Text):
            text = instant(zones.read(text, content.params.get("TZID", ("",))[0]), home)
        params = {
            name: tuple(map(cleaned, values))
            for name, values in content.params.items()
            if name not in ("TZID", "VALUE") and values != ("REQ-PARTICIPANT",) and any(values)
        }
        if text:
            yield content.name, f"{text} {sorted(params.items())}"


def plain(value: Value) -> str:
    """A value as text; a list and a text with commas are the same in vCalendar 1.0."""
    if isinstance(value, Fields):
        return cleaned(",".join(",".join(field) for field in value.fields))
    return cleaned(said(value))


def cleaned(text: str) -> str:
    """Without characters that no line may carry, and blanks around commas."""
    kept = (letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")
    return ",".join(part.strip() for part in "".join(kept).split(","))


def _alarm(alarm: Block, block: Block, times: Times, home: str, lost: Container[str]) -> str:
    """An alarm told by its moment, wherever the item has one it is counted from."""
    summary = block.first("SUMMARY")
    parts = []
    for name in ("ACTION", "TRIGGER", "REPEAT", "DURATION", "DESCRIPTION", "ATTACH", "ATTENDEE"):
        content = alarm.first(name) if name not in lost else None
        text = plain(content.value) if content is not None else ""
        length = parse_duration(text)
        if name == "TRIGGER" and content is not None:
            text = _sounds(content, times, length, zones_of([block]), home)
            length = None
        same = summary is not None and text == plain(summary.value)
        parts.append(
            "" if name == "DESCRIPTION" and same else str(text if length is None else length)
        )
    return "|".join((parts[0] or "DISPLAY", *parts[1:]))


def _sounds(
    trigger: Content, times: Times, length: timedelta | None, zones: Zones, home: str
) -> str:
    if length is None:
        return instant(zones.read(said(trigger.value)), home)
    of_end = trigger.params.get("RELATED", ("",))[0].upper() == "END"
    anchor = (times.end if of_end else times.start) or times.due or times.start
    if anchor is None:
        return str(length)
    # The end of whole days is their last day's.
    over = timedelta(days=of_end and anchor.all_day)
    return instant(Moment(anchor.plain + over + length), home)


def named(converted: Converted) -> set[str]:
    """Names of what was lost; of a lost zone the moments are still there."""
    found = {
        loss.name.partition(";")[0]
        for loss in converted.unheld
        if not (loss.why is Loss.NO_ZONE and loss.kept.endswith("Z"))
    }
    if found & ALARM:
        found.add("VALARM")
    return found | {"occurrences"} if found & WHEN else found


def parsed_by_icalendar(data: bytes) -> list[icalendar.Component]:
    """The items as icalendar reads them, after it found nothing wrong anywhere."""
    icalendar.use_zoneinfo()  # it forgets the zones of documents it read before
    calendar = icalendar.Calendar.from_ical(data)
    assert isinstance(calendar, icalendar.Component)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    return [part for part in calendar.walk() if part.name in ITEMS]
