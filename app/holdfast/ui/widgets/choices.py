"""Tabs with counts and the two-way switch; both are plain buttons of which one is down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QWidget

from holdfast.ui.icons import Icon
from holdfast.ui.widgets.boxes import column
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.flow import Flow


@dataclass(frozen=True, slots=True)
class Choice:
    """One tab or segment: `key` is what is told when it is chosen."""

    key: str
    text: str
    icon: Icon | None = None
    spoken: str = ""


class _Group(QButtonGroup):
    """Buttons of which exactly one is down; remembers their keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setExclusive(True)

    def add(self, choice: Choice, role: Role) -> Button:
        button = Button(choice.text, role, choice.icon, name=choice.spoken or choice.text)
        button.setCheckable(True)
        button.setProperty("key", choice.key)
        self.addButton(button)
        return button

    def key(self) -> str:
        button = self.checkedButton()
        return str(button.property("key")) if button is not None else ""

    def press(self, key: str) -> None:
        for button in self.buttons():
            if button.property("key") == key:
                button.setChecked(True)


class Tabs(QWidget):
    """Tabs that go on a second line rather than out of the window.

    Signals:
        chosen: the key of the tab that a person chose.
    """

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        """`name` is for screen readers."""
        super().__init__()
        self.setAccessibleName(name)
        self._flow = Flow(gap=10, line_gap=0)
        self.setLayout(column(self._flow))
        self._group = _Group(self)
        self._group.buttonClicked.connect(lambda button: self.chosen.emit(button.property("key")))

    def show_choices(self, choices: Sequence[Choice], current: str) -> None:
        """Show `choices`; keep the same buttons where only words changed."""
        buttons = self._group.buttons()
        if [button.property("key") for button in buttons] != [c.key for c in choices]:
            self._rebuild(choices)
        for button, choice in zip(self._group.buttons(), choices, strict=True):
            button.setText(choice.text)
            button.setAccessibleName(choice.spoken or choice.text)
            button.updateGeometry()
        self._group.press(current)

    @property
    def current(self) -> str:
        """The key of the tab that is down."""
        return self._group.key()

    def press(self, key: str) -> None:
        """Put the tab with `key` down without telling."""
        self._group.press(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from tab to tab."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        buttons = self._group.buttons()
        checked = self._group.checkedButton()
        if not step or checked is None:
            super().keyPressEvent(event)
            return
        now = buttons.index(checked)
        button = buttons[(now + step) % len(buttons)]
        button.setFocus()
        button.click()

    def _rebuild(self, choices: Sequence[Choice]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        self._flow.clear()
        for choice in choices:
            self._flow.add(self._group.add(choice, Role.TAB))


class Segments(QFrame):
    """A switch between few ways of looking at the same thing.

    Signals:
        chosen: the key of the segment that a person chose.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[Choice]) -> None:
        """`name` is for screen readers; the first choice is down."""
        super().__init__()
        self.setProperty("surface", "segments")
        self.setAccessibleName(name)
        layout = QHBoxLayout()
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(2)
        self._group = _Group(self)
        for choice in choices:
            layout.addWidget(self._group.add(choice, Role.SEGMENT))
        self.setLayout(layout)
        self._group.press(choices[0].key)
        self._group.buttonClicked.connect(lambda button: self.chosen.emit(button.property("key")))

    @property
    def current(self) -> str:
        """The key of the segment that is down."""
        return self._group.key()

    def press(self, key: str) -> None:
        """Put the segment with `key` down without telling."""
        self._group.press(key)
