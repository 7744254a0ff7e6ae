"""Guesses how long a job will still take, steadily enough to be read."""

from __future__ import annotations

from holdfast.progress import Progress

_WARM_UP = 3.0
"""Seconds of a stage before a guess is worth anything."""


class Pace:
    """Takes every report of one job and guesses the seconds left of its present stage.

    The guess goes by items done over time; it is None while too little is known.
    """

    def __init__(self) -> None:
        """Start without any knowledge."""
        self._stage: tuple[str, str] | None = None
        self._since = 0.0
        self._from = 0

    def left(self, report: Progress, now: float) -> float | None:
        """Seconds left according to `report`, which came at `now` (seconds of any clock)."""
        stage = (report.stage, report.subject)
        if stage != self._stage:
            self._stage, self._since, self._from = stage, now, report.done
        passed, done = now - self._since, report.done - self._from
        if report.total is None or done <= 0 or passed < _WARM_UP:
            return None
        return max(0.0, (report.total - report.done) * passed / done)
