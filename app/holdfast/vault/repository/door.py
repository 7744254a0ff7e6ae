"""What opens a repository: its key, found at once or when something first needs it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from holdfast.vault.repository.config import Config
from holdfast.vault.repository.key_files import find_key
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.seal import Key, SealBroken
from holdfast.vault.repository.stores.store import Store

_MAX_CONFIG = 1 << 20
"""Bytes of a config that are read at all."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A repository's `id`, its master key, and the name of the key file that gave it."""

    id: str
    key: Key
    key_name: str


def open_with(store: Store, password: str) -> Opened:
    """Open what is in `store`; raises `WrongPassword`, `VaultDamaged`."""
    name, key = find_key(store, password)
    try:
        config = Config.decode(key.open(store.read_range("config", 0, _MAX_CONFIG)))
    except (SealBroken, ValueError) as error:
        raise VaultDamaged("config") from error
    return Opened(config.id, key, name)


class Door:
    """Opened once, by whoever needs it first; the others wait for that."""

    def __init__(self, find: Callable[[], Opened]) -> None:
        """Open it with `find`; what that raises is raised to all who need it meanwhile."""
        self._find = find
        self._lock = threading.Lock()
        self._opened: Opened | None = None

    @classmethod
    def at(cls, opened: Opened) -> Door:
        """A door that stands open."""
        door = cls(lambda: opened)
        door.opened()
        return door

    def opened(self) -> Opened:
        """What is behind the door; may take a second, and raise what `find` raises."""
        if self._opened is None:
            with self._lock:
                if self._opened is None:
                    self._opened = self._find()
        return self._opened

    @property
    def key(self) -> Key:
        """The master key; one that is not found yet is looked for when it is first used."""
        return self._opened.key if self._opened is not None else _LateKey(self)


class _LateKey(Key):
    """The key behind a door that is still closed."""

    __slots__ = ("_door",)
    _door: Door

    def __init__(self, door: Door) -> None:
        object.__setattr__(self, "_door", door)

    @property
    def encrypt(self) -> bytes:
        return self._door.opened().key.encrypt

    @property
    def k(self) -> bytes:
        return self._door.opened().key.k

    @property
    def r(self) -> bytes:
        return self._door.opened().key.r
