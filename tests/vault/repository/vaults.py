"""Vaults for tests: filled from plain dictionaries, and read back into them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from holdfast.progress import Task
from holdfast.vault.repository.check import CheckReport
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.snapshot import Snapshot
from holdfast.vault.repository.stores.store import Store
from holdfast.vault.repository.tree import FileEntry
from holdfast.vault.repository.writer import Writer

PASSWORD = "open sesame"  # noqa: S105 - opens nothing
CHEAP = ScryptCost(n=1024, r=8, p=1)
MODIFIED = datetime(2009, 9, 27, 14, 5, 33, 250_000, tzinfo=UTC)
MIB = 1024 * 1024

Files = Mapping[str, bytes]
"""Paths with slashes, and what is in the files."""


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, **span: float) -> None:
        self.now += timedelta(**span)


def create(store: Store, clock: Clock, settle: float = 0) -> Repository:
    return Repository.create(store, PASSWORD, cost=CHEAP, clock=clock, settle=settle)


def reopen(store: Store, clock: Clock, settle: float = 0) -> Repository:
    return Repository.open(store, PASSWORD, clock=clock, settle=settle)


def entry(writer: Writer, path: str, chunks: Iterable[bytes], *, compress: bool) -> FileEntry:
    saved = writer.save_content(chunks, compress=compress)
    return FileEntry(tuple(path.split("/")), saved.content, saved.size, MODIFIED)


def save_into(writer: Writer, files: Files, tags: Iterable[str] = ()) -> Snapshot:
    """One backup inside a session."""
    entries = [entry(writer, path, [data], compress=True) for path, data in files.items()]
    return writer.save_snapshot(
        tree=writer.save_tree(entries),
        time=MODIFIED,
        hostname="lx-0042",
        paths=("/lx-0042",),
        tags=tuple(tags),
    )


def save(repository: Repository, files: Files, tags: Iterable[str] = ()) -> Snapshot:
    """One whole backup."""
    with repository.writer() as writer:
        return save_into(writer, files, tags)


def read(repository: Repository, snapshot: Snapshot) -> dict[str, bytes]:
    """Every file of a snapshot."""
    return {
        "/".join(file.path): b"".join(repository.open_content(file.content))
        for file in repository.files(snapshot.tree)
    }


def check(repository: Repository, *, read_data: bool = True) -> CheckReport:
    return repository.check(read_data=read_data, task=Task())


def damages(repository: Repository, *, read_data: bool = True) -> set[str]:
    return {str(found.damage) for found in check(repository, read_data=read_data).problems}


def noise(size: int, pieces: int = 1) -> Iterator[bytes]:
    """Bytes that no two calls have in common."""
    for _ in range(pieces):
        yield os.urandom(size)
