from __future__ import annotations

import errno
import threading
import time
from itertools import pairwise

import pytest
import usb.core
import usb.util

from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.slot import KernelDriver
from tests.phones.echo import (
    ACTIVE,
    BULK_IN,
    BULK_OUT,
    CONTROL,
    DATA,
    IDLE,
    INTERRUPT_IN,
    READ_NOTE,
    SERIAL,
    WRITE_NOTE,
    Echo,
    echo_phone,
)


@pytest.fixture
def bus():
    return VirtualBus()


def found(bus):
    return usb.core.find(backend=bus, idVendor=0x1209)


def ready(bus):
    device = found(bus)
    device.set_interface_altsetting(DATA, ACTIVE)
    return device


def test_an_empty_bus_lists_nothing(bus):
    assert list(usb.core.find(find_all=True, backend=bus)) == []


def test_pyusb_reads_descriptors_and_strings(bus):
    bus.plug(echo_phone())
    device = found(bus)
    assert (device.serial_number, device.manufacturer, device.product) == (
        SERIAL,
        "Example",
        "Echo",
    )
    settings = list(device.get_active_configuration())
    assert [(each.bInterfaceNumber, each.bAlternateSetting) for each in settings] == [
        (0, 0),
        (DATA, IDLE),
        (DATA, ACTIVE),
    ]
    assert bytes(settings[0].extra_descriptors) == bytes.fromhex("05240010010524060001")
    assert usb.util.get_string(device, settings[0].iInterface) == "Echo control"
    assert "Echo control" in str(device)


def test_listing_and_reading_descriptors_opens_nothing(bus):
    bus.plug(echo_phone())
    list(found(bus)[0])
    assert (bus.opens, bus.transfers) == (0, 0)


def test_bulk_and_interrupt_transfers_pass(bus):
    bus.plug(echo_phone())
    device = ready(bus)
    assert device.write(BULK_OUT, b"hello") == 5
    assert bytes(device.read(BULK_IN, 64)) == b"hello"
    assert bytes(device.read(INTERRUPT_IN, 8)) == b"ring"


def test_control_transfers_go_both_ways_and_are_cut_at_the_asked_length(bus):
    bus.plug(echo_phone())
    device = found(bus)
    device.ctrl_transfer(0x41, WRITE_NOTE, 0, 0, b"remember")
    assert bytes(device.ctrl_transfer(0xC1, READ_NOTE, 0, 0, 5)) == b"remem"
    assert bytes(device.ctrl_transfer(0xC1, READ_NOTE, 0, 0, 64)) == b"remember"


def test_a_zero_length_packet_ends_a_transfer_of_whole_packets(bus):
    bus.plug(echo_phone())
    device = ready(bus)
    device.write(BULK_OUT, bytes(128))
    assert len(device.read(BULK_IN, 512)) == 128
    assert bus.clock.waited == 0


def test_a_phone_that_forgets_the_zero_length_packet_costs_the_whole_timeout(bus):
    bus.plug(echo_phone(Echo(ended=False)))
    device = ready(bus)
    device.write(BULK_OUT, bytes(128))
    assert len(device.read(BULK_IN, 512, 3000)) == 128
    assert bus.clock.waited == 3


def test_a_full_buffer_leaves_the_zero_length_packet_for_the_next_read(bus):
    bus.plug(echo_phone())
    device = ready(bus)
    device.write(BULK_OUT, bytes(64))
    assert [len(device.read(BULK_IN, 64)), len(device.read(BULK_IN, 64))] == [64, 0]


def test_a_packet_longer_than_the_buffer_is_an_overflow(bus):
    bus.plug(echo_phone())
    device = ready(bus)
    device.write(BULK_OUT, bytes(64))
    with pytest.raises(usb.core.USBError) as caught:
        device.read(BULK_IN, 10)
    assert caught.value.errno == errno.EOVERFLOW


def test_silence_times_out_on_the_virtual_clock_and_never_for_real(bus):
    bus.plug(echo_phone())
    device = ready(bus)
    began = time.monotonic()
    with pytest.raises(usb.core.USBTimeoutError) as caught:
        device.read(BULK_IN, 64, 600_000)
    assert caught.value.errno == errno.ETIMEDOUT
    assert bus.clock.waited == 600
    assert time.monotonic() - began < 5


def test_a_stalled_endpoint_stays_halted_until_it_is_cleared(bus):
    bus.plug(echo_phone())
    device = ready(bus)
    for data in (b"stall me", b"anything"):
        with pytest.raises(usb.core.USBError) as caught:
            device.write(BULK_OUT, data)
        assert caught.value.errno == errno.EPIPE
    device.clear_halt(BULK_OUT)
    assert device.write(BULK_OUT, b"anything") == 8


def test_a_stalled_control_request_halts_nothing(bus):
    bus.plug(echo_phone())
    device = found(bus)
    with pytest.raises(usb.core.USBError) as caught:
        device.ctrl_transfer(0xC1, 0x3F, 0, 0, 8)
    assert caught.value.errno == errno.EPIPE
    assert device.ctrl_transfer(0x41, WRITE_NOTE, 0, 0, b"fine") == 4


def test_endpoints_of_a_setting_that_was_not_chosen_are_not_there(bus):
    bus.plug(echo_phone())
    handle = bus.open_device(next(bus.enumerate_devices()))
    bus.claim_interface(handle, DATA)
    with pytest.raises(usb.core.USBError) as caught:
        bus.bulk_write(handle, BULK_OUT, DATA, usb.util.create_buffer(4), 10)
    assert caught.value.errno == errno.ENOENT


def test_an_interface_has_one_owner(bus):
    bus.plug(echo_phone())
    first, second = found(bus), found(bus)
    usb.util.claim_interface(first, DATA)
    with pytest.raises(usb.core.USBError) as caught:
        usb.util.claim_interface(second, DATA)
    assert caught.value.errno == errno.EBUSY
    usb.util.dispose_resources(first)
    usb.util.claim_interface(second, DATA)


def test_a_kernel_driver_holds_its_interface_until_it_is_detached(bus):
    bus.plug(echo_phone(), drivers=[KernelDriver("some", (DATA,))])
    device = found(bus)
    with pytest.raises(usb.core.USBError) as caught:
        usb.util.claim_interface(device, DATA)
    assert caught.value.errno == errno.EBUSY
    device.detach_kernel_driver(DATA)
    usb.util.claim_interface(device, DATA)
    usb.util.release_interface(device, DATA)
    device.attach_kernel_driver(DATA)
    assert device.is_kernel_driver_active(DATA)


def test_a_driver_of_two_interfaces_binds_to_the_first_when_both_are_free(bus):
    bus.plug(echo_phone(), drivers=[KernelDriver("cdc_acm", (CONTROL, DATA))])
    device = found(bus)
    device.detach_kernel_driver(DATA)
    assert not device.is_kernel_driver_active(CONTROL)
    for place, taken, number in (
        (DATA, None, errno.ENOENT),  # it is probed for the control interface alone
        (CONTROL, DATA, errno.ENOENT),
        (CONTROL, CONTROL, errno.EBUSY),
    ):
        if taken is not None:
            usb.util.claim_interface(device, taken)
        with pytest.raises(usb.core.USBError) as caught:
            device.attach_kernel_driver(place)
        assert caught.value.errno == number
        if taken is not None:
            usb.util.release_interface(device, taken)
    device.attach_kernel_driver(CONTROL)
    assert device.is_kernel_driver_active(CONTROL)
    assert device.is_kernel_driver_active(DATA)
    with pytest.raises(usb.core.USBError) as caught:
        device.attach_kernel_driver(DATA)
    assert caught.value.errno == errno.EBUSY


def test_every_faulty_transfer_is_the_one_that_was_ordered(bus):
    bus.plug(echo_phone())
    device = ready(bus)
    bus.time_out_at(2)
    bus.stall_at(4)
    device.write(BULK_OUT, b"1")
    with pytest.raises(usb.core.USBTimeoutError):
        device.write(BULK_OUT, b"2", 100)
    device.write(BULK_OUT, b"3")
    with pytest.raises(usb.core.USBError) as caught:
        device.write(BULK_OUT, b"4")
    assert caught.value.errno == errno.EPIPE
    device.clear_halt(BULK_OUT)
    assert bytes(device.read(BULK_IN, 64)) == b"1"


def test_faults_that_have_not_come_can_be_taken_back(bus):
    bus.plug(echo_phone())
    device = ready(bus)
    bus.unplug_at(1)
    bus.forget_faults()
    assert device.write(BULK_OUT, b"still here") == 10


def test_an_unplugged_device_is_gone_for_its_handle_and_the_next_listing(bus):
    function = Echo()
    bus.plug(echo_phone(function))
    device = ready(bus)
    bus.unplug_at(1)
    with pytest.raises(usb.core.USBError) as caught:
        device.write(BULK_OUT, b"lost")
    assert caught.value.errno == errno.ENODEV
    assert (found(bus), function.heard, function.resets) == (None, [], 1)


def test_a_replugged_device_has_a_new_address_and_its_old_handle_is_dead(bus):
    slot = bus.plug(echo_phone())
    device = ready(bus)
    bus.replug(slot)
    again = ready(bus)
    assert again.address != device.address
    assert again.port_numbers == device.port_numbers
    with pytest.raises(usb.core.USBError) as caught:
        device.write(BULK_OUT, b"into the void")
    assert caught.value.errno == errno.ENODEV
    assert again.write(BULK_OUT, b"heard") == 5


def test_a_device_can_re_enumerate_in_the_middle_of_a_transfer(bus):
    bus.plug(echo_phone())
    device = ready(bus)
    bus.replug_at(1)
    with pytest.raises(usb.core.USBError):
        device.write(BULK_OUT, b"unlocked")
    assert ready(bus).write(BULK_OUT, b"heard") == 5


def test_addresses_are_never_shared_and_never_run_out(bus):
    slots = [bus.plug(echo_phone()) for _ in range(3)]
    seen = []
    for _ in range(300):
        bus.replug(slots[1])
        addresses = [d.address for d in usb.core.find(find_all=True, backend=bus)]
        assert len(set(addresses)) == 3
        assert all(0 < address < 128 for address in addresses)
        seen.append(addresses[1])
    assert all(one != next_one for one, next_one in pairwise(seen))


def test_a_reset_falls_back_to_the_idle_setting(bus):
    function = Echo()
    bus.plug(echo_phone(function))
    device = ready(bus)
    device.reset()
    with pytest.raises(ValueError, match="Invalid endpoint"):
        device.write(BULK_OUT, b"no such endpoint now")
    assert function.resets == 1


def test_a_device_this_user_may_not_open_says_so(bus):
    bus.plug(echo_phone(), allowed=False)
    with pytest.raises(usb.core.USBError) as caught:
        found(bus).get_active_configuration()
    assert caught.value.errno == errno.EACCES
    assert bus.opens == 0


def test_threads_may_talk_to_different_devices_at_once(bus):
    for _ in range(4):
        bus.plug(echo_phone())
    failures = []

    def talk(device, word):
        device.set_interface_altsetting(DATA, ACTIVE)
        for _ in range(200):
            device.write(BULK_OUT, word)
            if bytes(device.read(BULK_IN, 64)) != word:
                failures.append(word)

    threads = [
        threading.Thread(target=talk, args=(device, b"%d" % device.address))
        for device in usb.core.find(find_all=True, backend=bus)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert bus.transfers == 4 * 401
