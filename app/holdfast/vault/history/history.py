"""History: every question one asks of a vault, answered from the index."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from holdfast.errors import Problem
from holdfast.progress import Task
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since
from holdfast.records.model.snapshot import (
    Hit,
    KindChanges,
    Seen,
    SnapshotInfo,
    StoredItem,
    TimelineEntry,
    Version,
)
from holdfast.vault.history import deleted as gone
from holdfast.vault.history import lineage as lineages
from holdfast.vault.history import rows
from holdfast.vault.history import search as searching
from holdfast.vault.history import standing as standings
from holdfast.vault.history import versions as lives
from holdfast.vault.history.catalogue import Catalogue, Entry
from holdfast.vault.history.changes import baseline, changes, known_versions
from holdfast.vault.history.handed import Handed, read_backs
from holdfast.vault.history.keepsakes import KeptLives, KeptVersion, leaving
from holdfast.vault.history.listing import Listing
from holdfast.vault.history.refreshing import Refresher, Unreadable
from holdfast.vault.history.schema import Index, IndexBroken
from holdfast.vault.history.trees import Trees
from holdfast.vault.repository.repository import Repository

_Answer = TypeVar("_Answer")
Dates = dict[tuple[Kind, str], tuple[tuple[str, ...], datetime]]


@dataclass(eq=False)
class NoSuchItem(Problem):
    """A snapshot (its full id) holds no item of this kind under this key."""

    snapshot: str
    kind: Kind
    key: str


class History:
    """The index of one vault; safe to ask from any thread.

    Whatever becomes of the index file, deleted, broken or of another version: it is made
    anew from the vault, and the question is answered.
    """

    def __init__(self, database: Path | None, repository: Repository) -> None:
        """Keep the index at `database`; None keeps it in a private place until `close`.

        Nothing is read before the first question or `refresh`.
        """
        self._repository = repository
        self._trees = Trees(repository)
        self._kept = KeptLives(self.extra)
        self._handed = Handed(self.extra)
        self._index = Index(database, repository.id)
        self._refresher = Refresher(self._index, repository)
        self._refreshing = threading.RLock()
        self._fresh = False
        self._readers: set[Task] = set()
        self._catalogue: tuple[int, Catalogue] = (-1, Catalogue([]))
        self._loading = threading.Lock()

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """Snapshots the last refresh found damaged, newest first; each refresh tries again."""
        self._answer(lambda _database, _catalogue: None)
        return self._refresher.unreadable

    @property
    def foreign(self) -> int:
        """How many snapshots of other programs the vault holds; history leaves them alone."""
        self._answer(lambda _database, _catalogue: None)
        return len(self._refresher.foreign)

    def refresh(self, task: Task | None = None) -> None:
        """Take in the vault's new snapshots with all their texts, and forget those that left it.

        Costs only what changed. Raises `Cancelled` when `task` is stopped (what was taken in
        stays), and whatever keeps the vault from being read.
        """
        self.refresh_structure(task)
        self.finish(task)

    def refresh_structure(self, task: Task | None = None) -> None:
        """As `refresh`, but leave texts that were not read yet to `finish`.

        From then on questions are answered with what is there: items under the names of their
        files, and only what was read is found by search.
        """
        with self._refreshing:
            try:
                self._refresher.run(task or Task())
            except IndexBroken:
                self._index.renew()
                self._refresher.run(task or Task())
            self._fresh = True

    @property
    def complete(self) -> bool:
        """Whether every text was read, so that search finds all there is."""
        return self._answer(rows.complete)

    def finish(self, task: Task | None = None) -> None:
        """Read the texts left by `refresh_structure`, newest first; may run beside questions.

        Raises as `refresh`; what was read stays, and the next time goes on from there.
        """
        task = task or Task()
        if not self._fresh:
            self.refresh_structure(task)
        self._readers.add(task)
        try:
            self._refresher.read_texts(task)
        except IndexBroken:
            task.check()
            with self._refreshing:
                self._index.renew()
                self._refresher.run(task)
            self._refresher.read_texts(task)
        finally:
            self._readers.discard(task)

    def rebuild(self, task: Task | None = None) -> None:
        """Forget the index and make it anew from the vault; raises as `refresh`."""
        with self._refreshing:
            self._index.renew()
            self.refresh(task)

    def handsets(self) -> tuple[HandsetInfo, ...]:
        """Every handset in the vault, the one backed up last comes first."""
        return self._answer(lambda _database, catalogue: catalogue.handsets())

    def seen(self) -> dict[str, Seen]:
        """When each handset was seen first and last, by its id, and how much is kept of it."""
        return self._answer(lambda _database, catalogue: catalogue.seen())

    def timeline(self, handset: str | None = None) -> tuple[TimelineEntry, ...]:
        """Every snapshot of a handset (of all, if None), newest first, with what it changed."""

        def answer(_database: sqlite3.Connection, catalogue: Catalogue) -> list[Entry]:
            return catalogue.entries(handset)

        return tuple(_timeline_entry(entry) for entry in reversed(self._answer(answer)))

    def keepsakes(self, handset: str) -> tuple[SnapshotInfo, ...]:
        """The keepsakes of a handset, oldest first; they are no backups and on no timeline."""
        found = self._answer(lambda _database, catalogue: catalogue.keepsakes(handset))
        return tuple(entry.info for entry in found)

    def snapshot(self, name: str) -> SnapshotInfo:
        """Find a snapshot by the beginning of its id, or the newest of all as "latest".

        An id from before its tags changed finds it too. Raises `NoSuchSnapshot` or
        `AmbiguousSnapshot`.
        """
        return self._answer(lambda _database, catalogue: catalogue.find(name).info)

    def items(self, snapshot: str, kind: Kind) -> tuple[StoredItem, ...]:
        """All items of a kind in a snapshot, in the order people look for them."""
        return self._answer_in_full(
            lambda database, catalogue: rows.items_of(database, catalogue.find(snapshot), kind)
        )

    def listing(self, snapshot: str, kind: Kind) -> Sequence[StoredItem]:
        """As `items`, from what was read by now; an item is made when it is asked for."""
        return self._answer(
            lambda database, catalogue: Listing.load(database, catalogue.find(snapshot), kind)
        )

    def folder(self, snapshot: str, path: tuple[str, ...]) -> tuple[StoredItem, ...]:
        """The items in one folder of a snapshot's tree, not those in the folders below."""
        return self._answer(
            lambda database, catalogue: rows.items_in(database, catalogue.find(snapshot), path)
        )

    def item(self, snapshot: str, kind: Kind, key: str) -> StoredItem:
        """Find one item of a snapshot by its key; raises `NoSuchItem`."""

        def answer(database: sqlite3.Connection, catalogue: Catalogue) -> StoredItem:
            entry = catalogue.find(snapshot)
            found = rows.item_of(database, entry, kind, key)
            if found is None:
                raise NoSuchItem(entry.info.id, kind, key)
            return found

        return self._answer_in_full(answer)

    def counts(self, snapshot: str) -> dict[Kind, int]:
        """How many items of each kind a snapshot holds."""
        return self._answer(lambda _database, catalogue: dict(catalogue.find(snapshot).counts))

    def changes(self, newer: str, older: str | None = None) -> tuple[KindChanges, ...]:
        """What changed since `older`, or since the handset's snapshots before `newer`.

        Each kind is compared with what was known of it then: its newest complete reading and
        what later partial ones brought. A kind that `newer` did not read completely has no
        removed items. Kinds without a change are left out.
        """

        def answer(database: sqlite3.Connection, catalogue: Catalogue) -> tuple[KindChanges, ...]:
            entry = catalogue.find(newer)
            return changes(database, catalogue.until(entry, older), entry)

        return self._answer(answer)

    def versions(self, handset: str, kind: Kind, key: str) -> tuple[Version, ...]:
        """Every version an item had, the one seen last first; empty for an unknown item."""
        found = self._answer(lambda rows, known: _versions(rows, known, handset, kind, key))
        return self._in_order(found)

    def lineage(self, handset: str, kind: Kind, key: str, digest: str = "") -> tuple[Version, ...]:
        """As `versions`, under all keys the item had and on all phones it was on.

        Each version's item says its handset and key. A key may have stood for several items:
        with `digest` the one is meant that had this content, else the one seen last.
        """

        def answer(database: sqlite3.Connection, catalogue: Catalogue) -> tuple[Version, ...]:
            lineage = lineages.Lineage(database, catalogue, self._handed.ends(catalogue), kind)
            return lineage.versions(handset, key, digest)

        return self._in_order(self._answer_handed(answer))

    def deleted(
        self, handset: str, kind: Kind, limit: int = 200, skip: int = 0
    ) -> tuple[Version, ...]:
        """Items that the newest reading to be trusted no longer holds, the last seen first.

        At most `limit` after the first `skip`; each in its newest version, with when it was
        first and last seen in any. What went on under another key is not deleted.
        """

        def answer(database: sqlite3.Connection, catalogue: Catalogue) -> tuple[Version, ...]:
            lineage = lineages.Lineage(database, catalogue, self._handed.ends(catalogue), kind)
            return tuple(gone.deleted(database, catalogue, lineage, handset, kind, (skip, limit)))

        return self._answer_handed(answer)

    def _in_order(self, found: Iterable[Version]) -> tuple[Version, ...]:
        told = map(self._kept.dated, found)
        return tuple(sorted(told, key=lambda version: version.last.time, reverse=True))

    def _answer_handed(self, ask: Callable[[sqlite3.Connection, Catalogue], _Answer]) -> _Answer:
        """As `_answer_in_full`, once the receipts of all restores are known."""
        self._handed.learn(self._answer(lambda _database, known: tuple(read_backs(known))))
        return self._answer_in_full(ask)

    def search(
        self,
        text: str,
        limit: int = 200,
        kinds: Collection[Kind] | None = None,
        handset: str | None = None,
    ) -> tuple[Hit, ...]:
        """Find items by words as begun and numbers as dialled, over all time; best matches first.

        Only of `kinds` and of one `handset` where they are given. Where `complete` is False
        there may be more.
        """

        def answer(database: sqlite3.Connection, catalogue: Catalogue) -> tuple[Hit, ...]:
            def versions_of(row: int, kind: Kind, key: str) -> tuple[Version, ...]:
                return _versions(database, catalogue, catalogue.handset_of(row), kind, key)

            rows = None if handset is None else catalogue.rows_of(handset)
            within = searching.Within(None if kinds is None else frozenset(kinds), rows)
            return searching.search(database, text, limit, versions_of, within)

        hits = self._answer(answer)
        return tuple(replace(hit, version=self._kept.dated(hit.version)) for hit in hits)

    def newest_trusted(
        self, handset: str, kind: Kind, before: str | None = None
    ) -> SnapshotInfo | None:
        """The newest snapshot, before `before` if given, that a restore may offer for a kind."""

        def answer(_database: sqlite3.Connection, catalogue: Catalogue) -> SnapshotInfo | None:
            entries = catalogue.entries(handset)
            if before is not None:
                found = catalogue.find(before)
                entries = [entry for entry in entries if entry.is_before(found)]
            return next((e.info for e in reversed(entries) if e.info.trusted(kind)), None)

        return self._answer(answer)

    def known(self, handset: str, kind: Kind) -> dict[str, StoredItem]:
        """Each item in its newest known version, by key.

        Known is what the newest complete reading held, and what partial ones after it
        brought. Loss alarms make no difference here: after a phone was emptied its keys may
        stand for other things.
        """

        def answer(database: sqlite3.Connection, catalogue: Catalogue) -> dict[str, StoredItem]:
            state = baseline(catalogue.entries(handset), kind)
            if state.complete is not None and not state.partial:
                found = rows.items_of(database, state.complete, kind)
            else:
                wanted = [row for row, _ in known_versions(database, state, kind).values()]
                by_row = rows.items_by_version(database, handset, kind, wanted)
                found = tuple(by_row.values())
            return {item.key: item for item in found}

        return self._answer_in_full(answer)

    def standing(
        self, handset: str, kind: Kind, holder: standings.Holder
    ) -> standings.Standing | None:
        """What of a kind of media may be kept whole if it is met again without a change.

        None where items must be placed one by one: there was no complete reading, another
        reading came after it, or the `holder` lacks some of it.
        """

        def answer(database: sqlite3.Connection, catalogue: Catalogue) -> standings.Standing | None:
            state = baseline(catalogue.entries(handset), kind)
            if state.complete is None or state.partial or not kind.is_media:
                return None
            return standings.standing(database, self._trees, state.complete, kind, holder)

        return self._answer(answer)

    def since(self, handset: str, kind: Kind) -> Since | None:
        """Where the newest complete reading of a kind left off; None where it cannot be told.

        A reading under a loss alarm is no ground to build on: the phone may not have been itself.
        """

        def answer(_database: sqlite3.Connection, catalogue: Catalogue) -> Since | None:
            entry = baseline(catalogue.entries(handset), kind).complete
            coverage = entry.info.of(kind) if entry is not None else None
            if entry is None or coverage is None or not coverage.anchor or entry.info.alarmed(kind):
                return None
            return Since(coverage.anchor, cache(partial(self._keys, entry.info.id, kind)))

        return self._answer(answer)

    def _keys(self, snapshot: str, kind: Kind) -> frozenset[str]:
        return self._answer(
            lambda database, catalogue: rows.keys_of(database, catalogue.find(snapshot), kind)
        )

    def dates(self, handset: str, kinds: Collection[Kind] = tuple(Kind)) -> Dates:
        """Dates (UTC) of files of `kinds` whose items have none of their own, for `layout.place`.

        By kind and key, each with the blob ids it holds for.
        """

        def answer(database: sqlite3.Connection, catalogue: Catalogue) -> Dates:
            found: Dates = {}
            for kind in kinds:
                state = baseline(catalogue.entries(handset), kind)
                wanted = [row for row, _ in known_versions(database, state, kind).values()]
                found |= rows.dates_of(database, kind, wanted)
            return found

        return self._answer_in_full(answer)

    def read(self, item: StoredItem, suffix: str | None = None) -> Iterator[bytes]:
        """Stream the bytes of an item's part, of its first one if no suffix is given.

        Raises KeyError for a part the item has not, and `VaultDamaged` on the way.
        """
        for part in item.parts:
            if suffix is None or part.suffix == suffix:
                return iter(self._repository.open_content(part.content))
        raise KeyError(suffix)

    def leaving(self, handset: str, going: Collection[str]) -> tuple[KeptVersion, ...]:
        """The versions that live in the snapshots `going` (full ids) of a handset alone."""
        return self._answer(
            lambda database, catalogue: leaving(database, catalogue.entries(handset), going)
        )

    def extra(self, snapshot: str, name: str) -> bytes | None:
        """Read a file from the root of a snapshot's tree, or return None where there is none."""
        info = self.snapshot(snapshot)
        tree = self._answer(lambda database, _catalogue: rows.tree_of(database, info.id))
        return self._trees.sidecar(self._trees.folder(tree), name)

    def close(self) -> None:
        """Close the index, and stop reading texts; a private index is gone afterwards."""
        for task in tuple(self._readers):
            task.cancel()
        self._index.close()

    def _answer_in_full(self, ask: Callable[[sqlite3.Connection, Catalogue], _Answer]) -> _Answer:
        """As `_answer`, once every text was read: what is put back or kept stands on digests."""
        if not self.complete:
            self.finish()
        return self._answer(ask)

    def _answer(self, ask: Callable[[sqlite3.Connection, Catalogue], _Answer]) -> _Answer:
        if not self._fresh:
            self.refresh()
        try:
            return self._ask(ask)
        except IndexBroken:
            with self._refreshing:
                self._index.renew()
                self.refresh()
            return self._ask(ask)

    def _ask(self, ask: Callable[[sqlite3.Connection, Catalogue], _Answer]) -> _Answer:
        with self._index.reading() as database:
            return ask(database, self._load(database))

    def _load(self, database: sqlite3.Connection) -> Catalogue:
        epoch = int(database.execute("SELECT epoch FROM about").fetchone()[0])
        # Several threads ask at once of a vault that was just opened; one of them reads.
        with self._loading:
            loaded, catalogue = self._catalogue
            if loaded != epoch:
                catalogue = Catalogue.load(database)
                self._catalogue = (epoch, catalogue)
        return catalogue


def _versions(
    database: sqlite3.Connection, catalogue: Catalogue, handset: str, kind: Kind, key: str
) -> tuple[Version, ...]:
    lines = catalogue.line(handset), catalogue.keepsakes(handset)
    return lives.versions(database, lines[0], kind, key, lines[1])


def _timeline_entry(entry: Entry) -> TimelineEntry:
    return TimelineEntry(entry.info, entry.digest or (), dict(entry.counts), entry.place == 0)
