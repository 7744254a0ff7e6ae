"""A contact's card in the item panel: values that are copied by click or keyboard."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from holdfast.ui.contact_card import CardGroup
from holdfast.ui.icons import Icon
from holdfast.ui.item_panel_state import FieldLine
from holdfast.ui.look import Type
from holdfast.ui.widgets.boxes import column, panel, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, label
from holdfast.wording import comparing

_SAID_FOR = 1600


class CopyLine(Button):
    """One value under what it is called; pressed, it goes to the clipboard and nowhere else."""

    def __init__(self, line: FieldLine) -> None:
        """Show `line`."""
        super().__init__("", Role.CHOOSER, name=comparing.copy_value(line.label, line.value))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._line = line
        self._name = label(line.label, Type.SMALL, tone="quiet", wrap=True)
        value = label(line.value, wrap=True)
        self._mark = IconLabel(Icon.COPY, 16)
        words = column(self._name, value, gap=1)
        box = row(words, self._mark, gap=8, margins=(10, 5, 10, 5))
        box.setStretch(0, 1)
        self.setLayout(box)
        for part in (self._name, value, self._mark):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAID_FOR)
        self._timer.timeout.connect(self._settle)
        self.clicked.connect(self._copy)

    def sizeHint(self) -> QSize:
        """As the words need."""
        inner = self.layout()
        return (inner.sizeHint() if inner else QSize()).expandedTo(self.minimumSize())

    def minimumSizeHint(self) -> QSize:
        """As narrow as its longest word; the words then need more lines."""
        inner = self.layout()
        narrow = inner.minimumSize() if inner else QSize()
        return narrow.expandedTo(self.minimumSize())

    def hasHeightForWidth(self) -> bool:
        """A narrower place needs more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the words at `width`."""
        inner = self.layout()
        return max(40, inner.totalHeightForWidth(width) if inner else 0)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._line.value)
        self._name.setText(comparing.copied())
        self.setAccessibleDescription(comparing.copied())
        self._mark.show_icon(Icon.CHECK)
        self._timer.start()

    def _settle(self) -> None:
        self._name.setText(self._line.label)
        self.setAccessibleDescription("")
        self._mark.show_icon(Icon.COPY)


def card_lines(groups: tuple[CardGroup, ...]) -> QVBoxLayout:
    """All groups below each other, each beside its icon."""
    return column(*(_group(group) for group in groups), gap=10)


def _group(group: CardGroup) -> QHBoxLayout:
    lines: QWidget = panel(column(*(CopyLine(line) for line in group.lines), gap=0))
    made = row(column(10, IconLabel(group.icon), None, gap=0), lines, gap=8)
    made.setStretch(1, 1)
    return made
