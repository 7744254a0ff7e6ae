"""What is done to the window and its phones on a tour, and the waiting until all came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QMenu,
    QPushButton,
    QWidget,
)

from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from holdfast.phones.virtual.store import open_sample
from holdfast.ui.main_window import MainWindow
from holdfast.ui.widgets.buttons import Button
from holdfast.wording import controls
from holdfast.wording.controls import Label
from tests.ui import popups
from tests.ui.preparing import EMPTY, SERIALS, Clock, desk_in

_PATIENCE = 120.0
_QUIET = 0.04
_TURNS = 6
"""Layouts pass a new size on from one to the next, a turn for each."""
_BULK = (Endpoint(0x81, Transfer.BULK, 512), Endpoint(0x02, Transfer.BULK, 512))
_SHARING = (AltSetting(0, 0, 0xE0, 0x01, 0x03, _BULK, b"", "RNDIS"),)

Take = Callable[[str, QWidget], None]
"""Gets the name of a stop, and what lies in front there: the window, a menu or a dialog."""


class Hands:
    """Hold the window and the phones in `folder`."""

    window: MainWindow

    def __init__(self, folder: Path) -> None:
        """The desk is there; the window is to be opened on it."""
        self._folder = folder
        self._clock = Clock()
        self._desk = desk_in(folder, self._clock)
        self._asked: set[str] = set()

    @property
    def _session(self):
        return self.window.session

    def _stop(self, name: str) -> None:
        """Look at what is in front."""
        raise NotImplementedError

    def press(self, button: QAbstractButton) -> None:
        """Press it with the mouse, and let everything come of it that comes."""
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def _click(self, within: QWidget, words: Label) -> None:
        buttons = [b for b in within.findChildren(Button) if b.isVisible()]
        (found,) = [b for b in buttons if b.text() == controls.label(words)]
        self.press(found)

    def _right_click(self, view: QAbstractItemView, place: QPoint) -> None:
        asked = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place)
        )
        QApplication.sendEvent(view.viewport(), asked)
        self.settle()
        assert isinstance(popups.front(self.window), QMenu)

    def _open_menu(self, button: QPushButton) -> QMenu:
        self.press(button)
        menu = button.menu()
        assert menu.isVisible()
        return menu

    def _close_menu(self) -> None:
        while (menu := QApplication.activePopupWidget()) is not None:
            QTest.keyClick(menu, Qt.Key.Key_Escape)
        self.settle()

    def _menu_of(self, button: QPushButton, name: str) -> Iterator[str]:
        """The menu of a button, then each menu inside of it."""
        menu = self._open_menu(button)
        yield name
        for number, entry in enumerate(popups.inner_entries(menu), 1):
            popups.click(menu, entry)
            self.wait(lambda: popups.front(self.window) is not menu)
            yield f"{name}-{number}"
        self._close_menu()

    def _pick(self, button: QPushButton, words: str) -> None:
        menu = self._open_menu(button)
        popups.click(menu, popups.entry(menu, words))

    def _meet(self, name: str, act: Callable[[], object]) -> None:
        """Do `act`, look at the dialog that comes of it, and go on without an answer."""
        met: list[BaseException | None] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog) or not dialog.isVisible():
                return
            looking.stop()
            try:
                self._asked |= popups.opening()
                dialog.activateWindow()
                self.wait(lambda: dialog.isAncestorOf(QApplication.focusWidget() or self.window))
                self._stop(name)
                met.append(None)
            except BaseException as wrong:  # noqa: BLE001 - Qt would go on without it
                met.append(wrong)
            dialog.reject()

        looking = QTimer(self.window)
        looking.timeout.connect(look)
        looking.start(10)
        act()
        self.wait(lambda: bool(met))
        # What manages windows elsewhere does so by itself.
        self.window.activateWindow()
        self.settle()
        if met[0] is not None:
            raise met[0]

    def _press_key(self, key: str) -> bool:
        return self._press_in(self.window.home.content, key)

    def _press_in(self, within: QWidget, key: str) -> bool:
        buttons = within.findChildren(QAbstractButton)
        found = [b for b in buttons if b.property("key") == str(key) and b.isVisible()]
        for button in found[:1]:
            self.press(button)
        return bool(found)

    def _choose(self, name: str) -> None:
        """Choose a phone that the vault knows."""
        phones = self._session.state.phones
        self._session.choose_phone(
            next(phone.id for phone in phones if self._serial_of(phone.id) == SERIALS[name])
        )
        self.settle()
        self.window.show_home()

    def _choose_connected(self) -> None:
        phones = self._session.state.phones
        self._session.choose_phone(next(phone.id for phone in phones if phone.connected))
        self.settle()
        self.window.show_home()

    def _serial_of(self, handset: str) -> str:
        vault = self._session.vault
        infos = vault.history.handsets() if vault is not None else ()
        return next((info.serial for info in infos if info.id == handset), "")

    def _plug(self, name: str) -> None:
        before = self._connected()
        self._desk.hang_sample(self._folder / name)
        self._look(lambda: self._connected() > before)

    def _pull(self, name: str) -> None:
        before = self._connected()
        self._desk.unhang_sample(self._folder / name)
        self._look(lambda: self._connected() < before)

    def _plug_sharing(self) -> int:
        """A phone that shares its network and nothing else: it waits for its owner."""
        said = Descriptors(0x2717, 0xFF40, "Xiaomi", "Redmi Note 12", "R5CX", _SHARING)
        silent = open_sample(self._folder / EMPTY, clock=self._clock).function
        slot = self._desk.virtual.plug(VirtualDevice(said, silent))
        self._session.watch.start()
        self._look(lambda: bool(self._session.state.waiting))
        return slot

    def _connected(self) -> int:
        return sum(phone.connected for phone in self._session.state.phones)

    def _look(self, done: Callable[[], bool]) -> None:
        self._session.watch.look()
        self.wait(done)
        self.settle()

    def wait(self, done: Callable[[], bool]) -> None:
        """Let the window live until `done`."""
        end = time.monotonic() + _PATIENCE
        while not done():
            assert time.monotonic() < end, "the window never came so far"
            pump()
            time.sleep(0.002)

    def settle(self) -> None:
        """Let the window live until it has nothing to do and everything is drawn."""
        quiet, turns = time.monotonic(), 0

        def done() -> bool:
            nonlocal quiet, turns
            turns += 1
            if not self._session.bridge.idle or self._session.state.running is not None:
                quiet, turns = time.monotonic(), 0
            return turns > _TURNS and time.monotonic() - quiet >= _QUIET

        self.wait(done)


def pump() -> None:
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
