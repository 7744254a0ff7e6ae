"""The verb that backs up a phone."""

from __future__ import annotations

import typer

from holdfast.actions.back_up import BackupResult
from holdfast.actions.mirror import back_up_and_mirror
from holdfast.actions.rehearsing.rota import next_due
from holdfast.actions.rota import Rota
from holdfast.actions.verify import verify
from holdfast.cli import mirror, options, shapes
from holdfast.cli.session import Session, kinds_of
from holdfast.cli.verify import note, tell_damage
from holdfast.phones.handsets.handset import NotAuthorised
from holdfast.wording import (
    backups,
    checks,
    coverage,
    digests,
    mirrors,
    rehearsals,
    states,
    terminal,
)
from holdfast.wording.problems import sentence


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("backup")(backup)


def backup(
    context: typer.Context,
    *,
    handset: options.Handset = None,
    kind: options.Kinds = None,
    as_json: options.Json = False,
) -> None:
    """Back up a phone into the vault."""
    session = options.begin(context, as_json=as_json)
    vault = session.vault
    with session.connected(handset) as phone, session.screen.working() as task:
        name = session.name_of(phone.info)
        result = back_up_and_mirror(
            phone,
            vault,
            session.desk.settings,
            mirrors.words(name),
            kinds=kinds_of(kind),
            task=task,
            clock=session.desk.clock,
        )
    mirrored = None if result.mirror is None else mirror.shape(result.mirror)
    session.screen.json(shapes.backup(result) | {"mirror": mirrored})
    if result.snapshot is None and result.problem is not None:
        raise result.problem
    tell(session, name, result)
    if _is_still_asked(session, phone.info.id):
        session.in_part()
        session.screen.complain(backups.the_rest_waits())
    if result.snapshot is not None:
        _keep_watch(session, result.snapshot.handset.id)


def _is_still_asked(session: Session, handset: str) -> bool:
    """Whether the phone's owner has not let in yet the driver that reads everything."""
    found = (each for each in session.desk.finder.present() if each.info is not None)
    problems = (each.problem for each in found if each.info and each.info.id == handset)
    return any(isinstance(problem, NotAuthorised) for problem in problems)


def _keep_watch(session: Session, handset: str) -> None:
    """Read back what is due of the vault, once a week, and remind of a rehearsal that is."""
    vault, desk = session.vault, session.desk
    rota = Rota(desk.settings.folder, vault.id)
    if rota.due(vault.repository.pack_names(), session.now):
        with session.screen.working() as task:
            found = verify(vault, read_all=False, task=task, rota=rota, clock=desk.clock)
        note(session, found, read_all=False)
        tell_damage(session, found)
    due = next_due(vault, handset, session.now)
    if due is not None and due.when <= session.now:
        session.screen.say(rehearsals.due(due, session.now))


def tell(session: Session, name: str, result: BackupResult) -> None:
    """Say how a backup went: what it brought, what it lacks, what the loss guard saw."""
    screen = session.screen
    if not result.whole:
        session.in_part()
    if result.snapshot is None:
        screen.complain(backups.nothing_read(name))
        _tell_gaps(session, result)
        return
    screen.say(backups.backed_up(name, result.snapshot))
    screen.say(digests.digest(result.digest, first=_is_first(session, result)))
    _tell_gaps(session, result)
    _tell_alarms(session, result)
    for problem in result.unsound:
        session.in_part()
        screen.complain(checks.line(problem))
    if result.mirror is not None:
        mirror.tell(session, result.mirror)


def _is_first(session: Session, result: BackupResult) -> bool:
    entries = session.vault.history.timeline()
    found = (entry.first for entry in entries if entry.snapshot == result.snapshot)
    return next(found, False)


def _tell_gaps(session: Session, result: BackupResult) -> None:
    for entry in result.coverage:
        if not entry.complete:
            session.screen.complain(coverage.line(entry))
    if result.problem is not None:
        session.screen.complain(sentence(result.problem))
    if result.stopped:
        session.screen.complain(terminal.stopped())


def _tell_alarms(session: Session, result: BackupResult) -> None:
    history = session.vault.history
    for alarm in result.alarms:
        before = history.snapshot(alarm.snapshot)
        session.screen.complain(backups.alarm(alarm, before, session.now))
    if result.alarms:
        session.screen.complain(states.nothing_removed())
        session.screen.complain(backups.after_alarm(result.alarms))
