"""Put back: plan, keep the target as it is, write item by item, read back, give a receipt."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from holdfast.actions import carrying, proposing
from holdfast.actions.back_up import Clock, wanted
from holdfast.actions.read_back import ReadBack
from holdfast.actions.receipts import receipts
from holdfast.actions.recover import settle
from holdfast.actions.safety import keep_target
from holdfast.actions.writing import write
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Plan, Receipt, Step
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultProblem


@dataclass(eq=False)
class NotRecorded(Problem):
    """`written` items went onto the target, but the vault could not take the receipt.

    `safety` is the full id of the snapshot that holds the target as it was before; `reason`
    is what was wrong with the vault.
    """

    written: int
    safety: str
    reason: VaultProblem


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
    """The plan of `propose` for one `mode`, where nothing else is asked."""
    proposal = proposing.propose(
        vault, handset, snapshot, kinds=kinds, items=items, match=mode is Mode.MATCH, task=task
    )
    return proposal.plan(mode)


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
    and gives an empty receipt. Kinds that could not be backed up whole are not written. A
    target that goes away half-way leaves a receipt of what had been written. Raises
    `NoSafety` or `TargetChanged` or `VaultProblem`, before anything is written, and
    `NotRecorded` after.
    """
    skipped = len(made.of(Step.SKIP))
    if not made.writes:
        nothing = Receipt(made.source.id, handset.info.id, "", "", (), skipped, undoes)
        return replace(nothing, uncarried=made.uncarried)
    with vault.writing:
        # One that was broken off, and left so, gets its receipt first: it can still be undone.
        settle(vault, handset, clock=clock)
        kinds = wanted(handset, made.touched)
        began = clock()
        carrier = carrying.Carrier(
            vault, handset, handset.support(), receipts(vault, handset.info.id)
        )
        safety = keep_target(made, vault, handset, task=task, clock=clock, undoes=undoes)
        attempts = write(made, vault, handset, task, safety.unsafe, carrier)
        receipt = Receipt(
            source=made.source.id,
            target=handset.info.id,
            safety=safety.snapshot.id,
            read_back="",
            lines=(),
            skipped=skipped,
            undoes=undoes,
            uncarried=made.uncarried,
        )
        before = made.source if undoes else safety.snapshot
        end = ReadBack(vault, handset, kinds, clock, _meant(made, before), began, task)
        try:
            return end.run(receipt, attempts)
        except VaultProblem as problem:
            written = sum(attempt.tried and attempt.problem is None for attempt in attempts)
            raise NotRecorded(written, safety.snapshot.id, problem) from problem


def _meant(made: Plan, before: SnapshotInfo) -> frozenset[Kind]:
    """The kinds that hold less afterwards because their owner asked for it.

    A kind that was under alarm `before` still is: taking back what an emptied phone got
    empties it again.
    """
    removed = made.counted(Step.REMOVE)
    return frozenset(kind for kind in removed if not before.alarmed(kind))
