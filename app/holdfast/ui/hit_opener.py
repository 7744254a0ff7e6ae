"""Leads from something a search found to the backup it lies in, also that of another phone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.session import Session


class HitOpener(QObject):
    """Waits until the history of the item's phone is there.

    Signals:
        ready: the timeline entry of the backup, and the item in it.
    """

    ready = Signal(object, object)

    def __init__(self, session: Session, parent: QObject) -> None:
        """Follow what `session` shows."""
        super().__init__(parent)
        self._session = session
        self._sought: tuple[str, StoredItem] | None = None
        session.changed.connect(self._follow)

    def open(self, snapshot: str, item: StoredItem) -> None:
        """Find `item` in the backup with this id; a later wish makes an earlier one void."""
        self._sought = (snapshot, item)
        self._session.choose_phone(item.handset)
        self._follow()

    def _follow(self) -> None:
        if self._sought is None:
            return
        snapshot, item = self._sought
        state = self._session.state
        if state.current != item.handset or state.reading is None:
            return
        self._sought = None
        entry = next((e for e in state.entries if e.snapshot.id == snapshot), None)
        if entry is not None:
            self.ready.emit(entry, item)
