"""The clock of a virtual handset: time passes when somebody says so, nobody ever sleeps."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _now() -> datetime:
    return datetime.now(UTC)


class VirtualClock:
    """A UTC clock that runs ahead of `base` by all the time that was waited on it."""

    def __init__(self, base: Callable[[], datetime] = _now) -> None:
        """Start level with `base`, which tells an aware UTC time."""
        self._base = base
        self._ahead = timedelta()
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """Return the time it is on this clock, UTC."""
        with self._lock:
            return self._base() + self._ahead

    @property
    def waited(self) -> float:
        """The seconds that were waited on this clock so far."""
        with self._lock:
            return self._ahead.total_seconds()

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        with self._lock:
            self._ahead += timedelta(seconds=seconds)
