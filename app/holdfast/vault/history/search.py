"""Full-text search over every version of everything, deleted things included."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Hit, Version
from holdfast.vault.history import terms
from holdfast.vault.history.rows import told

_CANDIDATES = 3
"""Matching texts looked at for each hit wanted: one item may match in many versions."""

# No rank over everything that matches: of one letter that would be half the vault.
_NEWEST = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
_ITEMS = (
    "SELECT versions.handset, versions.kind, versions.key, versions.digest, summaries.id,"
    " summaries.title FROM summaries JOIN versions ON versions.summary = summaries.id"
    " WHERE summaries.id IN "
)
_TEXT = "SELECT words FROM summaries WHERE id = ?"
_BEFORE, _AFTER = 24, 72
"""Characters of an excerpt before and after the word that was found."""

VersionsOf = Callable[[int, Kind, str], tuple[Version, ...]]
_Key = tuple[int, str, bytes]


def search(
    database: sqlite3.Connection, text: str, limit: int, versions_of: VersionsOf
) -> tuple[Hit, ...]:
    """Find items by what they say or said, best matches first.

    One hit an item: its newest version among those that match. `versions_of` tells an item's
    versions, the newest first, by its handset's row id.
    """
    query = terms.query(text)
    if not query or limit < 1:
        return ()
    begun = terms.beginnings(text)
    found = _found(database, query, begun, limit)
    hits = (_hit(database, begun, key, texts, versions_of) for key, texts in found.items())
    # An item that a keepsake holds as well is found twice.
    by_item = {
        (hit.version.item.handset, hit.version.item.kind, hit.version.item.key): hit
        for hit in hits
        if hit is not None
    }
    return tuple(by_item.values())


def _found(
    database: sqlite3.Connection, query: str, begun: Sequence[str], limit: int
) -> dict[_Key, dict[str, int]]:
    """Items in order of rank, each with the digests that match and where their texts are."""
    found: dict[_Key, dict[str, int]] = {}
    for handset, kind, key, digest, summary, _title in _ranked(database, query, begun, limit):
        texts = found.get((handset, kind, key))
        if texts is None and len(found) < limit:
            texts = found[handset, kind, key] = {}
        if texts is not None:
            texts.setdefault(digest, summary)
    return found


def _ranked(
    database: sqlite3.Connection, query: str, begun: Sequence[str], limit: int
) -> list[tuple[int, str, bytes, str, int, str]]:
    """Versions that match, those first that are called so, of equals the newest first."""
    most = limit * _CANDIDATES
    summaries = [
        row
        for asked in (f"{{title}} : ({query})", query)
        for (row,) in database.execute(_NEWEST, (asked, most))
    ]
    wanted = list(dict.fromkeys(summaries))[:most]
    marks = ",".join("?" * len(wanted))
    rows = database.execute(f"{_ITEMS} ({marks})", wanted).fetchall()
    rows.sort(key=lambda row: (*_distance(row[5], begun), -row[4]))
    return rows


def _distance(title: str, begun: Sequence[str]) -> tuple[int, int]:
    """How far a title is from the words asked for: words it lacks, and words it only begins."""
    said = terms.beginnings(title)
    lacking = sum(not any(word.startswith(asked) for word in said) for asked in begun)
    return lacking, sum(asked not in said for asked in begun)


def _hit(
    database: sqlite3.Connection,
    begun: Sequence[str],
    key: _Key,
    texts: dict[str, int],
    versions_of: VersionsOf,
) -> Hit | None:
    handset, kind, held = key
    lives = versions_of(handset, Kind(kind), told(held))
    newest = next((version for version in lives if version.item.digest in texts), None)
    if newest is None:
        return None
    (text,) = database.execute(_TEXT, (texts[newest.item.digest],)).fetchone()
    return Hit(newest, _excerpt(text, begun))


def _excerpt(text: str, begun: Sequence[str]) -> str:
    place = terms.first_match(text, begun)
    if place is None:
        return ""
    start, end = max(0, place - _BEFORE), place + _AFTER
    cut = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"
