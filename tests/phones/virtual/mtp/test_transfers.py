"""How containers go over the wire: packets and their ends, cancels, resets, broken hosts."""

import struct

import pytest
import usb.core

from holdfast.phones.protocols.mtp.codes import ALL, Op, Response
from holdfast.phones.protocols.mtp.containers import Container, ContainerKind, encode
from holdfast.phones.virtual.mtp.function import IN
from tests.phones.virtual.mtp.host import INTERNAL, PACKET, Host, phone_in

HEAD = 12
NOISE = b"".join(number.to_bytes(4, "big") for number in range(25_000))


@pytest.fixture
def storage(tmp_path):
    return phone_in(tmp_path / "phone")


@pytest.fixture
def host(storage, tmp_path):
    (storage / "long.bin").write_bytes(NOISE)
    host = Host(tmp_path / "phone").open()
    yield host
    host.close()


def test_an_interface_of_the_still_image_class_named_mtp_with_three_endpoints(host):
    interface = host.device.get_active_configuration()[(0, 0)]
    assert (interface.bInterfaceClass, interface.bInterfaceSubClass) == (6, 1)
    assert interface.bInterfaceProtocol == 1
    assert usb.util.get_string(host.device, interface.iInterface) == "MTP"
    assert [each.wMaxPacketSize for each in interface] == [512, 512, 28]


@pytest.mark.parametrize("size", [0, 1, 499, 500, 501, 1012, 16384 - 12, 16384, 100_000])
def test_objects_of_any_size_are_read_whole(host, storage, size):
    (storage / "some.bin").write_bytes(NOISE[:size])
    assert host.fetch(host.find_path("some.bin")) == NOISE[:size]


def test_data_of_whole_packets_is_followed_by_a_zero_length_packet(host, storage):
    (storage / "even.bin").write_bytes(NOISE[: 1024 - HEAD])
    handle = host.find_path("even.bin")
    host.command(Op.GetObject, handle)
    assert len(host.read(1024)) == 1024
    assert host.read() == b""
    assert struct.unpack_from("<IHH", host.read()) == (12, 3, Response.OK)


def test_a_longer_read_ends_at_the_zero_length_packet(host, storage):
    (storage / "even.bin").write_bytes(NOISE[: 1024 - HEAD])
    host.command(Op.GetObject, host.find_path("even.bin"))
    assert len(host.read(4096)) == 1024
    assert struct.unpack_from("<IHH", host.read()) == (12, 3, Response.OK)


def test_other_data_is_followed_by_the_response_at_once(host, storage):
    (storage / "odd.bin").write_bytes(NOISE[:100])
    host.command(Op.GetObject, host.find_path("odd.bin"))
    assert len(host.read()) == 112
    assert struct.unpack_from("<IHH", host.read()) == (12, 3, Response.OK)


def test_a_file_of_5_gib_is_announced_as_of_unknown_length(host, storage):
    with (storage / "big.bin").open("wb") as file:
        file.truncate(5 << 30)
    host.command(Op.GetObject, host.find_path("big.bin"))
    assert struct.unpack_from("<I", host.read(512)) == (ALL,)
    host.cancel()


def test_parts_are_told_with_their_length(host):
    handle = host.find_path("long.bin")
    part = host.ask(Op.GetPartialObject, handle, 5, 10)
    assert (part.params, part.data) == ((10,), NOISE[5:15])
    part = host.ask(Op.GetPartialObject64, handle, 99_990, 0, 0xFFFFFFFF)
    assert (part.params, part.data) == ((10,), NOISE[-10:])
    assert host.ask(Op.GetPartialObject64, handle, 0, 1, 50).params == (0,)


def test_parts_beyond_4_gib_are_reached_by_64_bits(host, storage):
    with (storage / "big.bin").open("wb") as file:
        file.seek((5 << 30) - 4)
        file.write(b"last")
    part = host.ask(Op.GetPartialObject64, host.find_path("big.bin"), (1 << 30) - 4, 1, 512)
    assert part.data == b"last"


def test_a_file_that_shrinks_ends_short_with_an_error(host, storage):
    host.command(Op.GetObject, host.find_path("long.bin"))
    first = host.read(512)
    (storage / "long.bin").write_bytes(NOISE[:1000])
    assert first + host.read() == first[:HEAD] + NOISE[:1000]
    assert struct.unpack_from("<IHH", host.read()) == (12, 3, Response.IncompleteTransfer)


def test_a_cancelled_read_gets_no_response(host):
    host.command(Op.GetObject, host.find_path("long.bin"))
    host.read(512)
    host.cancel()
    assert host.status() == Response.DeviceBusy
    assert host.status() == Response.OK
    with pytest.raises(usb.core.USBTimeoutError):
        host.read()
    assert host.info().model == "Pixel Sample"


def test_a_cancelled_upload_gets_no_response_and_leaves_no_file(host, storage):
    assert host.announce("up.bin", 50_000).code == Response.OK
    host.command(Op.SendObject)
    host.write(struct.pack("<IHHI", 50_012, 2, Op.SendObject, host.transaction) + NOISE[:1012])
    assert (storage / "up.bin").exists()
    host.cancel()
    assert not (storage / "up.bin").exists()
    with pytest.raises(usb.core.USBTimeoutError):
        host.read()
    assert host.upload("up.bin", NOISE) > 0


def test_a_pulled_cable_leaves_no_part_of_an_upload(host, storage):
    host.announce("up.bin", 50_000)
    host.command(Op.SendObject)
    host.write(struct.pack("<IHHI", 50_012, 2, Op.SendObject, host.transaction) + NOISE[:1012])
    host.replug()
    assert not (storage / "up.bin").exists()
    assert host.open().tree() == {"long.bin"}


def test_a_reset_by_class_request_ends_the_session_but_not_the_server(host):
    handles = host.handles()
    host.command(Op.GetObject, handles[0])
    host.device.ctrl_transfer(0x21, 0x66, 0, 0, b"", 200)
    assert host.status() == Response.OK
    assert host.ask(Op.GetStorageIDs).code == Response.SessionNotOpen
    assert host.open().handles() == handles


def test_a_command_while_an_answer_waits_stalls(host):
    host.command(Op.GetObject, host.find_path("long.bin"))
    with pytest.raises(usb.core.USBError, match="pipe"):
        host.command(Op.GetStorageIDs)


@pytest.mark.parametrize("garbage", [b"", b"hello", bytes(12), b"\xff" * 40, bytes(600)])
def test_what_is_no_command_is_passed_over(host, garbage):
    host.write(garbage)
    with pytest.raises(usb.core.USBTimeoutError):
        host.read()
    assert host.storages() == (INTERNAL,)


def test_data_and_responses_are_no_commands(host):
    host.write(encode(Container(ContainerKind.RESPONSE, Op.GetStorageIDs, 5)))
    with pytest.raises(usb.core.USBTimeoutError):
        host.read()


def test_other_class_requests_stall(host):
    for kind, request in ((0xA1, 0x65), (0x21, 0x11), (0x21, 0x67)):
        with pytest.raises(usb.core.USBError, match="pipe"):
            host.device.ctrl_transfer(kind, request, 0, 0, 4 if kind & 0x80 else b"abcd", 200)


def test_data_of_whole_packets_waits_for_its_zero_length_packet(host, storage):
    data = NOISE[: 2 * PACKET - HEAD]
    host.announce("even.bin", len(data))
    host.command(Op.SendObject)
    host.send_data(Op.SendObject, data, end=False)
    with pytest.raises(usb.core.USBTimeoutError):
        host.read()
    host.write(b"")
    assert host.answer().code == Response.OK
    assert (storage / "even.bin").read_bytes() == data


def test_a_host_may_send_the_header_apart_and_data_in_many_transfers(host, storage):
    host.announce("cut.bin", len(NOISE))
    host.command(Op.SendObject)
    host.write(struct.pack("<IHHI", len(NOISE) + HEAD, 2, Op.SendObject, host.transaction))
    for start in range(0, len(NOISE), 1 << 14):
        host.write(NOISE[start : start + (1 << 14)])
    assert host.answer().code == Response.OK
    assert (storage / "cut.bin").read_bytes() == NOISE


def test_the_transaction_of_a_command_is_that_of_its_answer(host):
    host.transaction = 0xFFFFFFF0
    assert host.storages() == (INTERNAL,)


def test_a_big_file_is_read_in_bounded_memory(host, storage):
    with (storage / "big.bin").open("wb") as file:
        file.truncate(64 << 20)
    host.command(Op.GetObject, host.find_path("big.bin"))
    left = (64 << 20) + HEAD
    while left > 0:
        left -= len(host.device.read(IN, 1 << 18, 200))
    assert left == 0
    assert host.answer().code == Response.OK
