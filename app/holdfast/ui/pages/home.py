"""The home page: status strip or loss alarm, search, and the chosen backup's content."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from holdfast.records.model.snapshot import StoredItem, TimelineEntry
from holdfast.ui.home_state import HomeState
from holdfast.ui.icons import Icon
from holdfast.ui.pages.search import SearchPane
from holdfast.ui.session import Session
from holdfast.ui.thumbnails import Pictures
from holdfast.ui.widgets.boxes import column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.content import ContentPane
from holdfast.ui.widgets.notice import Notice
from holdfast.ui.widgets.placeholder import Blank, Placeholder
from holdfast.ui.widgets.search_field import SearchField
from holdfast.ui.widgets.strip import LossCard, Strip
from holdfast.ui.widgets.waiting import WaitingCard
from holdfast.wording import connecting, controls, states, timelines, window
from holdfast.wording.controls import Label
from holdfast.wording.waiting import then

_TYPING_PAUSE = 60
_LOW = 700
_SEARCH_WIDTH = 420
_GAP, _CLOSE_GAP = 14, 8


class HomePage(QWidget):
    """Everything about the chosen phone.

    Signals:
        menu_wanted: the window's menu is about to open (`QMenu` to be filled).
    """

    menu_wanted = Signal(object)

    def __init__(self, session: Session, pictures: Pictures) -> None:
        """Show what `session` knows."""
        super().__init__()
        self._session = session
        self.search = SearchField()
        self.search.setMaximumWidth(_SEARCH_WIDTH)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(lambda: self.menu_wanted.emit(self.menu))
        self.menu_button = Button("", Role.QUIET, Icon.MORE, name=controls.label(Label.MENU))
        self.menu_button.setMenu(self.menu)
        self.strip = Strip()
        self.loss = LossCard()
        self.waiting = WaitingCard()
        self.waiting.let_go_wanted.connect(session.watch.ask_to_let_go)
        self.notice = Notice(controls.label(Label.CLOSE))
        self.content = ContentPane(session, pictures)
        self.results = SearchPane(session, pictures)
        self.blank = Placeholder()
        self._middle = QStackedWidget()
        for part in (self.blank, self.content, self.results):
            self._middle.addWidget(part)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self._search)
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self._to_results)
        self.search.results_wanted.connect(self._to_results)
        self._entry: TimelineEntry | None = None
        self._layout = self._parts()
        self.setLayout(self._layout)

    def _parts(self) -> QVBoxLayout:
        top = row(self.search, None, self.menu_button)
        top.setStretch(0, 10)
        parts = column(
            top,
            self.strip,
            self.loss,
            self.waiting,
            self.notice,
            self._middle,
            gap=_GAP,
            margins=(24, 16, 24, 20),
        )
        parts.setStretch(5, 1)
        return parts

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        return (self.loss.primary, self.strip.primary, self.search)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window leaves details of what stands above the content out."""
        super().resizeEvent(event)
        low = self.height() < _LOW
        self._layout.setSpacing(_CLOSE_GAP if low else _GAP)
        self.content.set_compact(on=low)
        self.loss.set_compact(on=low)
        self.waiting.set_compact(on=low and bool(self._session.state.entries))

    def show_state(self, state: HomeState) -> None:
        """Show `state`; the content is chosen on the timeline."""
        self.loss.show_state(state)
        self.waiting.set_compact(on=self.height() < _LOW and bool(state.entries))
        self.waiting.show_waiting(state.waiting[0] if state.waiting else None)
        self.strip.setVisible(not self.loss.isVisibleTo(self) and state.phone is not None)
        if state.phone is not None:
            self.strip.show_state(state)
        if self.search.text():
            return
        if not state.entries:
            self._show_blank(state)
        elif self._entry is None or self._entry not in state.entries:
            self.show_entry(state.entries[0])

    def show_entry(self, entry: TimelineEntry) -> None:
        """Show one backup."""
        self._entry = entry
        self.search.clear()
        self._middle.setCurrentWidget(self.content)
        self.content.show_entry(entry)

    def show_found(self, entry: TimelineEntry, item: StoredItem) -> None:
        """Show one item in its backup."""
        self._entry = entry
        self.search.clear()
        self._middle.setCurrentWidget(self.content)
        self.content.show_found(entry, item)

    def show_now(self) -> None:
        """Show the phone as it is now."""
        self._entry = None
        phone = self._session.state.phone
        words = window.now_on_phone(phone.title if phone is not None else "")
        waiting = self._session.state.waiting_changes
        if waiting is not None:
            words = window.Words(words.title, states.waiting_changes(waiting))
        self.blank.show_blank(Blank(Icon.PHONE, words.title, words.sentence))
        self._middle.setCurrentWidget(self.blank)

    def show_keepsake(self) -> None:
        """Tell what a keepsake is."""
        self._entry = None
        words = timelines.keepsake(), timelines.keepsake_explained()
        self.blank.show_blank(Blank(Icon.ARCHIVE, *words))
        self._middle.setCurrentWidget(self.blank)

    def _show_blank(self, state: HomeState) -> None:
        phone = state.phone
        # Above it the strip says already that there is no backup yet.
        words = window.welcome() if phone is not None else window.plug_in()
        if phone is None and state.waiting:
            words = window.Words(*then())
        if not state.read:
            words = window.Words(controls.label(Label.LOADING))
        icon = Icon.PHONE if phone is not None else Icon.CABLE
        self._entry = None
        link = connecting.help_connecting() if phone is None and state.read else ""
        self.blank.show_blank(Blank(icon, words.title, words.sentence, link=link))
        self._middle.setCurrentWidget(self.blank)

    def _typed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._end_search()

    def _search(self) -> None:
        text = self.search.text().strip()
        if text:
            self._middle.setCurrentWidget(self.results)
            self.results.search(text)

    def _to_results(self) -> None:
        """Search at once, and lead the keyboard to what is found."""
        self._pause.stop()
        self._search()
        if self._middle.currentWidget() is self.results:
            self.results.take_keyboard()

    def _end_search(self) -> None:
        self._pause.stop()
        if self._middle.currentWidget() is self.results:
            if self._entry is not None:
                self._middle.setCurrentWidget(self.content)
            else:
                self._show_blank(self._session.state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends a search."""
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return
        super().keyPressEvent(event)
