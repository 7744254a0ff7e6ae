"""A computer at the other end of a virtual phone's cable: real pyusb, containers by our codecs."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime

import usb.core

from holdfast.phones.protocols.mtp.codes import ALL, Format, Op, Property
from holdfast.phones.protocols.mtp.containers import (
    Container,
    ContainerKind,
    ContainerReader,
    Header,
    encode,
    encode_header,
)
from holdfast.phones.protocols.mtp.datasets import DeviceInfo, ObjectInfo, StorageInfo
from holdfast.phones.protocols.mtp.prop_lists import PropListReader
from holdfast.phones.protocols.mtp.values import decode_array
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.card import SampleInfo, write_card
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.phones.virtual.mtp.function import EVENTS, IN, OUT

NOON = datetime(2026, 3, 1, 20, tzinfo=UTC)
INTERNAL, CARD = 0x10001, 0x20001
CARD_NAME = "1234-ABCD"
WAIT = 200
PACKET = 512


@dataclass
class Answer:
    """What came back: a response's code and parameters, and the data before it."""

    code: int
    params: tuple[int, ...] = ()
    data: bytes = b""


def phone_in(folder, *, card=False):
    """An empty phone in `folder`, which is made; return the folder of its own storage."""
    folder.mkdir()
    write_card(folder, SampleInfo("HF0000000001", family="mtp", model="Pixel Sample"))
    if card:
        (folder / "storage" / CARD_NAME).mkdir(parents=True)
    storage = folder / "storage/emulated/0"
    storage.mkdir(parents=True)
    return storage


class Host:
    """One computer with one phone at it, and what may be said to it."""

    def __init__(self, folder, behave=lambda service: service, *, device=None, **options):
        self.clock = VirtualClock(lambda: NOON)
        self.bus = VirtualBus(self.clock)
        self.phone = device or virtual_mtp(folder, self.clock, behave, **options)
        self.slot = self.bus.plug(self.phone)
        self.transaction = 0
        self.find()

    def find(self):
        """Look for the phone, as after it re-enumerated."""
        self.device = usb.core.find(backend=self.bus)

    def replug(self):
        """Pull the cable and put it back; the session is gone."""
        self.bus.replug(self.slot)
        self.find()

    def close(self):
        """Put the phone away."""
        self.phone.close()

    # The pipes.

    def write(self, data):
        self.device.write(OUT, data, WAIT)

    def read(self, size=1 << 14):
        """Read one transfer."""
        return bytes(self.device.read(IN, size, WAIT))

    def command(self, op, *params):
        self.transaction += 1
        self.write(encode(Container(ContainerKind.COMMAND, op, self.transaction, params)))

    def send_data(self, op, data, *, size=None, end=True):
        """Send a data container as hosts do; `size` 0xFFFFFFFF hides how much it is."""
        size = len(data) if size is None else size
        told = None if size == ALL else size
        whole = encode_header(Header(ContainerKind.DATA, op, self.transaction, told)) + data
        self.write(whole)
        if end and len(whole) % PACKET == 0:
            self.write(b"")

    def answer(self):
        """Read until a response; raises pyusb's timeout when none comes."""
        reader, data = ContainerReader(), bytearray()
        while True:
            came = self.read()
            short = len(came) % PACKET != 0 or not came
            for part in reader.feed(came, short=short):
                if part.header.kind is ContainerKind.DATA:
                    data += part.payload
                else:
                    response = part.container()
                    assert response.transaction == self.transaction
                    return Answer(response.code, response.params, bytes(data))

    def ask(self, op, *params):
        self.command(op, *params)
        return self.answer()

    def bring(self, op, data, *params, **sending):
        """A request that brings data."""
        self.command(op, *params)
        self.send_data(op, data, **sending)
        return self.answer()

    def event(self):
        """The next event as (code, params); None when there is none."""
        try:
            came = bytes(self.device.read(EVENTS, 64, WAIT))
        except usb.core.USBTimeoutError:
            return None
        [part] = ContainerReader().feed(came, short=True)
        event = part.container()
        assert event.kind is ContainerKind.EVENT
        return event.code, event.params

    def events(self):
        return list(iter(self.event, None))

    def cancel(self):
        data = struct.pack("<HI", 0x4001, self.transaction)
        self.device.ctrl_transfer(0x21, 0x64, 0, 0, data, WAIT)

    def status(self):
        answer = bytes(self.device.ctrl_transfer(0xA1, 0x67, 0, 0, 4, WAIT))
        length, code = struct.unpack("<HH", answer)
        assert length == 4
        return code

    # What is said most.

    def open(self):
        answer = self.ask(Op.OpenSession, 1)
        assert answer.code == 0x2001
        return self

    def info(self):
        return DeviceInfo.decode(self.ask(Op.GetDeviceInfo).data)

    def storages(self):
        return decode_array(self.ask(Op.GetStorageIDs).data)

    def storage(self, storage=INTERNAL):
        return StorageInfo.decode(self.ask(Op.GetStorageInfo, storage).data)

    def handles(self, parent=ALL, storage=ALL, form=0):
        return decode_array(self.ask(Op.GetObjectHandles, storage, form, parent).data)

    def object(self, handle):
        return ObjectInfo.decode(self.ask(Op.GetObjectInfo, handle).data)

    def props(self, handle, code, depth=1, form=0):
        """The elements of a property list by handle."""
        reader = PropListReader()
        answer = self.ask(Op.GetObjectPropList, handle, form, code, 0, depth)
        assert answer.code == 0x2001
        found = [(each.handle, each.value) for each in reader.feed(answer.data)]
        assert reader.whole
        return found

    def find_path(self, path, storage=INTERNAL):
        """The handle of a path on a storage."""
        here = ALL
        for name in path.split("/"):
            named = {self.object(each).name: each for each in self.handles(here, storage)}
            here = named[name]
        return here

    def tree(self, parent=ALL, storage=INTERNAL, above=""):
        """All paths on a storage, folders with a slash behind."""
        found = set()
        for handle in self.handles(parent, storage):
            info = self.object(handle)
            path = above + info.name
            if info.format == Format.Association:
                found |= {path + "/"} | self.tree(handle, storage, path + "/")
            else:
                found.add(path)
        return found

    def fetch(self, handle):
        answer = self.ask(Op.GetObject, handle)
        assert answer.code == 0x2001
        return answer.data

    def announce(self, name, size, *, parent=ALL, storage=INTERNAL, modified="", form=0x3000):
        info = ObjectInfo(format=form, size=size, name=name, modified=modified)
        return self.bring(Op.SendObjectInfo, info.encode(), storage, parent)

    def upload(self, name, data, *, size=None, **where):
        """Announce and send an object; return its handle."""
        told = self.announce(name, len(data) if size is None else size, **where)
        assert told.code == 0x2001
        answer = self.bring(Op.SendObject, data, size=size)
        assert answer.code == 0x2001
        return told.params[2]

    def name(self, handle):
        return self.props(handle, Property.ObjectFileName, 0)[0][1]
