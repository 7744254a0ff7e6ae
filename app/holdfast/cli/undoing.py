"""The verb that takes a restore back."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.actions.undo import NothingToUndo, redoable, undoable
from holdfast.actions.undo import undo as take_back
from holdfast.cli import options, shapes
from holdfast.cli.receipts import tell
from holdfast.cli.restore import demand_yes
from holdfast.wording import restores

Again = Annotated[
    bool, typer.Option("--redo", help="Take back the last undo: do again what it undid.")
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("undo")(undo)


def undo(
    context: typer.Context,
    *,
    to: options.Target = None,
    again: Again = False,
    yes: options.Yes = False,
    as_json: options.Json = False,
) -> None:
    """Take back the last restore onto a phone; what its owner changed since is left alone."""
    session = options.begin(context, as_json=as_json)
    vault = session.vault
    with session.connected(to) as phone:
        find = redoable if again else undoable
        last = find(vault, phone.info.id)
        if last is None:
            raise NothingToUndo(phone.info.id)
        when = vault.history.snapshot(last.safety).time
        name = session.name_of(phone.info)
        demand_yes(session, restores.undoing(when, len(last.lines), name), yes=yes)
        with session.screen.working() as task:
            receipt = take_back(vault, phone, task=task, clock=session.desk.clock, of=last)
    session.screen.json({"receipt": shapes.receipt(receipt)})
    tell(session, receipt)
