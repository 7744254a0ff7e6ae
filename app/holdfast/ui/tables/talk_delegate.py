"""Draws a conversation: bubbles on both sides, a heading for each day, pictures inline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.direction import turn, upright
from holdfast.ui.icons import Icon, paint_icon
from holdfast.ui.look import Type, font, tokens
from holdfast.ui.tables import drawing
from holdfast.ui.tables.bubbles import Bubble
from holdfast.ui.tables.list_model import ROW_ROLE, Index
from holdfast.ui.tables.rows import SectionRow

PICTURE_EDGE = 200
"""Edge of a picture in a bubble, in logical pixels."""

_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_SIDE, _PAD, _GAP = 16, 12, 6
_WIDEST, _SHARE = 520.0, 0.78
_DAY_HEIGHT = 44
_ATTACHED = 24.0
_ROUND = 14.0

Picture = Callable[[StoredItem, int], QPixmap | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """How large a bubble is; its parts stand below each other in this order."""

    width: float
    sender: float
    picture: float
    text: float
    attached: float
    foot: float

    @property
    def height(self) -> float:
        """All parts, with the space around them."""
        parts = self.sender + self.picture + self.text + self.attached + self.foot
        return parts + 2 * _PAD - 4


def measure(bubble: Bubble, room: float) -> Measure:
    """Lay `bubble` out where `room` logical pixels are between the margins."""
    widest = max(80.0, min(_WIDEST, room * _SHARE)) - 2 * _PAD
    size = font(Type.BODY)
    area = QRectF(0, 0, widest, 1e6)
    flags = int(Qt.TextFlag.TextWrapAnywhere) if _is_unbroken(bubble.text) else _WRAPPED
    text = QFontMetricsF(size).boundingRect(area, flags, bubble.text) if bubble.text else QRectF()
    small = QFontMetricsF(font(Type.SMALL, tabular=True))
    foot = small.horizontalAdvance(bubble.foot) + (24 if bubble.unsent else 2)
    sender = drawing.text_width(bubble.sender, Type.SMALL_STRONG)
    files = max(
        (drawing.text_width(name, Type.SMALL) + 26 for name in bubble.attachments), default=0
    )
    picture = float(min(PICTURE_EDGE, widest)) if bubble.pictured else 0.0
    inner = min(widest, max(text.width() + 2, foot, sender, files, picture))
    return Measure(
        inner + 2 * _PAD,
        drawing.line_height(Type.SMALL_STRONG) + 2 if bubble.sender else 0,
        picture + _GAP if picture else 0,
        text.height() + 2 if bubble.text else 0,
        len(bubble.attachments) * _ATTACHED,
        drawing.line_height(Type.SMALL) + 2 if bubble.foot else 0,
    )


def _is_unbroken(text: str) -> bool:
    return any(len(word) > 40 for word in text.split())  # noqa: PLR2004 - longer than any word


class TalkDelegate(QStyledItemDelegate):
    """Measures each bubble once per width."""

    def __init__(self, picture: Picture, parent: QObject | None = None) -> None:
        """Ask `picture` for what is attached."""
        super().__init__(parent)
        self._picture = picture
        self._width = 0
        self._measures: dict[int, tuple[Bubble, Measure]] = {}

    def set_width(self, width: int) -> bool:
        """Lay out for another width of the list; whether that changes anything."""
        changed = width != self._width
        if changed:
            self._width = width
            self._measures.clear()
        return changed

    def forget(self) -> None:
        """Other rows are shown."""
        self._measures.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the bubble, as wide as the list."""
        del option
        row = index.data(ROW_ROLE)
        if isinstance(row, SectionRow):
            return QSize(self._width, _DAY_HEIGHT)
        return QSize(self._width, round(self._measure(row).height + _GAP))

    def _measure(self, row: Bubble) -> Measure:
        # The row is kept along, so that its id stays its own.
        held = self._measures.get(id(row))
        if held is None:
            held = self._measures[id(row)] = (row, measure(row, self._width - 2 * _SIDE))
        return held[1]

    def bubble_rect(self, area: QRectF, row: Bubble) -> QRectF:
        """Where the bubble lies in its row `area`: the owner's at the end of the line."""
        size = self._measure(row)
        left = area.right() - _SIDE - size.width if row.mine else area.left() + _SIDE
        return QRectF(left, area.top() + _GAP / 2, size.width, size.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one bubble or one day."""
        row, area = index.data(ROW_ROLE), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        turn(painter, area, option.direction)
        if isinstance(row, SectionRow):
            _paint_day(painter, area, row.title)
        else:
            rect = self.bubble_rect(area, row)
            _paint_surface(painter, rect, row, option)
            self._paint_parts(painter, rect.adjusted(_PAD, _PAD - 2, -_PAD, 0), row)
        painter.restore()

    def _paint_parts(self, painter: QPainter, area: QRectF, row: Bubble) -> None:
        look, size, top = tokens(), self._measure(row), area.top()
        if size.sender:
            line = QRectF(area.left(), top, area.width(), size.sender)
            _, colour = drawing.avatar_colours(row.sender)
            drawing.paint_line(painter, line, row.sender, Type.SMALL_STRONG, colour.name())
            top += size.sender
        if size.picture:
            edge = size.picture - _GAP
            self._paint_picture(painter, QRectF(area.left(), top, edge, edge), row)
            top += size.picture
        if size.text:
            _paint_text(painter, QRectF(area.left(), top, area.width(), size.text), row)
            top += size.text
        for name in row.attachments:
            mark = QRectF(area.left(), top + 4, 16, 16)
            paint_icon(painter, Icon.FILES, mark, look.quiet)
            line = QRectF(area.left() + 22, top, area.width() - 22, _ATTACHED)
            drawing.paint_line(painter, line, name, Type.SMALL, look.text)
            top += _ATTACHED
        _paint_foot(painter, QRectF(area.left(), top, area.width(), size.foot), row)

    def _paint_picture(self, painter: QPainter, rect: QRectF, row: Bubble) -> None:
        picture = self._picture(row.item, PICTURE_EDGE)
        if picture is not None:
            drawing.paint_cover(painter, rect, picture, 8)
            return
        look = tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.hover))
        painter.drawRoundedRect(rect, 8, 8)
        mark = QRectF(rect.center() - QPointF(12, 12), rect.center() + QPointF(12, 12))
        paint_icon(painter, Icon.PHOTOS, mark, look.quiet)


def _paint_surface(
    painter: QPainter, rect: QRectF, row: Bubble, option: QStyleOptionViewItem
) -> None:
    look = tokens()
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    painter.setPen(QPen(QColor(look.accent), 2) if chosen else Qt.PenStyle.NoPen)
    if row.unsent and not chosen:
        painter.setPen(QPen(QColor(look.attention), 1, Qt.PenStyle.DashLine))
    fill = look.attention_soft if row.unsent else look.accent_soft if row.mine else look.hover
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), _ROUND, _ROUND)


def _paint_text(painter: QPainter, rect: QRectF, row: Bubble) -> None:
    painter.setFont(font(Type.BODY))
    painter.setPen(QColor(tokens().text))
    unbroken = _is_unbroken(row.text)
    flags = int(Qt.TextFlag.TextWrapAnywhere) if unbroken else _WRAPPED
    with upright(painter, rect):
        painter.drawText(rect, flags, row.text)


def _paint_foot(painter: QPainter, rect: QRectF, row: Bubble) -> None:
    look = tokens()
    colour = look.attention if row.unsent else look.quiet
    if row.unsent:
        mark = QRectF(rect.left(), rect.center().y() - 7, 14, 14)
        paint_icon(painter, Icon.ALERT, mark, colour)
    end = Qt.AlignmentFlag.AlignRight
    drawing.paint_line(painter, rect, row.foot, Type.SMALL, colour, end, tabular=True)


def _paint_day(painter: QPainter, rect: QRectF, title: str) -> None:
    look = tokens()
    width = min(rect.width() - 2 * _SIDE, drawing.text_width(title, Type.SMALL_STRONG) + 24)
    pill = QRectF(rect.center().x() - width / 2, rect.top() + 12, width, 24)
    painter.setPen(QPen(QColor(look.line), 1))
    painter.setBrush(QColor(look.card))
    painter.drawRoundedRect(pill, 12, 12)
    middle = Qt.AlignmentFlag.AlignHCenter
    drawing.paint_line(painter, pill, title, Type.SMALL_STRONG, look.quiet, middle)
