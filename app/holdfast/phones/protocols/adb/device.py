"""The phone's end of ADB without any I/O: who may connect, and the streams that services use."""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from holdfast.phones.protocols.adb import banner
from holdfast.phones.protocols.adb.banner import Banner
from holdfast.phones.protocols.adb.messages import (
    MAX_PAYLOAD,
    VERSION,
    Auth,
    BrokenAdbError,
    Command,
    Message,
    MessageReader,
)

DELAYED_ACK = "delayed_ack"
WINDOW = 32 << 20
"""How many bytes a host may send ahead where acknowledgements may be late."""
_DELTA = struct.Struct("<i")
_NO_PROPERTIES: Mapping[str, str] = MappingProxyType({})


class Service(Protocol):
    """What a stream leads to; it runs only inside of these calls."""

    @property
    def hungry(self) -> bool:
        """Whether it takes more bytes now."""
        ...

    def take(self, data: bytes) -> None:
        """Take bytes from the host; called when `hungry`."""
        ...

    def give(self, most: int) -> bytes | None:
        """Return the next bytes, at most `most`; empty for none yet, None for the end."""
        ...

    def close(self) -> None:
        """Learn that the stream is closed; never raises."""
        ...


class Guard(Protocol):
    """Decides which computers may connect."""

    def token(self) -> bytes:
        """Return 20 new random bytes for a host to sign."""
        ...

    def knows(self, token: bytes, signature: bytes) -> bool:
        """Tell whether a key that is trusted signed `token`."""
        ...

    def allows(self, line: bytes) -> bool | None:
        """Tell whether the owner allowed the key in `line`; None while the dialog waits.

        It is asked again and again while a host waits.
        """
        ...


@dataclass(frozen=True, slots=True)
class Manners:
    """What a phone's adbd says of itself, and how it behaves.

    `closes_as_zero`: it names no stream of its own when it closes one, as old ones did.
    """

    features: frozenset[str] = frozenset()
    version: int = VERSION
    max_payload: int = MAX_PAYLOAD
    properties: Mapping[str, str] = field(default_factory=lambda: _NO_PROPERTIES)
    state: str = "device"
    closes_as_zero: bool = False


@dataclass(slots=True)
class _Stream:
    local: int
    remote: int
    service: Service
    credit: int
    waiting: deque[bytes] = field(default_factory=deque)
    held: int = 0


Opener = Callable[[bytes, frozenset[str]], Service | None]
"""Opens a service by its name for a host with these features; None refuses it."""


class DeviceConnection:
    """One host's connection to a phone; bytes go in by `receive`, messages out by `take`."""

    def __init__(self, manners: Manners, guard: Guard | None, opener: Opener) -> None:
        """Serve what `opener` opens; without a `guard` every host may connect."""
        self._manners = manners
        self._guard = guard
        self._opener = opener
        self._reader = MessageReader(manners.max_payload)
        self._out: deque[Message] = deque()
        self._streams: dict[int, _Stream] = {}
        self._turns: deque[int] = deque()
        self._last_id = 0
        self._token = b""
        self._asking: bytes | None = None
        self._most = manners.max_payload
        self._common: frozenset[str] = frozenset()
        self.checked = True
        self.online = False

    @property
    def asking(self) -> bool:
        """Whether a host waits for the owner to allow it."""
        return self._asking is not None

    def receive(self, data: bytes) -> None:
        """Take bytes from the wire; raises `BrokenAdbError`, after which the host is gone."""
        for message in self._reader.feed(data):
            self._handlers[message.command](self, message)

    def take(self) -> Message | None:
        """Return the next message for the host, letting services run; None when all wait."""
        if not self._out:
            self._ask()
        if not self._out:
            self._turn()
        return self._out.popleft() if self._out else None

    def close(self) -> None:
        """Close every stream; the host is gone."""
        for stream in self._streams.values():
            stream.service.close()
        self._streams.clear()
        self._turns.clear()
        self._out.clear()
        self._asking, self._token, self.online = None, b"", False

    # Connecting.

    def _connect(self, message: Message) -> None:
        self.close()
        said = banner.parse(message.payload)
        version = min(message.arg0, self._manners.version)
        self._most = min(message.arg1, self._manners.max_payload)
        self._common = said.features & self._manners.features
        self.checked = self._reader.checked = version < VERSION
        if self._guard is None:
            self._welcome()
        else:
            self._challenge()

    def _challenge(self) -> None:
        if self._guard is not None:
            self._token = self._guard.token()
            self._out.append(Message(Command.AUTH, Auth.TOKEN, 0, self._token))

    def _welcome(self) -> None:
        self._asking, self._token, self.online = None, b"", True
        manners = self._manners
        said = banner.write(Banner(manners.state, manners.properties, manners.features))
        self._out.append(Message(Command.CNXN, manners.version, manners.max_payload, said))

    def _authenticate(self, message: Message) -> None:
        if self._guard is None or self.online or not self._token:
            return
        if message.arg0 == Auth.SIGNATURE:
            if self._guard.knows(self._token, message.payload):
                self._welcome()
            else:
                self._challenge()
        elif message.arg0 == Auth.PUBLIC_KEY:
            self._asking = message.payload

    def _ask(self) -> None:
        if self._asking is None or self._guard is None:
            return
        answer = self._guard.allows(self._asking)
        if answer:
            self._welcome()
        elif answer is not None:
            # A phone says nothing when its owner refuses: the host goes on waiting.
            self._asking = None

    # Streams.

    @property
    def _delayed(self) -> bool:
        return DELAYED_ACK in self._common

    def _open(self, message: Message) -> None:
        if not self.online or not message.arg0:
            return
        service = None
        if bool(message.arg1) == self._delayed:
            service = self._opener(message.payload.rstrip(b"\0"), self._common)
        if service is None:
            self._out.append(Message(Command.CLSE, 0, message.arg0))
            return
        self._last_id += 1
        credit = message.arg1 if self._delayed else 1
        self._streams[self._last_id] = _Stream(self._last_id, message.arg0, service, credit)
        self._turns.append(self._last_id)
        first = _DELTA.pack(WINDOW) if self._delayed else b""
        self._out.append(Message(Command.OKAY, self._last_id, message.arg0, first))

    def _okay(self, message: Message) -> None:
        stream = self._streams.get(message.arg1)
        if stream is None or stream.remote != message.arg0:
            if self.online:
                self._out.append(Message(Command.CLSE, 0, message.arg0))
            return
        if not self._delayed:
            stream.credit = 1
        elif len(message.payload) == _DELTA.size:
            stream.credit += _DELTA.unpack(message.payload)[0]
        else:
            raise BrokenAdbError(f"an acknowledgement of {len(message.payload)} bytes")

    def _write(self, message: Message) -> None:
        stream = self._streams.get(message.arg1)
        if stream is None or stream.remote != message.arg0:
            return
        stream.waiting.append(message.payload)
        stream.held += len(message.payload)
        if stream.held > WINDOW if self._delayed else len(stream.waiting) > 1:
            raise BrokenAdbError("more was sent than was acknowledged")

    def _closed(self, message: Message) -> None:
        stream = self._streams.get(message.arg1)
        if stream is None or message.arg0 not in (0, stream.remote):
            return
        self._finish(stream)

    def _ignore(self, message: Message) -> None:
        """Take no notice: a host asks for TLS, which a phone on a cable has none of."""

    def _finish(self, stream: _Stream) -> None:
        del self._streams[stream.local]
        stream.service.close()
        own = 0 if self._manners.closes_as_zero else stream.local
        self._out.append(Message(Command.CLSE, own, stream.remote))

    def _turn(self) -> None:
        """Let the streams take turns until one has something to say."""
        for _ in range(len(self._turns)):
            stream = self._streams.get(self._turns.popleft())
            if stream is None:
                continue
            self._turns.append(stream.local)
            self._swallow(stream)
            self._speak(stream)
            if self._out:
                return

    def _swallow(self, stream: _Stream) -> None:
        taken = 0
        while stream.waiting and stream.service.hungry:
            data = stream.waiting.popleft()
            stream.service.take(data)
            stream.held -= len(data)
            taken += len(data)
            if not self._delayed:
                self._out.append(Message(Command.OKAY, stream.local, stream.remote))
        if taken and self._delayed:
            delta = _DELTA.pack(taken)
            self._out.append(Message(Command.OKAY, stream.local, stream.remote, delta))

    def _speak(self, stream: _Stream) -> None:
        if stream.credit <= 0:
            return
        data = stream.service.give(min(self._most, stream.credit) if self._delayed else self._most)
        if data is None:
            self._finish(stream)
        elif data:
            stream.credit -= len(data) if self._delayed else 1
            self._out.append(Message(Command.WRTE, stream.local, stream.remote, data))

    _handlers: Mapping[Command, Callable[[DeviceConnection, Message], None]] = MappingProxyType(
        {
            Command.CNXN: _connect,
            Command.AUTH: _authenticate,
            Command.OPEN: _open,
            Command.OKAY: _okay,
            Command.WRTE: _write,
            Command.CLSE: _closed,
            Command.STLS: _ignore,
        }
    )
