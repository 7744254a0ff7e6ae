"""Brings the index in line with the vault: what is new, what is gone, what was renamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.errors import Problem
from holdfast.progress import Progress, Stage, Task
from holdfast.vault.history import indexing, rows
from holdfast.vault.history import summaries as summarising
from holdfast.vault.history.catalogue import Catalogue, encode_digest
from holdfast.vault.history.changes import digest
from holdfast.vault.history.schema import Index
from holdfast.vault.history.trees import Trees
from holdfast.vault.repository import snapshot as snapshotting
from holdfast.vault.repository.problems import NoSuchSnapshot, VaultDamaged
from holdfast.vault.repository.repository import Repository

_Origin = tuple[str, str]
_AT_ONCE = 250
"""Records read in one transaction: a fraction of a second, which a stop has to wait."""
_MANY = 10_000
"""Records after which the second that it takes to put their terms together is well spent."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A snapshot of which the vault has lost something.

    `time` (UTC) and `handset` (its id) are None and empty where not even they can be read.
    """

    id: str
    problem: Problem
    time: datetime | None = None
    handset: str = ""


class Refresher:
    """Compares the vault's list of snapshots with the index's, and mends the index."""

    def __init__(self, index: Index, repository: Repository) -> None:
        """Fill `index` from `repository`."""
        self._index = index
        self._repository = repository
        self._trees = Trees(repository)
        self.unreadable: tuple[Unreadable, ...] = ()
        self.foreign: frozenset[str] = frozenset()

    def run(self, task: Task) -> None:
        """Bring snapshots and lives in line, one snapshot a transaction; texts are left pending.

        Raises `Cancelled`, `IndexBroken`.
        """
        there = self._names()
        with self._index.reading() as database:
            indexed = rows.indexed(database)
        gone = indexed.keys() - there
        if gone:
            self._demand_vault()
        self.unreadable = ()
        self.foreign &= there
        new = list(self._load(sorted(there - indexed.keys() - self.foreign)))
        new = self._follow_renamed(new, gone, indexed)
        if gone:
            with self._index.writing() as database:
                indexing.forget_snapshots(database, gone)
        self._take_in(new, task)
        self._count_changes(task)

    def pending(self) -> int:
        """How many records were not read yet."""
        with self._index.reading() as database:
            return summarising.Summaries(database, self._trees).pending()

    def read_texts(self, task: Task) -> None:
        """Read what is pending, a few records a transaction; raises `Cancelled`, `IndexBroken`.

        What was read stays when it is stopped. Several may read at once, each a part.
        """
        left = self.pending()
        if not left:
            return
        total = left
        while left:
            task.report(Progress(Stage.INDEXING, done=total - left, total=total))
            with self._index.writing() as database:
                summaries = summarising.Summaries(database, self._trees)
                summaries.read(_AT_ONCE, task)
                left = summaries.pending()
                if not left:
                    # Differences of transport only have counted as changes so far.
                    indexing.forget_digests(database)
                    if total >= _MANY:
                        summaries.settle()
        self._count_changes(task)

    def _names(self) -> set[str]:
        # Names alone: a vault of a thousand snapshots is not read to learn that none is new.
        listed = self._repository.store.list("snapshots")
        return {path.rpartition("/")[2] for path, _ in listed}

    def _demand_vault(self) -> None:
        # A disk that was pulled looks like an empty vault, or like one full of damage; and of
        # one that is not unlocked yet, nobody knows whether it is the same.
        self._repository.demand(self._repository.store)
        self._repository.unlock()

    def _load(self, names: Sequence[str]) -> Iterator[snapshotting.Snapshot]:
        for name in names:
            try:
                yield self._repository.load_snapshot(name)
            except NoSuchSnapshot:
                continue
            except VaultDamaged as problem:
                self._demand_vault()
                self.unreadable += (Unreadable(name, problem),)

    def _follow_renamed(
        self, new: Sequence[snapshotting.Snapshot], gone: set[str], indexed: dict[str, _Origin]
    ) -> list[snapshotting.Snapshot]:
        """Note which new ids are known snapshots with other tags; return what is truly new.

        A change of tags that was cut short leaves two files of one snapshot: the one with the
        new tags counts, the other is left alone.
        """
        by_origin = {origin: hex_id for hex_id, origin in indexed.items()}
        unknown: dict[_Origin, snapshotting.Snapshot] = {}
        for snapshot in sorted(new, key=lambda entry: (bool(entry.original), entry.id)):
            old = by_origin.get(_origin(snapshot))
            if old is None:
                unknown[_origin(snapshot)] = snapshot
            elif old in gone or (old == snapshot.original):
                gone.discard(old)
                by_origin[_origin(snapshot)] = snapshot.id
                with self._index.writing() as database:
                    indexing.rename_snapshot(database, old, snapshot)
        return sorted(unknown.values(), key=lambda entry: (entry.time, entry.id))

    def _take_in(self, new: Sequence[snapshotting.Snapshot], task: Task) -> None:
        for count, snapshot in enumerate(new):
            task.report(Progress(Stage.INDEXING, done=count, total=len(new)))
            try:
                with self._index.writing() as database:
                    indexing.add_snapshot(database, self._trees, snapshot)
            except indexing.Foreign:
                self.foreign |= {snapshot.id}
            except VaultDamaged as problem:
                self._demand_vault()
                damaged = Unreadable(snapshot.id, problem, snapshot.time, snapshot.hostname)
                self.unreadable += (damaged,)

    def _count_changes(self, task: Task) -> None:
        with self._index.reading() as database:
            if rows.counted(database):
                return  # as in most starts: the snapshots need not be decoded for that
            if all(entry.digest is not None for entry in Catalogue.load(database).entries()):
                return
        with self._index.writing() as database:
            catalogue = Catalogue.load(database)
            for entry in catalogue.entries():
                if entry.digest is None:
                    task.check()
                    told = digest(database, catalogue.until(entry), entry)
                    rows.keep_digest(database, entry.info.id, encode_digest(told))


def _origin(snapshot: snapshotting.Snapshot) -> _Origin:
    """Equal for snapshots that differ in their tags only."""
    return snapshot.original or snapshot.id, snapshot.tree
