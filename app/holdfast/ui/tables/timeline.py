"""The list of backups: how the keyboard moves in it, and how rows follow its width."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView

from holdfast.ui.tables.rows import TimelineRow
from holdfast.ui.tables.timeline_delegate import TimelineDelegate
from holdfast.ui.tables.timeline_steps import change_step, month_step
from holdfast.ui.tables.views import RowList


class Timeline(RowList):
    """The list of backups; rows are measured again when its width changes.

    Page Up and Page Down go from month to month, Alt with Up and Down from change to change;
    the arrows along the line open and close runs of backups.

    Signals:
        run_wanted: a run of backups is to be opened or closed (its row, whether to open).
    """

    run_wanted = Signal(object, bool)

    def __init__(self, name: str) -> None:
        """`name` is for screen readers."""
        super().__init__(name)
        self.setItemDelegate(TimelineDelegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows wrap differently at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by months or changes; open and close runs."""
        if not (self._moved(event) or self._opened(event)):
            super().keyPressEvent(event)

    def _moved(self, event: QKeyEvent) -> bool:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        rows, at = self.rows.rows, self.currentIndex().row()
        steps = {
            Qt.Key.Key_PageUp: (month_step, -1),
            Qt.Key.Key_PageDown: (month_step, 1),
        }
        changes = {Qt.Key.Key_Up: (change_step, -1), Qt.Key.Key_Down: (change_step, 1)}
        found = (changes if alt else steps).get(Qt.Key(event.key()))
        if found is None or not rows:
            return False
        call, step = found
        self.setCurrentIndex(self.rows.index(call(rows, max(at, 0), step)))
        return True

    def _opened(self, event: QKeyEvent) -> bool:
        row = self.current
        along, back = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self.isRightToLeft():
            along, back = back, along
        wants = {along: True, back: False}.get(Qt.Key(event.key()))
        if wants is None or not isinstance(row, TimelineRow):
            return False
        self.run_wanted.emit(row, wants)
        return True
