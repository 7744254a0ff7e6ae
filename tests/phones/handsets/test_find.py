from __future__ import annotations

import threading

import pytest

from holdfast.errors import Problem
from holdfast.phones.handsets.find import PATIENCE, Finder
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.handsets.identity import (
    NoIdentity,
    NotConnected,
    choose_serial,
    handset_id,
)
from holdfast.phones.links.link import Busy, NoAnswer, NotAllowed, Unplugged
from holdfast.phones.links.usb import AltSetting, UsbBus
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.records.model.handset import HandsetInfo
from tests.phones.echo import ACTIVE, CONTROL, DATA, IDLE, Echo, configuration, echo_phone

OTHER = (AltSetting(0, 0, 0x03, 1, 1),)  # a keyboard


class EchoHandset:
    """A session with an echo phone; whatever it says back first is its own serial."""

    def __init__(self, device):
        self.link = device.bulk(CONTROL, DATA, ACTIVE, IDLE)
        try:
            self.info = self._identify(device)
        except Problem:
            self.link.close()
            raise

    def _identify(self, device):
        self.link.write(b"who", 1)
        if self.link.read(64, 1) != b"who":
            raise Garbled("no echo")
        own = device.control_in(0xC1, 0x31, 0, 0, 64, 1).decode()
        serial = choose_serial(device.serial, own, manufacturer=device.manufacturer)
        return HandsetInfo(handset_id(serial), serial, device.manufacturer, device.product, "echo")

    def close(self):
        self.link.close()


class EchoFamily:
    name = "echo"

    def recognises(self, device):
        return any((each.cls, each.subcls) == (0x02, 0x0B) for each in device.settings)

    def open(self, device):
        return EchoHandset(device)


class Bench:
    def __init__(self):
        self.virtual = VirtualBus()
        self.seconds = 0.0
        self.finder = Finder(UsbBus([self.virtual]), [EchoFamily()], seconds=lambda: self.seconds)

    def plug(self, *, own=b"", **phone):
        echo = Echo()
        echo.note = own
        return self.virtual.plug(echo_phone(echo, **phone))

    def ids(self):
        return [found.info.id for found in self.finder.present() if found.info]


@pytest.fixture
def bench():
    return Bench()


def test_a_phone_appears_stays_and_goes(bench):
    slot = bench.plug()
    first = bench.finder.look()
    second = bench.finder.look()
    bench.virtual.unplug(slot)
    third = bench.finder.look()
    (found,) = first.appeared
    assert (found.info.id, found.problem) == ("echo-000417", None)
    assert (second.appeared, second.gone, second.present) == ((), (), (found,))
    assert (third.appeared, third.gone, third.present) == ((), (found,), ())
    assert bench.finder.present() == ()


def test_a_device_is_opened_once_for_each_appearance_however_often_one_looks(bench):
    slot = bench.plug()
    for _ in range(10):
        bench.finder.look()
    assert bench.virtual.opens == 1
    spent = bench.virtual.transfers
    for _ in range(10):
        bench.finder.look()
    assert bench.virtual.transfers == spent
    bench.virtual.replug(slot)
    for _ in range(10):
        bench.finder.look()
    assert bench.virtual.opens == 2


def test_sessions_are_held_on_the_opening_that_identified_the_phone(bench):
    bench.plug()
    bench.finder.look()
    for _ in range(3):
        bench.finder.connect("echo-000417").close()
    assert bench.virtual.opens == 1


def test_what_no_family_recognises_is_never_opened_and_not_found(bench):
    bench.plug(settings=OTHER)
    bench.plug(settings=())
    assert bench.finder.look().present == ()
    assert (bench.virtual.opens, bench.virtual.transfers) == (0, 0)


def test_an_iphone_is_left_alone(bench):
    bench.plug(vendor=0x05AC)
    assert bench.finder.look().present == ()
    assert bench.virtual.opens == 0


def test_a_phone_that_re_enumerates_is_a_new_appearance_of_the_same_handset(bench):
    slot = bench.plug()
    before = bench.finder.look().present[0]
    bench.virtual.replug(slot)
    change = bench.finder.look()
    assert change.gone == (before,)
    assert change.appeared[0].info == before.info
    assert change.appeared[0].port != before.port


def test_a_phone_may_come_back_in_a_mode_that_can_be_spoken_to(bench):
    slot = bench.plug(settings=OTHER)
    assert bench.finder.look().present == ()
    bench.virtual.replug(slot, echo_phone())
    assert bench.finder.look().appeared[0].info.id == "echo-000417"


def test_a_phone_this_user_may_not_open_is_found_with_the_reason(bench):
    bench.virtual.plug(echo_phone(), allowed=False)
    (found,) = bench.finder.look().appeared
    assert found.info is None
    assert isinstance(found.problem, NotAllowed)


def test_a_device_this_user_may_not_open_and_nobody_knows_is_no_trouble(bench):
    bench.virtual.plug(echo_phone(settings=OTHER), allowed=False)
    assert bench.finder.look().present == ()


def test_a_phone_another_program_holds_is_looked_at_again_when_it_is_free(bench):
    bench.plug()
    theirs = UsbBus([bench.virtual])
    held = theirs.open(next(iter(theirs.ports())))
    link = held.bulk(None, DATA, ACTIVE)
    (found,) = bench.finder.look().appeared
    assert isinstance(found.problem, Busy)
    link.close()
    assert bench.finder.look().present == (found,)
    bench.finder.again(found.port)
    (found,) = bench.finder.look().appeared
    assert (found.info.id, bench.ids()) == ("echo-000417", ["echo-000417"])


def test_a_phone_another_program_held_is_found_after_a_while_without_anybody_asking(bench):
    bench.plug()
    theirs = UsbBus([bench.virtual])
    held = theirs.open(next(iter(theirs.ports())))
    link = held.bulk(None, DATA, ACTIVE)
    bench.finder.look()

    bench.seconds += PATIENCE
    still = bench.finder.look()
    link.close()
    too_soon = bench.finder.look()
    bench.seconds += PATIENCE
    free = bench.finder.look()

    assert (still.appeared, too_soon.appeared) == ((), ())
    assert isinstance(still.present[0].problem, Busy)
    assert [found.info.id for found in free.appeared] == ["echo-000417"]
    assert free.present == free.appeared


def test_a_phone_that_does_not_answer_is_found_with_the_reason(bench):
    bench.plug()
    echo_at = 8  # the answer to "who", after the strings and the choice of the setting
    bench.virtual.time_out_at(echo_at)
    (found,) = bench.finder.look().appeared
    assert isinstance(found.problem, NoAnswer)


def test_pulled_at_any_transfer_of_being_identified_it_is_simply_gone():
    whole = Bench()
    whole.plug()
    whole.finder.look()
    for n in range(1, whole.virtual.transfers):
        bench = Bench()
        slot = bench.plug()
        bench.virtual.unplug_at(n)
        assert bench.finder.look().present == ()
        assert bench.finder.look().gone == ()
        bench.virtual.replug(slot)
        bench.finder.look()
        assert bench.ids() == ["echo-000417"]


def test_two_phones_have_two_ids(bench):
    bench.plug(serial="AAA-1111")
    bench.plug(serial="BBB-2222")
    bench.finder.look()
    assert bench.ids() == ["aaa-1111", "bbb-2222"]
    assert bench.finder.connect("bbb-2222").info.serial == "BBB-2222"


def test_behind_a_placeholder_the_protocols_own_serial_counts(bench):
    bench.plug(serial="0123456789ABCDEF", own=b"354190023896443")
    bench.finder.look()
    assert bench.ids() == ["354190023896443"]


def test_a_serial_seen_on_two_phones_at_once_names_neither(bench):
    bench.plug(serial="SAME-0001", own=b"354190023896443")
    bench.plug(serial="SAME-0001", own=b"354190023896450")
    bench.finder.look()
    assert bench.ids() == ["354190023896443", "354190023896450"]
    assert bench.finder.shared_serials == {"same-0001"}


def test_a_second_phone_with_the_serial_renames_the_first(bench):
    bench.plug(serial="SAME-0001", own=b"354190023896443")
    (first,) = bench.finder.look().present
    bench.plug(serial="SAME-0001", own=b"354190023896450")
    change = bench.finder.look()
    assert first.info is not None
    assert first.info.id == "same-0001"
    assert change.gone == (first,)
    assert set(bench.ids()) == {"354190023896443", "354190023896450"}
    assert bench.virtual.opens == 2


def test_a_phone_in_a_session_keeps_its_name_until_it_comes_again(bench):
    slot = bench.plug(serial="SAME-0001", own=b"354190023896443")
    bench.finder.look()
    session = bench.finder.connect("same-0001")
    bench.plug(serial="SAME-0001", own=b"354190023896450")
    bench.finder.look()
    assert bench.ids() == ["same-0001", "354190023896450"]
    session.close()
    bench.virtual.replug(slot)
    bench.finder.look()
    assert sorted(bench.ids()) == ["354190023896443", "354190023896450"]


def test_a_serial_once_seen_on_two_phones_can_be_remembered(bench):
    bench.plug(serial="SAME-0001", own=b"354190023896443")
    finder = Finder(UsbBus([bench.virtual]), [EchoFamily()], shared={"same-0001"})
    (found,) = finder.look().present
    assert found.info.id == "354190023896443"


def test_two_phones_alike_in_everything_are_not_taken_for_one(bench):
    bench.plug(serial="SAME-0001", own=b"354190023896443")
    bench.plug(serial="SAME-0001", own=b"354190023896443")
    first, second = bench.finder.look().present
    assert first.info.id == "354190023896443"
    assert isinstance(second.problem, NoIdentity)


def test_a_phone_without_any_serial_is_asked_for_and_takes_its_owners_word(bench):
    bench.plug(serial="")
    (found,) = bench.finder.look().present
    assert isinstance(found.problem, NoIdentity)
    named = bench.finder.name(found.port, "Moms old phone")
    assert named.info.serial == "Moms old phone"
    assert bench.finder.present() == (named,)
    bench.finder.connect(named.info.id).close()
    assert bench.virtual.opens == 1


def test_nobody_who_is_not_there_can_be_named_or_connected(bench):
    slot = bench.plug()
    (found,) = bench.finder.look().present
    bench.virtual.unplug(slot)
    bench.finder.look()
    with pytest.raises(NotConnected) as caught:
        bench.finder.connect("echo-000417")
    assert caught.value.handset == "echo-000417"
    with pytest.raises(NotConnected):
        bench.finder.name(found.port, "whoever")


def test_a_phone_pulled_in_a_session_ends_it_and_can_come_back(bench):
    slot = bench.plug()
    bench.finder.look()
    session = bench.finder.connect("echo-000417")
    bench.virtual.unplug(slot)
    bench.finder.look()
    with pytest.raises(Unplugged):
        session.link.write(b"hello?", 1)
    session.close()
    bench.virtual.replug(slot)
    bench.finder.look()
    bench.finder.connect("echo-000417").close()


def test_one_phone_has_one_session_at_a_time(bench):
    bench.plug()
    bench.finder.look()
    session = bench.finder.connect("echo-000417")
    with pytest.raises(Busy):
        bench.finder.connect("echo-000417")
    session.close()
    bench.finder.connect("echo-000417").close()


@pytest.mark.parametrize(
    "lie",
    [
        {"claims": {"bNumConfigurations": 0}},
        {"claims": {"bNumInterfaces": 0}},
        {"claims": {"bNumInterfaces": 255}},
        {"claims": {"bConfigurationValue": 77}},
        {"raw_strings": {0: b"", 1: b"\xff", 2: b"\xff\x03\x00", 3: b"\x03\x03\xd8"}},
        {"raw_strings": {3: b"\xff\x03" + b"../\x00" * 60}},
        {"settings": configuration()[:1]},
        {"settings": configuration(max_packet=0)},
    ],
)
def test_a_device_that_lies_never_stops_the_finder(bench, lie):
    bench.plug(**lie)
    bench.plug(serial="HONEST-0001")
    change = bench.finder.look()
    assert "honest-0001" in bench.ids()
    for found in change.present:
        assert (found.info is None) is (found.problem is not None)


def test_looking_from_many_threads_opens_each_phone_once(bench):
    for number in range(4):
        bench.plug(serial=f"MANY-{number:04}")
    changes = []
    threads = [
        threading.Thread(target=lambda: changes.append(bench.finder.look())) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(len(change.appeared) for change in changes) == 4
    assert bench.virtual.opens == 4


def test_who_is_there_is_told_while_a_slow_phone_is_asked_who_it_is():
    asked, answers = threading.Event(), threading.Event()

    class SlowFamily(EchoFamily):
        def open(self, device):
            asked.set()
            assert answers.wait(10)
            return super().open(device)

    bench = Bench()
    bench.plug()
    finder = Finder(UsbBus([bench.virtual]), [SlowFamily()])
    looking = threading.Thread(target=finder.look)
    looking.start()
    assert asked.wait(10)
    assert finder.present() == ()
    answers.set()
    looking.join(10)
    assert len(finder.present()) == 1


def test_a_closed_finder_lets_go_and_can_look_again(bench):
    bench.plug()
    bench.finder.look()
    bench.finder.close()
    assert bench.finder.present() == ()
    assert len(bench.finder.look().appeared) == 1
