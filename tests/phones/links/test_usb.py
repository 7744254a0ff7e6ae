from __future__ import annotations

import errno
import threading
from dataclasses import replace

import pytest
import usb.core
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.phones.links.link import (
    Busy,
    LinkProblem,
    Misdescribed,
    NoAnswer,
    NotAllowed,
    PipeStalled,
    TransferFailed,
    Unplugged,
)
from holdfast.phones.links.occupants import System
from holdfast.phones.links.usb import AltSetting, Endpoint, Port, Transfer, UsbBus
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
    REFUSED,
    SERIAL,
    WRITE_NOTE,
    Echo,
    configuration,
    echo_phone,
)
from tests.phones.links.linux import Linux

LINES = (b"hello", bytes(64), b"x" * 200)


class Bench:
    """A virtual bus behind a `UsbBus`, and a phone that echoes."""

    def __init__(self, phone=None, **plugging):
        self.virtual = VirtualBus()
        self.slot = self.virtual.plug(phone or echo_phone(), **plugging)
        self.bus = UsbBus([self.virtual])

    @property
    def port(self):
        (port,) = self.bus.ports()
        return port

    def open(self):
        return self.bus.open(self.port)

    def pipe(self, **how):
        return self.open().bulk(CONTROL, DATA, ACTIVE, IDLE, **how)


def converse(bench):
    """Open, echo a few lines and hang up: the conversation every fault is tried in."""
    device = bench.open()
    link = device.bulk(CONTROL, DATA, ACTIVE, IDLE)
    try:
        device.control_out(0x41, WRITE_NOTE, 0, 0, b"note", 1)
        for line in LINES:
            link.write(line, 1)
            assert link.read(512, 1) == line
        assert device.transfer_in(INTERRUPT_IN, 8, 1) == b"ring"
    finally:
        link.close()
        device.close()


def test_a_computer_without_usb_has_an_empty_bus(monkeypatch):
    monkeypatch.setattr("libusb_package.get_libusb1_backend", lambda: None)
    assert UsbBus.system().ports() == frozenset()


def test_the_systems_own_bus_can_be_listed_wherever_this_runs():
    assert isinstance(UsbBus.system().ports(), frozenset)


def test_a_backend_that_cannot_list_hides_no_other():
    class Broken(VirtualBus):
        def enumerate_devices(self):
            raise usb.core.USBError("no", -99, errno.EIO)

    bench = Bench()
    bus = UsbBus([Broken(), bench.virtual])
    assert bus.ports() == bench.bus.ports()


def test_a_port_is_listed_and_looked_at_without_being_opened():
    bench = Bench()
    port = bench.port
    device = bench.bus.look_at(port)
    assert port == Port(250, 1, (1,), 0x1209, 0x0001)
    assert [(each.interface, each.alternate) for each in device.settings] == [
        (0, 0),
        (1, 0),
        (1, 1),
    ]
    assert (device.serial, bench.virtual.opens, bench.virtual.transfers) == ("", 0, 0)


def test_a_backend_may_be_attached_later():
    bus = UsbBus()
    assert bus.ports() == frozenset()
    bench = Bench()
    bus.attach(bench.virtual)
    assert bus.ports() == {bench.port}


def test_an_open_device_tells_its_strings_and_settings():
    device = Bench().open()
    assert (device.serial, device.manufacturer, device.product) == (SERIAL, "Example", "Echo")
    assert device.settings == configuration()
    assert device.settings[0].endpoint(Transfer.INTERRUPT, incoming=True) is not None
    assert device.settings[1].endpoint(Transfer.BULK, incoming=True) is None


def test_class_specific_descriptors_behind_an_endpoint_are_found_too(monkeypatch):
    bench = Bench()
    plain = bench.virtual.get_endpoint_descriptor

    def misplaced(*place):
        record = plain(*place)
        record.extra_descriptors = [5, 0x24, 6, 0, 1]
        return record

    monkeypatch.setattr(bench.virtual, "get_endpoint_descriptor", misplaced)
    assert bench.open().settings[0].extra.endswith(bytes([5, 0x24, 6, 0, 1]))


def test_control_bulk_and_interrupt_transfers_pass():
    bench = Bench()
    device = bench.open()
    device.control_out(0x41, WRITE_NOTE, 0, 0, b"note", 1)
    assert device.control_in(0xC1, READ_NOTE, 0, 0, 64, 1) == b"note"
    converse(bench)


def test_a_pipe_selects_its_setting_and_goes_back_to_idle():
    echo = Echo()
    link = Bench(echo_phone(echo)).pipe()
    link.close()
    link.close()
    assert echo.selected == [(DATA, ACTIVE), (DATA, IDLE)]


def test_an_interface_with_one_setting_is_never_told_to_choose_it():
    echo = Echo()
    only = tuple(
        AltSetting(e.interface, 0, e.cls, e.subcls, e.protocol, e.endpoints)
        for e in configuration()
        if e.endpoints
    )
    Bench(echo_phone(echo, settings=only)).open().bulk(CONTROL, DATA, 0, 0).close()
    assert echo.selected == []


def test_the_driver_of_the_control_interface_goes_first():
    # cdc_acm holds the data interface with it, and binds again to the control interface only.
    class Noting(VirtualBus):
        sent_away: tuple[int, ...] = ()

        def detach_kernel_driver(self, dev_handle, intf):
            self.sent_away += (intf,)
            super().detach_kernel_driver(dev_handle, intf)

    control, data = 3, 2
    settings = tuple(
        replace(setting, interface={CONTROL: control, DATA: data}[setting.interface])
        for setting in configuration()
    )
    virtual = Noting()
    drivers = [KernelDriver("one", (control,)), KernelDriver("other", (data,))]
    virtual.plug(echo_phone(settings=settings), drivers=drivers)
    bus = UsbBus([virtual])
    [port] = bus.ports()
    bus.open(port).bulk(control, data, ACTIVE, IDLE).close()
    assert virtual.sent_away == (control, data)


def test_what_another_program_holds_is_busy_and_the_kernel_gets_its_own_back(tmp_path):
    linux = Linux(tmp_path)
    bench = Bench(drivers=[KernelDriver("other", (CONTROL,))])
    bench.bus = UsbBus([bench.virtual], linux.system)
    linux.process(20, "gvfsd-mtp", System().node(bench.port.bus, bench.port.address))
    theirs = UsbBus([bench.virtual]).open(bench.port).bulk(None, DATA, ACTIVE)
    with pytest.raises(Busy) as caught:
        bench.pipe()
    assert caught.value.holder == "gvfsd-mtp"
    assert next(iter(usb.core.find(find_all=True, backend=bench.virtual))).is_kernel_driver_active(
        CONTROL
    )
    theirs.close()
    bench.pipe().close()


def test_one_device_lends_each_interface_once():
    device = Bench().open()
    first = device.bulk(CONTROL, DATA, ACTIVE, IDLE)
    with pytest.raises(Busy):
        device.bulk(CONTROL, DATA, ACTIVE, IDLE)
    assert device.in_use
    first.close()
    assert not device.in_use
    device.bulk(CONTROL, DATA, ACTIVE, IDLE).close()


def test_a_device_closed_under_a_pipe_is_closed_with_it():
    bench = Bench()
    device = bench.open()
    link = device.bulk(CONTROL, DATA, ACTIVE, IDLE)
    device.close()
    link.write(b"still open", 1)
    assert link.read(64, 1) == b"still open"
    link.close()
    assert bench.virtual.opens == 1
    bench.open()
    assert bench.virtual.opens == 2


def test_without_rights_the_device_is_not_allowed_and_named():
    with pytest.raises(NotAllowed) as caught:
        Bench(allowed=False).open()
    assert caught.value.device


def test_a_system_where_another_driver_owns_the_device_says_not_allowed(monkeypatch):
    bench = Bench()

    def refuse(_):
        raise NotImplementedError

    monkeypatch.setattr(bench.virtual, "open_device", refuse)
    with pytest.raises(NotAllowed):
        bench.open()


def test_a_port_that_is_gone_cannot_be_opened():
    bench = Bench()
    port = bench.port
    bench.virtual.replug(bench.slot)
    with pytest.raises(Unplugged):
        bench.bus.open(port)


def test_silence_is_no_answer_with_the_seconds_that_were_waited():
    bench = Bench()
    with pytest.raises(NoAnswer) as caught:
        bench.pipe().read(64, 12.5)
    assert (caught.value.seconds, bench.virtual.clock.waited) == (12.5, 12.5)


def test_a_stalled_pipe_stays_usable():
    link = Bench().pipe()
    with pytest.raises(PipeStalled):
        link.write(b"stall me", 1)
    link.write(b"again", 1)
    assert link.read(64, 1) == b"again"


def test_a_stalled_control_request_leaves_the_device_usable():
    device = Bench().open()
    with pytest.raises(PipeStalled):
        device.control_in(0xC1, REFUSED, 0, 0, 8, 1)
    device.control_out(0x41, WRITE_NOTE, 0, 0, b"fine", 1)


@pytest.mark.parametrize("pulled", [False, True])
def test_a_broken_transfer_is_unplugged_only_when_the_phone_is_gone(monkeypatch, pulled):
    bench = Bench()
    link = bench.pipe()

    def broken(*_):
        if pulled:
            bench.virtual.unplug(bench.slot)
        raise usb.core.USBError("Input/Output Error", -1, errno.EIO)

    monkeypatch.setattr(bench.virtual, "bulk_write", broken)
    with pytest.raises(Unplugged if pulled else TransferFailed):
        link.write(b"x", 1)


def test_a_transfer_that_took_only_part_is_no_answer(monkeypatch):
    bench = Bench()
    link = bench.pipe()
    monkeypatch.setattr(bench.virtual, "bulk_write", lambda *_: 3)
    with pytest.raises(NoAnswer):
        link.write(b"four", 1)


@given(st.lists(st.binary(max_size=700), max_size=5), st.sampled_from([1, 8, 63, 64, 512]))
@settings(deadline=None, max_examples=60)
def test_any_bytes_come_back_over_bulk_whole_and_apart(chunks, max_packet):
    link = Bench(echo_phone(max_packet=max_packet)).pipe()
    for chunk in chunks:
        link.write(chunk, 1)
    assert [link.read(1024, 1) for _ in chunks] == chunks


@given(st.integers(0, 6), st.sampled_from([8, 64, 512]), st.integers(-1, 1))
@settings(deadline=None, max_examples=40)
def test_whole_packets_are_followed_by_a_zero_length_packet_only_when_asked(packets, size, off):
    data = bytes(max(0, packets * size + off))
    for zlp in (False, True):
        echo = Echo(size)
        link = Bench(echo_phone(echo, max_packet=size)).pipe(zlp=zlp)
        link.write(data, 1)
        follows = zlp and data and len(data) % size == 0
        assert echo.heard == ([data, b""] if follows else [data])


@given(st.binary(min_size=1, max_size=300), st.integers(1, 70))
@settings(deadline=None, max_examples=60)
def test_small_reads_lose_nothing(data, size):
    link = Bench(echo_phone(Echo(ended=False))).pipe()
    link.write(data, 1)
    got = b""
    while len(got) < len(data):
        piece = link.read(size, 1)
        assert 0 < len(piece) <= size
        got += piece
    assert got == data


def test_a_long_write_is_cut_into_transfers_of_whole_packets():
    echo = Echo()
    data = bytes(range(256)) * 4096
    link = Bench(echo_phone(echo)).pipe()
    link.write(data, 1)
    assert [len(part) for part in echo.heard] == [1 << 18] * 4
    assert b"".join(echo.heard) == data


def test_unplugged_at_every_transfer_it_says_so_each_time_and_nothing_hangs():
    whole = Bench()
    converse(whole)
    assert whole.virtual.transfers > 12
    for n in range(1, whole.virtual.transfers + 1):
        bench = Bench()
        before = bench.port
        bench.virtual.unplug_at(n)
        if n == whole.virtual.transfers:
            converse(bench)  # the last transfer only gives the pipe back
        else:
            with pytest.raises(Unplugged):
                converse(bench)
        assert bench.bus.ports() == frozenset()
        bench.virtual.replug(bench.slot)
        assert bench.port.address != before.address
        assert bench.port.path == before.path
        converse(bench)


@pytest.mark.parametrize("fault", ["stall_at", "time_out_at", "replug_at"])
def test_any_fault_at_any_transfer_is_a_problem_and_the_next_try_works(fault):
    whole = Bench()
    converse(whole)
    for n in range(1, whole.virtual.transfers + 1):
        bench = Bench()
        getattr(bench.virtual, fault)(n)
        try:
            converse(bench)
        except LinkProblem:
            pass
        except AssertionError as lost:
            pytest.fail(f"transfer {n} was lost without a word: {lost}")
        converse(bench)


def test_a_cable_pulled_by_another_thread_ends_a_conversation():
    bench = Bench()
    link = bench.pipe()
    started = threading.Event()

    def pull():
        started.wait(10)
        bench.virtual.unplug(bench.slot)

    puller = threading.Thread(target=pull)
    puller.start()
    with pytest.raises(Unplugged):  # noqa: PT012 - which turn it hits is up to the threads
        for _ in range(1_000_000):
            link.write(b"are you there", 1)
            link.read(64, 1)
            started.set()
    puller.join(10)
    link.close()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x02",
        b"\xff\x03",
        b"\x06\x03\x00\xd8A\x00",
        b"\x05\x03A\x00B",
        b"\x00" * 300,
        b"\xff" * 255,
    ],
)
def test_strings_that_cannot_be_read_are_empty_or_plain_and_never_an_error(raw):
    device = Bench(echo_phone(raw_strings={1: raw, 2: raw, 3: raw})).open()
    for text in (device.serial, device.manufacturer, device.product):
        assert text == "" or text.isprintable()


def test_a_phone_without_a_language_table_is_asked_in_english():
    assert Bench(echo_phone(raw_strings={0: b"\x02\x03"})).open().serial == SERIAL


def test_control_characters_do_not_get_into_a_name():
    text = "SN\x00\x1b[31m\u202e77".encode("utf-16-le")
    raw = bytes([2 + len(text), 3]) + text
    assert Bench(echo_phone(raw_strings={3: raw})).open().serial == "SN[31m77"


def test_a_device_may_claim_interfaces_without_end():
    many = tuple(
        AltSetting(
            number,
            alternate,
            0xFF,
            0,
            0,
            configuration()[2].endpoints * 20,
            bytes(60_000),
            "n" * 999,
        )
        for number in range(4)
        for alternate in range(200)
    )
    bench = Bench(echo_phone(settings=many, claims={"bNumInterfaces": 255}))
    device = bench.open()
    assert len(device.settings) == 64
    assert max(len(each.extra) for each in device.settings) <= 4096
    assert max(len(each.endpoints) for each in device.settings) <= 30
    assert bench.virtual.transfers < 30


@pytest.mark.parametrize(
    "claims",
    [
        {"bNumConfigurations": 0},
        {"bNumConfigurations": 255},
        {"bNumInterfaces": 255},
        {"bConfigurationValue": 9},
        {"wTotalLength": 65535},
        {"bMaxPacketSize0": 0},
        {"iSerialNumber": 200},
    ],
)
def test_a_device_that_exaggerates_is_spoken_to_all_the_same(claims):
    device = Bench(echo_phone(claims=claims)).open()
    device.bulk(CONTROL, DATA, ACTIVE, IDLE).close()
    assert device.serial in {SERIAL, ""}


def test_a_device_that_denies_its_interfaces_is_misdescribed():
    with pytest.raises(Misdescribed):
        Bench(echo_phone(claims={"bNumInterfaces": 0})).open().bulk(CONTROL, DATA, ACTIVE, IDLE)


@pytest.mark.parametrize(
    "endpoints",
    [
        (),
        (Endpoint(BULK_OUT, Transfer.BULK, 64),),
        (Endpoint(BULK_OUT, Transfer.BULK, 0), Endpoint(BULK_IN, Transfer.BULK, 0)),
        (Endpoint(BULK_OUT, Transfer.ISO, 64), Endpoint(BULK_IN, Transfer.INTERRUPT, 64)),
    ],
)
def test_a_pipe_without_a_usable_pair_of_endpoints_is_misdescribed(endpoints):
    bench = Bench(echo_phone(settings=(AltSetting(DATA, 0, 0x0A, 0, 0, endpoints),)))
    with pytest.raises(Misdescribed):
        bench.open().bulk(None, DATA, 0)


def test_a_setting_that_is_not_there_is_misdescribed():
    with pytest.raises(Misdescribed):
        Bench().open().bulk(CONTROL, 7, ACTIVE)
