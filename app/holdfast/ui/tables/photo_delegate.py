"""Draws the photo grid: square thumbnails with the mark of what became of each."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from holdfast.ui.direction import turn
from holdfast.ui.icons import Icon, paint_icon
from holdfast.ui.look import Type, tokens
from holdfast.ui.tables import drawing
from holdfast.ui.tables.item_delegate import Pictures, paint_heading
from holdfast.ui.tables.list_model import ROW_ROLE, Index
from holdfast.ui.tables.rows import Change, ItemRow, SectionRow

GAP = 8
RADIUS = 8.0
VIDEO_ENDINGS = (".3gp", ".3g2", ".mp4", ".mov", ".avi", ".mpg", ".m4v", ".webm")


class PhotoDelegate(QStyledItemDelegate):
    """Draws each photo into the cell that the grid gives it."""

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        """Ask `pictures` for thumbnails."""
        super().__init__(parent)
        self._pictures = pictures
        self.cell = 132

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The grid's cell."""
        del option, index
        return QSize(self.cell, self.cell)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one thumbnail, or the file's name until it is there."""
        row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        turn(painter, QRectF(option.rect), option.direction)
        if isinstance(row, SectionRow):
            paint_heading(painter, QRectF(option.rect).adjusted(-4, 0, 4, 0), row)
            painter.restore()
            return
        half = GAP / 2
        rect = QRectF(option.rect).adjusted(half, half, -half, -half)
        picture = self._pictures(row, self.cell)
        if picture is not None:
            drawing.paint_cover(painter, rect, picture, RADIUS)
        else:
            _paint_placeholder(painter, rect, row)
        _paint_marks(painter, rect, row)
        _paint_ring(painter, option, rect)
        painter.restore()


def _paint_placeholder(painter: QPainter, rect: QRectF, row: ItemRow) -> None:
    look = tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.hover))
    painter.drawRoundedRect(rect, RADIUS, RADIUS)
    video = is_video(row.title)
    centre = rect.center()
    area = QRectF(centre.x() - 12, centre.y() - 22, 24, 24)
    paint_icon(painter, Icon.VIDEO if video else Icon.PHOTOS, area, look.quiet)
    words = QRectF(rect.left() + 8, centre.y() + 8, rect.width() - 16, 20)
    middle = Qt.AlignmentFlag.AlignHCenter
    drawing.paint_line(painter, words, row.title, Type.SMALL, look.quiet, middle)


def _paint_marks(painter: QPainter, rect: QRectF, row: ItemRow) -> None:
    if is_video(row.title):
        _paint_play(painter, QPointF(rect.left() + 18, rect.bottom() - 18))
    if row.change is not Change.NONE:
        drawing.paint_change(painter, QPointF(rect.right() - 16, rect.top() + 16), row.change)


def is_video(name: str) -> bool:
    """Whether a file of this name is a video."""
    return name.lower().endswith(VIDEO_ENDINGS)


def _paint_play(painter: QPainter, centre: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawEllipse(centre, 12, 12)
    area = QRectF(centre.x() - 7, centre.y() - 7, 14, 14)
    paint_icon(painter, Icon.VIDEO, area, "#ffffff")


def _paint_ring(painter: QPainter, option: QStyleOptionViewItem, rect: QRectF) -> None:
    look = tokens()
    chosen = option.state & QStyle.StateFlag.State_Selected
    if not chosen and not option.state & QStyle.StateFlag.State_MouseOver:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = QPen(QColor(look.card), 2)
    painter.setPen(inner)
    painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), RADIUS - 2, RADIUS - 2)
    painter.setPen(QPen(QColor(look.accent if chosen else look.outline), 3))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
