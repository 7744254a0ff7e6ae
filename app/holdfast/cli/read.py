"""The verb that shows what Holdfast makes of a file: the door for outside checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli import options
from holdfast.cli.read_backups import kind_of
from holdfast.cli.read_shapes import file_shape, items_in
from holdfast.cli.screen import Screen
from holdfast.cli.session import Refused
from holdfast.records.formats.components import read_components
from holdfast.records.formats.fields import Field
from holdfast.records.formats.occurrences import Calendar
from holdfast.records.formats.sms_xml import SmsBackup
from holdfast.records.formats.view import View, view_entry, view_item
from holdfast.records.formats.xml_elements import looks_like_xml
from holdfast.records.model.kinds import Kind
from holdfast.wording import fields, histories, kinds, terminal


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("read")(read)


def read(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="What to read.")],
    *,
    as_json: options.Json = False,
) -> None:
    """Show what Holdfast makes of vCard, calendar, note and message files."""
    session = options.begin(context, as_json=as_json)
    contents, failed = _load(files)
    if failed and not contents:
        raise Refused(failed[0])
    if as_json:
        now = datetime.now(UTC)
        shapes = [file_shape(str(path), data, now) for path, data in contents]
        session.screen.json({"files": shapes})
    else:
        for path, data in contents:
            session.screen.say(str(path), "bold")
            _tell(session.screen, data)
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


def _tell(screen: Screen, data: bytes) -> None:
    for kind, seen in _views(data):
        screen.say(f"  {kinds.title(kind)}: {seen.title or histories.unnamed_item()}")
        told = [*seen.fields, *([Field("text", seen.body)] if seen.body else [])]
        screen.table(((fields.label(field), fields.value(field)) for field in told), indent=4)


def _views(data: bytes) -> Iterator[tuple[Kind, View]]:
    if looks_like_xml(data):
        for entry in SmsBackup(data).entries():
            yield kind_of(entry), view_entry(entry)
        return
    document = read_components(data)
    calendar = Calendar.of(document)
    for kind, item in items_in(document):
        yield kind, view_item(kind, item, calendar)
