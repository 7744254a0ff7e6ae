"""A month as a table of days, with the keyboard of a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from holdfast.ui.calendar_days import MonthPage, moved_day, moved_month
from holdfast.ui.direction import is_right_to_left
from holdfast.ui.tables.list_model import ROW_ROLE, Index
from holdfast.ui.tables.month_delegate import DayCell, MonthDelegate, chip_areas
from holdfast.wording import calendars

_LOWEST_ROW = 40
_HEADER = 24
_NOWHERE = QModelIndex()
_DAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class MonthModel(QAbstractTableModel):
    """The weeks of one month; replaced as a whole, never edited."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without a month."""
        super().__init__(parent)
        self._weeks: tuple[tuple[DayCell, ...], ...] = ()

    def show(self, page: MonthPage, today: date) -> None:
        """Show `page` instead."""
        self.beginResetModel()
        self._weeks = tuple(
            tuple(
                DayCell(day, page.of(day), page.own(day), day == today, day == page.home)
                for day in week
            )
            for week in page.weeks
        )
        self.endResetModel()

    def cell(self, index: Index) -> DayCell | None:
        """The day at `index`; None outside the calendar's first and last week."""
        if not index.isValid() or index.column() >= len(self._weeks[index.row()]):
            return None
        return self._weeks[index.row()][index.column()]

    def index_of(self, day: date) -> QModelIndex:
        """Where `day` stands; invalid if it is not shown."""
        for row, week in enumerate(self._weeks):
            for column, cell in enumerate(week):
                if cell.day == day:
                    return self.index(row, column)
        return QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many weeks."""
        return 0 if parent.isValid() else len(self._weeks)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Seven days."""
        return 0 if parent.isValid() else 7

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The day itself, its number, or what a screen reader and a tooltip say."""
        cell = self.cell(index)
        if cell is None:
            return None
        if role == ROW_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return str(cell.day.day)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.spoken
        if role == Qt.ItemDataRole.ToolTipRole and cell.happenings:
            return "\n".join(each.spoken for each in cell.happenings[:12])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The weekdays' names."""
        across = orientation is Qt.Orientation.Horizontal
        if not across or role != Qt.ItemDataRole.DisplayRole or not self._weeks:
            return None
        week = self._weeks[-1] if len(self._weeks[0]) <= section else self._weeks[0]
        return calendars.short_week_day(week[section].day) if section < len(week) else None


class MonthView(QTableView):
    """Days of a month, one of them chosen.

    Signals:
        day_wanted: the day to go to, which may lie in another month.
        picked: the event whose chip was clicked.
        opened: the day that was activated (Enter or double click).
    """

    day_wanted = Signal(object)
    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str) -> None:
        """`name` is for screen readers."""
        super().__init__()
        self.days = MonthModel(self)
        self.setModel(self.days)
        self.setItemDelegate(MonthDelegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerButtonEnabled(False)
        self._dress_headers()
        self._home = date.today()  # noqa: DTZ011 - the day on this computer's clock

    def _dress_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        for header in (across, down):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        across.setMinimumSectionSize(30)
        across.setFixedHeight(_HEADER)
        down.setMinimumSectionSize(_LOWEST_ROW)
        down.hide()

    def show_page(self, page: MonthPage, day: date, today: date) -> None:
        """Show a month with `day` chosen; tells nothing."""
        self._home = page.home
        self.days.show(page, today)
        self.setCurrentIndex(self.days.index_of(day))

    @property
    def day(self) -> date | None:
        """The day that is chosen."""
        cell = self.days.cell(self.currentIndex())
        return cell.day if cell is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the day, Page Up and Page Down the month, Home leads to the backup's day."""
        day, key = self.day, Qt.Key(event.key())
        if day is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif key in _DAYS:
            sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
            turned = -1 if sideways and is_right_to_left() else 1
            self.day_wanted.emit(moved_day(day, turned * _DAYS[key]))
        elif key in _MONTHS:
            self.day_wanted.emit(moved_month(day, _MONTHS[key]))
        elif key == Qt.Key.Key_Home:
            self.day_wanted.emit(self._home)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a day, and the event whose chip lies under the pointer."""
        index = self.indexAt(event.position().toPoint())
        cell = self.days.cell(index)
        if cell is None or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.day_wanted.emit(cell.day)
        rect = QRectF(self.visualRect(index)).adjusted(1, 1, -1, -1)
        for area, happening in zip(
            chip_areas(rect, len(cell.happenings)), cell.happenings, strict=False
        ):
            if area.contains(event.position()):
                self.picked.emit(happening)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the day under the pointer."""
        cell = self.days.cell(self.indexAt(event.position().toPoint()))
        if cell is not None:
            self.opened.emit(cell.day)
