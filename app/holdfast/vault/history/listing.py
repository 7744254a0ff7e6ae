"""All of one kind in one snapshot, as a table shows it: rows at once, items as they are seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, overload

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.history.catalogue import Entry
from holdfast.vault.history.rows import ITEM, item

_KEY, _MODIFIED, _SORT_KEY = 0, 4, 9
_QUERY = (
    f"SELECT {ITEM} FROM spans JOIN versions ON versions.id = spans.version"  # noqa: S608 - our own constants
    " JOIN summaries ON summaries.id = versions.summary"
    " WHERE spans.handset = ? AND spans.kind = ? AND spans.last >= ? AND spans.first <= ?"
)


class Listing(Sequence[StoredItem]):
    """Items in the order people look for them; each is made when it is asked for."""

    def __init__(self, handset: str, kind: Kind, rows: list[Sequence[Any]]) -> None:
        """Take rows with the columns of `ITEM`, in order."""
        self._handset = handset
        self._kind = kind
        self._rows = rows

    @classmethod
    def load(cls, database: sqlite3.Connection, entry: Entry, kind: Kind) -> Listing:
        """Read every row of a kind, as `rows.items_of` orders them."""
        found = database.execute(_QUERY, (entry.handset, kind, entry.number, entry.number))
        rows: list[Sequence[Any]] = found.fetchall()
        rows.sort(key=itemgetter(_SORT_KEY, _KEY))
        named = next((at for at, row in enumerate(rows) if row[_SORT_KEY]), len(rows))
        rows = rows[named:] + rows[:named]
        if kind is Kind.PHOTOS:
            # All dates are UTC in one form, so their texts are in order of time.
            rows.sort(key=lambda row: row[_MODIFIED] or "")
            rows.reverse()
        return cls(entry.info.handset.id, kind, rows)

    def __len__(self) -> int:
        """How many items there are."""
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> StoredItem: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[StoredItem]: ...
    def __getitem__(self, place: int | slice) -> StoredItem | Sequence[StoredItem]:
        """The item at a place, or a listing of those in a slice."""
        if isinstance(place, slice):
            return Listing(self._handset, self._kind, self._rows[place])
        return item(self._handset, self._kind, self._rows[place])
