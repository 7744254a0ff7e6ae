"""Keeps the computer awake while a phone is being backed up, restored or a vault checked.

What holds it off ends with this process whatever happens to it: the system closes the file
that logind gave, `caffeinate` watches our process, and Windows forgets with the thread. The ways
of macOS and Windows were never tried there.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import TypeVar

from holdfast.actions.dbus import NoAnswer, Which, peer
from holdfast.progress import Task

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_LOGIND = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001


def awake(work: Callable[[Task], _T], why: str, system: str = sys.platform) -> Callable[[Task], _T]:
    """`work` that keeps the computer awake as long as it runs; `why` is shown to its owner."""

    def kept(task: Task) -> _T:
        with keep_awake(why, system):
            return work(task)

    return kept


@contextlib.contextmanager
def keep_awake(why: str, system: str = sys.platform) -> Iterator[None]:
    """No sleep by itself within this context, in this thread; raises nothing of its own.

    Where sleep cannot be held off, work goes on without: a backup may be begun again.
    """
    ways = {"linux": _by_logind, "darwin": _by_caffeinate, "win32": _by_windows}
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(ways.get(system, _by_nothing)(why))
        except (NoAnswer, OSError):
            _log.debug("sleep is not held off", exc_info=True)
        yield


@contextlib.contextmanager
def _by_nothing(why: str) -> Iterator[None]:
    del why
    yield


@contextlib.contextmanager
def _by_logind(why: str) -> Iterator[None]:
    with peer(Which.SYSTEM, *_LOGIND) as logind:
        (held,) = logind.call("Inhibit", "ssss", ("sleep:idle", "Holdfast", why, "block"))
    # The file is the lock: it ends when the last who has it open closes it.
    lock = held.to_raw_fd()
    try:
        yield
    finally:
        os.close(lock)


@contextlib.contextmanager
def _by_caffeinate(why: str) -> Iterator[None]:
    del why
    words = ["/usr/bin/caffeinate", "-i", "-w", str(os.getpid())]
    watcher = subprocess.Popen(words, stdin=subprocess.DEVNULL)  # noqa: S603 - a fixed program
    try:
        yield
    finally:
        watcher.terminate()
        watcher.wait()


@contextlib.contextmanager
def _by_windows(why: str) -> Iterator[None]:
    del why
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - its windll is there on Windows alone

        state = ctypes.windll.kernel32.SetThreadExecutionState
        state(_CONTINUOUS | _SYSTEM_REQUIRED)
        try:
            yield
        finally:
            state(_CONTINUOUS)
    else:
        yield
