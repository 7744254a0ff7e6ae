"""Options that several verbs share, and how each verb begins."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.session import Session
from holdfast.records.model.kinds import Kind

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Handset = Annotated[
    str | None,
    typer.Option(
        "--handset", metavar="ID", help="Which phone, by id or name, ./folder or adb:NAME."
    ),
]
Target = Annotated[
    str | None,
    typer.Option("--to", metavar="ID", help="Which phone, by id or name, ./folder or adb:NAME."),
]
Kinds = Annotated[
    list[Kind] | None,
    typer.Option("--kind", metavar="KIND", help="Only this kind; may be given several times."),
]
Place = Annotated[
    Path | None, typer.Argument(metavar="[FOLDER]", help="The vault's folder; else --vault.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before writing.")]
Snapshot = Annotated[
    str, typer.Argument(metavar="SNAPSHOT", help="First digits of a backup's id, or “latest”.")
]


def begin(context: typer.Context, *, as_json: bool = False) -> Session:
    """The session of this run, told how to print."""
    session = context.obj
    if not isinstance(session, Session):
        raise TypeError(session)
    session.screen.as_json = as_json
    return session
