"""Stints: for how long a handset held one content under one key, found by what is known of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.history.catalogue import Line
from holdfast.vault.history.rows import ITEM, item, stored
from holdfast.vault.history.schema import OPEN

_MOST = 500
"""Spans looked at for one trait: what more share says nothing of any one of them."""

# The pluses keep SQLite from the handset's index, where the trait's own finds few among many.
_FROM_VERSIONS = (
    f"SELECT spans.first, spans.last, {ITEM} FROM versions"  # noqa: S608 - our own constants
    " JOIN spans ON spans.version = versions.id JOIN summaries ON summaries.id = versions.summary"
)
_FROM_SUMMARIES = (
    f"SELECT spans.first, spans.last, {ITEM} FROM summaries"  # noqa: S608 - our own constants
    " CROSS JOIN versions ON versions.summary = summaries.id"
    " JOIN spans ON spans.version = versions.id"
)
_SERIES = "+versions.handset = :handset AND +versions.kind = :kind"
QUERIES = {
    "key": f"{_FROM_VERSIONS} WHERE versions.handset = :handset AND versions.kind = :kind"
    " AND versions.key = :value",
    "digest": f"{_FROM_VERSIONS} WHERE versions.digest = :value AND {_SERIES} LIMIT {_MOST}",
    "uid": f"{_FROM_SUMMARIES} WHERE summaries.uid = :value AND summaries.uid <> ''"
    f" AND {_SERIES} LIMIT {_MOST}",
    "name": f"{_FROM_SUMMARIES} WHERE summaries.sort_key = :value AND {_SERIES} LIMIT {_MOST}",
}
"""How spans are found by each trait; the names of the parameters are `handset`, `kind`, `value`."""

MOVED = (
    "WITH ended AS (SELECT versions.key, versions.digest FROM spans"  # noqa: S608 - our own constants
    " JOIN versions ON versions.id = spans.version WHERE spans.handset = :handset"
    " AND spans.kind = :kind AND spans.last >= :start AND spans.last < :end LIMIT 20)"
    " SELECT COUNT(*), COALESCE(SUM(EXISTS (SELECT 1 FROM versions"
    " JOIN spans ON spans.version = versions.id WHERE versions.digest = ended.digest"
    f" AND versions.key <> ended.key AND {_SERIES}"
    " AND spans.first > :start AND spans.first <= :end)), 0) FROM ended"
)
"""Of some items that ended in a turn: how many, and how many have another key since."""


@dataclass(frozen=True, slots=True, eq=False)
class Stint:
    """One content under one key, from a place on the handset's line to another.

    `count` is in how many snapshots in between it was seen: those that were not read whole may
    lack it.
    """

    item: StoredItem
    first: int
    last: int
    count: int

    @property
    def id(self) -> tuple[str, str, str, int]:
        """What tells it from all others of its kind."""
        return self.item.handset, self.item.key, self.item.digest, self.first

    def at(self, place: int) -> bool:
        """Whether it lasted at a place."""
        return self.first <= place <= self.last


class Stints:
    """The stints of one kind on one handset; remembers what it was asked."""

    def __init__(self, database: sqlite3.Connection, line: Line, kind: Kind) -> None:
        """Look into the snapshots of `line`, which are one handset's, oldest first."""
        self._database = database
        self._line = line
        self._kind = kind
        self._known: dict[tuple[str, str], list[Stint]] = {}
        self._turns: dict[int, int] = {}

    @property
    def line(self) -> Line:
        """The handset's snapshots."""
        return self._line

    @property
    def kind(self) -> Kind:
        """What kind of items these are."""
        return self._kind

    def of_key(self, key: str) -> list[Stint]:
        """What was held under a key, oldest first."""
        return self._of("key", key)

    def of_digest(self, digest: str) -> list[Stint]:
        """Where a content was held, oldest first."""
        return self._of("digest", digest) if digest else []

    def of_uid(self, uid: str) -> list[Stint]:
        """What had a UID, oldest first."""
        return self._of("uid", uid) if uid else []

    def of_name(self, sort_key: str) -> list[Stint]:
        """What was sorted under a name, oldest first."""
        return self._of("name", sort_key) if sort_key else []

    def moved(self, start: int, turn: int) -> tuple[int, int]:
        """Of some that ended from the place `start` on and were not there any more at `turn`.

        How many they are, and how many of them began again under other keys up to `turn`.
        """
        line = self._line
        values = {
            "handset": line[0].handset,
            "kind": self._kind,
            "start": line[start].number if start >= 0 else 0,
            "end": line[turn].number if turn < len(line) else OPEN,
        }
        ended, moved = self._database.execute(MOVED, values).fetchone()
        return int(ended), int(moved)

    def trusted_after(self, place: int) -> int:
        """The next place where a reading can end lives, or the length of the line."""
        if place not in self._turns:
            places = range(place + 1, len(self._line))
            turn = next((at for at in places if self._trusted(at)), len(self._line))
            self._turns[place] = turn
        return self._turns[place]

    def trusted_before(self, place: int) -> int:
        """The place before, where a reading can end lives, or -1."""
        places = range(min(place, len(self._line)) - 1, -1, -1)
        return next((at for at in places if self._trusted(at)), -1)

    def _trusted(self, place: int) -> bool:
        return self._line[place].info.trusted(self._kind)

    def _of(self, trait: str, value: str) -> list[Stint]:
        known = self._known.get((trait, value))
        if known is None:
            known = self._known[trait, value] = self._read(trait, value)
        return known

    def _read(self, trait: str, value: str) -> list[Stint]:
        if not self._line:
            return []
        rows = self._database.execute(
            QUERIES[trait],
            {
                "handset": self._line[0].handset,
                "kind": self._kind,
                "value": stored(value) if trait == "key" else value,
            },
        )
        runs: dict[tuple[str, str], list[Stint]] = {}
        for first, last, *columns in rows:
            found = item(self._line[0].info.handset.id, self._kind, columns)
            places = [entry.place for entry in self._line.numbered(first, last)]
            runs.setdefault((found.key, found.digest), []).extend(_runs(found, places))
        joined = (stint for some in runs.values() for stint in self._joined(some))
        return sorted(joined, key=attrgetter("first"))

    def _joined(self, runs: Iterable[Stint]) -> Iterator[Stint]:
        """Runs of one content; those that no reading parts that could end a life are one stint."""
        waiting: Stint | None = None
        for run in sorted(runs, key=attrgetter("first")):
            if waiting is None:
                waiting = run
            elif self.trusted_after(waiting.last) < run.first:
                yield waiting
                waiting = run
            else:
                count = waiting.count + run.count
                waiting = Stint(run.item, waiting.first, run.last, count)
        if waiting is not None:
            yield waiting


def _runs(found: StoredItem, places: Sequence[int]) -> Iterator[Stint]:
    """Places that follow each other, as one run each."""
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] != places[at - 1] + 1:
            yield Stint(found, places[start], places[at - 1], at - start)
            start = at
