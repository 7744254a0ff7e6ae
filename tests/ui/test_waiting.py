"""Phones that wait for their owner, as the window shows them."""

from __future__ import annotations

import pytest

from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.virtual.android.device import device_of
from holdfast.phones.virtual.android.keys import KeyDialog
from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from holdfast.phones.virtual.irmc.device import virtual_irmc
from holdfast.phones.virtual.mtp.behaviours import Locked, ScreenLock
from holdfast.phones.virtual.mtp.composite import virtual_android_with_mtp
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.wording import android
from tests.ui.test_fit import cut_buttons, cut_labels

BULK = (Endpoint(0x81, Transfer.BULK, 512), Endpoint(0x02, Transfer.BULK, 512))
NETWORK = (AltSetting(0, 0, 0xE0, 0x01, 0x03, BULK, b"", "RNDIS"),)


@pytest.fixture
def asking(room):
    """A phone that is plugged in and asks; its dialog."""
    room.make_phone(family="android")
    dialog = KeyDialog()
    phone = AndroidPhone(room.phones["phone"], VirtualClock(room.clock))
    room.desk.virtual.plug(device_of(phone, dialog))
    yield dialog
    phone.close()


def plug_switched_off(room):
    """A phone with nothing but file transfer; what would answer behind it is never asked."""
    said = Descriptors(0x2717, 0xFF40, "Xiaomi", "Redmi Note 12", "R5CX", NETWORK)
    silent = virtual_irmc(room.make_phone("silent"), room.clock).function
    return room.desk.virtual.plug(VirtualDevice(said, silent))


def test_a_phone_that_asks_is_shown_with_its_fingerprint_and_goes_by_itself(room, asking):
    room.vault()
    card = room.window.home.waiting
    room.look(lambda: bool(room.state.waiting))
    assert card.isVisible()
    assert asking.shown[0] in card.accessibleName()
    assert not room.window.home.notice.isVisible()

    asking.allow()
    room.wait(lambda: bool(room.session.watch.look() or room.state.phones))
    room.settle()

    assert not card.isVisible()
    assert room.state.connected


def test_a_phone_with_file_transfer_is_there_while_it_asks_and_stays_when_it_has(room):
    room.make_phone(family="android")
    dialog = KeyDialog()
    clock = VirtualClock(room.clock)
    phone = virtual_android_with_mtp(room.phones["phone"], clock, dialog)
    room.vault()
    room.desk.virtual.plug(phone)
    room.look(lambda: room.state.connected)
    card = room.window.home.waiting
    (before,) = room.state.phones
    assert card.isVisible()
    assert "Photos and files can be backed up already" in card.accessibleName()
    room.back_up()

    dialog.allow()
    room.wait(lambda: bool(room.session.watch.look() or not room.state.waiting))
    room.settle()

    assert not card.isVisible()
    assert [each.id for each in room.state.phones] == [before.id]
    phone.close()


def test_a_locked_phone_is_shown_and_goes_by_itself_once_unlocked(room):
    lock = ScreenLock()
    phone = virtual_mtp(
        room.make_phone(family="mtp"), room.clock, lambda service: Locked(service, lock)
    )
    room.vault()
    room.desk.virtual.plug(phone)
    room.look(lambda: bool(room.state.waiting))
    card = room.window.home.waiting
    assert card.isVisible()
    assert "Unlock the phone" in card.accessibleName()
    assert not room.window.home.notice.isVisible()

    lock.locked = False
    room.wait(lambda: bool(room.session.watch.look() or room.state.connected))
    room.settle()

    assert not card.isVisible()
    phone.close()


def test_the_first_page_shows_it_too(room, asking):
    room.look(lambda: bool(room.state.waiting))

    assert room.window.welcome.waiting.isVisible()
    assert asking.shown[0] in room.window.welcome.waiting.accessibleName()


def test_a_phone_whose_debugging_is_off_is_shown_with_the_steps_of_its_maker(room):
    room.vault()
    slot = plug_switched_off(room)
    room.look(lambda: bool(room.state.waiting))
    card = room.window.home.waiting

    assert card.steps.isVisible()
    assert "Xiaomi Redmi Note 12" in card.accessibleName()
    assert "5. A question comes" in card.accessibleName()
    assert "USB debugging (Security settings)" in card.accessibleName()

    room.desk.virtual.unplug(slot)
    room.look(lambda: not room.state.waiting)
    assert not card.isVisible()


def test_a_low_window_that_shows_a_backup_folds_the_steps(room):
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.window.resize(1024, 640)
    plug_switched_off(room)
    room.look(lambda: bool(room.state.waiting))
    room.qtbot.wait(120)
    card = room.window.home.waiting

    assert not card.steps.isVisible()
    assert cut_buttons(room.window) == []
    assert cut_labels(room.window) == []
    card.how.click()
    assert card.steps.isVisible()


@pytest.mark.parametrize("size", [(960, 600), (1280, 800)])
def test_nothing_of_it_is_cut_off(room, size):
    room.vault()
    plug_switched_off(room)
    room.look(lambda: bool(room.state.waiting))
    room.window.resize(*size)
    room.qtbot.wait(120)

    assert cut_labels(room.window) == []


def test_what_is_not_in_a_backup_is_said_where_it_is_asked(room):
    room.vault()
    room.make_phone(family="android", work_profile=True)
    room.plug()
    room.back_up()
    content = room.window.home.content
    room.wait(content.limits.isVisible)

    assert not content.limits_text.isVisible()
    content.limits.click()
    assert "Work profile" in content.limits_text.text()
    assert content.limits.text() == android.not_in_backup_title()


def test_a_phone_that_gives_everything_has_no_such_line(room):
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()

    assert not room.window.home.content.limits.isVisible()
