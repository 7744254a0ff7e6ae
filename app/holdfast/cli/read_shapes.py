"""What `read --json` prints of one file: every content line, and what was made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from holdfast.cli.read_backups import backup_shape
from holdfast.cli.read_views import Shape, blob_shape, view_shape
from holdfast.records.formats import decoding
from holdfast.records.formats.components import Component, Document, Property, Unread
from holdfast.records.formats.occurrences import Calendar
from holdfast.records.formats.reading import read_components, reread
from holdfast.records.formats.xml.elements import looks_like_xml
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
Line = Property | Unread


def items_in(document: Document) -> list[tuple[Kind, Component]]:
    """The blocks of a document that are items, in file order."""
    found = document.items(*KINDS)
    return [(KINDS[component.name], component) for component in found]


def file_shape(name: str, data: bytes, now: datetime) -> Shape:
    """One file: items and problems.

    Items are its outermost blocks in file order, and the lines outside of any; of an XML
    backup its messages and calls.

    `now` (aware) is where the next occurrences are counted from.
    """
    shape = backup_shape(data) if looks_like_xml(data) else _document_shape(data, now)
    return {"file": name, **shape}


def _document_shape(data: bytes, now: datetime) -> Shape:
    document = read_components(data)
    calendar = Calendar.of(document)
    return {
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
        return blob_shape(blob)
    return entry.decoded() if entry.head.verbatim else decoding.unescape_text(entry.decoded())
