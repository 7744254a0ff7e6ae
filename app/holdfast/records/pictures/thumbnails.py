"""Thumbnails and dates, made in a process that a hostile picture may take down alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from holdfast.errors import Problem
from holdfast.records.pictures import messages
from holdfast.records.pictures.messages import Answer, Facts
from holdfast.records.pictures.process import (
    NoAnswerError,
    NotStartedError,
    WorkerProcess,
    worker_command,
)

TIME_LIMIT = 20.0
"""Seconds one picture may take."""
IDLE_LIMIT = 120.0
"""Seconds without a question after which the worker's memory is given back."""


class Refusal(StrEnum):
    """Why a picture was refused; worded by `holdfast.wording`."""

    NOT_A_PICTURE = "not-a-picture"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"
    NO_VIDEO_SUPPORT = "no-video-support"
    NO_WORKER = "no-worker"


_REFUSALS = {
    messages.NOT_A_PICTURE: Refusal.NOT_A_PICTURE,
    messages.DAMAGED: Refusal.DAMAGED,
    messages.TOO_LARGE: Refusal.TOO_LARGE,
    messages.NO_VIDEO: Refusal.NO_VIDEO_SUPPORT,
}


@dataclass(eq=False)
class PictureRefused(Problem):
    """A picture or video that cannot or should not be opened."""

    reason: Refusal


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small JPEG or PNG, upright; `width` and `height` are its own in pixels.

    `whole` is False where the file is cut short or damaged and only what could be read is
    shown. `facts` tells of the picture or video that it was made of.
    """

    image: bytes
    width: int
    height: int
    facts: Facts = field(default_factory=Facts)
    whole: bool = True

    @property
    def taken(self) -> datetime | None:
        """When the picture was taken, as `Facts` says it."""
        return self.facts.taken


class ThumbnailWorker:
    """One worker process, started when first needed; safe to call from any thread.

    Files are looked at one at a time. One that kills the worker or takes longer than
    `time_limit` seconds is refused, and the next one gets a new worker. After `idle_limit`
    seconds without a question the process ends by itself.
    """

    def __init__(
        self,
        *,
        time_limit: float = TIME_LIMIT,
        idle_limit: float = IDLE_LIMIT,
        command: Sequence[str] | None = None,
    ) -> None:
        """Start nothing yet; `command` replaces how the worker is started."""
        self._time_limit = time_limit
        self._idle_limit = idle_limit
        self._command = tuple(command or worker_command())
        self._lock = threading.Lock()
        self._process: WorkerProcess | None = None
        self._rest: threading.Timer | None = None
        self._used = 0.0

    def thumbnail(self, data: bytes, size: int) -> Thumbnail:
        """Scale the picture, or a frame of the video, in `data` to fit `size` x `size` pixels.

        Raises `PictureRefused`. Small pictures are not blown up.
        """
        answer = self._answer(data, max(1, min(size, messages.MAX_EDGE)))
        if not answer.image:
            raise PictureRefused(Refusal.DAMAGED)
        return Thumbnail(answer.image, answer.width, answer.height, answer.facts, answer.whole)

    def facts(self, data: bytes) -> Facts:
        """Date, size and length of the picture or video in `data`, without decoding it.

        Raises `PictureRefused`. Works for videos whether video support is installed or not.
        """
        return self._answer(data, 0).facts

    def close(self) -> None:
        """End the process; it starts again when asked again."""
        with self._lock:
            self._end()

    def _answer(self, data: bytes, edge: int) -> Answer:
        if not data:
            raise PictureRefused(Refusal.NOT_A_PICTURE)
        if len(data) > messages.MAX_PICTURE:
            raise PictureRefused(Refusal.TOO_LARGE)
        with self._lock:
            answer = self._ask(data, edge)
        if answer.status != messages.MADE:
            raise PictureRefused(_REFUSALS[answer.status])
        return answer

    def _ask(self, data: bytes, edge: int) -> Answer:
        try:
            return self._started().ask(data, edge, self._time_limit)
        except NotStartedError:
            raise PictureRefused(Refusal.NO_WORKER) from None
        except NoAnswerError as error:
            reason = Refusal.TOO_SLOW if error.late else Refusal.DAMAGED
            raise PictureRefused(reason) from None
        finally:
            self._used = time.monotonic()
            self._watch()

    def _started(self) -> WorkerProcess:
        if self._process is None or not self._process.alive:
            self._end()
            self._process = WorkerProcess(self._command)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        rest, self._rest = self._rest, None
        if rest is not None:
            rest.cancel()
        if process is not None:
            process.end()

    def _watch(self, seconds: float | None = None) -> None:
        if self._rest is None and self._process is not None:
            self._rest = threading.Timer(seconds or self._idle_limit, self._look_idle)
            self._rest.daemon = True
            self._rest.start()

    def _look_idle(self) -> None:
        with self._lock:
            if self._rest is not threading.current_thread():
                return  # closed, and perhaps started again, while this waited
            self._rest = None
            left = self._used + self._idle_limit - time.monotonic()
            if left <= 0:
                self._end()
            else:
                self._watch(left)
