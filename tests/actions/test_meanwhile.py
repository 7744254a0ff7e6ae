"""A phone whose owner has not tapped Allow yet: its photos and files can be had already."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from holdfast.actions.back_up import back_up
from holdfast.phones.handsets.android.family import AndroidFamily
from holdfast.phones.handsets.android.keys import HostKeys
from holdfast.phones.handsets.find import CONSENT_PATIENCE, Finder
from holdfast.phones.handsets.handset import NotAuthorised
from holdfast.phones.handsets.mtp.family import MtpFamily
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.protocols.mtp.codes import Op, Response
from holdfast.phones.virtual.android.keys import KeyDialog
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.card import read_card, write_card
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.mtp.behaviours import Locked, ScreenLock, Wrapped
from holdfast.phones.virtual.mtp.composite import virtual_android_with_mtp
from holdfast.phones.virtual.mtp.service import Reply
from holdfast.phones.virtual.store import create_sample
from holdfast.progress import Task
from holdfast.records.model.coverage import State
from holdfast.records.model.kinds import Kind
from holdfast.wording.waiting import waiting

MEDIA = (Kind.PHOTOS, Kind.FILES)


class Counting(Wrapped):
    def __init__(self, inner, asked):
        super().__init__(inner)
        self.asked = asked

    def answer(self, request):
        self.asked[request.op] += 1
        return super().answer(request)


class Shut(Counting):
    """Lets nobody in."""

    def answer(self, request):
        reply = super().answer(request)
        return Reply(Response.AccessDenied) if request.op == Op.OpenSession else reply


class Bench:
    """A finder over one phone with both interfaces, whose owner is asked."""

    def __init__(self, folder):
        self.folder = folder / "phone"
        create_sample(self.folder, family="android", small=True)
        self.dialog = KeyDialog()
        self.bus = VirtualBus()
        self.now = 0.0
        files = MtpFamily()
        android = AndroidFamily(HostKeys(folder / "keys"), consent_seconds=0.01)
        self.finder = Finder(
            UsbBus([self.bus]), [android, files], meanwhile=files, seconds=lambda: self.now
        )
        self.devices = []

    def plug(self, behave=lambda service: service):
        phone = virtual_android_with_mtp(self.folder, self.bus.clock, self.dialog, behave)
        self.devices.append(phone)
        self.bus.plug(phone)

    def later(self):
        self.now += CONSENT_PATIENCE
        return self.finder.look()

    def close(self):
        self.finder.close()
        for each in self.devices:
            each.close()


@pytest.fixture
def bench(tmp_path):
    made = Bench(tmp_path)
    yield made
    made.close()


@pytest.fixture
def asking(world):
    """The dialog of a phone of the desk's that asks."""
    create_sample(world.folder / "phone", family="android", small=True)
    dialog = KeyDialog()
    clock = VirtualClock(world.desk.clock)
    phone = virtual_android_with_mtp(world.folder / "phone", clock, dialog)
    world.desk.virtual.plug(phone)
    yield dialog
    phone.close()


def test_photos_and_files_are_backed_up_while_the_question_waits(world, asking):
    (found,) = world.desk.look().present
    assert isinstance(found.problem, NotAuthorised)
    assert found.info.protocol == "MTP"

    made = world.back_up(found.info.id)

    assert {entry.kind: entry.state for entry in made.coverage} == dict.fromkeys(
        MEDIA, State.COMPLETE
    )
    assert len(asking.shown) == 1
    card = waiting(found.problem, meanwhile=True)
    assert "already" in card.sentence
    assert card.code == asking.shown[0]


def test_after_allow_it_is_the_same_handset_and_nothing_of_it_has_changed(world, asking):
    (found,) = world.desk.look().present
    world.back_up(found.info.id)
    asking.allow()

    whole = world.back_up(found.info.id)

    (newest, *_) = world.vault.history.timeline(found.info.id)
    told = {each.kind: each for each in newest.digest}
    assert len(world.vault.history.handsets()) == 1
    assert whole.alarms == ()
    assert told[Kind.CONTACTS].added
    for kind in MEDIA:
        each = told.get(kind)
        assert each is None or (each.added, each.changed, each.removed) == (0, 0, 0)


def test_a_tap_during_the_backup_lets_it_end_and_the_next_one_read_everything(world, bench):
    bench.plug()
    (found,) = bench.finder.look().present
    handset = bench.finder.connect(found.info.id)
    bench.dialog.allow()

    (allowed,) = bench.later().appeared
    made = back_up(handset, world.vault, task=Task(), clock=world.desk.clock)
    handset.close()

    assert made.whole
    assert allowed.problem is None
    assert allowed.info.id == found.info.id
    with_everything = bench.finder.connect(found.info.id)
    assert Kind.CONTACTS in with_everything.kinds()
    with_everything.close()


def test_who_it_is_is_asked_once_however_long_the_question_waits(bench):
    asked = Counter()
    bench.plug(lambda service: Counting(service, asked))
    (found,) = bench.finder.look().appeared

    changes = [bench.later() for _ in range(5)]

    assert asked[Op.OpenSession] == 1
    assert all(change.appeared == () for change in changes)
    assert changes[-1].present[0].info == found.info
    assert len(bench.dialog.shown) == 1


def test_a_phone_that_is_locked_besides_is_there_once_unlocked(bench):
    lock = ScreenLock()
    bench.plug(lambda service: Locked(service, lock))
    (found,) = bench.finder.look().appeared
    assert (found.info, type(found.problem)) == (None, NotAuthorised)
    assert bench.later().appeared == ()

    lock.locked = False
    (unlocked,) = bench.later().appeared

    assert unlocked.info is not None
    assert isinstance(unlocked.problem, NotAuthorised)
    assert len(bench.dialog.shown) == 1


def test_a_phone_whose_file_transfer_lets_nobody_in_is_not_asked_again_and_again(bench):
    asked = Counter()
    bench.plug(lambda service: Shut(service, asked))
    (found,) = bench.finder.look().appeared
    once = asked.total()

    for _ in range(5):
        bench.later()

    assert found.info is None
    assert asked.total() == once


def test_a_phone_whose_serial_on_the_usb_is_no_serial_waits_for_its_owner(bench):
    write_card(bench.folder, replace(read_card(bench.folder), serial="0123456789ABCDEF"))
    asked = Counter()
    bench.plug(lambda service: Counting(service, asked))

    (found,) = bench.finder.look().appeared

    assert found.info is None
    assert asked.total() == 0
