"""The one place where the threads of `Jobs` meet Qt: outcomes hop to the window's thread."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from holdfast.actions.jobs import Job, Jobs
from holdfast.errors import Problem
from holdfast.progress import Cancelled, Progress, Task

T = TypeVar("T")

TURN = 0.001
"""Seconds that a job computes on while the window's thread waits to.

Drawing asks dozens of times for what Python knows; with Python's own 5 ms each time a backup
at full rate held the window for 0.2 s now and then.
"""


class Bridge(QObject):
    """Starts jobs for the window and calls back in the window's own thread.

    Signals:
        failed: a Problem nobody asked for separately.
        broke: an exception that is a bug.
    """

    failed = Signal(object)
    broke = Signal(object)
    _arrived = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        """Run everything on `jobs`, which take shorter turns from now on."""
        super().__init__(parent)
        sys.setswitchinterval(TURN)
        self._jobs = jobs
        self._open = True
        self._waited_for = 0
        self._arrived.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        queue: Hashable,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
        stopped: Callable[[], None] | None = None,
        progressed: Callable[[Progress], None] | None = None,
    ) -> Job[T]:
        """Run `work` on `queue`; exactly one of `done`, `failed` and `stopped` is called after.

        Without `failed` the signal of that name speaks. What is no Problem is a bug: it goes to
        `broke`, and `stopped` ends the waiting. All callbacks run in the window's thread; of
        reports that come faster than the window draws only the newest is passed on.
        """
        listener = _Latest(self._hop, progressed) if progressed is not None else None
        job = self._jobs.submit(queue, work, listener)
        self._waited_for += 1
        told = failed if failed is not None else self.failed.emit
        job.future.add_done_callback(
            lambda future: self._hop(lambda: self._tell(future, done, told, stopped))
        )
        return job

    @property
    def idle(self) -> bool:
        """Whether every job begun here has been told of."""
        return not self._waited_for

    @property
    def open(self) -> bool:
        """Whether anybody is still called back."""
        return self._open

    def close(self) -> None:
        """Call nobody back from now on."""
        self._open = False

    def _hop(self, call: Callable[[], None]) -> None:
        if self._open:
            self._arrived.emit(call)

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        if self._open:
            call()

    def _tell(
        self,
        future: Future[T],
        done: Callable[[T], None] | None,
        failed: Callable[[Problem], None],
        stopped: Callable[[], None] | None,
    ) -> None:
        self._waited_for -= 1
        error = _outcome(future)
        if isinstance(error, (Cancelled, CancelledError)):
            if stopped is not None:
                stopped()
        elif isinstance(error, Problem):
            failed(error)
        elif error is not None:
            self.broke.emit(error)
            if stopped is not None:
                stopped()
        elif done is not None:
            done(future.result())


class _Latest:
    """Passes on the newest report only, so that a fast job never floods the window."""

    def __init__(
        self, hop: Callable[[Callable[[], None]], None], listener: Callable[[Progress], None]
    ) -> None:
        self._hop = hop
        self._listener = listener
        self._lock = threading.Lock()
        self._newest: Progress | None = None

    def __call__(self, report: Progress) -> None:
        """Take a report in the working thread."""
        with self._lock:
            waiting, self._newest = self._newest is not None, report
        if not waiting:
            self._hop(self._deliver)

    def _deliver(self) -> None:
        with self._lock:
            report, self._newest = self._newest, None
        if report is not None:
            self._listener(report)


def _outcome(future: Future[T]) -> BaseException | None:
    return CancelledError() if future.cancelled() else future.exception()
