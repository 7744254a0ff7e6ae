"""What a phone has to send on its bulk pipe: transfers that end as USB wants, or as it likes."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from holdfast.phones.virtual.mtp.service import Readable, SilentError


@dataclass(slots=True)
class _Transfer:
    """One transfer: `size` bytes from `source`, None being as many as it has.

    `then` is told whether all of them were there, once the last one left.
    """

    source: Readable
    size: int | None
    then: Callable[[bool], None]
    end: bytes | None = b""
    sent: int = 0
    over: bool = False
    whole: bool = True

    def read(self, size: int) -> bytes:
        """The next bytes, fewer than `size` only at the end."""
        wanted = size if self.size is None else min(size, self.size - self.sent)
        try:
            piece = self.source.read(wanted) if wanted else b""
        except OSError:
            piece = b""
        self.sent += len(piece)
        self.whole = self.size is None or self.sent == self.size or len(piece) == wanted
        self.over = len(piece) < size
        return piece


class Outgoing:
    """The transfers that wait to be read, each with what ends it."""

    def __init__(self, packet: int) -> None:
        """Serve a pipe whose packets hold `packet` bytes."""
        self._packet = packet
        self._waiting: deque[_Transfer] = deque()

    def __bool__(self) -> bool:
        """Whether something waits."""
        return bool(self._waiting)

    def put(self, data: bytes) -> None:
        """Queue a message as one transfer that nothing ends."""
        self.stream(io.BytesIO(data), len(data), lambda _whole: None, None)

    def stream(
        self,
        source: Readable,
        size: int | None,
        then: Callable[[bool], None],
        end: bytes | None = b"",
    ) -> None:
        """Queue `size` bytes of `source` as one transfer; `end` follows if it is whole packets."""
        self._waiting.append(_Transfer(source, size, then, end))

    def take(self, size: int) -> bytes | None:
        """Return the next bytes, at most `size`; None when nothing waits."""
        if not self._waiting:
            return None
        transfer = self._waiting[0]
        piece = transfer.read(size)
        if transfer.end is None and transfer.sent == transfer.size:
            self._finish(transfer)
        elif piece and transfer.sent % self._packet == 0:
            return piece  # its last packet is full: what ends it is still to come
        elif transfer.over:
            self._finish(transfer)
            return piece or transfer.end
        return piece

    def drop(self) -> bytes:
        """Forget all; return the packet that was about to leave."""
        under_way = b""
        if self._waiting:
            with suppress(SilentError):
                under_way = self._waiting[0].read(self._packet)
        while self._waiting:
            self._waiting.popleft().source.close()
        return under_way

    def _finish(self, transfer: _Transfer) -> None:
        self._waiting.popleft()
        transfer.source.close()
        transfer.then(transfer.whole)


class Joined:
    """A header and what follows it, read as one."""

    def __init__(self, head: bytes, body: Readable) -> None:
        """Begin with `head`."""
        self._head = head
        self._body = body

    def read(self, size: int, /) -> bytes:
        """The next bytes of both."""
        head, self._head = self._head[:size], self._head[size:]
        return head + self._body.read(size - len(head)) if len(head) < size else head

    def close(self) -> None:
        """Close what follows."""
        self._body.close()
