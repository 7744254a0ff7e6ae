"""Rows that are made when they are looked at: of a long list a person sees few."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Protocol, overload, runtime_checkable

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.tables.rows import ItemRow, Row, SectionRow

_KEPT = 512
"""Rows kept: some screens full."""


@runtime_checkable
class Keyed(Protocol):
    """Parts that can tell their items' keys without making the items."""

    def keys(self) -> Iterable[str | None]:
        """The key of each part, None for a heading."""


class LazyRows(Sequence[Row]):
    """The rows of `parts`: headings as they stand, and of each item what `make` makes."""

    def __init__(
        self,
        parts: Sequence[SectionRow | StoredItem],
        make: Callable[[StoredItem], ItemRow],
        headings: Sequence[int] = (),
    ) -> None:
        """Make nothing yet, and look at none of `parts`, which may be long in coming.

        `make` gives the same row for the same item at any time; `headings` are the places of
        all headings among `parts`.
        """
        self._parts = parts
        self.headings = headings
        # No method of these rows: kept in a cycle they would outlive their list for a minute.
        self._row = lru_cache(maxsize=_KEPT)(partial(_made, parts, make))

    @property
    def parts(self) -> Sequence[SectionRow | StoredItem]:
        """What the rows stand for."""
        return self._parts

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._parts)

    @overload
    def __getitem__(self, number: int) -> Row: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Row]: ...

    def __getitem__(self, number: int | slice) -> Row | Sequence[Row]:
        """One row, or those of a part."""
        if isinstance(number, slice):
            return [self._row(place) for place in range(len(self._parts))[number]]
        return self._row(range(len(self._parts))[number])


def _made(
    parts: Sequence[SectionRow | StoredItem], make: Callable[[StoredItem], ItemRow], number: int
) -> Row:
    part = parts[number]
    return part if isinstance(part, SectionRow) else make(part)


def headings(rows: Sequence[Row]) -> Sequence[int]:
    """Where the headings stand among `rows`."""
    if isinstance(rows, LazyRows):
        return rows.headings
    return [number for number, row in enumerate(rows) if isinstance(row, SectionRow)]


def keys(rows: Sequence[Row]) -> Iterator[str | None]:
    """The key of each row's item, or None where it has none; makes neither where it need not."""
    if not isinstance(rows, LazyRows):
        return (row.item.key if isinstance(row, ItemRow) else None for row in rows)
    if isinstance(rows.parts, Keyed):
        return iter(rows.parts.keys())
    return (part.key if isinstance(part, StoredItem) else None for part in rows.parts)


class Items(Sequence[StoredItem]):
    """The items of those rows that have one of `kind`; each is its row's own."""

    def __init__(self, rows: Sequence[Row], kind: Kind) -> None:
        """Lazy rows are of one kind, so none of them is looked at."""
        self._rows = rows
        self.places = _places(rows, kind)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.places)

    @overload
    def __getitem__(self, number: int) -> StoredItem: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[StoredItem]: ...
    def __getitem__(self, number: int | slice) -> StoredItem | Sequence[StoredItem]:
        """One item, or those of a part."""
        if isinstance(number, slice):
            return [self[each] for each in range(len(self))[number]]
        row = self._rows[self.places[number]]
        if not isinstance(row, ItemRow):
            raise TypeError(row)
        return row.item


def _places(rows: Sequence[Row], kind: Kind) -> Sequence[int]:
    if isinstance(rows, LazyRows):
        without = set(rows.headings)
        return [place for place in range(len(rows)) if place not in without]
    fit = (isinstance(row, ItemRow) and row.item.kind is kind for row in rows)
    return [place for place, fits in enumerate(fit) if fits]
