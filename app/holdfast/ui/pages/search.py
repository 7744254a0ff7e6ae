"""What a search over all versions found, deleted things included."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from holdfast.ui.icons import Icon
from holdfast.ui.look import Type
from holdfast.ui.readings import Found, read_search
from holdfast.ui.session import Session
from holdfast.ui.tables.rows import ItemRow, Row
from holdfast.ui.thumbnails import Pictures
from holdfast.ui.widgets.boxes import column
from holdfast.ui.widgets.browser import Browser
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.placeholder import Blank
from holdfast.wording import controls, window
from holdfast.wording.controls import Label


class SearchPane(QWidget):
    """Shows the hits of the newest search only.

    Signals:
        item_wanted: an item is to be put back (id of a snapshot it lived in, item).
        items_export_wanted: items are to be written as files (a tuple).
    """

    item_wanted = Signal(str, object)
    items_export_wanted = Signal(object)

    def __init__(self, session: Session, pictures: Pictures) -> None:
        """Read through `session`."""
        super().__init__()
        self._session = session
        self._text = ""
        self._heading = label(step=Type.CARD, wrap=True)
        self.browser = Browser(session, pictures, controls.label(Label.SEARCH), one_backup=False)
        self.browser.put_back_wanted.connect(self._put_back)
        self.browser.export_wanted.connect(self.items_export_wanted)
        parts = column(self._heading, self.browser, gap=12)
        parts.setStretch(1, 1)
        self.setLayout(parts)

    def search(self, text: str) -> None:
        """Search for `text`; an answer to an earlier text is not shown any more."""
        vault = self._session.vault
        if vault is None or text == self._text:
            return
        self._text = text
        now = self._session.desk.clock()
        self._session.bridge.run(
            self._session.read_queue,
            lambda task: read_search(vault, text, now, task),
            done=self._show,
        )

    def forget(self) -> None:
        """The vault changed: the same words may find other things."""
        self._text = ""

    def _show(self, found: Found) -> None:
        if found.text != self._text:
            return
        if found.hits:
            self._heading.setText(window.found(len(found.hits), found.text, more=found.more))
            self.browser.show_rows(found.rows, grid=False)
            return
        self._heading.setText("")
        words = window.nothing_found(found.text)
        self.browser.show_blank(Blank(Icon.SEARCH, words.title, words.sentence))

    def _put_back(self, row: Row | None, item: object) -> None:
        if isinstance(row, ItemRow):
            self.item_wanted.emit(row.snapshot, item)
