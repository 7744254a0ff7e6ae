"""Asks before a restore is undone or done again: one press or key alone writes to no phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from holdfast.records.model.plan import Receipt
from holdfast.ui.deeds import Deeds
from holdfast.ui.look import Meaning
from holdfast.ui.session import Session
from holdfast.ui.widgets.notice import Notice
from holdfast.wording import controls, pages, restores
from holdfast.wording.controls import Label


class Asking:
    """Puts its questions into a notice, with the button that does it."""

    def __init__(
        self, session: Session, deeds: Deeds, notice: Notice, show: Callable[[], None]
    ) -> None:
        """Ask in `notice`, which `show` brings into view."""
        self._session = session
        self._deeds = deeds
        self._notice = notice
        self._show = show

    def undo(self) -> None:
        """Ask whether the last restore is to be taken back."""
        state = self._session.state
        last = state.reading.undo if state.can_undo and state.reading is not None else None
        if last is not None:
            question = restores.undoing(self._when(last), len(last.lines), self._name())
            self._ask(question, controls.label(Label.UNDO), self._deeds.undo)

    def redo(self) -> None:
        """Ask whether what the last undo took back is to be put back again."""
        state = self._session.state
        last = state.newest_receipt
        if last is not None and state.can_be_redone(last):
            question = restores.redoing(self._when(last), len(last.lines), self._name())
            self._ask(question, pages.redo().rstrip("…"), self._deeds.redo)

    def _ask(self, question: str, words: str, act: Callable[[], None]) -> None:
        def do() -> None:
            self._notice.clear()
            act()

        self._show()
        self._notice.say(Meaning.ATTENTION, question, action=(words, do))
        self._notice.action.setFocus()

    def _when(self, receipt: Receipt) -> datetime:
        state = self._session.state
        times = {entry.snapshot.id: entry.snapshot.time for entry in state.entries}
        return times.get(receipt.safety, state.now)

    def _name(self) -> str:
        phone = self._session.state.phone
        return phone.title if phone is not None else ""
