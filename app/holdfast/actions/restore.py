"""Put back: plan, keep the target as it is, write item by item, read back, give a receipt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from holdfast.actions.back_up import Clock, save, wanted
from holdfast.actions.carrying import Carrier
from holdfast.actions.confirm import confirm
from holdfast.actions.gather import Gathered, gather
from holdfast.actions.loss import find_alarms, loss_tags
from holdfast.actions.proposing import propose
from holdfast.actions.receipts import RECEIPT, receipts
from holdfast.actions.safety import keep_target
from holdfast.actions.writing import Attempt, write
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Plan, Receipt, Step
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, Tag
from holdfast.vault.history.sidecars import encode_receipt
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
    proposal = propose(
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
        return Receipt(made.source.id, handset.info.id, "", "", (), skipped, undoes)
    with vault.writing:
        kinds = wanted(handset, made.touched)
        began = clock()
        carrier = Carrier(vault, handset, handset.support(), receipts(vault, handset.info.id))
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
        )
        before = made.source if undoes else safety.snapshot
        end = ReadBack(vault, handset, kinds, clock, _meant(made, before), began)
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


@dataclass(frozen=True, slots=True)
class ReadBack:
    """Reads the target after a restore, and keeps the receipt beside what was read.

    The loss guard looks at this, too, except for the kinds in `meant`: one item put back on
    an emptied phone does not make the phone one to trust.
    """

    vault: Vault
    handset: Handset
    kinds: tuple[Kind, ...]
    clock: Clock
    meant: frozenset[Kind]
    began: datetime

    def run(self, receipt: Receipt, attempts: Sequence[Attempt]) -> Receipt:
        """The receipt with its lines; it is kept only if something was tried."""
        tried = {attempt.planned.item.kind for attempt in attempts if attempt.tried}
        if not tried:
            return replace(receipt, lines=confirm(attempts, Gathered()))
        kinds = [kind for kind in self.kinds if kind in tried]
        with self.vault.repository.writer() as writer:
            # A task of its own: after a stop, what was written must still be read back.
            gathered = gather(self.handset, self.vault, writer, kinds, Task())
            seconds = (self.clock() - self.began).total_seconds()
            receipt = replace(receipt, lines=confirm(attempts, gathered), seconds=seconds)
            extras = {RECEIPT: encode_receipt(receipt)}
            tags = {str(Tag.READ_BACK), *self._alarms(gathered)}
            after = save(
                self.handset, self.vault, writer, gathered, tags, clock=self.clock, extras=extras
            )
        return replace(receipt, read_back=after.id)

    def _alarms(self, gathered: Gathered) -> set[str]:
        target = self.handset.info.id
        alarms = find_alarms(self.vault, target, gathered.coverage, gathered.holding)
        return loss_tags(alarm for alarm in alarms if alarm.kind not in self.meant)
