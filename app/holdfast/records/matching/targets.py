"""What the target of a restore can hold, and what of a wish it cannot carry."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.records.model.plan import Step, Why
from holdfast.records.model.snapshot import StoredItem


@dataclass(frozen=True, slots=True)
class TargetSupport:
    """What a target can do with one kind; sizes in bytes, None where unlimited or unknown.

    `complete` tells whether what the target holds now was read whole; if not, nothing is
    written or removed there: nobody knows what is there already.
    """

    can_add: bool = False
    can_update: bool = False
    can_remove: bool = False
    max_bytes: int | None = None
    complete: bool = True

    def able(self, step: Step) -> bool:
        """Whether the target takes `step` at all."""
        able = {Step.ADD: self.can_add, Step.UPDATE: self.can_update, Step.REMOVE: self.can_remove}
        return able.get(step, True)


def obstacle(step: Step, item: StoredItem, support: TargetSupport | None) -> Why:
    """Why `step` cannot be done to `item` on this target; `Why.NONE` when it can."""
    if support is None:
        return Why.KIND_NOT_HELD
    if not support.complete:
        return Why.NOT_READ
    if not support.able(step):
        return Why.READ_ONLY
    limit = support.max_bytes
    too_large = limit is not None and step is not Step.REMOVE and item.size > limit
    return Why.TOO_LARGE if too_large else Why.NONE
