"""The verb that shows what Holdfast makes of a file: the door for outside checks."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from holdfast.cli import options
from holdfast.cli.screen import Screen
from holdfast.cli.session import Refused
from holdfast.records.formats.components import (
    Component,
    Property,
    Unread,
    read_components,
)
from holdfast.records.formats.view import View, view
from holdfast.records.model.kinds import Kind
from holdfast.wording import fields, histories, kinds, terminal

_KINDS = {
    "VCARD": Kind.CONTACTS,
    "VEVENT": Kind.CALENDAR,
    "VTODO": Kind.TODOS,
    "VNOTE": Kind.NOTES,
    "VJOURNAL": Kind.NOTES,
}
Shape = dict[str, Any]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("read")(read)


def read(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="What to read.")],
    *,
    as_json: options.Json = False,
) -> None:
    """Show what Holdfast makes of vCard, vCalendar, iCalendar and vNote files."""
    session = options.begin(context, as_json=as_json)
    contents, failed = _load(files)
    if failed and not contents:
        raise Refused(failed[0])
    shapes = [_file_shape(path, data) for path, data in contents]
    session.screen.json({"files": shapes})
    for path, data in contents:
        session.screen.say(str(path), "bold")
        for component in read_components(data).components:
            _tell(session.screen, component, data)
    for sentence in failed:
        session.in_part()
        session.screen.complain(sentence)


def _load(files: list[Path]) -> tuple[list[tuple[Path, bytes]], list[str]]:
    contents: list[tuple[Path, bytes]] = []
    failed: list[str] = []
    for path in files:
        try:
            contents.append((path, path.read_bytes()))
        except OSError as error:
            failed.append(terminal.cannot_read(path, error.strerror or str(error)))
    return contents, failed


def _tell(screen: Screen, component: Component, data: bytes) -> None:
    kind = _kind_of(component)
    if kind is None:
        screen.say(f"  {component.name}")
        return
    seen = _view(component, kind, data)
    screen.say(f"  {kinds.title(kind)}: {seen.title or histories.unnamed_item()}")
    screen.table(((fields.label(field), fields.value(field)) for field in seen.fields), indent=4)


def _file_shape(path: Path, data: bytes) -> Shape:
    document = read_components(data)
    return {
        "file": str(path),
        "items": [_item_shape(component, data) for component in document.components],
        "unread": [entry.text() for entry in document.stray],
        "problems": list(document.problems),
    }


def _item_shape(component: Component, data: bytes) -> Shape:
    kind = _kind_of(component)
    entries = [entry for block in component.walk() for entry in block.properties]
    unread = [entry for block in component.walk() for entry in block.unread]
    return {
        "kind": str(kind) if kind is not None else component.name.lower(),
        "properties": [_property_shape(entry) for entry in sorted(entries, key=_place)],
        "view": _view_shape(_view(component, kind, data)) if kind is not None else None,
        "unread": [entry.text() for entry in sorted(unread, key=_place)],
    }


def _place(entry: Property | Unread) -> int:
    return entry.start


def _kind_of(component: Component) -> Kind | None:
    """What the first known block in `component` is."""
    names = (block.name for block in component.walk())
    return next((_KINDS[name] for name in names if name in _KINDS), None)


def _view(component: Component, kind: Kind, data: bytes) -> View:
    return view(kind, "", data[component.start : component.end])


def _property_shape(entry: Property) -> Shape:
    blob = entry.blob()
    return {
        "group": entry.group,
        "name": entry.name,
        "params": {name: list(values) for name, values in entry.params.items()},
        "value": entry.text() if blob is None else _blob_shape(blob),
    }


def _blob_shape(blob: bytes) -> Shape:
    return {"bytes": len(blob), "sha256": hashlib.sha256(blob).hexdigest()}


def _view_shape(seen: View) -> Shape:
    return {
        "title": seen.title,
        "subtitle": seen.subtitle,
        "fields": [
            {"label": field.label, "types": list(field.types), "value": field.value}
            for field in seen.fields
        ],
        "photo": _blob_shape(seen.photo) if seen.photo is not None else None,
        "start": _time(seen.start),
        "end": _time(seen.end),
        "due": _time(seen.due),
        "all_day": seen.all_day,
        "done": seen.done,
        "body": seen.body,
        "others": list(seen.others),
    }


def _time(when: datetime | None) -> str | None:
    return when.isoformat() if when is not None else None
