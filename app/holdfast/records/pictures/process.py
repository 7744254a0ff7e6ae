"""The worker's process: started bare, asked in turn, killed when it does not answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import IO

from holdfast.records.pictures import messages
from holdfast.records.pictures.messages import Answer

PICTURE_WORKER = "--picture-worker"
"""The word that makes a frozen app a worker."""
START_LIMIT = 30.0
"""Seconds a worker may take until it is ready; a cold disk is slow."""

_PASSED_ON = frozenset(
    {
        "PATH",
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTHONUSERBASE",
        "PYTHONDONTWRITEBYTECODE",
        "HOME",
        "USERPROFILE",
        "APPDATA",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "SYSTEMROOT",
        "TEMP",
        "TMP",
        "TMPDIR",
    }
)
"""What an interpreter needs to find itself and its libraries. Nothing that could hold a secret."""
_PASSED_ON_PREFIXES = ("_PYI_", "_MEI")  # what a frozen app needs to find what it unpacked


class NotStartedError(Exception):
    """The worker did not come up: a broken installation, or no memory for it."""


class NoAnswerError(Exception):
    """The worker died, or talked nonsense, over a picture; `late` if it ran out of time."""

    def __init__(self, *, late: bool) -> None:
        super().__init__(late)
        self.late = late


def worker_command() -> tuple[str, ...]:
    """How to start the worker; a frozen app starts itself and hands `sys.argv` on to it."""
    if getattr(sys, "frozen", False):
        return (sys.executable, PICTURE_WORKER)
    return (sys.executable, "-P", "-m", "holdfast.records.pictures.worker")


def bare_environment(full: Mapping[str, str]) -> dict[str, str]:
    """What the worker gets to see of the environment."""
    passed = {
        name: value
        for name, value in full.items()
        if name.upper() in _PASSED_ON or name.startswith(_PASSED_ON_PREFIXES)
    }
    # Each arena of glibc takes 64 MB of the limited address space, used or not.
    return {**passed, "MALLOC_ARENA_MAX": "2"}


class WorkerProcess:
    """One running worker; not safe for several threads.

    Only its three standard streams are inherited; every other file of the app is closed to it
    (`close_fds`, on Windows the list of handles). After an error it has ended and been waited for.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Start `command` and wait until it is ready; raise `NotStartedError`."""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                close_fds=True,
                env=bare_environment(os.environ),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise NotStartedError from error
        try:
            self._await_ready()
        except BaseException:
            self.end()
            raise

    @property
    def alive(self) -> bool:
        """Whether it could be asked."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._process.pid

    def ask(self, data: bytes, edge: int, seconds: float) -> Answer:
        """Put a question; raise `NoAnswerError` when it is not answered within `seconds`."""
        deadline = _Deadline(self._process, seconds)
        try:
            with deadline:
                return self._talk(data, edge)
        except (OSError, EOFError, ValueError):
            self.end()
            raise NoAnswerError(late=deadline.struck or self._used_up()) from None
        except BaseException:
            self.end()  # half an answer may still be in the pipe
            raise

    def end(self) -> None:
        """Kill it and wait for it, so that nothing of it is left."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            _close_quietly(pipe)
        self._process.wait()

    def _await_ready(self) -> None:
        _, answers = self._pipes()
        try:
            with _Deadline(self._process, START_LIMIT):
                said = messages.read_exactly(answers, len(messages.READY))
        except (OSError, EOFError):
            said = b""
        if said != messages.READY:
            raise NotStartedError

    def _talk(self, data: bytes, edge: int) -> Answer:
        questions, answers = self._pipes()
        questions.write(messages.QUESTION.pack(edge, len(data)))
        questions.write(data)
        questions.flush()
        return messages.read_answer(answers)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        return self._process.stdin, self._process.stdout

    def _used_up(self) -> bool:
        """Whether the system ended it for its use of the processor."""
        return self._process.returncode == -getattr(signal, "SIGXCPU", 0) != 0


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
