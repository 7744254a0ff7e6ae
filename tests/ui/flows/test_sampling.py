"""The sample phone is tried beside a vault of one's own, and never gets into that."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.flows.hands import button, key, pick, press, said, type_into


@pytest.fixture
def sampling(backed_up):
    """A person with a vault of their own, whose phone is away, tries the sample."""
    room = backed_up
    room.pull()
    room.passwords.append(room.session.password)
    pick(room, "Menu", "Try with a sample phone")
    room.wait(lambda: room.state.connected)
    room.settle()
    return room


def unlock(room) -> None:
    """No keychain knows the password here, so it is asked for."""
    room.wait(room.window.unlock.isVisible)
    type_into(room, "Password", room.passwords[-1])
    key(room, Qt.Key.Key_Return)
    room.wait(room.window.home.isVisible)
    room.settle()


def test_the_sample_has_a_vault_of_its_own_and_leads_back(sampling) -> None:
    room = sampling
    assert "The sample's vault" in said(room)
    assert room.state.entries == ()
    press(room, "Back up now")
    assert len(room.state.entries) == 1

    press(room, "Back to my own vault")
    unlock(room)

    assert room.state.vault == str(room.folder / "vault")
    assert len(room.state.entries) == 1
    room.look(lambda: not room.state.connected)
    assert len(room.state.phones) == 1


def test_the_menu_leads_back_too(sampling) -> None:
    room = sampling
    pick(room, "Menu", "Back to my own vault")
    unlock(room)

    assert room.state.vault == str(room.folder / "vault")
    assert room.state.sample is None


def test_who_has_no_vault_yet_is_led_back_nowhere(room) -> None:
    press(room, "Try with a sample phone")
    room.wait(lambda: room.state.connected)
    room.settle()

    assert "Back to my own vault" not in said(room)
    with pytest.raises(AssertionError, match="cannot be chosen"):
        pick(room, "Menu", "Back to my own vault")


def test_the_way_back_is_shut_while_something_is_written(sampling) -> None:
    room = sampling
    press(room, "Back up now", wait=False)

    assert not button(room, "Back to my own vault").isEnabled()
    room.settle()
    assert button(room, "Back to my own vault").isEnabled()
    assert len(room.state.entries) == 1
