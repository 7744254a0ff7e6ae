"""Thumbnails made in a process of their own, which a hostile picture may take down alone."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO

from holdfast.errors import Problem
from holdfast.records.pictures import messages

TIME_LIMIT = 20.0
"""Seconds one picture may take; the first one of a worker also waits for it to start."""
_START_LIMIT = 30.0


class Refusal(StrEnum):
    """Why a picture was refused; worded by `holdfast.wording`."""

    NOT_A_PICTURE = "not-a-picture"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"


_REFUSALS = {
    messages.NOT_A_PICTURE: Refusal.NOT_A_PICTURE,
    messages.DAMAGED: Refusal.DAMAGED,
    messages.TOO_LARGE: Refusal.TOO_LARGE,
}


@dataclass(eq=False)
class PictureRefused(Problem):
    """A picture that cannot or should not be opened."""

    reason: Refusal


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small JPEG or PNG, upright; `width` and `height` are its own in pixels.

    `taken` is the camera's wall time from EXIF (naive, or aware where an offset is written).
    """

    image: bytes
    width: int
    height: int
    taken: datetime | None = None


def worker_command() -> tuple[str, ...]:
    """How to start the worker; a frozen app starts itself and hands `sys.argv` on to it."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "--picture-worker")
    return (sys.executable, "-P", "-m", "holdfast.records.pictures.worker")


class ThumbnailWorker:
    """One worker process, started when first needed; safe to call from any thread.

    Pictures are made one at a time. A picture that kills the worker or takes longer than
    `time_limit` seconds is refused, and the next one gets a new worker.
    """

    def __init__(
        self, *, time_limit: float = TIME_LIMIT, command: Sequence[str] | None = None
    ) -> None:
        """Start nothing yet; `command` replaces how the worker is started."""
        self._time_limit = time_limit
        self._command = tuple(command or worker_command())
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def thumbnail(self, data: bytes, size: int) -> Thumbnail:
        """Scale the picture in `data` to fit `size` x `size` pixels; raise `PictureRefused`."""
        if not data:
            raise PictureRefused(Refusal.NOT_A_PICTURE)
        if len(data) > messages.MAX_PICTURE:
            raise PictureRefused(Refusal.TOO_LARGE)
        edge = max(1, min(size, messages.MAX_EDGE))
        with self._lock:
            return self._ask(data, edge)

    def close(self) -> None:
        """End the process; it starts again when asked again."""
        with self._lock:
            self._end()

    def _ask(self, data: bytes, edge: int) -> Thumbnail:
        fresh = self._process is None or self._process.poll() is not None
        process = self._started()
        timer = _Deadline(process, self._time_limit + (_START_LIMIT if fresh else 0))
        try:
            with timer:
                return _talk(process, data, edge)
        except (OSError, EOFError, ValueError):
            self._end()
            reason = Refusal.TOO_SLOW if timer.struck else Refusal.DAMAGED
            raise PictureRefused(reason) from None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            _close_quietly(pipe)
        process.wait()


def _close_quietly(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        pass  # what was still buffered cannot be flushed to a dead process


class _Deadline:
    """Kills a process that has not answered in time, whichever way it is stuck."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.struck = False
        self._process = process
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True

    def _strike(self) -> None:
        self.struck = True
        self._process.kill()

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()


def _talk(process: subprocess.Popen[bytes], data: bytes, edge: int) -> Thumbnail:
    """Put the question and believe no more of the answer than fits."""
    questions, answers = _pipes(process)
    questions.write(messages.QUESTION.pack(edge, len(data)))
    questions.write(data)
    questions.flush()
    head = messages.read_exactly(answers, messages.ANSWER.size)
    status, width, height, date_size, image_size = messages.ANSWER.unpack(head)
    if status != messages.MADE:
        raise PictureRefused(_REFUSALS.get(status, Refusal.DAMAGED))
    if date_size + image_size > messages.MAX_ANSWER or not image_size:
        raise EOFError
    date = messages.read_exactly(answers, date_size).decode("ascii")
    image = messages.read_exactly(answers, image_size)
    return Thumbnail(image, width, height, datetime.fromisoformat(date) if date else None)


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    return process.stdin, process.stdout
