"""What is chosen on a page of settings: a switch with a sentence, and one of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QWidget

from holdfast.ui.icons import Icon, paint_icon
from holdfast.ui.look import tokens
from holdfast.ui.widgets.boxes import column
from holdfast.ui.widgets.buttons import Tick
from holdfast.ui.widgets.labels import label

_INDENT = 34
_ARROW = 16


class Switch(QWidget):
    """A box to tick and what it means.

    Signals:
        turned: a person turned it on or off.
    """

    turned = Signal(bool)

    def __init__(self, title: str, sentence: str) -> None:
        """Off, until told otherwise."""
        super().__init__()
        self.tick = Tick(title)
        self.tick.setChecked(False)
        self.tick.setAccessibleName(title)
        self.tick.setAccessibleDescription(sentence)
        self.tick.clicked.connect(self.turned)
        hint = column(label(sentence, tone="quiet", wrap=True), margins=(_INDENT, 0, 0, 0))
        self.setLayout(column(self.tick, hint, gap=0))
        self.setFocusProxy(self.tick)

    @property
    def on(self) -> bool:
        """Whether it is on."""
        return self.tick.isChecked()

    def set_on(self, *, on: bool) -> None:
        """Turn it without telling."""
        self.tick.setChecked(on)


@dataclass(frozen=True, slots=True)
class Option:
    """One of a list: `key` is what is told when it is chosen."""

    key: str
    text: str


class DropDown(QComboBox):
    """A list that drops down, with the arrow that tells so."""

    def __init__(self, name: str) -> None:
        """`name` is for screen readers; the list is empty."""
        super().__init__()
        self.setAccessibleName(name)
        # The style's own delegate draws rows as of a menu, whatever the style sheet says.
        self.setItemDelegate(QStyledItemDelegate(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow of our own set over what the style draws."""
        super().paintEvent(event)
        box = QRect(self.width() - _ARROW - 8, (self.height() - _ARROW) // 2, _ARROW, _ARROW)
        place = QStyle.visualRect(self.layoutDirection(), self.rect(), box)
        painter = QPainter(self)
        paint_icon(painter, Icon.CHOOSE, QRectF(place), tokens().quiet)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page, and never choose something by the way."""
        event.ignore()


class Chooser(DropDown):
    """One of a list, by pointer or keys.

    Signals:
        chosen: the key of the option that a person chose.
    """

    chosen = Signal(str)

    def __init__(self, name: str, options: Sequence[Option]) -> None:
        """`name` is for screen readers."""
        super().__init__(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for option in options:
            self.addItem(option.text, option.key)
        self.activated.connect(lambda number: self.chosen.emit(self.itemData(number)))

    def show_choice(self, key: str) -> None:
        """Show the option with `key`, or the first, without telling."""
        self.setCurrentIndex(max(0, self.findData(key)))
