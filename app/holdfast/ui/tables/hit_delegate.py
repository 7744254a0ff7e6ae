"""Draws what a search found: the match is underlined, and a third line tells where it lived."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyleOptionViewItem

from holdfast.ui.direction import is_right_to_left, readable, upright
from holdfast.ui.icons import Icon, paint_icon
from holdfast.ui.look import ROW, Type, font, tokens
from holdfast.ui.tables import drawing
from holdfast.ui.tables.hits import HitRow, Spans
from holdfast.ui.tables.item_delegate import ItemDelegate
from holdfast.ui.tables.list_model import ROW_ROLE, Index
from holdfast.ui.tables.rows import ItemRow

_TALL = ROW + 20
_ICON = 14


class HitDelegate(ItemDelegate):
    """Rows of items with what matched and where they lived."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Three lines for what has something to say of itself, else two."""
        row = index.data(ROW_ROLE)
        if isinstance(row, HitRow):
            return QSize(120, _TALL if row.subtitle else ROW)
        return super().sizeHint(option, index)

    def paint_words(self, painter: QPainter, rect: QRectF, row: ItemRow) -> None:
        """Draw title, text and place, the match underlined."""
        if not isinstance(row, HitRow):
            super().paint_words(painter, rect, row)
            return
        look = tokens()
        high = drawing.line_height(Type.STRONG) + 2
        lines = 3 if row.subtitle else 2
        area = QRectF(rect.left(), rect.center().y() - lines * high / 2, rect.width(), high)
        colour = look.quiet if row.faded else look.text
        title = area.adjusted(0, 0, -_paint_day(painter, area, row.day), 0)
        paint_marked(painter, title, row.title, row.title_marks, Type.STRONG, colour)
        if row.subtitle:
            area.translate(0, high)
            paint_marked(painter, area, row.subtitle, row.subtitle_marks, Type.SMALL, look.quiet)
        area.translate(0, high)
        _paint_where(painter, area, row)


def _paint_day(painter: QPainter, rect: QRectF, day: str) -> float:
    """Draw the day behind the title; return the width it takes."""
    if not day:
        return 0.0
    drawing.paint_line(painter, rect, day, Type.SMALL, tokens().quiet, Qt.AlignmentFlag.AlignRight)
    return drawing.text_width(day, Type.SMALL) + 12


def _paint_where(painter: QPainter, rect: QRectF, row: HitRow) -> None:
    look = tokens()
    icon = Icon.HISTORY if row.faded else Icon.PHONE
    box = QRectF(rect.left(), rect.center().y() - _ICON / 2, _ICON, _ICON)
    paint_icon(painter, icon, box, look.quiet)
    words = rect.adjusted(_ICON + 6, 0, 0, 0)
    drawing.paint_line(painter, words, row.where, Type.SMALL, look.quiet)


def paint_marked(
    painter: QPainter, rect: QRectF, text: str, marks: Spans, step: Type, colour: str
) -> None:
    """Draw one line of `text`, shortened at its end, with `marks` bold and underlined."""
    if not marks or is_right_to_left():
        # Marks lead into signs that are added where lines run from right to left.
        drawing.paint_line(painter, rect, text, step, colour)
        return
    used = font(step)
    # Bold letters are wider than what is measured.
    shown = QFontMetricsF(used).elidedText(text, Qt.TextElideMode.ElideRight, rect.width() * 0.96)
    layout = QTextLayout(readable(shown), used)
    layout.setFormats(_formats(shown, marks, colour))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(rect.width())
    layout.endLayout()
    painter.setPen(QColor(colour))
    with upright(painter, rect):
        layout.draw(painter, QPointF(rect.left(), rect.center().y() - line.height() / 2))


def _formats(
    shown: str, marks: Sequence[tuple[int, int]], colour: str
) -> list[QTextLayout.FormatRange]:
    made: list[QTextLayout.FormatRange] = []
    for start, end in marks:
        if start >= len(shown):
            break
        style = QTextCharFormat()
        style.setFontWeight(QFont.Weight.DemiBold)
        style.setForeground(QColor(tokens().text if colour == tokens().quiet else colour))
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        style.setUnderlineColor(QColor(tokens().accent))
        span = QTextLayout.FormatRange()
        # Qt counts in units of 16 bits, Python in signs.
        span.start = len(shown[:start].encode("utf-16-le")) // 2
        span.length = len(shown[start:end].encode("utf-16-le")) // 2
        span.format = style
        made.append(span)
    return made
