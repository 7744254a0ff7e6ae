"""Schematic pictures of phones, cables and questions, drawn in the colours of the theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from holdfast.ui.direction import upright
from holdfast.ui.icons import Icon, paint_icon
from holdfast.ui.look import Tokens, Type, font, is_contrast, tokens
from holdfast.wording.connecting import Picture

WIDTH, HEIGHT = 176, 124
"""The size every picture is drawn for, in logical pixels."""


class Pen:
    """Shapes that all pictures are made of."""

    def __init__(self, painter: QPainter) -> None:
        """Draw with `painter` in the colours of this moment."""
        self.painter = painter
        self.look: Tokens = tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def box(
        self, rect: QRectF, fill: str = "", edge: str = "", radius: float = 6, width: float = 2
    ) -> None:
        """A rounded box; without a colour it has no inside, or no edge."""
        pen = QPen(QColor(edge), width) if edge else QPen(Qt.PenStyle.NoPen)
        self.painter.setPen(pen)
        self.painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(rect, radius, radius)

    def words(self, x: float, y: float, long: float, *, strong: bool = False) -> None:
        """A bar that stands for a line of words."""
        colour = self.look.quiet if strong or is_contrast() else self.look.outline
        self.painter.setOpacity(1.0 if strong else 0.55)
        self.box(QRectF(x, y, long, 5), colour, radius=2.5)
        self.painter.setOpacity(1.0)

    def dot(self, x: float, y: float, *, on: bool) -> None:
        """One of several choices."""
        self.box(QRectF(x, y, 10, 10), self.look.card, self.look.outline, 5, 1.5)
        if on:
            self.box(QRectF(x, y, 10, 10), self.look.card, self.look.accent, 5, 2)
            self.box(QRectF(x + 3, y + 3, 4, 4), self.look.accent, radius=2)

    def tap(self, x: float, y: float) -> None:
        """Where a finger goes."""
        self.painter.setOpacity(0.25)
        self.box(QRectF(x - 13, y - 13, 26, 26), self.look.accent, radius=13)
        self.painter.setOpacity(1.0)
        self.box(QRectF(x - 6, y - 6, 12, 12), self.look.accent, self.look.card, 6, 1.5)

    def phone(self, x: float = 54, width: float = 68) -> None:
        """A phone with a large screen, as high as the picture."""
        look = self.look
        self.box(QRectF(x, 3, width, 118), look.card, look.outline, 11)
        self.box(QRectF(x + 6, 12, width - 12, 100), look.window, radius=5)
        self.box(QRectF(x + width / 2 - 5, 6.5, 10, 2.5), look.outline, radius=1)

    def keys_phone(self, screen: float = 34) -> QRectF:
        """A phone with keys; returns its screen."""
        look = self.look
        self.box(QRectF(56, 3, 64, 118), look.card, look.outline, 14)
        shown = QRectF(64, 13, 48, screen)
        self.box(shown, look.window, look.outline, 4, 1.5)
        top = shown.bottom() + 9
        for line in range(int((114 - top) // 14)):
            for key in range(3):
                place = QRectF(65 + key * 16.5, top + line * 14, 13, 9)
                self.box(place, look.hover, look.outline, 4, 1)
        return shown


def draw(painter: QPainter, picture: Picture) -> None:
    """Draw `picture` into WIDTH by HEIGHT."""
    _DRAWN[picture](Pen(painter))


def _cable(pen: Pen) -> None:
    look = pen.look
    pen.box(QRectF(14, 14, 46, 80), look.card, look.outline, 9)
    pen.box(QRectF(19, 22, 36, 62), look.window, radius=4)
    pen.box(QRectF(98, 26, 66, 46), look.card, look.outline, 5)
    pen.box(QRectF(104, 32, 54, 34), look.window, radius=2)
    pen.box(QRectF(88, 74, 86, 8), look.hover, look.outline, 4)
    path = QPainterPath(QPointF(37, 100))
    path.cubicTo(QPointF(37, 128), QPointF(76, 122), QPointF(74, 96))
    path.cubicTo(QPointF(73, 84), QPointF(76, 78), QPointF(84, 78))
    pen.painter.setBrush(Qt.BrushStyle.NoBrush)
    pen.painter.setPen(QPen(QColor(look.accent), 3))
    pen.painter.drawPath(path)
    pen.box(QRectF(32, 94, 10, 9), look.accent, radius=2)
    pen.box(QRectF(79, 74, 11, 8), look.accent, radius=2)


def _list(pen: Pen, marked: int) -> None:
    """A phone with lines of settings, one of them `marked`."""
    look = pen.look
    for line in range(5):
        y = 20 + line * 18
        if line == marked:
            pen.box(QRectF(58, y - 5, 60, 17), look.accent_soft, look.accent, 4, 1.5)
        pen.box(QRectF(63, y, 7, 7), look.outline, radius=3.5)
        pen.words(75, y + 1, (34, 26, 30, 36, 28)[line], strong=line == marked)


def _unlock(pen: Pen) -> None:
    pen.phone()
    _list(pen, 4)
    pen.tap(108, 97)


def _taps(pen: Pen) -> None:
    pen.phone()
    _list(pen, 2)
    pen.tap(108, 60)
    place = QRectF(128, 44, 44, 32)
    with upright(pen.painter, place):
        pen.painter.setPen(QColor(pen.look.accent))
        pen.painter.setFont(font(Type.PAGE))
        pen.painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "7 \N{MULTIPLICATION SIGN}")


def _switch(pen: Pen) -> None:
    look = pen.look
    pen.phone(30, 116)
    for y in (24, 88):
        pen.words(46, y, 52)
        pen.box(QRectF(108, y - 4, 26, 14), look.hover, look.outline, 7, 1.5)
        pen.box(QRectF(110.5, y - 1.5, 9, 9), look.outline, radius=4.5)
    pen.box(QRectF(38, 44, 100, 34), look.accent_soft, look.accent, 6, 1.5)
    pen.words(46, 54, 48, strong=True)
    pen.words(46, 64, 34)
    pen.box(QRectF(104, 52, 30, 17), look.accent, radius=8.5)
    pen.box(QRectF(119.5, 54.5, 12, 12), look.on_accent, radius=6)


def _dialog(pen: Pen) -> None:
    pen.phone(30, 116)
    pen.box(QRectF(40, 24, 96, 78), pen.look.card, pen.look.outline, 8, 1.5)


def _allow(pen: Pen) -> None:
    look = pen.look
    _dialog(pen)
    pen.words(50, 34, 62, strong=True)
    pen.words(50, 44, 74)
    pen.box(QRectF(50, 56, 13, 13), look.accent, radius=3)
    paint_icon(pen.painter, Icon.CHECK, QRectF(51, 57, 11, 11), look.on_accent)
    pen.words(69, 60, 54)
    pen.box(QRectF(50, 79, 34, 15), look.card, look.outline, 7, 1.5)
    pen.words(59, 84, 16)
    pen.box(QRectF(91, 79, 38, 15), look.accent, radius=7)
    pen.box(QRectF(101, 84, 18, 5), look.on_accent, radius=2.5)
    pen.tap(126, 94)


def _usb_menu(pen: Pen) -> None:
    _dialog(pen)
    pen.words(50, 33, 50, strong=True)
    for line in range(3):
        y = 46 + line * 17
        if line == 1:
            pen.box(QRectF(45, y - 4, 86, 18), pen.look.accent_soft, radius=4)
        pen.dot(51, y, on=line == 1)
        pen.words(68, y + 2.5, (44, 52, 38)[line], strong=line == 1)


def _keypad(pen: Pen) -> None:
    screen = pen.keys_phone()
    pen.words(screen.left() + 7, screen.top() + 9, 26, strong=True)
    pen.words(screen.left() + 7, screen.top() + 20, 18)


def _mode(pen: Pen) -> None:
    look = pen.look
    screen = pen.keys_phone(54)
    for line in range(3):
        y = screen.top() + 6 + line * 16
        if line == 0:
            pen.box(QRectF(screen.left() + 2, y - 3, 44, 15), look.accent, radius=3)
            pen.box(QRectF(screen.left() + 8, y + 2, 28, 5), look.on_accent, radius=2.5)
        else:
            pen.words(screen.left() + 8, y + 2, (0, 32, 22)[line])


def _card(pen: Pen) -> None:
    look = pen.look
    shape = QPainterPath(QPointF(34, 22))
    for x, y in ((64, 22), (76, 34), (76, 88), (34, 88), (34, 22)):
        shape.lineTo(QPointF(x, y))
    pen.painter.setPen(QPen(QColor(look.accent), 2))
    pen.painter.setBrush(QColor(look.accent_soft))
    pen.painter.drawPath(shape)
    for contact in range(4):
        pen.box(QRectF(39 + contact * 8, 28, 4.5, 11), look.accent, radius=1)
    pen.words(42, 64, 26)
    pen.box(QRectF(104, 30, 50, 58), look.card, look.outline, 8)
    pen.box(QRectF(111, 44, 5, 30), look.quiet, radius=2)
    pen.painter.setPen(QPen(QColor(look.outline), 3))
    pen.painter.drawLine(QPointF(129, 89), QPointF(129, 116))
    pen.painter.setPen(QPen(QColor(look.accent), 2.5))
    for start, end in (((84, 59), (98, 59)), ((93, 54), (98, 59)), ((93, 64), (98, 59))):
        pen.painter.drawLine(QPointF(*start), QPointF(*end))


def _folder(pen: Pen) -> None:
    look = pen.look
    pen.box(QRectF(34, 22, 44, 20), look.accent_soft, look.accent, 6)
    pen.box(QRectF(52, 12, 42, 60), look.card, look.outline, 4, 1.5)
    pen.words(60, 21, 24)
    pen.box(QRectF(92, 18, 44, 54), look.card, look.outline, 4, 1.5)
    pen.box(QRectF(98, 24, 32, 22), look.hover, radius=2)
    pen.box(QRectF(34, 44, 108, 62), look.accent_soft, look.accent, 8)
    pen.words(50, 88, 44, strong=True)


def _not_yet(pen: Pen) -> None:
    look = pen.look
    pen.phone()
    pen.box(QRectF(96, 66, 48, 48), look.attention_soft, look.attention, 24)
    pen.box(QRectF(108, 87, 24, 6), look.attention, radius=3)


_DRAWN: dict[Picture, Callable[[Pen], None]] = {
    Picture.CABLE: _cable,
    Picture.UNLOCK: _unlock,
    Picture.TAPS: _taps,
    Picture.SWITCH: _switch,
    Picture.ALLOW: _allow,
    Picture.USB_MENU: _usb_menu,
    Picture.KEYPAD: _keypad,
    Picture.MODE: _mode,
    Picture.CARD: _card,
    Picture.FOLDER: _folder,
    Picture.NOT_YET: _not_yet,
}
