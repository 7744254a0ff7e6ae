"""The status strip: am I safe? One line, a second one, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from holdfast.progress import Progress
from holdfast.records.model.coverage import LossAlarm
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.wording import coverage, kinds, progress, rehearsals, times
from holdfast.wording.i18n import _, capitalised, counted, number, sentences

OVERDUE = timedelta(days=3)
"""How long a phone may go without a backup before the strip says so (the rhythm of Nokia)."""


class Level(StrEnum):
    """What a state means; shown by icon and word, never by colour alone."""

    CALM = "calm"
    SAFE = "safe"
    ATTENTION = "attention"
    DANGER = "danger"
    BUSY = "busy"


class NextStep(StrEnum):
    """The one thing the strip offers to do."""

    NONE = "none"
    BACK_UP = "back-up"
    STOP = "stop"
    PUT_BACK = "put-back"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the strip knows of one handset.

    `last` is its newest backup. `waiting` counts the changes on the connected phone that are
    not backed up, None while unknown. `checked` is when the vault was last verified (UTC) and
    `damage` what that found, as one line. `running` is the latest report of a backup in
    progress, `seconds_left` what it will still take. `sheet_proven` is False until the recovery
    sheet was typed back. `copies` counts the places that hold what was backed up, None where
    that is not told. `rehearsal` is the result of the last one. `missed` is when a backup was
    tried and did not come about (UTC), `missed_why` what stopped it. `replaces` is the name of
    another phone whose content a new one could get.
    """

    now: datetime
    connected: bool = False
    last: SnapshotInfo | None = None
    waiting: int | None = None
    alarms: tuple[LossAlarm, ...] = ()
    checked: datetime | None = None
    damage: str = ""
    running: Progress | None = None
    seconds_left: float | None = None
    waiting_for_phone: bool = False
    sheet_proven: bool = True
    copies: int | None = None
    rehearsal: SnapshotInfo | None = None
    missed: datetime | None = None
    missed_why: str = ""
    replaces: str = ""
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The strip: `line`, `detail` (may be empty), `notes` below it, and what is offered.

    `safety` tells of checks, copies and rehearsals; empty where `detail` does already. With
    `why` there is more to be told about what was not backed up.
    """

    line: str
    detail: str
    level: Level
    step: NextStep
    notes: tuple[str, ...] = ()
    safety: str = ""
    why: bool = False


def status(facts: Facts) -> Status:
    """Word the most pressing state of a handset."""
    if facts.running is not None or facts.waiting_for_phone:
        return _at_work(facts)
    for state in (_loss, _damage, _missed, _never, _partial, _overdue, _changes, _empty, _fresh):
        found = state(facts)
        if found is not None:
            told = safety(facts) if facts.last is not None else ""
            return replace(found, safety="" if found.detail == told else told)
    raise AssertionError(facts)


def loss(alarm: LossAlarm, before: datetime | None, now: datetime) -> str:
    """What the loss guard says: "This phone has 0 contacts; yesterday it had 412"."""
    if before is None:
        return _("This phone has {now}; before it had {before}").format(
            now=kinds.count(alarm.kind, alarm.now), before=number(alarm.before)
        )
    return _("This phone has {now}; {day} it had {before}").format(
        now=kinds.count(alarm.kind, alarm.now),
        day=times.day(before, now),
        before=number(alarm.before),
    )


def nothing_removed() -> str:
    """The promise under every loss alarm."""
    return _("Nothing has been removed from your history.")


def not_taken(of: Sequence[Kind]) -> str:
    """Why the lost kinds `of` stay away from this phone: it takes none."""
    return _("This phone does not take {kinds} back.").format(kinds=kinds.names(of))


def only_here() -> str:
    """What is said until the recovery sheet was typed back."""
    return _("Only this computer can open your backups")


def step_label(step: NextStep) -> str:
    """The primary button's text for `step`; empty when there is nothing to do."""
    return {
        NextStep.NONE: "",
        NextStep.BACK_UP: _("Back up now"),
        NextStep.STOP: _("Stop"),
        NextStep.PUT_BACK: _("Put them back…"),
        NextStep.CHECK: _("Check now"),
    }[step]


def why() -> str:
    """Asks why something was not backed up."""
    return _("Why?")


def _at_work(facts: Facts) -> Status:
    if facts.running is None:
        return Status(
            _("Waiting for the phone"),
            _("Unlock it and allow access; nothing has been copied yet"),
            Level.BUSY,
            NextStep.STOP,
        )
    left = progress.time_left(facts.seconds_left)
    said = _("You can keep using the phone")
    if left:
        said = _("{left} · you can keep using the phone").format(left=left)
    return Status(progress.line(facts.running), said, Level.BUSY, NextStep.STOP)


def _loss(facts: Facts) -> Status | None:
    if not facts.alarms:
        return None
    worst = max(facts.alarms, key=lambda alarm: alarm.before - alarm.now)
    lost = [alarm.kind for alarm in facts.alarms if alarm is not worst]
    notes = (_("Far less than before, too: {kinds}").format(kinds=kinds.names(lost)),)
    return Status(
        loss(worst, None, facts.now),
        nothing_removed(),
        Level.DANGER,
        NextStep.PUT_BACK,
        (notes if lost else ()) + _notes(facts),
    )


def _damage(facts: Facts) -> Status | None:
    if not facts.damage:
        return None
    return Status(
        _("The vault is damaged"), facts.damage, Level.DANGER, NextStep.CHECK, _notes(facts)
    )


def _missed(facts: Facts) -> Status | None:
    if facts.missed is None:
        return None
    when = capitalised(times.moment(facts.missed, facts.now, facts.zone))
    return Status(
        _last_line(facts),
        _("{when}: no backup was made. {why}").format(when=when, why=facts.missed_why),
        Level.ATTENTION,
        NextStep.BACK_UP if facts.connected else NextStep.NONE,
        _notes(facts),
        why=True,
    )


def _never(facts: Facts) -> Status | None:
    if facts.last is not None:
        return None
    said = _("Everything on this phone exists only on this phone")
    if facts.replaces:
        said = _("If this phone replaces “{phone}”, it can get all that one had.").format(
            phone=facts.replaces
        )
    return Status(
        _("No backup yet"),
        said,
        Level.ATTENTION,
        NextStep.BACK_UP if facts.connected else NextStep.NONE,
        _notes(facts),
    )


def _partial(facts: Facts) -> Status | None:
    last = facts.last
    if last is None or all(entry.complete for entry in last.coverage):
        return None
    return Status(
        _("{last}, {parts}").format(last=_last_line(facts), parts=coverage.parts(last.coverage)),
        coverage.shortfall(last.coverage),
        Level.ATTENTION,
        NextStep.BACK_UP if facts.connected else NextStep.NONE,
        _notes(facts),
        why=True,
    )


def _overdue(facts: Facts) -> Status | None:
    if facts.last is None or facts.now - facts.last.time < OVERDUE:
        return None
    days = times.days_between(facts.last.time, facts.now, facts.zone)
    return Status(
        counted("No backup for {n} day", "No backup for {n} days", days),
        _waiting(facts) if facts.connected else _("Plug in the phone"),
        Level.ATTENTION,
        NextStep.BACK_UP if facts.connected else NextStep.NONE,
        _notes(facts),
    )


def _changes(facts: Facts) -> Status | None:
    if not facts.connected or not facts.waiting:
        return None
    return Status(
        _last_line(facts), _waiting(facts), Level.ATTENTION, NextStep.BACK_UP, _notes(facts)
    )


def _empty(facts: Facts) -> Status | None:
    """A backup of nothing is no reason for a green shield."""
    if facts.last is None or any(entry.count for entry in facts.last.coverage):
        return None
    said = sentences(_("This phone held nothing then."), nothing_removed())
    step = NextStep.BACK_UP if facts.connected else NextStep.NONE
    return Status(_last_line(facts), said, Level.CALM, step, _notes(facts))


def _fresh(facts: Facts) -> Status:
    step = NextStep.BACK_UP if facts.connected else NextStep.NONE
    return Status(_last_line(facts), safety(facts), Level.SAFE, step, _notes(facts))


def _last_line(facts: Facts) -> str:
    if facts.last is None:
        return _("No backup yet")
    when = times.moment(facts.last.time, facts.now, facts.zone)
    return _("Last backup: {when}").format(when=when)


def _waiting(facts: Facts) -> str:
    if not facts.waiting:
        return safety(facts)
    return waiting_changes(facts.waiting)


def waiting_changes(changes: int) -> str:
    """What is on the phone and in no backup; also that nothing is."""
    if not changes:
        return _("Nothing on the phone has changed since the last backup")
    return counted(
        "{n} change on the phone is not backed up",
        "{n} changes on the phone are not backed up",
        changes,
    )


def safety(facts: Facts) -> str:
    """What makes a backup safe: "Checked today 14:02 · 2 copies · Rehearsed 9 days ago: …"."""
    said = [checked(facts), _copies(facts.copies)]
    if facts.rehearsal is not None:
        said.append(rehearsals.on_timeline(facts.rehearsal, facts.now))
    return " · ".join(filter(None, said))


def _copies(copies: int | None) -> str:
    if copies is None:
        return ""
    return counted("Only {n} copy", "{n} copies", copies)


def checked(facts: Facts) -> str:
    """When the vault was last verified: "Checked today 14:02", "Never checked"."""
    if facts.checked is None:
        return _("Never checked")
    when = times.moment(facts.checked, facts.now, facts.zone)
    return _("Checked {when}").format(when=when)


def _notes(facts: Facts) -> tuple[str, ...]:
    return () if facts.sheet_proven else (only_here(),)
