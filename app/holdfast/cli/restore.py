"""The verb that puts things back on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from holdfast.actions.choosing import NothingNamed, find_item, item_name
from holdfast.actions.offering import newest_good
from holdfast.actions.proposing import Proposal, propose
from holdfast.actions.recover import plan_rest, settle
from holdfast.actions.restore import restore as carry_out
from holdfast.cli import options, shapes
from holdfast.cli.receipts import tell
from holdfast.cli.screen import Screen
from holdfast.cli.session import Declined, Refused, Session, kinds_of
from holdfast.phones.handsets.handset import Handset
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Plan
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.vault.history.catalogue import LATEST
from holdfast.vault.library import Vault
from holdfast.wording import fidelity, likeness, plans, restores, terminal

What = Annotated[
    list[str] | None,
    typer.Argument(metavar="SNAPSHOT|ITEM@SNAPSHOT…", help="A whole backup, or single items."),
]
Way = Annotated[Mode, typer.Option("--mode", help="How to treat what the phone holds.")]
LeaveOut = Annotated[
    list[str] | None,
    typer.Option("--leave-out", metavar="ITEM", help="An item not to touch; repeatable."),
]
RemoveAnyway = Annotated[
    bool, typer.Option("--remove-anyway", help="Even if most of a kind would be removed.")
]
GoOn = Annotated[
    bool, typer.Option("--continue", help="Go on with the last restore, which was broken off.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the plan and write nothing.")]

_MOST_ALIKE = 20


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("restore")(restore)


def restore(
    context: typer.Context,
    what: What = None,
    *,
    go_on: GoOn = False,
    to: options.Target = None,
    kind: options.Kinds = None,
    mode: Way = Mode.ADD,
    leave_out: LeaveOut = None,
    dry_run: DryRun = False,
    remove_anyway: RemoveAnyway = False,
    yes: options.Yes = False,
    as_json: options.Json = False,
) -> None:
    """Put a backup, or single items of any backups, back on a phone; the plan is shown first."""
    session = options.begin(context, as_json=as_json)
    vault = session.vault
    if bool(what) is go_on:
        raise Refused(restores.item_or_snapshot())
    if go_on:
        _continue(session, to, yes=yes)
        return
    snapshot, items = _meant(vault, what or (), mode, kinds_of(kind))
    if items is not None and mode is Mode.MATCH:
        raise Refused(restores.no_match_of_items())
    with session.connected(to) as phone:
        with session.screen.working() as task:
            proposal = propose(
                vault,
                phone,
                snapshot,
                kinds=kinds_of(kind),
                items=items,
                match=mode is Mode.MATCH,
                task=task,
            )
            made = proposal.plan(mode).without(_left_out(proposal, leave_out or ()))
        _show(session, phone, proposal, made)
        if dry_run or not made.writes:
            session.screen.json(_proposed(proposal, made) | {"receipt": None})
            session.screen.say(restores.dry_run() if made.writes else "")
            return
        if proposal.losing(made) and not remove_anyway:
            raise Refused(restores.needs_remove_anyway())
        demand_yes(session, restores.go_on(_effect(session, phone, made)), yes=yes)
        with session.screen.working() as task:
            receipt = carry_out(made, vault, phone, task=task, clock=session.desk.clock)
    session.screen.json(_proposed(proposal, made) | {"receipt": shapes.receipt(receipt)})
    tell(session, receipt)
    session.screen.say(restores.can_undo())


def _continue(session: Session, to: str | None, *, yes: bool) -> None:
    """Go on with the last restore onto a phone, which was broken off."""
    vault = session.vault
    with session.connected(to) as phone:
        with session.screen.working() as task:
            settle(vault, phone, clock=session.desk.clock)
            made = plan_rest(vault, phone, task)
        for line in plans.lines(made):
            session.screen.say(f"  {line}")
        demand_yes(session, restores.go_on(_effect(session, phone, made)), yes=yes)
        with session.screen.working() as task:
            receipt = carry_out(made, vault, phone, task=task, clock=session.desk.clock)
    session.screen.json({"plan": shapes.plan(made), "receipt": shapes.receipt(receipt)})
    tell(session, receipt)


def _meant(
    vault: Vault, what: Sequence[str], mode: Mode, kinds: tuple[Kind, ...] | None
) -> tuple[SnapshotInfo, Sequence[StoredItem] | None]:
    """The backup that is meant, and its items that are; None for all of them.

    "latest" is the newest *good* backup of each kind; a phone that is to match one backup
    can match no mixture, so there it is the newest as it is.
    Items may be of several backups; the newest of these then stands for them all.
    """
    named = [word.rpartition("@") for word in what]
    if list(what) == [LATEST] and mode is not Mode.MATCH:
        offer = newest_good(vault, vault.history.snapshot(LATEST).handset.id, kinds)
        return offer.source, offer.items
    if len(what) == 1 and not named[0][1]:
        return vault.history.snapshot(what[0]), None
    if not all(at and item for item, at, _name in named):
        raise Refused(restores.item_or_snapshot())
    found = [(vault.history.snapshot(name), item) for item, _at, name in named]
    items = [find_item(vault, snapshot, item) for snapshot, item in found]
    return max((snapshot for snapshot, _ in found), key=lambda each: each.time), items


def _left_out(proposal: Proposal, words: Sequence[str]) -> set[tuple[Kind, str]]:
    """The items that are named by "kind/key" or by their title; raises `NothingNamed`."""
    found: set[tuple[Kind, str]] = set()
    everything = (*proposal.wanted, *proposal.found.items)
    for word in words:
        meant = {(i.kind, i.key) for i in everything if word in (item_name(i), i.title)}
        if not meant:
            raise NothingNamed(word)
        found |= meant
    return found


def _proposed(proposal: Proposal, made: Plan) -> shapes.Shape:
    return {
        "plan": shapes.plan(made),
        "modes": {
            str(mode): {str(step): count for step, count in steps.items()}
            for mode, steps in proposal.counts().items()
        },
        "fidelity": [shapes.fidelity(report) for report in proposal.fidelity(made)],
        "alike": [shapes.likeness(one) for one in proposal.likenesses(made)],
        "seconds": proposal.seconds(made),
        "shortages": [
            {"storage": each.storage, "needed": each.needed, "free": each.free}
            for each in proposal.shortages(made)
        ],
    }


def _effect(session: Session, phone: Handset, made: Plan) -> str:
    return plans.effect(made, session.name_of(phone.info))


def _show(session: Session, phone: Handset, proposal: Proposal, made: Plan) -> None:
    screen, target = session.screen, session.name_of(phone.info)
    screen.say(restores.restoring(made.source, session.name_of(made.source.handset), target))
    for line in (*plans.lines(made), *plans.refusals(made), *plans.giants(made)):
        screen.say(f"  {line}")
    screen.say(plans.headline(made, target))
    for line in plans.other_modes(proposal.counts(), made.mode):
        screen.say(f"  {line}")
    _show_fidelity(screen, proposal, made)
    _show_alike(screen, proposal, made)
    for shortage in proposal.shortages(made):
        screen.complain(plans.short(shortage, target))
    losing = proposal.losing(made)
    if losing:
        screen.complain(plans.losing(losing, target))
    seconds = proposal.seconds(made)
    if made.writes and seconds is not None:
        screen.say(plans.about(seconds))
    if made.writes:
        screen.say(plans.safety())


def _show_fidelity(screen: Screen, proposal: Proposal, made: Plan) -> None:
    for report in proposal.fidelity(made):
        if report.shortfalls:
            screen.say(fidelity.headline(report))
        for line in fidelity.lines(report, fidelity.a_phone()):
            screen.say(f"  {line}")


def _show_alike(screen: Screen, proposal: Proposal, made: Plan) -> None:
    found = proposal.likenesses(made)
    if found:
        screen.say(restores.alike_heading(len(found)))
    for one in found[:_MOST_ALIKE]:
        said = likeness.reasons(one.reasons)
        screen.say(f"  {plans.alike(one.item.title, one.present.title, said)}")


def demand_yes(session: Session, question: str, *, yes: bool) -> None:
    """Ask before writing, unless `yes` was said; raises `Refused` or `Declined`."""
    if yes:
        return
    if not session.screen.interactive:
        raise Refused(terminal.needs_yes())
    if not session.screen.ask(question):
        raise Declined(terminal.left_alone())
