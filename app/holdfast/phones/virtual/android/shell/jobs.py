"""What time passes while commands run in the background: they run in turn, and cost no sum."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from holdfast.phones.virtual.clock import VirtualClock


class Jobs(Protocol):
    """Learns which commands a real phone would have run at the same time."""

    def background(self) -> AbstractContextManager[None]:
        """Surround one command in the background."""
        ...

    def wait(self) -> None:
        """Learn that the script waited for all of them."""
        ...


class InTurn:
    """Commands in the background cost what they cost."""

    @contextmanager
    def background(self) -> Iterator[None]:
        """Surround one command in the background."""
        yield

    def wait(self) -> None:
        """Learn that the script waited for all of them."""


class AtOnce:
    """Commands in the background start when they are called, however many a clock saw before.

    At most `lanes` of them run at a time, as on a phone with that many cores.
    """

    def __init__(self, clock: VirtualClock, lanes: int = 4) -> None:
        """Take the time that commands cost from `clock`."""
        self._clock = clock
        self._lanes = lanes
        self._ends: list[float] = []

    @contextmanager
    def background(self) -> Iterator[None]:
        """Surround one command in the background; the clock stands where it stood, after it."""
        now = self._clock.waited
        yield
        cost = self._clock.waited - now
        self._clock.advance(-cost)
        self._ends.append(self._start(now) + cost)

    def _start(self, now: float) -> float:
        """When a lane is free."""
        busy = sorted(end for end in self._ends if end > now)
        return now if len(busy) < self._lanes else busy[-self._lanes]

    def wait(self) -> None:
        """Let the time pass until the last of them has ended."""
        if self._ends:
            self._clock.advance(max(0.0, max(self._ends) - self._clock.waited))
            self._ends.clear()
