"""Files on a phone by the sync service: looked at, listed, read and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Self

from holdfast.phones.handsets.android.compressed import expanded, pays
from holdfast.phones.handsets.android.streams import Transport
from holdfast.phones.handsets.android.sync_stream import (
    FileRefused,
    StreamEndedError,
    SyncStream,
    readable,
)
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.links.link import Unplugged
from holdfast.phones.protocols.adb import sync
from holdfast.phones.protocols.adb.sync import DoesNotFitError, Ended, Entry, Flags, Piece, Stat
from holdfast.phones.protocols.adb.sync_replies import Failed, Reply, Stored

STAT_V2 = "stat_v2"
LS_V2 = "ls_v2"
SENDRECV_V2 = "sendrecv_v2"
ZSTD = "sendrecv_v2_zstd"
_MOST_IDLE = 16


class Files:
    """A phone's files; paths are bytes, as on the phone.

    Every call may raise `FileRefused` for its file, which leaves the others usable; `Garbled`,
    `ServiceRefused`, or a `LinkProblem`. Before Android 7 sizes and times are cut to 32 bits.
    """

    def __init__(
        self, transport: Transport, *, compress: bool = True, seconds: float | None = None
    ) -> None:
        """Speak through `transport`.

        `compress` files where both ends can and their names promise a gain: for USB and
        networks; a loopback is faster without. `seconds` without a byte raise `NoAnswer`.
        """
        self._transport = transport
        self._compress = compress and {SENDRECV_V2, ZSTD} <= transport.features
        self._seconds = seconds
        self._idle: list[SyncStream] = []

    def stat(self, path: bytes) -> Stat:
        """Return what is known of `path`, of a link's target where the phone can tell it.

        Phones before Android 7 tell of the link itself. `there` says whether it is there.
        """
        return self._stat(sync.STA2 if self._has(STAT_V2) else sync.STAT, path)

    def lstat(self, path: bytes) -> Stat:
        """Return what is known of `path`, of a link itself."""
        return self._stat(sync.LST2 if self._has(STAT_V2) else sync.STAT, path)

    def list(self, path: bytes) -> Iterator[Entry]:
        """Yield what is in a folder, without "." and ".."; nothing where it cannot be opened."""
        kind = sync.LIS2 if self._has(LS_V2) else sync.LIST
        with self.lent() as stream:
            stream.ask((kind, asking(kind, path)))
            while isinstance(reply := self.heard(stream, path), Entry):
                if reply.name not in (b".", b".."):
                    yield reply
            _must_be(reply, Ended)

    def pull(self, path: bytes) -> Iterator[bytes | memoryview]:
        """Yield the bytes of a file; each piece is good until the next."""
        with self.lent() as stream:
            stream.ask(self.reading(path))
            yield from self.pieces(stream, path)

    def push(
        self, path: bytes, pieces: Iterable[bytes], *, mode: int = 0o644, mtime: int = 0
    ) -> None:
        """Write a file; one that is there is taken away before the first byte comes.

        `mtime` in seconds. The phone makes missing folders. After `FileRefused` part of the
        file may lie there.
        """
        with self.lent() as stream:
            self.start_push(stream, path, pieces, mode, mtime)
            self.finish_push(stream, path)

    def close(self) -> None:
        """End the streams that are open; never raises, may be called again."""
        while self._idle:
            self._idle.pop().close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    @contextmanager
    def lent(self) -> Iterator[SyncStream]:
        """Lend a stream; it is kept for the next where everything due on it has come."""
        stream = self._take_idle() or self.opened()
        try:
            yield stream
        except BaseException:
            stream.close()
            raise
        if stream.usable and len(self._idle) < _MOST_IDLE:
            self._idle.append(stream)
        else:
            stream.close()

    def opened(self) -> SyncStream:
        """Return a new stream."""
        return SyncStream(self._transport, self._seconds)

    def reading(self, path: bytes) -> tuple[bytes, bytes]:
        """Return kind and bytes of the request for a file; raises `FileRefused`."""
        if not self.compressed(path):
            return sync.RECV, asking(sync.RECV, path)
        asking(sync.RCV2, path)
        return sync.RCV2, sync.recv_v2(path, Flags.ZSTD)

    def writing(self, path: bytes, mode: int) -> tuple[bytes, bytes]:
        """Return kind and bytes of the request to write a file; raises `FileRefused`."""
        if not self._has(SENDRECV_V2):
            return sync.SEND, _send(path, mode)
        asking(sync.SND2, path)
        return sync.SND2, sync.send_v2(path, mode)

    def compressed(self, path: bytes) -> bool:
        """Whether the file travels compressed."""
        return self._compress and pays(path)

    def pieces(self, stream: SyncStream, path: bytes) -> Iterator[bytes | memoryview]:
        """Yield the bytes of the file that was asked for on `stream`."""
        raw = self._raw_pieces(stream, path)
        if self.compressed(path):
            yield from expanded(raw)
        else:
            yield from raw

    def start_push(
        self, stream: SyncStream, path: bytes, pieces: Iterable[bytes], mode: int, mtime: int
    ) -> None:
        """Send a file on `stream`; what comes of it tells `finish_push`."""
        kind, request = self.writing(path, mode)
        stream.ask((kind, b""))
        stream.put_file(request, iter(pieces), mtime)

    def finish_push(self, stream: SyncStream, path: bytes) -> None:
        """Return when the file that was sent on `stream` is written."""
        _must_be(self.heard(stream, path), Stored)

    def heard(self, stream: SyncStream, path: bytes) -> Reply:
        """Return the next reply; raises `FileRefused`, or `Unplugged` where the stream ended."""
        try:
            reply = stream.reply()
        except StreamEndedError as error:
            raise Unplugged(self._transport.banner.model) from error
        if isinstance(reply, Failed):
            raise FileRefused(readable(path), reply.reason)
        return reply

    def _raw_pieces(self, stream: SyncStream, path: bytes) -> Iterator[memoryview]:
        while isinstance(reply := self.heard(stream, path), Piece):
            yield reply.data
        _must_be(reply, Ended)

    def _stat(self, kind: bytes, path: bytes) -> Stat:
        with self.lent() as stream:
            stream.ask((kind, asking(kind, path)))
            reply = self.heard(stream, path)
        if not isinstance(reply, Stat):
            raise Garbled(f"{type(reply).__name__} for a Stat")
        return reply

    def _has(self, feature: str) -> bool:
        return feature in self._transport.features

    def _take_idle(self) -> SyncStream | None:
        while self._idle:
            stream = self._idle.pop()
            if stream.usable:
                return stream
            stream.close()
        return None


def asking(kind: bytes, path: bytes) -> bytes:
    """Return a request about `path`; raises `FileRefused` for one no phone would take."""
    try:
        return sync.request(kind, path)
    except DoesNotFitError as error:
        raise FileRefused(readable(path), str(error)) from error


def _send(path: bytes, mode: int) -> bytes:
    """The mode stands in the path of version 1, so that it may be a little shorter there."""
    try:
        return sync.send(path, mode)
    except DoesNotFitError as error:
        raise FileRefused(readable(path), str(error)) from error


def _must_be(reply: Reply, wanted: type[Ended | Stored]) -> None:
    if not isinstance(reply, wanted):
        raise Garbled(f"{type(reply).__name__} for {wanted.__name__}")
