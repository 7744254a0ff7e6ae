"""What the delegates share: surfaces of rows, lines of text, avatars, marks of change."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from holdfast.ui.direction import readable, upright
from holdfast.ui.icons import paint_icon
from holdfast.ui.look import Type, font, is_contrast, is_dark, tokens
from holdfast.ui.tables.rows import CHANGE_ICONS, CHANGE_MEANINGS, Badge, Change

ROUND = 10.0
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_HUES = (212, 262, 18, 158, 330, 190, 42, 286)


def paint_surface(painter: QPainter, option: QStyleOptionViewItem, rect: QRectF) -> None:
    """Draw the row's background: chosen, under the pointer, and a ring for the keyboard."""
    look = tokens()
    state = option.state
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    fill = look.accent_soft if chosen else None
    if fill is None and state & QStyle.StateFlag.State_MouseOver:
        fill = look.hover
    painter.setPen(Qt.PenStyle.NoPen)
    if fill is not None:
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(rect, ROUND, ROUND)
    focused = bool(state & QStyle.StateFlag.State_HasFocus)
    if chosen and is_contrast() and not focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(look.outline), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
    if chosen and focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = look.ring / 2
        painter.setPen(QPen(QColor(look.accent), look.ring))
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), ROUND - 1, ROUND - 1)


def paint_line(
    painter: QPainter,
    rect: QRectF,
    text: str,
    step: Type = Type.BODY,
    colour: str | None = None,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    tabular: bool = False,
    struck: bool = False,
) -> None:
    """Draw one line of text, shortened at its end if `rect` is too narrow."""
    used = font(step, tabular=tabular)
    used.setStrikeOut(struck)
    painter.setFont(used)
    painter.setPen(QColor(colour or tokens().text))
    shown = QFontMetricsF(used).elidedText(
        readable(text), Qt.TextElideMode.ElideRight, rect.width()
    )
    with upright(painter, rect):
        painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, shown)


def text_width(text: str, step: Type) -> float:
    """Width of one line of `text` in logical pixels."""
    return QFontMetricsF(font(step)).horizontalAdvance(text)


def wrapped_height(text: str, step: Type, width: float) -> float:
    """Height of `text` wrapped into `width`, in logical pixels."""
    area = QRectF(0, 0, width, 10_000)
    return QFontMetricsF(font(step)).boundingRect(area, _WRAPPED, text).height()


def line_height(step: Type) -> float:
    """Height of one line in logical pixels."""
    return QFontMetricsF(font(step)).lineSpacing()


def paint_wrapped(
    painter: QPainter,
    rect: QRectF,
    text: str,
    step: Type,
    colour: str | None = None,
    *,
    struck: bool = False,
) -> None:
    """Draw `text` wrapped into `rect`."""
    used = font(step)
    used.setStrikeOut(struck)
    painter.setFont(used)
    painter.setPen(QColor(colour or tokens().text))
    with upright(painter, rect):
        painter.drawText(rect, _WRAPPED, readable(text))


def avatar_colours(key: str) -> tuple[QColor, QColor]:
    """Surface and letters of an avatar: always the same for the same `key`."""
    if is_contrast():
        return QColor(tokens().accent), QColor(tokens().on_accent)
    hue = _HUES[sum(key.encode("utf-8", "replace")) % len(_HUES)]
    if is_dark():
        return QColor.fromHsl(hue, 70, 70), QColor.fromHsl(hue, 160, 222)
    return QColor.fromHsl(hue, 140, 226), QColor.fromHsl(hue, 150, 62)


def paint_avatar(
    painter: QPainter, rect: QRectF, initials: str, key: str, picture: QPixmap | None
) -> None:
    """Draw a round portrait, or initials on a colour where there is none."""
    if picture is not None:
        paint_cover(painter, rect, picture, rect.width() / 2)
        return
    surface, letters = avatar_colours(key)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(surface)
    painter.drawEllipse(rect)
    painter.setFont(_initials_font(rect.width()))
    painter.setPen(letters)
    with upright(painter, rect):
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials)


def _initials_font(size: float) -> QFont:
    used = font(Type.STRONG)
    used.setPixelSize(max(11, round(size * 0.36)))
    return used


def paint_cover(painter: QPainter, rect: QRectF, picture: QPixmap, radius: float) -> None:
    """Fill `rect` with the middle of `picture`, its corners rounded."""
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.save()
    painter.setClipPath(path)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    with upright(painter, rect):
        painter.drawPixmap(rect, picture, _middle(picture, rect))
    painter.restore()


def _middle(picture: QPixmap, rect: QRectF) -> QRectF:
    wide, high = float(picture.width()), float(picture.height())
    scale = min(wide / rect.width(), high / rect.height())
    part_wide, part_high = rect.width() * scale, rect.height() * scale
    return QRectF((wide - part_wide) / 2, (high - part_high) / 2, part_wide, part_high)


def paint_change(painter: QPainter, centre: QPointF, change: Change) -> None:
    """Draw the mark of an added, removed or changed item, 20 px across."""
    look = tokens()
    meaning = CHANGE_MEANINGS[change]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.soft(meaning)))
    painter.drawEllipse(centre, 10, 10)
    rect = QRectF(centre.x() - 6, centre.y() - 6, 12, 12)
    paint_icon(painter, CHANGE_ICONS[change], rect, look.strong(meaning))


def paint_badges(painter: QPainter, rect: QRectF, badges: tuple[Badge, ...]) -> None:
    """Draw badges one behind the other, each with its icon and word."""
    look = tokens()
    left = rect.left()
    for badge in badges:
        width = badge_width(badge)
        area = QRectF(left, rect.top(), min(width, rect.right() - left), BADGE_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.soft(badge.meaning)))
        painter.drawRoundedRect(area, 6, 6)
        colour = look.strong(badge.meaning)
        paint_icon(painter, badge.icon, QRectF(area.left() + 6, area.top() + 4, 12, 12), colour)
        words = area.adjusted(22, 0, -6, 0)
        paint_line(painter, words, badge.text, Type.SMALL, colour)
        left += width + 6


BADGE_HEIGHT = 20.0


def badge_width(badge: Badge) -> float:
    """Width of a badge in logical pixels."""
    return text_width(badge.text, Type.SMALL) + 30
