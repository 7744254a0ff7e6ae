"""Turns what is painted by hand about its middle where writing runs from right to left.

Shapes are painted as if from left to right. Where the painter is turned they land on the
other side; words and pictures go there, too, but stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unicodedata import bidirectional

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter


def is_right_to_left() -> bool:
    """Whether the application is laid out from right to left."""
    return QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


def turn(painter: QPainter, rect: QRectF, direction: Qt.LayoutDirection) -> None:
    """Paint in `rect` for this `direction` from now on; words begin on its side."""
    painter.setLayoutDirection(direction)
    if direction is Qt.LayoutDirection.RightToLeft:
        _flip(painter, rect)


@contextmanager
def upright(painter: QPainter, rect: QRectF) -> Iterator[None]:
    """Paint words or a picture into `rect`, which may lie on the other side by now."""
    if painter.transform().m11() >= 0:
        yield
        return
    painter.save()
    _flip(painter, rect)
    yield
    painter.restore()


def readable(text: str) -> str:
    """`text` as it is read, where lines run from right to left and it may not.

    Numbers, names and paths keep their order: "+44" stays so, and does not become "44+".
    """
    if not is_right_to_left() or any(bidirectional(sign) in _TURNED for sign in text):
        return text
    return f"{_ISOLATE}{text}{_END}"


_TURNED = ("R", "AL")
_ISOLATE = "\N{LEFT-TO-RIGHT ISOLATE}"
_END = "\N{POP DIRECTIONAL ISOLATE}"


def _flip(painter: QPainter, rect: QRectF) -> None:
    painter.translate(rect.left() + rect.right(), 0)
    painter.scale(-1, 1)
