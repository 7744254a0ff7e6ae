"""The talk with the virtual phone: two sides by different hands."""

import pytest

from holdfast.phones.handsets.mtp.pipes import is_ptp_only, open_pipe
from holdfast.phones.handsets.mtp.talk import MtpTalk, Refusal
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.protocols.mtp.codes import ALL, Format, Op, Property, Response
from holdfast.phones.protocols.mtp.datasets import DeviceInfo, ObjectInfo
from holdfast.phones.protocols.mtp.prop_lists import PropListReader
from holdfast.phones.protocols.mtp.values import decode_array
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.card import SampleInfo, write_card
from holdfast.phones.virtual.mtp.device import virtual_mtp

STORAGE = 0x10001
MIB = 1 << 20


@pytest.fixture
def storage(tmp_path):
    write_card(tmp_path, SampleInfo("HF0000000001", family="mtp", model="Pixel Sample"))
    folder = tmp_path / "storage/emulated/0"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def talk(tmp_path, storage):
    bus = VirtualBus()
    bus.plug(virtual_mtp(tmp_path, bus.clock))
    usb = UsbBus([bus])
    [port] = usb.ports()
    talk = MtpTalk(open_pipe(usb.open(port)))
    talk.open()
    yield talk
    talk.close()


def names(talk):
    reader = PropListReader()
    elements = [
        element
        for piece in talk.stream(Op.GetObjectPropList, 0, 0, Property.ObjectFileName, 0, 1)
        for element in reader.feed(piece)
    ]
    assert reader.whole
    return {element.value: element.handle for element in elements}


def test_a_phone_says_who_it_is(talk):
    info = DeviceInfo.decode(talk.ask(Op.GetDeviceInfo))
    assert info.model == "Pixel Sample"
    assert not is_ptp_only(info)
    assert decode_array(talk.ask(Op.GetStorageIDs)) == (STORAGE,)


@pytest.mark.parametrize("size", [0, 500, 501, 3 * MIB - 12, 3 * MIB])
def test_a_file_is_read_in_streams_that_may_be_left(talk, storage, size):
    content = bytes(range(251)) * (size // 251 + 1)
    (storage / "käse 🧀.bin").write_bytes(content[:size])
    handle = names(talk)["käse 🧀.bin"]

    assert b"".join(talk.stream(Op.GetObject, handle)) == content[:size]
    left = talk.stream(Op.GetObject, handle)
    next(left, None)
    left.close()
    assert b"".join(talk.stream(Op.GetObject, handle)) == content[:size]


@pytest.mark.parametrize("size", [0, 500, 501, MIB])
def test_a_file_is_written(talk, storage, size):
    info = ObjectInfo(format=Format.Undefined, size=size, name="new.bin").encode()
    talk.send(Op.SendObjectInfo, STORAGE, ALL, pieces=[info], size=len(info))
    talk.send(Op.SendObject, pieces=[bytes(size)], size=size)
    assert (storage / "new.bin").read_bytes() == bytes(size)

    with pytest.raises(Refusal) as caught:
        talk.send(Op.SendObjectInfo, STORAGE, ALL, pieces=[info], size=len(info))
    assert caught.value.code == Response.GeneralError


def test_a_file_that_is_not_sent_whole_leaves_nothing(talk, storage):
    def pieces():
        yield bytes(MIB)
        raise InterruptedError

    info = ObjectInfo(format=Format.Undefined, size=2 * MIB, name="new.bin").encode()
    talk.send(Op.SendObjectInfo, STORAGE, ALL, pieces=[info], size=len(info))
    with pytest.raises(InterruptedError):
        talk.send(Op.SendObject, pieces=pieces(), size=2 * MIB)
    assert decode_array(talk.ask(Op.GetStorageIDs)) == (STORAGE,)
    assert list(storage.iterdir()) == []
