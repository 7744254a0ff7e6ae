"""Edits, backups, wipes, restores, undos, broken off or not, and forgetting, in any order.

Of each handset every version that was ever kept stays within reach; a restore leaves a target
with what it held and what the plan said, and nothing else; an undo leaves it as it was.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from holdfast.actions.back_up import back_up
from holdfast.actions.forget import forget, plan_forget
from holdfast.actions.proposing import NothingToRestore, propose
from holdfast.actions.receipts import unfinished
from holdfast.actions.recover import NothingToContinue, plan_rest, settle
from holdfast.actions.restore import restore
from holdfast.actions.retention import Rules
from holdfast.actions.safety import NoSafety
from holdfast.actions.undo import plan_undo, redoable, undo, undoable
from holdfast.phones.handsets.handset import HandsetProblem
from holdfast.phones.links.link import LinkProblem
from holdfast.progress import Task
from holdfast.records.model.plan import Mode, Plan, Receipt
from holdfast.vault.history.history import History
from holdfast.vault.library import Vault
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.memory import MemoryStore
from tests.actions.any_order import (
    KINDS,
    NAMES,
    Bytes,
    Done,
    Dying,
    Ended,
    Phone,
    Shelf,
    Target,
    after,
    digest,
    digests,
    reachable,
    record,
    steps,
)
from tests.actions.conftest import CHEAP, PASSWORD, make_desk

_targets = st.integers(0, 2)
_kinds = st.sampled_from(KINDS)
_places = st.integers(0, 7)
_edits = st.tuples(
    st.sampled_from(["add", "add", "change", "remove"]),
    _places,
    st.tuples(_kinds, st.sampled_from(NAMES), st.integers(0, 3)),
)
_records = st.tuples(_kinds, st.sampled_from(NAMES), st.integers(0, 3))


class AnyOrder(RuleBasedStateMachine):
    """Two phones and a folder, one vault, and an owner who does things as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.desk = make_desk(self.home)
        store, clock = MemoryStore(), self.desk.clock
        repository = Repository.create(store, PASSWORD, cost=CHEAP, clock=clock, settle=0)
        self.vault = Vault(Path("memory"), repository, History(None, repository))
        self.targets: list[Target] = [
            Phone(self.desk, self.home / "phone"),
            Phone(self.desk, self.home / "other"),
            Shelf(self.desk, self.home / "shelf"),
        ]
        self.ever: set[tuple] = set()
        self.seen: set[str] = set()
        self.done: dict[str, list[Done]] = {target.id: [] for target in self.targets}
        self.begun: dict[str, tuple[Plan, Bytes, Bytes]] = {}

    def teardown(self) -> None:
        assert self.vault.repository.check(read_data=True, task=Task()).sound
        self.vault.close()
        self.desk.close()
        shutil.rmtree(self.home)

    @initialize(filled=st.lists(st.tuples(_targets, _records), min_size=3, max_size=9))
    def begin(self, filled):
        for t, what in filled:
            self.targets[t].add(what[0], record(*what))
        for t in range(len(self.targets)):
            self.back_up(t)

    # What the owner does with the phones.

    @rule(t=_targets, edits=st.lists(_edits, min_size=1, max_size=4))
    def edit(self, t, edits):
        for verb, place, what in edits:
            match verb:
                case "add":
                    self.targets[t].add(what[0], record(*what))
                case "change":
                    self.targets[t].change(place, what[0], record(*what))
                case "remove":
                    self.targets[t].remove(place, what[0])

    @rule(t=_targets)
    def wipe(self, t):
        self.targets[t].wipe()

    # What the program does.

    @rule(t=_targets)
    def back_up(self, t):
        with self.targets[t].connected() as handset:
            result = back_up(handset, self.vault, task=Task(), clock=self.desk.clock)
        assert result.whole
        kept = Counter((kind, item.digest) for kind in KINDS for item in self._items(result, kind))
        assert kept == digests(self.targets[t].held())

    def _items(self, result, kind):
        return self.vault.history.items(result.snapshot.id, kind)

    @rule(t=st.integers(0, 1), n=st.integers(1, 60))
    def back_up_unplugged(self, t, n):
        target = self.targets[t]
        try:
            with target.connected() as handset:
                self.desk.virtual.unplug_at(n)
                back_up(handset, self.vault, task=Task(), clock=self.desk.clock)
        except (LinkProblem, HandsetProblem):
            pass
        target.mend()

    @rule(t=_targets, pick=st.integers(0, 99), mode=st.sampled_from(Mode), some=st.booleans())
    def restore(self, t, pick, mode, some):
        target = self.targets[t]
        with target.connected() as handset:
            plan = self._planned(handset, pick, mode, some)
            if plan is not None:
                self._carry_out(target, handset, plan)

    def _planned(self, handset, pick, mode, some) -> Plan | None:
        found = [e.snapshot for x in self.targets for e in self.vault.history.timeline(x.id)]
        if not found:
            return None
        kinds = KINDS[pick % 2 :][:1] if some else None
        match = mode is Mode.MATCH
        source = found[pick % len(found)]
        try:
            made = propose(self.vault, handset, source, kinds=kinds, match=match, task=Task())
            return made.plan(mode)
        except NothingToRestore:
            return None

    def _carry_out(self, target, handset, plan, undoes="") -> Receipt:
        before = target.held()
        clock = self.desk.clock
        receipt = restore(plan, self.vault, handset, task=Task(), clock=clock, undoes=undoes)
        assert receipt.whole
        assert digests(target.held()) == after(digests(before), plan)
        if plan.writes:
            self.begun.pop(target.id, None)
            self.done[target.id].append(Done(receipt.safety, before, target.held()))
        return receipt

    @rule(
        t=_targets,
        pick=st.integers(0, 99),
        mode=st.sampled_from(Mode),
        n=st.integers(1, 4),
        late=st.booleans(),
    )
    def restore_and_end(self, t, pick, mode, n, late):
        target = self.targets[t]
        before = target.held()
        with target.connected() as handset:
            plan = self._planned(handset, pick, mode, some=False)
            if plan is None:
                return
            try:
                dying = Dying(handset, n, after=late)
                restore(plan, self.vault, dying, task=Task(), clock=self.desk.clock)
            except Ended:
                self._broken_off(target, plan, before)
            else:
                assert digests(target.held()) == after(digests(before), plan)

    @rule(
        t=st.integers(0, 1),
        pick=st.integers(0, 99),
        mode=st.sampled_from(Mode),
        n=st.integers(1, 120),
    )
    def restore_unplugged(self, t, pick, mode, n):
        target = self.targets[t]
        before = target.held()
        plan = None
        try:
            with target.connected() as handset:
                plan = self._planned(handset, pick, mode, some=False)
                if plan is not None:
                    self.desk.virtual.unplug_at(n)
                    restore(plan, self.vault, handset, task=Task(), clock=self.desk.clock)
        except (LinkProblem, HandsetProblem, NoSafety):
            assert target.held() == before
        finally:
            target.mend()
        if plan is not None and plan.writes:
            self._broken_off(target, plan, before)

    def _broken_off(self, target, plan, before):
        """A part of the plan was done, and nothing else."""
        now = target.held()
        left, _ = _unmade(digests(before), digests(now), plan)
        assert left is not None
        if now != before or unfinished(self.vault, target.id) is not None:
            self.begun[target.id] = (plan, before, now)

    @precondition(lambda self: self.begun)
    @rule(t=_targets)
    def go_on(self, t):
        target = self._one(t, self.begun)
        with target.connected() as handset:
            settle(self.vault, handset, clock=self.desk.clock)
            now = target.held()
            try:
                rest = plan_rest(self.vault, handset, Task())
            except NothingToContinue:
                return
            clock = self.desk.clock
            receipt = restore(rest, self.vault, handset, task=Task(), clock=clock)
        assert receipt.whole
        assert digests(target.held()) == after(digests(now), rest)
        begun = self.begun.pop(target.id, None)
        if begun is not None and begun[2] == now:
            assert digests(target.held()) == after(digests(begun[1]), begun[0])

    @precondition(lambda self: self._with(undoable))
    @rule(t=_targets)
    def undo(self, t):
        target = self._one(t, self._with(undoable))
        self._undo(target, undoable(self.vault, target.id))

    @precondition(lambda self: self._with(undoable) - self._with(unfinished))
    @rule(t=_targets, n=st.integers(1, 3), late=st.booleans())
    def undo_and_end(self, t, n, late):
        target = self._one(t, self._with(undoable) - self._with(unfinished))
        receipt, now = undoable(self.vault, target.id), target.held()
        assert receipt is not None
        with target.connected() as handset:
            plan = plan_undo(self.vault, handset, receipt, Task())
            if plan.writes < n:
                return
            dying = Dying(handset, n, after=late)
            clock, undoes = self.desk.clock, receipt.safety
            with pytest.raises(Ended):
                restore(plan, self.vault, dying, task=Task(), clock=clock, undoes=undoes)
        self._broken_off(target, plan, now)

    @precondition(lambda self: self._with(redoable) - self._with(unfinished))
    @rule(t=_targets)
    def redo(self, t):
        target = self._one(t, self._with(redoable) - self._with(unfinished))
        self._undo(target, redoable(self.vault, target.id))

    def _with(self, ask) -> set[str]:
        """The handsets of which the vault has something to tell."""
        return {x.id for x in self.targets if ask(self.vault, x.id) is not None}

    def _one(self, t, ids) -> Target:
        found = [target for target in self.targets if target.id in ids]
        return found[t % len(found)]

    def _undo(self, target, receipt):
        now = target.held()
        with target.connected() as handset:
            settled = settle(self.vault, handset, clock=self.desk.clock)
            receipt = settled or receipt
            plan = plan_undo(self.vault, handset, receipt, Task())
            made = undo(self.vault, handset, task=Task(), clock=self.desk.clock, of=receipt)
        assert made.whole
        assert digests(target.held()) == after(digests(now), plan)
        self._demand_as_before(target, receipt, now)
        if plan.writes:
            self.done[target.id].append(Done(made.safety, now, target.held()))

    def _demand_as_before(self, target, receipt, now):
        """Where nothing was touched since, all is as it was before what is undone."""
        for known in self.done[target.id]:
            if known.safety == receipt.safety and known.after == now:
                assert target.held() == known.before
        begun = self.begun.pop(target.id, None)
        if begun is not None and begun[2] == now:
            assert target.held() == begun[1]

    @rule(t=_targets, last=st.integers(1, 3), prune=st.booleans())
    def forget(self, t, last, prune):
        handset = self.targets[t].id
        if self.vault.history.timeline(handset):
            plan = plan_forget(self.vault, handset, rules=Rules(last=last), task=Task())
            forget(self.vault, plan, prune=prune, task=Task(), clock=self.desk.clock)

    # What must hold all the while.

    @invariant()
    def every_version_ever_held_is_within_reach(self):
        for target in self.targets:
            self._note(target.id)
            keys = {(kind, key) for handset, kind, key, _ in self.ever if handset == target.id}
            within = reachable(self.vault, target.id, keys)
            assert {each for each in self.ever if each[0] == target.id} <= within

    def _note(self, handset):
        for entry in self.vault.history.timeline(handset):
            if entry.snapshot.id not in self.seen:
                self.seen.add(entry.snapshot.id)
                for kind in KINDS:
                    for item in self.vault.history.items(entry.snapshot.id, kind):
                        data = b"".join(self.vault.history.read(item))
                        assert digest(kind, data) == item.digest
                        self.ever.add((handset, kind, item.key, data))


def _unmade(before, now, plan):
    """Some of the steps that lead from `before` to `now`; None where none do."""
    reached = {frozenset(before.items())}
    for gone, come in steps(plan):
        for state in tuple(reached):
            held = Counter(dict(state))
            held.subtract(gone)
            held.update(come)
            reached.add(frozenset((+held).items()))
    found = frozenset((+now).items())
    return (found if found in reached else None), reached


def run(examples, length):
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=examples,
            stateful_step_count=length,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_in_any_order_nothing_is_lost_doubled_or_done_unsaid():
    run(35, 18)


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_in_any_order_nothing_is_lost_doubled_or_done_unsaid_for_long():
    run(300, 30)
