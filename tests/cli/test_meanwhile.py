"""A phone that still asks its owner, at the command line: what can be had is taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast.actions.desk import Desk
from holdfast.actions.settings import Settings
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.android.keys import KeyDialog
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.mtp.composite import virtual_android_with_mtp
from holdfast.vault.keys import Keychain
from tests.cli.conftest import CHEAP, Terminal


@dataclass
class Plugged(Terminal):
    """A terminal whose every desk finds the same bus."""

    bus: VirtualBus = field(default_factory=VirtualBus)

    def desk(self):
        return Desk(
            settings=Settings(self.folder / "settings"),
            keychain=Keychain(),
            cache=self.folder / "cache",
            bus=UsbBus([self.bus], self.linux),
            clock=self.clock,
            cost=CHEAP,
            settle=0.0,
        )


def test_photos_and_files_are_backed_up_and_the_rest_is_said_to_wait(with_vault):
    terminal = Plugged(with_vault.folder, with_vault.capture, with_vault.clock)
    dialog = KeyDialog()
    phone = virtual_android_with_mtp(terminal.phone(family="android"), terminal.bus.clock, dialog)
    terminal.bus.plug(phone)

    listed, first = terminal("handsets"), terminal("backup")
    dialog.allow()
    second = terminal("backup")
    phone.close()

    assert listed.status == 1
    assert "MTP" in listed.out
    assert dialog.shown[0] in listed.err
    assert first.status == 1
    assert "everything else waits until you tap Allow" in first.err
    assert (second.status, second.err) == (0, "")
    assert len(terminal("history", "--json").json["backups"]) == 2
