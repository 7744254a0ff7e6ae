"""Undo: takes back exactly what the last restore changed, and only while it is unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from holdfast.actions import back_up, recover
from holdfast.actions import restore as restoring
from holdfast.actions import survey as surveying
from holdfast.actions.receipts import receipts, unfinished
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
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import NoSuchSnapshot


@dataclass(eq=False)
class NothingToUndo(Problem):
    """No restore onto this handset is left to be undone."""

    handset: str


def undoable(vault: Vault, handset: str) -> Receipt | None:
    """The receipt of the last restore that changed this handset, unless it was undone already.

    An undo that was cut off can be asked for again; one that was itself undone undoes nothing.
    A restore whose program ended half-way comes as what it was going to do.
    """
    meant = unfinished(vault, handset)
    if meant is not None:
        return meant
    undone: set[str] = set()
    for receipt in receipts(vault, handset):
        if receipt.safety in undone:
            continue
        if not receipt.undoes:
            if any(map(_took_effect, receipt.lines)):
                return receipt
        elif not any(line.outcome in _UNFINISHED for line in receipt.lines):
            # A retag gives a snapshot another id; the receipt keeps the first one.
            undone.add(receipt.undoes)
    return None


def redoable(vault: Vault, handset: str) -> Receipt | None:
    """The receipt of the last undo onto this handset, if nothing was restored since.

    Undoing it does again what it took back.
    """
    if unfinished(vault, handset) is not None:
        return None
    last = next(receipts(vault, handset), None)
    if last is None or not last.undoes or not any(map(_took_effect, last.lines)):
        return None
    return last


_UNFINISHED = (Outcome.NOT_TRIED, Outcome.UNCONFIRMED)
_EFFECTIVE = (Outcome.CONFIRMED, Outcome.UNCONFIRMED, Outcome.ALTERED)


def _took_effect(line: ReceiptLine) -> bool:
    return line.outcome in _EFFECTIVE


def plan_undo(vault: Vault, handset: Handset, receipt: Receipt, task: Task) -> Plan:
    """What undoing the restore of `receipt` would do to `handset` as it is now.

    What its owner edited since the restore is left alone. Raises what the handset raises.
    """
    lines = [line for line in receipt.lines if _took_effect(line)]
    kinds = tuple(kind for kind in Kind if any(line.kind is kind for line in lines))
    now = surveying.survey(handset, vault, kinds, task).demand()
    back = _Backwards(vault, receipt, lines, now)
    steps = [back.step(line) for line in lines]
    return Plan(
        source=vault.history.snapshot(receipt.safety),
        target=handset.info.id,
        mode=Mode.MATCH,
        kinds=kinds,
        steps=tuple(step for step in steps if step is not None),
        held=frozenset((item.kind, item.key) for item in now),
    )


class _Backwards:
    """Turns each receipt line into the step that takes it back."""

    def __init__(
        self,
        vault: Vault,
        receipt: Receipt,
        lines: Sequence[ReceiptLine],
        now: Sequence[StoredItem],
    ) -> None:
        kinds = {line.kind for line in lines}
        self._now = _by_key(now)
        self._before = _items(vault, receipt.safety, kinds)
        self._after = _items(vault, receipt.read_back, kinds)
        self._source = _items_if_there(vault, receipt.source, kinds)
        told = {(line.kind, line.key) for line in lines}
        self._new = [self._now[key] for key in self._now.keys() - self._before.keys() - told]
        # What is there fewer times than it was before.
        self._lacking = _contents(self._before.values()) - _contents(now)

    def step(self, line: ReceiptLine) -> PlannedStep | None:
        """The opposite of `line`, a skip where its owner changed the item, or None."""
        if line.step is Step.REMOVE:
            return self._put_back(line)
        there = self._find(line)
        if there is None:
            return None
        before = self._before.get((line.kind, line.replaced or line.key))
        if before is not None and there.digest and there.digest == before.digest:
            return None
        if not self._untouched(there, line):
            return PlannedStep(Step.SKIP, there, there, Why.CHANGED_SINCE)
        if line.step is Step.ADD:
            return PlannedStep(Step.REMOVE, there, there)
        return PlannedStep(Step.UPDATE, before, there) if before is not None else None

    def _put_back(self, line: ReceiptLine) -> PlannedStep | None:
        before = self._before.get((line.kind, line.key))
        if before is None or not self._lacking[_content(before)]:
            return None
        self._lacking[_content(before)] -= 1
        return PlannedStep(Step.ADD, before)

    def _find(self, line: ReceiptLine) -> StoredItem | None:
        """The item of `line` as it is now; by its content if the phone never told its key."""
        found = self._now.get((line.kind, line.key))
        sent = self._source.get((line.kind, line.source_key))
        if found is not None or sent is None:
            return found
        alike = (item for item in self._new if item.kind is line.kind and _is_alike(item, sent))
        found = next(alike, None)
        if found is not None:
            self._new.remove(found)
        return found

    def _untouched(self, there: StoredItem, line: ReceiptLine) -> bool:
        after = self._after.get((there.kind, there.key))
        # What could not be read back is known by what was sent.
        left = after or self._source.get((line.kind, line.source_key))
        if left is None:
            return False
        if there.digest:
            return there.digest == left.digest
        if after is not None and after.mark and there.mark:
            return there.mark == after.mark
        return there.size == left.size


def _is_alike(item: StoredItem, sent: StoredItem) -> bool:
    if item.digest:
        return item.digest == sent.digest
    return item.path[-1:] == sent.path[-1:] and item.size == sent.size


def _content(item: StoredItem) -> tuple[Kind, str]:
    """What an item is known by that may come back under another key; files keep theirs."""
    return item.kind, item.key if item.kind.is_media else item.digest


def _contents(items: Iterable[StoredItem]) -> Counter[tuple[Kind, str]]:
    return Counter(map(_content, items))


def _by_key(items: Iterable[StoredItem]) -> dict[tuple[Kind, str], StoredItem]:
    return {(item.kind, item.key): item for item in items}


def _items(vault: Vault, snapshot: str, kinds: set[Kind]) -> dict[tuple[Kind, str], StoredItem]:
    return _by_key(item for kind in kinds for item in vault.history.items(snapshot, kind))


def _items_if_there(
    vault: Vault, snapshot: str, kinds: set[Kind]
) -> dict[tuple[Kind, str], StoredItem]:
    try:
        return _items(vault, snapshot, kinds)
    except NoSuchSnapshot:
        return {}  # forgotten since; the receipt and the backups around it tell nearly all


def undo(
    vault: Vault, handset: Handset, *, task: Task, clock: back_up.Clock, of: Receipt | None = None
) -> Receipt:
    """Undo the restore (or undo) `of`, without it the last that is left, onto `handset`.

    The undoing is itself on the timeline and can be undone. Raises `NothingToUndo`, or what
    `restore` raises.
    """
    settled = recover.settle(vault, handset, clock=clock)
    receipt = settled if settled is not None else of or undoable(vault, handset.info.id)
    if receipt is None:
        raise NothingToUndo(handset.info.id)
    made = plan_undo(vault, handset, receipt, task)
    return restoring.restore(made, vault, handset, task=task, clock=clock, undoes=receipt.safety)
