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
from holdfast.records.model.snapshot import KindChanges, KindDigest, StoredItem
from holdfast.vault.history.catalogue import Entry
from holdfast.vault.history.rows import in_order, items_by_version

_COVERS = (
    "SELECT versions.key, versions.id, versions.digest FROM spans"
    " JOIN versions ON versions.id = spans.version WHERE spans.handset = :handset"
    " AND spans.kind = :kind AND spans.first <= :in AND spans.last >= :in"
)
_Rows = dict[bytes, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was known of a kind: a complete reading, and partial ones after it, oldest first."""

    complete: Entry | None
    partial: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that differs: row ids of its version before and after, None where it was not."""

    key: bytes
    before: int | None
    after: int | None


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
    found = (_kind_digest(database, baseline(earlier, kind), newer, kind) for kind in Kind)
    return tuple(entry for entry in found if entry)


def changes(
    database: sqlite3.Connection, earlier: Sequence[Entry], newer: Entry
) -> tuple[KindChanges, ...]:
    """Tell what changed with `newer`, kind by kind; kinds without a change are left out."""
    found = (_kind_changes(database, baseline(earlier, kind), newer, kind) for kind in Kind)
    return tuple(entry for entry in found if entry)


def known_versions(database: sqlite3.Connection, known: Baseline, kind: Kind) -> _Rows:
    """The newest known version of every item: its row id and digest by stored key."""
    rows: _Rows = {}
    for entry in (known.complete, *known.partial):
        if entry is not None:
            rows.update(_members(database, entry, kind))
    return rows


def _state(entry: Entry, kind: Kind) -> State | None:
    coverage = entry.info.of(kind)
    if coverage is not None:
        return coverage.state
    return State.PARTIAL if entry.counts.get(kind) else None


def _kind_digest(
    database: sqlite3.Connection, known: Baseline, newer: Entry, kind: Kind
) -> KindDigest:
    told = Counter(_word(entry) for entry in _differences(database, known, newer, kind))
    return KindDigest(kind, told["added"], told["removed"], told["changed"])


def _word(difference: Difference) -> str:
    if difference.before is None:
        return "added"
    return "removed" if difference.after is None else "changed"


def _kind_changes(
    database: sqlite3.Connection, known: Baseline, newer: Entry, kind: Kind
) -> KindChanges:
    differences = list(_differences(database, known, newer, kind))
    versions = [v for d in differences for v in (d.before, d.after) if v is not None]
    items = items_by_version(database, newer.info.handset.id, kind, versions)
    items |= _elsewhere(database, known, newer, kind, differences)
    pairs = [(items.get(d.before or 0), items.get(d.after or 0)) for d in differences]
    both = {after.key: before for before, after in pairs if before and after}
    return KindChanges(
        kind,
        added=_sorted(kind, [after for before, after in pairs if after and not before]),
        removed=_sorted(kind, [before for before, after in pairs if before and not after]),
        changed=tuple(
            (both[after.key], after)
            for after in _sorted(kind, [after for before, after in pairs if before and after])
        ),
    )


def _elsewhere(
    database: sqlite3.Connection,
    known: Baseline,
    newer: Entry,
    kind: Kind,
    differences: Sequence[Difference],
) -> dict[int, StoredItem]:
    """Items from before by version, when the two snapshots are of different handsets."""
    other = next(iter((*known.partial, known.complete)), None)
    if other is None or other.handset == newer.handset:
        return {}
    before = [d.before for d in differences if d.before is not None]
    return items_by_version(database, other.info.handset.id, kind, before)


def _sorted(kind: Kind, items: Sequence[StoredItem]) -> tuple[StoredItem, ...]:
    return tuple(in_order(kind, items))


def _differences(
    database: sqlite3.Connection, known: Baseline, newer: Entry, kind: Kind
) -> Iterator[Difference]:
    state = _state(newer, kind)
    if state in (None, State.REFUSED):
        return
    before, after = _both_sides(database, known, newer, kind)
    for key, (version, content) in after.items():
        if key not in before:
            yield Difference(key, None, version)
        elif before[key][1] != content:
            yield Difference(key, before[key][0], version)
    if state is State.COMPLETE:
        for key in before.keys() - after.keys():
            yield Difference(key, before[key][0], None)


def _both_sides(
    database: sqlite3.Connection, known: Baseline, newer: Entry, kind: Kind
) -> tuple[_Rows, _Rows]:
    """What was known and what is there now; equal rows may be left out on both sides."""
    older = known.complete
    if older is None or known.partial or older.handset != newer.handset:
        return known_versions(database, known, kind), _members(database, newer, kind)
    return _only_in(database, older, newer, kind), _only_in(database, newer, older, kind)


def _members(database: sqlite3.Connection, entry: Entry, kind: Kind) -> _Rows:
    values = {"handset": entry.handset, "kind": kind, "in": entry.number}
    return {key: (row, content) for key, row, content in database.execute(_COVERS, values)}


def _only_in(database: sqlite3.Connection, entry: Entry, other: Entry, kind: Kind) -> _Rows:
    """Versions that live in one snapshot but not in another: the index finds few among many."""
    not_there = "last < :out" if entry.number < other.number else "first > :out"
    values = {
        "handset": entry.handset,
        "kind": kind,
        "in": entry.number,
        "out": other.number,
    }
    rows = database.execute(f"{_COVERS} AND spans.{not_there}", values)
    return {key: (row, content) for key, row, content in rows}
