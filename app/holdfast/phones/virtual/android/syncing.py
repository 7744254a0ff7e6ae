"""The `sync:` stream of a phone: stat, listing, reading and writing of files, one at a time."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import suppress

from holdfast.phones.protocols.adb import sync
from holdfast.phones.protocols.adb.messages import BrokenAdbError
from holdfast.phones.protocols.adb.sync import Ended, Entry, Flags, Piece, Stat
from holdfast.phones.protocols.adb.sync_requests import (
    Asked,
    Quits,
    Reads,
    Request,
    RequestReader,
    Writes,
)
from holdfast.phones.virtual.android.files.files import AndroidFiles
from holdfast.phones.virtual.android.files.files import Entry as FileEntry
from holdfast.phones.virtual.android.receiving import Receiving
from holdfast.phones.virtual.android.zstd import Squeezed

_SECOND = 1_000_000_000


class SyncService:
    """A stream that leads to the phone's files; requests are served strictly in their order."""

    def __init__(self, files: AndroidFiles) -> None:
        self._files = files
        self._reader = RequestReader()
        self._requests: Iterator[Request] = iter(())
        self._busy = False
        self._answer: Iterator[bytes] = iter(())
        self._ready = bytearray()
        self._receiving: Receiving | None = None
        self._over = False

    @property
    def hungry(self) -> bool:
        """Whether all that was sent has been looked at."""
        return not self._busy

    def take(self, data: bytes) -> None:
        """Take bytes from the host."""
        self._requests = self._reader.feed(data)
        self._busy = True
        self._ready += self._next() or b""

    def give(self, most: int) -> bytes | None:
        """Return the next bytes of answers."""
        while len(self._ready) < most and (piece := self._next()) is not None:
            self._ready += piece
        if not self._ready:
            return None if self._over else b""
        if len(self._ready) <= most:
            data, self._ready = bytes(self._ready), bytearray()
            return data
        with memoryview(self._ready) as ready:
            data = bytes(ready[:most])
        del self._ready[:most]
        return data

    def close(self) -> None:
        """Leave what is under way; a file that was being written stays in part."""
        self._over = True
        self._busy = False
        self._requests, self._answer = iter(()), iter(())
        if self._receiving is not None:
            self._receiving.abandon()

    def _next(self) -> bytes | None:
        """Go on with the answer that is under way, then with each request that waits."""
        while True:
            piece = next(self._answer, None)
            if piece is not None:
                return piece
            try:
                request = next(self._requests, None)
            except BrokenAdbError as error:
                self.close()
                return sync.fail(str(error))
            if request is None:
                self._busy = False
                return None
            self._answer = iter(self._answered(request))

    def _answered(self, request: Request) -> Iterator[bytes]:
        match request:
            case Asked(kind, path):
                return _ANSWERS[kind](self, path)
            case Reads(path, flags):
                return self._read(path, flags)
            case Writes():
                self._receiving = Receiving(self._files, request)
                return iter(self._receiving.begin())
            case Piece(data):
                return iter(self._receiving.add(data) if self._receiving else ())
            case Ended(mtime):
                receiving, self._receiving = self._receiving, None
                return iter(receiving.finish(mtime) if receiving else ())
            case Quits():
                self.close()
        return iter(())

    def _stat_v1(self, path: bytes) -> Iterator[bytes]:
        try:
            yield sync.stat_v1(wire_stat(self._files.stat(path, follow=False)))
        except OSError:
            yield sync.stat_v1(Stat())

    def _stat_v2(self, path: bytes) -> Iterator[bytes]:
        yield self._status(sync.STA2, path, follow=True)

    def _lstat_v2(self, path: bytes) -> Iterator[bytes]:
        yield self._status(sync.LST2, path, follow=False)

    def _status(self, kind: bytes, path: bytes, *, follow: bool) -> bytes:
        try:
            return sync.stat_v2(kind, wire_stat(self._files.stat(path, follow=follow)))
        except OSError as error:
            return sync.stat_v2(kind, Stat(error=error.errno or errno.EIO))

    def _list_v1(self, path: bytes) -> Iterator[bytes]:
        yield from self._listed(path, sync.dent_v1)
        yield sync.list_done_v1()

    def _list_v2(self, path: bytes) -> Iterator[bytes]:
        yield from self._listed(path, sync.dent_v2)
        yield sync.list_done_v2()

    def _listed(self, path: bytes, write: Callable[[Entry], bytes]) -> Iterator[bytes]:
        with suppress(OSError):
            found = self._files.scan(path)
            for name in (b".", b".."):
                there = self._files.stat(self._files.resolve(path, name))
                yield write(Entry(name, wire_stat(there)))
            for name, entry in found:
                yield write(Entry(name, wire_stat(entry)))

    def _read(self, path: bytes, flags: Flags) -> Iterator[bytes]:
        if flags & ~Flags.ZSTD:
            yield sync.fail(f"unsupported flags {int(flags):#x}")
            return
        try:
            with self._files.read(path) as stream:
                squeeze = Squeezed() if flags & Flags.ZSTD else None
                while piece := stream.read(sync.MAX_DATA):
                    yield from _framed(squeeze.add(piece) if squeeze else piece)
                yield from _framed(squeeze.end() if squeeze else b"")
        except OSError as error:
            doing = "read" if error.errno == errno.EISDIR else "open"
            yield sync.fail(f"{doing} failed: {error.strerror}")
        else:
            yield sync.done()


def wire_stat(entry: FileEntry) -> Stat:
    """Return what sync says of a file."""
    return Stat(
        entry.mode,
        entry.size,
        entry.modified // _SECOND,
        dev=entry.device,
        ino=entry.inode,
        nlink=entry.links,
        uid=entry.uid,
        gid=entry.gid,
        atime=entry.accessed // _SECOND,
        ctime=entry.modified // _SECOND,
    )


def _framed(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), sync.MAX_DATA):
        piece = data[start : start + sync.MAX_DATA]
        yield sync.data_prefix(len(piece))
        yield piece


_ANSWERS: dict[bytes, Callable[[SyncService, bytes], Iterator[bytes]]] = {
    sync.STAT: SyncService._stat_v1,  # noqa: SLF001 - a table of this class's own answers
    sync.STA2: SyncService._stat_v2,  # noqa: SLF001 - likewise
    sync.LST2: SyncService._lstat_v2,  # noqa: SLF001 - likewise
    sync.LIST: SyncService._list_v1,  # noqa: SLF001 - likewise
    sync.LIS2: SyncService._list_v2,  # noqa: SLF001 - likewise
}
