"""Asks for the password of a vault that this computer does not know."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.widgets.boxes import Card, column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, label
from holdfast.vault.keys import SheetMistyped, password_from_sheet
from holdfast.wording import controls, pages
from holdfast.wording.controls import Label
from holdfast.wording.i18n import sentences
from holdfast.wording.problems import say

_WIDTH = 480
_SHEET_HEIGHT = 120


class UnlockPage(QWidget):
    """The password, or the rows of the recovery sheet instead.

    Signals:
        entered: the vault's folder, and its password.
        left: a person went back.
    """

    entered = Signal(object, str)
    left = Signal()

    def __init__(self) -> None:
        """Nothing is asked yet."""
        super().__init__()
        self.setProperty("surface", "window")
        self._place = Path()
        self._where = label(tone="quiet", wrap=True)
        self.wrong = label(tone="danger", wrap=True)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(controls.label(Label.PASSWORD))
        self.field.setAccessibleName(controls.label(Label.PASSWORD))
        self.sheet = QPlainTextEdit()
        self.sheet.setFixedHeight(_SHEET_HEIGHT)
        self.sheet.setTabChangesFocus(True)
        self.sheet.setAccessibleName(controls.label(Label.TYPE_SHEET))
        self.other = Button(controls.label(Label.TYPE_SHEET), Role.LINK)
        self.open_button = Button(controls.label(Label.OPEN), Role.PRIMARY)
        self._back = Button(controls.label(Label.BACK), Role.QUIET)
        self._lay_out()
        self._back.clicked.connect(self.left)
        self.open_button.clicked.connect(self._enter)
        self.field.returnPressed.connect(self._enter)
        self.other.clicked.connect(lambda: self._take_sheet(on=not self._by_sheet))
        self._take_sheet(on=False)

    def _lay_out(self) -> None:
        words = pages.unlock()
        box = Card(
            column(
                IconLabel(Icon.LOCK, 24, meaning=Meaning.CALM, halo=True),
                label(words.title, Type.PAGE, wrap=True),
                self._where,
                label(words.sentence, wrap=True),
                self.field,
                self.sheet,
                self.wrong,
                row(self.other, None),
                row(None, self._back, self.open_button),
                gap=12,
                margins=(24, 24, 24, 24),
            )
        )
        box.setFixedWidth(_WIDTH)
        outer = column(box)
        outer.setAlignment(box, Qt.AlignmentFlag.AlignCenter)
        self.setLayout(outer)

    def ask(self, place: Path, *, again: bool) -> None:
        """Ask for the password of the vault in `place`; `again` after a wrong one."""
        self._place = place
        self._where.setText(str(place))
        self.wrong.setText(pages.wrong_password())
        self.wrong.setVisible(again)
        self.open_button.setEnabled(True)
        self.field.clear()

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        return (self.sheet, self.field)

    def _take_sheet(self, *, on: bool) -> None:
        self._by_sheet = on
        self.field.setVisible(not on)
        self.sheet.setVisible(on)
        self.wrong.hide()
        (self.sheet if on else self.field).setFocus()
        self.other.say(controls.label(Label.TYPE_PASSWORD if on else Label.TYPE_SHEET))

    def _enter(self) -> None:
        password = self._typed()
        if password:
            self.open_button.setEnabled(False)
            self.entered.emit(self._place, password)

    def _typed(self) -> str:
        if not self._by_sheet:
            return self.field.text()
        try:
            return password_from_sheet(self.sheet.toPlainText())
        except SheetMistyped as problem:
            said = say(problem)
            self.wrong.setText(sentences(said.what, said.next))
            self.wrong.show()
            return ""
