"""The verb that puts a backup back without a phone, to prove that it can be."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from holdfast.actions.choosing import choose_known
from holdfast.actions.rehearse import rehearse as rehearse_backup
from holdfast.actions.rehearsing.kept_record import LATEST
from holdfast.actions.rehearsing.result import KindRehearsal, Rehearsal
from holdfast.actions.rehearsing.rota import next_due, remember
from holdfast.cli import options, shapes
from holdfast.cli.session import Session
from holdfast.vault.keys import password_from_sheet
from holdfast.wording import rehearsals, vaults


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("rehearse")(rehearse)


def rehearse(
    context: typer.Context,
    snapshot: Annotated[
        str, typer.Argument(metavar="[SNAPSHOT]", help="First digits of a backup's id.")
    ] = LATEST,
    *,
    handset: options.Handset = None,
    sheet: Annotated[
        bool, typer.Option("--sheet", help="Open the vault with the recovery sheet, typed.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Put a whole backup back into a virtual phone and compare it; losses end with 1.

    Every third time the recovery sheet is asked for, where a person is there to type it.
    """
    session = options.begin(context, as_json=as_json)
    chosen = _handset(session, snapshot, handset)
    by_sheet = sheet or _is_sheets_turn(session, chosen)
    password = _typed(session) if by_sheet else session.secret
    with session.screen.working() as task:
        result = rehearse_backup(
            session.vault.place,
            password,
            snapshot=snapshot,
            handset=chosen,
            by_sheet=by_sheet,
            task=task,
            clock=session.desk.clock,
        )
    if by_sheet:
        session.desk.settings.prove_sheet(session.vault.id)
    _tell(session, result)
    # Told first: a vault that can only be read is worth rehearsing, too.
    remember(session.vault, result, clock=session.desk.clock)
    _tell_next(session, result)


def _handset(session: Session, snapshot: str, wanted: str | None) -> str:
    if wanted is None and snapshot != LATEST:
        return session.vault.history.snapshot(snapshot).handset.id
    return choose_known(session.desk, session.vault, wanted).id


def _is_sheets_turn(session: Session, handset: str) -> bool:
    due = next_due(session.vault, handset, session.now)
    if due is None or not due.by_sheet:
        return False
    if not session.screen.interactive:
        session.screen.complain(rehearsals.sheet_put_off())
    return session.screen.interactive


def _typed(session: Session) -> str:
    if session.screen.interactive:
        session.screen.complain(rehearsals.sheet_first())
        session.screen.complain(vaults.type_sheet())
    lines = iter(lambda: sys.stdin.readline().strip(), "")
    return password_from_sheet("\n".join(lines))


def _tell(session: Session, result: Rehearsal) -> None:
    screen = session.screen
    screen.json(_shape(result))
    screen.say(rehearsals.headline(result))
    for entry in result.kinds:
        screen.say(f"  {rehearsals.kind(entry)}")
        for line in rehearsals.losses(entry):
            screen.complain(f"    {line}")
    for path in result.broken:
        screen.complain(f"  {rehearsals.broken(path)}")
    if not result.whole:
        screen.complain(rehearsals.after_losses())
        session.in_part()


def _tell_next(session: Session, result: Rehearsal) -> None:
    due = next_due(session.vault, result.handset, session.now)
    if due is not None and result.whole:
        session.screen.say(rehearsals.due(due, session.now))


def _shape(result: Rehearsal) -> shapes.Shape:
    return {
        "snapshot": result.snapshot,
        "handset": result.handset,
        "time": shapes.time(result.time),
        "whole": result.whole,
        "kinds": [_kind(entry) for entry in result.kinds],
        "broken": list(result.broken),
        "bytes": result.size,
        "seconds": result.seconds,
        "by_sheet": result.by_sheet,
    }


def _kind(entry: KindRehearsal) -> shapes.Shape:
    lost = [{"path": each.path, "title": each.title, "why": str(each.fate)} for each in entry.lost]
    return {"kind": str(entry.kind), "held": entry.held, "back": entry.back, "lost": lost}
