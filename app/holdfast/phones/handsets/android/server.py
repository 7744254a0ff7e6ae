"""Reaches a phone through the adb server of this computer, where that already holds it."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.phones.handsets.android.streams import (
    NotAuthorised,
    ServiceRefused,
    StreamClosedError,
)
from holdfast.phones.handsets.android.tcp import AdbSocket
from holdfast.phones.handsets.handset import Garbled, HandsetProblem, SessionRefused
from holdfast.phones.links.link import LinkProblem, Unplugged
from holdfast.phones.protocols.adb.banner import Banner
from holdfast.phones.protocols.adb.messages import MAX_PAYLOAD, BrokenAdbError
from holdfast.phones.protocols.adb.smart_socket import (
    Answer,
    AnswerReader,
    ServerDevice,
    parse_devices,
    parse_features,
    request,
)

HOST = "127.0.0.1"
PORT = 5037
_SECONDS = 30.0
_CONNECT_SECONDS = 2.0
_READY = "device"
_NAMES = {
    "product": "ro.product.name",
    "model": "ro.product.model",
    "device": "ro.product.device",
}
_NOT_THERE = ("not found", "no devices", "no such")


class NoServerError(Exception):
    """No adb server runs on this computer, or it is none that can be understood."""


class AdbServer:
    """The adb server that somebody else runs; it is neither started nor ended here."""

    def __init__(self, host: str = HOST, port: int = PORT, seconds: float = _SECONDS) -> None:
        """Speak to the server at `host` and `port`, and wait `seconds` for each answer."""
        self._host = host
        self._port = port
        self._seconds = seconds

    def version(self) -> int:
        """Return the number the server gives to its protocol (41 since 2018).

        Raises `NoServerError`.
        """
        text = self._asked("host:version")
        try:
            return int(text, 16)
        except ValueError as error:
            raise NoServerError(f"a version of {text!r}") from error

    def devices(self) -> tuple[ServerDevice, ...]:
        """Return the phones it holds, in any state; raises `NoServerError`."""
        return parse_devices(self._asked("host:devices-l"))

    def transport(self, serial: str) -> ServerTransport:
        """Return the way to a phone that is ready.

        Raises `NoServerError`; `NotAuthorised` where the owner has not let the server in,
        `SessionRefused` for any other state, `Unplugged` where it has no such phone.
        """
        found = next((each for each in self.devices() if each.serial == serial), None)
        if found is None:
            raise Unplugged(serial)
        _check_state(found)
        features = parse_features(self.demand(f"host-serial:{serial}:features"))
        return ServerTransport(self, found, features)

    def demand(self, text: str) -> str:
        """Return the server's text in answer to a request that is about one phone."""
        link = self.connect()
        try:
            answer = self.exchange(link, text, texted=True)
        finally:
            link.close()
        if not answer.ok:
            raise _problem(answer.text)
        return answer.text

    def connect(self) -> AdbSocket:
        """Return a new connection to the server; raises `NoServerError`."""
        try:
            return AdbSocket.to(self._host, self._port, _CONNECT_SECONDS)
        except LinkProblem as error:
            raise NoServerError(f"nothing at {self._host}:{self._port}") from error

    def exchange(self, link: AdbSocket, text: str, *, texted: bool = False) -> Answer:
        """Say a request on a connection and return the answer; raises `Garbled` for an odd one."""
        link.write(request(text), self._seconds)
        reader = AnswerReader(texted=texted)
        try:
            answer = None
            while answer is None:
                answer = reader.feed(link.read(reader.missing, self._seconds))
        except BrokenAdbError as error:
            raise Garbled(str(error)) from error
        return answer

    def _asked(self, text: str) -> str:
        """Ask the server about itself: whatever goes wrong, it is no server for us."""
        try:
            return self.demand(text)
        except (LinkProblem, HandsetProblem) as error:
            raise NoServerError(text) from error


class ServerTransport:
    """A `Transport` through the adb server: each stream is a connection of its own."""

    def __init__(self, server: AdbServer, device: ServerDevice, features: frozenset[str]) -> None:
        """Reach `device`, which can do `features`, through `server`."""
        said = device.properties
        names = {ours: said[theirs] for theirs, ours in _NAMES.items() if theirs in said}
        self._server = server
        self._serial = device.serial
        self._features = features
        self._banner = Banner(device.state, names, features)
        self._open: set[ServerStream] = set()

    @property
    def serial(self) -> str:
        """The phone's serial number as the server knows it."""
        return self._serial

    @property
    def banner(self) -> Banner:
        """What the server passes on of what the phone says of itself."""
        return self._banner

    @property
    def features(self) -> frozenset[str]:
        """What the phone and the server can both do."""
        return self._features

    @property
    def max_payload(self) -> int:
        """How many bytes are best written at once."""
        return MAX_PAYLOAD

    def revive(self) -> bool:
        """Nothing is to be done: each stream has a connection of its own."""
        return False

    def open(self, service: str) -> ServerStream:
        """Open a service; raises `ServiceRefused`, `Unplugged` and what `transport` raises."""
        try:
            link = self._server.connect()
        except NoServerError as error:
            raise Unplugged(self._serial) from error
        try:
            self._say(link, f"host:transport:{self._serial}")
            answer = self._server.exchange(link, service)
        except BaseException:
            link.close()
            raise
        if not answer.ok:
            link.close()
            raise ServiceRefused(service, answer.text)
        stream = ServerStream(link, self._open.discard)
        self._open.add(stream)
        return stream

    def close(self) -> None:
        """End all streams; never raises, may be called again."""
        for stream in tuple(self._open):
            stream.close()

    def _say(self, link: AdbSocket, text: str) -> None:
        answer = self._server.exchange(link, text)
        if not answer.ok:
            raise _problem(answer.text)


class ServerStream:
    """One stream through the server: its connection from then on."""

    def __init__(self, link: AdbSocket, forget: Callable[[ServerStream], None]) -> None:
        """Take over `link`; `forget` is called when the stream is closed."""
        self._link = link
        self._forget = forget

    def read(self, seconds: float | None = None) -> bytes:
        """Return the next bytes, empty at the end."""
        try:
            return self._link.read(MAX_PAYLOAD, _SECONDS if seconds is None else seconds)
        except Unplugged:
            # The server closes the connection when the phone ends the stream, or goes.
            return b""

    def write(self, data: bytes) -> None:
        """Send all of `data`; raises `StreamClosedError` when nobody takes it."""
        try:
            self._link.write(data, _SECONDS)
        except Unplugged as error:
            raise StreamClosedError from error

    def waiting(self) -> bool:
        """Whether something to read, or the end, is there already."""
        return self._link.waiting()

    def close(self) -> None:
        """End the stream; never raises, may be called again."""
        self._link.close()
        self._forget(self)


def _check_state(device: ServerDevice) -> None:
    if device.state in ("unauthorized", "authorizing"):
        raise NotAuthorised
    if device.state != _READY:
        raise SessionRefused(device.state)


def _problem(answer: str) -> HandsetProblem | LinkProblem:
    """What the server's no means for one phone."""
    said = answer.lower()
    if "unauthorized" in said or "authorizing" in said:
        return NotAuthorised()
    if any(words in said for words in _NOT_THERE):
        return Unplugged(answer)
    return SessionRefused(answer)
