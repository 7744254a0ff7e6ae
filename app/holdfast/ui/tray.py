"""The icon beside the clock, where the desktop has a place for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from holdfast.actions.notice_server import Notice
from holdfast.ui.home_state import HomeState
from holdfast.ui.icons import Icon, make_icon
from holdfast.ui.look import LIGHT, tokens
from holdfast.ui.mnemonics import plain
from holdfast.wording import background, controls
from holdfast.wording.controls import Label


class Tray(QObject):
    """Shown or hidden as one whole; without a place for icons it stays hidden.

    Signals:
        open_wanted: the window is to come up.
        back_up_wanted: the phone that is shown is to be backed up.
        leave_wanted: the program is to end.
    """

    open_wanted = Signal()
    back_up_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, parent: QObject | None = None, *, available: bool | None = None) -> None:
        """`available` is asked of the desktop unless it is given."""
        super().__init__(parent)
        asked = QSystemTrayIcon.isSystemTrayAvailable
        self.available = asked() if available is None else available
        self.menu = QMenu()
        self._open = self.menu.addAction(background.open_window())
        self._back_up = self.menu.addAction(background.back_up_now())
        self._last = self.menu.addAction(background.no_backup_yet())
        self._last.setEnabled(False)
        self.menu.addSeparator()
        leave = self.menu.addAction(background.leave())
        self._open.triggered.connect(self.open_wanted)
        self._back_up.triggered.connect(self.back_up_wanted)
        leave.triggered.connect(self.leave_wanted)
        self._icon = QSystemTrayIcon(QIcon(make_icon(Icon.SAFE, LIGHT.accent, 64)), self)
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._clicked)
        self._icon.messageClicked.connect(self.open_wanted)
        self._icon.setToolTip(controls.label(Label.APP))
        self.shown = False

    def show(self, *, shown: bool) -> None:
        """Show the icon, or hide it."""
        self.shown = shown and self.available
        if self._icon.isVisible() != self.shown:
            self._icon.setVisible(self.shown)

    def follow(self, state: HomeState) -> None:
        """Tell of the phone that the window shows."""
        phone = state.phone
        line = background.no_backup_yet()
        if phone is not None:
            line = background.tray_line(phone.title, state.status.line)
        self._last.setText(plain(line))
        self._icon.setToolTip(line)
        able = state.connected and bool(state.vault) and state.running is None
        self._back_up.setEnabled(able)
        self._back_up.setIcon(make_icon(Icon.BACK_UP, tokens().text, 18, tokens().quiet))

    def tell(self, notice: Notice) -> None:
        """Show a notice in a bubble; nothing where the icon is hidden."""
        if self.shown:
            icon = QSystemTrayIcon.MessageIcon.Information
            self._icon.showMessage(notice.title, notice.text, icon)

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # On the right button the menu comes by itself.
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.open_wanted.emit()
