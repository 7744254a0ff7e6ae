"""The side of the window: which phone, its timeline, and how safe the vault itself is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QStackedWidget, QWidget

from holdfast.records.model.snapshot import TimelineEntry
from holdfast.ui.home_state import HomeState, Phone
from holdfast.ui.icons import Icon, make_icon
from holdfast.ui.look import Meaning, Type, tokens
from holdfast.ui.mnemonics import plain
from holdfast.ui.past import Past
from holdfast.ui.tables.rows import Row, TimelineRow
from holdfast.ui.tables.timeline import Timeline
from holdfast.ui.tables.timeline_steps import holds, jumps
from holdfast.ui.timeline_rows import Known, timeline_rows
from holdfast.ui.widgets.boxes import column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, ShortLabel, label, rule, set_tone
from holdfast.ui.widgets.placeholder import Blank, Placeholder
from holdfast.ui.widgets.timeline_menu import TimelineMenu
from holdfast.wording import controls, timelines, window
from holdfast.wording.controls import Label

NARROW, WIDE = 264, 312
_CHOOSER_HEIGHT = 64
_LONGEST_NAME, _LONGEST_WORD = 48, 14
_NEVER = datetime.min.replace(tzinfo=UTC)


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
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._symbol = IconLabel(Icon.PHONE, 22, meaning=Meaning.CALM, halo=True)
        self._title = label(step=Type.CARD, wrap=True)
        # Two phones of one model differ at the end.
        self._short = ShortLabel(Type.CARD, mode=Qt.TextElideMode.ElideMiddle)
        self._line = label(step=Type.SMALL, tone="quiet", wrap=True)
        self._arrows = IconLabel(Icon.CHOOSE, 16)
        words = column(None, self._title, self._short, self._line, None, gap=2)
        line = row(self._symbol, words, self._arrows, gap=12, margins=(8, 6, 12, 6))
        line.setStretch(1, 1)
        self.setLayout(line)
        for part in (self._symbol, self._title, self._short, self._line, self._arrows):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._menu = QMenu(self)
        self.setMenu(self._menu)

    def sizeHint(self) -> QSize:
        """As the words need."""
        inner = self.layout()
        return (inner.sizeHint() if inner else QSize()).expandedTo(QSize(120, _CHOOSER_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """As narrow as its longest word; the words then need more lines."""
        inner = self.layout()
        narrow = inner.minimumSize() if inner else QSize()
        return narrow.expandedTo(QSize(120, _CHOOSER_HEIGHT))

    def hasHeightForWidth(self) -> bool:
        """A narrower place needs more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the words at `width`."""
        inner = self.layout()
        return max(_CHOOSER_HEIGHT, inner.totalHeightForWidth(width) if inner else 0)

    def show_state(self, state: HomeState) -> None:
        """Show the chosen phone and offer the others."""
        phone = state.phone
        title = phone.title if phone is not None else controls.label(Label.PHONE)
        line = phone.line(state.now) if phone is not None else controls.label(Label.NOT_CONNECTED)
        for shown, words in ((not _wraps(title), self._short), (_wraps(title), self._title)):
            words.setText(title)
            words.setVisible(shown)
        self._line.setText(line)
        connected = phone is not None and phone.connected
        self._symbol.show_icon(Icon.PHONE, Meaning.SAFE if connected else Meaning.CALM)
        set_tone(self._line, "tone", "safe" if connected else "quiet")
        self.setAccessibleName(f"{controls.label(Label.PHONES)}: {title}, {line}")
        # Without any phone there is nothing to choose, nor to rename.
        self._arrows.setVisible(bool(state.phones))
        self.setEnabled(bool(state.phones))
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
        action = QAction(plain(window.phone_entry(phone.title, phone.line(state.now))), self._menu)
        icon = Icon.CHECK if phone.id == state.current else Icon.PHONE
        action.setIcon(make_icon(icon, tokens().text, 18))
        action.triggered.connect(lambda _=False, key=phone.id: self.chosen.emit(key))
        return action


def _wraps(title: str) -> bool:
    """Whether a phone's name can stand on two or three lines; it may be anything at all."""
    return len(title) <= _LONGEST_NAME and max(map(len, title.split()), default=0) <= _LONGEST_WORD


class Sidebar(QWidget):
    """Phone, timeline, vault.

    Signals:
        entry_chosen: the timeline entry to be shown.
        touched: a person went to the timeline.
        now_chosen: the phone as it is now.
        keepsake_chosen: what only backups that are gone held.
        sheet_wanted: the recovery sheet is to be made safe.
        own_wanted: a person's own vault is to be opened instead of the sample's (its folder).
    """

    entry_chosen = Signal(object)
    touched = Signal()
    now_chosen = Signal()
    keepsake_chosen = Signal()
    sheet_wanted = Signal()
    own_wanted = Signal(object)

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
        self.menu = TimelineMenu(self)
        self._unfolded: frozenset[str] = frozenset()
        self._entries: dict[str, TimelineEntry] = {}
        self._state: HomeState | None = None
        self._asked: tuple[object, ...] = ()
        self._shown: tuple[Row, ...] = ()
        self._newest = _NEVER
        self._lay_out()
        self._connect_timeline()

    def _connect_timeline(self) -> None:
        self.timeline.chosen.connect(self._choose)
        self.timeline.clicked.connect(lambda _index: self._toggle(self.timeline.current))
        self.timeline.opened.connect(self._toggle)
        self.timeline.run_wanted.connect(self._open_run)
        self.timeline.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.timeline.customContextMenuRequested.connect(self._offer)
        self.timeline.clicked.connect(lambda _index: self.touched.emit())
        self.timeline.opened.connect(lambda _row: self.touched.emit())

    def _lay_out(self) -> None:
        self._place = ShortLabel(Type.SMALL, "quiet", Qt.TextElideMode.ElideMiddle)
        self._alone = Button(controls.label(Label.MAKE_SHEET), Role.LINK, Icon.UNSAFE)
        self._alone.clicked.connect(self.sheet_wanted)
        self._own = Button(controls.label(Label.OWN_VAULT), Role.LINK, Icon.BACK)
        self._own.clicked.connect(self._want_own)
        self._alone_line = label(step=Type.SMALL, tone="attention", wrap=True)
        vault = row(IconLabel(Icon.VAULT, 16), self._place, gap=8)
        vault.setStretch(1, 1)
        links = (self._own, self._alone)
        foot = column(vault, self._alone_line, *links, gap=4, margins=(16, 10, 16, 12))
        for link in links:
            foot.setAlignment(link, Qt.AlignmentFlag.AlignLeft)
        head = row(self.phones, gap=0, margins=(8, 12, 8, 4))
        self.jump = Button("", Role.QUIET, Icon.CALENDAR_DAYS, name=timelines.jump())
        self._years = QMenu(self.jump)
        self.jump.setMenu(self._years)
        self._heading = label(step=Type.SMALL_STRONG, tone="quiet")
        self._heading.setText(controls.label(Label.HISTORY))
        title = row(self._heading, None, self.jump, gap=8, margins=(16, 0, 12, 0))
        parts = column(head, title, self._middle, rule(), gap=0)
        parts.addLayout(foot)
        parts.setStretch(2, 1)
        self.setLayout(parts)

    def show_state(self, state: HomeState) -> None:
        """Show `state`; the chosen row stays chosen."""
        self._state = state
        self.phones.show_state(state)
        sample = state.sample
        self._place.setText(state.vault if sample is None else window.sample_vault())
        self._own.setVisible(sample is not None and bool(sample.own))
        self._own.setEnabled(state.running is None)
        self._alone_line.setText(state.warning)
        for part in (self._alone, self._alone_line):
            part.setVisible(bool(state.warning))
        self._entries = {entry.snapshot.id: entry for entry in state.entries}
        self._show_rows(state)

    def _want_own(self) -> None:
        sample = self._state.sample if self._state is not None else None
        if sample is not None and sample.own:
            self.own_wanted.emit(Path(sample.own))

    def _show_rows(self, state: HomeState) -> None:
        past = state.reading.past if state.reading is not None else Past()
        known = Known(state.connected, self._unfolded, past, state.checked, state.waiting_changes)
        asked = (state.current, state.entries, known, state.now.replace(second=0, minute=0))
        if self._asked and all(a is b or a == b for a, b in zip(asked, self._asked, strict=True)):
            return
        self._asked = asked
        self._fill_years(state)
        rows = timeline_rows(state.entries, state.now, known)
        empty = state.read and not rows
        self._middle.setCurrentWidget(self._blank if empty else self.timeline)
        if rows == self._shown:
            return
        self._replace_rows(rows, state.entries[0] if state.entries else None)

    def _replace_rows(self, rows: tuple[Row, ...], newest: TimelineEntry | None) -> None:
        current, place = self.timeline.current, self.timeline.verticalScrollBar().value()
        before, self._shown = self._shown, rows
        self.timeline.show_rows(rows)
        made = newest is not None and newest.snapshot.time > self._newest
        self._newest = newest.snapshot.time if newest is not None else _NEVER
        if not made and self.timeline.choose_quietly(lambda row: _same(row, current)):
            self.timeline.verticalScrollBar().setValue(place)
        elif not made and before and isinstance(current, TimelineRow) and current.ident:
            # A pin gives a backup another id; its time stays.
            self.timeline.choose(
                lambda row: isinstance(row, TimelineRow) and row.title == current.title
            )
        else:
            self.choose(newest.snapshot.id if newest is not None else "")

    def choose(self, ident: str) -> None:
        """Choose the row of a snapshot, or the run it is in, or the first one."""
        if not (ident and self.timeline.choose(lambda row: holds(row, ident))):
            self.timeline.choose_first()

    def _fill_years(self, state: HomeState) -> None:
        self._years.clear()
        found = jumps(state.entries)
        self.jump.setVisible(bool(found))
        self._heading.setVisible(bool(found))
        for place in found:
            action = self._years.addAction(place.text)
            action.triggered.connect(lambda _=False, ident=place.ident: self._jump(ident))

    def _jump(self, ident: str) -> None:
        self.choose(ident)
        top = self.timeline.ScrollHint.PositionAtTop
        self.timeline.scrollTo(self.timeline.currentIndex(), top)
        self.timeline.setFocus()
        self.touched.emit()

    def _offer(self, place: QPoint) -> None:
        found = self.timeline.rows.row_at(self.timeline.indexAt(place))
        if isinstance(found, TimelineRow) and found.ident in self._entries and not found.folded:
            self.menu.offer(self._entries[found.ident], self.timeline.viewport().mapToGlobal(place))

    def _choose(self, row: Row) -> None:
        if not isinstance(row, TimelineRow):
            return
        if not row.ident:
            self.now_chosen.emit()
        elif row.ident in self._entries:
            if not row.folded:
                self.entry_chosen.emit(self._entries[row.ident])
        else:
            self.keepsake_chosen.emit()

    def _toggle(self, row: Row | None) -> None:
        if isinstance(row, TimelineRow) and row.folded:
            self._open_run(row, not row.open)

    def _open_run(self, row: TimelineRow, wanted: bool) -> None:  # noqa: FBT001 - a Qt slot
        runs = (r for r in self._shown if isinstance(r, TimelineRow) and r.folded)
        run = row if row.folded else next((r for r in runs if row.ident in r.folded), None)
        if run is None or run.open is wanted or self._state is None:
            return
        ids = frozenset(run.folded)
        self._unfolded = self._unfolded | ids if wanted else self._unfolded - ids
        self._show_rows(self._state)
        self.timeline.choose_quietly(
            lambda r: isinstance(r, TimelineRow) and r.folded == run.folded
        )


def _same(row: Row, other: Row | None) -> bool:
    if not isinstance(other, TimelineRow) or not isinstance(row, TimelineRow):
        return False
    return row.ident == other.ident and bool(row.folded) is bool(other.folded)
