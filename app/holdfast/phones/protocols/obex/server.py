"""The answering end of OBEX: what a phone hears, and how it answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from holdfast.phones.protocols.obex.headers import (
    BrokenObexError,
    Header,
    HeaderId,
    Headers,
    decode_headers,
)
from holdfast.phones.protocols.obex.packets import (
    CONNECT_FIELDS,
    FINAL,
    MAX_PACKET,
    MIN_PACKET,
    PREFIX,
    VERSION,
    Code,
    Opcode,
    Packet,
    PacketBuffer,
    encode_packet,
)

_BODY_PREFIX = 3
_SET_PATH_FIELDS = 2


@dataclass(frozen=True, slots=True)
class Connect:
    """A client wants the service `target` (None: the default one)."""

    target: bytes | None


@dataclass(frozen=True, slots=True)
class Disconnect:
    """The client ends its connection."""


@dataclass(frozen=True, slots=True)
class SetPath:
    """Go to the folder `name`: empty is the root, None the folder above."""

    name: str | None
    create: bool


@dataclass(frozen=True, slots=True)
class Get:
    """An object is asked for; `first` is False when its next piece is."""

    headers: Headers
    first: bool


@dataclass(frozen=True, slots=True)
class Put:
    """A piece of an object; `body` is None when there is no body at all."""

    headers: Headers
    body: bytes | None
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Abort:
    """The client gives up the object under way."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A request whose first packet does not begin with the id of the connection that is open."""


Request = Connect | Disconnect | SetPath | Get | Put | Abort | Stray


class ObexServer:
    """One conversation with a client; each request is answered with exactly one packet."""

    def __init__(self, max_packet: int = MAX_PACKET, *, strict: bool = True) -> None:
        """Take packets of at most `max_packet` bytes, and say so.

        `strict` asks for the connection's id as the first header (OBEX 1.3, 2.2.11). Otherwise it
        may stand anywhere or be left out, as gammu does with real phones (`obexgen.c`).
        """
        self._max_packet = max_packet
        self._strict = strict
        self._client_max = MIN_PACKET
        self._buffer = PacketBuffer()
        self._under_way: Opcode | None = None
        self._connection: int | None = None

    def receive(self, data: bytes) -> Iterator[Request]:
        """Take what the client sent and yield its requests; raises `BrokenObexError`."""
        for packet in self._buffer.feed(data):
            if len(packet.payload) + PREFIX.size > self._max_packet:
                raise BrokenObexError(f"{len(packet.payload)} bytes for {self._max_packet}")
            yield self._request(packet)

    def accept(self, connection: int | None = None, who: bytes = b"") -> bytes:
        """Answer CONNECT with yes; a directed connection has an id and says `who` answers."""
        self._connection = connection
        headers = [] if connection is None else [Header(HeaderId.CONNECTION_ID, connection)]
        if who:
            headers.append(Header(HeaderId.WHO, who))
        fields = CONNECT_FIELDS.pack(VERSION, 0, self._max_packet)
        return encode_packet(Code.OK, headers, fields=fields, limit=self._client_max)

    def answer(self, code: int, headers: Sequence[Header] = (), body: bytes | None = None) -> bytes:
        """Answer any other request; `body` holds at most `room` bytes."""
        if code != Code.CONTINUE:
            self._under_way = None
        with_body = list(headers)
        if body is not None:
            kind = HeaderId.BODY if code == Code.CONTINUE else HeaderId.END_OF_BODY
            with_body.append(Header(kind, body))
        return encode_packet(code, with_body, limit=self._client_max)

    def room(self, headers: int = 0) -> int:
        """How many bytes of body fit into an answer beside `headers` bytes of headers.

        A phone has one buffer for both ways.
        """
        return min(self._client_max, self._max_packet) - PREFIX.size - _BODY_PREFIX - headers

    def _request(self, packet: Packet) -> Request:
        if packet.code == Opcode.CONNECT:
            return self._connect(packet.payload)
        fixed = _SET_PATH_FIELDS if packet.code == Opcode.SET_PATH else 0
        if len(packet.payload) < fixed:
            raise BrokenObexError("SETPATH is cut off")
        headers = decode_headers(packet.payload[fixed:])
        if not self._directed_here(packet.code, headers):
            return Stray()
        match packet.code:
            case Opcode.DISCONNECT:
                self._connection = None
                return Disconnect()
            case Opcode.SET_PATH:
                return _set_path(packet.payload[0], headers)
            case Opcode.ABORT:
                self._under_way = None
                return Abort()
        return self._object(packet.code, headers)

    def _directed_here(self, code: int, headers: Headers) -> bool:
        told = headers.number(HeaderId.CONNECTION_ID)
        if self._connection is None or (told is None and self._goes_on(code)):
            return True
        if not self._strict:
            return told in (None, self._connection)
        return headers.all[:1] == (Header(HeaderId.CONNECTION_ID, self._connection),)

    def _goes_on(self, code: int) -> bool:
        """Whether a packet belongs to the request under way: OpenOBEX tells no id in these."""
        if self._under_way is None:
            return False
        return code == Opcode.ABORT or code & ~FINAL == self._under_way

    def _connect(self, payload: bytes) -> Connect:
        if len(payload) < CONNECT_FIELDS.size:
            raise BrokenObexError("CONNECT is cut off")
        _, _, client_max = CONNECT_FIELDS.unpack_from(payload)
        self._client_max = max(client_max, MIN_PACKET)
        self._under_way = self._connection = None
        return Connect(decode_headers(payload[CONNECT_FIELDS.size :]).data(HeaderId.TARGET))

    def _object(self, code: int, headers: Headers) -> Get | Put:
        opcode = code & ~FINAL
        first = self._under_way != opcode
        if opcode == Opcode.GET:
            self._under_way = Opcode.GET
            return Get(headers, first)
        if opcode != Opcode.PUT:
            raise BrokenObexError(f"unknown request {code:#04x}")
        self._under_way = Opcode.PUT
        return Put(headers, headers.body, first, last=bool(code & FINAL))


def _set_path(flags: int, headers: Headers) -> SetPath:
    name = None if flags & 0x01 else headers.text(HeaderId.NAME) or ""
    return SetPath(name, create=not flags & 0x02)
