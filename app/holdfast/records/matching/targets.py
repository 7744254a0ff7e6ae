"""What the target of a restore can hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TargetSupport:
    """What a target can do with one kind; sizes in bytes, None where unlimited or unknown.

    `complete` tells whether what the target holds now was read whole; if not, nothing is
    removed there.
    """

    can_add: bool = False
    can_update: bool = False
    can_remove: bool = False
    max_bytes: int | None = None
    complete: bool = True
