"""What is taken from the kernel comes back, on a bus that plays cdc_acm as it behaves."""

from __future__ import annotations

import logging
from contextlib import nullcontext, suppress

import pytest
import usb.core

from holdfast.phones.links.link import Busy, LinkProblem, Misdescribed, Unplugged
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.slot import KernelDriver
from tests.phones.echo import ACTIVE, CONTROL, DATA, IDLE, echo_phone
from tests.phones.links.linux import CDC_ACM, Linux

ASKED = (
    "open_device",
    "close_device",
    "claim_interface",
    "release_interface",
    "is_kernel_driver_active",
    "detach_kernel_driver",
    "attach_kernel_driver",
    "set_interface_altsetting",
    "bulk_write",
    "bulk_read",
)


class Bench:
    def __init__(self, tmp_path, bus=None, drivers=(CDC_ACM,)):
        self.virtual = bus or VirtualBus()
        self.slot = self.virtual.plug(echo_phone(), drivers=drivers)
        self.linux = Linux(tmp_path)
        self.bus = UsbBus([self.virtual], self.linux.system)

    def open(self, bus=None):
        [port] = self.bus.ports()
        return (bus or self.bus).open(port)

    def pipe(self, device):
        return device.bulk(CONTROL, DATA, ACTIVE, IDLE)

    @property
    def kernel_has(self):
        """The interfaces that the kernel has, by a handle of somebody else."""
        device = next(iter(usb.core.find(find_all=True, backend=self.virtual)))
        return [each for each in (CONTROL, DATA) if device.is_kernel_driver_active(each)]


BOTH = [CONTROL, DATA]


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def converse(bench):
    """All that is ever done with a pipe, and what follows however it ends."""
    device = bench.open()
    try:
        link = bench.pipe(device)
        try:
            link.write(b"hello", 1)
            link.read(64, 1)
        finally:
            link.close()
    finally:
        device.close()


def test_both_interfaces_come_back(bench):
    device = bench.open()
    link = bench.pipe(device)
    assert bench.kernel_has == []
    link.close()
    assert bench.kernel_has == BOTH


def test_nothing_is_claimed_any_more_when_the_control_interface_is_offered_first(tmp_path):
    class Noting(VirtualBus):
        said: tuple[tuple[str, int], ...] = ()

        def release_interface(self, dev_handle, intf):
            self.said += (("release", intf),)
            super().release_interface(dev_handle, intf)

        def attach_kernel_driver(self, dev_handle, intf):
            self.said += (("attach", intf),)
            super().attach_kernel_driver(dev_handle, intf)

    bus = Noting()
    converse(Bench(tmp_path, bus))
    assert bus.said == (
        ("release", DATA),
        ("release", CONTROL),
        ("attach", CONTROL),
        ("attach", DATA),
    )


def test_drivers_of_single_interfaces_come_back_each(tmp_path):
    drivers = [KernelDriver("one", (CONTROL,)), KernelDriver("other", (DATA,))]
    bench = Bench(tmp_path, drivers=drivers)
    converse(bench)
    assert bench.kernel_has == BOTH


@pytest.mark.parametrize("after", [False, True])
def test_interrupted_at_any_call_both_interfaces_come_back(tmp_path, after):
    def run(at):
        """Interrupt the call number `at`; tell how many calls there were."""
        calls = 0
        bus = VirtualBus()

        def interrupting(call):
            def asked(*arguments):
                nonlocal calls
                calls += 1
                if calls == at and not after:
                    raise KeyboardInterrupt
                try:
                    return call(*arguments)
                finally:
                    if calls == at:
                        raise KeyboardInterrupt

            return asked

        for name in ASKED:
            setattr(bus, name, interrupting(getattr(bus, name)))
        bench = Bench(tmp_path / str(at), bus)
        with pytest.raises(KeyboardInterrupt) if at else nullcontext():
            converse(bench)
        until = calls
        assert bench.kernel_has == BOTH, f"call {at}"
        return until

    total = run(0)
    assert total > 15
    # The last call of all only closes the handle.
    for at in range(1, total):
        run(at)


def test_whatever_transfer_breaks_both_interfaces_come_back(tmp_path):
    whole = Bench(tmp_path / "whole")
    converse(whole)
    for n in range(1, whole.virtual.transfers + 1):
        for fault in ("stall_at", "time_out_at"):
            bench = Bench(tmp_path / f"{fault}{n}")
            getattr(bench.virtual, fault)(n)
            with suppress(LinkProblem):
                converse(bench)
            assert bench.kernel_has == BOTH, (fault, n)


def test_an_opening_that_fails_half_way_gives_everything_back(bench):
    device = bench.open()
    bench.virtual.stall_at(1)  # choosing the setting, when all is claimed
    with pytest.raises(LinkProblem):
        bench.pipe(device)
    assert bench.kernel_has == BOTH


def test_a_pipe_that_cannot_be_takes_nothing_from_the_kernel(bench):
    device = bench.open()
    with pytest.raises(Misdescribed):
        device.bulk(CONTROL, 9, ACTIVE, IDLE)
    assert bench.kernel_has == BOTH


def test_a_phone_that_was_unplugged_meanwhile_is_owed_nothing(bench, caplog):
    device = bench.open()
    link = bench.pipe(device)
    bench.virtual.unplug(bench.slot)
    with pytest.raises(Unplugged):
        link.write(b"x", 1)
    with caplog.at_level(logging.WARNING):
        link.close()
        device.close()
    assert caplog.records == []
    bench.virtual.replug(bench.slot)
    assert bench.kernel_has == BOTH


def test_what_another_program_claimed_in_between_comes_back_when_it_lets_go(tmp_path):
    class Raced(VirtualBus):
        """As soon as the driver is gone, somebody else takes the data interface."""

        rival = None

        def detach_kernel_driver(self, dev_handle, intf):
            super().detach_kernel_driver(dev_handle, intf)
            if self.rival is not None:
                super().claim_interface(self.rival, DATA)

    bus = Raced()
    bench = Bench(tmp_path, bus)
    [place] = bus.enumerate_devices()
    bus.rival = bus.open_device(place)
    device = bench.open()
    with pytest.raises(Busy):
        bench.pipe(device)
    assert bench.kernel_has == []  # cdc_acm refuses while its data interface is claimed
    bus.release_interface(bus.rival, DATA)
    device.close()
    assert bench.kernel_has == BOTH


def test_what_could_not_be_given_back_comes_back_with_the_next_pipe(tmp_path, monkeypatch):
    bench = Bench(tmp_path)
    device = bench.open()
    link = bench.pipe(device)
    with monkeypatch.context() as broken:
        broken.setattr(bench.virtual, "attach_kernel_driver", lambda *_: None)
        link.close()
    assert bench.kernel_has == []
    bench.pipe(device).close()
    assert bench.kernel_has == BOTH


def test_what_a_killed_run_never_gave_back_comes_back_with_the_next_pipe(bench, monkeypatch):
    monkeypatch.setattr("platform.system", lambda: "Linux")
    [place] = bench.virtual.enumerate_devices()
    killed = bench.virtual.open_device(place)
    bench.virtual.detach_kernel_driver(killed, CONTROL)
    bench.virtual.close_device(killed)
    assert bench.kernel_has == []
    converse(bench)
    assert bench.kernel_has == BOTH


def test_where_linux_is_not_only_what_was_sent_away_is_called_back(tmp_path, monkeypatch):
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    bench = Bench(tmp_path, drivers=[])
    called = []
    monkeypatch.setattr(bench.virtual, "attach_kernel_driver", lambda *_: called.append(1))
    converse(bench)
    assert called == []


def test_a_system_without_kernel_drivers_lends_all_the_same(bench, monkeypatch):
    def unknown(*_):
        raise NotImplementedError

    for name in ("is_kernel_driver_active", "detach_kernel_driver", "attach_kernel_driver"):
        monkeypatch.setattr(bench.virtual, name, unknown)
    bench.virtual.replug(bench.slot, echo_phone())
    monkeypatch.setattr(bench.virtual, "claim_interface", lambda *_: None)
    monkeypatch.setattr(bench.virtual, "release_interface", lambda *_: None)
    monkeypatch.setattr(bench.virtual, "set_interface_altsetting", lambda *_: None)
    bench.pipe(bench.open()).close()


def test_the_driver_its_port_and_its_user_are_logged(bench, caplog):
    bench.linux.modem("ModemManager")
    with caplog.at_level(logging.INFO):
        converse(bench)
    said = [record.getMessage() for record in caplog.records]
    assert "sends cdc_acm (ttyACM0) in use by ModemManager away from interface 0" in said
    assert any(line.startswith("gave interface 0 back: cdc_acm (ttyACM0)") for line in said)


def test_a_port_that_a_person_uses_is_left_alone_and_its_user_named(bench):
    bench.linux.modem("ModemManager", "minicom")
    device = bench.open()
    with pytest.raises(Busy) as caught:
        bench.pipe(device)
    told = caught.value
    assert (told.holder, told.driver, told.tty) == ("minicom", "cdc_acm", "ttyACM0")
    assert bench.kernel_has == BOTH
    assert not device.in_use


def test_a_driver_that_does_not_go_is_named_with_its_port(bench, monkeypatch):
    bench.linux.modem()
    monkeypatch.setattr(bench.virtual, "detach_kernel_driver", lambda *_: None)
    with pytest.raises(Busy) as caught:
        bench.pipe(bench.open())
    told = caught.value
    assert (told.holder, told.driver, told.tty) == ("", "cdc_acm", "ttyACM0")
