"""What one backup holds: its heading, tabs with counts, and the browser below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from holdfast.records.model.coverage import Coverage
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, Tag, TimelineEntry
from holdfast.ui.icons import KIND_ICONS, Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.readings import Content, Scope, read_content
from holdfast.ui.session import Session
from holdfast.ui.thumbnails import Pictures
from holdfast.ui.widgets.boxes import column, row
from holdfast.ui.widgets.browser import Browser
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.choices import Choice, Segments, Tabs
from holdfast.ui.widgets.flow import Flow
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.notice import Notice
from holdfast.ui.widgets.placeholder import Blank
from holdfast.wording import android, controls, kinds, timelines, times, window
from holdfast.wording import coverage as coverage_words
from holdfast.wording.controls import Label
from holdfast.wording.window import Words

_HEADING = 168
_GAP, _CLOSE_GAP = 12, 6


class ContentPane(QWidget):
    """Shows the chosen backup.

    Signals:
        put_back_wanted: the snapshot is to be put back.
        receipt_wanted: what was put back is to be told (the snapshot that was read back then).
        item_wanted: an item of the snapshot is to be put back (snapshot, item).
        export_wanted: the snapshot is to be written as plain files, or only what is shown of it
            (snapshot, kind, tuple of the item that is shown).
        items_wanted: several items are to be put back (snapshot, tuple of items).
        items_export_wanted: items are to be written as files (snapshot, tuple of items).
    """

    put_back_wanted = Signal(object)
    receipt_wanted = Signal(object)
    item_wanted = Signal(object, object)
    export_wanted = Signal(object, object, object)
    items_wanted = Signal(object, object)
    items_export_wanted = Signal(object, object)

    def __init__(self, session: Session, pictures: Pictures) -> None:
        """Read through `session`."""
        super().__init__()
        self._session = session
        self._snapshot: SnapshotInfo | None = None
        self._kind: Kind | None = None
        self._kind_shown: Kind | None = None
        self._scope = Scope.CHANGES
        self._wanted = 0
        self._sought: StoredItem | None = None
        self._heading = label(step=Type.CARD, wrap=True)
        self._heading.setMinimumWidth(_HEADING)
        self._scopes = _scopes()
        self._tabs = Tabs(controls.label(Label.KINDS))
        self._notice = Notice(controls.label(Label.CLOSE))
        self.browser = Browser(session, pictures, controls.label(Label.KINDS))
        self.limits_text = label(tone="quiet", wrap=True)
        self.limits = Button(android.not_in_backup_title(), Role.LINK)
        self._put_back = Button(controls.label(Label.PUT_BACK), Role.SECONDARY, Icon.PUT_BACK)
        self._receipt = Button(timelines.show_receipt(), Role.LINK, Icon.DONE)
        self._export = Button(controls.label(Label.EXPORT), Role.QUIET, Icon.EXPORT)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tools = Flow(self._scopes, self._export, self._put_back)
        head = row(self._heading, tools, gap=16)
        head.setStretch(0, 1)
        foot = column(Flow(self._receipt, self.limits, gap=16), self.limits_text, gap=4)
        self._column = column(head, self._tabs, self._notice, self.browser, foot, gap=_GAP)
        self._column.setStretch(3, 1)
        self.setLayout(self._column)

    def set_compact(self, *, on: bool) -> None:
        """Move its parts closer to each other where the window is low."""
        self._column.setSpacing(_CLOSE_GAP if on else _GAP)

    def _connect(self) -> None:
        self._session.texts_came.connect(self._read_again)
        self._scopes.chosen.connect(lambda key: self._choose_scope(Scope(key)))
        self._tabs.chosen.connect(lambda key: self._choose_kind(Kind(key)))
        self.limits.clicked.connect(self._toggle_limits)
        self._put_back.clicked.connect(lambda: self.put_back_wanted.emit(self._snapshot))
        self._export.clicked.connect(self._want_export)
        self._receipt.clicked.connect(lambda: self.receipt_wanted.emit(self._snapshot))
        self.browser.put_back_wanted.connect(
            lambda _row, item: self.item_wanted.emit(self._snapshot, item)
        )
        self.browser.items_put_back_wanted.connect(
            lambda items: self.items_wanted.emit(self._snapshot, items)
        )
        self.browser.export_wanted.connect(
            lambda items: self.items_export_wanted.emit(self._snapshot, items)
        )

    @property
    def snapshot(self) -> SnapshotInfo | None:
        """The backup that is shown."""
        return self._snapshot

    def show_entry(self, entry: TimelineEntry) -> None:
        """Show the backup of `entry`: what it changed, or everything where nothing did."""
        self._snapshot = entry.snapshot
        when = times.moment(entry.snapshot.time, self._session.desk.clock())
        self._heading.setText(window.backup_of(when))
        self._receipt.setVisible(Tag.READ_BACK in entry.snapshot.tags)
        plain = entry.first or not any(entry.digest)
        self._scope = Scope.EVERYTHING if plain else Scope.CHANGES
        self._scopes.press(str(self._scope))
        if self._scope is Scope.CHANGES:
            self._kind = None
        self.limits_text.setText("\n".join(android.not_in_backup(entry.snapshot.handset)))
        self.limits.setVisible(bool(self.limits_text.text()))
        self.limits_text.hide()
        self._sought = None
        self._read()

    def show_found(self, entry: TimelineEntry, item: StoredItem) -> None:
        """Show everything of the kind of `item` in the backup of `entry`, the item chosen."""
        self.show_entry(entry)
        self._sought = item
        self._kind = item.kind
        self._scopes.press(str(Scope.EVERYTHING))
        self._choose_scope(Scope.EVERYTHING)

    def _want_export(self) -> None:
        item = self.browser.panel.item
        shown = () if item is None or item.kind is not self._kind_shown else (item,)
        self.export_wanted.emit(self._snapshot, self._kind_shown, shown)

    def _toggle_limits(self) -> None:
        self.limits_text.setVisible(not self.limits_text.isVisibleTo(self))

    def _choose_scope(self, scope: Scope) -> None:
        self._scope = scope
        self._read()

    def _choose_kind(self, kind: Kind) -> None:
        self._kind = kind
        self._read()

    def _read_again(self) -> None:
        """What is shown was in the order of what was known by then."""
        ids = {entry.snapshot.id for entry in self._session.state.entries}
        if self._snapshot is not None and self._snapshot.id in ids:
            self._read()

    def _read(self) -> None:
        vault, snapshot = self._session.vault, self._snapshot
        if vault is None or snapshot is None:
            return
        self._wanted += 1
        number, kind, scope = self._wanted, self._kind, self._scope
        now = self._session.desk.clock()

        def done(content: Content) -> None:
            if number == self._wanted:
                self._show(content)

        self._session.bridge.run(
            self._session.read_queue,
            lambda task: read_content(vault, snapshot, kind, scope, now, task),
            done=done,
        )

    def _show(self, content: Content) -> None:
        self._kind_shown = content.kind
        choices = [_tab(kind, count) for kind, count in content.counts.items()]
        self._tabs.show_choices(choices, str(content.kind))
        self._show_coverage(content.coverage)
        if content.talks:
            self.browser.show_talks(content.talks, content.rows)
        elif content.folder is not None:
            self.browser.show_folder(content.folder)
        elif content.events:
            self.browser.show_calendar(content.events, content.snapshot.time.astimezone().date())
        elif content.rows:
            self.browser.show_rows(content.rows, grid=content.kind is Kind.PHOTOS)
        else:
            self._show_blank(content)
        if self._sought is not None:
            self._choose_found(content, self._sought)

    def _choose_found(self, content: Content, sought: StoredItem) -> None:
        self._sought = None
        if content.events:
            self.browser.calendar.show_event(sought)
            return
        view = self.browser.current_view
        for number, talk in enumerate(content.talks):
            if view is not None and any(item.key == sought.key for item in talk.items):
                view.setCurrentIndex(view.rows.index(number))
                return
        found = view is not None and view.choose_item(sought.key)
        if found and view is not None:
            view.setFocus()
        else:
            self.browser.show_item(sought)

    def _show_blank(self, content: Content) -> None:
        changes = content.scope is Scope.CHANGES
        make = window.nothing_changed if changes else window.none_of_kind
        words: Words = make(content.kind)
        blank = Blank(KIND_ICONS[content.kind], words.title, words.sentence)
        if not changes:
            self.browser.show_blank(blank)
            return
        button = Button(controls.label(Label.SHOW_ALL), Role.SECONDARY)
        button.clicked.connect(self._show_all)
        self.browser.show_blank(blank, button)

    def _show_all(self) -> None:
        self._scopes.press(str(Scope.EVERYTHING))
        self._choose_scope(Scope.EVERYTHING)

    def _show_coverage(self, coverage: Coverage | None) -> None:
        if coverage is None or coverage.complete:
            self._notice.clear()
            return
        promise = window.partial_promise()
        self._notice.say(Meaning.ATTENTION, coverage_words.line(coverage), promise, closable=False)


def _scopes() -> Segments:
    choices = [
        Choice(str(Scope.CHANGES), controls.label(Label.CHANGES)),
        Choice(str(Scope.EVERYTHING), controls.label(Label.ALL_ITEMS)),
    ]
    return Segments(controls.label(Label.COMPARE_BY), choices)


def _tab(kind: Kind, count: int) -> Choice:
    spoken = kinds.count(kind, count)
    return Choice(str(kind), window.tab(kind, count), KIND_ICONS[kind], spoken)
