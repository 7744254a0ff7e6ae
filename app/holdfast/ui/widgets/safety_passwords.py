"""The passwords of the vault: listed, added, changed, removed, and forgotten here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from holdfast.ui.home_state import Doing
from holdfast.ui.icons import Icon
from holdfast.ui.look import Type
from holdfast.ui.safety_readings import SafetyReading
from holdfast.ui.widgets.boxes import clear, column, panel, row
from holdfast.ui.widgets.buttons import Button, Role, Tick
from holdfast.ui.widgets.flow import Flow
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.safety_card import SafetyCard
from holdfast.vault.keys import generate_password
from holdfast.vault.repository.key_files import KeyInfo
from holdfast.wording import safety, vaults
from holdfast.wording.safety_labels import Act, Topic, act


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password to be; `change` puts it in the place of the one in use, `made` is ours."""

    text: str
    change: bool
    made: bool = False


class PasswordsCard(SafetyCard):
    """Every password that opens the vault, and new ones.

    Signals:
        new_wanted: a `NewPassword`.
        wrong: what was typed cannot be taken (a sentence).
        remove_wanted: the key (its id) of a password that is to go.
        keep_wanted: the keychain is to keep the one in use.
        forget_wanted: this computer is to forget the vault.
    """

    new_wanted = Signal(object)
    wrong = Signal(str)
    remove_wanted = Signal(str)
    keep_wanted = Signal()
    forget_wanted = Signal()

    def __init__(self) -> None:
        """Nothing is listed yet."""
        action = Button(act(Act.ADD_PASSWORD), Role.SECONDARY, Icon.PLUS)
        super().__init__(Topic.PASSWORDS, action, (Doing.PASSWORDS,))
        self._read: SafetyReading | None = None
        self._removers: list[Button] = []
        self._keys = column(gap=4)
        self.password = _secret(act(Act.NEW_PASSWORD))
        self.again = _secret(act(Act.AGAIN))
        self.made = Tick(act(Act.GENERATE))
        self.made.setChecked(False)
        self.made.toggled.connect(self._follow_made)
        self.add = Button(act(Act.ADD_PASSWORD), Role.SECONDARY, Icon.PLUS)
        self.change = Button(act(Act.CHANGE_PASSWORD), Role.SECONDARY)
        self.keep = Button(act(Act.KEEP_PASSWORD), Role.SECONDARY, Icon.KEY)
        self.sure = Tick(act(Act.SURE))
        self.sure.setChecked(False)
        self.forget_here = Button(act(Act.FORGET_HERE), Role.DANGER)
        self._connect()
        self.fill(
            self._keys,
            Flow(self.keep),
            label(act(Act.NEW_PASSWORD), Type.STRONG),
            row(self.password, self.again, gap=12),
            self.made,
            Flow(self.add, self.change),
            label(act(Act.FORGET_HERE), Type.STRONG, wrap=True),
            label(safety.forget_here_hint(), tone="quiet", wrap=True),
            self.sure,
            Flow(self.forget_here),
            workers=(self.add, self.change, self.keep, self.forget_here),
        )

    def _connect(self) -> None:
        self.action.clicked.connect(self._begin)
        self.add.clicked.connect(lambda: self._take(change=False))
        self.change.clicked.connect(lambda: self._take(change=True))
        self.keep.clicked.connect(self.keep_wanted)
        self.sure.toggled.connect(lambda _on: self.refresh_workers())
        self.forget_here.clicked.connect(self.forget_wanted)

    def show_reading(self, read: SafetyReading) -> None:
        """List the passwords of `read`, never what they are."""
        if self._read is None or self._read.keys != read.keys:
            self._list(read.keys)
        self._read = read
        self.keep.setVisible(read.keychain and not read.kept)
        self.refresh_workers()

    def _list(self, keys: Sequence[KeyInfo]) -> None:
        clear(self._keys)
        self._removers = []
        for key in keys:
            self._keys.addWidget(self._key_line(key, alone=len(keys) == 1))

    def _key_line(self, key: KeyInfo, *, alone: bool) -> QWidget:
        when = vaults.password_added(key.created)
        who = f"{key.username}@{key.hostname}"
        words = label(safety.password_row(when, who, current=key.current), wrap=True)
        remove = Button(act(Act.REMOVE), Role.LINK, name=safety.remove_password(when))
        remove.clicked.connect(lambda: self.remove_wanted.emit(key.id))
        if key.current or alone:
            remove.hide()
        self._removers.append(remove)
        line = row(words, remove, gap=16)
        line.setStretch(0, 1)
        return panel(line)

    def may(self, button: QAbstractButton) -> bool:
        """Forgetting here needs that its owner can come back."""
        return self.sure.isChecked() if button is self.forget_here else True

    def refresh_workers(self) -> None:
        """The buttons of the list rest, too."""
        super().refresh_workers()
        for button in self._removers:
            button.setEnabled(self.add.isEnabled())

    def clear_fields(self) -> None:
        """Keep nothing of what was typed."""
        self.password.clear()
        self.again.clear()
        self.made.setChecked(False)
        self.sure.setChecked(False)

    def _begin(self) -> None:
        self.unfold()
        self.password.setFocus()

    def _follow_made(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        for field in (self.password, self.again):
            field.setEnabled(not on)

    def _take(self, *, change: bool) -> None:
        typed = self.password.text()
        if self.made.isChecked():
            self.new_wanted.emit(NewPassword(generate_password(), change, made=True))
        elif not typed:
            self.wrong.emit(safety.password_missing())
        elif typed != self.again.text():
            self.wrong.emit(safety.not_the_same())
        else:
            self.new_wanted.emit(NewPassword(typed, change))


def _secret(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setPlaceholderText(name)
    made.setAccessibleName(name)
    return made
