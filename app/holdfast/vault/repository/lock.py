"""Locks: a promise to others, in a file, that this program works on the repository.

As restic does it: look at the locks, write one's own, wait a moment, look again. Nobody may
write beside an exclusive lock. A lock is stale after 30 minutes, or at once when its process
on this computer is gone.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from holdfast.vault.repository import gojson
from holdfast.vault.repository.keyfile import host_name, user_name
from holdfast.vault.repository.problems import LockLost, VaultLocked, VaultProblem
from holdfast.vault.repository.sealed_files import SealedFiles

log = logging.getLogger(__name__)

STALE = timedelta(minutes=30)
REFRESH = timedelta(minutes=5)
TRUSTED = timedelta(minutes=22)
"""How long a lock that was not refreshed may still be written under."""

_held: set[str] = set()
"""Names of the locks this process stands behind; a lock it could not remove is not here."""
_registry = threading.Lock()


@dataclass(frozen=True, slots=True)
class LockInfo:
    """One lock file; `name` is its own hash, `time` is UTC."""

    name: str
    time: datetime
    exclusive: bool
    hostname: str
    username: str
    pid: int

    @property
    def holder(self) -> str:
        """Who holds it, for a person."""
        return f"{self.username}@{self.hostname} ({self.pid})"

    def stale(self, now: datetime) -> bool:
        """Whether nobody stands behind it any more."""
        if now - self.time > STALE:
            return True
        if self.hostname != host_name():
            return False
        return self.name not in _held if self.pid == os.getpid() else not _alive(self.pid)


class Lock:
    """Our own lock while it is held; refreshes itself in the background."""

    def __init__(
        self,
        files: SealedFiles,
        *,
        exclusive: bool,
        clock: Callable[[], datetime],
        pause: Callable[[], None],
        refresh: timedelta = REFRESH,
    ) -> None:
        """`pause` waits long enough for a lock of somebody else to become visible."""
        self._files = files
        self._exclusive = exclusive
        self._clock = clock
        self._pause = pause
        self._refresh = refresh
        self._name = ""
        self._written = clock()
        self._mutex = threading.Lock()
        self._released = threading.Event()

    def __enter__(self) -> Self:
        """Take the lock, removing stale ones; raises `VaultLocked`."""
        with suppress(VaultProblem):  # one that cannot be removed hinders nobody
            remove_stale_locks(self._files, self._clock())
        self._demand_free()
        self._write()
        try:
            self._pause()
            self._demand_free()
        except BaseException:
            self._give_back()
            raise
        threading.Thread(target=self._refresh_for_ever, name="vault-lock", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the lock back."""
        self._released.set()
        with self._mutex:
            self._give_back()

    @property
    def alone(self) -> bool:
        """Whether nobody else holds a lock at this moment."""
        return not self._others()

    def demand(self) -> None:
        """Make sure the lock still stands before something is written under it.

        After a long sleep of this computer others may have taken the lock for dead; where
        it still lies, nobody did. Raises `VaultLocked`, `LockLost`.
        """
        with self._mutex:
            if self._name not in self._files.names("locks"):
                raise LockLost
            if self._clock() - self._written > TRUSTED:
                self._demand_free()
                self._renew()

    def _refresh_for_ever(self) -> None:
        while not self._released.wait(self._refresh.total_seconds()):
            with self._mutex:
                if not self._released.is_set():
                    self._try_renew()

    def _try_renew(self) -> None:
        try:
            # Whoever removed the lock must find out: then `demand` raises, in its time.
            if self._name in self._files.names("locks"):
                self._renew()
        except VaultProblem:
            return  # the disk is away for the moment; `demand` speaks up before a write

    def _renew(self) -> None:
        old = self._name
        self._write()
        self._remove(old)

    def _write(self) -> None:
        now = self._clock()
        with _registry:  # nobody sees the file before it is known to be held
            self._name = self._files.put("locks", _encode(now, self._exclusive))
            _held.add(self._name)
        self._written = now

    def _give_back(self) -> None:
        try:
            self._remove(self._name)
        except VaultProblem as problem:
            # What was done under it is done, and from now on the lock is stale.
            log.warning("the lock %s stays behind: %r", self._name[:8], problem)

    def _remove(self, name: str) -> None:
        _held.discard(name)
        self._files.delete("locks", name)

    def _others(self) -> Sequence[LockInfo]:
        return [lock for lock in read_locks(self._files) if lock.name != self._name]

    def _demand_free(self) -> None:
        now = self._clock()
        for lock in self._others():
            if (lock.exclusive or self._exclusive) and not lock.stale(now):
                raise VaultLocked(lock.holder, lock.time)


def remove_stale_locks(files: SealedFiles, now: datetime) -> int:
    """Remove the locks nobody stands behind any more; return how many there were."""
    with _registry:
        stale = [lock for lock in read_locks(files) if lock.stale(now)]
    for lock in stale:
        files.delete("locks", lock.name)
    return len(stale)


def read_locks(files: SealedFiles) -> Iterator[LockInfo]:
    """Yield every readable lock; one that vanishes meanwhile is passed over."""
    for name in files.names("locks"):
        try:
            yield _decode(name, files.get("locks", name))
        except (FileNotFoundError, ValueError, VaultProblem):
            continue


def _encode(now: datetime, exclusive: bool) -> bytes:  # noqa: FBT001 - a field of the file
    content = {
        "time": gojson.format_time(now),
        "exclusive": exclusive,
        "hostname": host_name(),
        "username": user_name(),
        "pid": os.getpid(),
    }
    return json.dumps(content).encode()


def _decode(name: str, data: bytes) -> LockInfo:
    fields: Any = json.loads(data)
    try:
        return LockInfo(
            name=name,
            time=gojson.parse_time(fields["time"]),
            exclusive=bool(fields.get("exclusive")),
            hostname=str(fields.get("hostname") or ""),
            username=str(fields.get("username") or ""),
            pid=int(fields.get("pid") or 0),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("lock") from error


def _alive(pid: int) -> bool:
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return True  # there, signal 0 is not a question but Ctrl-C
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # somebody else's process
    return True
