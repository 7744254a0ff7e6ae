"""A list or grid of items with the item panel beside it; shared by backups and search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui import item_panel_state
from holdfast.ui import talks as talking
from holdfast.ui.direction import is_right_to_left
from holdfast.ui.folders import Folder
from holdfast.ui.readings import ItemReading, read_item
from holdfast.ui.session import Session
from holdfast.ui.tables import file_tree
from holdfast.ui.tables.lazy_rows import Items
from holdfast.ui.tables.photo_grid import PhotoGrid
from holdfast.ui.tables.rows import Change, ItemRow, Row
from holdfast.ui.tables.views import ItemList, RowList
from holdfast.ui.thumbnails import Pictures
from holdfast.ui.widgets import calendar_pane, comparison, photo_viewer, talk_pane
from holdfast.ui.widgets.boxes import Card, column
from holdfast.ui.widgets.buttons import Button
from holdfast.ui.widgets.item_panel import ItemPanel
from holdfast.ui.widgets.placeholder import Blank, Placeholder
from holdfast.ui.widgets.selecting import Selecting
from holdfast.ui.widgets.selection_bar import SelectionBar

_LIST_SHARE = 9
_PANEL_SHARE = 10
_CALENDAR_SHARE = 13
_NARROWEST = 280


class Browser(QWidget):
    """Shows rows; the chosen one's item is read and shown in the panel.

    Signals:
        put_back_wanted: the row whose item is to be put back, and the stored item.
        items_put_back_wanted: several items are to be put back (a tuple).
        export_wanted: the selected items are to be written as files (a tuple).
        version_back_wanted: a version is to be put back (id of a snapshot it lived in, item).
    """

    put_back_wanted = Signal(object, object)
    items_put_back_wanted = Signal(object)
    export_wanted = Signal(object)
    version_back_wanted = Signal(str, object)

    def __init__(
        self, session: Session, pictures: Pictures, name: str, *, one_backup: bool = True
    ) -> None:
        """`name` is the list's for screen readers.

        Several items can be put back together only where all are of `one_backup`.
        """
        super().__init__()
        self._session = session
        self._pictures = pictures
        self.list = ItemList(name, pictures.of_row)
        self.grid = PhotoGrid(name, pictures.of_row)
        self.blank = Placeholder()
        self.panel = ItemPanel(pictures)
        self.bar = SelectionBar(2, put_back=one_backup)
        self._talks: tuple[talking.Talk, ...] = ()
        self._wide = False
        self._lists, self._beside = QStackedWidget(), QStackedWidget()
        for part in (self.list, self.grid, self.blank):
            self._lists.addWidget(part)
        self._beside.addWidget(self.panel)
        inner = column(self._lists, self.bar, gap=0, margins=(4, 8, 4, 8))
        pane = Card(inner, surface="pane")
        self._splitter = _splitter(pane, self._beside)
        self._all = QStackedWidget()
        self._all.addWidget(self._splitter)
        self.setLayout(column(self._all))
        for view in (self.list, self.grid):
            view.chosen.connect(self._choose)
        self.list.opened.connect(self._open_full)
        self.grid.opened.connect(self._open_full)
        self._lists.currentChanged.connect(lambda _number: self._share_width())
        self._selecting = self._serve(one_backup=one_backup)
        self.panel.version_wanted.connect(self.show_item)
        self.panel.put_back_wanted.connect(self._put_back)
        self.panel.export_wanted.connect(lambda item: self.export_wanted.emit((item,)))
        self.panel.compare_wanted.connect(self._compare)
        pictures.arrived.connect(self._redraw)

    # What is made when it is first wanted, as most of a window's lists never are.

    @cached_property
    def tree(self) -> file_tree.FileTree:
        """Files as the tree they lay in."""
        made = file_tree.FileTree(self.list.accessibleName())
        self._lists.addWidget(made)
        made.chosen.connect(self.show_item)
        made.opened.connect(self._open_outside)
        self._selecting.serve(made, self.bar, made.chosen_items)
        return made

    @cached_property
    def calendar(self) -> calendar_pane.CalendarPane:
        """Events as a month or as an agenda."""
        made = calendar_pane.CalendarPane(self._session, self._pictures)
        self._lists.addWidget(made)
        made.chosen.connect(self._choose_event)
        for events in (made.agenda, made.day_list):
            self._selecting.serve(events, self.bar, events.chosen_items)
        return made

    @cached_property
    def talk(self) -> talk_pane.TalkPane:
        """A conversation, beside the list of them."""
        made = talk_pane.TalkPane(self._session, self._pictures)
        self._beside.addWidget(made)
        self._selecting.serve(made.list, made.bar, made.list.chosen_items)
        return made

    @cached_property
    def comparison(self) -> comparison.ComparisonPane:
        """Two versions of an item beside each other."""
        made = comparison.ComparisonPane(self._session)
        self._all.addWidget(made)
        made.left.connect(self._end_comparing)
        made.put_back_wanted.connect(self.version_back_wanted)
        return made

    def has(self, pane: str) -> bool:
        """Whether the pane of this name was made already."""
        return pane in vars(self)

    def _serve(self, *, one_backup: bool) -> Selecting:
        several = Selecting(self._session, self, put_back=one_backup)
        several.serve(self.list, self.bar, self._chosen_in_list)
        several.serve(self.grid, self.bar, self.grid.chosen_items)
        several.put_back_wanted.connect(self.items_put_back_wanted)
        several.export_wanted.connect(self.export_wanted)
        return several

    def _chosen_in_list(self) -> tuple[StoredItem, ...]:
        """Of conversations all messages are meant."""
        if not self._talks:
            return self.list.chosen_items()
        numbers = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return tuple(item for number in numbers for item in self._talks[number].items)

    def _open_full(self, row: Row) -> None:
        """A photo over the whole window, with those beside it to go on to."""
        view = self.current_view
        if view is None or not isinstance(row, ItemRow) or row.item.kind is not Kind.PHOTOS:
            return
        shown = Items(view.rows.rows, Kind.PHOTOS)
        place = shown.places.index(view.currentIndex().row())
        viewer = photo_viewer.PhotoViewer(
            self._session, self._pictures, shown, place, self.window()
        )
        viewer.closed.connect(lambda: self._return_to(shown.places[viewer.place]))
        viewer.show()
        viewer.setFocus()

    def _return_to(self, row: int) -> None:
        view = self.current_view
        if view is not None:
            view.setCurrentIndex(view.rows.index(row))
            view.setFocus()

    def _open_outside(self, item: StoredItem) -> None:
        self._session.handout.open_outside(item, self.bar.say)

    def _compare(self, state: item_panel_state.PanelState) -> None:
        self._all.setCurrentWidget(self.comparison)
        self.comparison.open(state)

    def _end_comparing(self) -> None:
        self._all.setCurrentWidget(self._splitter)
        self.panel.focus_history()

    def show_talks(self, talks: Sequence[talking.Talk], rows: Sequence[Row]) -> None:
        """Show conversations, each with its row, the first of them chosen."""
        self._talks = tuple(talks)
        self._beside.setCurrentWidget(self.talk)
        self._show_in(self.list, rows)

    def show_folder(self, folder: Folder) -> None:
        """Show files as the tree they lay in."""
        self._talks = ()
        self._lists.setCurrentWidget(self.tree)
        self._beside.setCurrentWidget(self.panel)
        self.panel.show_nothing()
        self.tree.show_folder(folder)

    def show_calendar(self, items: Sequence[StoredItem], home: date) -> None:
        """Show the events of a backup made on the day `home`."""
        self._talks = ()
        self._lists.setCurrentWidget(self.calendar)
        self._beside.setCurrentWidget(self.panel)
        self.calendar.show_events(items, home)

    def _share_width(self) -> None:
        """Seven days beside each other need more room than a list."""
        wide = self._shows_calendar()
        if wide != self._wide:
            self._wide = wide
            shares = (_CALENDAR_SHARE, _LIST_SHARE) if wide else (_LIST_SHARE, _PANEL_SHARE)
            self._splitter.setSizes([share * 50 for share in shares])

    def _shows_calendar(self) -> bool:
        return self.has("calendar") and self._lists.currentWidget() is self.calendar

    def _choose_event(self, item: StoredItem | None) -> None:
        if not self._shows_calendar():
            return
        if item is None:
            self.panel.show_nothing()
        elif item is not self.panel.item:
            self.show_item(item)

    def show_rows(self, rows: Sequence[Row], *, grid: bool) -> None:
        """Show `rows` as a list or a grid, the first of them chosen."""
        self._talks = ()
        self._beside.setCurrentWidget(self.panel)
        self._show_in(self.grid if grid else self.list, rows)

    def _show_in(self, view: RowList, rows: Sequence[Row]) -> None:
        self._lists.setCurrentWidget(view)
        view.show_rows(rows)
        for other in (self.list, self.grid):
            if other is not view and len(other.rows.rows):
                other.show_rows(())
        if view is self.grid:
            self.grid.fit()
        view.scrollToTop()
        if not view.choose_first():
            self.panel.show_nothing()

    def show_blank(self, blank: Blank, *buttons: Button) -> None:
        """Say why there is nothing."""
        self._talks = ()
        self._beside.setCurrentWidget(self.panel)
        self.list.show_rows(())
        self.grid.show_rows(())
        self.blank.show_blank(blank, *buttons)
        self._lists.setCurrentWidget(self.blank)
        self.panel.show_nothing()

    def show_item(
        self, item: StoredItem, change: Change = Change.NONE, before: StoredItem | None = None
    ) -> None:
        """Read `item` and show it in the panel; a later wish makes an earlier one void.

        What a backup changed was `before`.
        """
        self._all.setCurrentWidget(self._splitter)
        vault = self._session.vault
        if vault is None:
            return
        self.panel.item = item
        self._session.bridge.run(
            self._session.read_queue,
            lambda task: read_item(vault, item, task, change, before),
            done=self._show_reading,
        )

    def _show_reading(self, reading: ItemReading) -> None:
        if self.panel.item is reading.item:
            phones = {phone.id: phone.title for phone in self._session.state.phones}
            now = self._session.desk.clock()
            self.panel.show_state(item_panel_state.panel_state(reading, now, phones))

    def _choose(self, row: Row) -> None:
        if self._talks:
            self.talk.show_talk(self._talks[self.list.currentIndex().row()])
        elif isinstance(row, ItemRow):
            self.show_item(row.item, row.change, row.before)

    def _put_back(self, item: StoredItem) -> None:
        view = self.current_view
        row = view.current if view is not None else None
        self.put_back_wanted.emit(row, item)

    @property
    def current_view(self) -> RowList | None:
        """The list or grid that is shown, or None."""
        shown = self._lists.currentWidget()
        return shown if isinstance(shown, RowList) else None

    def _redraw(self, _item: StoredItem) -> None:
        view = self.current_view
        if view is not None:
            view.viewport().update()


def _splitter(left: QWidget, right: QWidget) -> QSplitter:
    made = QSplitter(Qt.Orientation.Horizontal)
    if is_right_to_left():
        # Qt places the parts of a turned splitter one pixel too far to the right.
        made.setContentsMargins(0, 0, 1, 0)
    made.setHandleWidth(16)
    made.setChildrenCollapsible(False)
    for widget, share in ((left, _LIST_SHARE), (right, _PANEL_SHARE)):
        widget.setMinimumWidth(_NARROWEST)
        made.addWidget(widget)
        made.setStretchFactor(made.count() - 1, share)
    made.setSizes([_LIST_SHARE * 50, _PANEL_SHARE * 50])
    return made
