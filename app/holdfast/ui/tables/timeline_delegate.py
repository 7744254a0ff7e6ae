"""Draws the timeline: a line with dots, day and time, and what changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from holdfast.ui.direction import turn
from holdfast.ui.icons import Icon, paint_icon
from holdfast.ui.look import Meaning, Type, font, tokens
from holdfast.ui.tables import drawing
from holdfast.ui.tables.list_model import ROW_ROLE, Index
from holdfast.ui.tables.rows import Badge, Dot, SectionRow, TimelineRow

_LINE_X = 22
_TEXT_X = 42
_RIGHT = 20
_PAD = 10
_GAP = 6
_SECTION = 40
_MAX_LINES = 2


class TimelineDelegate(QStyledItemDelegate):
    """Rows as high as their words need; a digest is wrapped or shortened, never cut off."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is measured yet."""
        super().__init__(parent)
        self._heights: dict[tuple[object, ...], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the list, as high as the words."""
        row = index.data(ROW_ROLE)
        width = _list_width(option)
        if isinstance(row, SectionRow):
            return QSize(width, _SECTION)
        # Of many backups most say the same few things.
        asked = (row.digests, row.badges, width, font(Type.SMALL).key())
        if asked not in self._heights:
            self._heights[asked] = self._height(row, width)
        return QSize(width, self._heights[asked])

    @staticmethod
    def _height(row: TimelineRow, width: int) -> int:
        inner = _inner_width(width)
        height = 2 * _PAD + drawing.line_height(Type.STRONG)
        digest = fitting(row.digests, inner)
        if digest:
            height += 3 + drawing.wrapped_height(digest, Type.SMALL, inner)
        height += _badges_height(row.badges, inner)
        return round(height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one point of the timeline, or a heading."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        turn(painter, QRectF(option.rect), option.direction)
        row = index.data(ROW_ROLE)
        rect = QRectF(option.rect)
        if isinstance(row, SectionRow):
            _paint_section(painter, rect, row, first=index.row() == 0)
        else:
            last = index.row() == index.model().rowCount() - 1
            self._paint_row(painter, option, rect, row, first=index.row() == 0, last=last)
        painter.restore()

    def _paint_row(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRectF,
        row: TimelineRow,
        *,
        first: bool,
        last: bool,
    ) -> None:
        drawing.paint_surface(painter, option, rect.adjusted(4, 1, -8, -1))
        dot_y = rect.top() + _PAD + drawing.line_height(Type.STRONG) / 2
        top = dot_y if first else rect.top()
        _paint_track(painter, rect, top, dot_y if last else rect.bottom())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        centre = QPointF(rect.left() + _LINE_X, dot_y)
        if row.icon is not None:
            _paint_symbol(painter, centre, row)
        else:
            _paint_dot(painter, centre, row.dot, chosen=chosen)
        _paint_words(painter, rect, row, chosen=chosen)


def fitting(digests: tuple[str, ...], width: float) -> str:
    """The longest wording that fits into two lines of `width`, else the shortest there is."""
    limit = _MAX_LINES * drawing.line_height(Type.SMALL) + 1
    for digest in digests:
        if drawing.wrapped_height(digest, Type.SMALL, width) <= limit:
            return digest
    return digests[-1] if digests else ""


def _list_width(option: QStyleOptionViewItem) -> int:
    view = option.widget
    if isinstance(view, QAbstractItemView):
        return view.viewport().width()
    return option.rect.width()


def _inner_width(width: float) -> float:
    return max(80.0, width - _TEXT_X - _RIGHT)


def _badge_lines(badges: tuple[Badge, ...], width: float) -> list[tuple[Badge, ...]]:
    lines: list[tuple[Badge, ...]] = []
    left = 0.0
    for badge in badges:
        needed = drawing.badge_width(badge) + 6
        if lines and left + needed <= width:
            lines[-1] = (*lines[-1], badge)
            left += needed
        else:
            lines.append((badge,))
            left = needed
    return lines


def _badges_height(badges: tuple[Badge, ...], width: float) -> float:
    return len(_badge_lines(badges, width)) * (drawing.BADGE_HEIGHT + _GAP)


def _paint_section(painter: QPainter, rect: QRectF, row: SectionRow, *, first: bool) -> None:
    if not first:
        _paint_track(painter, rect, rect.top(), rect.bottom())
    words = QRectF(rect.left() + _TEXT_X, rect.top() + 12, rect.width() - _TEXT_X - _RIGHT, 24)
    drawing.paint_line(painter, words, row.title, Type.SMALL_STRONG, tokens().quiet)


def _paint_track(painter: QPainter, rect: QRectF, top: float, bottom: float) -> None:
    # Filled, not stroked: the caps of strokes would meet in a knot at every row's edge.
    area = QRectF(rect.left() + _LINE_X - 0.75, top, 1.5, bottom - top)
    painter.fillRect(area, QColor(tokens().outline))


def _paint_dot(painter: QPainter, centre: QPointF, dot: Dot, *, chosen: bool) -> None:
    look = tokens()
    if dot is Dot.NOW:
        _paint_disc(painter, centre, 10, look.accent_soft, look.accent)
        rect = QRectF(centre.x() - 7, centre.y() - 7, 14, 14)
        paint_icon(painter, Icon.PHONE, rect, look.accent)
    elif dot in (Dot.QUIET, Dot.EXTRA):
        _paint_disc(painter, centre, 4, look.side, look.outline)
    else:
        colour = look.accent if chosen else look.quiet
        _paint_disc(painter, centre, 6 if chosen else 5, colour, colour)


def _paint_symbol(painter: QPainter, centre: QPointF, row: TimelineRow) -> None:
    """Draw the icon of a special row; a run of backups has its arrow alone."""
    look = tokens()
    colour = look.quiet if row.meaning is Meaning.CALM else look.strong(row.meaning)
    icon = row.icon or Icon.HISTORY
    if row.folded:
        _paint_disc(painter, centre, 8, look.side, look.side)
        paint_icon(painter, icon, _square(centre, 16), colour)
        return
    _paint_disc(painter, centre, 10, look.soft(row.meaning), colour)
    paint_icon(painter, icon, _square(centre, 12), colour)


def _square(centre: QPointF, size: float) -> QRectF:
    return QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)


def _paint_disc(painter: QPainter, centre: QPointF, radius: float, fill: str, edge: str) -> None:
    # A ring in the surface's colour sets the dot off from the line.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens().side))
    painter.drawEllipse(centre, radius + 3, radius + 3)
    painter.setPen(QPen(QColor(edge), 1.5))
    painter.setBrush(QColor(fill))
    painter.drawEllipse(centre, radius, radius)


def _paint_words(painter: QPainter, rect: QRectF, row: TimelineRow, *, chosen: bool) -> None:
    look = tokens()
    inner = _inner_width(rect.width())
    left, top = rect.left() + _TEXT_X, rect.top() + _PAD
    high = drawing.line_height(Type.STRONG)
    minor = row.dot in (Dot.QUIET, Dot.EXTRA)
    step, colour = (Type.BODY, look.quiet) if minor else (Type.STRONG, look.text)
    drawing.paint_line(painter, QRectF(left, top, inner, high), row.title, step, colour)
    top += high + 3
    digest = fitting(row.digests, inner)
    if digest:
        high = drawing.wrapped_height(digest, Type.SMALL, inner)
        area = QRectF(left, top, inner, high + 2)
        # Quiet letters would drown in the colour of a chosen row, and a loss is not quiet.
        strong = chosen or row.dot is Dot.ALARM
        drawing.paint_wrapped(
            painter, area, digest, Type.SMALL, look.text if strong else look.quiet
        )
        top += high
    for line in _badge_lines(row.badges, inner):
        top += _GAP
        drawing.paint_badges(painter, QRectF(left, top, inner, drawing.BADGE_HEIGHT), line)
        top += drawing.BADGE_HEIGHT
