"""The vault as a whole: a repository, its history, and the place where they are."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from holdfast.vault.history.history import History
from holdfast.vault.repository.repository import Repository


@dataclass(eq=False)
class Vault:
    """An open vault; `place` is its folder.

    `writing` is held by whatever changes the vault, so that two actions of this program never
    write at once. Reading needs no lock.
    """

    place: Path
    repository: Repository
    history: History
    writing: threading.RLock = field(default_factory=threading.RLock)

    @property
    def id(self) -> str:
        """The repository's id, 64 hex digits."""
        return self.repository.id

    def close(self) -> None:
        """Close the index; the repository holds nothing open."""
        self.history.close()
