"""What a restore could do to a handset: asked of it once, answered for each mode."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from holdfast.actions import estimating
from holdfast.actions.carrying import Carrier
from holdfast.actions.differences import read_bytes
from holdfast.actions.loss import is_sudden_loss
from holdfast.actions.receipts import receipts
from holdfast.actions.record import RECORD_LIMIT
from holdfast.actions.survey import MOST_TRACED, Survey, survey
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset, HandsetProblem, KindSupport, Roomy
from holdfast.progress import Task
from holdfast.records.matching.fidelity import Fidelity
from holdfast.records.matching.near import near_duplicates
from holdfast.records.matching.plan import plan_restore
from holdfast.records.matching.reasons import Reason, Trace
from holdfast.records.matching.room import Shortage, shortages, without_giants
from holdfast.records.matching.targets import TargetSupport
from holdfast.records.matching.tracing import trace
from holdfast.records.model.handset import StorageInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Plan, Receipt, Step
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.vault.library import Vault

_log = logging.getLogger(__name__)

COMPARED = (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES)
"""The kinds of which one thing may stand twice under different words."""
_RECEIPTS = 50


@dataclass(eq=False)
class NothingToRestore(Problem):
    """The snapshot holds nothing of what was asked for."""

    snapshot: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """An item that would be added, and one that is there and may be the same thing."""

    item: StoredItem
    present: StoredItem
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that is known before a restore: what is wanted, what is there, what can be done.

    `room` are the target's storages, none where it does not tell. `measured` are receipts of
    earlier restores that tell how long one takes, `look` the seconds that one look at the target
    takes.
    """

    source: SnapshotInfo
    target: str
    kinds: tuple[Kind, ...]
    wanted: tuple[StoredItem, ...]
    found: Survey
    support: Mapping[Kind, TargetSupport]
    carrier: Carrier
    vault: Vault
    measured: tuple[Receipt, ...] = ()
    look: float = 0.0
    room: tuple[StorageInfo, ...] = ()

    def plan(self, mode: Mode) -> Plan:
        """What would be done in `mode`."""
        made = plan_restore(
            self.source,
            self.target,
            mode,
            self.kinds,
            self.wanted,
            self.found.items,
            self.support,
            self.carrier,
        )
        return without_giants(made, self.room)

    def shortages(self, plan: Plan) -> tuple[Shortage, ...]:
        """The storages that `plan` would fill up."""
        return shortages(plan, self.room)

    def counts(self) -> Mapping[Mode, Mapping[Step, int]]:
        """How many items each step befalls, for each mode; *match* only for whole kinds."""
        return {mode: _steps(self.plan(mode)) for mode in Mode}

    def fidelity(self, plan: Plan) -> tuple[Fidelity, ...]:
        """What the target cannot hold of that which `plan` writes, kind by kind."""
        return self.carrier.fidelity(plan)

    def likenesses(self, plan: Plan) -> tuple[Likeness, ...]:
        """What `plan` would add though something like it is there, the likest first."""
        found = [one for kind in COMPARED for one in self._alike(plan, kind)]
        return tuple(sorted(found, key=lambda one: -one.score))

    def losing(self, plan: Plan) -> tuple[Kind, ...]:
        """The kinds of which `plan` would take so much away that it looks like a loss."""
        held = dict.fromkeys(Kind, 0)
        for item in self.found.items:
            held[item.kind] += 1
        gone = plan.counted(Step.REMOVE)
        return tuple(
            kind
            for kind in gone
            if is_sudden_loss(kind, held[kind], held[kind] - gone[kind], held[kind] - gone[kind])
        )

    def seconds(self, plan: Plan) -> float | None:
        """About how long carrying out `plan` takes; None where nothing like it was measured."""
        return estimating.seconds(plan, self.measured, self.look)

    def _alike(self, plan: Plan, kind: Kind) -> Iterator[Likeness]:
        adds = [e.item for e in plan.of(Step.ADD) if e.item.kind is kind]
        there = [
            i for i in self.found.items if (i.kind, i.key) in self.found.traces and i.kind is kind
        ]
        if not adds or not there or len(adds) > MOST_TRACED:
            return
        traces = [self._trace(item) for item in adds]
        traces += [self.found.traces[item.kind, item.key] for item in there]
        told: set[int] = set()
        for one in near_duplicates(traces):
            # Surest first: one likeness an item is enough to make its owner look.
            if one.first < len(adds) <= one.second and one.first not in told:
                told.add(one.first)
                present = there[one.second - len(adds)]
                yield Likeness(adds[one.first], present, one.score, one.reasons)

    def _trace(self, item: StoredItem) -> Trace | None:
        data = read_bytes(self.vault, item, RECORD_LIMIT)
        return trace(item.kind, item.parts[0].suffix if item.parts else "", data)


def propose(
    vault: Vault,
    handset: Handset,
    snapshot: SnapshotInfo,
    *,
    kinds: Collection[Kind] | None = None,
    items: Collection[StoredItem] | None = None,
    match: bool = False,
    task: Task,
) -> Proposal:
    """Compare `snapshot`, or some `items` of whatever snapshots, with what `handset` holds.

    Writes nothing. A kind of which the handset does not tell what it holds is left out: its
    items cannot be carried. With `match` kinds of which the snapshot holds nothing count, too.
    Raises `NothingToRestore` or `Unplugged`.
    """
    chosen = _chosen(vault, snapshot, kinds, items)
    if not chosen and not match:
        raise NothingToRestore(snapshot.short)
    asked = kinds
    if asked is None:
        asked = _covered(snapshot) if match and items is None else {i.kind for i in chosen}
    support = handset.support()
    targets = _targets(support)
    past = tuple(islice(receipts(vault, handset.info.id), _RECEIPTS))
    began = time.monotonic()
    wanted = frozenset(item.digest for item in chosen)
    found = survey(
        handset, vault, [kind for kind in asked if kind in targets], task, besides=wanted
    )
    targets |= {kind: replace(targets[kind], complete=False) for kind in found.unread}
    return Proposal(
        source=snapshot,
        target=handset.info.id,
        kinds=tuple(kind for kind in Kind if kind in asked),
        wanted=tuple(chosen),
        found=found,
        support=targets,
        carrier=Carrier(vault, handset, support, past),
        vault=vault,
        measured=estimating.measured(vault, handset.info.id, handset.info.protocol),
        look=time.monotonic() - began,
        room=_room(handset, asked),
    )


def _room(handset: Handset, kinds: Collection[Kind]) -> tuple[StorageInfo, ...]:
    """The target's storages, where it tells and files are to be written."""
    if not isinstance(handset, Roomy) or not any(kind.is_media for kind in kinds):
        return ()
    try:
        return handset.room()
    except HandsetProblem as problem:
        _log.info("no word on the room there is: %r", problem)
        return ()


def _steps(plan: Plan) -> Mapping[Step, int]:
    return {step: plan.counted(step).total() for step in Step}


def _covered(snapshot: SnapshotInfo) -> list[Kind]:
    return [entry.kind for entry in snapshot.coverage]


def _chosen(
    vault: Vault,
    snapshot: SnapshotInfo,
    kinds: Collection[Kind] | None,
    items: Collection[StoredItem] | None,
) -> list[StoredItem]:
    if items is not None:
        return [item for item in items if kinds is None or item.kind in kinds]
    asked = [kind for kind in _covered(snapshot) if kinds is None or kind in kinds]
    return [item for kind in asked for item in vault.history.items(snapshot.id, kind)]


def _targets(support: Sequence[KindSupport]) -> dict[Kind, TargetSupport]:
    """What the target can take, per kind."""
    return {
        entry.kind: TargetSupport(
            can_add=entry.can_add, can_update=entry.can_update, can_remove=entry.can_remove
        )
        for entry in support
    }
