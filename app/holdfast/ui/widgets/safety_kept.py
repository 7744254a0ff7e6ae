"""What is kept: rules, a preview before anything goes, single backups, and the keepsake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QListWidget, QListWidgetItem

from holdfast.actions.forget import ForgetPlan
from holdfast.actions.keepsake import Release
from holdfast.actions.retention import Rules
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, Tag
from holdfast.ui.home_state import Doing
from holdfast.ui.icons import Icon
from holdfast.ui.look import Type
from holdfast.ui.safety_errands import Thinning
from holdfast.ui.safety_readings import SafetyReading
from holdfast.ui.widgets.boxes import Card, column
from holdfast.ui.widgets.buttons import Button, Role, Tick
from holdfast.ui.widgets.flow import Flow
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.options import DropDown
from holdfast.ui.widgets.safety_card import SafetyCard
from holdfast.ui.widgets.safety_rules import RulesChooser, number_field
from holdfast.wording import forgetting, keeping, kinds, safety, times
from holdfast.wording.safety_labels import Act, Topic, act

_PAUSE = 250
_ROW = 36
_ROWS = 6
_NAMED = 5
_MEGA = 1_000_000
_DAYS = 36_500
_SNAPSHOT = Qt.ItemDataRole.UserRole + 1


class KeptCard(SafetyCard):
    """Thins out backups, but shows beforehand what would go.

    Signals:
        preview_wanted: what a `Thinning` would do is to be looked up.
        forget_wanted: the `ForgetPlan` that was shown is to be carried out.
        remember_wanted: the `Rules` are to be remembered.
        pin_wanted: a backup, and whether it is to be pinned.
        rehearse_wanted: a backup is to be rehearsed.
        release_wanted: a `Release` from the keepsake.
    """

    preview_wanted = Signal(object)
    forget_wanted = Signal(object)
    remember_wanted = Signal(object)
    pin_wanted = Signal(object, bool)
    rehearse_wanted = Signal(object)
    release_wanted = Signal(object)

    def __init__(self) -> None:
        """Nothing is known yet."""
        action = Button(act(Act.THIN_OUT), Role.SECONDARY, Icon.SEARCH)
        super().__init__(Topic.KEPT, action, (Doing.FORGET,))
        self._read: SafetyReading | None = None
        self._now: datetime | None = None
        self.plan: ForgetPlan | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask_by_rules)
        self._make_parts()
        self._connect()
        self.fill(
            label(act(Act.RULES), Type.STRONG),
            self.rules,
            self._preview,
            label(act(Act.BACKUPS), Type.STRONG),
            Card(column(self.backups, margins=(4, 4, 4, 4)), surface="pane"),
            Flow(self.pin, self.rehearse, self.chosen),
            label(act(Act.KEEPSAKE), Type.STRONG),
            self._keepsake,
            self._filter,
            self._would,
            self.sure,
            Flow(self.release),
            workers=(self.forget, self.remember, *self._of_backups, self.release),
        )

    def _make_parts(self) -> None:
        self.rules = RulesChooser()
        self.headline = label(keeping.previewing(), Type.STRONG, wrap=True)
        self.lines = label(tone="quiet", wrap=True)
        self.forget = Button(keeping.forget_button(0), Role.DANGER)
        self.remember = Button(act(Act.REMEMBER), Role.SECONDARY)
        buttons = Flow(self.remember, self.forget)
        parts = column(self.headline, self.lines, buttons, gap=8, margins=(12, 12, 12, 12))
        self._preview = Card(parts, surface="pane")
        self.backups = QListWidget()
        self.backups.setAccessibleName(act(Act.BACKUPS))
        self.backups.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.backups.setFixedHeight(_ROW)
        self.backups.setUniformItemSizes(True)
        self.pin = Button(act(Act.PIN), Role.SECONDARY, Icon.PIN)
        self.rehearse = Button(act(Act.REHEARSE_CHOSEN), Role.SECONDARY, Icon.PLAY)
        self.chosen = Button(act(Act.PREVIEW_CHOSEN), Role.SECONDARY)
        self._of_backups = (self.pin, self.rehearse, self.chosen)
        self._make_keepsake()

    def _make_keepsake(self) -> None:
        self._keepsake = label(keeping.keepsake_empty(), tone="quiet", wrap=True)
        self.kind = DropDown(act(Act.ALL_KINDS))
        self.kind.setMinimumHeight(34)
        self.kind.addItem(act(Act.ALL_KINDS), "")
        for kind in Kind:
            self.kind.addItem(kinds.title(kind), str(kind))
        self.older = number_field(act(Act.OLDER), 0, _DAYS, keeping.days_suffix())
        self.larger = number_field(act(Act.LARGER), 0, _MEGA, keeping.megabytes_suffix())
        self._filter = Flow(
            self.kind, label(act(Act.OLDER)), self.older, label(act(Act.LARGER)), self.larger
        )
        self._would = label(wrap=True)
        self.sure = Tick(act(Act.RELEASE_SURE))
        self.sure.setChecked(False)
        self.release = Button(act(Act.RELEASE), Role.DANGER)

    def _connect(self) -> None:
        self.action.clicked.connect(self.look)
        self.rules.changed.connect(self._look_soon)
        self.forget.clicked.connect(lambda: self.forget_wanted.emit(self.plan))
        self.remember.clicked.connect(lambda: self.remember_wanted.emit(self.rules.rules))
        self.backups.itemSelectionChanged.connect(self._follow_choice)
        self.pin.clicked.connect(self._pin)
        self.rehearse.clicked.connect(lambda: self.rehearse_wanted.emit(self._chosen()[0]))
        self.chosen.clicked.connect(self._ask_by_name)
        self.kind.currentIndexChanged.connect(lambda _number: self._show_would())
        self.older.valueChanged.connect(lambda _days: self._show_would())
        self.larger.valueChanged.connect(lambda _size: self._show_would())
        self.sure.toggled.connect(lambda _on: self.refresh_workers())
        self.release.clicked.connect(lambda: self.release_wanted.emit(self.wanted_release))

    # Showing

    def show_reading(self, read: SafetyReading, now: datetime) -> None:
        """Show the backups, the remembered rules and the keepsake of `read`."""
        before = self._read
        fresh = before is None or (before.place, before.handset) != (read.place, read.handset)
        self._read, self._now = read, now
        if fresh:
            self.rules.show_rules(read.rules)
        self._fill_list(read, now)
        held = read.kept_counts
        what = forgetting.keepsake(held, read.kept_sizes)
        self._keepsake.setText(keeping.keepsake_holds(what) if held else keeping.keepsake_empty())
        for part in (self._filter, self._would, self.sure, self.release):
            part.setVisible(bool(held))
        self.sure.setChecked(False)
        self._show_would()
        if not self.body.isHidden():
            self._look_soon()

    def _fill_list(self, read: SafetyReading, now: datetime) -> None:
        reasons = {stay.snapshot.id: forgetting.staying(stay) for stay in read.retention.stay}
        every = [*(stay.snapshot for stay in read.retention.stay), *read.retention.go]
        every.sort(key=lambda entry: (entry.time, entry.id), reverse=True)
        before = {snapshot.time for snapshot in self._chosen()}
        self.backups.clear()
        for snapshot in every:
            when = times.moment(snapshot.time, now)
            why = reasons.get(snapshot.id, "")
            line = keeping.backup_row(when, why) if why else keeping.going_row(when)
            made = QListWidgetItem(line, self.backups)
            made.setData(_SNAPSHOT, snapshot)
            made.setSizeHint(QSize(0, _ROW))
            made.setSelected(snapshot.time in before)
        self.backups.setFixedHeight(_ROW * max(1, min(_ROWS, len(every))) + 2)
        self._follow_choice()

    def unfold(self, *, on: bool = True) -> None:
        """The preview is made when somebody looks."""
        super().unfold(on=on)
        if on:
            self._look_soon()

    def look(self) -> None:
        """Unfold, with the preview of the rules."""
        self.unfold()
        self.rules.tabs.setFocus()

    def show_plan(self, plan: ForgetPlan, name: str) -> None:
        """Show what would go from the backups of the phone called `name`."""
        self.plan = plan
        going = plan.retention.go
        self.headline.setText(forgetting.headline(plan, name))
        said = [*forgetting.lines(plan), *self._going_lines(going)] if going else []
        self.lines.setText("\n".join(said))
        self.lines.setVisible(bool(said))
        self.forget.say(keeping.forget_button(len(going)))
        self.forget.setVisible(bool(going))
        self.refresh_workers()

    def show_trouble(self, what: str, then: str) -> None:
        """Say why there is no preview."""
        self.plan = None
        self.headline.setText(what)
        self.lines.setText(then)
        self.lines.setVisible(bool(then))
        self.forget.hide()

    def _going_lines(self, going: Sequence[SnapshotInfo]) -> list[str]:
        now = self._now
        if now is None:
            return []
        lines = [keeping.going_row(times.moment(entry.time, now)) for entry in going[:_NAMED]]
        more = len(going) - _NAMED
        return [*lines, safety.and_more(more)] if more > 0 else lines

    def may(self, button: QAbstractButton) -> bool:
        """What fits the choice among the backups, and what was looked at before."""
        chosen = self._chosen()
        fits: dict[QAbstractButton, bool] = {
            self.action: self._read is not None and bool(self._read.handset),
            self.forget: self.plan is not None and bool(self.plan.retention.go),
            self.remember: self._read is not None and self._read.rules != self.rules.rules,
            self.pin: len(chosen) == 1 and not _of_its_own(chosen[0]),
            self.rehearse: len(chosen) == 1 and not _of_its_own(chosen[0]),
            self.chosen: bool(chosen),
            self.release: self.sure.isChecked() and self._releasing()[0] > 0,
        }
        return fits.get(button, True)

    # Asking

    def _look_soon(self) -> None:
        self.plan = None
        self.headline.setText(keeping.previewing())
        self.lines.hide()
        self.forget.hide()
        self._pause.start()
        self.refresh_workers()

    def _ask_by_rules(self) -> None:
        self._ask(self.rules.rules)

    def _ask_by_name(self) -> None:
        self._pause.stop()
        self._ask(Rules(), tuple(snapshot.id for snapshot in self._chosen()))

    def _ask(self, rules: Rules, named: tuple[str, ...] = ()) -> None:
        if self._read is not None and self._read.handset:
            self.preview_wanted.emit(Thinning(self._read.handset, rules, named))

    def _chosen(self) -> list[SnapshotInfo]:
        return [entry.data(_SNAPSHOT) for entry in self.backups.selectedItems()]

    def _follow_choice(self) -> None:
        chosen = self._chosen()
        on = len(chosen) == 1 and Tag.PINNED in chosen[0].tags
        self.pin.say(act(Act.UNPIN if on else Act.PIN))
        self.refresh_workers()

    def _pin(self) -> None:
        snapshot = self._chosen()[0]
        self.pin_wanted.emit(snapshot, Tag.PINNED not in snapshot.tags)

    # The keepsake

    @property
    def wanted_release(self) -> Release:
        """What of the keepsake the fields mean."""
        kind, days = self.kind.currentData(), self.older.value()
        before = self._now - timedelta(days=days) if days and self._now is not None else None
        chosen = frozenset({Kind(kind)}) if kind else frozenset[Kind]()
        return Release(chosen, before, self.larger.value() * _MEGA)

    def _releasing(self) -> tuple[int, int]:
        wanted = self.wanted_release
        kept = self._read.keepsake if self._read is not None else ()
        gone = [version for version in kept if wanted.takes(version)]
        return len(gone), sum(version.kept.size for version in gone)

    def _show_would(self) -> None:
        self._would.setText(keeping.would_release(*self._releasing()))
        self.refresh_workers()


def _of_its_own(snapshot: SnapshotInfo) -> bool:
    """Whether it is no backup of a phone's content: nothing to pin or to rehearse."""
    return bool({Tag.REHEARSAL, Tag.KEEPSAKE} & snapshot.tags)
