from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from PySide6.QtCore import Qt

from holdfast.actions.desk import Desk
from holdfast.actions.settings import Settings
from holdfast.phones.links.usb import UsbBus
from holdfast.ui.look import Theme
from holdfast.ui.main_window import MainWindow
from holdfast.ui.window import make_window
from holdfast.vault.keys import Keychain
from tests.ui.conftest import CHEAP, InMemory

_LATE = ("coverage", "export", "help", "put_back", "safety", "settings", "sheet")
_PANES = ("calendar", "comparison", "talk", "tree")


def test_what_is_read_first_of_an_opened_vault_is_shown_at_once(room):
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.pull()
    seen: list[bool] = []
    before = room.session.vault

    def look() -> None:
        if room.session.vault is not before and room.state.loaded:
            seen.append(bool(room.state.entries))

    room.session.changed.connect(look)
    room.session.open_vault(room.session.vault.place, room.session.password)
    room.wait(lambda: bool(seen))
    room.settle()
    assert seen
    assert all(seen)


class Asking(InMemory):
    """A keychain that answers once its owner has allowed it."""

    def __init__(self, kept: dict[tuple[str, str], str]) -> None:
        super().__init__()
        self.kept = kept
        self.asked, self.allowed = threading.Event(), threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.set()
        self.allowed.wait(10)
        return super().get_password(service, username)


@pytest.fixture
def known(room) -> dict[tuple[str, str], str]:
    """What the keychain holds of a vault with one backup, that was closed again."""
    backend = InMemory()
    room.desk.keychain = Keychain(backend)
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.pull()
    return backend.kept


@contextmanager
def started_anew(room, app, backend: InMemory | None) -> Iterator[MainWindow]:
    """Another window, as a new start of the program shows it."""
    room.window.close()
    desk = Desk(
        settings=Settings(room.folder / "settings"),
        keychain=Keychain(backend),
        cache=room.folder / "cache",
        bus=UsbBus(()),
        clock=room.clock,
        cost=CHEAP,
    )
    window = make_window(app, desk, theme=Theme.LIGHT, samples=room.folder / "sample")
    window.session.start()
    window.show()
    try:
        yield window
    finally:
        window.close()
        desk.close()
        window.deleteLater()


def test_what_was_backed_up_is_seen_before_the_keychain_answers(room, app, known):
    backend = Asking(known)
    with started_anew(room, app, backend) as window:
        timeline = window.sidebar.timeline
        room.wait(lambda: timeline.rows.rowCount() > 0 and backend.asked.is_set())
        state = window.session.state
        assert [entry.snapshot.handset.model for entry in state.entries]
        assert state.password_kept is None
        backend.allowed.set()
        room.wait(lambda: window.session.state.password_kept is True)
        assert window.session.vault is not None


def test_who_cannot_unlock_a_vault_is_shown_it_no_longer_and_asked(room, app, known):
    backend = Asking({})
    with started_anew(room, app, backend) as window:
        room.wait(lambda: bool(window.session.state.entries) and backend.asked.is_set())
        backend.allowed.set()
        room.wait(window.unlock.isVisible)
        assert window.session.vault is None
        assert window.session.state.entries == ()


def test_whatever_else_waits_for_the_key_in_vain_is_not_told_besides(room, app, known):
    backend = Asking({})
    with started_anew(room, app, backend) as window:
        session, told = window.session, []
        session.failed.connect(told.append)
        room.wait(lambda: bool(session.state.entries) and backend.asked.is_set())
        vault = session.vault
        for queue in ("one", "two"):
            session.bridge.run(queue, lambda _task: vault.repository.snapshots())
        backend.allowed.set()
        room.wait(window.unlock.isVisible)
        room.wait(lambda: session.bridge.idle)
        assert told == []


def test_the_sample_phone_and_its_vault_are_there_again_at_the_next_start(room, app):
    room.session.try_sample()
    room.wait(lambda: room.session.vault is not None)
    room.look(lambda: bool(room.state.phones))
    room.back_up()
    # Without a keychain; nobody was ever told a password.
    with started_anew(room, app, None) as window:
        room.wait(lambda: bool(window.session.state.entries))
        window.session.watch.look()
        room.wait(lambda: any(phone.connected for phone in window.session.state.phones))
        assert not window.unlock.isVisible()


def test_a_page_is_made_when_it_is_wanted(room):
    room.vault()
    # The sheet of a new vault is shown by itself.
    assert [page for page in _LATE if room.window.has(page)] == ["sheet"]
    room.window.show_safety()
    assert [page for page in _LATE if room.window.has(page)] == ["safety", "sheet"]


def test_a_pane_is_made_when_it_is_wanted(room):
    room.vault()
    browser = room.window.home.content.browser
    assert [pane for pane in _PANES if browser.has(pane)] == []
    assert browser.talk is browser.talk
    assert [pane for pane in _PANES if browser.has(pane)] == ["talk"]


@pytest.mark.parametrize("page", _LATE)
def test_escape_leads_away_from_a_page_that_was_made_late(room, page: str):
    room.vault()
    window = room.window
    shown = getattr(window, page)
    opened = {
        "help": window.in_help(lambda room: room.show_guide()),
        "settings": window.show_settings,
    }
    opened.get(page, partial(window.pages.setCurrentWidget, shown))()
    assert shown.isVisible()
    room.qtbot.keyClick(window, Qt.Key.Key_Escape)
    room.wait(lambda: not shown.isVisible())
