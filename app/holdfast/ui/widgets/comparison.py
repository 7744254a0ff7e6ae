"""Two versions of one item in two columns, each with the way to put it back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from holdfast.ui.comparing import Comparison, read_comparison
from holdfast.ui.icons import Icon
from holdfast.ui.item_panel_state import PanelState, VersionLine
from holdfast.ui.look import Type
from holdfast.ui.session import Session
from holdfast.ui.tables.compare_list import CompareList
from holdfast.ui.widgets.boxes import Card, column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.options import DropDown
from holdfast.wording import comparing, controls
from holdfast.wording.controls import Label

_INSET = (12, 0, 24, 0)


class ComparisonPane(Card):
    """Any two of an item's versions; to begin with the one that was shown and the one before.

    Signals:
        left: the person is done.
        put_back_wanted: a version is to be put back (id of a snapshot it lived in, item).
    """

    left = Signal()
    put_back_wanted = Signal(str, object)

    def __init__(self, session: Session) -> None:
        """Read through `session`."""
        super().__init__(surface="pane")
        self._session = session
        self._versions: tuple[VersionLine, ...] = ()
        self._wanted = 0
        self.heading = label(step=Type.CARD, wrap=True)
        self.back = Button(controls.label(Label.BACK), Role.QUIET, Icon.BACK)
        self.older = _chooser(comparing.version_on_the_left())
        self.newer = _chooser(comparing.version_on_the_right())
        self.list = CompareList(controls.label(Label.ITEM_HISTORY))
        self._same = label(comparing.all_the_same(), tone="quiet", wrap=True)
        self._lay_out()
        self.back.clicked.connect(self.left)
        for chooser in (self.older, self.newer):
            chooser.activated.connect(lambda _number: self._read())

    def _lay_out(self) -> None:
        head = row(self.back, self.heading, gap=12)
        head.setStretch(1, 1)
        columns = row(self._side(self.older), self._side(self.newer), gap=16, margins=_INSET)
        columns.setStretch(0, 1)
        columns.setStretch(1, 1)
        self._same.setContentsMargins(*_INSET)
        parts = column(head, columns, self._same, self.list, gap=8, margins=(8, 8, 8, 8))
        parts.setStretch(3, 1)
        self.setLayout(parts)

    def _side(self, chooser: DropDown) -> QVBoxLayout:
        button = Button(comparing.put_version_back(), Role.SECONDARY, Icon.PUT_BACK)
        button.clicked.connect(lambda: self._put_back(chooser))
        return column(chooser, button, gap=6)

    def open(self, state: PanelState) -> None:
        """Compare what `state` shows with the version before it (the first with the second)."""
        self._versions = state.versions
        shown = next((n for n, line in enumerate(state.versions) if line.shown), 0)
        newer = min(shown, max(0, len(state.versions) - 2))
        self.heading.setText(comparing.comparing(state.title))
        for chooser, number in ((self.older, newer + 1), (self.newer, newer)):
            chooser.clear()
            chooser.addItems([line.title for line in state.versions])
            chooser.setCurrentIndex(min(number, len(state.versions) - 1))
        self.list.show_rows(())
        self._same.hide()
        self._read()
        self.older.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        vault = self._session.vault
        before, after = self._version(self.older), self._version(self.newer)
        if vault is None or before is None or after is None:
            return
        self._wanted += 1
        number = self._wanted

        def done(found: Comparison) -> None:
            if number == self._wanted:
                self.list.show_rows(found.rows)
                self._same.setVisible(found.same)

        self._session.bridge.run(
            self._session.read_queue,
            lambda task: read_comparison(vault, before.item, after.item, task),
            done=done,
        )

    def _version(self, chooser: DropDown) -> VersionLine | None:
        number = chooser.currentIndex()
        return self._versions[number] if 0 <= number < len(self._versions) else None

    def _put_back(self, chooser: DropDown) -> None:
        version = self._version(chooser)
        if version is not None:
            self.put_back_wanted.emit(version.snapshot, version.item)

    def event(self, event: QEvent) -> bool:
        """Escape belongs to this pane while it is open, not to the window."""
        if event.type() is QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back."""
        if _is_escape(event):
            self.left.emit()
            return
        super().keyPressEvent(event)


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape


def _chooser(name: str) -> DropDown:
    made = DropDown(name)
    made.setMinimumContentsLength(10)
    made.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made
