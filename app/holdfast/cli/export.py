"""The verb that writes a backup as plain files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.actions.choosing import item_name
from holdfast.actions.export import ExportResult, Form
from holdfast.actions.export import export as write_files
from holdfast.cli import options, shapes
from holdfast.cli.session import Session, kinds_of
from holdfast.wording import fidelity, kinds, restores


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("export")(export)


def export(
    context: typer.Context,
    snapshot: options.Snapshot,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the files go.")],
    *,
    kind: options.Kinds = None,
    form: Annotated[
        Form,
        typer.Option(
            "--as",
            metavar="FORM",
            help="phone: the phone's own bytes; standard: vCard 3.0, iCalendar and plain text; "
            "newest: vCard 4.0.",
        ),
    ] = Form.PHONE,
    as_json: options.Json = False,
) -> None:
    """Write a backup as plain files that any program reads; nothing is overwritten."""
    session = options.begin(context, as_json=as_json)
    vault = session.vault
    found = vault.history.snapshot(snapshot)
    with session.screen.working() as task:
        result = write_files(vault, found, folder, kinds=kinds_of(kind), form=form, task=task)
    session.screen.json(
        {
            "snapshot": found.id,
            "folder": str(result.folder),
            "files": result.files,
            "bytes": result.moved,
            "counts": shapes.counts(result.counts),
            "damaged": [item_name(item) for item in result.damaged],
            "as_they_are": result.as_they_are,
            "fidelity": [shapes.fidelity(report) for report in result.fidelity],
        }
    )
    session.screen.say(restores.exported(result.files, result.folder, result.moved))
    session.screen.say(kinds.counts(result.counts))
    _tell_fidelity(session, result)
    if result.damaged:
        session.screen.complain(restores.not_exported(len(result.damaged)))
        session.in_part()


def _tell_fidelity(session: Session, result: ExportResult) -> None:
    for report in result.fidelity:
        session.screen.say(fidelity.headline(report))
        for line in fidelity.lines(report, fidelity.a_form()):
            session.screen.say(f"  {line}")
    if result.as_they_are:
        session.screen.say(restores.as_they_are(result.as_they_are))
