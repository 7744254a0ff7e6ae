"""Full-text search over every version of everything, deleted things included."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Hit, Version
from holdfast.vault.history.rows import told

_MAX_WORDS = 12
_WORD = re.compile(r"\w+")
_CANDIDATES = 20
"""Matching texts looked at for each hit wanted: one item may match in many versions."""

_MATCHES = (
    "SELECT versions.handset, versions.kind, versions.key, versions.digest, found.rowid FROM"
    " (SELECT rowid, bm25(search, 8.0, 2.0, 1.0) AS distance FROM search WHERE search MATCH ?"
    "  ORDER BY distance LIMIT ?) AS found"
    " JOIN versions ON versions.summary = found.rowid ORDER BY found.distance, found.rowid"
)
_EXCERPT = (
    "SELECT snippet(search, 2, '', '', '…', 12) FROM search WHERE search MATCH ? AND rowid = ?"
)

VersionsOf = Callable[[int, Kind, str], tuple[Version, ...]]
_Key = tuple[int, str, bytes]


def matching(text: str) -> str:
    """Turn what a person typed into a query: every word must begin a word of the item.

    Returns an empty string when nothing in it can be searched for.
    """
    words = _WORD.findall(text.replace("\0", " "))[:_MAX_WORDS]
    # Quoted, each word is only itself: AND, NEAR, *, ^ and : mean nothing to the index.
    return " ".join(f'"{word}"*' for word in words)


def search(
    database: sqlite3.Connection, text: str, limit: int, versions_of: VersionsOf
) -> tuple[Hit, ...]:
    """Find items by the words they hold or held, best matches first.

    One hit an item: its newest version among those that match. `versions_of` tells an item's
    versions, the newest first, by its handset's row id.
    """
    query = matching(text)
    if not query or limit < 1:
        return ()
    found = _found(database, query, limit)
    hits = (_hit(database, query, key, texts, versions_of) for key, texts in found.items())
    return tuple(hit for hit in hits if hit is not None)


def _found(database: sqlite3.Connection, query: str, limit: int) -> dict[_Key, dict[str, int]]:
    """Items in order of rank, each with the digests that match and where their texts are."""
    found: dict[_Key, dict[str, int]] = {}
    rows = database.execute(_MATCHES, (query, limit * _CANDIDATES))
    for handset, kind, key, digest, summary in rows:
        texts = found.get((handset, kind, key))
        if texts is None and len(found) < limit:
            texts = found[handset, kind, key] = {}
        if texts is not None:
            texts.setdefault(digest, summary)
    return found


def _hit(
    database: sqlite3.Connection,
    query: str,
    key: _Key,
    texts: dict[str, int],
    versions_of: VersionsOf,
) -> Hit | None:
    handset, kind, held = key
    lives = versions_of(handset, Kind(kind), told(held))
    newest = next((version for version in lives if version.item.digest in texts), None)
    if newest is None:
        return None
    row = database.execute(_EXCERPT, (query, texts[newest.item.digest])).fetchone()
    return Hit(newest, " ".join(row[0].split()) if row else "")
