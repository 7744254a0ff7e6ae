"""Background work without Qt: one queue per handset or vault, plain threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from holdfast.progress import Progress, Task

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

    def submit(
        self,
        queue: Hashable,
        work: Callable[[Task], T],
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Job[T]:
        """Run `work(task)` after all that was handed to `queue` before.

        `on_progress` is called in the working thread.
        """
        task = Task(on_progress)
        with self._lock:
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
            queues = list(self._queues.values())
            self._queues.clear()
            for task in self._open:
                task.cancel()
        for queue in queues:
            queue.shutdown(wait=True, cancel_futures=True)
