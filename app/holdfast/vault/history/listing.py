"""Items as a table shows them: rows at once and in order, each item when it is looked at."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from typing import overload

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.history.catalogue import Entry
from holdfast.vault.history.packed import Packed, Row
from holdfast.vault.history.rows import ITEM, item, told

_KEY, _MODIFIED, _SORT_KEY = itemgetter(0), itemgetter(4), itemgetter(9)
_OUTLINE = itemgetter(0, 4, 6, 8)
_QUERY = (
    f"SELECT {ITEM} FROM spans JOIN versions ON versions.id = spans.version"  # noqa: S608 - our own constants
    " JOIN summaries ON summaries.id = versions.summary"
    " WHERE spans.handset = ? AND spans.kind = ? AND spans.last >= ? AND spans.first <= ?"
)


def in_order(kind: Kind, rows: Iterable[Row]) -> list[Row]:
    """Sort the rows of one kind as `rows.items_of` orders items."""
    # Two plain sorts take less than one by pairs.
    found = sorted(rows, key=_KEY)
    found.sort(key=_SORT_KEY)
    named = next((at for at, row in enumerate(found) if _SORT_KEY(row)), len(found))
    found = found[named:] + found[:named]
    if kind is Kind.PHOTOS:
        # All dates are UTC in one form, so their texts are in order of time.
        found.sort(key=lambda row: _MODIFIED(row) or "")
        found.reverse()
    return found


class Listing(Sequence[StoredItem]):
    """Items in the order of their rows; each is made when it is asked for."""

    def __init__(self, handset: str, kind: Kind, rows: Sequence[Row]) -> None:
        """Take rows of one kind and handset (its id), in order: the columns of `ITEM`."""
        self._handset = handset
        self._kind = kind
        self._rows = rows

    @classmethod
    def load(cls, database: sqlite3.Connection, entry: Entry, kind: Kind) -> Listing:
        """Read every row of a kind in one snapshot."""
        found = database.execute(_QUERY, (entry.handset, kind, entry.number, entry.number))
        return cls(entry.info.handset.id, kind, in_order(kind, found.fetchall()))

    def packed(self) -> Listing:
        """The same in a sixth of the memory: costs half as much again as it took to read."""
        return Listing(self._handset, self._kind, Packed(self._rows))

    def keys(self) -> Iterator[str]:
        """The key of each item, without making the items."""
        return (told(_KEY(row)) for row in self._rows)

    def outlines(self) -> Iterator[tuple[datetime | None, str]]:
        """When each item was changed last, or else what moment it is of, and its title.

        Costs a tenth of making the items.
        """
        for key, modified, title, moment in map(_OUTLINE, self._rows):
            when = modified or moment
            yield datetime.fromisoformat(when) if when else None, title or told(key)

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


class Pairs(Sequence[tuple[StoredItem, StoredItem]]):
    """Two listings of one length, side by side: items before and after."""

    def __init__(self, before: Sequence[StoredItem], after: Sequence[StoredItem]) -> None:
        """Take what stands left and right, place by place."""
        self._before = before
        self._after = after

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self._after)

    @overload
    def __getitem__(self, place: int) -> tuple[StoredItem, StoredItem]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[StoredItem, StoredItem]]: ...
    def __getitem__(
        self, place: int | slice
    ) -> tuple[StoredItem, StoredItem] | Sequence[tuple[StoredItem, StoredItem]]:
        """The pair at a place, or those in a slice."""
        if isinstance(place, slice):
            return Pairs(self._before[place], self._after[place])
        return self._before[place], self._after[place]
