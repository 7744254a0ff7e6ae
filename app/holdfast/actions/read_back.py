"""Reads a target again after a restore, and keeps the receipt beside what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from holdfast.actions.back_up import Clock, save
from holdfast.actions.confirm import confirm
from holdfast.actions.dating import undated
from holdfast.actions.gather import Gathered, gather
from holdfast.actions.loss import find_alarms, loss_tags
from holdfast.actions.receipts import RECEIPT
from holdfast.actions.writing import Attempt
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Stage, Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Receipt
from holdfast.records.model.snapshot import Tag
from holdfast.vault.history.sidecars import encode_receipt
from holdfast.vault.library import Vault


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
    task: Task

    def run(self, receipt: Receipt, attempts: Sequence[Attempt]) -> Receipt:
        """The receipt with its lines; it is kept only if something was tried."""
        tried = {attempt.planned.item.kind for attempt in attempts if attempt.tried}
        if not tried:
            return replace(receipt, lines=confirm(attempts, Gathered()))
        kinds = [kind for kind in self.kinds if kind in tried]
        with self.vault.repository.writer() as writer:
            # After a stop, too, what was written must be read back.
            task = self.task.unstoppable(Stage.READING_BACK)
            gathered = gather(self.handset, self.vault, writer, kinds, task)
            before = [x for k in kinds for x in self.vault.history.items(receipt.safety, k)]
            seconds = (self.clock() - self.began).total_seconds()
            lines = confirm(attempts, gathered, before)
            count = undated(attempts, lines, gathered.kept)
            receipt = replace(receipt, lines=lines, seconds=seconds, undated=count)
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
