"""Phones in file-transfer mode on the desk: found, locked, backed up, restored, changed over."""

from __future__ import annotations

from collections import Counter

import pytest

from holdfast.phones.handsets.find import CONSENT_PATIENCE, Finder
from holdfast.phones.handsets.handset import StoragesHidden
from holdfast.phones.handsets.mtp.family import MtpFamily
from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.protocols.mtp.codes import Op
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from holdfast.phones.virtual.mtp.behaviours import (
    Locked,
    NoDates,
    PtpOnly,
    ScreenLock,
    Wrapped,
)
from holdfast.phones.virtual.mtp.composite import virtual_android_with_mtp
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.phones.virtual.store import create_sample, edit_sample, wipe_sample
from holdfast.records.model.coverage import Reason, State
from holdfast.records.model.kinds import Kind
from holdfast.wording.android import not_in_backup
from holdfast.wording.problems import say
from holdfast.wording.receipts import lines
from holdfast.wording.waiting import waiting
from tests.phones.echo import Echo


class Counting(Wrapped):
    """Counts what is asked."""

    def __init__(self, inner, asked):
        super().__init__(inner)
        self.asked = asked

    def answer(self, request):
        self.asked[request.op] += 1
        return super().answer(request)


def state(result):
    return {entry.kind: (entry.state, entry.reason) for entry in result.coverage}


def plug(world, folder, behave):
    """Plug a sample in with manners of its own; return its slot."""
    return world.desk.virtual.plug(virtual_mtp(folder, world.desk.clock, behave))


def on_phone(folder):
    """Paths, bytes and dates of what lies in a phone's own storage."""
    root = folder / "storage" / "emulated" / "0"
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), int(path.stat().st_mtime))
        for path in root.rglob("*")
        if path.is_file()
    }


def test_a_sample_phone_is_found_backed_up_and_its_changes_are_told(world):
    handset = world.phone(family="mtp")
    first = world.back_up(handset)
    world.pull("phone")
    done = edit_sample(world.phones["phone"], world.desk.clock)
    world.plug("phone")

    world.back_up(handset)

    (newest, *_) = world.vault.history.timeline(handset)
    told = {digest.kind: digest for digest in newest.digest}
    assert set(state(first).values()) == {(State.COMPLETE, Reason.NONE)}
    for kind in {*done.added, *done.changed, *done.removed}:
        assert told[kind].added == done.added.get(kind, 0)
        assert told[kind].changed == done.changed.get(kind, 0)
        assert told[kind].removed == done.removed.get(kind, 0)


def test_a_backup_without_changes_fetches_no_file(world):
    create_sample(world.folder / "phone", family="mtp", small=True)
    asked: Counter[int] = Counter()
    plug(world, world.folder / "phone", lambda service: Counting(service, asked))
    (found,) = world.desk.look().present
    world.back_up(found.info.id)
    assert asked[Op.GetObject]
    asked.clear()

    again = world.back_up(found.info.id)

    assert asked[Op.GetObject] == asked[Op.GetPartialObject64] == 0
    assert set(state(again).values()) == {(State.COMPLETE, Reason.NONE)}


def test_a_locked_phone_waits_calmly_and_is_there_once_unlocked(tmp_path):
    create_sample(tmp_path / "phone", family="mtp", small=True)
    lock = ScreenLock()
    bus = VirtualBus()
    bus.plug(virtual_mtp(tmp_path / "phone", bus.clock, lambda service: Locked(service, lock)))
    now = [0.0]
    finder = Finder(UsbBus([bus]), [MtpFamily()], seconds=lambda: now[0])

    (found,) = finder.look().appeared
    calm = waiting(found.problem)
    assert isinstance(found.problem, StoragesHidden)
    assert calm is not None
    assert calm.title == "Unlock the phone"
    assert "shows nothing" in say(found.problem).what
    now[0] += CONSENT_PATIENCE
    assert finder.look().appeared == ()
    lock.locked = False
    now[0] += CONSENT_PATIENCE

    (unlocked,) = finder.look().appeared

    assert unlocked.info is not None
    finder.close()


def test_a_phone_locked_during_a_session_is_refused_and_the_next_backup_is_whole(world):
    create_sample(world.folder / "phone", family="mtp", small=True)
    lock = ScreenLock()
    lock.locked = False
    plug(world, world.folder / "phone", lambda service: Locked(service, lock))
    (found,) = world.desk.look().present
    handset = found.info.id
    whole = world.back_up(handset)
    phone = world.connect(handset)
    lock.locked = True
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world, "connect", lambda _: phone)
        locked = world.back_up(handset)
    lock.locked = False

    again = world.back_up(handset)

    assert set(state(locked).values()) == {(State.REFUSED, Reason.LOCKED)}
    assert locked.snapshot is None
    assert locked.alarms == ()
    assert [each.count for each in again.coverage] == [each.count for each in whole.coverage]


@pytest.mark.parametrize("target", ["phone", "another"])
def test_what_is_restored_to_an_empty_phone_is_what_was_there(world, target):
    handset = world.phone(family="mtp")
    before = on_phone(world.phones["phone"])
    made = world.back_up(handset)
    world.pull("phone")
    if target == "phone":
        wipe_sample(world.phones["phone"])
        to = world.plug("phone")
    else:
        to = world.phone("another", family="mtp")
        world.pull("another")
        wipe_sample(world.phones["another"])
        to = world.plug("another")

    receipt = world.restore(made.snapshot, to)

    after = on_phone(world.phones[target])
    assert receipt.whole
    assert {name: data for name, (data, _) in after.items()} == {
        name: data for name, (data, _) in before.items()
    }
    assert {at for _, at in after.values()} == {at for _, at in before.values()}


@pytest.mark.parametrize(("behave", "undated"), [(NoDates, 1), (lambda service: service, 0)])
def test_a_receipt_tells_of_a_phone_that_keeps_no_dates(world, behave, undated):
    handset = world.phone(family="mtp")
    made = world.back_up(handset)
    world.pull("phone")
    wipe_sample(world.phones["phone"])
    slot = plug(world, world.phones["phone"], behave)
    (found,) = world.desk.look().present

    receipt = world.restore(made.snapshot, found.info.id)

    world.desk.virtual.unplug(slot)
    assert receipt.whole
    assert receipt.undated == undated * len(receipt.lines)
    assert ("dates of its own" in " ".join(lines(receipt))) == bool(undated)


def test_an_emptied_phone_rings_an_alarm_and_loses_no_backup(world):
    handset = world.phone(family="mtp")
    first = world.back_up(handset)
    world.pull("phone")
    wipe_sample(world.phones["phone"])
    world.plug("phone")

    emptied = world.back_up(handset)

    assert emptied.alarms
    assert first.snapshot is not None


def test_undo_takes_off_what_a_restore_put_on(world):
    handset = world.phone(family="mtp")
    made = world.back_up(handset)
    world.pull("phone")
    wipe_sample(world.phones["phone"])
    world.plug("phone")
    world.restore(made.snapshot, handset)
    assert on_phone(world.phones["phone"])

    receipt = world.undo(handset)

    assert receipt.whole
    assert on_phone(world.phones["phone"]) == {}


def test_after_a_pulled_cable_the_next_backup_goes_on_and_is_whole(world):
    handset = world.phone(family="mtp")
    phone = world.connect(handset)
    phone.close()
    world.desk.virtual.unplug_at(60)
    cut = world.back_up(handset)
    world.pull("phone")
    world.plug("phone")

    whole = world.back_up(handset)

    assert Reason.UNPLUGGED in {reason for _, reason in state(cut).values()}
    assert set(state(whole).values()) == {(State.COMPLETE, Reason.NONE)}


def test_one_phone_by_adb_and_by_file_transfer_is_one_handset_and_nothing_changes(world):
    folder = world.folder / "phone"
    create_sample(folder, family="android", small=True)
    clock = VirtualClock(world.desk.clock)
    both = virtual_android_with_mtp(folder, clock)
    slot = world.desk.virtual.plug(both)
    (by_adb,) = world.desk.look().present
    world.back_up(by_adb.info.id)
    world.desk.virtual.unplug(slot)
    both.close()
    world.desk.look()
    plug(world, folder, lambda service: service)
    (by_mtp,) = world.desk.look().present

    again = world.back_up(by_mtp.info.id)

    (newest, *_) = world.vault.history.timeline(by_mtp.info.id)
    told = {each.kind: each for each in newest.digest}
    assert by_mtp.info.id == by_adb.info.id
    assert (by_adb.info.protocol, by_mtp.info.protocol) == ("Android (ADB)", "MTP")
    assert again.alarms == ()
    for kind in (Kind.PHOTOS, Kind.FILES):
        each = told.get(kind)
        assert each is None or (each.added, each.changed, each.removed) == (0, 0, 0)
        assert state(again)[kind] == (State.COMPLETE, Reason.NONE)


def test_it_is_said_what_file_transfer_does_not_show(world):
    world.phone(family="mtp")
    (found,) = world.desk.look().present
    said = " ".join(not_in_backup(found.info))
    assert "Contacts, calendar, messages and calls" in said
    assert "USB debugging" in said


def test_a_device_of_no_class_and_no_phone_maker_is_never_opened(world):
    pipes = (
        Endpoint(0x81, Transfer.BULK, 64),
        Endpoint(0x02, Transfer.BULK, 64),
        Endpoint(0x83, Transfer.INTERRUPT, 8),
    )
    reader = (AltSetting(0, 0, 0xFF, 0, 0, pipes, b"", ""),)
    says = Descriptors(0x06CB, 0x0082, "Maker", "Fingerprint reader", "1", reader)
    world.desk.virtual.plug(VirtualDevice(says, Echo()))

    assert world.desk.look().present == ()
    assert world.desk.virtual.opens == 0


def test_a_phone_that_changes_to_its_mode_for_cameras_loses_nothing_in_history(world):
    handset = world.phone(family="mtp")
    whole = world.back_up(handset)
    world.pull("phone")
    slot = plug(world, world.phones["phone"], PtpOnly)
    (camera,) = world.desk.look().present

    pictures = world.back_up(camera.info.id)

    (newest, *_) = world.vault.history.timeline(handset)
    assert (camera.info.id, camera.info.protocol) == (handset, "PTP")
    assert pictures.alarms == ()
    assert not any(each.removed for each in newest.digest)
    assert {reason for _, reason in state(pictures).values()} == {Reason.PICTURES_ONLY}
    world.desk.virtual.replug(slot, virtual_mtp(world.phones["phone"], world.desk.clock))
    (again,) = world.desk.look().appeared
    assert (again.info.id, again.info.protocol) == (handset, "MTP")
    back = world.back_up(handset)
    assert [each.count for each in back.coverage] == [each.count for each in whole.coverage]
    assert back.alarms == ()
    assert not any((each.added, each.removed, each.changed) != (0, 0, 0) for each in back.digest)


def test_a_phone_that_re_enumerates_in_a_backup_is_there_again_and_the_next_is_whole(world):
    handset = world.phone(family="mtp")
    world.desk.virtual.replug_at(60)
    cut = world.back_up(handset)
    change = world.desk.look()

    again = world.back_up(handset)

    assert Reason.UNPLUGGED in {reason for _, reason in state(cut).values()}
    assert [found.info.id for found in change.appeared] == [handset]
    assert set(state(again).values()) == {(State.COMPLETE, Reason.NONE)}


def test_a_locked_phone_that_re_enumerates_once_unlocked_is_there_at_once(world):
    create_sample(world.folder / "phone", family="mtp", small=True)
    lock = ScreenLock()
    slot = plug(world, world.folder / "phone", lambda service: Locked(service, lock))
    (waits,) = world.desk.look().present
    assert isinstance(waits.problem, StoragesHidden)

    lock.locked = False
    world.desk.virtual.replug(slot)
    (unlocked,) = world.desk.look().present

    assert unlocked.info is not None
    assert waiting(unlocked.problem) is None
