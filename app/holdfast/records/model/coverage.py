"""How well one kind was read in one backup."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from holdfast.records.model.kinds import Kind


class State(StrEnum):
    """Whether a kind was read whole, in part, or not at all."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a kind is not complete; worded by `holdfast.wording`."""

    NONE = ""
    DENIED = "denied"
    LOCKED = "locked"
    UNSUPPORTED = "unsupported"
    TIMEOUT = "timeout"
    UNPLUGGED = "unplugged"
    STOPPED = "stopped"
    GARBLED = "garbled"
    SOME_ITEMS = "some-items"
    STORAGE_GONE = "storage-gone"
    PICTURES_ONLY = "pictures-only"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a backup got of one kind.

    `announced` is how many items the handset said it holds, or None. `how` names the way of
    reading ("whole store", "each LUID", "folders"). `anchor` is where the next reading may go
    on, opaque to all but the driver. Only a *complete* kind may end an item's life.
    """

    kind: Kind
    state: State
    count: int
    announced: int | None = None
    how: str = ""
    reason: Reason = Reason.NONE
    detail: str = ""
    anchor: str = ""

    @property
    def complete(self) -> bool:
        """Whether absence from this backup means absence from the phone."""
        return self.state is State.COMPLETE


@dataclass(frozen=True, slots=True)
class LossAlarm:
    """A kind that suddenly holds far less: `now` items where `before` were."""

    kind: Kind
    before: int
    now: int
    snapshot: str
    """Full id of the last snapshot in which the kind was complete and under no alarm."""
