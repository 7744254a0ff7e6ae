"""The verb that shows what Holdfast makes of a file: the door for outside checks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli import options
from holdfast.cli.read_shapes import file_shape, items_in
from holdfast.cli.screen import Screen
from holdfast.cli.session import Refused
from holdfast.records.formats.components import read_components
from holdfast.records.formats.occurrences import Calendar
from holdfast.records.formats.view import view_item
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
    """Show what Holdfast makes of vCard, vCalendar, iCalendar and vNote files."""
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
    document = read_components(data)
    calendar = Calendar.of(document)
    for kind, item in items_in(document):
        seen = view_item(kind, item, calendar)
        screen.say(f"  {kinds.title(kind)}: {seen.title or histories.unnamed_item()}")
        rows = ((fields.label(field), fields.value(field)) for field in seen.fields)
        screen.table(rows, indent=4)
