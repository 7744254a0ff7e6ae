from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from holdfast.actions.notice_server import NAME
from holdfast.actions.settings import AtPlugIn
from holdfast.phones.virtual.store import replace_sample
from holdfast.ui.background import Background
from holdfast.ui.notices_desktop import Notices
from holdfast.ui.single import Start
from holdfast.ui.tray import Tray
from tests.private_bus import Answer, PrivateBus, private_bus


class Desktop:
    """A real notification server on a bus of the test's own."""

    def __init__(self, bus: PrivateBus) -> None:
        self.shown: list[tuple] = []
        self.closed: list[int] = []
        self._server = bus.serve(
            NAME,
            {
                "GetCapabilities": lambda: ("as", (["actions", "body"],)),
                "Notify": self._notify,
                "CloseNotification": self._close,
            },
        )

    def _notify(self, *notice) -> Answer:
        self.shown.append(notice)
        return "u", (notice[1] or len(self.shown),)

    def _close(self, number: int) -> Answer:
        self.closed.append(number)
        return "", ()

    def choose(self, action: str) -> None:
        number = len(self.shown)
        path = "/org/freedesktop/Notifications"
        self._server.emit(path, NAME, "ActionInvoked", "us", (number, action))

    @property
    def titles(self) -> list[str]:
        return [notice[3] for notice in self.shown]


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    with private_bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield Desktop(bus)


@pytest.fixture
def life(open_life, room) -> Background:
    """The window is closed to the tray."""
    room.window.close()
    assert room.window.isHidden()
    return open_life


@pytest.fixture
def open_life(room, desktop) -> Iterator[Background]:
    """A window with a vault that would go on when closed."""
    room.vault()
    window = room.window
    made = Background(
        window,
        window,
        Tray(available=True),
        Notices(window.session.bridge, system="linux"),
    )
    room.desk.settings.choose_stay(stays=True)
    made.follow()
    yield made
    room.desk.settings.choose_stay(stays=False)
    made.close()


def backups(room) -> int:
    return len(room.state.entries)


def plug(room, choice: AtPlugIn | None = None, name: str = "phone") -> str:
    """Plug a phone in that its owner made this choice for earlier; returns its id."""
    room.make_phone(name)
    if choice is not None:
        room.plug(name)
        handset = room.state.current
        room.desk.settings.choose_at_plug_in(handset, choice)
        room.pull(name)
    room.plug(name)
    return next(phone.id for phone in room.state.phones if phone.connected)


def test_closing_the_window_ends_it_unless_its_owner_chose_otherwise(room, desktop) -> None:
    tray = Tray(available=True)
    life = Background(room.window, room.window, tray, Notices(room.session.bridge))
    assert not life.keeps_running()

    room.desk.settings.choose_stay(stays=True)
    life.follow()
    room.window.close()

    assert tray.shown
    assert room.window.isHidden()
    assert room.session.bridge.open

    room.desk.settings.choose_stay(stays=False)
    life.follow()
    assert not life.keeps_running()
    assert not tray.shown


def test_quitting_ends_it_though_closing_the_window_would_not(room, open_life) -> None:
    room.window.show()
    assert open_life.keeps_running()

    room.qtbot.keyClick(room.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)

    assert room.window.isHidden()
    assert not room.session.bridge.open


def answer(room, words: str) -> None:
    """Press the button called so once a dialog asks."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        asking.stop()
        (button,) = [each for each in dialog.findChildren(QPushButton) if each.text() == words]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    asking = QTimer(room.window)
    asking.timeout.connect(press)
    asking.start(10)


@pytest.mark.parametrize(("words", "quits"), [("Go on working", False), ("Quit", True)])
def test_quitting_in_the_middle_of_a_backup_is_asked_about(room, open_life, words, quits) -> None:
    plug(room)
    room.window.deeds.back_up()
    assert room.state.running is not None

    answer(room, words)
    room.qtbot.keyClick(room.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)

    assert room.window.isHidden() is quits
    assert room.session.bridge.open is not quits
    if not quits:
        room.settle()
        assert backups(room) == 1


def test_whoever_logs_out_in_the_middle_of_a_backup_is_not_asked(room, open_life) -> None:
    plug(room)
    room.window.deeds.back_up()

    QApplication.instance().commitDataRequest.emit(None)
    open_life.leave()

    assert room.window.isHidden()


def test_without_a_place_for_icons_closing_the_window_always_ends_it(room, desktop) -> None:
    life = Background(room.window, room.window, Tray(available=False), Notices(room.session.bridge))
    room.desk.settings.choose_stay(stays=True)
    life.follow()

    assert not life.keeps_running()


def test_the_owner_of_a_phone_is_asked_and_says_yes(room, life, desktop) -> None:
    plug(room)
    room.wait(lambda: bool(desktop.shown))
    assert desktop.shown[0][3].endswith("is connected")
    assert desktop.shown[0][5][2:] == ["back-up", "Back up now", "not-now", "Not now"]
    assert backups(room) == 0

    desktop.choose("back-up")
    room.wait(lambda: backups(room) == 1)
    room.wait(lambda: desktop.titles[-1].endswith("is backed up"))


def test_not_now_holds_until_the_phone_is_plugged_in_again(room, life, desktop) -> None:
    handset = plug(room)
    room.wait(lambda: bool(desktop.shown))
    desktop.choose("not-now")
    room.wait(lambda: life.plugging.declined == {handset})
    room.session.watch.look()
    room.settle()
    assert len(desktop.shown) == 1

    room.pull()
    room.wait(lambda: bool(desktop.closed))
    assert life.plugging.declined == set()
    room.plug()
    room.wait(lambda: len(desktop.shown) == 2)


def test_a_phone_is_backed_up_by_itself_where_its_owner_chose_so(room, life, desktop) -> None:
    plug(room, AtPlugIn.BACK_UP)

    room.wait(lambda: backups(room) == 1)
    room.wait(lambda: desktop.titles[-1].endswith("is backed up"))


def test_a_phone_that_is_to_be_left_alone_is_left_alone(room, life, desktop) -> None:
    plug(room, AtPlugIn.NOTHING)
    before = len(desktop.shown)
    room.session.watch.look()
    room.settle()

    assert backups(room) == 0
    assert len(desktop.shown) == before


def test_another_phone_of_the_same_model_is_asked_about_by_its_name(room, life, desktop) -> None:
    handset = plug(room, AtPlugIn.BACK_UP)
    room.wait(lambda: backups(room) == 1)
    room.settle()
    room.pull()
    replace_sample(room.phones["phone"])
    count = len(desktop.shown)
    room.plug()
    room.wait(lambda: len(desktop.shown) > count)

    other = next(phone for phone in room.state.phones if phone.connected)
    assert other.id != handset
    assert desktop.titles[-1] == f"{other.title} is connected"


def test_two_phones_plugged_in_at_once_are_backed_up_one_after_the_other(
    room, life, desktop
) -> None:
    ids = {plug(room, AtPlugIn.BACK_UP, "one")}
    room.make_phone("two")
    room.plug("two")
    (other,) = {phone.id for phone in room.state.phones if phone.connected} - ids
    life.plugging.accept(other)

    vault = room.session.vault
    room.wait(lambda: len(vault.history.handsets()) == 2)
    room.settle()


def test_nobody_is_told_what_the_window_shows_already(room, open_life, desktop) -> None:
    plug(room)
    room.settle()

    assert desktop.shown == []


def test_a_phone_not_backed_up_for_days_is_reminded_of_once(room, life, desktop) -> None:
    plug(room, AtPlugIn.BACK_UP)
    room.wait(lambda: backups(room) == 1)
    room.settle()
    room.pull()
    room.clock.ahead = timedelta(days=4)
    for _ in range(3):
        life.reminding.look()
        room.settle()

    reminders = [title for title in desktop.titles if "No backup" in title]
    assert len(reminders) == 1
    assert reminders[0].endswith("for 4 days")

    room.clock.ahead = timedelta(days=12)
    life.reminding.look()
    room.settle()
    assert len([title for title in desktop.titles if "No backup" in title]) == 2


def test_no_reminder_where_its_owner_wants_none(room, life, desktop) -> None:
    plug(room, AtPlugIn.BACK_UP)
    room.wait(lambda: backups(room) == 1)
    room.settle()
    room.desk.settings.choose_reminders(reminds=False)
    room.clock.ahead = timedelta(days=4)
    life.reminding.look()
    room.settle()

    assert [title for title in desktop.titles if "No backup" in title] == []


def test_clicking_a_notice_brings_the_window_up(room, life, desktop) -> None:
    plug(room)
    room.wait(lambda: bool(desktop.shown))
    desktop.choose("default")

    room.wait(room.window.isVisible)


def test_a_second_start_brings_the_window_up_and_its_phone_along(room, life, tmp_path) -> None:
    phone: Path = room.make_phone("handed over")
    life.start_again(Start(samples=(phone,)))

    room.wait(lambda: room.window.isVisible() and room.state.connected)
    room.settle()


def test_the_menu_of_the_tray_tells_of_the_last_backup(room, life, desktop) -> None:
    actions = life.tray.menu.actions()
    assert [each.isEnabled() for each in actions if each.text()] == [True, False, False, True]
    plug(room)
    room.back_up()

    title = room.state.phone.title
    assert actions[2].text() == f"{title}: {room.state.status.line}"
    assert actions[1].isEnabled()

    count = backups(room)
    actions[1].trigger()
    room.wait(lambda: backups(room) == count + 1)


def test_quitting_from_the_tray_ends_what_closing_would_not(room, life, desktop) -> None:
    life.come_up()
    life.tray.menu.actions()[-1].trigger()

    assert room.window.isHidden()
    assert not room.session.bridge.open
