"""Reads what a phone answers on a sync stream; the answers come in the order of the requests."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from holdfast.phones.protocols.adb import sync
from holdfast.phones.protocols.adb.messages import BrokenAdbError
from holdfast.phones.protocols.adb.sync import Ended, Entry, Piece, Stat

_ID = 4


@dataclass(frozen=True, slots=True)
class Stored:
    """The file was written whole."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The request was not carried out, for the `reason` that the phone gives."""

    reason: str


Reply = Stat | Entry | Piece | Ended | Stored | Failed

_STATS = (sync.STAT, sync.STA2, sync.LST2)
_FIXED = {
    sync.STAT: sync.STAT_V1,
    sync.STA2: sync.STAT_V2,
    sync.LST2: sync.STAT_V2,
    sync.LIST: sync.DENT_V1,
    sync.LIS2: sync.DENT_V2,
}


class ReplyReader:
    """Understands the replies to the requests that were told by `expect`.

    One request is answered by a `Stat`; by each `Entry` and `Ended`; by each `Piece` and
    `Ended`; or by `Stored`. `Failed` may come instead, at any point, and ends the answer.
    """

    def __init__(self) -> None:
        self._asked: deque[bytes] = deque()
        self._held = bytearray()
        self._left = 0

    @property
    def waiting(self) -> int:
        """How many requests have no whole answer yet."""
        return len(self._asked)

    def expect(self, kind: bytes) -> None:
        """Say that a request of `kind` was sent behind those before."""
        self._asked.append(kind)

    def feed(self, data: bytes) -> Iterator[Reply]:
        """Add `data` and yield every reply that is known; raises `BrokenAdbError`.

        What a `Piece` holds is a view of `data` itself.
        """
        with memoryview(data) as view:
            at = 0
            while at < len(view):
                if self._left:
                    taken = min(self._left, len(view) - at)
                    self._left -= taken
                    yield Piece(view[at : at + taken])
                else:
                    taken = self._fill(view, at)
                    yield from self._reply()
                at += taken

    def _fill(self, view: memoryview, at: int) -> int:
        """Take from `view` what the next structure lacks; return how much that was."""
        taken = min(self._needed() - len(self._held), len(view) - at)
        self._held += view[at : at + taken]
        return taken

    def _reply(self) -> Iterator[Reply]:
        if len(self._held) < _ID or len(self._held) < self._needed():
            return
        raw = bytes(self._held)
        self._held.clear()
        reply = self._understood(raw)
        if reply is None:
            return
        if not isinstance(reply, Entry):
            self._asked.popleft()
        yield reply

    def _needed(self) -> int:
        """How long the structure under way is, as far as is known yet."""
        if len(self._held) < _ID:
            return _ID
        kind = bytes(self._held[:_ID])
        fixed = self._size(kind)
        if len(self._held) < fixed or kind in _STATS:
            return fixed
        return fixed + self._tail(kind)

    def _size(self, kind: bytes) -> int:
        """The length of the fixed part of a reply `kind`; raises `BrokenAdbError`."""
        if not self._asked:
            raise BrokenAdbError(f"{kind!r} though nothing was asked")
        asked = self._asked[0]
        if kind == sync.FAIL:
            return sync.PREFIX.size
        if kind not in _ALLOWED[asked]:
            raise BrokenAdbError(f"{kind!r} in answer to {asked!r}")
        return _FIXED[asked].size if asked in _FIXED else sync.PREFIX.size

    def _tail(self, kind: bytes) -> int:
        """The length of what stands behind the fixed part and is no piece of a file."""
        if kind == sync.FAIL:
            length = int(sync.PREFIX.unpack_from(self._held)[1])
            return sync.bounded("a reason", length, sync.MAX_FAIL)
        if kind == sync.DENT:
            length = int(sync.DENT_V1.unpack_from(self._held)[-1])
        elif kind == sync.DNT2:
            length = int(sync.DENT_V2.unpack_from(self._held)[-1])
        else:
            return 0
        return sync.bounded("a name", length, sync.MAX_NAME)

    def _understood(self, raw: bytes) -> Reply | None:
        kind = raw[:_ID]
        if kind != sync.DATA:
            return _MAKERS[kind](raw)
        length = int(sync.PREFIX.unpack(raw)[1])
        self._left = sync.bounded("a piece of a file", length, sync.MAX_DATA)
        return None


_ALLOWED: Mapping[bytes, Collection[bytes]] = {
    sync.STAT: {sync.STAT},
    sync.STA2: {sync.STA2},
    sync.LST2: {sync.LST2},
    sync.LIST: {sync.DENT, sync.DONE},
    sync.LIS2: {sync.DNT2, sync.DONE},
    sync.RECV: {sync.DATA, sync.DONE},
    sync.RCV2: {sync.DATA, sync.DONE},
    sync.SEND: {sync.OKAY},
    sync.SND2: {sync.OKAY},
}


def _entry_v1(raw: bytes) -> Entry:
    _, mode, size, mtime, _ = sync.DENT_V1.unpack_from(raw)
    return Entry(raw[sync.DENT_V1.size :], Stat(mode, size, mtime))


def _entry_v2(raw: bytes) -> Entry:
    fields = sync.DENT_V2.unpack_from(raw)
    return Entry(raw[sync.DENT_V2.size :], sync.read_stat_v2(fields[1:-1]))


def _stat_v1(raw: bytes) -> Stat:
    return Stat(*sync.STAT_V1.unpack(raw)[1:])


def _stat_v2(raw: bytes) -> Stat:
    return sync.read_stat_v2(sync.STAT_V2.unpack(raw)[1:])


def _failed(raw: bytes) -> Failed:
    return Failed(raw[sync.PREFIX.size :].decode("utf-8", "replace"))


_MAKERS: Mapping[bytes, Callable[[bytes], Reply]] = {
    sync.STAT: _stat_v1,
    sync.STA2: _stat_v2,
    sync.LST2: _stat_v2,
    sync.DENT: _entry_v1,
    sync.DNT2: _entry_v2,
    sync.DONE: lambda _: Ended(),
    sync.OKAY: lambda _: Stored(),
    sync.FAIL: _failed,
}
