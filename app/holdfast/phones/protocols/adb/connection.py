"""The host's end of one connection to adbd: streams, acknowledgements, and who may come in."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.phones.protocols.adb import banner
from holdfast.phones.protocols.adb.banner import Banner
from holdfast.phones.protocols.adb.events import (
    Acked,
    AuthWanted,
    Closed,
    Connected,
    Data,
    Event,
    Opened,
    Owed,
    Refused,
    TlsWanted,
)
from holdfast.phones.protocols.adb.messages import (
    CHECKED_VERSION,
    MAX_PAYLOAD,
    MIN_PAYLOAD,
    VERSION,
    Auth,
    BrokenAdbError,
    Command,
    Message,
    MessageReader,
)

DELAYED_ACK = "delayed_ack"
FEATURES = frozenset(
    {
        "cmd",
        "delayed_ack",
        "fixed_push_mkdir",
        "ls_v2",
        "sendrecv_v2",
        "sendrecv_v2_zstd",
        "shell_v2",
        "stat_v2",
    }
)
"""What Holdfast can make use of."""
WINDOW = 1 << 20
"""How many bytes a phone may send on one stream before the first is acknowledged.

Google's adb allows 32 MiB. On a loopback more than this is slower, since it leaves the cache;
it is enough for 1 ms at 1 GB/s, and each stream may have to hold it.
"""
_MOST_UNACKED = 4 << 20
"""How much we send ahead, whatever the phone allows: so that its refusal is heard in time."""
_DELTA = struct.Struct("<i")
_MOST_WINDOW = (1 << 31) - 1
_LAST_ID = 0xFFFFFFFF


class OutOfTurnError(RuntimeError):
    """The caller asked for what the connection cannot do in its state: a bug of ours."""


@dataclass(slots=True)
class _Stream:
    """One stream: the phone's id for it once it is open, and what is on its way both ways."""

    remote: int = 0
    room: int = 0
    unacked: int = 0
    unread: int = 0


class HostConnection:
    """One connection to a phone; the methods return the messages that are to be sent.

    What the phone sends goes into `receive`. After `BrokenAdbError` only `connect` helps.
    """

    def __init__(self, features: frozenset[str] = FEATURES, max_payload: int = MAX_PAYLOAD) -> None:
        """Offer `features`, and take messages of at most `max_payload` bytes."""
        self._offered = features
        self._most = max_payload
        self._reader = MessageReader(max_payload)
        self._streams: dict[int, _Stream] = {}
        self._last_id = 0
        self._version = CHECKED_VERSION
        self._max_payload = MIN_PAYLOAD
        self._banner: Banner | None = None
        self._features: frozenset[str] = frozenset()
        self._reader.lenient = True

    @property
    def checked(self) -> bool:
        """Whether the messages sent now are to carry the sum of their payload."""
        return self._version < VERSION

    @property
    def missing(self) -> int:
        """How many bytes the header or the payload that comes lacks."""
        return self._reader.missing

    @property
    def banner(self) -> Banner | None:
        """What the phone says of itself; None while it has not let us in."""
        return self._banner

    @property
    def features(self) -> frozenset[str]:
        """What both ends can do."""
        return self._features

    @property
    def max_payload(self) -> int:
        """How many bytes one message to the phone may carry."""
        return self._max_payload

    def connect(self) -> Message:
        """Begin: whatever still comes from an earlier session is passed over."""
        self._forget()
        self._reader.reset()
        said = banner.write(Banner("host", features=self._offered))
        return Message(Command.CNXN, VERSION, self._most, said)

    def sign(self, signature: bytes) -> Message:
        """Answer `AuthWanted` with the signature under its token."""
        return Message(Command.AUTH, Auth.SIGNATURE, 0, signature)

    def offer_key(self, line: bytes) -> Message:
        """Answer `AuthWanted` with a public key, for the owner to accept on the screen."""
        # Old adbd takes the payload for a text that ends with a NUL.
        return Message(Command.AUTH, Auth.PUBLIC_KEY, 0, line + b"\0")

    def open(self, service: str) -> tuple[int, Message]:
        """Ask for a service; return the number of its stream, too.

        Raises `ValueError` for a name that is longer than the phone takes.
        """
        name = service.encode("utf-8", "surrogateescape") + b"\0"
        if self._banner is None:
            raise OutOfTurnError("not connected")
        if len(name) > self._max_payload:
            raise ValueError(f"a service name of {len(name)} bytes")
        self._last_id = self._last_id % _LAST_ID + 1
        self._streams[self._last_id] = _Stream()
        window = WINDOW if self._delayed else 0
        return self._last_id, Message(Command.OPEN, self._last_id, window, name)

    def room(self, stream: int) -> int:
        """How many bytes may be written on `stream` now; zero: wait for `Acked`."""
        known = self._streams.get(stream)
        if known is None or not known.remote:
            return 0
        return max(0, min(known.room, self._max_payload, _MOST_UNACKED - known.unacked))

    def write(self, stream: int, data: bytes) -> Message:
        """Send `data`, at most `room` bytes."""
        if len(data) > self.room(stream):
            raise OutOfTurnError(f"{len(data)} bytes where {self.room(stream)} have room")
        known = self._streams[stream]
        known.room = known.room - len(data) if self._delayed else 0
        known.unacked += len(data)
        return Message(Command.WRTE, stream, known.remote, data)

    def take(self, stream: int, size: int) -> Message | None:
        """Tell the phone that `size` bytes of a `Data` were used; None for a closed stream."""
        known = self._streams.get(stream)
        if known is None:
            return None
        known.unread -= size
        return self._okay(stream, known, size)

    def close(self, stream: int) -> Message | None:
        """End `stream`; what still comes on it is passed over. None when it is closed already."""
        known = self._streams.pop(stream, None)
        if known is None or not known.remote:
            return None  # one that opens later is answered with CLSE then
        return Message(Command.CLSE, stream, known.remote)

    def receive(self, data: bytes) -> Iterator[Event]:
        """Take what the phone sent and yield what it means; raises `BrokenAdbError`."""
        for message in self._reader.feed(data):
            yield from self._understand(message)

    @property
    def _delayed(self) -> bool:
        return DELAYED_ACK in self._features

    def _forget(self) -> None:
        self._streams.clear()
        self._banner = None
        self._features = frozenset()
        self._version = CHECKED_VERSION
        self._max_payload = MIN_PAYLOAD
        self._reader.checked = False
        # Before the phone has answered, the rest of an earlier session may come.
        self._reader.lenient = True

    def _understand(self, message: Message) -> Iterator[Event]:
        match message.command:
            case Command.CNXN:
                yield from self._connected(message)
            case Command.AUTH if message.arg0 == Auth.TOKEN:
                self._forget()
                yield AuthWanted(message.payload)
            case Command.STLS:
                yield TlsWanted()
            case Command.OKAY if self._banner is not None:
                yield from self._acknowledged(message)
            case Command.WRTE:
                yield from self._written(message)
            case Command.CLSE:
                yield from self._ended(message)

    def _connected(self, message: Message) -> Iterator[Event]:
        self._forget()
        self._version = min(VERSION, message.arg0)
        self._max_payload = max(1, min(self._most, message.arg1))
        self._reader.checked = self.checked
        self._reader.lenient = False
        self._banner = banner.parse(message.payload)
        self._features = self._banner.features & self._offered
        yield Connected(self._banner, self._version, self._max_payload)

    def _acknowledged(self, message: Message) -> Iterator[Event]:
        stream, known = message.arg1, self._streams.get(message.arg1)
        if known is None or (known.remote and known.remote != message.arg0):
            yield Owed(Message(Command.CLSE, stream, message.arg0))
            return
        self._make_room(known, message.payload)
        if known.remote:
            yield Acked(stream)
            return
        known.remote = message.arg0
        yield Opened(stream)

    def _make_room(self, known: _Stream, payload: bytes) -> None:
        if not self._delayed:
            known.room, known.unacked = self._max_payload, 0
            return
        if len(payload) != _DELTA.size:
            raise BrokenAdbError(f"an acknowledgement of {len(payload)} bytes")
        delta = int(_DELTA.unpack(payload)[0])
        known.room = min(known.room + delta, _MOST_WINDOW)
        known.unacked = max(0, known.unacked - max(0, delta))

    def _written(self, message: Message) -> Iterator[Event]:
        stream, known = message.arg1, self._streams.get(message.arg1)
        if known is None or known.remote != message.arg0 or not known.remote:
            return
        if known.unread > (WINDOW if self._delayed else 0):
            raise BrokenAdbError("more data than was acknowledged")
        if not message.payload:
            yield Owed(self._okay(stream, known, 0))
            return
        known.unread += len(message.payload)
        yield Data(stream, message.payload)

    def _ended(self, message: Message) -> Iterator[Event]:
        stream, known = message.arg1, self._streams.get(message.arg1)
        # Old phones close with zero as their own id.
        if known is None or message.arg0 not in (0, known.remote):
            return
        del self._streams[stream]
        if not known.remote:
            yield Refused(stream)
            return
        yield Owed(Message(Command.CLSE, stream, known.remote))
        yield Closed(stream)

    def _okay(self, stream: int, known: _Stream, size: int) -> Message:
        payload = _DELTA.pack(size) if self._delayed else b""
        return Message(Command.OKAY, stream, known.remote, payload)
