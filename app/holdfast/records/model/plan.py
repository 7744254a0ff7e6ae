"""What a restore would do, and what the read-back confirmed: pure data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem


class Mode(StrEnum):
    """How a restore treats what the target already holds."""

    ADD = "add"
    UPDATE = "update"
    MATCH = "match"


class Step(StrEnum):
    """What is to become of one item."""

    ADD = "add"
    UPDATE = "update"
    REMOVE = "remove"
    SKIP = "skip"
    CANNOT = "cannot-carry"


WRITING = frozenset({Step.ADD, Step.UPDATE, Step.REMOVE})
"""The steps that change the target."""


class Why(StrEnum):
    """Why an item is skipped or cannot be carried; worded by `holdfast.wording`."""

    NONE = ""
    ALREADY_THERE = "already-there"
    KIND_NOT_HELD = "kind-not-held"
    READ_ONLY = "read-only"
    TOO_LARGE = "too-large"
    NOT_COMPLETE = "not-complete"
    NAME_TAKEN = "name-taken"
    CHANGED_SINCE = "changed-since"
    NOT_READ = "not-read"
    NO_FORM = "no-form"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One item and what is to become of it; `present` is what the target holds in its place.

    `carried` is the digest the item has in the words of its target, empty where it goes as it
    is. `detail` says more of `why`, in the target's own words.
    """

    step: Step
    item: StoredItem
    present: StoredItem | None = None
    why: Why = Why.NONE
    carried: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Uncarried:
    """How many items of a kind a target cannot be given, and why."""

    kind: Kind
    why: Why
    count: int


_UNTAKEN = (Why.KIND_NOT_HELD, Why.READ_ONLY)


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps of one restore from `source` to the handset `target`, in writing order.

    `held` are the items that the target held when the plan was made, by kind and key.
    """

    source: SnapshotInfo
    target: str
    mode: Mode
    kinds: tuple[Kind, ...]
    steps: tuple[PlannedStep, ...]
    held: frozenset[tuple[Kind, str]] = frozenset()

    def counted(self, step: Step) -> Counter[Kind]:
        """How many items of each kind `step` befalls."""
        return Counter(entry.item.kind for entry in self.steps if entry.step is step)

    def of(self, step: Step) -> tuple[PlannedStep, ...]:
        """The entries that `step` befalls."""
        return tuple(entry for entry in self.steps if entry.step is step)

    def without(self, items: Collection[tuple[Kind, str]]) -> Plan:
        """The same plan, but these (by kind and key) are left alone."""
        steps = (
            replace(entry, step=Step.SKIP, why=Why.LEFT_OUT)
            if entry.step in WRITING and (entry.item.kind, entry.item.key) in items
            else entry
            for entry in self.steps
        )
        return replace(self, steps=tuple(steps))

    @property
    def touched(self) -> tuple[Kind, ...]:
        """The kinds of which at least one item on the target would change."""
        kinds = {entry.item.kind for entry in self.steps if entry.step in WRITING}
        return tuple(kind for kind in Kind if kind in kinds)

    @property
    def untaken(self) -> frozenset[Kind]:
        """The kinds of which the target takes nothing, whatever it is."""
        told = {entry.item.kind for entry in self.steps if entry.why in _UNTAKEN}
        return frozenset(told - {e.item.kind for e in self.steps if e.why not in _UNTAKEN})

    @property
    def uncarried(self) -> tuple[Uncarried, ...]:
        """What cannot be carried to the target, by kind and reason."""
        counts = Counter((entry.item.kind, entry.why) for entry in self.of(Step.CANNOT))
        return tuple(Uncarried(kind, why, count) for (kind, why), count in counts.items())

    @property
    def writes(self) -> int:
        """How many steps change the target."""
        return sum(entry.step in WRITING for entry in self.steps)


class Outcome(StrEnum):
    """What the read-back says of one step.

    *Unconfirmed* was taken by the target without complaint, but could not be read back.
    """

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    ALTERED = "altered"
    MISSING = "missing"
    REFUSED = "refused"
    NOT_TRIED = "not-tried"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One written item: `key` is the key the target gave it (empty when it gave none).

    `replaced` is the key of the item that an update took the place of, empty otherwise.
    `digest` is that of the item that was sent, `became` what was read back in its stead, where
    that is another.
    """

    kind: Kind
    step: Step
    outcome: Outcome
    title: str
    source_key: str
    key: str = ""
    detail: str = ""
    replaced: str = ""
    digest: str = ""
    became: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a restore did, item by item, as read back from the target.

    `safety` and `read_back` are full snapshot ids of the target before and after; `read_back`
    is empty when the phone went away before it could be read again. `undoes` names the
    safety snapshot of the restore that this one undid, or is empty. `seconds` is how long it
    took, from the safety backup to the end of the reading back. `undated` is how many confirmed
    files the target gave a date of its own. `uncarried` is what the plan left out beforehand.
    """

    source: str
    target: str
    safety: str
    read_back: str
    lines: tuple[ReceiptLine, ...]
    skipped: int = 0
    undoes: str = ""
    seconds: float = 0.0
    undated: int = 0
    uncarried: tuple[Uncarried, ...] = ()

    def counted(self, outcome: Outcome) -> int:
        """How many lines ended in `outcome`."""
        return sum(line.outcome is outcome for line in self.lines)

    @property
    def removes(self) -> bool:
        """Whether all that it did was to take items off the target."""
        return bool(self.lines) and all(line.step is Step.REMOVE for line in self.lines)

    @property
    def whole(self) -> bool:
        """Whether every line was confirmed."""
        return all(line.outcome is Outcome.CONFIRMED for line in self.lines)
