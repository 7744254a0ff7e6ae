"""Links that write down what passes through them, and links that play such a record back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from holdfast.phones.links.link import Link, NoAnswer


class Direction(StrEnum):
    """Which way a transfer went, as it stands in a record."""

    SENT = ">"
    RECEIVED = "<"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One transfer of a record."""

    direction: Direction
    data: bytes

    def __str__(self) -> str:
        """Return its line in a record: the direction and the bytes in hexadecimal."""
        return f"{self.direction} {self.data.hex()}".rstrip()


class OffScript(AssertionError):  # noqa: N818 - what happened, in the words of a script
    """What was written or read is not what the record holds next."""


def parse_record(text: str) -> tuple[Exchange, ...]:
    """Read a record: one transfer a line, blank lines and lines with `#` are passed over.

    Raises ValueError for a line that is neither.
    """
    lines = (line.strip() for line in text.splitlines())
    return tuple(
        Exchange(Direction(line[0]), bytes.fromhex(line[1:]))
        for line in lines
        if line and not line.startswith("#")
    )


class RecordingLink:
    """Passes everything through to another link and keeps a record of it."""

    def __init__(self, link: Link) -> None:
        """Record what passes through `link`."""
        self._link = link
        self.record: list[Exchange] = []

    def write(self, data: bytes, timeout: float) -> None:
        """Send `data`; it is recorded once it went out."""
        self._link.write(data, timeout)
        self.record.append(Exchange(Direction.SENT, bytes(data)))

    def read(self, size: int, timeout: float) -> bytes:
        """Return one transfer and record it."""
        data = self._link.read(size, timeout)
        self.record.append(Exchange(Direction.RECEIVED, data))
        return data

    def close(self) -> None:
        """Close the link beneath."""
        self._link.close()


class ReplayLink:
    """Plays the phone's part of a record and holds the caller to the other part."""

    def __init__(self, record: Iterable[Exchange]) -> None:
        """Play `record` from its start."""
        self._left = list(reversed(tuple(record)))
        self.closed = False

    @property
    def finished(self) -> bool:
        """Whether the record was played to its end."""
        return not self._left

    def write(self, data: bytes, timeout: float) -> None:  # noqa: ARG002 - nothing to wait for
        """Compare `data` with the record; raises `OffScript` where they part."""
        expected = self._left.pop() if self._left else None
        if expected != Exchange(Direction.SENT, bytes(data)):
            raise OffScript(f"wrote {data.hex()!r}, the record has {expected}")

    def read(self, size: int, timeout: float) -> bytes:
        """Return the next recorded transfer, the rest of it at the next read.

        Raises `NoAnswer` at the end of the record, `OffScript` where the record has a write.
        """
        if not self._left:
            raise NoAnswer(timeout)
        exchange = self._left.pop()
        if exchange.direction is not Direction.RECEIVED:
            raise OffScript(f"read, but the record has {exchange}")
        if len(exchange.data) > size:
            self._left.append(Exchange(Direction.RECEIVED, exchange.data[size:]))
        return exchange.data[:size]

    def close(self) -> None:
        """Note that the link was closed."""
        self.closed = True
