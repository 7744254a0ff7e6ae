"""Asks what a person has to say first: a name, a place, whether a restore is to be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from holdfast.records.model.plan import Receipt
from holdfast.ui import dialogs
from holdfast.ui.deeds import Deeds
from holdfast.ui.look import Meaning
from holdfast.ui.session import Session
from holdfast.ui.widgets.notice import Notice
from holdfast.wording import background, controls, pages, restores
from holdfast.wording.controls import Label


class Asking:
    """Asks for names and places in dialogs, and whether to write to a phone in a notice.

    One press or key alone takes nothing off a phone.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        deeds: Deeds,
        notice: Notice,
        show: Callable[[], None],
    ) -> None:
        """Ask over `parent`, or in `notice`, which `show` brings into view."""
        self._parent = parent
        self._session = session
        self._deeds = deeds
        self._notice = notice
        self._show = show

    def name(self) -> None:
        """Ask what the chosen phone is to be called."""
        phone = self._session.state.phone
        if phone is None:
            return
        title, field = controls.label(Label.RENAME), controls.label(Label.PHONE)
        name = dialogs.ask_name(self._parent, title, field, phone.title)
        if name is not None:
            self._session.rename_phone(phone.id, name)

    def vault(self) -> None:
        """Ask for a vault's folder and open it."""
        place = dialogs.ask_folder(self._parent, controls.label(Label.OPEN_VAULT))
        if place is not None:
            self._session.open_vault(place)

    def new_vault(self) -> None:
        """Ask for a place and make a vault there."""
        place = dialogs.ask_new_folder(self._parent, pages.choose_place())
        if place is not None:
            self._session.create_vault(place)

    def sure_to_leave(self) -> bool:
        """Ask whether to end the program while something is under way."""
        words = background.leave_at_work()
        return dialogs.ask_sure(self._parent, words, background.leave(), background.stay())

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
            question = restores.redoing(len(last.lines))
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
