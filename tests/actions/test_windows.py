"""On Windows the system itself holds phones in file-transfer mode: that is said, with a way out."""

from __future__ import annotations

import pytest

from holdfast.actions.desk import Desk, utc_now
from holdfast.actions.settings import Settings
from holdfast.phones.handsets.android.asleep import Maker
from holdfast.phones.handsets.mtp.family import HeldByWindows
from holdfast.phones.links.link import NotAllowed
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.irmc.device import virtual_irmc
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.phones.virtual.store import create_sample
from holdfast.vault.keys import Keychain
from holdfast.wording.problems import sentence
from holdfast.wording.waiting import waiting


@pytest.fixture
def desk(tmp_path):
    made = []

    def make(system):
        desk = Desk(
            settings=Settings(tmp_path / "settings"),
            keychain=Keychain(None),
            cache=tmp_path / "cache",
            bus=UsbBus(()),
            system=system,
        )
        made.append(desk)
        return desk

    yield make
    for each in made:
        each.close()


@pytest.fixture
def phone(tmp_path):
    create_sample(tmp_path / "phone", family="mtp", small=True)
    device = virtual_mtp(tmp_path / "phone", utc_now)
    yield device
    device.close()


def test_a_phone_that_windows_holds_is_told_so_with_what_works_instead(desk, phone):
    windows = desk("Windows")
    windows.virtual.plug(phone, allowed=False)

    (found,) = windows.look().present

    assert isinstance(found.problem, HeldByWindows)
    said = sentence(found.problem)
    assert "Windows itself holds" in said
    assert "USB debugging" in said
    assert "DCIM" in said
    assert "import that folder" in said
    card = waiting(found.problem)
    assert "Windows itself holds" in card.title
    assert "import that folder" in card.sentence
    assert any("USB debugging" in step for step in card.steps)
    assert not card.askable


def test_one_whose_interface_alone_is_held_is_told_so_too(desk, phone):
    windows = desk("Windows")
    windows.virtual.plug(phone)
    theirs = UsbBus([windows.virtual])
    claim = theirs.open(next(iter(theirs.ports()))).bulk(None, 0, 0)

    (found,) = windows.look().present
    claim.close()

    assert isinstance(found.problem, HeldByWindows)
    assert isinstance(found.problem.maker, Maker)
    assert found.problem.model in sentence(found.problem)


def test_elsewhere_it_is_a_matter_of_rights(desk, phone):
    linux = desk("Linux")
    linux.virtual.plug(phone, allowed=False)

    (found,) = linux.look().present

    assert isinstance(found.problem, NotAllowed)


def test_phones_without_file_transfer_are_no_matter_of_windows(desk, tmp_path):
    create_sample(tmp_path / "old", small=True)
    old = virtual_irmc(tmp_path / "old", utc_now)
    windows = desk("Windows")
    windows.virtual.plug(old, allowed=False)

    (found,) = windows.look().present
    old.close()

    assert isinstance(found.problem, NotAllowed)
