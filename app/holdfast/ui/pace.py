"""How far a long job is and how long it will still take, worked out from its reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from holdfast.progress import Progress, Stage
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Plan, Receipt, Step

MEDIA_WEIGHT = 12
"""How many records one new photo takes as long as: pictures are some hundred times larger."""
WRITE_WEIGHT = 4
"""How many records are read while one is written."""

USUAL = {
    "contacts": 200, "calendar": 200, "to-dos": 40, "notes": 40, "messages": 100, "calls": 60,
    "photos": 40, "files": 20,
}  # fmt: skip
"""What is expected of a phone of which nothing is known, so that no part counts as all."""

_SURE_AFTER = 3.0
_SURE_FROM = 0.04
_WRITING, _LOOK, _BACK = "writing", "look: ", "read back: "
_BEFORE = {Stage.COMPARING: _LOOK, Stage.READING_BACK: _BACK}
_RANKS = {str(kind): rank for rank, kind in enumerate(Kind)}
_OTHERS = 50
_PLACES = {_LOOK: -100, _BACK: 200}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a job is likely to do: items read by kind; of a restore also what it writes.

    `looked` are the items by kind that are looked at before, `back` those that are read back at
    the end.
    """

    items: Mapping[Kind, int] = field(default_factory=dict)
    writes: int = 0
    looked: Mapping[Kind, int] = field(default_factory=dict)
    back: Mapping[Kind, int] = field(default_factory=dict)

    @classmethod
    def of_plan(cls, plan: Plan) -> Expected:
        """Of carrying out `plan`: its target is backed up, written to and read back."""
        held = Counter(kind for kind, _key in plan.held if kind in plan.touched)
        after = held + plan.counted(Step.ADD) - plan.counted(Step.REMOVE)
        return cls(held, plan.writes, back=after)

    @classmethod
    def of_receipt(cls, receipt: Receipt, held: Mapping[Kind, int]) -> Expected:
        """Of taking back what `receipt` tells, on a handset that `held` so much of each kind."""
        touched = {line.kind for line in receipt.lines}
        items = {kind: held.get(kind, 0) for kind in touched}
        return cls(items, len(receipt.lines), looked=items, back=items)


@dataclass(slots=True)
class Pace:
    """Fed with every report of one job; the fraction never goes back.

    A job has parts, one a kind, and of a restore the writing and the reading back. Those before
    the one that reports are done, met or not. A part that nobody expected counts from when it
    announces itself.
    """

    started: float
    parts: dict[str, int]
    media: int = 1
    fraction: float = 0.0
    _left: float | None = None

    @classmethod
    def expecting(cls, started: float, expected: Expected) -> Pace:
        """Start at `started` (a monotonic time in seconds)."""
        parts = {kind: count for kind, count in expected.items.items() if count}
        if not parts and not expected.writes:
            return cls(started, dict(USUAL), MEDIA_WEIGHT)
        known = {str(kind): count for kind, count in parts.items()}
        if expected.writes:
            known[_WRITING] = expected.writes
            known |= {_LOOK + kind: count for kind, count in expected.looked.items()}
            known |= {_BACK + kind: count for kind, count in expected.back.items()}
        return cls(started, known)

    def feed(self, report: Progress, now: float) -> None:
        """Take in one report at the monotonic time `now`."""
        if report.stage is not Stage.CONNECTING:
            here = self._part(report)
            if report.total is not None:
                self.parts[here] = report.total
            self._move(here, report.done)
        self._left = self._estimate(now - self.started)

    @property
    def seconds_left(self) -> float | None:
        """What is still to come, or None while nobody can tell."""
        return self._left

    def _move(self, here: str, done: int) -> None:
        """Stand at `done` of the part `here`; what is no part of a phone counts by itself."""
        row = sorted(filter(_is_like(here), self.parts), key=_rank)
        whole = sum(map(self._size, row))
        if whole and here in self.parts:
            before = sum(map(self._size, row[: row.index(here)]))
            own = min(done, self.parts[here]) * self._weight(here)
            self.fraction = max(self.fraction, min(1.0, (before + own) / whole))

    def _size(self, part: str) -> int:
        return self._weight(part) * self.parts[part]

    def _part(self, report: Progress) -> str:
        if _WRITING not in self.parts:
            return str(report.subject)
        if report.stage is Stage.WRITING:
            return _WRITING
        return _BEFORE.get(report.stage, "") + report.subject

    def _weight(self, part: str) -> int:
        if part == _WRITING:
            return WRITE_WEIGHT
        return self.media if part in _RANKS and Kind(part).is_media else 1

    def _estimate(self, spent: float) -> float | None:
        if spent < _SURE_AFTER or self.fraction < _SURE_FROM:
            return None
        return spent / self.fraction - spent


def _is_like(here: str) -> Callable[[str], bool]:
    """What tells parts of a phone, and others (packs of the vault, …), from each other."""
    is_other = _rank(here) == _OTHERS
    return lambda part: (_rank(part) == _OTHERS) is is_other


def _rank(part: str) -> int:
    """The place of a part in its job."""
    if part == _WRITING:
        return 2 * _OTHERS
    for before, place in _PLACES.items():
        if part.startswith(before):
            return place + _RANKS.get(part.removeprefix(before), _OTHERS)
    return _RANKS.get(part, _OTHERS)
