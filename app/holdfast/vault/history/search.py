"""Full-text search over every version of everything, deleted things included."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Hit, Version
from holdfast.vault.history import terms
from holdfast.vault.history.rows import told

_CANDIDATES = 3
"""Matching texts looked at for each hit wanted: one item may match in many versions."""

# No rank over everything that matches: of one letter that would be half the vault.
_NEWEST = "SELECT rowid FROM search WHERE search MATCH ?{within} ORDER BY rowid DESC LIMIT ?"
_WITHIN = " AND EXISTS (SELECT 1 FROM versions WHERE versions.summary = search.rowid{filters})"
_ITEMS = (
    "SELECT versions.handset, versions.kind, versions.key, versions.digest, summaries.id,"
    " summaries.title FROM summaries JOIN versions ON versions.summary = summaries.id"
    " WHERE summaries.id IN "
)
_TEXTS = "SELECT id, words FROM summaries WHERE id IN "
_BEFORE, _AFTER = 24, 72
"""Characters of an excerpt before and after the word that was found."""

VersionsOf = Callable[[int, Kind, str], tuple[Version, ...]]
_Row = tuple[int, str, bytes, str, int, str]
_Key = tuple[int, str, bytes]
_SUMMARY, _TITLE = 4, 5
"""Places in a row of `_ITEMS`."""


@dataclass(frozen=True, slots=True)
class Within:
    """What is searched: `kinds` and handsets' row ids; None of either means all."""

    kinds: frozenset[Kind] | None = None
    handsets: frozenset[int] | None = None

    @property
    def condition(self) -> str:
        """More of a query, its values filled in: they are numbers and our own words."""
        filters = ""
        if self.kinds is not None:
            kinds = ",".join(f"'{kind}'" for kind in self.kinds)
            filters += f" AND kind IN ({kinds})"
        if self.handsets is not None:
            filters += f" AND handset IN ({','.join(map(str, self.handsets))})"
        return _WITHIN.format(filters=filters) if filters else ""

    def takes(self, row: _Row) -> bool:
        """Whether a version is among what is searched; texts may be those of several."""
        handset, kind = row[:2]
        known = self.handsets is None or handset in self.handsets
        return known and (self.kinds is None or Kind(kind) in self.kinds)


EVERYWHERE = Within()


def search(
    database: sqlite3.Connection,
    text: str,
    limit: int,
    versions_of: VersionsOf,
    within: Within = EVERYWHERE,
) -> tuple[Hit, ...]:
    """Find items by what they say or said, best matches first.

    One hit an item: its newest version among those that match. `versions_of` tells an item's
    versions, the newest first, by its handset's row id.
    """
    query = terms.query(text)
    if not query or limit < 1:
        return ()
    begun = terms.beginnings(text)
    found = _found(_ranked(database, query, begun, limit, within), limit)
    # An item that a keepsake holds as well is found twice.
    newest: dict[tuple[str, Kind, str], tuple[Version, int]] = {}
    for key, texts in found.items():
        version = _newest(key, texts, versions_of)
        if version is not None:
            item = version.item
            newest[item.handset, item.kind, item.key] = version, texts[item.digest]
    said = _texts(database, [row for _, row in newest.values()])
    return tuple(Hit(version, _excerpt(said[row], begun)) for version, row in newest.values())


def _found(ranked: Iterable[_Row], limit: int) -> dict[_Key, dict[str, int]]:
    """Items in order of rank, each with the digests that match and where their texts are."""
    found: dict[_Key, dict[str, int]] = {}
    for handset, kind, key, digest, summary, _title in ranked:
        texts = found.get((handset, kind, key))
        if texts is None and len(found) < limit:
            texts = found[handset, kind, key] = {}
        if texts is not None:
            texts.setdefault(digest, summary)
    return found


def _ranked(
    database: sqlite3.Connection, query: str, begun: Sequence[str], limit: int, within: Within
) -> list[_Row]:
    """Versions that match, those first that are called so, of equals the newest first."""
    wanted = _matching(database, query, limit * _CANDIDATES, within)
    marks = ",".join("?" * len(wanted))
    rows = list(filter(within.takes, database.execute(f"{_ITEMS} ({marks})", wanted)))
    far = {title: _distance(title, begun) for title in {row[_TITLE] for row in rows}}
    rows.sort(key=lambda row: (far[row[_TITLE]], -row[_SUMMARY]))
    return rows


def _matching(database: sqlite3.Connection, query: str, most: int, within: Within) -> list[int]:
    """Texts that match, those first whose titles do."""
    newest = _NEWEST.format(within=within.condition)
    titled = [row for (row,) in database.execute(newest, (f"{{title}} : ({query})", most))]
    if len(titled) == most:
        return titled
    found = [row for (row,) in database.execute(newest, (query, most))]
    return list(dict.fromkeys((*titled, *found)))[:most]


def _distance(title: str, begun: Sequence[str]) -> tuple[int, int]:
    """How far a title is from the words asked for: words it lacks, and words it only begins."""
    said = terms.beginnings(title)
    other = [asked for asked in begun if asked not in said]
    # No word has a space in it: one that begins so is found behind one.
    spaced = " ".join(["", *said])
    return sum([f" {asked}" not in spaced for asked in other]), len(other)


def _newest(key: _Key, texts: dict[str, int], versions_of: VersionsOf) -> Version | None:
    """The newest version of an item that is among those that match."""
    handset, kind, held = key
    lives = versions_of(handset, Kind(kind), told(held))
    return next((version for version in lives if version.item.digest in texts), None)


def _texts(database: sqlite3.Connection, rows: Sequence[int]) -> dict[int, str]:
    marks = ",".join("?" * len(rows))
    return dict(database.execute(f"{_TEXTS} ({marks})", rows).fetchall())


def _excerpt(text: str, begun: Sequence[str]) -> str:
    place = terms.first_match(text, begun)
    if place is None:
        return ""
    start, end = max(0, place - _BEFORE), place + _AFTER
    cut = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"
