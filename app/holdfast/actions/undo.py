"""Undo: takes back exactly what the last restore changed, and only while it is unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from holdfast.actions.back_up import Clock
from holdfast.actions.restore import RECEIPT, restore
from holdfast.actions.survey import survey
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import (
    Mode,
    Outcome,
    Plan,
    PlannedStep,
    Receipt,
    ReceiptLine,
    Step,
    Why,
)
from holdfast.records.model.snapshot import StoredItem, Tag
from holdfast.vault.history.sidecars import decode_receipt
from holdfast.vault.library import Vault


@dataclass(eq=False)
class NothingToUndo(Problem):
    """No restore onto this handset is left to be undone."""

    handset: str


def receipts(vault: Vault, handset: str) -> Iterator[Receipt]:
    """All receipts of restores onto the handset with this id, newest first."""
    for entry in vault.history.timeline(handset):
        if Tag.READ_BACK in entry.snapshot.tags:
            data = vault.history.extra(entry.snapshot.id, RECEIPT)
            if data is not None:
                yield replace(decode_receipt(data), read_back=entry.snapshot.id)


def undoable(vault: Vault, handset: str) -> Receipt | None:
    """The receipt of the last restore onto this handset, unless it was undone already."""
    undone: set[str] = set()
    for receipt in receipts(vault, handset):
        if receipt.undoes:
            # A retag gives a snapshot another id; its safety snapshot is never retagged.
            undone.add(receipt.undoes)
        elif receipt.safety not in undone:
            return receipt
    return None


def plan_undo(vault: Vault, handset: Handset, receipt: Receipt, task: Task) -> Plan:
    """What undoing the restore of `receipt` would do to `handset` as it is now.

    What its owner edited since the restore is left alone.
    """
    kinds = tuple(kind for kind in Kind if any(line.kind is kind for line in receipt.lines))
    now = {(item.kind, item.key): item for item in survey(handset, vault, kinds, task)}
    back = _Backwards(vault, receipt, now)
    steps = [back.step(line) for line in receipt.lines if _took_effect(line)]
    return Plan(
        source=vault.history.snapshot(receipt.safety),
        target=handset.info.id,
        mode=Mode.MATCH,
        kinds=kinds,
        steps=tuple(step for step in steps if step is not None),
    )


def _took_effect(line: ReceiptLine) -> bool:
    return line.outcome in _EFFECTIVE and bool(line.key)


_EFFECTIVE = (Outcome.CONFIRMED, Outcome.UNCONFIRMED, Outcome.ALTERED)


class _Backwards:
    """Turns each receipt line into the step that takes it back."""

    def __init__(
        self, vault: Vault, receipt: Receipt, now: dict[tuple[Kind, str], StoredItem]
    ) -> None:
        self._now = now
        kinds = {line.kind for line in receipt.lines}
        self._before = _items(vault, receipt.safety, kinds)
        self._after = _items(vault, receipt.read_back, kinds)
        self._source = _items(vault, receipt.source, kinds)

    def step(self, line: ReceiptLine) -> PlannedStep | None:
        """The opposite of `line`, a skip where its owner changed the item, or None."""
        there = self._now.get((line.kind, line.key))
        before = self._before.get((line.kind, line.key))
        if line.step is Step.REMOVE:
            return PlannedStep(Step.ADD, before) if before and there is None else None
        if there is None:
            return None
        if not self._untouched(there, line):
            return PlannedStep(Step.SKIP, there, there, Why.CHANGED_SINCE)
        if line.step is Step.UPDATE and before is not None:
            return PlannedStep(Step.UPDATE, before, there)
        return PlannedStep(Step.REMOVE, there, there)

    def _untouched(self, there: StoredItem, line: ReceiptLine) -> bool:
        after = self._after.get((line.kind, line.key))
        # What could not be read back is known by what was sent.
        left = after or self._source.get((line.kind, line.source_key))
        if left is None:
            return False
        return there.digest == left.digest or (not there.digest and there.size == left.size)


def _items(vault: Vault, snapshot: str, kinds: set[Kind]) -> dict[tuple[Kind, str], StoredItem]:
    items = (item for kind in kinds for item in vault.history.items(snapshot, kind))
    return {(item.kind, item.key): item for item in items}


def undo(vault: Vault, handset: Handset, *, task: Task, clock: Clock) -> Receipt:
    """Undo the last restore onto `handset`; the undoing can itself be looked at in history.

    Raises `NothingToUndo`, or what `restore` raises.
    """
    receipt = undoable(vault, handset.info.id)
    if receipt is None:
        raise NothingToUndo(handset.info.id)
    made = plan_undo(vault, handset, receipt, task)
    return restore(made, vault, handset, task=task, clock=clock, undoes=receipt.safety)
