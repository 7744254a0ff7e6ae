"""Progress and cancellation, as everything below the window reports them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum


class Stage(StrEnum):
    """What a long job is doing; worded by `holdfast.wording`."""

    CONNECTING = "connecting"
    READING = "reading"
    SAVING = "saving"
    COMPARING = "comparing"
    WRITING = "writing"
    READING_BACK = "reading-back"
    CHECKING = "checking"
    EXPORTING = "exporting"
    INDEXING = "indexing"


@dataclass(frozen=True, slots=True)
class Progress:
    """One report: `done` of `total` items of `subject` (a kind's name, or empty).

    `total` is None while it is unknown. `moved` counts the bytes of the whole job so far.
    """

    stage: Stage
    subject: str = ""
    done: int = 0
    total: int | None = None
    moved: int = 0


class Cancelled(Exception):  # noqa: N818 - an outcome somebody asked for, not an error
    """Raised inside a job at its next report after somebody asked it to stop."""


class Task:
    """Carries reports up and the wish to stop down; safe to use from any thread."""

    def __init__(self, listener: Callable[[Progress], None] | None = None) -> None:
        """Report to `listener`, which is called in the working thread."""
        self._listener = listener
        self._stop = threading.Event()

    def report(self, progress: Progress) -> None:
        """Pass `progress` on; raise `Cancelled` when a stop was asked for."""
        self.check()
        if self._listener is not None:
            self._listener(progress)

    def check(self) -> None:
        """Raise `Cancelled` when a stop was asked for."""
        if self._stop.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the job to stop at its next report."""
        self._stop.set()

    def unstoppable(self, stage: Stage) -> Task:
        """A task that reports as this one does, but always as `stage`, and heeds no stop."""
        listener = self._listener
        if listener is None:
            return Task()
        return Task(lambda progress: listener(replace(progress, stage=stage)))

    @property
    def cancelled(self) -> bool:
        """Whether a stop was asked for."""
        return self._stop.is_set()
