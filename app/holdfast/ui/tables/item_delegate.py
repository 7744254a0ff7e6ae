"""Draws rows of contacts, events, to-dos, notes and files, and the headings between them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from holdfast.ui.direction import turn
from holdfast.ui.icons import KIND_ICONS, Icon, paint_icon
from holdfast.ui.look import ROW, Type, tokens
from holdfast.ui.tables import drawing
from holdfast.ui.tables.list_model import ROW_ROLE, Index
from holdfast.ui.tables.rows import Change, ItemRow, SectionRow, Shape

Pictures = Callable[[ItemRow, int], QPixmap | None]
"""Gives the picture of an item at a size in logical pixels, or None until it is there."""

_SECTION = 40
_SIDE = 8
_AVATAR = 36
_TIME = 84


class ItemDelegate(QStyledItemDelegate):
    """One drawing per shape; pictures are asked for only by rows that come into view."""

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        """Ask `pictures` for portraits and thumbnails."""
        super().__init__(parent)
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines for an item, one for a heading."""
        del option
        return QSize(120, _SECTION if isinstance(index.data(ROW_ROLE), SectionRow) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        turn(painter, QRectF(option.rect), option.direction)
        row = index.data(ROW_ROLE)
        rect = QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
        if isinstance(row, SectionRow):
            paint_heading(painter, rect, row)
        else:
            drawing.paint_surface(painter, option, rect.adjusted(0, 1, 0, -1))
            self._paint_item(painter, rect.adjusted(12, 0, -12, 0), row)
        painter.restore()

    def _paint_item(self, painter: QPainter, rect: QRectF, row: ItemRow) -> None:
        left = rect.left() + self._paint_lead(painter, rect, row)
        right = rect.right()
        if row.change is not Change.NONE:
            drawing.paint_change(painter, QPointF(right - 10, rect.center().y()), row.change)
            right -= 28
        right -= _paint_aside(painter, QRectF(left, rect.top(), right - left, rect.height()), row)
        self.paint_words(painter, QRectF(left, rect.top(), right - left, rect.height()), row)

    def paint_words(self, painter: QPainter, rect: QRectF, row: ItemRow) -> None:
        """Draw what a row says, between what leads it and what stands behind it."""
        _paint_words(painter, rect, row)

    def _paint_lead(self, painter: QPainter, rect: QRectF, row: ItemRow) -> float:
        """Draw what stands before the words; return the width it takes."""
        middle = rect.center().y()
        box = QRectF(rect.left(), middle - _AVATAR / 2, _AVATAR, _AVATAR)
        if row.shape is Shape.EVENT:
            _paint_time(painter, rect, row)
            return _TIME
        if row.shape is Shape.TODO:
            _paint_tick(painter, QPointF(rect.left() + 10, middle), done=bool(row.done))
            return 34
        picture = self._pictures(row, _AVATAR) if row.pictured else None
        if row.shape is Shape.CARD:
            drawing.paint_avatar(painter, box, row.lead, row.title, picture)
        elif picture is not None:
            drawing.paint_cover(painter, box, picture, 6)
        else:
            _paint_symbol(painter, box, row)
        return _AVATAR + 12


def paint_heading(painter: QPainter, rect: QRectF, row: SectionRow) -> None:
    """Draw a heading between rows."""
    area = rect.adjusted(12, 12, -12, 0)
    look = tokens()
    aside = drawing.text_width(row.aside, Type.SMALL) + 4 if row.aside else 0
    words = area.adjusted(0, 0, -aside - 8, 0)
    drawing.paint_line(painter, words, row.title, Type.SMALL_STRONG, look.quiet)
    right = Qt.AlignmentFlag.AlignRight
    drawing.paint_line(painter, area, row.aside, Type.SMALL, look.quiet, right)


def _paint_words(painter: QPainter, rect: QRectF, row: ItemRow) -> None:
    look = tokens()
    quiet = row.faded or bool(row.done)
    colour = look.quiet if quiet else look.text
    step = Type.BODY if row.done else Type.STRONG
    struck = bool(row.done)
    if not row.subtitle:
        drawing.paint_line(painter, rect, row.title, step, colour, struck=struck)
        return
    high = drawing.line_height(Type.STRONG) + 2
    top = rect.center().y() - high + 1
    drawing.paint_line(
        painter,
        QRectF(rect.left(), top, rect.width(), high),
        row.title,
        step,
        colour,
        struck=struck,
    )
    below = QRectF(rect.left(), top + high, rect.width(), high - 2)
    drawing.paint_line(painter, below, row.subtitle, Type.SMALL, look.quiet)


def _paint_aside(painter: QPainter, rect: QRectF, row: ItemRow) -> float:
    """Draw what stands behind the title; return the width it takes."""
    taken = 0.0
    if row.repeats:
        area = QRectF(rect.right() - 16, rect.center().y() - 8, 16, 16)
        paint_icon(painter, Icon.REPEAT, area, tokens().quiet)
        taken += 24
    if row.aside:
        width = min(drawing.text_width(row.aside, Type.SMALL) + 4, rect.width() * 0.5)
        area = QRectF(rect.right() - taken - width, rect.top(), width, rect.height())
        align = Qt.AlignmentFlag.AlignRight
        drawing.paint_line(painter, area, row.aside, Type.SMALL, tokens().quiet, align)
        taken += width + 12
    return taken


def _paint_time(painter: QPainter, rect: QRectF, row: ItemRow) -> None:
    look = tokens()
    start, _, end = row.lead.partition("\n")
    bar = QRectF(rect.left() + _TIME - 18, rect.top() + 10, 4, rect.height() - 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.outline if row.faded else look.accent))
    painter.drawRoundedRect(bar, 2, 2)
    area = QRectF(rect.left(), rect.top(), _TIME - 26, rect.height())
    if not end:
        drawing.paint_line(painter, area, start, Type.SMALL, look.text)
        return
    high = rect.height() / 2
    above, below = area.adjusted(0, 8, 0, -high), area.adjusted(0, high, 0, -8)
    drawing.paint_line(painter, above, start, Type.SMALL_STRONG, look.text, tabular=True)
    drawing.paint_line(painter, below, end, Type.SMALL, look.quiet, tabular=True)


def _paint_tick(painter: QPainter, centre: QPointF, *, done: bool) -> None:
    look = tokens()
    painter.setPen(QPen(QColor(look.safe if done else look.outline), 1.75))
    painter.setBrush(QColor(look.safe_soft) if done else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, 9, 9)
    if done:
        area = QRectF(centre.x() - 6, centre.y() - 6, 12, 12)
        paint_icon(painter, Icon.CHECK, area, look.safe)


def _paint_symbol(painter: QPainter, box: QRectF, row: ItemRow) -> None:
    look = tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.hover))
    painter.drawRoundedRect(box, 8, 8)
    icon = row.icon or KIND_ICONS[row.item.kind]
    if not row.item.readable:
        icon = Icon.UNREADABLE
    area = QRectF(box.center().x() - 9, box.center().y() - 9, 18, 18)
    paint_icon(painter, icon, area, look.quiet)
