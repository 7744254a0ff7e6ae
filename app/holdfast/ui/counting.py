"""Counts, behind the window, what changed on the connected phone since its last backup."""

from __future__ import annotations

import time
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer

from holdfast.actions.jobs import Job
from holdfast.ui.errands import run_count
from holdfast.ui.home_state import Counted, HomeState
from holdfast.ui.session import Session

START = 3_000
"""Milliseconds after a phone came before it is asked: its owner may want something first."""
EVERY = 5 * 60_000
"""Milliseconds between two counts at least."""
_NEW = timedelta(minutes=5)
"""For so long after a backup nothing is asked."""
_SHARE = 20
"""A count may take one part in so many of the time."""


class ChangeCounter(QObject):
    """Asks the phone while nothing else goes on, and lets go of it at once when something does.

    It waits in the queue of what writes to the vault, so it never meets a backup on the cable.
    """

    def __init__(self, session: Session, parent: QObject) -> None:
        """Follow what `session` shows."""
        super().__init__(parent)
        self._session = session
        self._job: Job[int] | None = None
        self._asked: tuple[str, str] | None = None
        self._pause = EVERY
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._count)
        session.changed.connect(self._follow)

    def _follow(self) -> None:
        """Begin, go on or stop, as the phone and the work under way want it."""
        state = self._session.state
        if not _may_count(state):
            self._stop()
            if not state.connected:
                self._asked = None
                self._session.note_counted(None)
            return
        if self._job is not None or self._timer.isActive():
            return
        self._timer.start(START if self._is_due(state) else self._pause)

    def _is_due(self, state: HomeState) -> bool:
        """Whether a phone that came has not been asked yet; a new backup answers, too."""
        asked = self._asked is not None and self._asked[0] == state.current
        return not asked and state.last is not None and state.now - state.last.time > _NEW

    def pause(self) -> None:
        """Let go of the phone and the queue for something short; then count again."""
        if self._job is not None:
            self._asked = None
        self._stop()
        self._follow()

    def _stop(self) -> None:
        self._timer.stop()
        if self._job is not None:
            self._job.task.cancel()

    def _count(self) -> None:
        vault, state = self._session.vault, self._session.state
        last = state.last
        if vault is None or last is None or not _may_count(state):
            return
        desk, handset, begun = self._session.desk, state.current, time.monotonic()
        self._asked = (handset, last.id)

        def done(changes: int) -> None:
            self._pause = max(EVERY, round((time.monotonic() - begun) * 1000 * _SHARE))
            self._end()
            self._session.note_counted(Counted(handset, last.id, changes))

        self._job = self._session.bridge.run(
            self._session.write_queue,
            lambda task: run_count(desk, vault, handset, last, task),
            done=done,
            # A phone that will not be counted is told of when it is backed up.
            failed=lambda _problem: self._end(),
            stopped=self._end,
        )

    def _end(self) -> None:
        self._job = None
        self._follow()


def _may_count(state: HomeState) -> bool:
    return state.connected and state.running is None and state.last is not None
