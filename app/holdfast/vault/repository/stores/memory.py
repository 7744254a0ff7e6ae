"""A store in memory: a true implementation, for tests and rehearsals."""

from __future__ import annotations

import threading
from collections.abc import Iterator


class MemoryStore:
    """Keeps every file in a dictionary."""

    place = "memory"

    def __init__(self) -> None:
        """Start empty."""
        self._files: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Do nothing: memory needs no folders."""

    def put(self, name: str, *pieces: bytes) -> None:
        """Keep a copy of the pieces."""
        with self._lock:
            self._files[name] = b"".join(pieces)

    def get(self, name: str) -> bytes:
        """Return the whole file; raises FileNotFoundError."""
        try:
            return self._files[name]
        except KeyError:
            raise FileNotFoundError(name) from None

    def read_range(self, name: str, offset: int, length: int) -> bytes:
        """Return a piece of the file; raises FileNotFoundError."""
        return self.get(name)[offset : offset + length]

    def list(self, folder: str) -> Iterator[tuple[str, int]]:
        """Yield (name, size) below `folder`."""
        with self._lock:
            files = list(self._files.items())
        return ((name, len(data)) for name, data in files if name.startswith(f"{folder}/"))

    def delete(self, name: str) -> None:
        """Forget the file."""
        with self._lock:
            self._files.pop(name, None)

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return name in self._files

    def is_empty(self) -> bool:
        """Whether nothing was put here yet."""
        return not self._files

    def tidy(self, older_than: float) -> None:
        """Do nothing: memory holds no half-written files."""
