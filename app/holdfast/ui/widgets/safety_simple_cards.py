"""The cards of sheet, check, rehearsal, copies and vault on the page *Safety*."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from holdfast.ui.home_state import Doing
from holdfast.ui.icons import Icon
from holdfast.ui.look import Type
from holdfast.ui.safety_readings import SafetyReading
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.flow import Flow
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.safety_card import SafetyCard
from holdfast.wording import controls, pages, safety
from holdfast.wording.controls import Label
from holdfast.wording.safety_labels import Act, Topic, act

_TYPING_HEIGHT = 112


class SheetCard(SafetyCard):
    """The recovery sheet; its own page shows it, prints it and takes it back."""

    def __init__(self) -> None:
        """The one thing to do is to see the sheet."""
        super().__init__(Topic.SHEET, Button(act(Act.SHEET), Role.SECONDARY, Icon.KEY))
        self.fill(label(pages.sheet().sentence, tone="quiet", wrap=True))


class CheckCard(SafetyCard):
    """Checks the vault, and repairs it.

    Signals:
        check_wanted: with every byte, or with the share that is due.
        repair_wanted: the vault is to be repaired.
    """

    check_wanted = Signal(bool)
    repair_wanted = Signal()

    def __init__(self) -> None:
        """Repairing is offered below, and comes forward where there is damage."""
        action = Button(act(Act.CHECK), Role.SECONDARY, Icon.SAFE)
        super().__init__(Topic.CHECK, action, (Doing.CHECK, Doing.REPAIR))
        self.read_all = Button(act(Act.READ_ALL), Role.SECONDARY)
        self.repair = Button(act(Act.REPAIR_NOW), Role.SECONDARY)
        self._repair_hint = label(tone="quiet", wrap=True)
        self._damaged = False
        self.action.clicked.connect(self._act)
        self.read_all.clicked.connect(lambda: self.check_wanted.emit(True))
        self.repair.clicked.connect(self.repair_wanted)
        self.fill(
            label(safety.check_hint(), tone="quiet", wrap=True),
            Flow(self.read_all),
            self._repair_hint,
            Flow(self.repair),
            workers=(self.read_all, self.repair),
        )

    def show_reading(self, read: SafetyReading, phones: Sequence[str]) -> None:
        """Offer to repair where there is damage, with the `phones` (titles) that are there."""
        self._damaged = read.check is not None and read.check.damaged > 0
        self.action.say(act(Act.REPAIR if self._damaged else Act.CHECK))
        self._repair_hint.setText(safety.repair_hint(list(phones)))

    def _act(self) -> None:
        if self._damaged:
            self.unfold()
            self.repair.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.check_wanted.emit(False)


class RehearsalCard(SafetyCard):
    """Puts a backup back on trial.

    Signals:
        wanted: a rehearsal with what the keychain knows.
        typed: a rehearsal with the recovery sheet as it was typed.
    """

    wanted = Signal()
    typed = Signal(str)

    def __init__(self) -> None:
        """The sheet can be typed any time; every third time it has to be."""
        action = Button(act(Act.REHEARSE), Role.SECONDARY, Icon.PLAY)
        super().__init__(Topic.REHEARSAL, action, (Doing.REHEARSE,))
        self.sheet = QPlainTextEdit()
        self.sheet.setFixedHeight(_TYPING_HEIGHT)
        self.sheet.setTabChangesFocus(True)
        self.sheet.setAccessibleName(act(Act.TYPE_SHEET))
        self.sheet.textChanged.connect(self.refresh_workers)
        self.with_sheet = Button(act(Act.WITH_SHEET), Role.SECONDARY, Icon.KEY)
        self._by_sheet = False
        self._possible = False
        self._turn = label(tone="attention", wrap=True)
        self._turn.hide()
        self.action.clicked.connect(self._act)
        self.with_sheet.clicked.connect(lambda: self.typed.emit(self.sheet.toPlainText()))
        self.fill(
            label(safety.rehearsal_hint(), tone="quiet", wrap=True),
            self._turn,
            label(act(Act.TYPE_SHEET), Type.STRONG),
            self.sheet,
            Flow(self.with_sheet),
            workers=(self.with_sheet,),
        )

    def show_reading(self, read: SafetyReading) -> None:
        """Ask for the sheet when it is its turn."""
        self._possible = read.due is not None
        self._by_sheet = read.due is not None and read.due.by_sheet
        self._turn.setText(safety.sheet_turn() if self._by_sheet else "")
        self._turn.setVisible(self._by_sheet)

    def may(self, button: QAbstractButton) -> bool:
        """There has to be a backup, and for the sheet something typed."""
        if button is self.with_sheet:
            return self._possible and bool(self.sheet.toPlainText().strip())
        return self._possible

    def ask_sheet(self) -> None:
        """Ask for the sheet in the keychain's stead."""
        self._turn.setText(safety.sheet_turn())
        self._turn.show()
        self.unfold()
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self) -> None:
        if self._by_sheet:
            self.ask_sheet()
        else:
            self.wanted.emit()


class CopiesCard(SafetyCard):
    """Where the backups live, and the mirror.

    Signals:
        choose_wanted: a folder for the mirror is to be chosen.
        update_wanted: the mirror is to be brought up to date.
        off_wanted: there is to be no mirror any more.
    """

    choose_wanted = Signal()
    update_wanted = Signal()
    off_wanted = Signal()

    def __init__(self) -> None:
        """The one thing to do is to choose a folder, then to bring it up to date."""
        action = Button(act(Act.CHOOSE_MIRROR), Role.SECONDARY, Icon.FOLDER)
        super().__init__(Topic.COPIES, action, (Doing.MIRROR,))
        self.other = Button(act(Act.CHOOSE_MIRROR), Role.SECONDARY)
        self.off = Button(act(Act.MIRROR_OFF), Role.SECONDARY)
        self._mirrored = False
        self._possible = False
        self.action.clicked.connect(self._act)
        self.other.clicked.connect(self.choose_wanted)
        self.off.clicked.connect(self.off_wanted)
        self.fill(
            label(safety.copy_hint(), tone="quiet", wrap=True),
            label(safety.mirror_hint(), tone="quiet", wrap=True),
            Flow(self.other, self.off),
            workers=(self.other, self.off),
        )

    def show_reading(self, read: SafetyReading) -> None:
        """Offer what fits: a folder to choose, or the chosen one to bring up to date."""
        self._mirrored = read.mirror is not None
        self._possible = bool(read.handset) and bool(read.retention.stay)
        self.action.say(act(Act.MIRROR_NOW if self._mirrored else Act.CHOOSE_MIRROR))
        self.action.set_icon(Icon.REPEAT if self._mirrored else Icon.FOLDER)

    def may(self, button: QAbstractButton) -> bool:
        """A mirror is of a phone with a backup; only one that is there can be ended."""
        return self._mirrored if button is self.off else self._possible

    def _act(self) -> None:
        (self.update_wanted if self._mirrored else self.choose_wanted).emit()


class VaultCard(SafetyCard):
    """The vault's place and size, and how to open it elsewhere.

    Signals:
        open_wanted: another vault is to be opened.
        create_wanted: a new vault is to be made.
        rebuild_wanted: the index is to be made anew.
    """

    open_wanted = Signal()
    create_wanted = Signal()
    rebuild_wanted = Signal()

    def __init__(self) -> None:
        """The one thing to do is to open another."""
        action = Button(controls.label(Label.OPEN_VAULT), Role.SECONDARY, Icon.FOLDER)
        super().__init__(Topic.VAULT, action, (Doing.INDEX,))
        self.create_button = Button(controls.label(Label.CREATE_VAULT), Role.SECONDARY, Icon.PLUS)
        self.rebuild = Button(act(Act.REBUILD), Role.SECONDARY)
        self.restic = label(wrap=True)
        self.restic.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.restic.setStyleSheet("font-family: 'DejaVu Sans Mono', Consolas, Menlo, monospace;")
        self.action.clicked.connect(self.open_wanted)
        self.create_button.clicked.connect(self.create_wanted)
        self.rebuild.clicked.connect(self.rebuild_wanted)
        words = safety.elsewhere()
        self.fill(
            label(words.title, Type.STRONG, wrap=True),
            label(words.sentence, tone="quiet", wrap=True),
            self.restic,
            Flow(self.create_button, self.rebuild),
            workers=(self.create_button, self.rebuild),
        )

    def show_reading(self, read: SafetyReading) -> None:
        """Name the folder in the commands."""
        self.restic.setText(safety.restic_lines(read.place))
        self.restic.setAccessibleName(safety.restic_lines(read.place))
