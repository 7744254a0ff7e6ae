"""What happens when a phone is plugged in: its owner is asked, it is backed up, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from holdfast.actions.desk import Desk
from holdfast.actions.settings import AtPlugIn
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Roomy
from holdfast.progress import Task
from holdfast.ui.errands import session_with
from holdfast.ui.session import Session

AGAIN = 5000
"""Milliseconds after which a phone that did not answer is asked again."""


class PluggingIn(QObject):
    """Follows the phones of `session` one after the other, each by its own id.

    Nothing happens to a phone before it answered a real question, and only once each time it is
    plugged in. Backups wait until what is under way has ended.

    Signals:
        answered: a phone is there whose owner is to be asked (its id).
        gone: a phone was pulled out (its id).
    """

    answered = Signal(str)
    gone = Signal(str)

    def __init__(self, session: Session, back_up: Callable[[], None], parent: QObject) -> None:
        """`back_up` backs up the phone that `session` shows."""
        super().__init__(parent)
        self._session = session
        self._back_up = back_up
        self._there: set[str] = set()
        self._new: list[str] = []
        self._due: list[str] = []
        self._asking = ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN)
        self._again.timeout.connect(self._go_on)
        self.declined: set[str] = set()
        """The phones whose owner said *not now* since they were plugged in."""
        session.watch.came.connect(lambda _new: self._meet())
        session.changed.connect(self._go_on)

    def accept(self, handset: str) -> None:
        """Back the phone with this id up as soon as may be."""
        if handset in self._there and handset not in self._due:
            self._due.append(handset)
        self._go_on()

    def decline(self, handset: str) -> None:
        """Leave the phone with this id alone until it is plugged in again."""
        if handset in self._there:
            self.declined.add(handset)

    def _meet(self) -> None:
        there = set(self._session.watch.there)
        for handset in self._there - there:
            self._forget(handset)
        self._new += [h for h in self._session.watch.there if h not in self._there]
        self._there = there
        self._go_on()

    def _forget(self, handset: str) -> None:
        self._new = [other for other in self._new if other != handset]
        self._due = [other for other in self._due if other != handset]
        self.declined.discard(handset)
        self.gone.emit(handset)

    def _go_on(self) -> None:
        session = self._session
        if session.vault is None or session.state.running is not None or self._asking:
            return
        if self._due:
            session.choose_phone(self._due.pop(0))
            self._back_up()
        elif self._new and not self._again.isActive():
            self._ask(self._new[0])

    def _ask(self, handset: str) -> None:
        if self._session.desk.settings.at_plug_in(handset) is AtPlugIn.NOTHING:
            self._new.remove(handset)
            self._go_on()
            return
        self._asking = handset
        desk = self._session.desk
        self._session.bridge.run(
            self._session.write_queue,
            lambda task: question(desk, handset, task),
            done=lambda _nothing: self._heard(handset),
            failed=self._not_heard,
            stopped=self._end_asking,
        )

    def _heard(self, handset: str) -> None:
        self._asking = ""
        if handset in self._new:
            self._new.remove(handset)
            if self._session.desk.settings.at_plug_in(handset) is AtPlugIn.BACK_UP:
                self._due.append(handset)
            else:
                self.answered.emit(handset)
        self._go_on()

    def _not_heard(self, _problem: Problem) -> None:
        # The window tells of such phones; here another one may answer meanwhile.
        if self._asking in self._new:
            self._new.remove(self._asking)
            self._new.append(self._asking)
        self._end_asking()
        self._again.start()

    def _end_asking(self) -> None:
        self._asking = ""


def question(desk: Desk, handset: str, task: Task) -> None:
    """Ask a phone what it can do and how much room it has; raises its Problems."""
    with session_with(desk, handset, task) as phone:
        phone.support()
        if isinstance(phone, Roomy):
            phone.room()
