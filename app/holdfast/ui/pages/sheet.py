"""The recovery sheet: print or save it, then type it back once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from holdfast.progress import Task
from holdfast.ui.dialogs import ask_paper_file
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.paper import document, pdf
from holdfast.ui.session import Session
from holdfast.ui.widgets.boxes import Card, card, column, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.notice import Notice
from holdfast.vault.keys import SheetMistyped, password_from_sheet, recovery_sheet
from holdfast.wording import controls, pages
from holdfast.wording import recovery_sheet as on_paper
from holdfast.wording.controls import Label
from holdfast.wording.problems import say

_TYPING_HEIGHT = 88


class SheetPage(QWidget):
    """Shows the sheet of the open vault and takes it back.

    Signals:
        left: a person is done here.
    """

    left = Signal()

    def __init__(self, session: Session) -> None:
        """Empty until opened."""
        super().__init__()
        self._session = session
        self._password = ""
        self._page = ""
        self._kept = False
        self.text = label(step=Type.BODY)
        mono = QFont()
        mono.setFamilies(["DejaVu Sans Mono", "Consolas", "Menlo", "monospace"])
        mono.setPixelSize(13)
        self.text.setFont(mono)
        self.text.setStyleSheet("font-family: 'DejaVu Sans Mono', Consolas, Menlo, monospace;")
        self.typed = QPlainTextEdit()
        self.typed.setFixedHeight(_TYPING_HEIGHT)
        self.typed.setTabChangesFocus(True)
        self.typed.setAccessibleName(pages.type_back().title)
        self._notice = Notice(controls.label(Label.CLOSE))
        self._check = Button(controls.label(Label.CHECK_SHEET), Role.PRIMARY, Icon.CHECK)
        self._check.clicked.connect(self._compare)
        self._done = Button(controls.label(Label.DONE), Role.QUIET)
        self._done.clicked.connect(self.left)
        self.setLayout(self._parts())

    def _parts(self) -> QVBoxLayout:
        back = Button("", Role.QUIET, Icon.BACK, name=controls.label(Label.BACK))
        back.clicked.connect(self.left)
        words, typing = pages.sheet(), pages.type_back()
        head = row(back, label(words.title, Type.PAGE), None, gap=12)
        keep = Button(controls.label(Label.PRINT), Role.SECONDARY, Icon.PRINT)
        keep.clicked.connect(self._print)
        save = Button(controls.label(Label.SAVE), Role.SECONDARY, Icon.SAVE)
        save.clicked.connect(self._ask_where)
        first = card(label(words.sentence, wrap=True), self.text, row(keep, save, None), gap=16)
        second: Card = card(
            label(typing.title, Type.CARD, wrap=True),
            label(typing.sentence, tone="quiet", wrap=True),
            self.typed,
            self._notice,
            gap=12,
        )
        inner = QWidget()
        inner.setLayout(column(first, second, None, gap=16, margins=(0, 0, 12, 0)))
        self._area = scrolling(inner)
        # What goes on stands where nothing scrolls it away.
        ends = row(None, self._done, self._check)
        return column(head, self._area, ends, gap=16, margins=(24, 20, 24, 24))

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        return (self.typed,)

    def open(self, password: str | None = None) -> None:
        """Make the sheet of the open vault: for `password`, or for the one in use."""
        self._notice.clear()
        self.typed.clear()
        self._ask(proven=False)
        self._page, self._kept = "", False
        self.text.setText(controls.label(Label.LOADING))
        vault = self._session.vault
        if vault is not None:
            self._session.bridge.run(
                "keys", lambda _task: password or self._session.password, done=self._show
            )

    def _show(self, password: str | None) -> None:
        vault = self._session.vault
        self._password = password or ""
        self._check.setEnabled(bool(password))
        if password is None or vault is None:
            self.text.setText(pages.no_password_here())
            return
        now = self._session.desk.clock().astimezone()
        self.text.setText(recovery_sheet(password, vault.id, str(vault.place), now))
        self._page = on_paper.page(password, vault.id, str(vault.place), now)

    def _compare(self) -> None:
        vault = self._session.vault
        if vault is None:
            return
        typed = self.typed.toPlainText()
        try:
            # A password its owner chose stands on the sheet as it is.
            right = typed.strip() == self._password or password_from_sheet(typed) == self._password
        except SheetMistyped as problem:
            said = say(problem)
            self._notice.say(Meaning.ATTENTION, said.what, said.next, closable=False)
            return
        if not right:
            self._notice.say(Meaning.ATTENTION, pages.other_sheet(), closable=False)
            return
        self._session.prove_sheet()
        words = pages.sheet_proven(kept=self._kept)
        self._notice.say(Meaning.SAFE, words.title, words.sentence, closable=False)
        self._ask(proven=True)
        self._done.setFocus()
        # What was said needs its room first.
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self._notice))

    def _ask(self, *, proven: bool) -> None:
        """Make that the next step which is: to check the sheet, or to go on."""
        self._done.set_role(Role.PRIMARY if proven else Role.QUIET)
        self._check.set_role(Role.QUIET if proven else Role.PRIMARY)

    def _ask_where(self) -> None:
        file = ask_paper_file(self, controls.label(Label.SAVE), pages.sheet_file())
        if file is not None:
            self.save_to(file)

    def save_to(self, path: Path) -> None:
        """Write the sheet into a file that only its owner may read: PDF, HTML or text."""
        self._session.bridge.run("keys", writing(path, self._as(path.suffix)), done=self._saved)

    def _as(self, suffix: str) -> str | bytes:
        match suffix.lower():
            case ".pdf":
                return pdf(self._page, pages.sheet().title)
            case ".html" | ".htm":
                return self._page
        return self.text.text()

    def _saved(self, path: Path) -> None:
        self._kept = True
        self._notice.say(Meaning.SAFE, pages.saved_as(str(path)))

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            document(self._page).print_(printer)
            self._kept = True


def writing(path: Path, content: str | bytes) -> Callable[[Task], Path]:
    """Work that writes `content` into a file only its owner may read."""

    def work(_task: Task) -> Path:
        path.touch(mode=0o600)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return work
