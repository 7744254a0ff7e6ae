"""Draws one day of a month: its number, its events as chips, and how many more there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from holdfast.ui.calendar_days import Happening
from holdfast.ui.direction import turn
from holdfast.ui.look import Type, tokens
from holdfast.ui.tables import drawing
from holdfast.ui.tables.list_model import ROW_ROLE, Index
from holdfast.wording import calendars

_PAD = 3.0
_NUMBER = 19.0
_CHIP = 17.0
_GAP = 2.0
_ROOMY = 104
_MORE = Type.SMALL_STRONG
_SMALLEST = QSize(36, 40)


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day as a month shows it; `own` tells that it belongs to the month itself."""

    day: date
    happenings: tuple[Happening, ...] = ()
    own: bool = True
    today: bool = False
    backup: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        events = [each.spoken for each in self.happenings]
        return calendars.day_spoken(self.day, events, backup=self.backup)


def chip_areas(rect: QRectF, count: int) -> list[QRectF]:
    """Where the chips of a day go that fit into `rect`, its first `count` events'."""
    top = rect.top() + _PAD + _NUMBER
    room = int((rect.bottom() - top + _GAP) // (_CHIP + _GAP))
    left, width = rect.left() + _PAD, rect.width() - 2 * _PAD
    return [
        QRectF(left, top + number * (_CHIP + _GAP), width, _CHIP)
        for number in range(max(0, min(room, count)))
    ]


class MonthDelegate(QStyledItemDelegate):
    """Days are as large as the month's view makes them; chips go where they fit."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for a number and one chip."""
        del option, index
        return _SMALLEST

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one day."""
        cell = index.data(ROW_ROLE)
        if not isinstance(cell, DayCell):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        turn(painter, QRectF(option.rect), option.direction)
        rect = QRectF(option.rect).adjusted(1, 1, -1, -1)
        _paint_ground(painter, option, rect)
        areas = chip_areas(rect, len(cell.happenings))
        _paint_number(painter, rect, cell)
        _paint_more(painter, rect, len(cell.happenings) - len(areas))
        for area, happening in zip(areas, cell.happenings, strict=False):
            _paint_chip(painter, area, happening, own=cell.own)
        painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, rect: QRectF) -> None:
    look, state = tokens(), option.state
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    fill = look.accent_soft if chosen else look.hover if hovered else look.card
    focused = chosen and bool(state & QStyle.StateFlag.State_HasFocus)
    pen = QPen(QColor(look.accent if chosen else look.line), 2 if focused else 1)
    painter.setPen(pen)
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


def _paint_number(painter: QPainter, rect: QRectF, cell: DayCell) -> None:
    look = tokens()
    text = str(cell.day.day)
    step = Type.SMALL_STRONG if cell.today or cell.backup else Type.SMALL
    width = max(_NUMBER, drawing.text_width(text, Type.SMALL_STRONG) + 8)
    area = QRectF(rect.left() + _PAD, rect.top() + 2, width, _NUMBER - 1)
    colour = look.text if cell.own else look.quiet
    if cell.today or cell.backup:
        painter.setPen(QPen(QColor(look.accent), 1.25))
        painter.setBrush(QColor(look.accent) if cell.today else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, 8, 8)
        colour = look.on_accent if cell.today else look.accent
    middle = Qt.AlignmentFlag.AlignHCenter
    drawing.paint_line(painter, area, text, step, colour, middle, tabular=True)


def _paint_more(painter: QPainter, rect: QRectF, hidden: int) -> None:
    if hidden <= 0:
        return
    area = QRectF(rect.left() + 26, rect.top() + 2, rect.width() - 26 - 4, _NUMBER - 1)
    forms = (calendars.more(hidden), calendars.more_short(hidden), calendars.very_many())
    fits = (each for each in forms if drawing.text_width(each, _MORE) <= area.width())
    text = next(fits, forms[-1])
    right = Qt.AlignmentFlag.AlignRight
    drawing.paint_line(painter, area, text, _MORE, tokens().quiet, right)


def _paint_chip(painter: QPainter, area: QRectF, happening: Happening, *, own: bool) -> None:
    look = tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.accent_soft if happening.all_day else look.hover))
    painter.drawRoundedRect(area, 4, 4)
    painter.setBrush(QColor(look.accent if own else look.outline))
    painter.drawRoundedRect(
        QRectF(area.topLeft(), QPointF(area.left() + 3, area.bottom())), 1.5, 1.5
    )
    timed = not happening.all_day and area.width() >= _ROOMY
    text = calendars.event_spoken(happening.clock, happening.title) if timed else happening.title
    colour = look.text if own else look.quiet
    drawing.paint_line(painter, area.adjusted(6, 0, -3, 0), text, Type.SMALL, colour)
