"""What `read --json` prints of one file: every content line, and what was made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from holdfast.records.formats import decoding
from holdfast.records.formats.components import (
    Component,
    Document,
    Property,
    Unread,
    read_components,
    reread,
)
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.fields import Field
from holdfast.records.formats.occurrences import Calendar, next_occurrences
from holdfast.records.formats.vcard import name_parts
from holdfast.records.formats.view import View, view_item
from holdfast.records.model.kinds import Kind

KINDS = {
    "VCARD": Kind.CONTACTS,
    "VEVENT": Kind.CALENDAR,
    "VFREEBUSY": Kind.CALENDAR,
    "VTODO": Kind.TODOS,
    "VNOTE": Kind.NOTES,
    "VJOURNAL": Kind.NOTES,
    "VMSG": Kind.MESSAGES,
}
"""What the blocks that are items are; a calendar's wrapper, its zones and alarms are none."""
_LOOSE = "loose"
_MAX_SHOWN = 5000
_NAME_PARTS = ("family", "given", "middle", "prefix", "suffix")
Shape = dict[str, Any]
Line = Property | Unread


def items_in(document: Document) -> list[tuple[Kind, Component]]:
    """The blocks of a document that are items, in file order."""
    found = document.items(*KINDS)
    return [(KINDS[component.name], component) for component in found]


def file_shape(name: str, data: bytes, now: datetime) -> Shape:
    """One file: its outermost blocks as items, in file order, and lines outside of any.

    `now` (aware) is where the next occurrences are counted from.
    """
    document = read_components(data)
    calendar = Calendar.of(document)
    return {
        "file": name,
        "items": [
            _item_shape(part, calendar, now) if isinstance(part, Component) else _loose_shape(part)
            for part in _parts(document)
        ],
        "problems": list(document.problems),
    }


def _parts(document: Document) -> Iterator[Component | list[Unread]]:
    """Blocks in file order, and between them the runs of lines that stand in none."""
    run: list[Unread] = []
    parts: list[Component | Unread] = [*document.components, *document.stray]
    for part in sorted(parts, key=_place):
        if isinstance(part, Unread):
            run.append(part)
            continue
        if run:
            yield run
            run = []
        yield part
    if run:
        yield run


def _place(part: Component | Line) -> int:
    return part.start


def _loose_shape(lines: Sequence[Unread]) -> Shape:
    read = [reread(line) or line for line in lines]
    return {"kind": _LOOSE, **_lines_shape(read), "view": None}


def _item_shape(component: Component, calendar: Calendar, now: datetime) -> Shape:
    lines: list[Line] = []
    for block in component.walk():
        lines += block.properties
        lines += block.unread
    lines.sort(key=_place)
    inside = items_in(Document((component,)))[:_MAX_SHOWN]
    views = [view_shape(kind, item, calendar, now) for kind, item in inside]
    return {
        "kind": str(inside[0][0]) if inside else component.name.lower(),
        **_lines_shape(lines),
        "view": views[0] if views else None,
        "more_views": views[1:],
    }


def _lines_shape(lines: Sequence[Line]) -> Shape:
    return {
        "properties": [_property_shape(line) for line in lines if isinstance(line, Property)],
        "unread": [line.text() for line in lines if isinstance(line, Unread)],
    }


def _property_shape(entry: Property) -> Shape:
    return {
        "group": entry.group,
        "name": entry.name,
        "params": {name: list(values) for name, values in entry.params.items()},
        "value": _value(entry),
    }


def _value(entry: Property) -> str | Shape:
    blob = entry.blob()
    if blob is not None:
        return _blob_shape(blob)
    return entry.decoded() if entry.head.verbatim else decoding.unescape_text(entry.decoded())


def _blob_shape(blob: bytes) -> Shape:
    return {"bytes": len(blob), "sha256": hashlib.sha256(blob).hexdigest()}


def view_shape(kind: Kind, item: Component, calendar: Calendar, now: datetime) -> Shape:
    """What a person sees of one item; `end` of whole days is the day after."""
    seen = view_item(kind, item, calendar)
    shape = {
        "kind": str(kind),
        "title": seen.title,
        "subtitle": seen.subtitle,
        "fields": [_field_shape(field) for field in seen.fields],
        "body": seen.body,
    }
    if kind is Kind.CONTACTS:
        return shape | _card_shape(seen, item)
    coming = next_occurrences(item, calendar, now) if seen.repeats else None
    return shape | _times_shape(seen) | _repeats_shape(seen, coming)


def _field_shape(field: Field) -> Shape:
    return {"label": field.label, "types": list(field.types), "value": field.value}


def _card_shape(seen: View, card: Component) -> Shape:
    return {
        "name": dict(zip(_NAME_PARTS, name_parts(card), strict=True)),
        "numbers": [field.value for field in seen.fields if field.label == "phone"],
        "emails": [field.value for field in seen.fields if field.label == "email"],
        "photo": _blob_shape(seen.photo) if seen.photo is not None else None,
    }


def _times_shape(seen: View) -> Shape:
    end = seen.end + timedelta(days=1) if seen.end is not None and seen.all_day else seen.end
    return {
        "start": _time(seen.start, all_day=seen.all_day),
        "end": _time(end, all_day=seen.all_day),
        "due": _time(seen.due, all_day=seen.all_day),
        "zone": seen.zone,
        "all_day": seen.all_day,
        "done": seen.done,
    }


def _repeats_shape(seen: View, coming: tuple[Moment, ...] | None) -> Shape:
    """When it takes place: from its start on, and from now on; null is not worked out."""
    first = seen.first_occurrences
    return {
        "repeats": seen.repeats,
        "occurrences": _moments(first),
        "next_occurrences": _moments(coming if seen.repeats else ()),
    }


def _moments(moments: tuple[Moment, ...] | None) -> list[str | None] | None:
    if moments is None:
        return None
    return [_time(moment.when, all_day=moment.all_day) for moment in moments]


def _time(when: datetime | None, *, all_day: bool = False) -> str | None:
    if when is None:
        return None
    return when.date().isoformat() if all_day else when.isoformat()
