"""What a program says to the adb server of its own computer, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from holdfast.phones.protocols.adb.messages import BrokenAdbError

MAX_REQUEST = 0xFFFF
MAX_ANSWER = 0xFFFF
_LENGTH = 4
_HEX = re.compile(rb"[0-9A-Fa-f]{4}\Z")
_MOST_DEVICES = 256


def request(text: str) -> bytes:
    """Return the request `text` as bytes; raises `ValueError` when it is too long."""
    data = text.encode("utf-8", "surrogateescape")
    if len(data) > MAX_REQUEST:
        raise ValueError(f"a request of {len(data)} bytes")
    return b"%04x" % len(data) + data


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's answer; where it is not `ok`, `text` is its reason."""

    ok: bool
    text: str = ""


class AnswerReader:
    """Reads one answer; never asks for a byte beyond it, for a stream may follow."""

    def __init__(self, *, texted: bool) -> None:
        """Expect an answer; `texted` says that a text follows a yes (it always follows a no)."""
        self._texted = texted
        self._held = bytearray()

    @property
    def missing(self) -> int:
        """How many bytes are to be read next; zero when the answer is whole."""
        return max(0, self._needed() - len(self._held))

    def feed(self, data: bytes) -> Answer | None:
        """Add at most `missing` bytes; the answer once it is whole. Raises `BrokenAdbError`."""
        self._held += data
        if self.missing:
            return None
        text = bytes(self._held[2 * _LENGTH :]).decode("utf-8", "surrogateescape")
        return Answer(self._ok(), text)

    def _ok(self) -> bool:
        said = bytes(self._held[:_LENGTH])
        if said not in (b"OKAY", b"FAIL"):
            raise BrokenAdbError(f"an answer of {said!r}")
        return said == b"OKAY"

    def _needed(self) -> int:
        if len(self._held) < _LENGTH:
            return _LENGTH
        if self._ok() and not self._texted:
            return _LENGTH
        if len(self._held) < 2 * _LENGTH:
            return 2 * _LENGTH
        return 2 * _LENGTH + parse_length(bytes(self._held[_LENGTH : 2 * _LENGTH]))


def parse_length(data: bytes) -> int:
    """Return the number that four hexadecimal digits say; raises `BrokenAdbError`."""
    if not _HEX.match(data):
        raise BrokenAdbError(f"a length of {data!r}")
    return int(data, 16)


@dataclass(frozen=True, slots=True)
class ServerDevice:
    """One phone as the server lists it.

    `state` is "device" where it can be used, else "unauthorized", "offline", "no permissions"
    and the like. `properties` holds what `host:devices-l` adds: usb, product, model, device.
    """

    serial: str
    state: str
    properties: Mapping[str, str] = field(default_factory=dict)


def parse_devices(text: str) -> tuple[ServerDevice, ...]:
    """Read the answer to `host:devices-l` or `host:devices`; odd lines are passed over."""
    return tuple(_devices(text))


def parse_features(text: str) -> frozenset[str]:
    """Read the answer to `host:features`."""
    return frozenset(filter(None, (name.strip() for name in text.split(","))))


def _devices(text: str) -> Iterator[ServerDevice]:
    for line in text.splitlines()[:_MOST_DEVICES]:
        serial, _, rest = line.strip().replace("\t", " ").partition(" ")
        if serial and rest.strip():
            yield _device(serial, rest.split())


def _device(serial: str, words: list[str]) -> ServerDevice:
    """The state may be several words; the properties are the words with a colon behind it."""
    first = next((at for at, word in enumerate(words) if at and _is_property(word)), len(words))
    pairs = (word.partition(":")[::2] for word in words[first:])
    return ServerDevice(serial, " ".join(words[:first]), dict(pairs))


def _is_property(word: str) -> bool:
    name = word.partition(":")[0]
    return name in ("usb", "product", "model", "device", "features", "transport_id")
