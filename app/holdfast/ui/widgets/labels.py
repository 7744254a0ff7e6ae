"""Labels on the type scale, and icons that follow the theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from holdfast.ui.direction import readable
from holdfast.ui.icons import Icon, paint_icon
from holdfast.ui.look import ICON, Meaning, Type, tokens


def label(text: str = "", step: Type = Type.BODY, *, tone: str = "", wrap: bool = False) -> QLabel:
    """A label; `tone` is empty, "quiet" or a meaning. Text is never taken for HTML."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("step", str(step))
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def set_tone(widget: QWidget, name: str, value: str) -> None:
    """Change a property that the style sheet asks for."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def rule() -> QFrame:
    """A thin horizontal line."""
    made = QFrame()
    made.setProperty("surface", "line")
    made.setFixedHeight(1)
    return made


class ShortLabel(QLabel):
    """One line that is shortened where its place is too narrow; the tooltip has it whole."""

    def __init__(self, step: Type, tone: str = "", mode: Qt.TextElideMode | None = None) -> None:
        """Shorten at the end unless `mode` says where."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("step", str(step))
        self.setProperty("tone", tone)
        self._mode = mode or Qt.TextElideMode.ElideRight
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = readable(self.text())
        shown = self.fontMetrics().elidedText(text, self._mode, self.width())
        self.setToolTip(self.text() if shown != text else "")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class IconLabel(QWidget):
    """An icon in the colour of its meaning, on a soft round surface if `halo`."""

    def __init__(
        self,
        icon: Icon,
        size: int = ICON,
        *,
        meaning: Meaning | None = None,
        halo: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`size` is the icon's own in logical pixels; a halo is twice as wide."""
        super().__init__(parent)
        self._icon = icon
        self._size = size
        self._meaning = meaning
        self._halo = halo
        side = 2 * size if halo else size
        self.setFixedSize(QSize(side, side))

    def show_icon(self, icon: Icon, meaning: Meaning | None = None) -> None:
        """Show another icon."""
        self._icon, self._meaning = icon, meaning
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon in the theme's colours of this moment."""
        del event
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._halo:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.soft(self._meaning or Meaning.CALM)))
            painter.drawEllipse(self.rect())
        colour = look.strong(self._meaning) if self._meaning else look.quiet
        inset = (self.width() - self._size) / 2
        paint_icon(painter, self._icon, QRectF(inset, inset, self._size, self._size), colour)
        painter.end()
