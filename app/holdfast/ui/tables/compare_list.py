"""Two versions side by side as a list of fields; what differs is marked by sign and word."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from holdfast.ui.direction import turn
from holdfast.ui.icons import Icon, paint_icon
from holdfast.ui.look import Type, tokens
from holdfast.ui.tables import drawing
from holdfast.ui.tables.compare_row import CompareRow
from holdfast.ui.tables.list_model import ROW_ROLE, Index, RowModel
from holdfast.wording import comparing

_PAD = 8
_SIDE = 12
_GAP = 16
_MOST_HIGH = 360
"""Of longer values the beginning is painted; the item's own panel has them whole."""


class CompareList(QListView):
    """Fields of two versions below each other; Ctrl+C copies what is said of the chosen one."""

    def __init__(self, name: str) -> None:
        """`name` is for screen readers."""
        super().__init__()
        self.rows = RowModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(CompareDelegate(self))
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def show_rows(self, rows: tuple[CompareRow, ...]) -> None:
        """Show `rows`, the first that differs chosen."""
        self.rows.show(rows)
        first = next((number for number, each in enumerate(rows) if each.differs), 0)
        self.setCurrentIndex(self.rows.index(first))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Values wrap differently at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy takes the whole sentence, not only the field's name."""
        row = self.rows.row_at(self.currentIndex())
        if event.matches(QKeySequence.StandardKey.Copy) and isinstance(row, CompareRow):
            QApplication.clipboard().setText(row.spoken)
            return
        super().keyPressEvent(event)


class CompareDelegate(QStyledItemDelegate):
    """A field's name over its two values, the older one struck where it differs."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Draw for `parent`."""
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the longer of both values."""
        view, row = option.widget, index.data(ROW_ROLE)
        width = option.rect.width()
        if isinstance(view, QAbstractItemView):
            width = view.viewport().width()
        if not isinstance(row, CompareRow):
            return QSize(width, 0)
        inner = _column_width(width - 2 * _SIDE)
        high = max(drawing.wrapped_height(text, Type.BODY, inner) for text in _values(row))
        head = drawing.line_height(Type.SMALL) + 4
        return QSize(width, round(2 * _PAD + head + min(high, _MOST_HIGH)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one field."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, CompareRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        turn(painter, QRectF(option.rect), option.direction)
        rect = QRectF(option.rect)
        drawing.paint_surface(painter, option, rect.adjusted(2, 1, -2, -1))
        _paint_row(painter, rect.adjusted(_SIDE, _PAD, -_SIDE, -_PAD), row)
        painter.restore()


def _column_width(width: float) -> float:
    return max(40.0, (width - _GAP) / 2)


def _values(row: CompareRow) -> tuple[str, str]:
    gone = comparing.not_there()
    return row.before or gone, row.after or gone


def _paint_row(painter: QPainter, rect: QRectF, row: CompareRow) -> None:
    look = tokens()
    wide, high = _column_width(rect.width()), drawing.line_height(Type.SMALL)
    left = rect.left()
    name = QRectF(left, rect.top(), rect.width(), high)
    if row.differs:
        paint_icon(painter, Icon.PENCIL, QRectF(left, rect.top(), 14, 14), look.attention)
        name.setLeft(left + 20)
    colour = look.attention if row.differs else look.quiet
    drawing.paint_line(painter, name, _heading(row), Type.SMALL_STRONG, colour)
    top = rect.top() + high + 4
    for number, text in enumerate(_values(row)):
        area = QRectF(left + number * (wide + _GAP), top, wide, rect.bottom() - top + 1)
        there = row.after if number else row.before
        if row.differs and there:
            _paint_ground(painter, area, new=bool(number))
        quiet = not there or (row.differs and not number)
        colour = look.quiet if quiet else look.text
        painter.save()
        painter.setClipRect(area)
        struck = row.differs and bool(there) and not number
        drawing.paint_wrapped(painter, area, text, Type.BODY, colour, struck=struck)
        painter.restore()


def _heading(row: CompareRow) -> str:
    """What the field is called, and in a word what became of it."""
    if not row.differs:
        return row.title
    if not row.before:
        return comparing.labelled(row.title, comparing.came())
    word = comparing.changed() if row.after else comparing.went()
    return comparing.labelled(row.title, word)


def _paint_ground(painter: QPainter, area: QRectF, *, new: bool) -> None:
    look = tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.safe_soft if new else look.danger_soft))
    painter.drawRoundedRect(area.adjusted(-5, -2, 5, 2), 5, 5)
