"""The bar under a list: how many are selected, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from holdfast.ui.look import Type
from holdfast.ui.widgets.boxes import column
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.flow import Flow
from holdfast.ui.widgets.labels import label
from holdfast.wording import controls, selections
from holdfast.wording.controls import Label

_LINE = 24  # as high as the buttons beside it


class SelectionBar(QWidget):
    """Hidden while fewer than `least` are selected.

    Signals:
        put_back_wanted, export_wanted, copy_wanted: for what is selected.
    """

    put_back_wanted = Signal()
    export_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, least: int = 1, *, put_back: bool = True) -> None:
        """Without `put_back` there is no button for it."""
        super().__init__()
        self._least = least
        self.setAccessibleName(selections.bar())
        self.count = label(step=Type.STRONG)
        self.count.setMinimumHeight(_LINE)
        self.note = label(step=Type.SMALL, tone="quiet", wrap=True)
        self.note.hide()
        self.put_back = Button(controls.label(Label.PUT_BACK), Role.LINK)
        self.export = Button(controls.label(Label.EXPORT), Role.LINK)
        self.copy = Button(selections.copy(), Role.LINK)
        if not put_back:  # shown before it has a place it would be a window of its own
            self.put_back.hide()
        buttons = [self.put_back] if put_back else []
        tools = Flow(self.count, *buttons, self.export, self.copy, gap=14, line_gap=4)
        self.setLayout(column(tools, self.note, gap=4, margins=(12, 6, 12, 4)))
        self.put_back.clicked.connect(self.put_back_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.hide()

    def show_count(self, count: int, lines: int | None = None) -> None:
        """Tell how many items are selected; a person sees `lines` of them, if not each is one."""
        self.setVisible(count >= self._least)
        self.note.hide()
        self.count.setText(selections.chosen(count if lines is None else lines))
        self.put_back.setAccessibleName(selections.put_back(count))
        self.export.setAccessibleName(selections.export(count))

    def say(self, text: str) -> None:
        """A short line under the buttons; empty takes it away. Shows the bar if need be."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        if text:
            self.show()
