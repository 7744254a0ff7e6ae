"""From the index's rows to the items that history speaks of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem, StoredPart
from holdfast.vault.history.catalogue import Entry

ITEM = (
    "versions.key, versions.digest, versions.mark, versions.path, versions.modified,"
    " versions.parts, summaries.title, summaries.subtitle, summaries.moment, summaries.sort_key,"
    " summaries.readable, summaries.uid"
)
"""Columns that `item` reads, of `versions` joined with `summaries`."""

_FROM = "FROM spans JOIN versions ON versions.id = spans.version"
_JOINED = f"{_FROM} JOIN summaries ON summaries.id = versions.summary"
_IN_SNAPSHOT = "spans.handset = ? AND spans.kind = ? AND spans.last >= ? AND spans.first <= ?"
_BATCH = 500
_read = json.JSONDecoder().raw_decode


def item(handset: str, kind: Kind, row: Sequence[Any]) -> StoredItem:
    """Build an item from the columns of `ITEM`."""
    key, digest, mark, path, modified, parts, *glance = row
    title, subtitle, moment, sort_key, readable, uid = glance
    known_key = told(key)
    changed = datetime.fromisoformat(modified) if modified else None
    when = datetime.fromisoformat(moment) if moment else None
    return StoredItem(
        handset=handset,
        kind=kind,
        key=known_key,
        parts=tuple(
            [
                StoredPart(suffix, place, tuple(content), size)
                for suffix, place, content, size in _read(parts)[0]
            ]
        ),
        digest=digest,
        title=title or known_key,
        subtitle=subtitle,
        when=when or (changed if kind.is_media else None),
        sort_key=sort_key,
        readable=bool(readable),
        mark=told(mark) if mark is not None else None,
        path=tuple(json.loads(path)) if path else (),
        modified=changed,
        uid=uid,
    )


def items_of(database: sqlite3.Connection, entry: Entry, kind: Kind) -> tuple[StoredItem, ...]:
    """All items of a kind in a snapshot, in the order people look for them.

    Photos come newest first, everything else by its sort key; what has no title is last.
    """
    rows = database.execute(
        f"SELECT {ITEM} {_JOINED} WHERE {_IN_SNAPSHOT}",
        (entry.handset, kind, entry.number, entry.number),
    )
    found = [item(entry.info.handset.id, kind, row) for row in rows]
    return tuple(in_order(kind, found))


def keys_of(database: sqlite3.Connection, entry: Entry, kind: Kind) -> frozenset[str]:
    """The keys of all items of a kind in a snapshot."""
    found = database.execute(
        f"SELECT versions.key {_FROM} WHERE {_IN_SNAPSHOT}",
        (entry.handset, kind, entry.number, entry.number),
    )
    return frozenset(told(key) for (key,) in found)


def in_order(kind: Kind, items: Iterable[StoredItem]) -> list[StoredItem]:
    """Sort items of one kind as `items_of` does."""
    found = sorted(items, key=lambda entry: (not entry.sort_key, entry.sort_key, entry.key))
    if kind is Kind.PHOTOS:
        found.sort(key=lambda entry: entry.modified.timestamp() if entry.modified else 0.0)
        found.reverse()
    return found


def items_in(
    database: sqlite3.Connection, entry: Entry, path: Sequence[str]
) -> tuple[StoredItem, ...]:
    """Items in one folder of a snapshot's tree, kinds apart, each as `items_of` orders it."""
    rows = database.execute(
        f"SELECT spans.kind, {ITEM} {_JOINED}"
        " WHERE spans.handset = ? AND spans.folder = ? AND spans.last >= ? AND spans.first <= ?",
        (entry.handset, stored("/".join(path)), entry.number, entry.number),
    )
    found: dict[Kind, list[StoredItem]] = {}
    for kind, *columns in rows:
        found.setdefault(Kind(kind), []).append(item(entry.info.handset.id, Kind(kind), columns))
    return tuple(each for kind, items in found.items() for each in in_order(kind, items))


def counted(database: sqlite3.Connection) -> bool:
    """Whether every snapshot, keepsakes too, has its digest of changes."""
    asked = "SELECT NOT EXISTS (SELECT 1 FROM snapshots WHERE digest IS NULL)"
    return bool(database.execute(asked).fetchone()[0])


def complete(database: sqlite3.Connection, _catalogue: object = None) -> bool:
    """Whether every record was read."""
    return database.execute("SELECT 1 FROM summaries WHERE pending LIMIT 1").fetchone() is None


def item_of(database: sqlite3.Connection, entry: Entry, kind: Kind, key: str) -> StoredItem | None:
    """One item of a snapshot, or None when it is not there."""
    row = database.execute(
        f"SELECT {ITEM} FROM versions JOIN spans ON spans.version = versions.id"  # noqa: S608 - our own constants
        " JOIN summaries ON summaries.id = versions.summary"
        " WHERE versions.handset = ? AND versions.kind = ? AND versions.key = ?"
        " AND spans.last >= ? AND spans.first <= ?",
        (entry.handset, kind, stored(key), entry.number, entry.number),
    ).fetchone()
    return item(entry.info.handset.id, kind, row) if row else None


def items_by_version(
    database: sqlite3.Connection, handset: str, kind: Kind, versions: Iterable[int]
) -> dict[int, StoredItem]:
    """Items by the row id of their version."""
    wanted = list(dict.fromkeys(versions))
    batches = (wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH))
    return dict(row for batch in batches for row in _batch(database, handset, kind, batch))


def _batch(
    database: sqlite3.Connection, handset: str, kind: Kind, versions: Sequence[int]
) -> Iterator[tuple[int, StoredItem]]:
    marks = ",".join("?" * len(versions))
    rows = database.execute(
        f"SELECT versions.id, {ITEM} FROM versions"  # noqa: S608 - our own constants
        " JOIN summaries ON summaries.id = versions.summary"
        f" WHERE versions.id IN ({marks})",
        list(versions),
    )
    return ((row[0], item(handset, kind, row[1:])) for row in rows)


def stored(text: str) -> bytes:
    """How the index holds an item's key or mark, which may be any text at all."""
    return text.encode("utf-8", "surrogatepass")


def told(held: bytes) -> str:
    """What `stored` held."""
    return held.decode("utf-8", "surrogatepass")


def dates_of(
    database: sqlite3.Connection, kind: Kind, versions: Sequence[int]
) -> dict[tuple[Kind, str], tuple[tuple[str, ...], datetime]]:
    """Blob ids and file date by kind and key, of those versions that have no date of their own."""
    found: dict[tuple[Kind, str], tuple[tuple[str, ...], datetime]] = {}
    for start in range(0, len(versions), _BATCH):
        batch = versions[start : start + _BATCH]
        marks = ",".join("?" * len(batch))
        for key, parts, mtime in database.execute(
            f"SELECT key, parts, mtime FROM versions WHERE modified IS NULL AND id IN ({marks})",  # noqa: S608 - our own constants
            list(batch),
        ):
            content = tuple(blob for _, _, blobs, _ in json.loads(parts) for blob in blobs)
            known_key = told(key)
            found[kind, known_key] = (content, datetime.fromisoformat(mtime))
    return found


def indexed(database: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Snapshots in the index by id: the id they had at first, and the id of their tree."""
    found = database.execute("SELECT hex, root, tree FROM snapshots")
    return {hex_id: (root, tree) for hex_id, root, tree in found}


def tree_of(database: sqlite3.Connection, snapshot: str) -> str:
    """The id of a snapshot's tree."""
    query = "SELECT tree FROM snapshots WHERE hex = ?"
    return str(database.execute(query, (snapshot,)).fetchone()[0])


def keep_digest(database: sqlite3.Connection, snapshot: str, digest: str) -> None:
    """Note what changed with a snapshot, as `encode_digest` writes it."""
    database.execute("UPDATE snapshots SET digest = ? WHERE hex = ?", (digest, snapshot))
