"""The life of one item: its versions, where each was seen, and since when it is gone.

An item is *gone* since the first snapshot, after the last one that holds it in any version,
in which its kind is complete and under no loss alarm. A partial reading or one under alarm
ends no item's life: an emptied phone makes nothing gone until its owner says it was meant.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem, Version
from holdfast.vault.history.catalogue import Entry
from holdfast.vault.history.rows import ITEM, item, stored


@dataclass(slots=True)
class _Life:
    """One digest of an item: its newest item row, and the snapshots it was seen in."""

    newest: StoredItem
    newest_place: int
    seen: set[int]


def versions(
    database: sqlite3.Connection, entries: Sequence[Entry], kind: Kind, key: str
) -> tuple[Version, ...]:
    """All versions of an item, the one seen last first; `entries` are its handset's, in order.

    Bytes that differ in transport only are one version, and so is a version that came back.
    """
    if not entries:
        return ()
    lives = _lives(database, entries, kind, key)
    if not lives:
        return ()
    last = max(place for life in lives for place in life.seen)
    gone = _gone_since(entries[last + 1 :], kind)
    lives.sort(key=lambda life: max(life.seen), reverse=True)
    return tuple(_version(entries, life, gone) for life in lives)


def _version(entries: Sequence[Entry], life: _Life, gone: datetime | None) -> Version:
    first, last = entries[min(life.seen)], entries[max(life.seen)]
    return Version(life.newest, first.info, last.info, len(life.seen), gone)


def _gone_since(later: Sequence[Entry], kind: Kind) -> datetime | None:
    return next((entry.info.time for entry in later if entry.info.trusted(kind)), None)


def _lives(
    database: sqlite3.Connection, entries: Sequence[Entry], kind: Kind, key: str
) -> list[_Life]:
    rows = database.execute(
        f"SELECT spans.first, spans.last, {ITEM} FROM versions"  # noqa: S608 - our own constants
        " JOIN spans ON spans.version = versions.id"
        " JOIN summaries ON summaries.id = versions.summary"
        " WHERE versions.handset = ? AND versions.kind = ? AND versions.key = ?",
        (entries[0].handset, kind, stored(key)),
    )
    found: dict[str, _Life] = {}
    for first, last, *columns in rows:
        seen = {entry.place for entry in entries if first <= entry.number <= last}
        if seen:
            _note(found, item(entries[0].info.handset.id, kind, columns), seen)
    return list(found.values())


def _note(found: dict[str, _Life], stored: StoredItem, seen: set[int]) -> None:
    life = found.setdefault(stored.digest, _Life(stored, max(seen), set()))
    if max(seen) > life.newest_place:
        life.newest, life.newest_place = stored, max(seen)
    life.seen |= seen
