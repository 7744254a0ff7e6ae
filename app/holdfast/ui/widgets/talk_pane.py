"""A conversation beside the list of conversations: read page by page, searched, selected from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QVBoxLayout

from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.icons import Icon
from holdfast.ui.look import Type
from holdfast.ui.session import Session
from holdfast.ui.tables.bubbles import Bubble
from holdfast.ui.tables.rows import Row
from holdfast.ui.tables.talk_delegate import TalkDelegate
from holdfast.ui.tables.views import RowList
from holdfast.ui.talk_readings import PAGE, Page, find_before, page_around, read_page
from holdfast.ui.talks import Said, Talk, bubble_rows, is_group
from holdfast.ui.thumbnails import Pictures
from holdfast.ui.widgets.boxes import Card, column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.selection_bar import SelectionBar
from holdfast.wording import talks

_NEAR = 240
"""Pixels before an end of what was read at which more is read."""
_MOST_SHOWN = 5 * PAGE


class TalkList(RowList):
    """Bubbles; rows are measured again when the width changes.

    Signals:
        older_wanted: the top is near.
        newer_wanted: the bottom is near.
    """

    older_wanted = Signal()
    newer_wanted = Signal()

    def __init__(self, pictures: Pictures) -> None:
        """Attached pictures come from `pictures`."""
        super().__init__("")
        self._delegate = TalkDelegate(pictures.of_item, self)
        self.setItemDelegate(self._delegate)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.allow_several()
        self.verticalScrollBar().valueChanged.connect(self._look_near)

    def show_bubbles(self, rows: Sequence[Row]) -> None:
        """Show other bubbles."""
        self._delegate.forget()
        self.show_rows(tuple(rows))
        self.doItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bubbles wrap differently at another width; the newest stays in sight."""
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 4
        super().resizeEvent(event)
        if self._delegate.set_width(self.viewport().width()):
            self.doItemsLayout()
            if at_end:
                self.scrollToBottom()

    def _look_near(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if not bar.maximum():
            return
        if value < _NEAR:
            self.older_wanted.emit()
        elif value > bar.maximum() - _NEAR:
            self.newer_wanted.emit()


class TalkPane(Card):
    """Shows one conversation, the newest message first in sight."""

    def __init__(self, session: Session, pictures: Pictures) -> None:
        """Read through `session`."""
        super().__init__(surface="pane")
        self._session = session
        self._talk: Talk | None = None
        self._shown = (0, 0)
        self._said: tuple[Said, ...] = ()
        self._reading = False
        self._group = False
        self._title = label(step=Type.CARD, wrap=True)
        self._size = label(step=Type.SMALL, tone="quiet")
        self.field = QLineEdit()
        self.field.setPlaceholderText(talks.find())
        self.field.setAccessibleName(talks.find())
        self.find_button = Button("", Role.QUIET, Icon.SEARCH, name=talks.find_older())
        self.found = label(step=Type.SMALL, tone="quiet", wrap=True)
        self.found.hide()
        self.list = TalkList(pictures)
        self.bar = SelectionBar()
        self._place: int | None = None
        self.setLayout(self._parts())
        self.field.returnPressed.connect(self.find_next)
        self.field.textChanged.connect(self._forget_match)
        self.find_button.clicked.connect(self.find_next)
        self.list.older_wanted.connect(lambda: self._read_more(older=True))
        self.list.newer_wanted.connect(lambda: self._read_more(older=False))
        pictures.arrived.connect(lambda _item: self.list.viewport().update())

    def _parts(self) -> QVBoxLayout:
        head = column(self._title, self._size, gap=2)
        line = row(self.field, self.find_button, gap=4)
        top = column(head, line, self.found, gap=8, margins=(20, 16, 20, 8))
        parts = column(top, self.list, self.bar, gap=0, margins=(0, 0, 0, 4))
        parts.setStretch(1, 1)
        return parts

    @property
    def talk(self) -> Talk | None:
        """The conversation that is shown."""
        return self._talk

    def show_talk(self, talk: Talk) -> None:
        """Show another conversation from its newest message on."""
        self._talk = talk
        self._said = ()
        self._group = False
        self._title.setText(talk.who)
        self._size.setText(talks.size(len(talk.items)))
        self.list.setAccessibleName(talks.conversation_of(talk.who))
        self.field.clear()
        self._forget_match()
        self.list.show_bubbles(())
        self._read(*page_around(len(talk.items)))

    # Reading

    def _read(self, start: int, end: int, place: int | None = None) -> None:
        vault, talk = self._session.vault, self._talk
        if vault is None or talk is None:
            return
        self._reading = True

        def done(page: Page) -> None:
            if talk is self._talk:
                self._take(page, place)

        self._session.bridge.run(
            self._session.read_queue,
            lambda task: read_page(vault, talk.items, start, end, task),
            done=done,
            stopped=self._end_reading,
        )

    def _end_reading(self) -> None:
        self._reading = False

    def _take(self, page: Page, place: int | None) -> None:
        self._reading = False
        self._shown, self._said = (page.start, page.end), page.said
        self._show()
        if place is None:
            self.list.scrollToBottom()
        else:
            self._go_to(place)

    def _read_more(self, *, older: bool) -> None:
        vault, talk = self._session.vault, self._talk
        start, end = self._shown
        span = (max(0, start - PAGE), start) if older else (end, end + PAGE)
        if vault is None or talk is None or self._reading or span[0] >= len(talk.items):
            return
        if span[0] == span[1]:
            return
        self._reading = True

        def done(page: Page) -> None:
            self._reading = False
            if talk is self._talk and self._shown == (start, end):
                self._add(page, older=older)

        self._session.bridge.run(
            self._session.read_queue,
            lambda task: read_page(vault, talk.items, *span, task),
            done=done,
            stopped=self._end_reading,
        )

    def _add(self, page: Page, *, older: bool) -> None:
        """Put a page on one end, take as much off the other, and keep what is seen in its place."""
        kept = self._top_row()
        start, end = self._shown
        if older:
            self._said, start = (*page.said, *self._said), page.start
        else:
            self._said, end = (*self._said, *page.said), min(page.end, len(self._items))
        self._said, self._shown = _trimmed(self._said, self._items, (start, end), older=older)
        self._show()
        if kept is not None:
            self._keep_in_place(*kept)

    @property
    def _items(self) -> tuple[StoredItem, ...]:
        return self._talk.items if self._talk is not None else ()

    def _show(self) -> None:
        self._group = self._group or is_group(self._said)
        now = self._session.desk.clock()
        chosen = {id(item) for item in self.list.chosen_items()}
        self.list.show_bubbles(bubble_rows(self._said, now, group=self._group))
        self.list.choose_several(lambda row: isinstance(row, Bubble) and id(row.item) in chosen)

    def _top_row(self) -> tuple[StoredItem, int] | None:
        for y in range(0, self.list.viewport().height(), 8):
            index = self.list.indexAt(QPoint(24, y))
            row = self.list.rows.row_at(index)
            if isinstance(row, Bubble):
                return row.item, self.list.visualRect(index).top()
        return None

    def _keep_in_place(self, item: StoredItem, top: int) -> None:
        index = self.list.rows.find(lambda row: isinstance(row, Bubble) and row.item is item)
        if index.isValid():
            bar = self.list.verticalScrollBar()
            bar.setValue(bar.value() + self.list.visualRect(index).top() - top)

    # Finding

    def find_next(self) -> None:
        """Look for the words further back; begins at the newest again after the oldest match."""
        text, talk, vault = self.field.text().strip(), self._talk, self._session.vault
        if not text or talk is None or vault is None:
            return
        before = self._place if self._place is not None else len(talk.items)

        def done(place: int | None) -> None:
            if talk is self._talk and text == self.field.text().strip():
                self._take_match(text, place)

        self._session.bridge.run(
            self._session.read_queue,
            lambda task: find_before(vault, talk.items, text, before, task),
            done=done,
        )

    def _take_match(self, text: str, place: int | None) -> None:
        self.found.show()
        if place is None:
            again = self._place is not None
            self._place = None
            self.found.setText(talks.no_older(text) if again else talks.not_found(text))
            return
        self._place = place
        self.found.setText(talks.position(place + 1, len(self._items)))
        start, end = self._shown
        if start <= place < end:
            self._go_to(place)
        else:
            self._read(*page_around(len(self._items), place), place)

    def _forget_match(self) -> None:
        self._place = None
        self.found.hide()

    def _go_to(self, place: int) -> None:
        item = self._items[place]
        self.list.choose(lambda row: isinstance(row, Bubble) and row.item is item)
        self.list.scrollTo(self.list.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def changeEvent(self, event: QEvent) -> None:
        """Another font or theme may need other room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self.list, self.list.doItemsLayout)


def _trimmed(
    said: tuple[Said, ...], items: Sequence[StoredItem], span: tuple[int, int], *, older: bool
) -> tuple[tuple[Said, ...], tuple[int, int]]:
    """At most so many as are quick to lay out; what goes is at the end that was not asked for."""
    start, end = span
    if end - start <= _MOST_SHOWN:
        return said, span
    start, end = (start, start + _MOST_SHOWN) if older else (end - _MOST_SHOWN, end)
    held = {id(item) for item in items[start:end]}
    return tuple(one for one in said if id(one.item) in held), (start, end)
