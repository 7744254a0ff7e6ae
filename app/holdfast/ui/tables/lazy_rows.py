"""Rows that are made when they are looked at: of a long list a person sees few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import overload

from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.tables.rows import ItemRow, Row, SectionRow

_KEPT = 512
"""Rows kept: some screens full."""


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


def items(rows: Sequence[Row]) -> list[StoredItem | None]:
    """The item of each row, or None where it has none."""
    if isinstance(rows, LazyRows):
        return [part if isinstance(part, StoredItem) else None for part in rows.parts]
    return [row.item if isinstance(row, ItemRow) else None for row in rows]
