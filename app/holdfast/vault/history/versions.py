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
from holdfast.vault.history.catalogue import Entry, Line
from holdfast.vault.history.rows import ITEM, item, stored

_NONE = Line()


@dataclass(slots=True)
class _Life:
    """One digest of an item: its newest item row, and the snapshots it was seen in."""

    newest: StoredItem
    first: Entry
    last: Entry
    count: int


def versions(
    database: sqlite3.Connection,
    entries: Line,
    kind: Kind,
    key: str,
    keepsakes: Line = _NONE,
) -> tuple[Version, ...]:
    """All versions of an item, the one seen last first; `entries` are its handset's, in order.

    Bytes that differ in transport only are one version, and so is a version that came back.
    What only one of the `keepsakes` still holds comes last, as seen in that one.
    """
    lives = _lives(database, entries, kind, key)
    kept = _lives(database, keepsakes, kind, key)
    last = max((life.last.place for life in lives.values()), default=-1)
    gone = _gone_since(entries, last + 1, kind)
    seen = sorted(lives.values(), key=_last_place, reverse=True)
    rest = [life for digest, life in kept.items() if digest not in lives]
    rest.sort(key=_last_place, reverse=True)
    return tuple(_version(life, gone) for life in (*seen, *rest))


def _last_place(life: _Life) -> int:
    return life.last.place


def _version(life: _Life, gone: datetime | None) -> Version:
    return Version(life.newest, life.first.info, life.last.info, life.count, gone)


def _gone_since(entries: Line, start: int, kind: Kind) -> datetime | None:
    later = (entries[place].info for place in range(start, len(entries)))
    return next((info.time for info in later if info.trusted(kind)), None)


def _lives(database: sqlite3.Connection, entries: Line, kind: Kind, key: str) -> dict[str, _Life]:
    if not entries:
        return {}
    rows = database.execute(
        f"SELECT spans.first, spans.last, {ITEM} FROM versions"  # noqa: S608 - our own constants
        " JOIN spans ON spans.version = versions.id"
        " JOIN summaries ON summaries.id = versions.summary"
        " WHERE versions.handset = ? AND versions.kind = ? AND versions.key = ?",
        (entries[0].handset, kind, stored(key)),
    )
    found: dict[str, _Life] = {}
    for first, last, *columns in rows:
        seen = entries.numbered(first, last)
        if seen:
            _note(found, item(entries[0].info.handset.id, kind, columns), seen)
    return found


def _note(found: dict[str, _Life], stored: StoredItem, seen: Sequence[Entry]) -> None:
    first, last = seen[0], seen[-1]
    life = found.get(stored.digest)
    if life is None:
        found[stored.digest] = _Life(stored, first, last, len(seen))
        return
    # One item lies in a snapshot once, so no snapshot is counted twice.
    life.count += len(seen)
    if first.place < life.first.place:
        life.first = first
    if last.place > life.last.place:
        life.newest, life.last = stored, last
