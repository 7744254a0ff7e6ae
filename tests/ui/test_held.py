"""A phone that another program holds, as the window shows it."""

from __future__ import annotations

import os

import pytest

from holdfast.phones.virtual.mtp.device import virtual_mtp
from tests.phones.desktops import Desktop
from tests.ui.test_fit import cut_buttons, cut_labels


@pytest.fixture
def desktop(room, monkeypatch):
    made = Desktop(room.folder / "desktop")
    made.install_gio()
    monkeypatch.setenv("PATH", os.pathsep.join((str(made.programs), "/usr/bin", "/bin")))
    room.desk.bus.linux = made.system
    phone = virtual_mtp(room.make_phone(family="mtp"), made.bus.clock)
    made.bus.plug(phone)
    yield made
    made.close()
    phone.close()


def plug_held(room, desktop, program="gvfsd-mtp"):
    """Plug the phone in where `program` has it before anybody looks; return its process."""
    pid = desktop.hold(desktop.bus, 0, program)
    room.desk.bus.attach(desktop.bus)
    room.look(lambda: bool(room.state.waiting))
    return pid


def test_the_card_names_the_program_and_asks_it_to_let_go_when_told_to(room, desktop):
    room.vault()
    pid = plug_held(room, desktop)
    card = room.window.home.waiting
    assert card.isVisible()
    assert "Files (GNOME) is using this phone" in card.accessibleName()
    assert not room.window.home.notice.isVisible()
    assert desktop.said == []

    card.ask.click()
    assert not card.ask.isEnabled()
    room.wait(lambda: room.state.connected)
    room.settle()

    assert not card.isVisible()
    assert not desktop.runs(pid)


def test_the_first_page_asks_too(room, desktop):
    plug_held(room, desktop)

    room.window.welcome.waiting.ask.click()
    room.wait(lambda: not room.state.waiting)
    room.settle()

    assert not room.window.welcome.waiting.isVisible()


def test_a_program_that_will_not_is_told_and_can_be_asked_again(room, desktop):
    room.vault()
    desktop.refuse()
    plug_held(room, desktop)
    card = room.window.home.waiting

    card.ask.click()
    room.wait(room.window.home.notice.isVisible)
    room.settle()

    assert card.ask.isEnabled()
    assert room.window.home.waiting.isVisible()


@pytest.mark.parametrize("size", [(960, 600), (1280, 800)])
def test_what_cannot_be_asked_is_told_with_the_way_to_free_it(room, desktop, size):
    room.vault()
    plug_held(room, desktop, "kiod6")
    room.window.resize(*size)
    room.qtbot.wait(120)
    card = room.window.home.waiting

    assert "Dolphin (KDE) is using this phone" in card.accessibleName()
    assert "Eject the phone in Dolphin" in card.accessibleName()
    assert not card.ask.isVisible()
    assert cut_buttons(room.window) == []
    assert cut_labels(room.window) == []
