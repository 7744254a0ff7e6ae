"""One stream of a connection to adbd: holds what comes until it is read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from holdfast.phones.handsets.android.streams import StreamClosedError
from holdfast.phones.links.link import LinkProblem

_AHEAD = 1 << 20
"""How much of one stream is acknowledged before it is read, in bytes."""
_AHEAD_WRITING = 8 << 20


class Carrier(Protocol):
    """The connection that a stream is part of; each call may raise a `LinkProblem`."""

    def pump_until(self, reached: Callable[[], bool], seconds: float | None) -> None:
        """Take what comes, for all streams, until `reached`."""
        ...

    def room(self, stream: int) -> int:
        """How many bytes may be written on `stream` now."""
        ...

    def write(self, stream: int, data: bytes) -> None:
        """Send `data` on `stream`, at most `room` bytes."""
        ...

    def take(self, stream: int, size: int) -> None:
        """Tell the phone that `size` bytes of `stream` were used."""
        ...

    def end(self, stream: int) -> None:
        """Close `stream`."""
        ...


class TalkStream:
    """One stream of an `AdbTalk`.

    What comes is acknowledged at once, so that the phone goes on, until too much is unread;
    from then on it is acknowledged as it is read.
    """

    def __init__(self, carrier: Carrier, number: int) -> None:
        self.opened = False
        self.ended = False
        self._carrier = carrier
        self._number = number
        self._held: deque[tuple[bytes, int]] = deque()
        self._ahead = 0
        self._writing = False

    def come(self, data: bytes) -> None:
        """Keep what came."""
        owed = len(data)
        # While we write, the phone may be unable to take more before it has given this.
        if self._ahead < (_AHEAD_WRITING if self._writing else _AHEAD):
            self._carrier.take(self._number, owed)
            self._ahead += owed
            owed = 0
        self._held.append((data, owed))

    def read(self, seconds: float | None = None) -> bytes:
        """Return the next bytes, empty at the end."""
        self._carrier.pump_until(self.waiting, seconds)
        if not self._held:
            return b""
        data, owed = self._held.popleft()
        if owed:
            self._carrier.take(self._number, owed)
        else:
            self._ahead -= len(data)
        return data

    def write(self, data: bytes) -> None:
        """Send all of `data`; raises `StreamClosedError` when the phone wants no more."""
        self._writing = True
        try:
            at = 0
            while at < len(data):
                at += self._write_some(data, at)
        finally:
            self._writing = False

    def waiting(self) -> bool:
        """Whether something to read, or the end, is there already."""
        return bool(self._held) or self.ended

    def close(self) -> None:
        """End the stream; never raises, may be called again."""
        self._held.clear()
        if not self.ended:
            self.ended = True
            self._quietly_end()

    def _write_some(self, data: bytes, at: int) -> int:
        self._carrier.pump_until(lambda: self.ended or self._carrier.room(self._number) > 0, None)
        if self.ended:
            raise StreamClosedError
        size = min(self._carrier.room(self._number), len(data) - at)
        self._carrier.write(self._number, data if size == len(data) else data[at : at + size])
        return size

    def _quietly_end(self) -> None:
        with suppress(LinkProblem):
            self._carrier.end(self._number)
