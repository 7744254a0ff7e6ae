"""The verb that checks the vault."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.actions.verify import verify as check
from holdfast.cli import options
from holdfast.wording import checks


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("verify")(verify)


def verify(
    context: typer.Context,
    *,
    read_all: Annotated[
        bool, typer.Option("--read-all", help="Decrypt and hash every byte, too.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Check that everything in the vault is there and is what it was; damage ends with 1."""
    session = options.begin(context, as_json=as_json)
    vault = session.vault
    with session.screen.working() as task:
        report = check(vault, read_all=read_all, task=task)
    session.screen.json(
        {
            "sound": report.sound,
            "snapshots": report.snapshots,
            "packs": report.packs,
            "blobs": report.blobs,
            "bytes": report.bytes,
            "read": report.read,
            "problems": [
                {"damage": str(entry.damage), "what": entry.what} for entry in report.problems
            ],
        }
    )
    session.screen.say(checks.headline(report))
    session.screen.say(checks.depth(report))
    for entry in report.problems:
        session.screen.complain(checks.line(entry))
    if not report.sound:
        session.in_part()
