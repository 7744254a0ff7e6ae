from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from holdfast.actions.jobs import Jobs
from holdfast.actions.notice_server import NAME, PATH, Notice
from holdfast.ui.bridge import Bridge
from holdfast.ui.notices_desktop import Notices
from tests.private_bus import Answer, PrivateBus, private_bus

ASKED = Notice(
    "phone",
    "Amara's phone is connected",
    "Last backup <yesterday> & safe",
    (("back-up", "Back up now"), ("not-now", "Not now")),
)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    with private_bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus


@pytest.fixture
def unshown() -> list[Notice]:
    return []


@pytest.fixture
def bridge(qtbot) -> Iterator[Bridge]:
    jobs = Jobs()
    parent = QObject()
    yield Bridge(jobs, parent)
    jobs.close()


@pytest.fixture
def notices(bridge, unshown) -> Iterator[Notices]:
    made = Notices(bridge, bridge.parent(), system="linux")
    made.otherwise = unshown.append
    yield made
    made.close()


class Desktop:
    """A notification server as small as the specification allows."""

    def __init__(self, bus: PrivateBus, *abilities: str) -> None:
        self.shown: list[tuple] = []
        self.closed: list[int] = []
        self._abilities = list(abilities)
        self._server = bus.serve(
            NAME,
            {
                "GetCapabilities": lambda: ("as", (self._abilities,)),
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

    def choose(self, number: int, action: str) -> None:
        self._server.emit(PATH, NAME, "ActionInvoked", "us", (number, action))


def test_a_notice_has_its_buttons_where_the_desktop_has_them(bus, notices, qtbot) -> None:
    desktop = Desktop(bus, "actions", "body")
    notices.show(ASKED)
    qtbot.waitUntil(lambda: bool(desktop.shown))

    name, replaces, _icon, title, text, actions, _hints, _timeout = desktop.shown[0]
    assert (name, replaces) == ("Holdfast", 0)
    assert title == ASKED.title
    assert text == ASKED.text
    assert actions == ["default", "", "back-up", "Back up now", "not-now", "Not now"]


def test_a_desktop_without_buttons_is_given_none(bus, notices, qtbot) -> None:
    desktop = Desktop(bus, "body")
    notices.show(ASKED)
    qtbot.waitUntil(lambda: bool(desktop.shown))

    assert desktop.shown[0][5] == []


def test_a_name_cannot_slip_markup_into_a_desktop_that_reads_it(bus, notices, qtbot) -> None:
    desktop = Desktop(bus, "body", "body-markup")
    notices.show(ASKED)
    qtbot.waitUntil(lambda: bool(desktop.shown))

    assert desktop.shown[0][4] == "Last backup &lt;yesterday&gt; &amp; safe"


def test_what_is_chosen_is_told_in_the_windows_thread(bus, bridge, notices, qtbot) -> None:
    desktop = Desktop(bus, "actions")
    notices.show(ASKED)
    qtbot.waitUntil(lambda: bool(desktop.shown))
    bridge.run("notices", lambda _task: None)
    qtbot.waitUntil(lambda: bridge.idle)

    with qtbot.waitSignal(notices.chosen) as told:
        desktop.choose(99, "back-up")
        desktop.choose(1, "back-up")

    assert told.args == ["phone", "back-up"]


def test_a_newer_notice_takes_the_place_of_the_older_one(bus, notices, qtbot) -> None:
    desktop = Desktop(bus, "actions")
    notices.show(ASKED)
    notices.show(Notice("phone", "Backed up"))
    notices.show(Notice("other", "Something else"))
    qtbot.waitUntil(lambda: len(desktop.shown) == 3)

    assert [notice[1] for notice in desktop.shown] == [0, 1, 0]


def test_a_notice_that_is_old_is_taken_away(bus, notices, qtbot) -> None:
    desktop = Desktop(bus, "actions")
    notices.show(ASKED)
    notices.withdraw("phone")
    notices.withdraw("never shown")
    qtbot.waitUntil(lambda: desktop.closed == [1])


def test_without_a_server_somebody_else_shows_it(bus, notices, unshown, qtbot) -> None:
    notices.show(ASKED)
    qtbot.waitUntil(lambda: unshown == [ASKED])


def test_without_a_bus_somebody_else_shows_it(
    notices, unshown, monkeypatch, tmp_path, qtbot
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    notices.show(ASKED)
    qtbot.waitUntil(lambda: unshown == [ASKED])


def test_a_server_that_comes_later_is_found_with_the_next_notice(
    bus, notices, unshown, qtbot
) -> None:
    notices.show(ASKED)
    qtbot.waitUntil(lambda: unshown == [ASKED])
    desktop = Desktop(bus, "actions")
    notices.show(ASKED)
    qtbot.waitUntil(lambda: bool(desktop.shown))


def test_a_server_that_answers_nonsense_breaks_nothing(bus, notices, unshown, qtbot) -> None:
    bus.serve(NAME, {"GetCapabilities": lambda: ("as", (["body"],)), "Notify": lambda *_: ("", ())})
    notices.show(ASKED)
    qtbot.waitUntil(lambda: unshown == [ASKED])
