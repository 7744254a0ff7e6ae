"""Going on after a restore that was broken off, by whatever: what came of it, and the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from holdfast.actions import carrying, proposing
from holdfast.actions.back_up import Clock, wanted
from holdfast.actions.read_back import ReadBack
from holdfast.actions.receipts import receipts, unfinished
from holdfast.actions.writing import Attempt
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome, Plan, PlannedStep, Receipt, ReceiptLine, Step
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import NoSuchSnapshot

_OPEN = (Outcome.NOT_TRIED, Outcome.UNCONFIRMED, Outcome.MISSING)
"""How a line ends that may be tried again."""


class NothingToContinue(Problem):
    """No restore onto this handset was broken off."""


def settle(vault: Vault, handset: Handset, *, clock: Clock) -> Receipt | None:
    """Find out what came of a restore whose program ended half-way; None where there is none.

    The handset is read, and the receipt kept as that of any other restore: it can be gone on
    with, and undone.
    """
    meant = unfinished(vault, handset.info.id)
    if meant is None:
        return None
    with vault.writing:
        attempts = tuple(_attempts(vault, handset, meant))
        kinds = wanted(handset, {line.kind for line in meant.lines})
        removed = frozenset(line.kind for line in meant.lines if line.step is Step.REMOVE)
        return ReadBack(vault, handset, kinds, clock, removed, clock(), Task()).run(meant, attempts)


def _attempts(vault: Vault, handset: Handset, meant: Receipt) -> Iterable[Attempt]:
    """Each line as if the cable had broken on it: only reading back tells what became of it."""
    carrier = carrying.Carrier(vault, handset, handset.support(), receipts(vault, handset.info.id))
    known = Known(vault, meant)
    for line in meant.lines:
        item = known.item(line)
        carried = carrier.carried(item) if line.step is not Step.REMOVE else None
        planned = PlannedStep(line.step, item, carried=carried.digest if carried else "")
        if line.replaced:
            planned = replace(planned, present=known.before(line))
        yield Attempt(planned, key=line.replaced, cut=True)


def plan_rest(vault: Vault, handset: Handset, task: Task) -> Plan:
    """What the last restore onto `handset` left undone, against what is there now.

    Raises `NothingToContinue`, or what the handset raises.
    """
    receipt = next(receipts(vault, handset.info.id), None)
    left = [line for line in receipt.lines if line.outcome in _OPEN] if receipt else []
    if receipt is None or not left:
        raise NothingToContinue
    known = Known(vault, receipt)
    items = {step: [known.item(x) for x in left if x.step is step] for step in Step}
    wanted_items = [item for item in (*items[Step.ADD], *items[Step.UPDATE]) if item.parts]
    source = vault.history.snapshot(receipt.safety)
    proposal = proposing.propose(
        vault,
        handset,
        source,
        kinds={line.kind for line in left},
        items=wanted_items,
        match=True,
        task=task,
    )
    there = proposal.found.items
    free = tuple(item for item in there if not known.answers(item))
    proposal = replace(proposal, found=replace(proposal.found, items=free))
    plan = proposal.plan(Mode.ADD)
    steps = (
        *_steps(plan, items[Step.ADD]),
        *_steps(proposal.plan(Mode.UPDATE), items[Step.UPDATE]),
        *_removals(items[Step.REMOVE], there),
    )
    return replace(plan, steps=steps, held=frozenset((item.kind, item.key) for item in there))


def _steps(plan: Plan, items: Sequence[StoredItem]) -> Iterable[PlannedStep]:
    meant = {id(item) for item in items}
    return (entry for entry in plan.steps if id(entry.item) in meant)


def _removals(
    items: Sequence[StoredItem], present: Collection[StoredItem]
) -> Iterable[PlannedStep]:
    """What is still there as it was, and was going to leave."""
    there = {(item.kind, item.key): item for item in present}
    for item in items:
        now = there.get((item.kind, item.key))
        if now is not None and now.digest == item.digest:
            yield PlannedStep(Step.REMOVE, now, now)


class Known:
    """Finds the items of a receipt's lines again, in the backup they were of or in any other."""

    def __init__(self, vault: Vault, receipt: Receipt) -> None:
        self._vault = vault
        self._kinds = {line.kind for line in receipt.lines}
        self._source = self._items(receipt.source)
        self._safety = self._items(receipt.safety)
        lines = receipt.lines
        self._done = {(x.kind, x.key) for x in lines if x.outcome not in _OPEN}
        self._replaced = {(x.kind, x.replaced) for x in lines if x.outcome in _OPEN}

    def item(self, line: ReceiptLine) -> StoredItem:
        """The item; one without parts where it is nowhere any more."""
        places = (self._safety,) if line.step is Step.REMOVE else (self._source, self._safety)
        for place in places:
            found = place.get((line.kind, line.source_key))
            if found is not None and (not line.digest or found.digest == line.digest):
                return found
        return self._anywhere(line)

    def answers(self, item: StoredItem) -> bool:
        """Whether `item` on the target cannot be what a line left open was to put there.

        It is that of another line, or was there before: what is wanted twice comes twice.
        """
        place = (item.kind, item.key)
        if place in self._done or place in self._replaced:
            return place in self._done
        before = self._safety.get(place)
        return before is not None and bool(item.digest) and before.digest == item.digest

    def before(self, line: ReceiptLine) -> StoredItem | None:
        """What the target held in the item's place."""
        return self._safety.get((line.kind, line.replaced))

    def _items(self, snapshot: str) -> dict[tuple[Kind, str], StoredItem]:
        try:
            found = [i for kind in self._kinds for i in self._vault.history.items(snapshot, kind)]
        except NoSuchSnapshot:
            return {}
        return {(item.kind, item.key): item for item in found}

    def _anywhere(self, line: ReceiptLine) -> StoredItem:
        for info in self._vault.history.handsets():
            for version in self._vault.history.versions(info.id, line.kind, line.source_key):
                if version.item.digest == line.digest:
                    return version.item
        return StoredItem("", line.kind, line.source_key, (), line.digest, line.title)
