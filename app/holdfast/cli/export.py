"""The verb that writes a backup, or single items, in forms that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from holdfast.actions.choosing import find_item, item_name
from holdfast.actions.export import ExportResult, Form, Tools, Whole, export_selection
from holdfast.actions.exporting.selection import Selection, chosen, whole
from holdfast.actions.exporting.smaller import Smaller
from holdfast.cli import options, shapes
from holdfast.cli.session import Refused, Session, kinds_of
from holdfast.records.model.kinds import Kind
from holdfast.wording import exports, fidelity, kinds, restores


class As(StrEnum):
    """What can be asked for at the command line; *files* are *phone* by another name."""

    FILES = "files"
    PHONE = "phone"
    STANDARD = "standard"
    NEWEST = "newest"
    VCF = "vcf"
    ICS = "ics"
    CSV = "csv"
    HTML = "html"
    VIEWER = "viewer"

    @property
    def form(self) -> Form | Whole:
        """The form that is meant."""
        if self in (As.FILES, As.PHONE):
            return Form.PHONE
        return Form(self) if self in (As.STANDARD, As.NEWEST) else Whole(self)


What = Annotated[
    str,
    typer.Argument(metavar="SNAPSHOT|ITEM@SNAPSHOT", help="A whole backup, or a single item."),
]
More = Annotated[
    list[str] | None,
    typer.Option("--item", metavar="ITEM@SNAPSHOT", help="One more item; repeatable."),
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("export")(export)


def export(
    context: typer.Context,
    what: What,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the files go.")],
    *,
    kind: options.Kinds = None,
    item: More = None,
    form: Annotated[
        As,
        typer.Option(
            "--as",
            metavar="FORM",
            help="files: the phone's own bytes; standard: vCard 3.0, iCalendar and plain text; "
            "newest: vCard 4.0; vcf: one file of contacts; ics: one calendar; csv: tables; "
            "html: conversations and calls as pages; viewer: everything as pages.",
        ),
    ] = As.FILES,
    as_json: options.Json = False,
) -> None:
    """Write a backup in forms that any program reads; nothing is overwritten."""
    session = options.begin(context, as_json=as_json)
    snapshot, selection = _meant(session, what, item or (), kinds_of(kind))
    with session.screen.working() as task, Smaller() as smaller:
        tools = Tools(exports.words(), thumbnail=smaller)
        result = export_selection(
            session.vault, selection, folder, form.form, tools=tools, task=task
        )
    session.screen.json(
        {
            "snapshot": snapshot,
            "folder": str(result.folder),
            "first": str(result.first) if result.first else None,
            "files": result.files,
            "bytes": result.moved,
            "counts": shapes.counts(result.counts),
            "damaged": [item_name(lost) for lost in result.damaged],
            "without": [str(left) for left in result.without],
            "as_they_are": result.as_they_are,
            "fidelity": [shapes.fidelity(report) for report in result.fidelity],
        }
    )
    _tell(session, result)


def _meant(
    session: Session, what: str, more: Sequence[str], asked: tuple[Kind, ...] | None
) -> tuple[str, Selection]:
    """The id of the backup that is meant, of several the first one's, and what of it."""
    vault = session.vault
    if "@" not in what:
        if more:
            raise Refused(restores.item_or_snapshot())
        found = vault.history.snapshot(what)
        title = exports.title_of(session.name_of(found.handset), found)
        lines = exports.lines_of(found)
        return found.id, whole(vault, found, asked, title=title, lines=lines)
    named = [word.rpartition("@") for word in (what, *more)]
    places = [(vault.history.snapshot(name), item) for item, _at, name in named]
    items = [find_item(vault, snapshot, item) for snapshot, item in places]
    kept = [item for item in items if asked is None or item.kind in asked]
    return places[0][0].id, chosen(kept, title=exports.title_of_items(len(kept)))


def _tell(session: Session, result: ExportResult) -> None:
    screen = session.screen
    if not result.files:
        screen.complain(exports.nothing())
    else:
        screen.say(restores.exported(result.files, result.folder, result.moved))
        screen.say(kinds.counts(result.counts))
    for report in result.fidelity:
        screen.say(fidelity.headline(report))
        for line in fidelity.lines(report, fidelity.a_form()):
            screen.say(f"  {line}")
    if result.as_they_are:
        screen.say(restores.as_they_are(result.as_they_are))
    if result.without:
        screen.say(exports.without(result))
    if result.damaged:
        screen.complain(restores.not_exported(len(result.damaged)))
        screen.complain(exports.damaged(result.damaged))
        session.in_part()
