"""Put back: plan, keep the target as it is, write item by item, read back, give a receipt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from holdfast.actions.back_up import Clock, back_up, save, wanted
from holdfast.actions.confirm import confirm
from holdfast.actions.gather import gather
from holdfast.actions.survey import survey
from holdfast.actions.writing import Attempt, write
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Cancelled, Task
from holdfast.records.matching.plan import plan_restore
from holdfast.records.matching.targets import TargetSupport
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Plan, Receipt, Step
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, Tag
from holdfast.vault.history.sidecars import encode_receipt
from holdfast.vault.library import Vault

RECEIPT = "receipt.json"
"""Name of the receipt in the root of a read-back snapshot's tree."""


@dataclass(eq=False)
class NothingToRestore(Problem):
    """The snapshot holds nothing of what was asked for."""

    snapshot: str


@dataclass(eq=False)
class NoSafety(Problem):
    """The target could not be backed up whole, so a restore could not be undone."""

    kinds: tuple[Kind, ...]


@dataclass(eq=False)
class TargetChanged(Problem):
    """The target holds other things than when the plan was made."""

    handset: str


def plan(
    vault: Vault,
    handset: Handset,
    snapshot: SnapshotInfo,
    *,
    kinds: Collection[Kind] | None = None,
    items: Collection[StoredItem] | None = None,
    mode: Mode = Mode.ADD,
    task: Task,
) -> Plan:
    """Compare `snapshot` (or some `items` of it) with what `handset` holds now.

    Writes nothing. Raises `NothingToRestore`, or what the handset raises.
    """
    chosen = _chosen(vault, snapshot, kinds, items)
    if not chosen and mode is not Mode.MATCH:
        raise NothingToRestore(snapshot.short)
    asked = tuple(kinds) if kinds is not None else tuple({item.kind: None for item in chosen})
    targets = target_support(handset)
    held = [kind for kind in asked if kind in targets]
    present = survey(handset, vault, held, task)
    return plan_restore(snapshot, handset.info.id, mode, asked, chosen, present, targets)


def _chosen(
    vault: Vault,
    snapshot: SnapshotInfo,
    kinds: Collection[Kind] | None,
    items: Collection[StoredItem] | None,
) -> list[StoredItem]:
    if items is not None:
        return [item for item in items if kinds is None or item.kind in kinds]
    asked = [entry.kind for entry in snapshot.coverage if kinds is None or entry.kind in kinds]
    return [item for kind in asked for item in vault.history.items(snapshot.id, kind)]


def target_support(handset: Handset) -> dict[Kind, TargetSupport]:
    """What the target can take, per kind."""
    return {
        entry.kind: TargetSupport(
            can_add=entry.can_add, can_update=entry.can_update, can_remove=entry.can_remove
        )
        for entry in handset.support()
    }


def restore(
    made: Plan,
    vault: Vault,
    handset: Handset,
    *,
    task: Task,
    clock: Clock,
    undoes: str = "",
) -> Receipt:
    """Carry out the plan `made` on `handset`.

    The target is backed up and that backup pinned before the first write; afterwards it is
    read again and the receipt tells what was confirmed. A plan without writes touches nothing
    and gives an empty receipt. A target that goes away half-way
    leaves a receipt of what had been written. Raises `NoSafety` or `TargetChanged`, before
    anything is written, or `VaultProblem`.
    """
    skipped = len(made.of(Step.SKIP))
    if not made.writes:
        return Receipt(made.source.id, handset.info.id, "", "", (), skipped, undoes)
    with vault.writing:
        safety = _keep_target(made, vault, handset, task=task, clock=clock)
        attempts = write(made, vault, handset, task)
        receipt = Receipt(
            source=made.source.id,
            target=handset.info.id,
            safety=safety.id,
            read_back="",
            lines=(),
            skipped=skipped,
            undoes=undoes,
        )
        return _read_back(receipt, attempts, vault, handset, clock)


def _keep_target(
    made: Plan, vault: Vault, handset: Handset, *, task: Task, clock: Clock
) -> SnapshotInfo:
    touched = made.touched
    tags = (Tag.PINNED, Tag.SAFETY)
    result = back_up(handset, vault, kinds=touched, tags=tags, task=task, clock=clock)
    if result.stopped:
        raise Cancelled
    if result.problem is not None:
        raise result.problem
    unsafe = tuple(entry.kind for entry in result.coverage if not entry.complete)
    if result.snapshot is None or unsafe:
        raise NoSafety(unsafe or touched)
    _demand_unchanged(made, vault, result.snapshot)
    return result.snapshot


def _demand_unchanged(made: Plan, vault: Vault, safety: SnapshotInfo) -> None:
    """Compare the target's records with those the plan was made against."""
    for kind in made.touched:
        items = {item.key: item for item in vault.history.items(safety.id, kind)}
        planned = [s.present for s in made.steps if s.present and s.present.kind is kind]
        for present in planned:
            now = items.get(present.key)
            if now is None or (not kind.is_media and now.digest != present.digest):
                raise TargetChanged(made.target)


def _read_back(
    receipt: Receipt,
    attempts: Sequence[Attempt],
    vault: Vault,
    handset: Handset,
    clock: Clock,
) -> Receipt:
    kinds = {attempt.planned.item.kind for attempt in attempts}
    with vault.repository.writer() as writer:
        # A task of its own: after a stop, what was written must still be read back.
        gathered = gather(handset, vault, writer, wanted(handset, kinds), Task())
        receipt = replace(receipt, lines=confirm(attempts, gathered))
        extras = {RECEIPT: encode_receipt(receipt)}
        tags = (Tag.READ_BACK,)
        after = save(handset, vault, writer, gathered, tags, clock=clock, extras=extras)
    return replace(receipt, read_back=after.id)
