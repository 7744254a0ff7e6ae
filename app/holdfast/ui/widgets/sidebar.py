"""The side of the window: which phone, its timeline, and how safe the vault itself is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from holdfast.records.model.snapshot import TimelineEntry
from holdfast.ui.home_state import HomeState, Phone
from holdfast.ui.icons import Icon, make_icon
from holdfast.ui.look import Meaning, Type, tokens
from holdfast.ui.tables.rows import Row, TimelineRow
from holdfast.ui.tables.views import Timeline
from holdfast.ui.timeline_rows import timeline_rows
from holdfast.ui.widgets.boxes import column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, ShortLabel, label, rule, set_tone
from holdfast.ui.widgets.placeholder import Blank, Placeholder
from holdfast.wording import controls, window
from holdfast.wording.controls import Label

NARROW, WIDE = 264, 312


class PhoneChooser(Button):
    """The chosen phone's name and state; opens the list of all phones.

    Signals:
        chosen: the id of a phone.
        rename_wanted: the chosen phone is to get a name.
    """

    chosen = Signal(str)
    rename_wanted = Signal()

    def __init__(self) -> None:
        """Nothing is known yet."""
        super().__init__("", Role.PHONE, name=controls.label(Label.PHONES))
        self._symbol = IconLabel(Icon.PHONE, 22, meaning=Meaning.CALM, halo=True)
        # Two phones of one model differ at the end.
        self._title = ShortLabel(Type.CARD, mode=Qt.TextElideMode.ElideMiddle)
        self._line = ShortLabel(Type.SMALL, "quiet")
        arrows = IconLabel(Icon.CHOOSE, 16)
        words = column(None, self._title, self._line, None, gap=2)
        line = row(self._symbol, words, arrows, gap=12, margins=(8, 6, 12, 6))
        line.setStretch(1, 1)
        self.setLayout(line)
        for part in (self._symbol, self._title, self._line, arrows):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._menu = QMenu(self)
        self.setMenu(self._menu)

    def sizeHint(self) -> QSize:
        """As the words need."""
        inner = self.layout()
        return (inner.sizeHint() if inner else QSize()).expandedTo(QSize(120, 64))

    def show_state(self, state: HomeState) -> None:
        """Show the chosen phone and offer the others."""
        phone = state.phone
        title = phone.title if phone is not None else controls.label(Label.PHONE)
        line = phone.line(state.now) if phone is not None else controls.label(Label.NOT_CONNECTED)
        self._title.setText(title)
        self._line.setText(line)
        connected = phone is not None and phone.connected
        self._symbol.show_icon(Icon.PHONE, Meaning.SAFE if connected else Meaning.CALM)
        set_tone(self._line, "tone", "safe" if connected else "quiet")
        self.setAccessibleName(f"{controls.label(Label.PHONES)}: {title}, {line}")
        self._fill(state)

    def _fill(self, state: HomeState) -> None:
        self._menu.clear()
        for phone in state.phones:
            self._menu.addAction(self._entry(phone, state))
        if state.phone is not None:
            self._menu.addSeparator()
            rename = self._menu.addAction(controls.label(Label.RENAME))
            rename.setIcon(make_icon(Icon.PENCIL, tokens().text, 18))
            rename.triggered.connect(self.rename_wanted)

    def _entry(self, phone: Phone, state: HomeState) -> QAction:
        action = QAction(window.phone_entry(phone.title, phone.line(state.now)), self._menu)
        icon = Icon.CHECK if phone.id == state.current else Icon.PHONE
        action.setIcon(make_icon(icon, tokens().text, 18))
        action.triggered.connect(lambda _=False, key=phone.id: self.chosen.emit(key))
        return action


class Sidebar(QWidget):
    """Phone, timeline, vault.

    Signals:
        entry_chosen: the timeline entry to be shown.
        touched: a person went to the timeline.
        now_chosen: the phone as it is now.
        sheet_wanted: the recovery sheet is to be made safe.
    """

    entry_chosen = Signal(object)
    touched = Signal()
    now_chosen = Signal()
    sheet_wanted = Signal()

    def __init__(self) -> None:
        """Empty until it is shown a state."""
        super().__init__()
        self.setProperty("surface", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.phones = PhoneChooser()
        self.timeline = Timeline(controls.label(Label.HISTORY))
        words = controls.label(Label.NO_HISTORY), window.history_hint()
        self._blank = Placeholder(Blank(Icon.HISTORY, *words))
        self._middle = QStackedWidget()
        self._middle.addWidget(self.timeline)
        self._middle.addWidget(self._blank)
        self._unfolded: frozenset[str] = frozenset()
        self._entries: dict[str, TimelineEntry] = {}
        self._state: HomeState | None = None
        self._shown: tuple[Row, ...] = ()
        self._lay_out()
        self.timeline.chosen.connect(self._choose)
        self.timeline.clicked.connect(lambda _index: self._unfold(self.timeline.current))
        self.timeline.opened.connect(self._unfold)
        self.timeline.clicked.connect(lambda _index: self.touched.emit())
        self.timeline.opened.connect(lambda _row: self.touched.emit())

    def _lay_out(self) -> None:
        self._place = ShortLabel(Type.SMALL, "quiet", Qt.TextElideMode.ElideMiddle)
        self._alone = Button(controls.label(Label.MAKE_SHEET), Role.LINK, Icon.UNSAFE)
        self._alone.clicked.connect(self.sheet_wanted)
        self._alone_line = label(step=Type.SMALL, tone="attention", wrap=True)
        vault = row(IconLabel(Icon.VAULT, 16), self._place, gap=8)
        vault.setStretch(1, 1)
        foot = column(vault, self._alone_line, self._alone, gap=4, margins=(16, 10, 16, 12))
        foot.setAlignment(self._alone, Qt.AlignmentFlag.AlignLeft)
        head = row(self.phones, gap=0, margins=(8, 12, 8, 4))
        parts = column(head, self._middle, rule(), gap=0)
        parts.addLayout(foot)
        parts.setStretch(1, 1)
        self.setLayout(parts)

    def show_state(self, state: HomeState) -> None:
        """Show `state`; the chosen row stays chosen."""
        self._state = state
        self.phones.show_state(state)
        self._place.setText(state.vault)
        self._alone_line.setText(state.warning)
        for part in (self._alone, self._alone_line):
            part.setVisible(bool(state.warning))
        self._entries = {entry.snapshot.id: entry for entry in state.entries}
        self._show_rows(state)

    def _show_rows(self, state: HomeState) -> None:
        rows = timeline_rows(
            state.entries, state.now, connected=state.connected, unfolded=self._unfolded
        )
        empty = state.read and not rows
        self._middle.setCurrentWidget(self._blank if empty else self.timeline)
        if rows == self._shown:
            return
        current = self.timeline.current
        newest = state.entries[0].snapshot.id if state.entries else ""
        fresh = newest and newest not in {_ident(row) for row in self._shown}
        self._shown = rows
        self.timeline.show_rows(rows)
        kept = not fresh and self.timeline.choose_quietly(lambda row: _same(row, current))
        if not kept:
            self.choose(newest)

    def choose(self, ident: str) -> None:
        """Choose the row of a snapshot, or the first one."""
        if not (ident and self.timeline.choose(lambda row: _ident(row) == ident)):
            self.timeline.choose_first()

    def _choose(self, row: Row) -> None:
        if not isinstance(row, TimelineRow):
            return
        if not row.ident:
            self.now_chosen.emit()
        elif not row.folded:
            self.entry_chosen.emit(self._entries[row.ident])

    def _unfold(self, row: Row | None) -> None:
        if isinstance(row, TimelineRow) and row.folded and self._state is not None:
            self._unfolded |= {row.ident}
            self._show_rows(self._state)
            self.choose(row.ident)


def _ident(row: Row) -> str:
    return row.ident if isinstance(row, TimelineRow) else "-"


def _same(row: Row, other: Row | None) -> bool:
    return isinstance(other, TimelineRow) and _ident(row) == other.ident
