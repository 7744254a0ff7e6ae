"""Background work without Qt: one queue per handset or vault, plain threads."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from holdfast.progress import Cancelled, Progress, Task

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """Work that was handed in: cancel through `task`, wait or listen through `future`."""

    task: Task
    future: Future[T]


class Jobs:
    """Runs work in the order it was handed in, one piece at a time per queue.

    Use one queue per vault for what writes to it, one per handset for what only asks it, and
    another for reading, so that a long backup never holds up a list on the screen. Safe to
    call from any thread.
    """

    def __init__(self) -> None:
        """Start without threads; each queue makes its own on first use."""
        self._lock = threading.Lock()
        self._queues: dict[Hashable, ThreadPoolExecutor] = {}
        self._open: set[Task] = set()
        self._closed = False

    def submit(
        self,
        queue: Hashable,
        work: Callable[[Task], T],
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Job[T]:
        """Run `work(task)` after all that was handed to `queue` before.

        `on_progress` is called in the working thread; if it fails, it hears no more and the
        work goes on. After `close` the job is cancelled at once.
        """
        task = Task(_Guarded(on_progress) if on_progress is not None else None)
        with self._lock:
            if self._closed:
                return Job(task, _cancelled())
            self._open.add(task)
            future = self._executor(queue).submit(work, task)
        future.add_done_callback(lambda _: self._forget(task))
        return Job(task, future)

    def _executor(self, queue: Hashable) -> ThreadPoolExecutor:
        if queue not in self._queues:
            self._queues[queue] = ThreadPoolExecutor(1, thread_name_prefix=f"holdfast-{queue}")
        return self._queues[queue]

    def _forget(self, task: Task) -> None:
        with self._lock:
            self._open.discard(task)

    def close(self) -> None:
        """Ask all work to stop and wait until it has."""
        with self._lock:
            self._closed = True
            queues = list(self._queues.values())
            self._queues.clear()
            for task in self._open:
                task.cancel()
        for queue in queues:
            queue.shutdown(wait=True, cancel_futures=True)


class _Guarded:
    """Calls a listener until it fails: a backup is worth more than its progress bar."""

    def __init__(self, listener: Callable[[Progress], None]) -> None:
        self._listener: Callable[[Progress], None] | None = listener

    def __call__(self, progress: Progress) -> None:
        if self._listener is None:
            return
        try:
            self._listener(progress)
        except Cancelled:
            raise
        except Exception:
            log.exception("a listener failed and hears no more")
            self._listener = None


def _cancelled() -> Future[T]:
    future: Future[T] = Future()
    future.cancel()
    return future
