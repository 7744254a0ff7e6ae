"""Events and to-dos to a target's dialect, read again before they are believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

from holdfast.records.formats.components import Component, Document, read_components
from holdfast.records.formats.converting.comparing import differences
from holdfast.records.formats.converting.contents import Block, Converted, Loss, Unheld, said
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.event_in import read_event
from holdfast.records.formats.converting.event_names import TEXTS, WORD_LISTS
from holdfast.records.formats.converting.event_out import write_event
from holdfast.records.formats.dates import Moment, find_zone
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.icalendar import times_of
from holdfast.records.formats.occurrences import Calendar, first_occurrences, repeats
from holdfast.records.formats.zones import Zones

ITEMS = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY")
"""Blocks that are items of a calendar."""

_COMPARED = (TEXTS | WORD_LISTS) - TRANSPORT - {"RELATED-TO", "TZID"}
# One of these being named says that the times are told otherwise.
_ABOUT_TIMES = frozenset(("DTSTART", "DTEND", "DUE", "DURATION"))
_ABOUT_REPETITION = _ABOUT_TIMES | {"RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
_OF_THE_WRAPPER = TRANSPORT | {"TZ", "DAYLIGHT", "X-SONYERICSSON-DST", "X-WR-TIMEZONE"}


@dataclass(frozen=True, slots=True)
class _Read:
    """Items of one document, read."""

    items: Sequence[Component]
    document: Document
    zones: Zones
    blocks: Sequence[Block]

    @classmethod
    def of(cls, items: Sequence[Component], document: Document) -> _Read:
        zones = Zones.of(document)
        blocks = [read_event(item, document, zones) for item in items]
        return cls(items, document, zones, blocks)


def write_calendar(items: Sequence[Component], document: Document, dialect: Dialect) -> Converted:
    """Write all `items` of `document` as one calendar of `dialect`, with what it cannot hold.

    What was written is read again. For iCalendar it must hold every content that was meant;
    vCalendar 1.0 has other words for most, so there texts, times and the first five
    occurrences must be the same. What is not, and was not named, is named NO_FORM.
    """
    source = _Read.of(items, document)
    written = write_event(source.blocks, dialect)
    back = read_components(written.data)
    found = _Read.of(back.items(*ITEMS), back)
    named = {loss.name for loss in written.unheld}
    missing = _untold(source, found, dialect) if dialect.old else _lacking(source, found)
    unnamed = (loss for loss in missing if loss.name not in named)
    return Converted(
        written.data, tuple(dict.fromkeys((*written.unheld, *_wrapper(document), *unnamed)))
    )


def _wrapper(document: Document) -> Iterator[Unheld]:
    """What the calendar around the items says of itself: its name, its colour."""
    for calendar in document.components:
        for entry in calendar.properties if calendar.name == "VCALENDAR" else ():
            text = entry.text().strip()
            if text and entry.head.name not in _OF_THE_WRAPPER:
                yield Unheld(entry.head.name, text, Loss.NO_PROPERTY)


def _lacking(source: _Read, found: _Read) -> Iterator[Unheld]:
    for number, block in enumerate(source.blocks):
        other = found.blocks[number] if number < len(found.blocks) else Block("")
        yield from (loss for loss in differences(block, other) if loss.name not in TRANSPORT)


def _untold(source: _Read, found: _Read, dialect: Dialect) -> Iterator[Unheld]:
    """What the items say that the ones written do not say, whatever the words."""
    told = Counter(_told(found, dialect))
    for name, text in _told(source, dialect):
        if told[name, text]:
            told[name, text] -= 1
        else:
            yield Unheld(name, text, Loss.NO_FORM)


def _told(read: _Read, dialect: Dialect) -> Iterator[tuple[str, str]]:
    calendar = Calendar.of(read.document)
    for item, block in zip(read.items, read.blocks, strict=True):
        if not _stands(item):
            continue
        for content in block.contents:
            if content.name in _COMPARED:
                yield content.name, said(content.value).strip()
        times = times_of(item, read.zones)
        end = times.end or (times.start if times.all_day else None)
        yield "DTSTART", _instant(times.start, dialect)
        yield "DTEND", _instant(end, dialect)
        yield "DUE", _instant(times.due, dialect)
        if repeats(item) and not calendar.moved:
            days = first_occurrences(item, calendar) or ()
            yield "RRULE", ", ".join(_instant(day, dialect) for day in days)


def _stands(item: Component) -> bool:
    """Whether vCalendar 1.0 has an item for it: a dropped instance is an exception there."""
    if item.name in ("VJOURNAL", "VFREEBUSY"):
        return False
    return item.first("RECURRENCE-ID") is None or item.text("STATUS").upper() != "CANCELLED"


def _instant(moment: Moment | None, dialect: Dialect) -> str:
    """A moment told the same way by any clock; by the phone's own where it lives in a zone."""
    if moment is None:
        return ""
    when = moment.when
    if moment.all_day:
        return f"{when:%Y-%m-%d}"
    if when.tzinfo is not None:
        home = find_zone(dialect.zone) if dialect.zone else None
        when = when.astimezone(home or UTC).replace(tzinfo=None)
    return f"{when:%Y-%m-%d %H:%M:%S}"
