"""Looks now and then whether a phone was not backed up for too long."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from holdfast.actions.reminders import LastBackup, overdue
from holdfast.actions.settings import AtPlugIn, Settings
from holdfast.progress import Task
from holdfast.ui.plugging_in import PluggingIn
from holdfast.ui.session import Session
from holdfast.ui.timeline_rows import is_extra
from holdfast.vault.library import Vault

EACH = 60 * 60 * 1000
"""Milliseconds between two looks."""


class Reminding(QObject):
    """Reminds of at most one phone at a time.

    Signals:
        due: a phone to remind of (a `LastBackup`).
    """

    due = Signal(object)

    def __init__(self, session: Session, plugging: PluggingIn, parent: QObject) -> None:
        """Look by itself once an hour, and when a vault was opened."""
        super().__init__(parent)
        self._session = session
        self._plugging = plugging
        timer = QTimer(self)
        timer.setInterval(EACH)
        timer.timeout.connect(self.look)
        timer.start()
        session.vault_changed.connect(self.look)

    def look(self) -> None:
        """See whether somebody is to be reminded now."""
        vault, desk = self._session.vault, self._session.desk
        if vault is None or not desk.settings.now.reminds:
            return
        self._session.bridge.run(
            self._session.read_queue,
            lambda task: last_backups(vault, desk.settings, task),
            done=self._decide,
        )

    def _decide(self, backups: tuple[LastBackup, ...]) -> None:
        desk, now = self._session.desk, self._session.desk.clock()
        found = overdue(
            [each for each in backups if each.handset not in self._plugging.declined],
            desk.settings.now.reminded,
            now,
            busy=self._session.state.running is not None,
        )
        if found is not None:
            self._session.bridge.run(
                "keys",
                lambda _task: desk.settings.note_reminder(found.handset, now),
                done=lambda _nothing: self.due.emit(found),
            )


def last_backups(vault: Vault, settings: Settings, task: Task) -> tuple[LastBackup, ...]:
    """The last backup of each phone in `vault` that is not to be left alone."""
    found = []
    for info in vault.history.handsets():
        task.check()
        if settings.at_plug_in(info.id) is not AtPlugIn.NOTHING:
            entries = vault.history.timeline(info.id)
            made = [entry for entry in entries if not is_extra(entry)]
            if made:
                title = settings.name_of(info.id) or info.title
                found.append(LastBackup(info.id, title, made[0].snapshot.time))
    return tuple(found)
