"""The keys of a repository: one small file for each password, all with the same master key."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from holdfast.vault.repository.keyfile import (
    ScryptCost,
    describe_keyfile,
    encode_keyfile,
    open_keyfile,
)
from holdfast.vault.repository.problems import (
    AmbiguousKey,
    KeyInUse,
    LastKey,
    NoSuchKey,
    PasswordInUse,
    VaultDamaged,
    WrongPassword,
)
from holdfast.vault.repository.seal import Key
from holdfast.vault.repository.sealed_files import hash_name, named_files
from holdfast.vault.repository.stores.store import Store

_MAX_KEY = 1 << 20
"""Bytes of a key file that are read at all."""


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """One key file: its name (64 hex digits), and who made it when (UTC) where it says so.

    `current` is the one whose password opened the repository.
    """

    id: str
    created: datetime | None
    username: str
    hostname: str
    current: bool


class TakeLock(Protocol):
    """Takes a lock of the repository for the time of a `with` block."""

    def __call__(self, *, exclusive: bool) -> AbstractContextManager[object]:
        """Make the lock; raises `VaultLocked` when it is entered."""
        ...


class KeyFiles:
    """Lists, adds, changes and removes keys, under the locks that restic takes for the same.

    The master key never changes: what a password that is removed has opened before, it can
    open in a copy of the repository that was made before.
    """

    def __init__(
        self,
        store: Store,
        master: Key,
        current: str,
        clock: Callable[[], datetime],
        lock: TakeLock,
    ) -> None:
        """`current` names the key file that opened the repository in `store`."""
        self._store = store
        self._master = master
        self._current = current
        self._clock = clock
        self._lock = lock

    def listed(self) -> list[KeyInfo]:
        """Every key file that is one, oldest first."""
        found: list[KeyInfo] = []
        for name in named_files(self._store, "keys"):
            with suppress(ValueError, FileNotFoundError):
                made = describe_keyfile(self._read(name))
                current = name == self._current
                found.append(KeyInfo(name, made.created, made.username, made.hostname, current))
        return sorted(found, key=_age)

    def add(self, password: str, cost: ScryptCost) -> KeyInfo:
        """Let `password` open the repository, too.

        Raises `PasswordInUse` when it does already, `VaultLocked`, `DiskFull`, ….
        """
        with self._lock(exclusive=False):
            return self._add(password, cost)

    def change(self, password: str, cost: ScryptCost) -> KeyInfo:
        """Put a key for `password` in the place of the current one: the new one first.

        Raises like `add`. Killed at any moment, one of both passwords opens the repository.
        """
        with self._lock(exclusive=True):
            old, new = self._current, self._add(password, cost)
            self._current = new.id
            self._store.delete(f"keys/{old}")
        return KeyInfo(new.id, new.created, new.username, new.hostname, current=True)

    def remove(self, prefix: str) -> KeyInfo:
        """Remove the key whose name begins with `prefix`; return what it was.

        Raises `NoSuchKey`, `AmbiguousKey`, `LastKey`, `KeyInUse`, `VaultLocked`.
        """
        with self._lock(exclusive=True):
            keys = self.listed()
            key = _named(prefix, keys)
            if len(keys) == 1:
                raise LastKey(key.id)
            if key.current:
                raise KeyInUse(key.id)
            self._store.delete(f"keys/{key.id}")
        return key

    def _add(self, password: str, cost: ScryptCost) -> KeyInfo:
        with suppress(WrongPassword):
            raise PasswordInUse(find_key(self._store, password)[0])
        data = encode_keyfile(password, self._master, cost, self._clock())
        name = hash_name(data)
        self._store.put(f"keys/{name}", data)
        # As restic does: never rely on a key that was not seen to open.
        if open_keyfile(self._read(name), password) != self._master:
            self._store.delete(f"keys/{name}")
            raise VaultDamaged(f"keys/{name[:8]}")
        made = describe_keyfile(data)
        return KeyInfo(name, made.created, made.username, made.hostname, current=False)

    def _read(self, name: str) -> bytes:
        return self._store.read_range(f"keys/{name}", 0, _MAX_KEY)


def find_key(store: Store, password: str) -> tuple[str, Key]:
    """Return the name of the key file that `password` opens, and the master key in it.

    Raises `WrongPassword`, and `VaultDamaged` when no file is a key file.
    """
    readable = False
    for path, _ in store.list("keys"):
        try:
            key = open_keyfile(store.read_range(path, 0, _MAX_KEY), password)
            readable = True
        except (ValueError, FileNotFoundError):
            continue
        if key is not None:
            return path.rpartition("/")[2], key
    if not readable:
        raise VaultDamaged("keys")
    raise WrongPassword(store.place)


def _named(prefix: str, keys: list[KeyInfo]) -> KeyInfo:
    found = [key for key in keys if prefix and key.id.startswith(prefix)]
    if not found:
        raise NoSuchKey(prefix)
    if len(found) > 1:
        raise AmbiguousKey(prefix, tuple(key.id[:12] for key in found))
    return found[0]


def _age(key: KeyInfo) -> tuple[float, str]:
    return (key.created.timestamp() if key.created else 0.0), key.id
