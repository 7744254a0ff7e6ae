"""A phone whose owner is asked whether this computer may come in, as the finder sees it."""

from __future__ import annotations

import pytest

from holdfast.phones.handsets.android.family import AndroidFamily, KeyNotKept
from holdfast.phones.handsets.android.keys import HostKeys
from holdfast.phones.handsets.find import CONSENT_PATIENCE, Finder
from holdfast.phones.handsets.handset import NotAuthorised
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.android.device import device_of
from holdfast.phones.virtual.android.keys import KeyDialog
from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.card import SampleInfo, write_card
from holdfast.phones.virtual.clock import VirtualClock


class Bench:
    def __init__(self, folder):
        (folder / "phone").mkdir()
        write_card(folder / "phone", SampleInfo(serial="ASKS0001", family="android"))
        self.phone = AndroidPhone(folder / "phone", VirtualClock())
        self.dialog = KeyDialog()
        self.virtual = VirtualBus()
        self.seconds = 0.0
        self.family = AndroidFamily(HostKeys(folder / "keys"), consent_seconds=0.01)
        self.finder = Finder(UsbBus([self.virtual]), [self.family], seconds=lambda: self.seconds)

    def plug(self):
        return self.virtual.plug(device_of(self.phone, self.dialog))

    def later(self):
        self.seconds += CONSENT_PATIENCE
        return self.finder.look()


@pytest.fixture
def bench(tmp_path):
    made = Bench(tmp_path)
    yield made
    made.finder.close()
    made.phone.close()


def test_the_state_ends_by_itself_when_the_owner_taps_allow(bench):
    bench.plug()
    (asked,) = bench.finder.look().appeared
    assert isinstance(asked.problem, NotAuthorised)
    assert bench.dialog.shown == [asked.problem.fingerprint]

    bench.dialog.allow()
    assert bench.finder.look().appeared == ()
    (found,) = bench.later().appeared

    assert found.info.id == "asks0001"
    assert bench.finder.present() == (found,)


def test_the_question_stays_on_the_screen_and_is_not_asked_again(bench):
    bench.plug()
    bench.finder.look()

    changes = [bench.later() for _ in range(5)]

    assert all(change.appeared == () for change in changes)
    assert len(bench.dialog.shown) == 1
    assert bench.virtual.opens == 1


def test_an_owner_who_waited_with_the_tap_finds_a_session_can_be_had_at_once(bench):
    bench.plug()
    bench.finder.look()
    bench.dialog.allow()
    bench.later()

    handset = bench.finder.connect("asks0001")

    assert handset.info.serial == "ASKS0001"
    handset.close()


def test_a_phone_pulled_while_it_asks_is_let_go_of(bench):
    slot = bench.plug()
    bench.finder.look()
    bench.virtual.unplug(slot)

    assert bench.later().present == ()
    bench.dialog.allow()
    bench.plug()
    assert bench.finder.look().appeared[0].info is not None


def test_a_finder_that_ends_while_a_phone_asks_gives_the_phone_back(bench):
    bench.plug()
    bench.finder.look()
    bench.finder.close()
    bench.dialog.allow()

    again = Finder(UsbBus([bench.virtual]), [bench.family])
    assert again.look().present[0].info is not None
    again.close()


def test_a_key_that_cannot_be_kept_is_a_known_problem(tmp_path, bench):
    (tmp_path / "taken").write_text("a file where a folder should be")
    family = AndroidFamily(HostKeys(tmp_path / "taken"), consent_seconds=0.01)
    bench.plug()
    finder = Finder(UsbBus([bench.virtual]), [family])

    (found,) = finder.look().present

    assert isinstance(found.problem, KeyNotKept)
    finder.close()
