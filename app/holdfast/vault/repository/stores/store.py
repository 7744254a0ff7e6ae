"""What a place for a repository's files must do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Store(Protocol):
    """Files by name ("config", "data/ab/abcd…"), put whole or not at all.

    Safe to use from several threads. Every call may raise `VaultProblem`; `get` and
    `read_range` raise `FileNotFoundError` for a name that is not there. Names are made by
    the repository, never taken from what a file says.
    """

    @property
    def place(self) -> str:
        """Where this is, for a person."""
        ...

    def prepare(self) -> None:
        """Make the folders of a new repository."""
        ...

    def put(self, name: str, *pieces: bytes) -> None:
        """Write the pieces as one file, there whole, and durable, when this returns."""
        ...

    def get(self, name: str) -> bytes:
        """Return the whole file."""
        ...

    def read_range(self, name: str, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`, fewer when the file ends before."""
        ...

    def list(self, folder: str) -> Iterator[tuple[str, int]]:
        """Yield (name, size in bytes) of every file below `folder`, in no order."""
        ...

    def delete(self, name: str) -> None:
        """Remove the file; one that is not there is no error."""
        ...

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        ...

    def is_empty(self) -> bool:
        """Whether no file lies at this place (or the place does not exist yet)."""
        ...

    def tidy(self, older_than: float) -> None:
        """Remove half-written files that nobody touched for `older_than` seconds."""
        ...
