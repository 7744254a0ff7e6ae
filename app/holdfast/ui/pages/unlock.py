"""Asks for the password of a vault that this computer does not know."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.widgets.boxes import Card, column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, label
from holdfast.wording import window
from holdfast.wording.window import Label

_WIDTH = 480


class UnlockPage(QWidget):
    """One field and one button.

    Signals:
        entered: the vault's folder, and the password or what was typed off the sheet.
        left: a person went back.
    """

    entered = Signal(object, str)
    left = Signal()

    def __init__(self) -> None:
        """Nothing is asked yet."""
        super().__init__()
        self.setProperty("surface", "window")
        self._place = Path()
        words = window.unlock()
        self._where = label(tone="quiet", wrap=True)
        self._wrong = label(window.wrong_password(), tone="danger", wrap=True)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(window.label(Label.PASSWORD))
        self.field.setAccessibleName(window.label(Label.PASSWORD))
        self._open = Button(window.label(Label.OPEN), Role.PRIMARY)
        back = Button(window.label(Label.BACK), Role.QUIET)
        back.clicked.connect(self.left)
        self._open.clicked.connect(self._enter)
        self.field.returnPressed.connect(self._enter)
        icon = IconLabel(Icon.LOCK, 24, meaning=Meaning.CALM, halo=True)
        box = Card(
            column(
                icon,
                label(words.title, Type.PAGE, wrap=True),
                self._where,
                label(words.sentence, wrap=True),
                self.field,
                self._wrong,
                row(None, back, self._open),
                gap=12,
                margins=(24, 24, 24, 24),
            )
        )
        box.setFixedWidth(_WIDTH)
        middle = Qt.AlignmentFlag.AlignCenter
        outer = column(box)
        outer.setAlignment(box, middle)
        self.setLayout(outer)

    def ask(self, place: Path, *, again: bool) -> None:
        """Ask for the password of the vault in `place`; `again` after a wrong one."""
        self._place = place
        self._where.setText(str(place))
        self._wrong.setVisible(again)
        self._open.setEnabled(True)
        self.field.clear()
        self.field.setFocus()

    def _enter(self) -> None:
        if self.field.text():
            self._open.setEnabled(False)
            self.entered.emit(self._place, self.field.text())
