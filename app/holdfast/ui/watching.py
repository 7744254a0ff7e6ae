"""Watches for phones: who is plugged in, and who waits for something before it can be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from holdfast.actions import letting_go
from holdfast.actions.desk import Desk
from holdfast.errors import Problem
from holdfast.phones.handsets.find import Change, Found
from holdfast.ui.bridge import Bridge
from holdfast.wording.waiting import Waiting, waiting

POLL = 1500
"""Milliseconds between two looks at the bus."""

PORTS = "ports"
"""The queue of all that asks the bus for its phones."""


class PhoneWatch(QObject):
    """Looks at the bus again and again, always in a job.

    Signals:
        came: other phones are plugged in now; the ids of those that are new.
        waits: the phones that wait for something are others now (a tuple of `Waiting`).
        failed: a Problem with a phone that cannot be opened.
    """

    came = Signal(object)
    waits = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, bridge: Bridge, parent: QObject) -> None:
        """Look with `desk`, by way of `bridge`; nothing is looked at before `start`."""
        super().__init__(parent)
        self.there: Mapping[str, str] = {}
        """The titles of the phones that are plugged in, by id."""
        self._desk = desk
        self._bridge = bridge
        self._waits: tuple[Found, ...] = ()
        self._told: tuple[Waiting, ...] = ()
        self._asking = False
        self._looking = False
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look for phones."""
        self.look()
        self._poll.start()

    def stop(self) -> None:
        """Look no more."""
        self._poll.stop()

    def look(self) -> None:
        """See which phones are there, in a job; a look under way is enough."""
        if self._looking:
            return
        self._looking = True
        self._bridge.run(
            PORTS,
            lambda _task: self._desk.look(),
            done=self._saw,
            failed=self._not_seen,
            stopped=self._end_look,
        )

    def ask_to_let_go(self) -> None:
        """Ask whoever holds the first phone that waits to let go of it, in a job."""
        if self._asking or not self._waits:
            return
        phone = self._waits[0]
        self._asking = True
        self._tell_waits()
        self._bridge.run(
            PORTS,
            lambda _task: letting_go.let_go(self._desk, phone),
            done=lambda _nothing: self._asked(),
            failed=self._not_let_go,
            stopped=self._asked,
        )

    def _end_look(self) -> None:
        self._looking = False

    def _not_seen(self, problem: Problem) -> None:
        self._looking = False
        self.failed.emit(problem)

    def _saw(self, change: Change) -> None:
        self._looking = False
        for found in change.appeared:
            if found.problem is not None and waiting(found.problem) is None:
                self.failed.emit(found.problem)
        self._waits = tuple(each for each in change.present if waiting(each.problem) is not None)
        self._tell_waits()
        there = {found.info.id: found.info.title for found in change.present if found.info}
        if there != self.there:
            new = [handset for handset in there if handset not in self.there]
            self.there = there
            self.came.emit(new)

    def _asked(self) -> None:
        self._asking = False
        self._tell_waits()
        self.look()

    def _not_let_go(self, problem: Problem) -> None:
        self._asked()
        self.failed.emit(problem)

    def _tell_waits(self) -> None:
        found = tuple(filter(None, map(_waiting, self._waits)))
        if self._asking:
            found = tuple(replace(each, asked=each.askable) for each in found)
        if found != self._told:
            self._told = found
            self.waits.emit(found)


def _waiting(found: Found) -> Waiting | None:
    return waiting(found.problem, meanwhile=found.info is not None)
