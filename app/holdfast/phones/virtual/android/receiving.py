"""Writes one file that a host sends by sync, as adbd does: the old one goes away first."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from contextlib import suppress
from typing import BinaryIO, Protocol

from holdfast.phones.protocols.adb import sync
from holdfast.phones.protocols.adb.sync import Flags
from holdfast.phones.protocols.adb.sync_requests import Writes
from holdfast.phones.virtual.android.files.files import AndroidFiles
from holdfast.phones.virtual.android.zstd import BrokenZstdError, Unsqueezed

_SECOND = 1_000_000_000
_KNOWN = Flags.ZSTD | Flags.DRY_RUN


class _Writer(Protocol):
    def write(self, data: bytes | memoryview, /) -> object: ...


class Receiving:
    """A file that is being written; each step returns what the host is told, mostly nothing."""

    def __init__(self, files: AndroidFiles, asked: Writes) -> None:
        self._files = files
        self._asked = asked
        self._stream: BinaryIO | None = None
        self._writer: _Writer | None = None
        self._dry = bool(asked.flags & Flags.DRY_RUN)
        self._failed = False

    def begin(self) -> Iterable[bytes]:
        """Make the file, and the folders above it."""
        if self._asked.flags & ~_KNOWN:
            return self._fail(f"unsupported flags {int(self._asked.flags):#x}")
        if stat.S_ISLNK(self._asked.mode):
            return self._fail("symlink failed: Operation not permitted")
        if self._dry:
            return ()
        try:
            self._stream = self._opened()
        except OSError as error:
            return self._fail(f"couldn't create file: {error.strerror}")
        squeezed = bool(self._asked.flags & Flags.ZSTD)
        self._writer = Unsqueezed(self._stream) if squeezed else self._stream
        return ()

    def add(self, data: memoryview) -> Iterable[bytes]:
        """Write some bytes."""
        if self._failed or self._writer is None:
            return ()
        try:
            self._writer.write(data)
        except OSError as error:
            return self._fail(f"write failed: {error.strerror}")
        except BrokenZstdError:
            return self._fail("decompress failed")
        return ()

    def finish(self, mtime: int) -> Iterable[bytes]:
        """End the file and date it; `mtime` in seconds since 1970."""
        self.abandon()
        if self._failed:
            return ()
        if not self._dry:
            with suppress(OSError):
                self._files.set_times(self._asked.path, mtime * _SECOND)
                self._files.set_mode(self._asked.path, self._asked.mode)
        return (sync.okay(),)

    def abandon(self) -> None:
        """Leave the file as far as it was written."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _opened(self) -> BinaryIO:
        path = self._asked.path
        self._make_folders(path.rpartition(b"/")[0])
        with suppress(OSError):
            self._files.remove(path)
        return self._files.write(path, mode=self._asked.mode & 0o777)

    def _make_folders(self, folder: bytes) -> None:
        if folder and not self._files.exists(folder):
            self._make_folders(folder.rpartition(b"/")[0])
            self._files.make_folder(folder)

    def _fail(self, reason: str) -> Iterable[bytes]:
        self.abandon()
        self._failed = True
        return (sync.fail(reason),)
