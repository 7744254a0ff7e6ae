"""Carries a phone's answers over OBEX: request packets in, one answer packet each out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from holdfast.phones.protocols.irmc.app_parameters import Parameter, read_parameters
from holdfast.phones.protocols.obex.headers import Header, HeaderId, Headers, encode_headers
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.protocols.obex.server import (
    Abort,
    Connect,
    Disconnect,
    Get,
    ObexServer,
    Put,
    Request,
    SetPath,
    Stray,
)
from holdfast.phones.virtual.irmc.service import (
    BrokeOffError,
    FellBackError,
    Reply,
    Service,
    SilentError,
)

_IN_MEMORY = 1024 * 1024


class Conversation:
    """One client's session with a phone."""

    def __init__(self, phone: Service, max_packet: int, *, strict: bool = True) -> None:
        """Speak for `phone`, in packets of at most `max_packet` bytes.

        A `strict` phone serves nobody who does not tell the connection's id first.
        """
        self._phone = phone
        self._server = ObexServer(max_packet, strict=strict)
        self._outgoing: _Body | None = None
        self._incoming: tuple[str, BinaryIO] | None = None
        self._connections = 0
        self.ended = False
        """Whether the last thing the client said was DISCONNECT."""

    def receive(self, data: bytes) -> Iterator[bytes]:
        """Take what the client sent and yield the answers.

        Raises `BrokenObexError`, and what a phone raises instead of an answer.
        """
        for request in self._server.receive(data):
            try:
                answer = self._answer(request)
            except (SilentError, FellBackError):
                # What was on its way is lost: nothing may pass for its rest.
                self.close()
                raise
            self.ended = isinstance(request, Disconnect)
            yield answer

    def close(self) -> None:
        """Drop whatever was on its way in or out."""
        if self._incoming is not None:
            self._incoming[1].close()
        self._outgoing = self._incoming = None

    def _answer(self, request: Request) -> bytes:
        match request:
            case Connect():
                return self._connect(request.target)
            case Get():
                return self._get(request)
            case Put():
                return self._put(request)
            case SetPath():
                return self._plain(self._phone.set_path(request.name, create=request.create))
            case Stray():
                return self._server.answer(Code.UNAVAILABLE)
            case Disconnect() | Abort():
                self.close()
                return self._server.answer(Code.OK)

    def _connect(self, target: bytes | None) -> bytes:
        self.close()
        if not self._phone.connect(target):
            return self._server.answer(Code.NOT_FOUND)
        if target is None:
            return self._server.accept()
        self._connections += 1
        return self._server.accept(self._connections, target)

    def _get(self, request: Get) -> bytes:
        headers: list[Header] = []
        if request.first or self._outgoing is None:
            name = request.headers.text(HeaderId.NAME) or ""
            reply = self._phone.get(name, request.headers.data(HeaderId.TYPE) or b"")
            if reply.body is None:
                return self._plain(reply)
            headers = _headers(reply)
            self._outgoing = _Body(iter(reply.body))
        return self._next_piece(self._outgoing, headers)

    def _next_piece(self, body: _Body, headers: list[Header]) -> bytes:
        try:
            piece, last = body.take(self._server.room(len(encode_headers(headers))))
        except BrokeOffError as problem:
            self._outgoing = None
            return self._server.answer(problem.code)
        if last:
            self._outgoing = None
        return self._server.answer(Code.OK if last else Code.CONTINUE, headers, piece)

    def _put(self, request: Put) -> bytes:
        name = request.headers.text(HeaderId.NAME) or ""
        hard = _hard(request.headers)
        # Where others send no body, gammu sends an empty one and asks for a hard deletion.
        nothing = request.body is None or (hard and not request.body)
        if request.first and request.last and nothing:
            return self._plain(self._phone.delete(name, hard=hard))
        refusal = None if request.last or not request.first else self._phone.pieces(name)
        if refusal is not None:
            return self._plain(refusal)
        if request.first or self._incoming is None:
            self.close()
            self._incoming = (name, _spool())
        name, data = self._incoming
        data.write(request.body or b"")
        if not request.last:
            return self._server.answer(Code.CONTINUE)
        self._incoming = None
        with data:
            data.seek(0)
            return self._plain(self._phone.put(name, data))

    def _plain(self, reply: Reply) -> bytes:
        return self._server.answer(reply.code, _headers(reply))


def _hard(headers: Headers) -> bool:
    """Whether an object is to be deleted for good (IrMC 1.1, 5.7)."""
    return Parameter.HARD_DELETE in read_parameters(headers.data(HeaderId.APP_PARAMETERS) or b"")


def _spool() -> BinaryIO:
    return cast("BinaryIO", tempfile.SpooledTemporaryFile(_IN_MEMORY))


class _Body:
    """A body on its way out: knows one piece ahead whether it is the last."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = bytearray()

    def take(self, room: int) -> tuple[bytes, bool]:
        """The next piece of at most `room` bytes, and whether it is the last."""
        while len(self._held) <= room:
            chunk = next(self._chunks, None)
            if chunk is None:
                return bytes(self._held), True
            self._held += chunk
        piece = bytes(self._held[:room])
        del self._held[:room]
        return piece, False


def _headers(reply: Reply) -> list[Header]:
    headers = []
    if reply.length is not None:
        headers.append(Header(HeaderId.LENGTH, min(reply.length, 0xFFFFFFFF)))
    if reply.parameters:
        headers.append(Header(HeaderId.APP_PARAMETERS, reply.parameters))
    return headers
