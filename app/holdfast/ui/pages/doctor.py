"""The page *Check-up*: what has to be there for a backup, and what is to be done about it."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from holdfast import __version__
from holdfast.actions.choosing import NoVaultChosen
from holdfast.actions.diagnosis import Finding, Subject, diagnose
from holdfast.errors import Problem
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.session import Session
from holdfast.ui.watching import PORTS
from holdfast.ui.widgets.boxes import Card, clear, column, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, label
from holdfast.ui.widgets.notice import Notice
from holdfast.vault.library import Vault
from holdfast.wording import connecting, controls, diagnosis
from holdfast.wording.controls import Label
from holdfast.wording.diagnosis import Check
from holdfast.wording.i18n import sentences
from holdfast.wording.problems import say

_SHOWN = {
    None: (Icon.INFO, Meaning.CALM, "quiet"),
    True: (Icon.DONE, Meaning.SAFE, "safe"),
    False: (Icon.ALERT, Meaning.ATTENTION, "attention"),
}
_COMMAND = "HOLDFAST_COMMAND"


class CheckCard(Card):
    """One thing that was looked at."""

    def __init__(self, check: Check) -> None:
        """Show `check`."""
        super().__init__()
        icon, meaning, tone = _SHOWN[check.well]
        sign = IconLabel(icon, 20, meaning=meaning)
        title = label(check.title, Type.STRONG)
        state = label(check.word, Type.SMALL_STRONG, tone=tone)
        words = column(row(title, state, None, gap=12), label(check.detail, wrap=True), gap=4)
        if check.next:
            words.addWidget(label(check.next, tone="quiet", wrap=True))
        if check.line:
            self._add_line(words, check.line)
        line = row(sign, words, gap=14, margins=(16, 12, 16, 12))
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        said = (check.title, check.word, check.detail, check.next)
        self.setAccessibleName(". ".join(part.rstrip(".") for part in said if part))

    def _add_line(self, words: QVBoxLayout, line: str) -> None:
        shown = label(line, Type.SMALL, wrap=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = Button(diagnosis.copy_line(), Role.LINK, Icon.COPY)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(line))
        words.addWidget(shown)
        words.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)


class DoctorPage(QWidget):
    """Looks in a job, then shows one card for each thing.

    Signals:
        left: a person is done here.
        connect_wanted: how phones are connected is to be shown.
        settled: a look came to its end.
    """

    left = Signal()
    connect_wanted = Signal()
    settled = Signal()

    def __init__(self, session: Session) -> None:
        """Look at nothing yet."""
        super().__init__()
        self._session = session
        self._found: tuple[Finding, ...] = ()
        self._looking = False
        self.summary = Notice(controls.label(Label.CLOSE))
        self.copied = Notice(controls.label(Label.CLOSE))
        self._cards = column(gap=8)
        self.again = Button(diagnosis.look_again(), Role.PRIMARY, Icon.LOOK)
        self.copy = Button(diagnosis.copy_report(), Role.SECONDARY, Icon.COPY)
        self.how = Button(connecting.help_connecting(), Role.SECONDARY, Icon.CABLE)
        self.again.clicked.connect(self.look)
        self.copy.clicked.connect(self._copy)
        self.how.clicked.connect(self.connect_wanted)
        self.setLayout(self._parts())

    def _parts(self) -> QVBoxLayout:
        self._back = Button("", Role.QUIET, Icon.BACK, name=controls.label(Label.BACK))
        self._back.clicked.connect(self.left)
        words = diagnosis.page()
        head = row(self._back, label(words.title, Type.PAGE), None, gap=12)
        hint = label(words.sentence, tone="quiet", wrap=True)
        inner = QWidget()
        inner.setLayout(column(self._cards, None, margins=(0, 0, 12, 0)))
        ways = row(self.how, None, self.copy, self.again, gap=12)
        parts = (head, hint, self.summary, scrolling(inner), self.copied, ways)
        return column(*parts, gap=12, margins=(24, 20, 24, 24))

    @property
    def report(self) -> str:
        """What the last look found, as a text without anything personal."""
        return diagnosis.report(self._found, __version__)

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        return (self.again, self._back)

    def look(self) -> None:
        """Look at everything anew, in a job; one look at a time."""
        if self._looking:
            return
        self._looking = True
        session, vault = self._session, self._session.vault
        self.copied.clear()
        words = diagnosis.looking()
        self.summary.say(Meaning.CALM, words.title, words.sentence, closable=False)
        # On the queue of whoever watches for phones: two never ask one phone at once.
        session.bridge.run(
            PORTS,
            lambda _task: tuple(diagnose(session.desk, lambda: _opened(vault))),
            done=self._show,
            failed=self._failed,
            stopped=self._stopped,
        )

    def _show(self, found: tuple[Finding, ...]) -> None:
        self._found = found
        desk = self._session.desk
        command = os.environ.get(_COMMAND, "holdfast")
        checks = [
            diagnosis.check(
                finding, lambda info: desk.settings.name_of(info.id) or info.title, command
            )
            for finding in found
        ]
        clear(self._cards)
        for check in checks:
            self._cards.addWidget(CheckCard(check))
        words = diagnosis.summary(checks)
        self._end(_meaning(checks), words.title, words.sentence)
        self._session.watch.look()

    def _failed(self, problem: Problem) -> None:
        words = say(problem)
        self._end(Meaning.ATTENTION, words.what, sentences(words.kept, words.next))

    def _stopped(self) -> None:
        words = diagnosis.stopped()
        self._end(Meaning.ATTENTION, words.title, words.sentence)

    def _end(self, meaning: Meaning, title: str, sentence: str) -> None:
        self._looking = False
        self.copy.setEnabled(bool(self._found))
        self.summary.say(meaning, title, sentence, closable=False)
        self.settled.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
        words = diagnosis.copied()
        self.copied.say(Meaning.SAFE, words.title, words.sentence)


def _opened(vault: Vault | None) -> Vault:
    if vault is None:
        raise NoVaultChosen
    return vault


def _meaning(checks: list[Check]) -> Meaning:
    if any(check.well is False for check in checks):
        return Meaning.ATTENTION
    phones = [check for check in checks if check.subject is Subject.PHONE]
    return Meaning.SAFE if all(check.well for check in phones) else Meaning.CALM
