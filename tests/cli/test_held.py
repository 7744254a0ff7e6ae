"""Phones that another program holds, at the command line."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

import pytest

from holdfast.actions.desk import Desk
from holdfast.actions.settings import Settings
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.vault.keys import Keychain
from tests.cli.conftest import CHEAP, Terminal
from tests.phones.desktops import Desktop


@dataclass
class Held(Terminal):
    """A terminal of a computer whose file manager has the phone."""

    desktop: Desktop = field(kw_only=True)

    def desk(self):
        return Desk(
            settings=Settings(self.folder / "settings"),
            keychain=Keychain(),
            cache=self.folder / "cache",
            bus=UsbBus([self.desktop.bus], self.desktop.system),
            clock=self.clock,
            cost=CHEAP,
            settle=0.0,
        )


@pytest.fixture
def held(with_vault, tmp_path, monkeypatch):
    desktop = Desktop(tmp_path / "desktop")
    desktop.install_gio()
    monkeypatch.setenv("PATH", os.pathsep.join((str(desktop.programs), "/usr/bin", "/bin")))
    made = Held(with_vault.folder, with_vault.capture, with_vault.clock, desktop=desktop)
    phone = virtual_mtp(made.phone(family="mtp"), desktop.bus.clock)
    desktop.bus.plug(phone)
    desktop.hold(desktop.bus, 0)
    yield made
    desktop.close()
    phone.close()


def test_who_holds_a_phone_is_told_where_phones_are_listed_and_where_one_is_wanted(held):
    listed, wanted = held("handsets"), held("backup")

    assert listed.status == 1
    assert "Files (GNOME) is using this phone (gvfsd-mtp)." in listed.err
    assert wanted.status == 2
    assert "Files (GNOME) is using this phone" in wanted.err
    assert "handsets --free" in wanted.err
    assert held.desktop.said == []


def test_a_phone_is_freed_by_its_name_and_can_be_backed_up(held):
    (shown,) = held("handsets", "--json").json["handsets"]

    freed = held("handsets", "--free", shown["title"])

    assert freed.status == 0
    assert "Files (GNOME)" not in freed.err
    assert held("backup").status == 0


def test_a_phone_that_cannot_be_freed_is_a_known_trouble(held):
    held.desktop.refuse()
    (shown,) = held("handsets", "--json").json["handsets"]

    said = held("handsets", "--free", shown["serial"])

    assert said.status == 2
    assert "still holds the phone" in said.err
    assert held("handsets", "--free", "Nokia").status == 2
