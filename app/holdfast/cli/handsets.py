"""The verb that lists the phones that are connected."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.actions.letting_go import held, let_go
from holdfast.cli import options, shapes
from holdfast.cli.session import Session
from holdfast.phones.handsets.find import Found
from holdfast.wording import backups
from holdfast.wording.problems import sentence


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("handsets")(handsets)


def handsets(
    context: typer.Context,
    *,
    free: Annotated[
        str | None,
        typer.Option(
            "--free",
            metavar="PHONE",
            help="Ask the program that holds this phone (by model or serial) to let go of it.",
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """List the phones that are connected."""
    session = options.begin(context, as_json=as_json)
    if free is not None:
        let_go(session.desk, held(session.desk, free))
    present = session.desk.look().present
    session.screen.json({"handsets": [_shape(session, found) for found in present]})
    session.screen.table(_row(session, found) for found in present if found.info is not None)
    if not present:
        session.screen.say(backups.nothing_connected())
    for found in present:
        if found.problem is not None:
            session.in_part()
            session.screen.complain(backups.of_phone(found.title, sentence(found.problem)))


def _row(session: Session, found: Found) -> tuple[str, ...]:
    info = found.info
    if info is None:
        return ()
    return info.id, session.name_of(info), info.title, info.protocol


def _shape(session: Session, found: Found) -> shapes.Shape:
    problem = None if found.problem is None else sentence(found.problem)
    if found.info is None:
        seen = {"title": found.title or None, "serial": found.serial or None}
        return {"id": None, "connected": False, "problem": problem} | seen
    shape = shapes.handset(found.info, session.name_of(found.info))
    return shape | {"connected": True, "problem": problem}
