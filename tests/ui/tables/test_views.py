from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QStyleOptionViewItem

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.look import Type
from holdfast.ui.tables.drawing import line_height, wrapped_height
from holdfast.ui.tables.list_model import RowModel
from holdfast.ui.tables.photo_grid import PhotoGrid
from holdfast.ui.tables.rows import Dot, ItemRow, SectionRow, Shape, TimelineRow
from holdfast.ui.tables.timeline import Timeline
from holdfast.ui.tables.timeline_delegate import fitting
from holdfast.ui.tables.views import ItemList

DIGESTS = (
    "+3 contacts, 1 removed, 2 changed · +14 messages · +60 photos · 2 notes changed · 1 to-do",
    "+3 contacts, 1 removed, 2 changed and 77 more",
    "83 changes",
)


def item_row(number: int, kind: Kind = Kind.CONTACTS, shape: Shape = Shape.CARD) -> ItemRow:
    item = StoredItem("x", kind, str(number), (), str(number), f"Person {number}")
    return ItemRow(item, shape, item.title, spoken=f"{item.title}, spoken")


def test_the_model_keeps_qts_rules(app, qtmodeltester) -> None:
    model = RowModel()
    model.show([SectionRow("Added"), item_row(1), item_row(2)])

    qtmodeltester.check(model)


def test_headings_cannot_be_chosen_and_rows_can(app) -> None:
    model = RowModel()
    model.show([SectionRow("Added"), item_row(1)])

    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_a_screen_reader_is_told_more_than_the_title(app) -> None:
    model = RowModel()
    model.show([item_row(1)])

    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Person 1, spoken"


@pytest.mark.parametrize(("width", "shown"), [(400, 0), (240, 1), (90, 2)])
def test_a_digest_is_shortened_by_rule_to_what_fits_two_lines(app, width: int, shown: int) -> None:
    assert fitting(DIGESTS, width) == DIGESTS[shown]


def test_a_row_of_the_timeline_is_as_high_as_its_words(app, qtbot) -> None:
    view = Timeline("History")
    qtbot.addWidget(view)
    view.resize(280, 400)
    view.show()
    row = TimelineRow("a" * 64, Dot.BACKUP, "Today 14:02", DIGESTS)
    view.show_rows([row])
    option = QStyleOptionViewItem()
    option.widget = view
    option.rect = QRect(0, 0, view.viewport().width(), 10)

    height = view.itemDelegate().sizeHint(option, view.rows.index(0)).height()

    inner = view.viewport().width() - 62
    words = wrapped_height(fitting(DIGESTS, inner), Type.SMALL, inner)
    assert height >= words + line_height(Type.STRONG)


def test_choosing_a_row_tells_it_and_showing_rows_does_not(app, qtbot) -> None:
    view = ItemList("Contacts", lambda _row, _size: None)
    qtbot.addWidget(view)
    told: list[Any] = []
    view.chosen.connect(told.append)

    view.show_rows([SectionRow("Added"), item_row(1), item_row(2)])
    assert told == []
    view.choose_first()

    assert [row.title for row in told] == ["Person 1"]


def test_arrows_pass_over_headings(app, qtbot) -> None:
    view = ItemList("Contacts", lambda _row, _size: None)
    qtbot.addWidget(view)
    view.show()
    view.show_rows([item_row(1), SectionRow("Removed"), item_row(2)])
    view.choose_first()

    qtbot.keyClick(view, Qt.Key.Key_Down)

    assert view.current.title == "Person 2"


@pytest.mark.parametrize("width", [380, 512, 700, 1111])
def test_the_grid_leaves_no_strip_at_its_right(app, qtbot, width: int) -> None:
    grid = PhotoGrid("Photos", lambda _row, _size: None)
    qtbot.addWidget(grid)
    grid.resize(width, 400)
    grid.show()
    grid.show_rows([item_row(n, Kind.PHOTOS, Shape.PICTURE) for n in range(60)])
    grid.fit()
    qtbot.wait(10)

    rects = [grid.visualRect(grid.rows.index(number)) for number in range(60)]
    rightmost = max(rect.right() for rect in rects)
    columns = len({rect.left() for rect in rects})

    assert columns == grid.viewport().width() // 124
    assert grid.viewport().width() - rightmost < columns + 6


def test_only_pictures_in_view_are_asked_for(app, qtbot) -> None:
    asked: set[str] = set()
    grid = PhotoGrid("Photos", lambda row, _size: asked.add(row.title))
    qtbot.addWidget(grid)
    grid.resize(500, 400)
    grid.show()
    grid.show_rows([item_row(n, Kind.PHOTOS, Shape.PICTURE) for n in range(5000)])
    grid.fit()
    grid.grab()
    qtbot.wait(10)

    assert 0 < len(asked) < 100
