"""The verb that thins out backups, and lets go of what a keepsake holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

import typer

from holdfast.actions.choosing import choose_known
from holdfast.actions.forget import ForgetPlan, ForgetResult, forget, plan_forget
from holdfast.actions.keepsake import NoKeepsake, Release, in_keepsake, release
from holdfast.actions.retention import PRESETS, Preset, Rules
from holdfast.cli import options
from holdfast.cli.restore import demand_yes
from holdfast.cli.session import Refused, Session
from holdfast.records.model.kinds import Kind
from holdfast.wording import forgetting, times

_Count = Annotated[int, typer.Option(min=-1, metavar="N", help="So many; -1 for all there are.")]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("forget")(forget_backups)


def forget_backups(
    context: typer.Context,
    snapshots: Annotated[
        list[str] | None, typer.Argument(metavar="[SNAPSHOT]…", help="Backups to forget.")
    ] = None,
    *,
    preset: Annotated[
        Preset | None, typer.Option("--preset", help="Rules that have a name.")
    ] = None,
    keep_last: _Count = 0,
    keep_hourly: _Count = 0,
    keep_daily: _Count = 0,
    keep_weekly: _Count = 0,
    keep_monthly: _Count = 0,
    keep_yearly: _Count = 0,
    handset: options.Handset = None,
    release_kept: Annotated[
        bool, typer.Option("--release", help="Let go of what the keepsake holds, for good.")
    ] = False,
    kind: options.Kinds = None,
    older_than: Annotated[
        int, typer.Option("--older-than", min=0, metavar="DAYS", help="Release only such.")
    ] = 0,
    larger_than: Annotated[
        int, typer.Option("--larger-than", min=0, metavar="BYTES", help="Release only such.")
    ] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go.")] = False,
    yes: options.Yes = False,
    as_json: options.Json = False,
) -> None:
    """Forget backups; what only they hold moves into the phone's keepsake first."""
    session = options.begin(context, as_json=as_json)
    own = Rules(keep_last, keep_hourly, keep_daily, keep_weekly, keep_monthly, keep_yearly)
    if release_kept:
        before = session.now - timedelta(days=older_than) if older_than else None
        wanted = Release(frozenset(kind or ()), before, larger_than)
        _release(session, handset, wanted, dry_run=dry_run, yes=yes)
        return
    ways = sum((bool(snapshots), preset is not None, not own.everything))
    if ways != 1:
        raise Refused(forgetting.one_way() if ways else forgetting.nothing_said())
    rules = PRESETS[preset] if preset is not None else own
    plan = _plan(session, handset, rules, snapshots or ())
    _show(session, plan)
    if dry_run or not plan.retention.go:
        session.screen.json(_shape(plan, None))
        return
    demand_yes(session, forgetting.go_on(), yes=yes)
    with session.screen.working() as task:
        result = forget(session.vault, plan, task=task, clock=session.desk.clock)
    session.screen.json(_shape(plan, result))
    session.screen.say(forgetting.done(result))


def _plan(
    session: Session, handset: str | None, rules: Rules, snapshots: list[str] | tuple[()]
) -> ForgetPlan:
    vault = session.vault
    named = [vault.history.snapshot(name) for name in snapshots]
    if len({found.handset.id for found in named}) > 1:
        raise Refused(forgetting.one_way())
    known = named[0].handset if named else choose_known(session.desk, vault, handset)
    zone = session.now.astimezone().tzinfo
    with session.screen.working() as task:
        return plan_forget(
            vault,
            known.id,
            rules=rules,
            named=[found.id for found in named],
            **({"zone": zone} if zone is not None else {}),
            task=task,
        )


def _show(session: Session, plan: ForgetPlan) -> None:
    screen, now = session.screen, session.now
    infos = {info.id: info for info in session.vault.history.handsets()}
    screen.say(forgetting.headline(plan, session.name_of(infos[plan.handset])), "bold")
    rows = [("-", gone, "") for gone in plan.retention.go]
    rows += [(" ", stay.snapshot, forgetting.staying(stay)) for stay in plan.retention.stay]
    rows.sort(key=lambda row: row[1].time, reverse=True)
    screen.table(
        ((mark, entry.short, times.moment(entry.time, now), said) for mark, entry, said in rows),
        indent=2,
    )
    for line in forgetting.lines(plan):
        screen.say(line)


def _release(
    session: Session, handset: str | None, wanted: Release, *, dry_run: bool, yes: bool
) -> None:
    known = choose_known(session.desk, session.vault, handset)
    gone = tuple(filter(wanted.takes, in_keepsake(session.vault, known.id)))
    if not gone:
        raise NoKeepsake(known.id)
    freed = 0
    if not dry_run:
        demand_yes(session, forgetting.release_question(), yes=yes)
        gone = release(session.vault, known.id, wanted, session.desk.clock)
        with session.screen.working() as task:
            freed = session.vault.repository.prune(task).freed
    counts = {str(kind): sum(v.kept.kind is kind for v in gone) for kind in Kind}
    session.screen.json({"released": counts, "dry_run": dry_run, "freed": freed})
    session.screen.say(forgetting.released(gone))


def _shape(plan: ForgetPlan, result: ForgetResult | None) -> dict[str, Any]:
    return {
        "handset": plan.handset,
        "forget": [entry.id for entry in plan.retention.go],
        "keep": [
            {"id": stay.snapshot.id, "why": [str(reason) for reason in stay.why]}
            for stay in plan.retention.stay
        ],
        "moving": len(plan.moving),
        "keepsake": {
            str(kind): {"versions": plan.kept[kind], "bytes": plan.sizes[kind]}
            for kind in Kind
            if plan.kept[kind]
        },
        "estimate": plan.freed,
        "forgotten": result is not None,
        "freed": result.pruned.freed if result and result.pruned else 0,
    }
