"""Where an earlier reading of a handset left off, so that the next asks for changes only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Since:
    """An earlier complete reading of one kind.

    `anchor` is what the driver said at its end, opaque to everybody else; `ask` gives the keys
    of all items it found, which may be many: most drivers never ask.
    """

    anchor: str
    ask: Callable[[], frozenset[str]]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all items that were found."""
        return self.ask()
