"""A phone that another program holds: named, freed on request, and never by force."""

from __future__ import annotations

import os

import pytest

from holdfast.actions.desk import Desk
from holdfast.actions.letting_go import NotHeld, held, let_go
from holdfast.actions.settings import Settings
from holdfast.phones.links.letting_go import CannotBeAsked, WouldNotLetGo, mounts
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.store import create_sample
from holdfast.vault.keys import Keychain
from holdfast.wording.problems import say, sentence
from tests.phones.desktops import Desktop

HOLDERS = ("gvfsd-mtp", "gvfsd-gphoto2", "kiod6", "adb", "calibre")


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    made = Desktop(tmp_path / "desktop")
    monkeypatch.setenv("PATH", os.pathsep.join((str(made.programs), "/usr/bin", "/bin")))
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path, desktop):
    create_sample(tmp_path / "phone", family="mtp", small=True)
    made = Desk(
        settings=Settings(tmp_path / "settings"),
        keychain=Keychain(None),
        cache=tmp_path / "cache",
        bus=UsbBus((), desktop.system),
    )
    made.hang_sample(tmp_path / "phone")
    yield made
    made.close()


@pytest.mark.parametrize("program", HOLDERS)
def test_the_program_that_holds_a_phone_is_named(desk, desktop, program):
    desktop.hold(desk.virtual, 0, program)

    (found,) = desk.look().present

    assert found.problem.holder == program
    assert program in say(found.problem).what
    assert found.title
    assert found.serial


def test_the_file_manager_is_asked_and_the_phone_is_there_at_once(desk, desktop):
    desktop.install_gio()
    pid = desktop.hold(desk.virtual, 0)
    (found,) = desk.look().present
    assert "Files (GNOME) is using this phone" in sentence(found.problem)

    let_go(desk, held(desk, found.title))

    (free,) = desk.finder.present()
    assert free.info is not None
    assert not desktop.runs(pid)
    assert desktop.said == ["mount -li", "mount -u mtp://Google_Pixel_1/"]


def test_nobody_is_asked_unless_somebody_wants_it(desk, desktop):
    desktop.install_gio()
    pid = desktop.hold(desk.virtual, 0)

    for _ in range(3):
        desk.look()

    assert desktop.said == []
    assert desktop.runs(pid)


def test_a_file_manager_with_a_file_open_keeps_the_phone_and_says_why(desk, desktop):
    desktop.install_gio()
    desktop.refuse()
    pid = desktop.hold(desk.virtual, 0)
    (found,) = desk.look().present

    with pytest.raises(WouldNotLetGo) as told:
        let_go(desk, found)

    assert "File is open" in sentence(told.value)
    assert desktop.runs(pid)


def test_one_that_agrees_and_does_not_let_go_is_told(desk, desktop):
    desktop.install_gio()
    pid = desktop.hold(desk.virtual, 0)
    (desktop.programs / "gio").write_text(
        '#!/bin/sh\n[ "$2" = -li ] && cat "$(dirname $0)/../listing"\nexit 0\n'
    )
    (found,) = desk.look().present

    with pytest.raises(WouldNotLetGo):
        let_go(desk, found, wait=lambda _seconds: None)

    assert desktop.runs(pid)


@pytest.mark.parametrize("program", ["kiod6", "adb", "calibre"])
def test_what_takes_no_wishes_is_left_alone_and_the_owner_is_told_how(desk, desktop, program):
    desktop.install_gio()
    pid = desktop.hold(desk.virtual, 0, program)
    (found,) = desk.look().present

    with pytest.raises(CannotBeAsked) as told:
        let_go(desk, found)

    assert say(told.value).next
    assert desktop.runs(pid)
    assert desktop.said == []


def test_without_the_desktops_tool_or_a_mount_the_owner_is_told_how(desk, desktop, monkeypatch):
    desktop.hold(desk.virtual, 0)
    (found,) = desk.look().present
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(desktop.programs))
        with pytest.raises(CannotBeAsked):
            let_go(desk, found)
    desktop.install_gio()
    desktop.show_nothing()

    with pytest.raises(CannotBeAsked) as told:
        let_go(desk, found)

    assert "Eject" in say(told.value).next


def test_a_name_that_no_held_phone_has_is_answered_with_those_there_are(desk, desktop):
    desktop.hold(desk.virtual, 0)
    (found,) = desk.look().present

    with pytest.raises(NotHeld) as told:
        held(desk, "Nokia")

    assert found.title in sentence(told.value)


@pytest.mark.parametrize(
    "listing",
    [
        "",
        "Volume(0): x\n  ids:\n   unix-device: '/other'\n  Mount(0): x -> mtp://x/\n",
        "Volume(0): x\n  ids:\n   unix-device: '/node'\nMount(1): x -> mtp://x/\n",
        "Volume(0): x\n  ids:\n   unix-device: '/node'\n  Mount(0): x -> file:///x\n",
        "   unix-device: '/node'\nVolume(1): y\n  Mount(0): y -> mtp://y/\n",
    ],
)
def test_only_what_is_mounted_of_this_very_device_is_unmounted(listing):
    assert list(mounts(listing, "/node")) == []
