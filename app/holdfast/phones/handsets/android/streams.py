"""What a connection to an Android phone offers: services, each opened as a stream of bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from holdfast.phones.handsets.handset import HandsetProblem, NotAuthorised
from holdfast.phones.protocols.adb.banner import Banner

__all__ = [
    "EncryptedOnly",
    "NotAuthorised",
    "ServiceRefused",
    "Stream",
    "StreamClosedError",
    "Transport",
]


@dataclass(eq=False)
class EncryptedOnly(HandsetProblem):
    """The phone wants an encrypted connection, as for debugging over Wi-Fi."""


@dataclass(eq=False)
class ServiceRefused(HandsetProblem):
    """The phone does not have `service`, or does not give it now; `answer` is its own word."""

    service: str
    answer: str = ""


class StreamClosedError(Exception):
    """The phone ended the stream while we wrote; whoever wrote knows what it means."""


class Stream(Protocol):
    """Bytes to and from one service; any call may raise a `LinkProblem`."""

    def read(self, seconds: float | None = None) -> bytes:
        """Return the next bytes, empty at the end.

        Raises `NoAnswer` after `seconds` without any; None is the transport's own patience.
        """
        ...

    def write(self, data: bytes) -> None:
        """Send all of `data`; raises `StreamClosedError` when the phone wants no more."""
        ...

    def waiting(self) -> bool:
        """Whether something to read, or the end, is there already."""
        ...

    def close(self) -> None:
        """End the stream; never raises, may be called again."""
        ...


class Transport(Protocol):
    """A phone that lets us in; used from one thread at a time, with many streams at once."""

    @property
    def serial(self) -> str:
        """The phone's serial number as its transport knows it; may be empty."""
        ...

    @property
    def banner(self) -> Banner:
        """What the phone says of itself."""
        ...

    @property
    def features(self) -> frozenset[str]:
        """What the phone and this side can both do."""
        ...

    @property
    def max_payload(self) -> int:
        """How many bytes are best written at once."""
        ...

    def revive(self) -> bool:
        """Come in once more where the connection is over though the phone is still there.

        Returns whether that was so: all streams are gone then.
        """
        ...

    def open(self, service: str) -> Stream:
        """Open a service; raises `ServiceRefused`, `Garbled` or a `LinkProblem`."""
        ...

    def close(self) -> None:
        """End all streams and give the link back; never raises, may be called again."""
        ...
