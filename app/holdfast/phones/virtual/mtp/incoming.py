"""What a host sends on the bulk pipe: commands, and the data that belongs to them."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto

from holdfast.phones.protocols.mtp.codes import Response
from holdfast.phones.protocols.mtp.containers import (
    HEADER,
    BrokenMtpError,
    Container,
    ContainerKind,
    ContainerReader,
)
from holdfast.phones.virtual.device import Stall
from holdfast.phones.virtual.mtp.service import (
    WITH_DATASET,
    WITH_OBJECT,
    Reply,
    Request,
    Service,
    Upload,
)

_LONGEST_DATASET = 1 << 16


class _Waits(Enum):
    COMMAND = auto()
    DATA = auto()
    END = auto()


class _Dataset:
    """Gathers a small dataset and answers with it."""

    def __init__(self, service: Service, request: Request) -> None:
        self._service = service
        self._request = request
        self._data = bytearray()

    def write(self, piece: bytes) -> None:
        self._data += piece[: _LONGEST_DATASET - len(self._data)]

    def end(self, *, whole: bool) -> Reply:
        if not whole:
            return Reply(Response.IncompleteTransfer)
        return self._service.answer(replace(self._request, data=bytes(self._data)))


class Incoming:
    """Cuts transfers into requests; between a command and its data there is one under way.

    Data that is a multiple of the packet is over with the zero-length packet behind it, as the
    drivers of real phones have it.
    """

    def __init__(self, service: Service, packet: int) -> None:
        """Take requests for `service` in packets of `packet` bytes."""
        self._service = service
        self._packet = packet
        self._waits = _Waits.COMMAND
        self._reader = ContainerReader()
        self._request = Request(0)
        self._upload: Upload | None = None
        self._got = 0

    def receive(self, data: bytes) -> tuple[Request, Reply] | None:
        """Take one transfer; return a request with its answer once both are there.

        Raises `Stall` for what nobody waits for. What is no container is passed over.
        """
        match self._waits:
            case _Waits.COMMAND:
                return self._command(data)
            case _Waits.DATA:
                return self._data(data)
        if data:
            raise Stall
        return self._ended(whole=True)

    def drop(self) -> None:
        """Forget what is under way; what was received of an object is undone."""
        upload, self._upload = self._upload, None
        self._waits = _Waits.COMMAND
        self._reader.reset()
        if upload is not None:
            upload.end(whole=False)

    def _command(self, data: bytes) -> tuple[Request, Reply] | None:
        command = _command_in(data)
        if command is None:
            return None
        request = Request(command.code, command.params, command.transaction)
        if request.op not in WITH_DATASET | WITH_OBJECT:
            return request, self._service.answer(request)
        self._request = request
        if request.op in WITH_OBJECT:
            self._upload = self._service.receive(request)
        else:
            self._upload = _Dataset(self._service, request)
        self._waits, self._got = _Waits.DATA, 0
        self._reader.reset()
        return None

    def _data(self, data: bytes) -> tuple[Request, Reply] | None:
        is_short = len(data) % self._packet != 0 or not data
        is_head = not self._got and len(data) == HEADER.size
        self._got += len(data)
        over = False
        try:
            # A host may send the header apart: then its end is not that of the data.
            for part in self._reader.feed(data, short=is_short and not is_head):
                if self._upload is not None and not over:
                    self._upload.write(part.payload)
                over = over or part.last
        except BrokenMtpError:
            return self._ended(whole=False)
        if over and is_short:
            return self._ended(whole=True)
        if over:
            self._waits = _Waits.END
        elif is_short and not is_head:
            return self._ended(whole=False)
        return None

    def _ended(self, *, whole: bool) -> tuple[Request, Reply]:
        upload, self._upload = self._upload, None
        self._waits = _Waits.COMMAND
        self._reader.reset()
        reply = Reply() if upload is None else upload.end(whole=whole)
        return self._request, reply


def _command_in(data: bytes) -> Container | None:
    try:
        [part] = ContainerReader().feed(data, short=True)
        container = part.container()
    except (BrokenMtpError, ValueError):
        return None
    return container if container.kind is ContainerKind.COMMAND else None
