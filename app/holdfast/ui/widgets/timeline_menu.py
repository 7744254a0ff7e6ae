"""What can be done with one backup of the timeline, offered beside its row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from holdfast.records.model.snapshot import Tag, TimelineEntry
from holdfast.ui.icons import Icon, make_icon
from holdfast.ui.look import tokens
from holdfast.wording import android, controls, timelines
from holdfast.wording.controls import Label


class TimelineMenu(QMenu):
    """Filled for one backup each time it opens.

    Signals:
        put_back_wanted: a snapshot is to be put back.
        export_wanted: a snapshot is to be written as files.
        pin_wanted: a snapshot is to be pinned, or not to be any more (snapshot, whether).
        receipt_wanted: what was put back is to be told (the snapshot that was read back then).
        limits_wanted: what is not in this backup is to be told (its timeline entry).
    """

    put_back_wanted = Signal(object)
    export_wanted = Signal(object)
    pin_wanted = Signal(object, bool)
    receipt_wanted = Signal(object)
    limits_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Nothing is offered yet."""
        super().__init__(parent)

    def offer(self, entry: TimelineEntry, place: QPoint) -> None:
        """Offer what can be done with the backup of `entry`, at a place of the screen."""
        self.fill(entry)
        if not self.isEmpty():
            self.popup(place)

    def fill(self, entry: TimelineEntry) -> None:
        """Offer it; a rehearsal's result holds nothing that could be used."""
        self.clear()
        snapshot = entry.snapshot
        if Tag.REHEARSAL in snapshot.tags:
            return
        if Tag.READ_BACK in snapshot.tags:
            words = timelines.show_receipt()
            self._add(Icon.DONE, words, lambda: self.receipt_wanted.emit(snapshot))
        put_back, export = controls.label(Label.PUT_BACK), controls.label(Label.EXPORT)
        self._add(Icon.PUT_BACK, put_back, lambda: self.put_back_wanted.emit(snapshot))
        self._add(Icon.EXPORT, export, lambda: self.export_wanted.emit(snapshot))
        pinned = Tag.PINNED in snapshot.tags
        words = timelines.unpin() if pinned else timelines.pin()
        self._add(Icon.PIN, words, lambda: self.pin_wanted.emit(snapshot, not pinned))
        limits = android.not_in_backup_title()
        self._add(Icon.INFO, limits, lambda: self.limits_wanted.emit(entry))

    def _add(self, icon: Icon, words: str, call: Callable[[], None]) -> None:
        action = self.addAction(make_icon(icon, tokens().text, 18), words)
        action.triggered.connect(lambda _checked=False: call())
