"""The lists themselves: keyboard, width, and what several rows are chosen with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView

from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.tables.bubbles import Bubble
from holdfast.ui.tables.item_delegate import ItemDelegate, Pictures
from holdfast.ui.tables.lazy_rows import headings, keys
from holdfast.ui.tables.list_model import ROW_ROLE, RowModel
from holdfast.ui.tables.rows import ItemRow, Row, SectionRow

_MANY = 1_000
"""Rows from which on those of a list without headings are taken to be equally high."""


class RowList(QListView):
    """A list of rows of which one is chosen.

    Signals:
        chosen: the row that is current now, by mouse or keyboard.
        opened: the row that was activated (Enter or double click).
        selected: the rows that are selected changed.
        drag_wanted: the selected rows are being dragged.
        copy_wanted: the selected rows are to go onto the clipboard.
    """

    chosen = Signal(object)
    opened = Signal(object)
    selected = Signal()
    drag_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, name: str) -> None:
        """`name` is for screen readers."""
        super().__init__()
        self.rows = RowModel(self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._tell)
        self.activated.connect(lambda index: self.opened.emit(index.data(ROW_ROLE)))
        self._telling = True

    def allow_several(self) -> None:
        """Let several rows be selected with Ctrl, Shift and Ctrl+A, and dragged."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selected.emit())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows`; nothing is chosen afterwards."""
        self._telling = False
        # Qt would ask for the height of each row at once.
        self.setUniformItemSizes(len(rows) > _MANY and not headings(rows))
        self.rows.show(rows)
        self._telling = True
        self.selected.emit()

    def chosen_items(self) -> tuple[StoredItem, ...]:
        """The items of all rows that are selected, in the order of the list, each once."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        rows = (self.rows.rows[number] for number in numbers)
        items = (row.item for row in rows if isinstance(row, (ItemRow, Bubble)))
        return tuple({id(item): item for item in items}.values())

    def choose_several(self, wanted: Callable[[Row], bool]) -> None:
        """Select all rows that are `wanted`, and no others."""
        chosen = QItemSelection()
        for number, row in enumerate(self.rows.rows):
            if wanted(row):
                index = self.rows.index(number)
                chosen.select(index, index)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copying is more than the title that Qt would copy."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
            return
        super().keyPressEvent(event)

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Ask for what is to be dragged: its files may have to be written first."""
        del supported
        self.drag_wanted.emit()

    def choose(self, wanted: Callable[[Row], bool]) -> bool:
        """Make the first row that is `wanted` current; tells as if a person had done so."""
        index = self.rows.find(wanted)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def choose_item(self, key: str) -> bool:
        """Make the row of the first item with this key current."""
        for number, held in enumerate(keys(self.rows.rows)):
            if held == key:
                self.setCurrentIndex(self.rows.index(number))
                return True
        return False

    def choose_quietly(self, wanted: Callable[[Row], bool]) -> bool:
        """Make the first row that is `wanted` current without telling."""
        self._telling = False
        found = self.choose(wanted)
        self._telling = True
        return found

    def choose_first(self) -> bool:
        """Make the first row that can be chosen current."""
        return self.choose(lambda row: not isinstance(row, SectionRow))

    @property
    def current(self) -> Row | None:
        """The row that is current."""
        return self.rows.row_at(self.currentIndex())

    def _tell(self, index: QModelIndex) -> None:
        if self._telling and index.isValid():
            self.chosen.emit(index.data(ROW_ROLE))


class ItemList(RowList):
    """A list of items, one below the other."""

    def __init__(self, name: str, pictures: Pictures) -> None:
        """Portraits and thumbnails come from `pictures`."""
        super().__init__(name)
        self.setItemDelegate(ItemDelegate(pictures, self))
        self.allow_several()
