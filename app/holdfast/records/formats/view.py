"""One item as the item panel shows it: labelled fields, photo, times, what was not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice

from holdfast.records.formats import messages, sms_xml
from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.decoding import guess
from holdfast.records.formats.fields import Alarm, Field
from holdfast.records.formats.icalendar import (
    is_done,
    item_fields,
    rule_of,
    times_of,
)
from holdfast.records.formats.occurrences import Calendar, first_occurrences, repeats
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.recurring.recurrence import Recurrence
from holdfast.records.formats.summary import (
    Summary,
    items_of,
    summarise,
    summarise_item,
    summarise_record,
)
from holdfast.records.formats.vcard import card_fields, photo
from holdfast.records.formats.vnote import body_of, note_fields
from holdfast.records.formats.xml.elements import Element, looks_like_xml
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, Message

__all__ = ["Alarm", "Field", "View", "view"]

_MAX_OTHERS = 1000
_MAX_UNREAD = 1000
_MAX_FIELDS = 2000


@dataclass(frozen=True, slots=True)
class View:
    """One item, ready to be shown.

    `start`, `end` and `due` are aware where their zone is known and naive where they are wall
    time; for whole days `end` is the last day itself. `zone` is that of the start (or of when it
    is due): its name in the zone database, or as written where nobody knows it.
    `first_occurrences` are up to five, None when they were not worked out. `done` is None
    except for to-dos. `body` is the text of a note or message. `others` are the titles of
    further items in the same bytes. `unread` are the lines that could not be read, as text.
    """

    title: str
    subtitle: str = ""
    fields: tuple[Field, ...] = ()
    photo: bytes | None = None
    done: bool | None = None
    start: datetime | None = None
    end: datetime | None = None
    due: datetime | None = None
    all_day: bool = False
    recurrence: Recurrence | None = None
    zone: str = ""
    repeats: bool = False
    first_occurrences: tuple[Moment, ...] | None = ()
    body: str = ""
    readable: bool = True
    others: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def view(kind: Kind, suffix: str, data: bytes, name: str = "") -> View:
    """Read one item's bytes for showing; never raises. `name` is a title to fall back on."""
    if kind.is_media:
        return View(name.rpartition("/")[2])
    if kind is Kind.NOTES and suffix == ".txt":
        body = guess(data).lstrip("\ufeff").replace("\r\n", "\n")
        glance = summarise(kind, suffix, data, name)
        return View(glance.title, glance.subtitle, body=body)
    if kind in messages.KINDS and looks_like_xml(data):
        return _backup(kind, data, name)
    document = read_components(data)
    items = items_of(kind, document)
    if not items:
        return View(name, readable=False, unread=tuple(islice(unread_lines(document), _MAX_UNREAD)))
    seen = view_item(kind, items[0], Calendar.of(document))
    return replace(
        seen,
        title=seen.title or name,
        others=tuple(summarise_item(kind, item).title for item in items[1:_MAX_OTHERS]),
        unread=tuple(islice(chain(unread_lines(document), seen.unread), _MAX_UNREAD)),
    )


def view_item(kind: Kind, item: Component, calendar: Calendar) -> View:
    """One component of a document that was read before, ready to be shown; never raises.

    `unread` then has the lines of its zones alone; the item's own are on the component.
    """
    glance = summarise_item(kind, item)
    record = messages.record_of(item)
    if record is not None:
        seen = _record_view(record, messages.other_fields(item))
        return replace(seen, title=glance.title)
    if item.name == "VCARD":
        fields = tuple(card_fields(item))[:_MAX_FIELDS]
        return View(glance.title, glance.subtitle, fields, photo(item))
    if item.name == "VNOTE":
        fields = tuple(note_fields(item))[:_MAX_FIELDS]
        return View(glance.title, glance.subtitle, fields, body=body_of(item))
    return _event_view(item, glance, calendar)


def _event_view(item: Component, glance: Summary, calendar: Calendar) -> View:
    zones = calendar.zones
    times = times_of(item, zones)
    return View(
        glance.title,
        glance.subtitle,
        tuple(item_fields(item, zones))[:_MAX_FIELDS],
        done=is_done(item) if item.name == "VTODO" else None,
        start=_when(times.start),
        end=_when(times.end),
        due=_when(times.due),
        all_day=times.all_day,
        recurrence=rule_of(item),
        zone=zones.known_as(times.start or times.due),
        repeats=repeats(item),
        first_occurrences=first_occurrences(item, calendar),
        unread=zones.lines_not_understood(item),
    )


def view_entry(entry: Element) -> View:
    """One message or call of an XML backup, ready to be shown; never raises."""
    seen = _record_view(sms_xml.record_of(entry), messages.other_fields(entry))
    unread = tuple(text for element in entry.walk() for text in element.unread)
    return replace(seen, photo=sms_xml.picture_of(entry), unread=unread[:_MAX_UNREAD])


def _record_view(record: Message | Call, others: Iterator[Field]) -> View:
    glance = summarise_record(record)
    return View(
        glance.title,
        glance.subtitle,
        tuple(chain(messages.fields_of(record), others))[:_MAX_FIELDS],
        start=record.when,
        body=record.text if isinstance(record, Message) else "",
    )


def _backup(kind: Kind, data: bytes, name: str) -> View:
    """The first message or call of an XML file, and who the others are from."""
    entries = messages.entries_of(kind, data)
    first = next(entries, None)
    if first is None:
        return View(name, readable=False, unread=messages.survey(kind, data).stray[:_MAX_UNREAD])
    seen = view_entry(first)
    others = islice((messages.title_of(sms_xml.record_of(entry)) for entry in entries), _MAX_OTHERS)
    return replace(seen, title=seen.title or name, others=tuple(others))


def _when(moment: Moment | None) -> datetime | None:
    return None if moment is None else moment.when


def unread_lines(document: Document) -> Iterator[str]:
    """Yield the lines that could not be read, in file order, as text."""
    blocks = [block for part in document.components for block in part.walk()]
    lines = [*document.stray, *(line for block in blocks for line in block.unread)]
    lines.sort(key=lambda line: line.start)
    return (line.text() for line in lines)
