"""Back up: reads a handset into a new snapshot, and speaks up when much is suddenly missing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from holdfast.actions.gather import Gathered, gather
from holdfast.actions.loss import find_alarms, loss_tags
from holdfast.actions.mirroring.result import MirrorResult
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Task
from holdfast.records.model.coverage import Coverage, LossAlarm
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since
from holdfast.records.model.snapshot import KindDigest, SnapshotInfo
from holdfast.vault.history.layout import place
from holdfast.vault.library import Vault
from holdfast.vault.repository.check import CheckProblem
from holdfast.vault.repository.writer import Writer

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class BackupResult:
    """What a backup came to.

    `snapshot` is None when nothing at all could be read. `problem` is what ended the run
    before its end, `stopped` that its owner did; what had arrived by then is kept. `mirror`
    tells of the mirror folder, where the handset has one and it was brought up to date.
    `unsound` is what was found wrong with the new snapshot when it was looked at once more.
    """

    snapshot: SnapshotInfo | None
    coverage: tuple[Coverage, ...]
    digest: tuple[KindDigest, ...] = ()
    alarms: tuple[LossAlarm, ...] = ()
    problem: Problem | None = None
    stopped: bool = False
    mirror: MirrorResult | None = None
    unsound: tuple[CheckProblem, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every kind was read to its end."""
        return self.snapshot is not None and all(entry.complete for entry in self.coverage)


def back_up(
    handset: Handset,
    vault: Vault,
    *,
    kinds: Collection[Kind] | None = None,
    tags: Collection[str] = (),
    afresh: bool = False,
    extras: Mapping[str, bytes] | None = None,
    task: Task,
    clock: Clock,
) -> BackupResult:
    """Read `kinds` (all, if None) of `handset` into a new snapshot of `vault`.

    With `afresh` everything is read, even where the handset says what changed since last time.
    `extras` are further files for the root of the snapshot's tree, by name.
    A handset that goes away ends the run: what arrived is kept as a partial snapshot and the
    next run continues from there. Raises `VaultProblem` when the vault cannot take it.
    """
    with vault.writing, vault.repository.writer() as writer:
        asked = wanted(handset, kinds)
        since = {} if afresh else earlier(handset, vault, asked)
        gathered = gather(handset, vault, writer, asked, task, since, whole=not afresh)
        if not gathered.kept and not any(entry.complete for entry in gathered.coverage):
            return _result(gathered, None)
        alarms = find_alarms(
            vault, handset.info.id, gathered.coverage, gathered.holding, gathered.same
        )
        told = {*tags, *loss_tags(alarms)}
        snapshot = save(handset, vault, writer, gathered, told, clock=clock, extras=extras)
    result = _result(gathered, snapshot, alarms, digest_of(vault, snapshot))
    return replace(result, unsound=_looked_over(vault, snapshot))


def _looked_over(vault: Vault, snapshot: SnapshotInfo) -> tuple[CheckProblem, ...]:
    """What is wrong with the structure of a snapshot, read from the disk as it lies there now."""
    # No task here: what has been saved is looked over even when its owner said stop.
    return vault.repository.check(read_data=False, snapshots=(snapshot.id,), task=Task()).problems


def wanted(handset: Handset, kinds: Collection[Kind] | None) -> tuple[Kind, ...]:
    """The kinds to read, in the handset's own order."""
    return tuple(kind for kind in handset.kinds() if kinds is None or kind in kinds)


def earlier(handset: Handset, vault: Vault, kinds: Collection[Kind]) -> dict[Kind, Since]:
    """Where earlier readings of `kinds` left off, as far as that is known."""
    told = {kind: vault.history.since(handset.info.id, kind) for kind in kinds}
    return {kind: since for kind, since in told.items() if since is not None}


def save(
    handset: Handset,
    vault: Vault,
    writer: Writer,
    gathered: Gathered,
    tags: Collection[str],
    *,
    clock: Clock,
    extras: Mapping[str, bytes] | None = None,
) -> SnapshotInfo:
    """Write what was gathered as one snapshot, index it, and return what history says of it.

    `extras` are further files for the root of its tree, by name.
    """
    # No task here: what has been read is saved even when its owner said stop.
    now = clock()
    standing = gathered.standing
    placed = [kind for kind in Kind if kind not in standing]
    dates = vault.history.dates(handset.info.id, placed)
    entries = place(
        handset.info,
        gathered.coverage,
        gathered.kept,
        now,
        writer,
        extras,
        dates,
        {kind: each.marks for kind, each in standing.items()},
    )
    snapshot = writer.save_snapshot(
        tree=writer.save_tree(entries, [each.node for each in standing.values()]),
        time=now,
        hostname=handset.info.id,
        paths=(f"/{handset.info.id}",),
        tags=sorted(tags),
    )
    vault.history.refresh()
    return vault.history.snapshot(snapshot.id)


def digest_of(vault: Vault, snapshot: SnapshotInfo) -> tuple[KindDigest, ...]:
    """The counts of what changed with `snapshot`."""
    entries = vault.history.timeline(snapshot.handset.id)
    return next(entry.digest for entry in entries if entry.snapshot.id == snapshot.id)


def _result(
    gathered: Gathered,
    snapshot: SnapshotInfo | None,
    alarms: tuple[LossAlarm, ...] = (),
    digest: tuple[KindDigest, ...] = (),
) -> BackupResult:
    coverage = tuple(gathered.coverage)
    return BackupResult(snapshot, coverage, digest, alarms, gathered.problem, gathered.stopped)
