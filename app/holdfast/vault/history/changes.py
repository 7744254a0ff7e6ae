"""What changed between snapshots, under one rule: only a complete reading ends an item's life.

A kind is compared with what was known of it before: its newest earlier *complete* reading,
and over that whatever later partial readings brought. A kind that was not read completely
removes nothing. A reading under loss alarm counts like any other here: its digest tells
what the phone no longer showed. Whether an item is *gone* is another question (`versions`).
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from holdfast.records.model.coverage import State
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindChanges, KindDigest
from holdfast.vault.history.catalogue import Entry
from holdfast.vault.history.listing import Listing, Pairs, in_order
from holdfast.vault.history.packed import Row
from holdfast.vault.history.rows import ITEM

_VERSIONS = "FROM spans JOIN versions ON versions.id = spans.version"
# Whatever is read begins with the key and the digest.
_ALIKE = f"SELECT versions.key, versions.digest {_VERSIONS}"
_NUMBERED = f"SELECT versions.key, versions.digest, versions.id {_VERSIONS}"
_ITEMS = f"SELECT {ITEM} {_VERSIONS} JOIN summaries ON summaries.id = versions.summary"
_COVERS = (
    "WHERE spans.handset = :handset"
    " AND spans.kind = :kind AND spans.first <= :in AND spans.last >= :in"
)
_KEY, _DIGEST = 0, 1
_Rows = dict[bytes, Row]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was known of a kind: a complete reading, and partial ones after it, oldest first."""

    complete: Entry | None
    partial: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that differs: the rows of its version before and after, None where it was not."""

    before: Row | None
    after: Row | None


def baseline(entries: Sequence[Entry], kind: Kind) -> Baseline:
    """What the snapshots `entries` of one handset (oldest first) together tell of a kind."""
    partial: list[Entry] = []
    for entry in reversed(entries):
        if entry.info.complete(kind):
            return Baseline(entry, tuple(reversed(partial)))
        if _state(entry, kind) is State.PARTIAL:
            partial.append(entry)
    return Baseline(None, tuple(reversed(partial)))


def digest(
    database: sqlite3.Connection, earlier: Sequence[Entry], newer: Entry
) -> tuple[KindDigest, ...]:
    """Count what changed with `newer`, kind by kind; kinds without a change are left out."""
    found = (
        _kind_digest(database, baseline(earlier, kind), newer, kind) for kind in _read_in(newer)
    )
    return tuple(entry for entry in found if entry)


def changes(
    database: sqlite3.Connection, earlier: Sequence[Entry], newer: Entry
) -> tuple[KindChanges, ...]:
    """Tell what changed with `newer`, kind by kind; kinds without a change are left out."""
    found = (
        _kind_changes(database, baseline(earlier, kind), newer, kind) for kind in _read_in(newer)
    )
    return tuple(entry for entry in found if entry)


def known_versions(
    database: sqlite3.Connection, known: Baseline, kind: Kind
) -> dict[bytes, tuple[int, str]]:
    """The newest known version of every item: its row id and digest by stored key."""
    rows = _known(database, _NUMBERED, known, kind)
    return {key: (version, content) for key, content, version in rows.values()}


def _state(entry: Entry, kind: Kind) -> State | None:
    coverage = entry.info.of(kind)
    if coverage is not None:
        return coverage.state
    return State.PARTIAL if entry.counts.get(kind) else None


def _read_in(newer: Entry) -> list[Kind]:
    """Kinds of which a snapshot says anything: for others no earlier ones need be looked at."""
    return [kind for kind in Kind if _state(newer, kind) not in (None, State.REFUSED)]


def _kind_digest(
    database: sqlite3.Connection, known: Baseline, newer: Entry, kind: Kind
) -> KindDigest:
    differences = _differences(database, _ALIKE, known, newer, kind)
    told = Counter(map(_word, differences))
    return KindDigest(kind, told["added"], told["removed"], told["changed"])


def _word(difference: Difference) -> str:
    if difference.before is None:
        return "added"
    return "removed" if difference.after is None else "changed"


def _kind_changes(
    database: sqlite3.Connection, known: Baseline, newer: Entry, kind: Kind
) -> KindChanges:
    added: list[Row] = []
    removed: list[Row] = []
    before: _Rows = {}
    changed: list[Row] = []
    for entry in _differences(database, _ITEMS, known, newer, kind):
        if entry.after is None:
            removed += [entry.before] if entry.before is not None else []
        elif entry.before is None:
            added.append(entry.after)
        else:
            before[entry.after[_KEY]] = entry.before
            changed.append(entry.after)
    changed = in_order(kind, changed)
    now, then = newer.info.handset.id, _handset(known, newer)
    return KindChanges(
        kind,
        added=Listing(now, kind, in_order(kind, added)),
        removed=Listing(then, kind, in_order(kind, removed)),
        changed=Pairs(
            Listing(then, kind, [before[row[_KEY]] for row in changed]),
            Listing(now, kind, changed),
        ),
    )


def _handset(known: Baseline, newer: Entry) -> str:
    """The id of the handset that what was known is of: at times another than that of `newer`."""
    of = next((entry for entry in (*known.partial, known.complete) if entry), newer)
    return of.info.handset.id


def _differences(
    database: sqlite3.Connection, query: str, known: Baseline, newer: Entry, kind: Kind
) -> Iterator[Difference]:
    before, after = _both_sides(database, query, known, newer, kind)
    for key, row in after.items():
        was = before.get(key)
        if was is None or was[_DIGEST] != row[_DIGEST]:
            yield Difference(was, row)
    if newer.info.complete(kind):
        for key in before.keys() - after.keys():
            yield Difference(before[key], None)


def _both_sides(
    database: sqlite3.Connection, query: str, known: Baseline, newer: Entry, kind: Kind
) -> tuple[_Rows, _Rows]:
    """What was known and what is there now; equal rows may be left out on both sides."""
    older = known.complete
    if older is None or known.partial or older.handset != newer.handset:
        before = _known(database, query, known, kind)
        return before, _members(database, query, newer, kind)
    return (
        _only_in(database, query, older, newer, kind),
        _only_in(database, query, newer, older, kind),
    )


def _known(database: sqlite3.Connection, query: str, known: Baseline, kind: Kind) -> _Rows:
    rows: _Rows = {}
    for entry in (known.complete, *known.partial):
        if entry is not None:
            rows.update(_members(database, query, entry, kind))
    return rows


def _members(database: sqlite3.Connection, query: str, entry: Entry, kind: Kind) -> _Rows:
    values = {"handset": entry.handset, "kind": kind, "in": entry.number}
    return {row[_KEY]: row for row in database.execute(f"{query} {_COVERS}", values)}


def _only_in(
    database: sqlite3.Connection, query: str, entry: Entry, other: Entry, kind: Kind
) -> _Rows:
    """Versions that live in one snapshot but not in another: the index finds few among many."""
    not_there = "last < :out" if entry.number < other.number else "first > :out"
    values = {
        "handset": entry.handset,
        "kind": kind,
        "in": entry.number,
        "out": other.number,
    }
    rows = database.execute(f"{query} {_COVERS} AND spans.{not_there}", values)
    return {row[_KEY]: row for row in rows}
