"""Photos under their months, of which each is made when it is looked at."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import overload

from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.tables.rows import SectionRow
from holdfast.vault.history.listing import Listing
from holdfast.wording import photos
from holdfast.wording.controls import Label, label
from holdfast.wording.i18n import number

_Outline = tuple[datetime | None, str]


class Months(Sequence[SectionRow | StoredItem]):
    """The newest month first, and in it the newest photo; `headings` are the places of months."""

    def __init__(
        self, items: Sequence[StoredItem], day_of: Callable[[datetime | None], date | None]
    ) -> None:
        """Take photos in any order; looks at their times, told as days, and names only."""

        def month(place: int) -> date | None:
            day = day_of(outlines[place][0])
            return day.replace(day=1) if day is not None else None

        self._items = items
        self._titles: list[SectionRow] = []
        self._places = array("l")  # of an item, or below zero of a heading: the first is -1
        self.headings: list[int] = []
        outlines = list(_outlines(items))
        order = sorted(range(len(outlines)), key=lambda place: _newest(outlines[place]))
        for first, run in groupby(order, key=month):
            self._add(first, list(run))

    def _add(self, month: date | None, run: list[int]) -> None:
        heading = photos.month(month) if month is not None else label(Label.UNDATED)
        self._titles.append(SectionRow(heading, number(len(run))))
        self.headings.append(len(self._places))
        self._places.append(-len(self._titles))
        self._places.extend(run)

    def __len__(self) -> int:
        """How many photos and headings there are."""
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> SectionRow | StoredItem: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[SectionRow | StoredItem]: ...
    def __getitem__(
        self, place: int | slice
    ) -> SectionRow | StoredItem | Sequence[SectionRow | StoredItem]:
        """The photo or heading at a place, or those in a slice."""
        if isinstance(place, slice):
            return [self[each] for each in range(len(self))[place]]
        found = self._places[place]
        return self._items[found] if found >= 0 else self._titles[-found - 1]

    def keys(self) -> Iterator[str | None]:
        """The key of each photo, and None of each heading."""
        items = self._items
        keys = list(items.keys() if isinstance(items, Listing) else (item.key for item in items))
        return (keys[place] if place >= 0 else None for place in self._places)


def _outlines(items: Sequence[StoredItem]) -> Iterable[_Outline]:
    if isinstance(items, Listing):
        return items.outlines()
    return ((item.modified or item.when, item.title) for item in items)


def _newest(outline: _Outline) -> tuple[float, str]:
    when, title = outline
    return -when.timestamp() if when else 0.0, title
