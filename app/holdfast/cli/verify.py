"""The verbs that check the vault, and repair it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Annotated

import typer

from holdfast.actions.repair import repair as carry_out
from holdfast.actions.rota import Rota
from holdfast.actions.vault_memory import VaultMemory
from holdfast.actions.verify import DamagedItem, Verified
from holdfast.actions.verify import verify as check
from holdfast.cli import options, shapes
from holdfast.cli.session import Session
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset
from holdfast.wording import checks
from holdfast.wording.problems import sentence


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("verify")(verify)
    app.command("repair")(repair)


def verify(
    context: typer.Context,
    *,
    read_all: Annotated[
        bool, typer.Option("--read-all", help="Decrypt and hash every byte, too.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Check that everything in the vault is there and is what it was; damage ends with 1.

    Each time a share of the data is read back, some 5 % a week, so that in five months all is.
    """
    session = options.begin(context, as_json=as_json)
    vault, desk = session.vault, session.desk
    rota = Rota(desk.settings.folder, vault.id)
    with session.screen.working() as task:
        result = check(vault, read_all=read_all, task=task, rota=rota, clock=desk.clock)
    note(session, result, read_all=read_all)
    session.screen.json(_shape(result))
    session.screen.say(checks.headline(result.report))
    session.screen.say(checks.depth(result.report))
    if result.rota is not None:
        session.screen.say(checks.rota(result.rota))
    tell_damage(session, result)


def note(session: Session, result: Verified, *, read_all: bool) -> None:
    """Remember on this computer how a check went, so that the window tells of it, too."""
    desk = session.desk
    memory = VaultMemory(desk.settings.folder, session.vault.id)
    memory.note_report(desk.clock(), result.report, read_all=read_all, odd=len(result.odd))


def tell_damage(session: Session, result: Verified) -> None:
    """Say what is damaged or odd; the run then ends as done in part."""
    if not result.sound:
        session.in_part()
    for entry in result.report.problems:
        session.screen.complain(checks.line(entry))
    for odd in result.odd:
        session.screen.complain(checks.odd(odd))
    if result.items:
        session.screen.complain(checks.items_heading(len(result.items)))
        _tell_items(session, result.items)
    if result.report.problems:
        session.screen.complain(checks.after_damage())


def _tell_items(session: Session, items: Sequence[DamagedItem]) -> None:
    for item in items:
        session.screen.complain(f"  {checks.item(item)}")


def _shape(result: Verified) -> shapes.Shape:
    report = result.report
    return {
        "sound": result.sound,
        "snapshots": report.snapshots,
        "packs": report.packs,
        "blobs": report.blobs,
        "bytes": report.bytes,
        "read": report.read,
        "problems": [{"damage": str(e.damage), "what": e.what} for e in report.problems],
        "items": [_item_shape(item) for item in result.items],
        "odd": [
            {
                "oddity": str(odd.oddity),
                "snapshot": odd.snapshot,
                "kind": None if odd.kind is None else str(odd.kind),
                "what": odd.what,
            }
            for odd in result.odd
        ],
        "read_ever": None if result.rota is None else round(result.rota.share, 4),
    }


def _item_shape(item: DamagedItem) -> shapes.Shape:
    return {
        "path": item.path,
        "snapshot": item.snapshot,
        "item": None if item.item is None else shapes.item(item.item),
        "backups": item.backups,
    }


def repair(context: typer.Context, *, as_json: options.Json = False) -> None:
    """Save what is whole in a damaged vault, and heal the rest from the phones that are there."""
    session = options.begin(context, as_json=as_json)
    vault, desk = session.vault, session.desk
    with ExitStack() as stack, session.screen.working() as task:
        phones = _phones(session, stack)
        result = carry_out(vault, phones, task=task, clock=desk.clock)
    memory = VaultMemory(desk.settings.folder, vault.id)
    memory.note_report(desk.clock(), result.report, read_all=True)
    session.screen.json(
        {
            "whole": result.whole,
            "packs": result.repair.packs,
            "saved": result.repair.saved,
            "healed": [_item_shape(item) for item in result.healed],
            "left": [_item_shape(item) for item in result.left],
        }
    )
    if result.healed:
        session.screen.say(checks.healed(len(result.healed)))
    session.screen.say(checks.repaired(result))
    _tell_items(session, result.left)
    if not result.whole:
        session.in_part()


def _phones(session: Session, stack: ExitStack) -> list[Handset]:
    """Every phone that is there and has a backup in this vault, opened."""
    known = {info.id for info in session.vault.history.handsets()}
    found = []
    for present in session.desk.look().present:
        if present.info is None or present.info.id not in known:
            continue
        try:
            phone = session.desk.connect(present.info.id)
        except Problem as problem:
            session.screen.complain(sentence(problem))
            continue
        stack.callback(phone.close)
        found.append(phone)
    return found
