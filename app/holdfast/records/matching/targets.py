"""What the target of a restore can hold, and what of a wish it cannot carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from holdfast.records.formats.converting.contents import Unheld
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


@dataclass(frozen=True, slots=True)
class Carried:
    """An item in the words of its target: its digest there, and what is unheld of it.

    `refused` says, in the target's own words, why it has no form there at all.
    """

    digest: str
    unheld: tuple[Unheld, ...] = ()
    refused: str = ""


class Words(Protocol):
    """Knows what items become on their target."""

    def carried(self, item: StoredItem) -> Carried | None:
        """What the item becomes; None where it goes as it is."""
        ...

    def known_as(self, item: StoredItem) -> Sequence[str]:
        """Digests by which the target may hold it already, besides its own."""
        ...


class _AsItIs:
    """For a target that takes everything as it is."""

    def carried(self, item: StoredItem) -> Carried | None:  # noqa: ARG002 - as `Words` has it
        return None

    def known_as(self, item: StoredItem) -> Sequence[str]:  # noqa: ARG002 - as `Words` has it
        return ()


AS_IT_IS: Words = _AsItIs()


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
