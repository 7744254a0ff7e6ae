"""The photo grid: square cells that share the whole width, under the headings of their months."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem

from holdfast.ui.tables.grid_plan import GridPlan
from holdfast.ui.tables.item_delegate import Pictures
from holdfast.ui.tables.lazy_rows import headings
from holdfast.ui.tables.photo_delegate import PhotoDelegate
from holdfast.ui.tables.rows import Row, SectionRow
from holdfast.ui.tables.views import RowList

Index = QModelIndex | QPersistentModelIndex
Move = QAbstractItemView.CursorAction

_SMALLEST_CELL = 124
_SETTLE = 80


class PhotoGrid(RowList):
    """Lays its cells out itself: Qt's own lists know no headings between cells.

    Page up and page down go from month to month.
    """

    def __init__(self, name: str, pictures: Pictures) -> None:
        """Thumbnails come from `pictures`."""
        self._plan = GridPlan((), 0, 1, _SMALLEST_CELL)  # Qt asks before it is filled
        super().__init__(name)
        self._delegate = PhotoDelegate(pictures, self)
        self.setItemDelegate(self._delegate)
        self.setResizeMode(QListView.ResizeMode.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.allow_several()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE)
        self._settle.timeout.connect(self.fit)

    @property
    def cell(self) -> int:
        """Width of a cell in logical pixels."""
        return self._plan.cell

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows`; nothing is chosen afterwards."""
        super().show_rows(rows)
        self.fit()

    def fit(self) -> None:
        """Make as many columns as fit and give them all of the width."""
        width = self.viewport().width()
        columns = max(1, width // _SMALLEST_CELL)
        cell = max(64, width // columns)
        self._plan = GridPlan(headings(self.rows.rows), len(self.rows.rows), columns, cell)
        self._delegate.cell = cell
        self.updateGeometries()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width again once resizing has settled."""
        super().resizeEvent(event)
        self._settle.start()

    # What Qt asks of a view

    def doItemsLayout(self) -> None:
        """Nothing: the plan knows where all is."""

    def updateGeometries(self) -> None:
        """Tell the scroll bar how high everything is."""
        bar, high = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(high)
        bar.setSingleStep(max(24, self._plan.cell // 3))
        bar.setRange(0, max(0, self._plan.height - high))

    def verticalOffset(self) -> int:
        """How far it is scrolled."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """It never scrolls sideways."""
        return 0

    def isIndexHidden(self, index: Index) -> bool:
        """Nothing is hidden."""
        del index
        return False

    def visualRect(self, index: Index) -> QRect:
        """Where a cell is in the viewport."""
        if not index.isValid() or index.row() >= self._plan.count:
            return QRect()
        box = self._plan.box(index.row())
        rect = QRect(box.left, box.top - self.verticalOffset(), box.width, box.height)
        return QStyle.visualRect(self.layoutDirection(), self.viewport().rect(), rect)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The cell at a point of the viewport."""
        row = self._row_at(point)
        return self.rows.index(row) if row is not None else QModelIndex()

    def _row_at(self, point: QPoint) -> int | None:
        area = self.viewport().rect()
        there = QStyle.visualPos(self.layoutDirection(), area, point)
        return self._plan.at(there.x(), there.y() + self.verticalOffset())

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll as little as needed, or so that the cell is in the middle."""
        if not index.isValid() or index.row() >= self._plan.count:
            return
        box, bar, high = (
            self._plan.box(index.row()),
            self.verticalScrollBar(),
            self.viewport().height(),
        )
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(box.top - (high - box.height) // 2)
        elif box.top < bar.value():
            bar.setValue(self._with_heading(index.row(), box.top))
        elif box.top + box.height > bar.value() + high:
            bar.setValue(box.top + box.height - high)

    def _with_heading(self, row: int, top: int) -> int:
        """The top of the heading, where the cell is in the line below one."""
        above = self._plan.at(0, top - 1) if top else None
        if above is not None and isinstance(self.rows.rows[above], SectionRow):
            return self._plan.box(above).top
        return self._plan.box(row).top

    def moveCursor(self, move: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Arrows go on to the next line as when reading; pages are months."""
        del modifiers
        if not self._plan.count:
            return QModelIndex()
        row = self.currentIndex().row()
        if row < 0:
            return self.rows.index(self._cell_near(0, 1))
        if self.isRightToLeft():
            move = {Move.MoveLeft: Move.MoveRight, Move.MoveRight: Move.MoveLeft}.get(move, move)
        return self.rows.index(self._moved(row, move))

    def _moved(self, row: int, move: Move) -> int:
        plan = self._plan
        if move is Move.MoveUp:
            return plan.above(row)
        if move is Move.MoveDown:
            return plan.below(row)
        if move in (Move.MovePageUp, Move.MovePageDown):
            return plan.next_block(row, -1 if move is Move.MovePageUp else 1)
        steps = {Move.MoveLeft: -1, Move.MovePrevious: -1, Move.MoveRight: 1, Move.MoveNext: 1}
        if move in steps:
            return self._cell_near(row + steps[move], steps[move], row)
        return self._cell_near(0, 1) if move is Move.MoveHome else plan.count - 1

    def _cell_near(self, row: int, step: int, otherwise: int = 0) -> int:
        """`row`, or the next in the same direction that is no heading."""
        while 0 <= row < self._plan.count:
            if not isinstance(self.rows.rows[row], SectionRow):
                return row
            row += step
        return otherwise

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select from one corner of `rect` to the other, in reading order."""
        first, last = self._row_at(rect.topLeft()), self._row_at(rect.bottomRight())
        chosen = QItemSelection()
        if first is not None and last is not None:
            low, high = min(first, last), max(first, last)
            chosen.select(self.rows.index(low), self.rows.index(high))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What is to be drawn again when the selection changes."""
        del selection
        return QRegion(self.viewport().rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells that are in sight."""
        painter = QPainter(self.viewport())
        area, scrolled = event.rect(), self.verticalOffset()
        under = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos()))
        for row in self._plan.rows_between(area.top() + scrolled, area.bottom() + scrolled):
            index = self.rows.index(row)
            option = self._option(index)
            if self.underMouse() and index == under:
                option.state |= QStyle.StateFlag.State_MouseOver
            self._delegate.paint(painter, option, index)
        painter.end()

    def _option(self, index: QModelIndex) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        option.state &= ~QStyle.StateFlag.State_MouseOver
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        if self.hasFocus() and index == self.currentIndex():
            option.state |= QStyle.StateFlag.State_HasFocus
        return option
