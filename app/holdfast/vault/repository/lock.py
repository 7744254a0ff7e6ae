"""Locks: a promise to others, in a file, that this program works on the repository.

As restic does it: look at the locks, write one's own, wait a moment, look again. Nobody may
write beside an exclusive lock. A lock is stale after 30 minutes, or at once when its process
on this computer is gone.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, Self

from holdfast.vault.repository import gojson
from holdfast.vault.repository.keyfile import host_name, user_name
from holdfast.vault.repository.problems import VaultLocked, VaultProblem

STALE = timedelta(minutes=30)
REFRESH = timedelta(minutes=5)
TRUSTED = timedelta(minutes=22)
"""How long a lock that was not refreshed may still be written under."""


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
        return self.hostname == host_name() and not _alive(self.pid)


class LockFiles(Protocol):
    """The part of a repository that locks need."""

    def put_file(self, folder: str, content: bytes) -> str:
        """Store a sealed file and return its name."""
        ...

    def get_file(self, folder: str, name: str) -> bytes:
        """Read a sealed file."""
        ...

    def file_names(self, folder: str) -> list[str]:
        """List sealed files."""
        ...

    def delete_file(self, folder: str, name: str) -> None:
        """Remove a sealed file."""
        ...


class Lock:
    """Our own lock while it is held; refreshes itself in the background."""

    def __init__(
        self,
        files: LockFiles,
        *,
        exclusive: bool,
        clock: Callable[[], datetime],
        pause: Callable[[], None],
    ) -> None:
        """`pause` waits long enough for a lock of somebody else to become visible."""
        self._files = files
        self._exclusive = exclusive
        self._clock = clock
        self._pause = pause
        self._name = ""
        self._written = clock()
        self._mutex = threading.Lock()
        self._released = threading.Event()

    def __enter__(self) -> Self:
        """Take the lock; raises `VaultLocked`."""
        self._demand_free()
        self._write()
        try:
            self._pause()
            self._demand_free()
        except BaseException:
            self._delete()
            raise
        threading.Thread(target=self._refresh_for_ever, name="vault-lock", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the lock back."""
        self._released.set()
        with self._mutex:
            self._delete()

    def demand(self) -> None:
        """Make sure the lock still stands before something is written under it.

        After a long sleep of the computer others may have taken it for dead; then it is taken
        anew. Raises `VaultLocked`.
        """
        with self._mutex:
            if self._clock() - self._written > TRUSTED:
                self._demand_free()
                self._renew()

    def _refresh_for_ever(self) -> None:
        while not self._released.wait(REFRESH.total_seconds()):
            with self._mutex:
                if not self._released.is_set():
                    self._try_renew()

    def _try_renew(self) -> None:
        try:
            self._renew()
        except VaultProblem:
            return  # the disk is away for the moment; `demand` speaks up before a write

    def _renew(self) -> None:
        old = self._name
        self._write()
        self._files.delete_file("locks", old)

    def _write(self) -> None:
        self._written = self._clock()
        self._name = self._files.put_file("locks", _encode(self._written, self._exclusive))

    def _delete(self) -> None:
        self._files.delete_file("locks", self._name)

    def _demand_free(self) -> None:
        now = self._clock()
        for lock in read_locks(self._files):
            if lock.name == self._name:
                continue
            if lock.stale(now):
                self._files.delete_file("locks", lock.name)
            elif lock.exclusive or self._exclusive:
                raise VaultLocked(lock.holder, lock.time)


def read_locks(files: LockFiles) -> Iterator[LockInfo]:
    """Yield every readable lock; one that vanishes meanwhile is passed over."""
    for name in files.file_names("locks"):
        try:
            yield _decode(name, files.get_file("locks", name))
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
    # Two locks taken in the same second by one process must not have one name.
    content["nonce"] = hashlib.sha256(os.urandom(16)).hexdigest()[:8]
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
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OSError):
        return True
    return True
