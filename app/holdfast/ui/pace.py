"""How far a long job is and how long it will still take, worked out from its reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from holdfast.progress import Progress

MEDIA = frozenset({"photos", "files"})
MEDIA_WEIGHT = 12
"""How many records one photo takes as long as: pictures are some hundred times larger."""

USUAL = {"contacts": 200, "calendar": 200, "to-dos": 40, "notes": 40, "photos": 100}
"""What is expected of a phone of which nothing is known, so that no part counts as all."""

_SURE_AFTER = 3.0
_SURE_FROM = 0.04


@dataclass(slots=True)
class Pace:
    """Fed with every report; `expected` are items per subject, as far as known before.

    A part of the job that was never expected counts from when it announces itself. The
    fraction never goes back.
    """

    started: float
    expected: dict[str, int] = field(default_factory=dict)
    fraction: float = 0.0
    _done: dict[str, int] = field(default_factory=dict)
    _left: float | None = None

    @classmethod
    def expecting(cls, started: float, expected: Mapping[str, int]) -> Pace:
        """Start at `started` (a monotonic time in seconds)."""
        known = {str(key): value for key, value in expected.items() if value}
        return cls(started, known or dict(USUAL))

    def feed(self, report: Progress, now: float) -> None:
        """Take in one report at the monotonic time `now`."""
        key = report.subject
        self._finish_others(key)
        if report.total is not None:
            self.expected[key] = report.total
        self._done[key] = report.done
        total = sum(self._weighed(self.expected))
        if total:
            done = sum(self._weighed(self._done))
            self.fraction = max(self.fraction, min(1.0, done / total))
        self._left = self._estimate(now - self.started)

    @property
    def seconds_left(self) -> float | None:
        """What is still to come, or None while nobody can tell."""
        return self._left

    def _finish_others(self, key: str) -> None:
        for other in self._done:
            if other != key:
                self._done[other] = self.expected.get(other, self._done[other])

    def _weighed(self, counts: Mapping[str, int]) -> list[int]:
        return [n * (MEDIA_WEIGHT if key in MEDIA else 1) for key, n in counts.items()]

    def _estimate(self, spent: float) -> float | None:
        if spent < _SURE_AFTER or self.fraction < _SURE_FROM:
            return None
        return spent / self.fraction - spent
