"""The file protocol, versions 1 and 2: its structures to bytes and back, for both ends."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

from holdfast.phones.protocols.adb.messages import BrokenAdbError

MAX_DATA = 64 * 1024
"""The longest piece of a file in one DATA, in bytes."""
MAX_PATH = 1024
MAX_NAME = 4096
"""Longer names than any file system has are not believed, in bytes."""
MAX_FAIL = 4096
PREFIX = struct.Struct("<4sI")
"""What every request and most replies begin with: an id and a length (or a time)."""
STAT_V1 = struct.Struct("<4sIII")
STAT_V2 = struct.Struct("<4sIQQIIIIQqqq")
DENT_V1 = struct.Struct("<4sIIII")
DENT_V2 = struct.Struct("<4sIQQIIIIQqqqI")
SEND_V2 = struct.Struct("<4sII")
RECV_V2 = struct.Struct("<4sI")

STAT: Final = b"STAT"
STA2: Final = b"STA2"
LST2: Final = b"LST2"
LIST: Final = b"LIST"
LIS2: Final = b"LIS2"
DENT: Final = b"DENT"
DNT2: Final = b"DNT2"
SEND: Final = b"SEND"
SND2: Final = b"SND2"
RECV: Final = b"RECV"
RCV2: Final = b"RCV2"
DATA: Final = b"DATA"
DONE: Final = b"DONE"
OKAY: Final = b"OKAY"
FAIL: Final = b"FAIL"
QUIT: Final = b"QUIT"


class Flags(IntFlag):
    """How the bytes of a file travel in version 2; at most one compression at a time."""

    NONE = 0
    BROTLI = 1
    LZ4 = 2
    ZSTD = 4
    DRY_RUN = 0x80000000


class DoesNotFitError(ValueError):
    """What we were asked to send is longer than the other end takes."""


@dataclass(frozen=True, slots=True)
class Stat:
    """What is known of a file; sizes in bytes, times in seconds since 1970.

    Version 1 tells `mode`, `size` and `mtime` alone, each cut to 32 bits, and all three are
    zero for a file that is not there. Version 2 says so by `error`, an errno of Linux.
    """

    mode: int = 0
    size: int = 0
    mtime: int = 0
    error: int = 0
    dev: int = 0
    ino: int = 0
    nlink: int = 0
    uid: int = 0
    gid: int = 0
    atime: int = 0
    ctime: int = 0

    @property
    def there(self) -> bool:
        """Whether there is such a file."""
        return not self.error and bool(self.mode)


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder."""

    name: bytes
    stat: Stat


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of the file that is under way; `data` is only good until the next piece."""

    data: memoryview


@dataclass(frozen=True, slots=True)
class Ended:
    """The folder or the file that is under way has come to its end.

    At the phone's end `mtime` is what the file is to have; else it means nothing.
    """

    mtime: int = 0


def request(kind: bytes, path: bytes) -> bytes:
    """Return a request about `path`; raises `DoesNotFitError` for one that is too long."""
    if len(path) > MAX_PATH:
        raise DoesNotFitError(f"a path of {len(path)} bytes")
    return PREFIX.pack(kind, len(path)) + path


def send(path: bytes, mode: int) -> bytes:
    """Ask to write a file of `mode` (version 1); pieces and `done` follow."""
    return request(SEND, b"%s,%d" % (path, mode))


def send_v2(path: bytes, mode: int, flags: Flags = Flags.NONE) -> bytes:
    """Ask to write a file of `mode` (version 2); pieces and `done` follow."""
    return request(SND2, path) + SEND_V2.pack(SND2, mode, flags)


def recv_v2(path: bytes, flags: Flags = Flags.NONE) -> bytes:
    """Ask for the bytes of a file (version 2)."""
    return request(RCV2, path) + RECV_V2.pack(RCV2, flags)


def data_prefix(length: int) -> bytes:
    """Return what stands before `length` bytes of a file, at most `MAX_DATA`."""
    return PREFIX.pack(DATA, length)


def done(mtime: int = 0) -> bytes:
    """Say that the file is whole; `mtime` in seconds, cut to what its 32 bits hold."""
    return PREFIX.pack(DONE, max(0, min(mtime, 0xFFFFFFFF)))


def quit_request() -> bytes:
    """Say that nothing more is asked on this stream."""
    return PREFIX.pack(QUIT, 0)


def stat_v1(stat: Stat) -> bytes:
    """Return the answer to STAT, of 16 bytes."""
    return STAT_V1.pack(STAT, stat.mode, stat.size & _WORD, stat.mtime & _WORD)


def stat_v2(kind: bytes, stat: Stat) -> bytes:
    """Return the answer to STA2 or LST2 (`kind`), of 72 bytes."""
    return STAT_V2.pack(kind, *_fields(stat))


def dent_v1(entry: Entry) -> bytes:
    """Return one entry of the answer to LIST."""
    stat = entry.stat
    cut = (stat.mode, stat.size & _WORD, stat.mtime & _WORD)
    return DENT_V1.pack(DENT, *cut, len(entry.name)) + entry.name


def dent_v2(entry: Entry) -> bytes:
    """Return one entry of the answer to LIS2."""
    return DENT_V2.pack(DNT2, *_fields(entry.stat), len(entry.name)) + entry.name


def list_done_v1() -> bytes:
    """Return the end of an answer to LIST, as long as an entry without a name."""
    return DENT_V1.pack(DONE, 0, 0, 0, 0)


def list_done_v2() -> bytes:
    """Return the end of an answer to LIS2, as long as an entry without a name."""
    return DENT_V2.pack(DONE, *([0] * 12))


def okay() -> bytes:
    """Say that the file was written."""
    return PREFIX.pack(OKAY, 0)


def fail(reason: str) -> bytes:
    """Say that the request was not carried out, and why."""
    said = reason.encode("utf-8", "replace")[:MAX_FAIL]
    return PREFIX.pack(FAIL, len(said)) + said


def read_stat_v2(fields: tuple[int, ...]) -> Stat:
    """Make a `Stat` of the numbers of version 2, in the order in which they travel."""
    error, dev, ino, mode, nlink, uid, gid, size, atime, mtime, ctime = fields
    return Stat(mode, size, mtime, error, dev, ino, nlink, uid, gid, atime, ctime)


def bounded(what: str, length: int, most: int) -> int:
    """Return `length` where it is at most `most`; raises `BrokenAdbError`."""
    if length > most:
        raise BrokenAdbError(f"{what} that claims {length} bytes")
    return length


def _fields(stat: Stat) -> tuple[int, ...]:
    return (
        stat.error,
        stat.dev,
        stat.ino,
        stat.mode,
        stat.nlink,
        stat.uid,
        stat.gid,
        stat.size,
        stat.atime,
        stat.mtime,
        stat.ctime,
    )


_WORD = 0xFFFFFFFF
