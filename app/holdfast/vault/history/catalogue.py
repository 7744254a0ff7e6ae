"""The snapshots the index knows, in order of time, and how a person's word finds one."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice

from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindDigest, Seen, SnapshotInfo, Tag
from holdfast.vault.history.sidecars import decode_coverage, decode_handset
from holdfast.vault.repository.problems import AmbiguousSnapshot, NoSuchSnapshot

LATEST = "latest"
_ALIKE = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One snapshot: what is told of it, and its number in the index.

    `original` is the id it had before its tags changed (its own id otherwise); `place` its
    position among its handset's snapshots, oldest first. `digest` is None until it is known.
    """

    info: SnapshotInfo
    original: str
    handset: int
    number: int
    place: int
    counts: dict[Kind, int]
    digest: tuple[KindDigest, ...] | None

    @property
    def keepsake(self) -> bool:
        """Whether it holds what other snapshots left behind, and is no backup itself."""
        return Tag.KEEPSAKE in self.info.tags

    def is_before(self, other: Entry) -> bool:
        """Whether it is earlier: on its line, or in time where the other is another's."""
        if self.handset == other.handset:
            return self.place < other.place
        return self.info.time < other.info.time


class Line(list[Entry]):
    """Snapshots of one handset, oldest first."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take entries in order of time."""
        super().__init__(entries)
        self._numbers = [entry.number for entry in self]
        self._in_order = self._numbers == sorted(self._numbers)

    def numbered(self, first: int, last: int) -> Sequence[Entry]:
        """Those whose numbers lie between these, both included, oldest first."""
        if not self._in_order:
            # Some came to the index later than younger ones.
            return [entry for entry in self if first <= entry.number <= last]
        numbers = self._numbers
        return self[bisect_left(numbers, first) : bisect_right(numbers, last)]


class Catalogue:
    """All snapshots of the index at one moment."""

    def __init__(self, entries: list[Entry]) -> None:
        """Take entries in order of time.

        Keepsakes are found by their ids, but they are no backups: they are on no timeline, and
        nothing begins or ends with them.
        """
        self._everything = entries
        self._all = [entry for entry in entries if not entry.keepsake]
        self._by_id = {entry.info.id: entry for entry in entries}
        self._by_handset = _grouped(self._all)
        self._keepsakes = _grouped(entry for entry in entries if entry.keepsake)
        self._names = {entry.handset: entry.info.handset.id for entry in entries}

    @classmethod
    def load(cls, database: sqlite3.Connection) -> Catalogue:
        """Read every snapshot's row."""
        rows = database.execute(
            "SELECT hex, root, handset, number, time, tags, info, coverage, counts, digest"
            " FROM snapshots ORDER BY time, handset, number"
        )
        return cls(list(_entries(rows)))

    def entries(self, handset: str | None = None) -> list[Entry]:
        """Snapshots of one handset or of all, oldest first."""
        return self._all if handset is None else self.line(handset)

    def line(self, handset: str) -> Line:
        """Snapshots of one handset, oldest first."""
        return self._by_handset.get(handset) or Line()

    def keepsakes(self, handset: str) -> Line:
        """Keepsakes of one handset, oldest first."""
        return self._keepsakes.get(handset) or Line()

    def handset_of(self, row: int) -> str:
        """The id of the handset that has this row id in the index, its keepsakes' or its own."""
        return self._names.get(row, "")

    def rows_of(self, handset: str) -> frozenset[int]:
        """The row ids of a handset in the index: its own, and its keepsakes'."""
        return frozenset(row for row, name in self._names.items() if name == handset)

    def handsets(self) -> tuple[HandsetInfo, ...]:
        """Each handset as its newest snapshot tells it; the one seen last comes first."""
        newest = [entries[-1].info for entries in self._by_handset.values()]
        newest.sort(key=lambda info: info.time, reverse=True)
        return tuple(info.handset for info in newest)

    def seen(self) -> dict[str, Seen]:
        """When each handset was seen, by its id, and how much its newest filled snapshot holds."""
        return {
            entries[0].info.handset.id: Seen(
                entries[0].info.time, entries[-1].info.time, _held(entries)
            )
            for entries in self._by_handset.values()
        }

    def find(self, name: str) -> Entry:
        """Find a snapshot by the beginning of its id, also of one it had, or as "latest".

        Raises `NoSuchSnapshot` or `AmbiguousSnapshot`.
        """
        if name in self._by_id:
            return self._by_id[name]
        found = self._newest() if name == LATEST else self._starting_with(name.lower())
        if not found:
            raise NoSuchSnapshot(name)
        if len(found) > 1:
            raise AmbiguousSnapshot(name, tuple(entry.info.short for entry in found))
        return found[0]

    def until(self, newer: Entry, older: str | None = None) -> Sequence[Entry]:
        """What counts as before `newer`: its handset's earlier snapshots, or all up to `older`."""
        if older is None:
            return self.entries(newer.info.handset.id)[: newer.place]
        found = self.find(older)
        return self.entries(found.info.handset.id)[: found.place + 1]

    def _newest(self) -> list[Entry]:
        """The newest backup; a rehearsal's result is on the timeline, but is none."""
        made = (entry for entry in reversed(self._all) if Tag.REHEARSAL not in entry.info.tags)
        return list(islice(made, 1))

    def _starting_with(self, name: str) -> list[Entry]:
        return [
            entry
            for entry in self._everything
            if name and (entry.info.id.startswith(name) or entry.original.startswith(name))
        ]


def _grouped(entries: Iterable[Entry]) -> dict[str, Line]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.info.handset.id, []).append(entry)
    return {handset: Line(line) for handset, line in found.items()}


def _entries(rows: sqlite3.Cursor) -> Iterator[Entry]:
    # A phone tells the same of itself, and often of its kinds and changes, in each of its backups.
    handset_of = lru_cache(_ALIKE)(decode_handset)
    coverage_of = lru_cache(_ALIKE)(decode_coverage)
    tags_of = lru_cache(_ALIKE)(_tags)
    digest_of = lru_cache(_ALIKE)(decode_digest)
    places: dict[int, int] = {}
    for hex_id, root, handset, number, time, tags, info, coverage, counts, digest in rows:
        place = places[handset] = places.get(handset, -1) + 1
        yield Entry(
            info=SnapshotInfo(
                id=hex_id,
                time=datetime.fromisoformat(time),
                handset=handset_of(info),
                coverage=coverage_of(coverage),
                tags=tags_of(tags),
            ),
            original=root,
            handset=handset,
            number=number,
            place=place,
            counts={Kind(kind): count for kind, count in json.loads(counts).items()},
            digest=digest_of(digest) if digest is not None else None,
        )


def _tags(text: str) -> frozenset[str]:
    return frozenset(json.loads(text))


def encode_digest(digest: tuple[KindDigest, ...]) -> str:
    """Write a change digest for the index."""
    return json.dumps([[e.kind, e.added, e.removed, e.changed] for e in digest])


def decode_digest(text: str) -> tuple[KindDigest, ...]:
    """Read what `encode_digest` wrote."""
    return tuple(KindDigest(Kind(kind), *counts) for kind, *counts in json.loads(text))


def _held(entries: Sequence[Entry]) -> int:
    filled = (entry for entry in reversed(entries) if any(entry.counts.values()))
    newest = next(filled, None)
    return sum(newest.counts.values()) if newest is not None else 0
