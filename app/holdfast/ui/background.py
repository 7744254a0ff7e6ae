"""Life outside the window: the tray icon, notifications, what happens at plug-in, reminders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from holdfast.actions import back_up as backing_up
from holdfast.actions.desk import Desk
from holdfast.actions.notice_server import OPEN, Notice
from holdfast.actions.reminders import LastBackup
from holdfast.ui.asking import Asking
from holdfast.ui.deeds import Deeds
from holdfast.ui.look import Meaning
from holdfast.ui.notices_desktop import Notices
from holdfast.ui.plugging_in import PluggingIn
from holdfast.ui.reminding import Reminding
from holdfast.ui.session import Session
from holdfast.ui.single import Start
from holdfast.ui.tray import Tray
from holdfast.vault.keys import read_password_file
from holdfast.wording import background
from holdfast.wording.window import Words

BACK_UP = "back-up"
NOT_NOW = "not-now"

_PHONE = "phone:"
_OVERDUE = "overdue:"
_SAID = "said:"


class Shown(Protocol):
    """The window, as far as it matters here."""

    session: Session
    deeds: Deeds
    keeps_running: Callable[[], bool]
    asking: Asking
    leave: Callable[[], object]
    may_leave: Callable[[], bool]


class Background(QObject):
    """Lives as long as the program; `window` comes and goes."""

    def __init__(self, window: QWidget, shown: Shown, tray: Tray, notices: Notices) -> None:
        """`window` and `shown` are the same object, seen from two sides."""
        super().__init__(window)
        self._window = window
        self._session = shown.session
        self.tray = tray
        self.notices = notices
        self._leaving = False
        self._logs_out = False
        self._waits = False
        self.plugging = PluggingIn(shown.session, shown.deeds.back_up, self)
        self.reminding = Reminding(shown.session, self.plugging, self)
        shown.keeps_running = self.keeps_running
        shown.leave = self.leave
        shown.may_leave = lambda: self._logs_out or shown.asking.sure_to_leave()
        notices.otherwise = tray.tell
        self._connect(shown.deeds)
        self.follow()

    def _connect(self, deeds: Deeds) -> None:
        self._session.changed.connect(self.follow)
        self.plugging.answered.connect(self._ask)
        self.plugging.gone.connect(lambda handset: self.notices.withdraw(_PHONE + handset))
        self.reminding.due.connect(self._remind)
        deeds.said.connect(self._say)
        deeds.backed_up.connect(self._tell_backup)
        self.notices.chosen.connect(self._choose)
        self.tray.open_wanted.connect(self.come_up)
        self.tray.back_up_wanted.connect(deeds.back_up)
        self.tray.leave_wanted.connect(self.leave)
        app = QCoreApplication.instance()
        if isinstance(app, QGuiApplication):
            # Whoever logs out means it.
            app.commitDataRequest.connect(self._let_go, Qt.ConnectionType.DirectConnection)

    def keeps_running(self) -> bool:
        """Whether closing the window only hides it."""
        return self._session.desk.settings.now.stays and self.tray.shown and not self._leaving

    def follow(self) -> None:
        """Show what is remembered and what is known now."""
        stays = self._session.desk.settings.now.stays
        self.tray.show(shown=stays or self._waits)
        self.tray.follow(self._session.state)

    def begin(self, *, hidden: bool) -> None:
        """Show the window, or only the icon; without a place for that, a small window."""
        if not hidden:
            self.come_up()
        elif self.tray.available:
            self._waits = True
            self.follow()
        else:
            self._window.showMinimized()

    def close(self) -> None:
        """Take the icon away, and let go of the desktop."""
        self.tray.show(shown=False)
        self.notices.close()

    def come_up(self) -> None:
        """Bring the window before everything else."""
        window = self._window
        self._waits = False
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        # Where no window manager does it, the window itself asks for the keyboard.
        window.activateWindow()
        self.follow()

    def leave(self) -> None:
        """End the program, unless something is under way and is to go on."""
        self._leaving = True
        if self._session.state.running is not None:
            self.come_up()
        if self._window.close():
            QCoreApplication.quit()
        else:
            self._leaving = False

    def _let_go(self) -> None:
        self._leaving = self._logs_out = True

    def start_again(self, start: Start) -> None:
        """Do what a second start was told to do."""
        self.come_up()
        session, desk = self._session, self._session.desk
        place, file = start.vault, start.password_file
        if start.samples:
            session.bridge.run(
                "ports",
                lambda _task: _hang(desk, start.samples),
                done=lambda _nothing: session.watch.look(),
            )
        if place is not None and session.state.running is None:
            session.bridge.run(
                "opening",
                lambda _task: read_password_file(file) if file is not None else None,
                done=lambda password: session.open_vault(place, password),
            )

    # Notices

    def _unseen(self) -> bool:
        """Whether nobody looks at the window, which tells the same in its own way."""
        return not self._window.isActiveWindow()

    def _ask(self, handset: str) -> None:
        phone = next((each for each in self._session.state.phones if each.id == handset), None)
        if phone is None or not self._unseen():
            return
        state = self._session.state
        last = state.last.time if state.current == handset and state.last else phone.last
        words = background.plugged_in(phone.title, last, state.now)
        actions = ((BACK_UP, background.back_up_now()), (NOT_NOW, background.not_now()))
        self._show(_PHONE + handset, words, actions)

    def _remind(self, backup: LastBackup) -> None:
        words = background.overdue(backup.title, backup.time, self._session.desk.clock())
        connected = backup.handset in self._session.watch.there
        actions = ((BACK_UP, background.back_up_now()),) if connected else ()
        self._show(_OVERDUE + backup.handset, words, actions)

    def _say(self, _meaning: Meaning, title: str, text: str) -> None:
        if self._unseen():
            self._show(_SAID, Words(title, text))

    def _tell_backup(self, result: backing_up.BackupResult) -> None:
        handset = self._session.state.current
        self.notices.withdraw(_OVERDUE + handset)
        if self._unseen() and result.problem is None and result.whole:
            phone = self._session.state.phone
            self._show(_PHONE + handset, background.backed_up(phone.title if phone else ""))

    def _show(self, key: str, words: Words, actions: tuple[tuple[str, str], ...] = ()) -> None:
        self.notices.show(Notice(key, words.title, words.sentence, actions))

    def _choose(self, key: str, action: str) -> None:
        handset = key.partition(":")[2]
        if action == BACK_UP:
            self.plugging.accept(handset)
        elif action == NOT_NOW:
            self.plugging.decline(handset)
        elif action == OPEN:
            if handset:
                self._session.choose_phone(handset)
            self.come_up()


def _hang(desk: Desk, samples: tuple[Path, ...]) -> None:
    for sample in samples:
        desk.hang_sample(sample)
