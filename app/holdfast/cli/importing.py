"""The verb that brings in what a phone left behind: a card, an export, an archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.actions.importing import import_place
from holdfast.cli import mirror, options, shapes
from holdfast.cli.backup import tell
from holdfast.cli.session import kinds_of
from holdfast.wording import mirrors

Place = Annotated[
    Path, typer.Argument(metavar="PATH", help="A folder, a memory card, a zip archive or a file.")
]
Name = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="What to call it; an earlier import goes on."),
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("import")(import_files)


def import_files(
    context: typer.Context,
    path: Place,
    *,
    name: Name = None,
    kind: options.Kinds = None,
    as_json: options.Json = False,
) -> None:
    """Back up a folder of vCards, calendars, CSV tables, texts and photos as if it were a phone.

    The files themselves are only read. Later, “restore --to ./folder” puts things back there.
    """
    session = options.begin(context, as_json=as_json)
    vault = session.vault
    with session.screen.working() as task:
        result = import_place(
            vault,
            session.desk.settings,
            path,
            name=name,
            words=mirrors.words(name or path.name),
            kinds=kinds_of(kind),
            task=task,
            clock=session.desk.clock,
        )
    mirrored = None if result.mirror is None else mirror.shape(result.mirror)
    session.screen.json(shapes.backup(result) | {"mirror": mirrored})
    if result.snapshot is None and result.problem is not None:
        raise result.problem
    known = result.snapshot
    tell(session, session.name_of(known.handset) if known else name or path.name, result)
