"""A window over a desk with a cheap vault and small phones on the virtual bus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from holdfast.actions.desk import Desk
from holdfast.actions.settings import Settings
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.store import create_sample, replace_sample, wipe_sample
from holdfast.ui.look import Theme
from holdfast.ui.main_window import MainWindow
from holdfast.ui.style import dress, put_on
from holdfast.ui.window import make_window
from holdfast.vault.keys import Keychain
from holdfast.vault.repository.keyfile import ScryptCost

PATIENCE = 30_000
CHEAP = ScryptCost(n=2, r=8, p=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen plugin says so of every window that has a smallest size or is to be on top,
    # and of icons in the tray.
    texts = ("propagateSizeHints", "does not support raise", "systemTrayWindowChanged")
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(*texts, extend=True))


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    dress(qapp)
    yield qapp
    # Off the screen, what was copied lives on when Python has ended, and ends with a crash.
    qapp.clipboard().clear()


@pytest.fixture
def app(dressed: QApplication) -> QApplication:
    put_on(dressed, Theme.LIGHT)
    return dressed


class Clock:
    """Real time, moved on by whole days when a test says so."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class InMemory(KeyringBackend):
    """A keychain that forgets with the process."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@dataclass
class Room:
    """The window, its desk, and the phones that lie around."""

    folder: Path
    desk: Desk
    clock: Clock
    window: MainWindow
    qtbot: QtBot
    phones: dict[str, Path] = field(default_factory=dict)
    passwords: list[str | None] = field(default_factory=list)

    @property
    def session(self):
        return self.window.session

    @property
    def state(self):
        return self.window.session.state

    def wait(self, condition: Callable[[], bool], limit: int = PATIENCE) -> None:
        self.qtbot.waitUntil(condition, timeout=limit)

    def settle(self) -> None:
        """Wait until nothing is under way any more, and until that can be seen."""
        for _ in range(2):
            self.wait(lambda: self.session.bridge.idle and self.state.running is None)
            self.qtbot.wait(5)

    def vault(self) -> None:
        self.session.create_vault(self.folder / "vault")
        self.wait(lambda: self.session.vault is not None)
        self.window.show_home()
        self.settle()

    def make_phone(self, name: str = "phone", **options: Any) -> Path:
        create_sample(self.folder / name, small=True, **options)
        self.phones[name] = self.folder / name
        return self.phones[name]

    def plug(self, name: str = "phone") -> None:
        before = [phone.id for phone in self.state.phones if phone.connected]
        self.desk.hang_sample(self.phones[name])
        self.look(lambda: len(self._connected()) > len(before))

    def pull(self, name: str = "phone") -> None:
        self.desk.unhang_sample(self.phones[name])
        self.look(lambda: not self._connected())

    def _connected(self) -> list[str]:
        return [phone.id for phone in self.state.phones if phone.connected]

    def look(self, condition: Callable[[], bool]) -> None:
        self.session.watch.look()
        self.wait(condition)
        self.settle()

    def back_up(self) -> None:
        count = len(self.state.entries)
        self.window.deeds.back_up()
        self.wait(lambda: self.state.running is None and len(self.state.entries) > count)
        self.settle()

    def wipe(self, name: str = "phone") -> None:
        self.pull(name)
        wipe_sample(self.phones[name])
        self.plug(name)

    def replace(self, name: str = "phone") -> None:
        self.pull(name)
        replace_sample(self.phones[name])
        self.plug(name)


class Strays(QObject):
    """Notes every widget that comes up as a window of its own, but for dialogs, which are some."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.found: list[str] = []
        self._window = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            self._note(watched)
        return False

    def _note(self, shown: QWidget) -> None:
        if shown.isWindow() and not isinstance(shown, (type(self._window), QDialog)):
            self.found.append(type(shown).__name__)


@pytest.fixture
def room(tmp_path: Path, app: QApplication, qtbot: QtBot) -> Iterator[Room]:
    clock = Clock()
    desk = Desk(
        settings=Settings(tmp_path / "settings"),
        keychain=Keychain(None),
        cache=tmp_path / "cache",
        bus=UsbBus(()),
        clock=clock,
        cost=CHEAP,
    )
    window = make_window(
        app, desk, theme=Theme.LIGHT, samples=tmp_path / "sample", reports=tmp_path / "logs"
    )
    strays = Strays(window)
    app.installEventFilter(strays)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Room(tmp_path, desk, clock, window, qtbot)
    app.removeEventFilter(strays)
    window.close()
    desk.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert strays.found == []


@pytest.fixture
def answer_folder(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Path]:
    """Answers what the system's dialog for folders asks, and makes that folder."""

    def answer(folder: Path) -> Path:
        def into(dialog: QFileDialog) -> int:
            dialog.setDirectory(str(folder))
            return int(QFileDialog.DialogCode.Accepted)

        folder.mkdir(exist_ok=True)
        monkeypatch.setattr(QFileDialog, "exec", into)
        return folder

    return answer
