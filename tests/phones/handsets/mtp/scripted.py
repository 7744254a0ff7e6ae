"""A device that answers as a test tells it to, on a virtual bus, with the talk above pyusb."""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Iterator

from holdfast.phones.handsets.mtp.pipes import open_pipe
from holdfast.phones.handsets.mtp.quirks import USUAL
from holdfast.phones.handsets.mtp.talk import MtpTalk
from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.protocols.mtp.codes import ClassRequest, Op, Response
from holdfast.phones.protocols.mtp.containers import (
    Container,
    ContainerKind,
    Header,
    encode,
    encode_header,
)
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.device import Descriptors, Setup, Stall, VirtualDevice

IN, OUT, EVENTS = 0x81, 0x02, 0x83
PACKET = 512
OK, BUSY = Response.OK, Response.DeviceBusy


def setting(
    number: int = 0,
    name: str = "MTP",
    kind: tuple[int, int, int] = (6, 1, 1),
    *,
    events: bool = True,
    packet: int = PACKET,
) -> AltSetting:
    pipes = [Endpoint(IN, Transfer.BULK, packet), Endpoint(OUT, Transfer.BULK, packet)]
    if events:
        pipes.append(Endpoint(EVENTS, Transfer.INTERRUPT, 28))
    return AltSetting(number, 0, *kind, tuple(pipes), b"", name)


def response(code, transaction, *params):
    return encode(Container(ContainerKind.RESPONSE, code, transaction, params))


def data(op, transaction, payload):
    return encode(Container(ContainerKind.DATA, op, transaction, (), payload))


def header(op, transaction, size):
    return encode_header(Header(ContainerKind.DATA, op, transaction, size))


def event(code, *params):
    return encode(Container(ContainerKind.EVENT, code, 0, params))


Say = Callable[[Container], Iterator[bytes]]


class Scripted:
    """Each operation's script yields transfers; one that is whole packets ends with b"" after it.

    A script that yields None is silent for the timeout of one transfer.
    """

    def __init__(self, **scripts: Say) -> None:
        self.scripts: dict[int, Say] = {Op[name]: say for name, say in scripts.items()}
        self.scripts.setdefault(Op.OpenSession, lambda c: iter([response(OK, c.transaction)]))
        self.scripts.setdefault(Op.CloseSession, lambda c: iter([response(OK, c.transaction)]))
        self.commands: list[Container] = []
        self.written: list[bytes] = []
        self.cancelled: list[int] = []
        self.resets = 0
        self.knows_cancel = True
        self.goes_on = False
        self.statuses: deque[int] = deque()
        self.events: deque[bytes] = deque()
        self.waiting: Iterator[bytes | None] = iter(())
        self.held: bytes | None = None
        self.takes_data: Callable[[bytes], bytes | None] | None = None

    def control(self, setup: Setup, data: bytes) -> bytes:
        match setup.request:
            case ClassRequest.Cancel if self.knows_cancel:
                code, transaction = struct.unpack("<HI", data)
                assert code == 0x4001
                self.cancelled.append(transaction)
                self._forget()
            case ClassRequest.DeviceReset:
                self.resets += 1
                self.goes_on = False
                self._forget()
            case ClassRequest.GetDeviceStatus if self.knows_cancel:
                return struct.pack("<HH", 4, self.statuses.popleft() if self.statuses else OK)
            case _:
                raise Stall
        return b""

    def select(self, interface: int, alternate: int) -> None: ...

    def receive(self, endpoint: int, data: bytes) -> None:
        self.written.append(data)
        if self.takes_data is not None:
            answer = self.takes_data(data)
            if answer is not None:
                self.takes_data, self.waiting = None, iter([answer])
            return
        _, _, code, transaction = struct.unpack_from("<IHHI", data)
        params = struct.unpack_from(f"<{len(data) // 4 - 3}I", data, 12)
        command = Container(ContainerKind.COMMAND, code, transaction, params)
        self.commands.append(command)
        self.waiting = iter(self.scripts[code](command))

    def transmit(self, endpoint: int, size: int) -> bytes | None:
        if endpoint == EVENTS:
            return self.events.popleft() if self.events else None
        if self.held is None:
            self.held = next(self.waiting, None)
        if self.held is None:
            return None
        piece, rest = self.held[:size], self.held[size:]
        self.held = rest or None
        return piece

    def reset(self) -> None:
        self._forget()

    def _forget(self) -> None:
        if not self.goes_on:
            self.waiting, self.held, self.takes_data = iter(()), None, None


class Rig:
    def __init__(self, function: Scripted, *, quirks=USUAL, waiting=lambda: None, **shape) -> None:
        self.function = function
        self.bus = VirtualBus()
        interface = setting(**shape)
        said = Descriptors(0x1209, 1, "Maker", "Model", "S1", (interface,))
        self.slot = self.bus.plug(VirtualDevice(said, function))
        self.usb = UsbBus([self.bus])
        [port] = self.usb.ports()
        self.device = self.usb.open(port)
        self.talk = MtpTalk(open_pipe(self.device), quirks, waiting=waiting)

    @property
    def waited(self) -> float:
        return self.bus.clock.waited


def opened(function: Scripted, **how) -> Rig:
    rig = Rig(function, **how)
    rig.talk.open()
    return rig
