"""Carries ADB over a link: many streams on one connection; all the I/O of adbd's driver."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from holdfast.errors import Problem
from holdfast.phones.handsets.android.key_files import HostKey
from holdfast.phones.handsets.android.keys import CONSENT_SECONDS
from holdfast.phones.handsets.android.streams import (
    EncryptedOnly,
    NotAuthorised,
    ServiceRefused,
)
from holdfast.phones.handsets.android.talk_stream import TalkStream
from holdfast.phones.handsets.handset import Garbled, HandsetProblem
from holdfast.phones.links.link import Link, LinkProblem, NoAnswer, PipeStalled, Unplugged
from holdfast.phones.links.tcp import TcpLink
from holdfast.phones.protocols.adb.banner import Banner
from holdfast.phones.protocols.adb.connection import FEATURES, HostConnection
from holdfast.phones.protocols.adb.events import (
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
from holdfast.phones.protocols.adb.messages import BrokenAdbError, Message, encode

ANSWER_SECONDS = 30.0
"""How long a phone may be silent where it should answer."""
_CONNECT_SECONDS = 5.0
_DRAIN_SECONDS = 0.1
_REVIVALS = 4
_SLICE_SECONDS = 1.0
_STALE_READ = 1 << 14
_MOST_STALE = 1 << 12
_TOGETHER = 1 << 16
"""How much is read or written with a header where the link is a socket, in bytes."""


class AdbTalk:
    """One connection to a phone's adbd: a `Transport` once `connect` has returned.

    Calls may raise a `LinkProblem` or `Garbled`. After `NoAnswer` the other streams go on;
    after any other `LinkProblem` and after `Garbled` the connection is over.
    """

    def __init__(
        self,
        link: Link,
        keys: Sequence[HostKey],
        *,
        serial: str = "",
        waiting: Callable[[str], None] = lambda _: None,
        consent_seconds: float = CONSENT_SECONDS,
        seconds: float = ANSWER_SECONDS,
        features: frozenset[str] = FEATURES,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Speak over `link` as the owner of `keys`; the first is the one to offer on the screen.

        `waiting` is called with that key's fingerprint while the owner is asked, about once a
        second; what it raises ends the waiting.
        """
        self._link = link
        # A socket knows no transfers, and every call of it costs.
        self._exact = not isinstance(link, TcpLink)
        self._keys = tuple(keys)
        self._serial = serial
        self._waiting = waiting
        self._consent_seconds = consent_seconds
        self._seconds = seconds
        self._now = now
        self._wanted = features
        self._connection = HostConnection(features)
        self._streams: dict[int, TalkStream] = {}
        self._tried = 0
        self._owed = 0
        self._offered: HostKey | None = None
        self._lost: Problem | None = None

    @property
    def serial(self) -> str:
        """The phone's serial number as USB tells it; may be empty."""
        return self._serial

    @property
    def banner(self) -> Banner:
        """What the phone says of itself; empty before it lets us in."""
        return self._connection.banner or Banner("")

    @property
    def features(self) -> frozenset[str]:
        """What the phone and this side can both do."""
        return self._connection.features

    @property
    def max_payload(self) -> int:
        """How many bytes one message to the phone may carry."""
        return self._connection.max_payload

    @property
    def asking(self) -> bool:
        """Whether the phone's owner is still being asked, so that `connect` may be called again."""
        return self._offered is not None

    def connect(self) -> Banner:
        """Come in, and return what the phone says of itself.

        Raises `NotAuthorised` when the owner has not agreed in time: call again to go on
        waiting. Raises `EncryptedOnly`, `NoAnswer` or another `LinkProblem`.
        """
        self._lost = None
        try:
            if self._offered is None:
                self._begin()
            else:
                self._await_consent()
        except (LinkProblem, HandsetProblem) as problem:
            # Whoever opens a service before the next try is told why there is none.
            self._lost = problem
            raise
        return self.banner

    def revive(self) -> bool:
        """Come in once more where the connection is over though the phone is still there.

        Returns whether that was so: all streams are gone then. Raises what `connect` raises.
        """
        if self._lost is None or isinstance(self._lost, Unplugged):
            return False
        for stream in self._streams.values():
            stream.ended = True
        self._streams.clear()
        self._pay()
        for left in reversed(range(_REVIVALS)):
            self._connection = HostConnection(self._wanted)
            self._offered = None
            try:
                self.connect()
            except (NoAnswer, PipeStalled, Garbled):
                # The phone may still wait for the rest of a payload: what we say then is taken
                # for it, until it makes no sense and the phone begins anew as well.
                if not left:
                    raise
            else:
                break
        return True

    def _pay(self) -> None:
        """Send what the phone may still wait for of a message that broke off: it ends with it."""
        owed, self._owed = self._owed, 0
        if owed:
            with suppress(NoAnswer, PipeStalled):
                self._link.write(bytes(owed), self._seconds)

    def open(self, service: str) -> TalkStream:
        """Open a service; raises `ServiceRefused`, `Garbled` or a `LinkProblem`."""
        self._check()
        try:
            number, message = self._connection.open(service)
        except ValueError as error:
            raise ServiceRefused(service, str(error)) from error
        stream = self._streams[number] = TalkStream(self, number)
        try:
            self.send(message)
            self.pump_until(lambda: stream.opened or stream.ended, self._seconds)
        except NoAnswer:
            stream.close()
            raise
        if not stream.opened:
            raise ServiceRefused(service)
        return stream

    def close(self) -> None:
        """End the connection and give the link back; never raises, may be called again."""
        for stream in tuple(self._streams.values()):
            stream.ended = True
        self._streams.clear()
        self._lost = self._lost or Unplugged(self.banner.model)
        self._link.close()

    def send(self, message: Message) -> None:
        """Send one message; header and payload are transfers of their own."""
        header, payload = encode(message, checked=self._connection.checked)
        try:
            for transfer in self._transfers(header, payload):
                self._owed = len(transfer)
                self._link.write(transfer, self._seconds)
            self._owed = 0
        except LinkProblem as problem:
            # Nobody knows how much of the message went out.
            self._lost = problem
            raise

    def pump_until(self, reached: Callable[[], bool], seconds: float | None) -> None:
        """Take what comes, for all streams, until `reached`; raises `NoAnswer`."""
        patience = self._seconds if seconds is None else seconds
        until = self._now() + patience
        while not reached():
            self._check()
            left = until - self._now()
            if left <= 0:
                raise NoAnswer(patience)
            for event in self._receive(left):
                self._dispatch(event)

    def room(self, stream: int) -> int:
        """How many bytes may be written on `stream` now."""
        return self._connection.room(stream)

    def write(self, stream: int, data: bytes) -> None:
        """Send `data` on `stream`, at most `room` bytes."""
        self.send(self._connection.write(stream, data))

    def take(self, stream: int, size: int) -> None:
        """Tell the phone that `size` bytes of `stream` were used."""
        message = self._connection.take(stream, size)
        if message is not None:
            self.send(message)

    def end(self, stream: int) -> None:
        """Close `stream`."""
        self._streams.pop(stream, None)
        message = self._connection.close(stream)
        if message is not None and self._lost is None:
            self.send(message)

    def _begin(self) -> None:
        """Say who we are; once more where no answer comes."""
        self._drain()
        self._tried = 0
        self.send(self._connection.connect())
        try:
            self._await_entry(_CONNECT_SECONDS)
        except NoAnswer:
            self.send(self._connection.connect())
            self._await_entry(self._seconds)
            # The first may be answered late; that would end the streams opened meanwhile.
            self._drain()

    def _await_entry(self, seconds: float) -> None:
        until = self._now() + seconds
        while self._connection.banner is None:
            left = until - self._now()
            if left <= 0:
                raise NoAnswer(seconds)
            for event in self._receive(left):
                self._enter(event)
            if self._offered is not None:
                self._await_consent()
                return

    def _await_consent(self) -> None:
        until = self._now() + self._consent_seconds
        while self._connection.banner is None and self._offered is not None:
            self._waiting(self._offered.fingerprint)
            left = until - self._now()
            if left <= 0:
                raise NotAuthorised(self._offered.fingerprint)
            try:
                for event in self._receive(min(left, _SLICE_SECONDS)):
                    self._enter(event)
            except NoAnswer:
                continue
        self._offered = None

    def _enter(self, event: Event) -> None:
        """Answer what the phone says before it lets us in."""
        match event:
            case TlsWanted():
                raise EncryptedOnly
            case AuthWanted(token):
                self._authenticate(token)
            case Owed(message):
                self.send(message)

    def _authenticate(self, token: bytes) -> None:
        """Try each key by a signature; then let the owner decide on the first one."""
        if self._offered is not None:
            refused, self._offered = self._offered, None
            raise NotAuthorised(refused.fingerprint)
        if self._tried < len(self._keys):
            key = self._keys[self._tried]
            self._tried += 1
            self.send(self._connection.sign(_signature(key, token)))
            return
        if not self._keys:
            raise NotAuthorised
        self._offered = self._keys[0]
        self.send(self._connection.offer_key(self._offered.line))

    def _drain(self) -> None:
        """Throw away what an earlier session left in the pipe."""
        for _ in range(_MOST_STALE):
            try:
                self._link.read(_STALE_READ, _DRAIN_SECONDS)
            except NoAnswer:
                return

    def _transfers(self, header: bytes, payload: bytes) -> tuple[bytes, ...]:
        if not self._exact and len(payload) < _TOGETHER:
            return (header + payload,)
        return (header, payload) if payload else (header,)

    def _receive(self, seconds: float) -> Iterator[Event]:
        """Read once; on USB never beyond the header or the payload that comes."""
        try:
            wanted = self._connection.missing
            data = self._link.read(wanted if self._exact else max(wanted, _TOGETHER), seconds)
            yield from self._connection.receive(data)
        except NoAnswer:
            raise
        except LinkProblem as problem:
            self._lost = problem
            raise
        except BrokenAdbError as error:
            self._lost = Garbled(str(error))
            raise self._lost from error

    def _dispatch(self, event: Event) -> None:
        match event:
            case Data(number, data):
                self._streams[number].come(data)
            case Opened(number):
                self._opened(number)
            case Closed(number) | Refused(number):
                stream = self._streams.pop(number, None)
                if stream is not None:
                    stream.ended = True
            case Owed(message):
                self.send(message)
            case Connected() | AuthWanted() | TlsWanted():
                # adbd was started again: every stream ended in the middle.
                self._lost = Unplugged(self.banner.model)

    def _opened(self, number: int) -> None:
        stream = self._streams.get(number)
        if stream is not None:
            stream.opened = True

    def _check(self) -> None:
        if self._lost is not None:
            raise self._lost


def _signature(key: HostKey, token: bytes) -> bytes:
    try:
        return key.sign(token)
    except ValueError as error:
        raise Garbled(f"a token of {len(token)} bytes") from error
