"""The snapshots the index knows, in order of time, and how a person's word finds one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindDigest, SnapshotInfo
from holdfast.vault.history.sidecars import decode_coverage, decode_handset
from holdfast.vault.repository.problems import AmbiguousSnapshot, NoSuchSnapshot

LATEST = "latest"


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


class Catalogue:
    """All snapshots of the index at one moment."""

    def __init__(self, entries: list[Entry]) -> None:
        """Take entries in order of time."""
        self._all = entries
        self._by_id = {entry.info.id: entry for entry in entries}
        self._by_handset: dict[str, list[Entry]] = {}
        for entry in entries:
            self._by_handset.setdefault(entry.info.handset.id, []).append(entry)

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
        return self._all if handset is None else self._by_handset.get(handset, [])

    def handsets(self) -> tuple[HandsetInfo, ...]:
        """Each handset as its newest snapshot tells it; the one seen last comes first."""
        newest = [entries[-1].info for entries in self._by_handset.values()]
        newest.sort(key=lambda info: info.time, reverse=True)
        return tuple(info.handset for info in newest)

    def find(self, name: str) -> Entry:
        """Find a snapshot by the beginning of its id, also of one it had, or as "latest".

        Raises `NoSuchSnapshot` or `AmbiguousSnapshot`.
        """
        if name in self._by_id:
            return self._by_id[name]
        found = self._all[-1:] if name == LATEST else self._starting_with(name.lower())
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

    def _starting_with(self, name: str) -> list[Entry]:
        return [
            entry
            for entry in self._all
            if name and (entry.info.id.startswith(name) or entry.original.startswith(name))
        ]


def _entries(rows: sqlite3.Cursor) -> Iterator[Entry]:
    places: dict[int, int] = {}
    for hex_id, root, handset, number, time, tags, info, coverage, counts, digest in rows:
        place = places[handset] = places.get(handset, -1) + 1
        yield Entry(
            info=SnapshotInfo(
                id=hex_id,
                time=datetime.fromisoformat(time),
                handset=decode_handset(info),
                coverage=decode_coverage(coverage),
                tags=frozenset(json.loads(tags)),
            ),
            original=root,
            handset=handset,
            number=number,
            place=place,
            counts={Kind(kind): count for kind, count in json.loads(counts).items()},
            digest=decode_digest(digest) if digest is not None else None,
        )


def encode_digest(digest: tuple[KindDigest, ...]) -> str:
    """Write a change digest for the index."""
    return json.dumps([[e.kind, e.added, e.removed, e.changed] for e in digest])


def decode_digest(text: str) -> tuple[KindDigest, ...]:
    """Read what `encode_digest` wrote."""
    return tuple(KindDigest(Kind(kind), *counts) for kind, *counts in json.loads(text))
