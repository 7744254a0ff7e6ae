"""The page that shows how a phone is connected for the first time, and tells once it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from holdfast.actions.back_up import BackupResult
from holdfast.errors import Problem
from holdfast.ui.dialogs import ask_folder
from holdfast.ui.folder_errand import run_import
from holdfast.ui.home_state import Doing
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.session import Session
from holdfast.ui.widgets.boxes import column, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.how_to_connect import HowToConnect
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.notice import Notice
from holdfast.ui.widgets.waiting import WaitingCard
from holdfast.wording import connecting, controls, pages
from holdfast.wording.connecting import Kin
from holdfast.wording.controls import Label
from holdfast.wording.i18n import sentences
from holdfast.wording.problems import say
from holdfast.wording.window import Words


class ConnectPage(QWidget):
    """Steps with pictures for each kind of phone; above them what the phone says by now.

    Signals:
        left: a person is done here.
        doctor_wanted: the phone does not show up.
        imported: a folder was backed up (the handset's id).
    """

    left = Signal()
    doctor_wanted = Signal()
    imported = Signal(str)

    def __init__(self, session: Session) -> None:
        """Follow `session`."""
        super().__init__()
        self._session = session
        self.how = HowToConnect()
        self.waiting = WaitingCard(helped=False)
        self.notice = Notice(controls.label(Label.CLOSE))
        self.not_shown = Button(connecting.not_shown(), Role.SECONDARY, Icon.SEARCH)
        self.folder = Button(connecting.choose_folder(), Role.PRIMARY, Icon.FOLDER)
        self._needs = label(connecting.needs_vault(), tone="quiet", wrap=True)
        self.setLayout(self._parts())
        self.waiting.let_go_wanted.connect(session.watch.ask_to_let_go)
        self.not_shown.clicked.connect(self.doctor_wanted)
        self.folder.clicked.connect(self._choose_folder)
        self.how.chosen.connect(lambda _kin: self._follow())
        session.changed.connect(self._follow)
        self._follow()

    def _parts(self) -> QVBoxLayout:
        self._back = Button("", Role.QUIET, Icon.BACK, name=controls.label(Label.BACK))
        self._back.clicked.connect(self.left)
        words = connecting.page()
        head = row(self._back, label(words.title, Type.PAGE), None, self.not_shown, gap=12)
        hint = label(words.sentence, tone="quiet", wrap=True)
        inner = QWidget()
        ways = row(self._needs, self.folder, gap=12)
        ways.setStretch(0, 1)
        inner.setLayout(column(self.how, ways, None, gap=16, margins=(0, 0, 12, 0)))
        parts = (head, hint, self.waiting, self.notice, scrolling(inner))
        return column(*parts, gap=12, margins=(24, 20, 24, 24))

    def open(self, kin: Kin | None = None) -> None:
        """Show the steps of `kin`, or of the kind shown last."""
        self.notice.clear()
        if kin is not None:
            self.how.show_kin(kin)
        self._follow()

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        return (*self.how.first_controls(), self._back)

    def back_up_folder(self, place: Path) -> None:
        """Back up what lies in `place` as if it were a phone."""
        vault, desk = self._session.vault, self._session.desk
        if vault is None:
            return
        begun = self._session.run(
            Doing.BACK_UP,
            lambda task: run_import(desk, vault, place, task),
            self._imported,
            self._failed,
            self.notice.clear,
        )
        words = Words(controls.label(Label.LOADING), str(place)) if begun else pages.busy()
        self.notice.say(Meaning.CALM, words.title, words.sentence, closable=False)

    def _choose_folder(self) -> None:
        place = ask_folder(self, connecting.choose_folder())
        if place is not None:
            self.back_up_folder(place)

    def _imported(self, result: BackupResult) -> None:
        self.notice.clear()
        if result.snapshot is not None:
            self.imported.emit(result.snapshot.handset.id)
        elif result.problem is not None:
            self._failed(result.problem)

    def _failed(self, problem: Problem) -> None:
        words = say(problem)
        text = sentences(words.kept, words.next)
        self.notice.say(Meaning.ATTENTION, words.what, text)

    def _follow(self) -> None:
        state = self._session.state
        from_folder = self.how.kin is Kin.FOLDER
        self.folder.setVisible(from_folder)
        self.folder.setEnabled(bool(state.vault) and state.running is None)
        self._needs.setVisible(from_folder and not state.vault)
        self.not_shown.setVisible(self.how.kin not in (Kin.FOLDER, Kin.IPHONE))
        self.waiting.show_waiting(state.waiting[0] if state.waiting else None)
        phone = next((phone for phone in state.phones if phone.connected), None)
        if phone is not None and state.running is None and not from_folder:
            words = connecting.here(phone.title)
            self.notice.say(Meaning.SAFE, words.title, words.sentence, closable=False)
        elif phone is None and not from_folder:
            self.notice.clear()
