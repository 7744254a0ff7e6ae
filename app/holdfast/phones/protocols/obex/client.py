"""The asking end of OBEX: one request at a time, bodies stream through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from holdfast.phones.protocols.obex.headers import (
    BrokenObexError,
    Header,
    HeaderId,
    Headers,
    decode_headers,
    encode_headers,
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


class OutOfTurnError(RuntimeError):
    """The caller asked for what the session cannot do in its state: a bug of ours."""


@dataclass(frozen=True, slots=True)
class Continue:
    """The phone wants to go on: `body` is the next piece of what is being read."""

    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Done:
    """The request was carried out; `body` is the last piece of what was read."""

    code: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """The request was not carried out, for the reason that `code` gives."""

    code: int
    headers: Headers


Event = Continue | Done | Refused


class _State(Enum):
    IDLE = auto()
    ASKED = auto()
    GETTING = auto()
    PUTTING = auto()
    BROKEN = auto()


class ObexClient:
    """One conversation with a phone; after `BrokenObexError` a new session is needed."""

    def __init__(self, max_packet: int = MAX_PACKET) -> None:
        """Take packets of at most `max_packet` bytes."""
        self._max_packet = max_packet
        self._peer_max = MIN_PACKET
        self._buffer = PacketBuffer(max_packet)
        self._connection: int | None = None
        self._state = _State.IDLE
        self._asked: Opcode | None = None

    @property
    def idle(self) -> bool:
        """Whether a new request may be made."""
        return self._state is _State.IDLE

    @property
    def peer_max(self) -> int:
        """The longest packet the phone takes, in bytes."""
        return self._peer_max

    @property
    def missing(self) -> int:
        """How many bytes the answer that comes lacks, as far as is known yet."""
        return self._buffer.missing

    def connect(self, target: bytes | None = None) -> bytes:
        """Ask for a connection to the service `target`, or to the default one."""
        self._connection = None
        fields = CONNECT_FIELDS.pack(VERSION, 0, self._max_packet)
        headers = [] if target is None else [Header(HeaderId.TARGET, target)]
        return self._ask(Opcode.CONNECT, Opcode.CONNECT, headers, fields, limit=MAX_PACKET)

    def disconnect(self) -> bytes:
        """End the connection; needed before another target."""
        return self._ask(Opcode.DISCONNECT, Opcode.DISCONNECT)

    def set_path(self, name: str | None, *, create: bool = False) -> bytes:
        """Go to the folder `name` below; an empty one is the root, None the folder above."""
        flags = (0x01 if name is None else 0) | (0 if create else 0x02)
        headers = [] if name is None else [Header(HeaderId.NAME, name)]
        return self._ask(Opcode.SET_PATH, Opcode.SET_PATH, headers, bytes((flags, 0)))

    def get(self, *headers: Header) -> bytes:
        """Ask for an object; every `Continue` is to be answered with `more`."""
        return self._ask(Opcode.GET, Opcode.GET | FINAL, headers)

    def more(self) -> bytes:
        """Ask for the next piece of the object being read."""
        self._must_be(_State.GETTING)
        return self._ask(Opcode.GET, Opcode.GET | FINAL, (), state=_State.GETTING)

    def put(self, headers: Sequence[Header], body: bytes | None = None, *, last: bool) -> bytes:
        """Put an object, or the first piece of it; without `body` this takes the object away.

        `body` holds at most `room(headers)` bytes.
        """
        return self._ask(Opcode.PUT, *_put(headers, body, last=last))

    def put_more(self, body: bytes, *, last: bool) -> bytes:
        """Put the next piece of the object, after a `Continue`."""
        self._must_be(_State.PUTTING)
        return self._ask(Opcode.PUT, *_put((), body, last=last), state=_State.PUTTING)

    def room(self, headers: Sequence[Header] = ()) -> int:
        """How many bytes of body fit beside `headers`; not positive when even they do not."""
        used = PREFIX.size + len(encode_headers(self._directed(headers))) + _BODY_PREFIX
        return self._peer_max - used

    def abort(self) -> bytes:
        """Give up the object that is being read or put."""
        if self._state not in (_State.GETTING, _State.PUTTING):
            raise OutOfTurnError(f"nothing to abort in {self._state}")
        return self._ask(Opcode.ABORT, Opcode.ABORT, state=self._state)

    def receive(self, data: bytes) -> Iterator[Event]:
        """Take what the phone sent and yield what it says; raises `BrokenObexError`."""
        try:
            for packet in self._buffer.feed(data):
                yield self._answered(packet)
        except BrokenObexError:
            self._state = _State.BROKEN
            raise

    def _ask(
        self,
        asked: Opcode,
        code: int,
        headers: Sequence[Header] = (),
        fields: bytes = b"",
        *,
        state: _State = _State.IDLE,
        limit: int = 0,
    ) -> bytes:
        self._must_be(state)
        packet = encode_packet(
            code, self._directed(headers), fields=fields, limit=limit or self._peer_max
        )
        self._asked, self._state = asked, _State.ASKED
        return packet

    def _directed(self, headers: Sequence[Header]) -> list[Header]:
        if self._connection is None:
            return list(headers)
        return [Header(HeaderId.CONNECTION_ID, self._connection), *headers]

    def _must_be(self, state: _State) -> None:
        if self._state is not state:
            raise OutOfTurnError(f"the session is {self._state}, not {state}")

    def _answered(self, packet: Packet) -> Event:
        if self._state is not _State.ASKED or self._asked is None:
            raise BrokenObexError(f"{packet.code:#04x} came unasked")
        return _ANSWERS.get(self._asked, ObexClient._plain)(self, packet)

    def _connected(self, packet: Packet) -> Event:
        if packet.code != Code.OK:
            return self._plain(packet)
        if len(packet.payload) < CONNECT_FIELDS.size:
            raise BrokenObexError("the answer to CONNECT is cut off")
        version, _, peer_max = CONNECT_FIELDS.unpack_from(packet.payload)
        if version >> 4 != VERSION >> 4 or peer_max < MIN_PACKET:
            raise BrokenObexError(f"version {version:#04x} with packets of {peer_max} bytes")
        headers = decode_headers(packet.payload[CONNECT_FIELDS.size :])
        self._connection = headers.number(HeaderId.CONNECTION_ID)
        self._peer_max = peer_max
        self._state = _State.IDLE
        return Done(packet.code, headers, b"")

    def _disconnected(self, packet: Packet) -> Event:
        self._connection = None
        return self._plain(packet)

    def _plain(self, packet: Packet) -> Event:
        if packet.code == Code.CONTINUE:
            raise BrokenObexError(f"Continue after {self._asked!r}")
        return self._ended(packet, decode_headers(_body_of_refused_connect(self._asked, packet)))

    def _streamed(self, packet: Packet) -> Event:
        headers = decode_headers(packet.payload)
        if packet.code == Code.CONTINUE:
            self._state = _State.GETTING if self._asked is Opcode.GET else _State.PUTTING
            return Continue(headers, headers.body or b"")
        return self._ended(packet, headers)

    def _ended(self, packet: Packet, headers: Headers) -> Event:
        if not packet.code & FINAL:
            raise BrokenObexError(f"an answer without the final bit: {packet.code:#04x}")
        self._state = _State.IDLE
        if packet.code & 0xF0 == Code.OK:
            return Done(packet.code, headers, headers.body or b"")
        return Refused(packet.code, headers)


def _body_of_refused_connect(asked: Opcode | None, packet: Packet) -> bytes:
    # Even a refused CONNECT carries version, flags and size; some phones leave them out.
    fixed = CONNECT_FIELDS.size if asked is Opcode.CONNECT else 0
    return packet.payload[fixed:]


def _put(
    headers: Sequence[Header], body: bytes | None, *, last: bool
) -> tuple[int, Sequence[Header]]:
    code = Opcode.PUT | (FINAL if last else 0)
    if body is None:
        return code, headers
    return code, [*headers, Header(HeaderId.END_OF_BODY if last else HeaderId.BODY, body)]


_ANSWERS: dict[Opcode, Callable[[ObexClient, Packet], Event]] = {
    Opcode.CONNECT: ObexClient._connected,  # noqa: SLF001 - this module's own table
    Opcode.DISCONNECT: ObexClient._disconnected,  # noqa: SLF001
    Opcode.GET: ObexClient._streamed,  # noqa: SLF001
    Opcode.PUT: ObexClient._streamed,  # noqa: SLF001
}
