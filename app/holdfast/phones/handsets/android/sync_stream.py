"""One sync stream on a phone: requests go out, replies come back in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.phones.handsets.android.streams import Stream, StreamClosedError, Transport
from holdfast.phones.handsets.handset import Garbled, HandsetProblem
from holdfast.phones.protocols.adb import sync
from holdfast.phones.protocols.adb.messages import BrokenAdbError
from holdfast.phones.protocols.adb.sync_replies import Reply, ReplyReader


@dataclass(eq=False)
class FileRefused(HandsetProblem):
    """The phone would not give or take one file; `answer` is its own word for it."""

    path: str
    answer: str = ""


class StreamEndedError(Exception):
    """The phone ended the stream though an answer was due."""


class SyncStream:
    """A stream of the sync service; after a `Failed` the phone ends it, so it is not used again."""

    def __init__(self, transport: Transport, seconds: float | None = None) -> None:
        """Open the service; `seconds` without a byte raise `NoAnswer`."""
        self._stream: Stream = transport.open("sync:")
        self._most = transport.max_payload
        self._seconds = seconds
        self._reader = ReplyReader()
        self._replies: Iterator[Reply] = iter(())

    @property
    def usable(self) -> bool:
        """Whether nothing is due on it, and the phone has not ended it."""
        return not self._reader.waiting and not self._stream.waiting()

    def ask(self, *requests: tuple[bytes, bytes]) -> None:
        """Send requests, each with its kind; their replies are due then."""
        for kind, _ in requests:
            self._reader.expect(kind)
        self.put(b"".join(request for _, request in requests))

    def put(self, data: bytes) -> bool:
        """Send `data` as it is; whether the phone still wants it."""
        try:
            self._stream.write(data)
        except StreamClosedError:
            return False  # why is still to be read
        return True

    def reply(self) -> Reply:
        """Return the next reply; raises `StreamEndedError`, `Garbled` or a `LinkProblem`."""
        try:
            while True:
                for reply in self._replies:
                    return reply
                data = self._stream.read(self._seconds)
                if not data:
                    raise StreamEndedError
                self._replies = self._reader.feed(data)
        except BrokenAdbError as error:
            raise Garbled(str(error)) from error

    def put_file(self, request: bytes, pieces: Iterator[bytes], mtime: int) -> None:
        """Send the `request` to write a file, its bytes and its end, in as few messages as may be.

        Stops where the phone has something to say before the end: that is a refusal.
        """
        for data in packed(request, pieces, sync.done(mtime), self._most):
            if self._stream.waiting() or not self.put(data):
                return

    def close(self) -> None:
        """End the stream; never raises, may be called again."""
        self._stream.close()


def packed(first: bytes, pieces: Iterator[bytes], last: bytes, most: int) -> Iterator[bytes]:
    """Cut `pieces` as the protocol wants them, many to one message of at most `most` bytes."""
    held: list[bytes | memoryview] = [first]
    size = len(first)
    for part in _parts(pieces, max(1, min(sync.MAX_DATA, most - sync.PREFIX.size))):
        grown = size + sync.PREFIX.size + len(part)
        if grown > most:
            yield b"".join(held)
            held, grown = [], sync.PREFIX.size + len(part)
        held += (sync.data_prefix(len(part)), part)
        size = grown
    yield b"".join((*held, last))


def _parts(pieces: Iterator[bytes], longest: int) -> Iterator[memoryview]:
    for piece in pieces:
        view = memoryview(piece)
        for start in range(0, len(view), longest):
            yield view[start : start + longest]


def readable(path: bytes) -> str:
    """Return a phone's path for people."""
    return path.decode("utf-8", "replace")
