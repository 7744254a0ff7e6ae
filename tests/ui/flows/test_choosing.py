"""What is chosen in the settings is done: a phone is backed up when it is plugged in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from holdfast.ui.background import Background
from holdfast.ui.notices_desktop import Notices
from holdfast.ui.tray import Tray
from tests.ui.flows.hands import CONTROL, button, key, press, said


@pytest.fixture
def lasting(backed_up) -> Iterator:
    """The window with its life in the background, on a desktop without notices."""
    room = backed_up
    life = Background(room.window, room.window, Tray(), Notices(room.session.bridge, system=""))
    life.follow()
    yield room
    life.close()


def test_a_phone_that_may_is_backed_up_when_it_is_plugged_in(lasting) -> None:
    room = lasting
    key(room, Qt.Key.Key_Comma, CONTROL)
    press(room, "Back up by itself")
    assert "it is backed up at once" in said(room)
    key(room, Qt.Key.Key_Escape)
    room.pull()
    next((room.phones["phone"] / "contacts").iterdir()).unlink()

    room.plug()

    room.wait(lambda: len(room.state.entries) == 2)
    room.settle()


def test_a_phone_that_is_to_be_left_alone_is(lasting) -> None:
    room = lasting
    key(room, Qt.Key.Key_Comma, CONTROL)
    press(room, "Do nothing")
    key(room, Qt.Key.Key_Escape)
    room.pull()

    room.plug()

    assert len(room.state.entries) == 1
    assert button(room, "Back up now").isEnabled()
