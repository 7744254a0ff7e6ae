"""Where an earlier reading of a handset left off, so that the next asks for changes only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Since:
    """An earlier complete reading of one kind.

    `anchor` is what the driver said at its end, opaque to everybody else; `keys` are those of
    all items it found.
    """

    anchor: str
    keys: frozenset[str]
