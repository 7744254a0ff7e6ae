"""Events and to-dos to a target's dialect, read again before they are believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from types import MappingProxyType

from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.converting.comparing import differences
from holdfast.records.formats.converting.contents import Block, Converted, Loss, Unheld, said
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.events.clock import Clock
from holdfast.records.formats.converting.events.names import ITEMS, TEXTS, WORD_LISTS
from holdfast.records.formats.converting.events.reading import read_event
from holdfast.records.formats.converting.events.telling import ALARM_SAID_BY, told_beside
from holdfast.records.formats.converting.events.writing import write_event
from holdfast.records.formats.dates import Moment, find_zone
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.occurrences import Calendar, first_occurrences, repeats
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.zoning.zones import Zones

_COMPARED = (TEXTS | WORD_LISTS) - TRANSPORT - {"RELATED-TO", "TZID"}
_TIMES = frozenset(("DTSTART", "DTEND", "DUE", "DURATION"))
_REPETITION = _TIMES | {"RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
# What says a loss as well as the loss itself: a day that became an hour moves its end too.
_SAID_BY = MappingProxyType(
    {
        **dict.fromkeys(_TIMES, _TIMES),
        **dict.fromkeys(_REPETITION - _TIMES, _REPETITION),
        "VALARM": ALARM_SAID_BY,
    }
)
_OF_THE_WRAPPER = TRANSPORT | {"TZ", "DAYLIGHT", "X-SONYERICSSON-DST", "X-WR-TIMEZONE"}


@dataclass(frozen=True, slots=True)
class _Read:
    """Items of one document, read."""

    items: Sequence[Component]
    document: Document
    blocks: Sequence[Block]

    @classmethod
    def of(cls, items: Sequence[Component], document: Document) -> _Read:
        zones = Zones.of(document)
        blocks = [read_event(item, document, zones) for item in items]
        return cls(items, document, blocks)


def write_calendar(items: Sequence[Component], document: Document, dialect: Dialect) -> Converted:
    """Write all `items` of `document` as one calendar of `dialect`, with what it cannot hold.

    What was written is read again. For iCalendar it must hold every content that was meant;
    vCalendar 1.0 has other words for most, so there texts, people, alarms, times and the first
    five occurrences must be the same. What is not, and was not named, is named NO_FORM.
    """
    source = _Read.of(items, document)
    written = write_event(source.blocks, dialect)
    back = read_components(written.data)
    found = _Read.of(back.items(*ITEMS), back)
    missing = _untold(source, found, dialect) if dialect.old else _lacking(source, found)
    unnamed = _unnamed(missing, source, written.unheld, dialect)
    unheld = dict.fromkeys((*written.unheld, *_wrapper(document), *unnamed))
    return Converted(written.data, tuple(unheld))


def _unnamed(
    missing: Iterator[tuple[int, Unheld]],
    source: _Read,
    named: Sequence[Unheld],
    dialect: Dialect,
) -> Iterator[Unheld]:
    """Of `missing`, each with the number of its item, what was not named for that item."""
    names = {_base(loss) for loss in named}
    for number, loss in missing:
        said_by = _SAID_BY.get(loss.name, frozenset((loss.name,)))
        if said_by & names:
            # Whether it was this item's own is seldom asked, so it is found out only then.
            own = write_event((source.blocks[number],), dialect).unheld
            if any(_base(entry) in said_by for entry in own):
                continue
        yield loss


def _base(loss: Unheld) -> str:
    """The property of a loss, which may be of a parameter ("ATTENDEE;CN")."""
    return loss.name.partition(";")[0]


def _wrapper(document: Document) -> Iterator[Unheld]:
    """What the calendar around the items says of itself: its name, its colour."""
    for calendar in document.components:
        for entry in calendar.properties if calendar.name == "VCALENDAR" else ():
            text = entry.text().strip()
            if text and entry.head.name not in _OF_THE_WRAPPER:
                yield Unheld(entry.head.name, text, Loss.NO_PROPERTY)


def _lacking(source: _Read, found: _Read) -> Iterator[tuple[int, Unheld]]:
    for number, block in enumerate(source.blocks):
        other = found.blocks[number] if number < len(found.blocks) else Block("")
        for loss in differences(block, other):
            if loss.name not in TRANSPORT:
                yield number, loss


def _untold(source: _Read, found: _Read, dialect: Dialect) -> Iterator[tuple[int, Unheld]]:
    """What the items say that the ones written do not say, whatever the words."""
    told = Counter(saying for _, saying in _told(found, dialect))
    for number, saying in _told(source, dialect):
        if told[saying]:
            told[saying] -= 1
        else:
            yield number, Unheld(*saying, Loss.NO_FORM)


def _told(read: _Read, dialect: Dialect) -> Iterator[tuple[int, tuple[str, str]]]:
    """Name and text of what each item says, with the item's number."""
    calendar = Calendar.of(read.document)
    for number, item in enumerate(read.items):
        if _stands(item):
            for saying in _sayings(item, read.blocks[number], calendar, dialect):
                yield number, saying


def _sayings(
    item: Component, block: Block, calendar: Calendar, dialect: Dialect
) -> Iterator[tuple[str, str]]:
    for content in block.contents:
        if content.name in _COMPARED:
            yield content.name, said(content.value).strip()
    clock = Clock.of(item, dialect, calendar.zones)
    yield from told_beside(block, clock)
    times = clock.times
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
