"""Android phones on the desk: found, let in, locked, and backed up."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from holdfast.actions.desk import ADB_KEYS, Desk
from holdfast.phones.handsets.android.asleep import DebuggingOff, Maker
from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.virtual.android.device import device_of
from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from holdfast.phones.virtual.store import create_sample, edit_sample
from holdfast.records.model.coverage import Reason, State
from holdfast.records.model.kinds import Kind
from holdfast.wording.android import not_in_backup
from tests.actions.conftest import make_desk

BULK = (Endpoint(0x81, Transfer.BULK, 512), Endpoint(0x02, Transfer.BULK, 512))
NETWORK = (AltSetting(0, 0, 0xE0, 0x01, 0x03, BULK, b"", "RNDIS"),)


@dataclass
class Shelf:
    """A desk, and a phone whose inside the test can reach."""

    desk: Desk
    phone: AndroidPhone

    def plug(self):
        self.desk.virtual.plug(device_of(self.phone))


@pytest.fixture
def shelf(world):
    create_sample(world.folder / "android", family="android", small=True)
    phone = AndroidPhone(world.folder / "android", VirtualClock(world.desk.clock))
    yield Shelf(world.desk, phone)
    phone.close()


def state(result):
    return {entry.kind: (entry.state, entry.reason) for entry in result.coverage}


@pytest.mark.parametrize("android", ["6", "11", "16"])
def test_a_sample_android_phone_is_found_backed_up_and_its_changes_are_told(world, android):
    handset = world.phone(family="android", android=android)
    first = world.back_up(handset)
    world.pull("phone")
    done = edit_sample(world.phones["phone"], world.desk.clock)
    world.plug("phone")
    world.back_up(handset)

    (newest, *_) = world.vault.history.timeline(handset)
    told = {digest.kind: digest for digest in newest.digest}
    readable = {kind for kind, (how, _) in state(first).items() if how is State.COMPLETE}
    assert {Kind.CONTACTS, Kind.CALENDAR, Kind.PHOTOS, Kind.FILES} <= readable
    for kind in readable & {*done.added, *done.changed, *done.removed}:
        assert told[kind].added == done.added.get(kind, 0)
        assert told[kind].changed == done.changed.get(kind, 0)
        assert told[kind].removed == done.removed.get(kind, 0)


def test_a_locked_phone_is_refused_whole_and_rings_no_alarm(world, shelf):
    shelf.plug()
    (found,) = world.desk.look().present
    handset = found.info.id
    whole = world.back_up(handset)
    shelf.phone.locked_since_boot = True

    locked = world.back_up(handset)

    assert set(state(locked).values()) == {(State.REFUSED, Reason.LOCKED)}
    assert locked.alarms == ()
    assert locked.snapshot is None
    assert all(not entry.removed for entry in world.vault.history.timeline(handset)[0].digest)

    shelf.phone.locked_since_boot = False
    after = world.back_up(handset)
    assert all(entry.complete for entry in after.coverage)
    assert after.alarms == ()
    counts = {entry.kind: entry.count for entry in whole.coverage}
    assert {entry.kind: entry.count for entry in after.coverage} == counts
    assert all(not entry.removed for entry in world.vault.history.timeline(handset)[0].digest)


def test_the_key_lies_beside_the_settings_and_is_kept(tmp_path):
    desk = make_desk(tmp_path)
    create_sample(tmp_path / "phone", family="android", small=True)
    desk.hang_sample(tmp_path / "phone")
    desk.look()
    key = (tmp_path / "settings" / ADB_KEYS / "adbkey").read_bytes()
    desk.close()

    again = make_desk(tmp_path)
    again.hang_sample(tmp_path / "phone")
    (found,) = again.look().present
    again.close()
    assert found.info is not None
    assert (tmp_path / "settings" / ADB_KEYS / "adbkey").read_bytes() == key


def test_a_phone_whose_debugging_is_off_is_found_with_the_reason(world):
    said = Descriptors(0x04E8, 0x6860, "SAMSUNG", "Galaxy S24", "R5CX", NETWORK)
    world.desk.virtual.plug(VirtualDevice(said, _Silent()))

    (found,) = world.desk.look().appeared

    assert isinstance(found.problem, DebuggingOff)
    assert (found.problem.model, found.problem.maker) == ("Galaxy S24", Maker.SAMSUNG)


def test_a_network_card_is_left_alone(world):
    said = Descriptors(0x0BDA, 0x8153, "Realtek", "USB LAN", "1", NETWORK)
    world.desk.virtual.plug(VirtualDevice(said, _Silent()))

    assert world.desk.look().present == ()


def test_another_space_on_the_phone_is_named_in_what_the_backup_does_not_hold(world):
    handset = world.phone(family="android", work_profile=True)
    world.back_up(handset)

    (info,) = world.vault.history.handsets()
    assert info.users == ("Work profile",)
    assert "Work profile" in not_in_backup(info)[-1]


class _Silent:
    """A device that is never spoken to."""

    def control(self, setup, data):
        raise AssertionError(setup, data)

    def select(self, interface, alternate):
        pass

    def receive(self, endpoint, data):
        raise AssertionError(endpoint, data)

    def transmit(self, endpoint, size):
        raise AssertionError(endpoint, size)

    def reset(self):
        pass
