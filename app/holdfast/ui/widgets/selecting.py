"""Serves lists from which several things can be chosen: bar, menu, keys, clipboard and drag."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, QPoint, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QMenu

from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.session import Session
from holdfast.ui.tables import file_tree
from holdfast.ui.tables.views import RowList
from holdfast.ui.widgets.selection_bar import SelectionBar
from holdfast.wording import controls, selections
from holdfast.wording.controls import Label

View: TypeAlias = "RowList | file_tree.FileTree"
Chosen = Callable[[], tuple[StoredItem, ...]]


class Selecting(QObject):
    """What is selected in a view can be put back, exported, copied, dragged and opened.

    Signals:
        put_back_wanted: the items that are to be put back (a tuple).
        export_wanted: the items that are to be written as files (a tuple).
    """

    put_back_wanted = Signal(object)
    export_wanted = Signal(object)

    def __init__(self, session: Session, parent: QObject, *, put_back: bool = True) -> None:
        """Without `put_back` the menu does not offer it."""
        super().__init__(parent)
        self._handout = session.handout
        self._put_back = put_back

    def serve(self, view: View, bar: SelectionBar, chosen: Chosen) -> None:
        """Let what is `chosen` in `view` be used, over `bar` and a menu."""
        view.selected.connect(lambda: self._count(view, bar, chosen))
        view.drag_wanted.connect(lambda: self._handout.drag(view, chosen(), bar.say))
        view.copy_wanted.connect(lambda: self._handout.copy(chosen(), bar.say))
        # Several views share a bar; what is meant is in the one that is seen.
        seen = partial(_seen, view, chosen)
        bar.put_back_wanted.connect(lambda: self._emit(self.put_back_wanted, seen()))
        bar.export_wanted.connect(lambda: self._emit(self.export_wanted, seen()))
        bar.copy_wanted.connect(lambda: self._handout.copy(seen(), bar.say))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(
            lambda place: self._show_menu(view, place, bar, chosen)
        )

    @staticmethod
    def _count(view: View, bar: SelectionBar, chosen: Chosen) -> None:
        if view.isVisible():
            # A person sees conversations, not the messages in them.
            lines = len(view.selectionModel().selectedIndexes())
            bar.show_count(len(chosen()), lines if isinstance(view, RowList) else None)

    @staticmethod
    def _emit(signal: SignalInstance, items: tuple[StoredItem, ...]) -> None:
        if items:
            signal.emit(items)

    def menu(self, view: View, bar: SelectionBar, chosen: Chosen) -> QMenu | None:
        """What can be done with what is chosen; None where nothing is."""
        items = chosen()
        if not items:
            return None
        menu = QMenu(view)
        if self._put_back:
            menu.addAction(controls.label(Label.PUT_BACK), lambda: self.put_back_wanted.emit(items))
        menu.addAction(controls.label(Label.EXPORT), lambda: self.export_wanted.emit(items))
        menu.addAction(selections.copy(), lambda: self._handout.copy(items, bar.say))
        if len(items) == 1 and items[0].kind.is_media:
            menu.addAction(
                selections.open_outside(), lambda: self._handout.open_outside(items[0], bar.say)
            )
        return menu

    def _show_menu(self, view: View, place: QPoint, bar: SelectionBar, chosen: Chosen) -> None:
        menu = self.menu(view, bar, chosen)
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(view.viewport().mapToGlobal(place))


def _seen(view: View, chosen: Chosen) -> tuple[StoredItem, ...]:
    return chosen() if view.isVisible() else ()
