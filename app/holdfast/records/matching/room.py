"""Whether what a plan would write fits onto its target, storage by storage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from holdfast.records.model.handset import StorageInfo
from holdfast.records.model.plan import Plan, PlannedStep, Step, Why


@dataclass(frozen=True, slots=True)
class Shortage:
    """A storage that has too little room: bytes `needed` by a plan, and `free` now.

    `own` tells that it is the phone's own memory, not a card in it.
    """

    storage: str
    needed: int
    free: int
    own: bool


def shortages(plan: Plan, room: Sequence[StorageInfo]) -> tuple[Shortage, ...]:
    """The storages that `plan` would fill up; none where the target does not tell.

    What the plan removes comes too late to make room, for removals are its last steps. `room`
    has the target's storages, the first of which takes what comes from a storage it has not.
    """
    needed = dict.fromkeys((each.name for each in room), 0)
    for step in plan.steps:
        storage = _storage(step, room)
        if storage is not None:
            needed[storage.name] += _growth(step)
    return tuple(
        Shortage(each.name, needed[each.name], each.free, place == 0)
        for place, each in enumerate(room)
        if each.free is not None and needed[each.name] > each.free
    )


def without_giants(plan: Plan, room: Sequence[StorageInfo]) -> Plan:
    """The same plan, but what is larger than all of its storage cannot be carried."""
    steps = tuple(
        replace(step, step=Step.CANNOT, why=Why.TOO_LARGE) if _is_giant(step, room) else step
        for step in plan.steps
    )
    return plan if steps == plan.steps else replace(plan, steps=steps)


def _is_giant(step: PlannedStep, room: Sequence[StorageInfo]) -> bool:
    storage = _storage(step, room)
    if storage is None or not storage.capacity:
        return False
    return step.item.size > storage.capacity


def _storage(step: PlannedStep, room: Sequence[StorageInfo]) -> StorageInfo | None:
    """Where the file of a step would be written; None for what is no file, or not written."""
    path = step.item.path
    if not room or not path or step.step not in (Step.ADD, Step.UPDATE):
        return None
    return next((each for each in room if each.name == path[0]), room[0])


def _growth(step: PlannedStep) -> int:
    replaced = step.present.size if step.step is Step.UPDATE and step.present else 0
    return max(0, step.item.size - replaced)
