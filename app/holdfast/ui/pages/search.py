"""Search over all versions: each hit says where it lived, deleted things included."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from holdfast.actions.jobs import Job
from holdfast.ui.icons import Icon
from holdfast.ui.look import Type
from holdfast.ui.searching import Found, Query, read_search
from holdfast.ui.session import Session
from holdfast.ui.tables import hit_delegate, hits
from holdfast.ui.tables.rows import ItemRow, Row
from holdfast.ui.thumbnails import Pictures
from holdfast.ui.widgets.boxes import column
from holdfast.ui.widgets.browser import Browser
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.placeholder import Blank
from holdfast.ui.widgets.search_filters import SearchFilters
from holdfast.wording import controls, searches, window
from holdfast.wording.controls import Label


class SearchPane(QWidget):
    """Shows the hits of the newest search only.

    Signals:
        item_wanted: an item is to be put back (id of a snapshot it lived in, item).
        items_export_wanted: items are to be written as files (a tuple).
        open_wanted: an item is to be shown in its newest backup (that snapshot's id, item).
    """

    item_wanted = Signal(str, object)
    items_export_wanted = Signal(object)
    open_wanted = Signal(str, object)

    def __init__(self, session: Session, pictures: Pictures) -> None:
        """Read through `session`."""
        super().__init__()
        self._session = session
        self._query: Query | None = None
        self._job: Job[Found] | None = None
        self._lead = False
        self.answered = ""
        """The words whose results are shown."""
        self.filters = SearchFilters()
        self.filters.changed.connect(self._again)
        self._heading = label(step=Type.CARD, wrap=True)
        self.browser = Browser(session, pictures, controls.label(Label.SEARCH), one_backup=False)
        self.browser.list.setItemDelegate(
            hit_delegate.HitDelegate(pictures.of_row, self.browser.list)
        )
        self.browser.list.opened.connect(self._open)
        self.browser.put_back_wanted.connect(self._put_back)
        self.browser.export_wanted.connect(self.items_export_wanted)
        parts = column(self.filters, self._heading, self.browser, gap=12)
        parts.setStretch(2, 1)
        self.setLayout(parts)

    def search(self, text: str) -> None:
        """Search for `text`; a search that is under way is stopped, its answer not shown."""
        vault = self._session.vault
        query = Query(text, self.filters.filters, self._names())
        if vault is None or query == self._query:
            return
        self._stop()
        self._query = query
        now = self._session.desk.clock()
        self._job = self._session.bridge.run(
            ("search", str(vault.place)),
            lambda task: read_search(vault, query, now, task),
            done=self._show,
        )

    def forget(self) -> None:
        """The vault changed: the same words may find other things."""
        self._query = None

    def take_keyboard(self) -> None:
        """Go to the first result, as soon as it is there."""
        rows = self.browser.list.rows.rows
        self._lead = not rows or (self._job is not None and not self._job.future.done())
        if not self._lead:
            self.browser.list.setFocus()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.task.cancel()
        self._job = None

    def _again(self) -> None:
        if self._query is not None:
            self.search(self._query.text)

    def _names(self) -> dict[str, str]:
        phones = {phone.id: phone.title for phone in self._session.state.phones if phone.known}
        return phones if len(phones) > 1 else {}

    def _show(self, found: Found) -> None:
        if found.query != self._query:
            return
        self.answered = found.query.text
        self.filters.offer(found.query.phones, found.years)
        if found.rows:
            words = window.found(found.count, found.query.text, more=found.more)
            self._heading.setText(words)
            self._heading.show()
            self.browser.show_rows(found.rows, grid=False)
        else:
            self._show_nothing(found)
        if self._lead and found.rows:
            self.browser.list.setFocus()
        self._lead = False

    def _show_nothing(self, found: Found) -> None:
        filtered = bool(found.query.filters)
        words = searches.nothing(found.query.text, filtered=filtered)
        blank = Blank(Icon.SEARCH, words.title, words.sentence)
        self._heading.hide()
        if not filtered:
            self.browser.show_blank(blank)
            return
        button = Button(searches.clear(), Role.SECONDARY)
        button.clicked.connect(self.filters.clear)
        self.browser.show_blank(blank, button)

    def _open(self, row: Row) -> None:
        if isinstance(row, hits.HitRow):
            self.open_wanted.emit(row.snapshot, row.item)

    def _put_back(self, row: Row | None, item: object) -> None:
        if isinstance(row, ItemRow):
            self.item_wanted.emit(row.snapshot, item)
