"""The verbs that write onto a phone: restore and undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from holdfast.actions.choosing import find_item
from holdfast.actions.restore import plan as plan_restore
from holdfast.actions.restore import restore as carry_out
from holdfast.actions.undo import NothingToUndo, undoable
from holdfast.actions.undo import undo as take_back
from holdfast.cli import options, shapes
from holdfast.cli.session import Declined, Refused, Session, kinds_of
from holdfast.phones.handsets.handset import Handset
from holdfast.records.model.plan import Mode, Plan, Receipt
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.vault.library import Vault
from holdfast.wording import plans, receipts, restores, terminal

What = Annotated[
    list[str],
    typer.Argument(metavar="SNAPSHOT|ITEM@SNAPSHOT…", help="A whole backup, or single items."),
]
Way = Annotated[Mode, typer.Option("--mode", help="How to treat what the phone holds.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the plan and write nothing.")]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("restore")(restore)
    app.command("undo")(undo)


def restore(
    context: typer.Context,
    what: What,
    *,
    to: options.Target = None,
    kind: options.Kinds = None,
    mode: Way = Mode.ADD,
    dry_run: DryRun = False,
    yes: options.Yes = False,
    as_json: options.Json = False,
) -> None:
    """Put a backup, or single items of it, back on a phone; the plan is shown first."""
    session = options.begin(context, as_json=as_json)
    vault = session.vault
    snapshot, items = _meant(vault, what)
    with session.connected(to) as phone:
        with session.screen.working() as task:
            made = plan_restore(
                vault, phone, snapshot, kinds=kinds_of(kind), items=items, mode=mode, task=task
            )
        _show(session, phone, made)
        if dry_run or not made.writes:
            session.screen.json({"plan": shapes.plan(made), "receipt": None})
            session.screen.say(restores.dry_run() if made.writes else "")
            return
        _demand_yes(session, restores.go_on(_effect(session, phone, made)), yes=yes)
        with session.screen.working() as task:
            receipt = carry_out(made, vault, phone, task=task, clock=session.desk.clock)
    session.screen.json({"plan": shapes.plan(made), "receipt": shapes.receipt(receipt)})
    tell(session, receipt)
    session.screen.say(restores.can_undo())


def _meant(vault: Vault, what: Sequence[str]) -> tuple[SnapshotInfo, list[StoredItem] | None]:
    """The backup that is meant, and its items that are; None for all of them."""
    named = [word.rpartition("@") for word in what]
    if len(what) == 1 and not named[0][1]:
        return vault.history.snapshot(what[0]), None
    if not all(at and item for item, at, _name in named):
        raise Refused(restores.item_or_snapshot())
    found = {vault.history.snapshot(name).id for _item, _at, name in named}
    if len(found) > 1:
        raise Refused(restores.one_snapshot())
    snapshot = vault.history.snapshot(found.pop())
    return snapshot, [find_item(vault, snapshot, item) for item, _at, _name in named]


def _effect(session: Session, phone: Handset, made: Plan) -> str:
    return plans.effect(made, session.name_of(phone.info))


def _show(session: Session, phone: Handset, made: Plan) -> None:
    screen, target = session.screen, session.name_of(phone.info)
    screen.say(restores.restoring(made.source, session.name_of(made.source.handset), target))
    for line in plans.lines(made):
        screen.say(f"  {line}")
    screen.say(plans.headline(made, target))
    if made.writes:
        screen.say(plans.safety())


def _demand_yes(session: Session, question: str, *, yes: bool) -> None:
    if yes:
        return
    if not session.screen.interactive:
        raise Refused(terminal.needs_yes())
    if not session.screen.ask(question):
        raise Declined(terminal.left_alone())


def tell(session: Session, receipt: Receipt) -> None:
    """Print a receipt; one that is not whole makes the run end as done in part."""
    session.screen.say(receipts.headline(receipt), "bold")
    for line in receipts.lines(receipt):
        session.screen.say(f"  {line}")
    if not receipt.whole:
        session.in_part()


def undo(
    context: typer.Context,
    *,
    to: options.Target = None,
    yes: options.Yes = False,
    as_json: options.Json = False,
) -> None:
    """Take back the last restore onto a phone; what its owner changed since is left alone."""
    session = options.begin(context, as_json=as_json)
    vault = session.vault
    with session.connected(to) as phone:
        last = undoable(vault, phone.info.id)
        if last is None:
            raise NothingToUndo(phone.info.id)
        when = vault.history.snapshot(last.safety).time
        name = session.name_of(phone.info)
        _demand_yes(session, restores.undoing(when, len(last.lines), name), yes=yes)
        with session.screen.working() as task:
            receipt = take_back(vault, phone, task=task, clock=session.desk.clock)
    session.screen.json({"receipt": shapes.receipt(receipt)})
    tell(session, receipt)
