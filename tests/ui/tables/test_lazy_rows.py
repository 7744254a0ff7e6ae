from __future__ import annotations

import gc
import weakref

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.tables.lazy_rows import Items, LazyRows, headings, keys
from holdfast.ui.tables.rows import ItemRow, SectionRow, Shape


def item(key: str) -> StoredItem:
    return StoredItem("phone", Kind.PHOTOS, key, (), key, key)


def test_only_rows_that_are_looked_at_are_made_and_each_once() -> None:
    made = []

    def make(found: StoredItem) -> ItemRow:
        made.append(found.key)
        return ItemRow(found, Shape.PICTURE, found.title)

    rows = LazyRows([item(str(number)) for number in range(10_000)], make)

    assert len(rows) == 10_000
    assert made == []
    assert rows[7].title == rows[7].title == "7"
    assert rows[-1].title == "9999"
    assert made == ["7", "9999"]


def test_headings_keys_and_items_are_told_of_rows_of_either_sort() -> None:
    parts: list[SectionRow | StoredItem] = [
        SectionRow("May"),
        item("a"),
        item("b"),
        SectionRow("June"),
        item("c"),
    ]
    rows = LazyRows(
        parts, make=lambda found: ItemRow(found, Shape.PICTURE, found.title), headings=[0, 3]
    )

    assert headings(rows) == [0, 3]
    assert list(keys(rows)) == [None, "a", "b", None, "c"]
    assert list(Items(rows, Kind.PHOTOS)) == [parts[1], parts[2], parts[4]]
    assert headings(tuple(rows)) == [0, 3]
    assert list(keys(tuple(rows))) == list(keys(rows))
    assert list(Items(tuple(rows), Kind.PHOTOS)) == list(Items(rows, Kind.PHOTOS))


def test_rows_are_gone_with_their_list_without_waiting_for_the_collector() -> None:
    gc.disable()
    try:
        rows = LazyRows([item("a")], lambda found: ItemRow(found, Shape.PICTURE, found.title))
        assert rows[0].title == "a"
        left = weakref.ref(rows)
        del rows
        assert left() is None
    finally:
        gc.enable()
