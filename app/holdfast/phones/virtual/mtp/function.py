"""The USB side of a phone in file-transfer mode: its interface, its pipes, its class requests."""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable

from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.protocols.mtp.codes import ClassRequest, Op, Response
from holdfast.phones.protocols.mtp.containers import (
    Container,
    ContainerKind,
    Header,
    encode,
    encode_header,
)
from holdfast.phones.virtual.device import Setup, Stall
from holdfast.phones.virtual.mtp.incoming import Incoming
from holdfast.phones.virtual.mtp.outgoing import Joined, Outgoing
from holdfast.phones.virtual.mtp.service import Reply, Request, Service, SilentError

IN, OUT, EVENTS = 0x83, 0x04, 0x85
"""The endpoints; they leave those of ADB free."""
_PACKET, _EVENT_PACKET = 512, 28
_STATUS = struct.Struct("<HH")


def mtp_interface(number: int = 0, name: str = "MTP") -> AltSetting:
    """Return the interface of MTP as number `number` of a phone."""
    pipes = (
        Endpoint(IN, Transfer.BULK, _PACKET),
        Endpoint(OUT, Transfer.BULK, _PACKET),
        Endpoint(EVENTS, Transfer.INTERRUPT, _EVENT_PACKET),
    )
    return AltSetting(number, 0, 6, 1, 1, pipes, b"", name)


class MtpFunction:
    """The pipes to a server, which begins anew whenever the cable is plugged in.

    While an answer waits to be read no other command is taken. A cancelled transaction gets no
    response.
    """

    def __init__(self, begin: Callable[[], Service]) -> None:
        """Serve what `begin` returns for each life of the server."""
        self._begin = begin
        self._events: deque[bytes] = deque()
        self._transaction = 0
        self._busy = 0
        self._stale = False
        self._silent = False
        self._start()

    def control(self, setup: Setup, data: bytes) -> bytes:  # noqa: ARG002 - a cancel names no other transaction
        """Cancel, reset, or tell the status."""
        if self._silent:
            raise Stall
        match setup.request:
            case ClassRequest.Cancel:
                self._cancel()
            case ClassRequest.DeviceReset:
                self._cancel()
                self._busy = 0
                self._close_session()
            case ClassRequest.GetDeviceStatus if setup.incoming:
                return self._status()
            case _:
                raise Stall
        return b""

    def select(self, interface: int, alternate: int) -> None:
        """Have one setting only."""

    def receive(self, endpoint: int, data: bytes) -> None:  # noqa: ARG002 - there is one
        """Take one transfer of a host."""
        if self._silent:
            return
        if self._outgoing and not self._stale:
            raise Stall
        self._stale = False
        try:
            done = self._incoming.receive(data)
        except SilentError:
            self._silent = True
            return
        if done is not None:
            self._send(*done)

    def transmit(self, endpoint: int, size: int) -> bytes | None:
        """Give the next bytes of data, a response or an event."""
        if self._silent:
            return None
        if endpoint == EVENTS:
            return self._event()
        try:
            return self._outgoing.take(size)
        except SilentError:
            self._silent = True
            return None

    def reset(self) -> None:
        """End this life of the server: what was under way is undone, handles count anew."""
        self.close()
        self._start()

    def close(self) -> None:
        """Let go of the files it works on."""
        self._outgoing.drop()
        self._incoming.drop()

    def _start(self) -> None:
        self._service = self._begin()
        self._outgoing = Outgoing(_PACKET)
        self._incoming = Incoming(self._service, _PACKET)
        self._events.clear()
        self._transaction = 0
        self._busy = 0
        self._stale = self._silent = False

    def _send(self, request: Request, reply: Reply) -> None:
        """Queue an answer; a cancelled one has none."""
        self._transaction = request.transaction
        if reply.code == Response.TransactionCancelled:
            return
        if reply.body is None:
            self._respond(request, reply, whole=True)
            return
        announced = reply.size if reply.announced is None else reply.announced
        head = encode_header(Header(ContainerKind.DATA, request.op, request.transaction, announced))
        manners = self._service.manners

        def then(whole: bool) -> None:  # noqa: FBT001 - as `Outgoing` calls it
            self._respond(request, reply, whole=whole)

        if manners.split_header:
            self._outgoing.put(head)
            if reply.size == 0:
                self._respond(request, reply, whole=True)
                return
            self._outgoing.stream(reply.body, reply.size, then, manners.end)
        else:
            size = None if reply.size is None else reply.size + len(head)
            self._outgoing.stream(Joined(head, reply.body), size, then, manners.end)

    def _respond(self, request: Request, reply: Reply, *, whole: bool) -> None:
        code = reply.code if whole else Response.IncompleteTransfer
        params = reply.params if whole else ()
        response = Container(ContainerKind.RESPONSE, code, request.transaction, params)
        self._outgoing.put(encode(response))

    def _cancel(self) -> None:
        rest = self._outgoing.drop()
        self._incoming.drop()
        self._busy = 1
        if rest and self._service.manners.leftover:
            self._outgoing.put(rest)
            self._stale = True

    def _close_session(self) -> None:
        try:
            self._service.answer(Request(Op.CloseSession))
        except SilentError:
            self._silent = True

    def _status(self) -> bytes:
        code = Response.DeviceBusy if self._busy else Response.OK
        self._busy = max(self._busy - 1, 0)
        return _STATUS.pack(_STATUS.size, code)

    def _event(self) -> bytes | None:
        if not self._events:
            for notice in self._service.notices():
                event = Container(
                    ContainerKind.EVENT, notice.code, self._transaction, notice.params
                )
                self._events.append(encode(event))
        return self._events.popleft() if self._events else None
