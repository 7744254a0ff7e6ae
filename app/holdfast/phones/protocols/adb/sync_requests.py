"""Reads what a host asks on a sync stream: the phone's end of the file protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.phones.protocols.adb import sync
from holdfast.phones.protocols.adb.messages import BrokenAdbError
from holdfast.phones.protocols.adb.sync import Ended, Flags, Piece

_ID = 4
_DEFAULT_MODE = 0o644
_MAX_SPEC = sync.MAX_PATH + 16


@dataclass(frozen=True, slots=True)
class Asked:
    """A request about `path`: STAT, STA2, LST2, LIST or LIS2 (`kind`)."""

    kind: bytes
    path: bytes


@dataclass(frozen=True, slots=True)
class Reads:
    """The bytes of a file are asked for."""

    path: bytes
    flags: Flags = Flags.NONE


@dataclass(frozen=True, slots=True)
class Writes:
    """A file is to be written; each `Piece` and `Ended` follow."""

    path: bytes
    mode: int
    flags: Flags = Flags.NONE


@dataclass(frozen=True, slots=True)
class Quits:
    """Nothing more will be asked."""


Request = Asked | Reads | Writes | Quits | Piece | Ended

_PLAIN = (sync.STAT, sync.STA2, sync.LST2, sync.LIST, sync.LIS2)
_WITH_PATH = (*_PLAIN, sync.SEND, sync.SND2, sync.RECV, sync.RCV2)
_SECOND = {sync.SND2: sync.SEND_V2, sync.RCV2: sync.RECV_V2}


class RequestReader:
    """Cuts what a host says, in pieces of any length, into requests."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._left = 0
        self._writing = False

    def feed(self, data: bytes) -> Iterator[Request]:
        """Add `data` and yield every request that is whole; raises `BrokenAdbError`.

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
                    taken = min(self._needed() - len(self._held), len(view) - at)
                    self._held += view[at : at + taken]
                    yield from self._request()
                at += taken

    def _needed(self) -> int:
        """How long the request under way is, as far as is known yet."""
        if len(self._held) < sync.PREFIX.size:
            return sync.PREFIX.size
        kind, length = sync.PREFIX.unpack_from(self._held)
        self._check_turn(kind)
        if kind not in _WITH_PATH:
            return sync.PREFIX.size
        path = sync.bounded("a path", length, _MAX_SPEC)
        second = _SECOND[kind].size if kind in _SECOND else 0
        return int(sync.PREFIX.size + path + second)

    def _check_turn(self, kind: bytes) -> None:
        allowed = (sync.DATA, sync.DONE) if self._writing else (*_WITH_PATH, sync.QUIT)
        if kind not in allowed:
            raise BrokenAdbError(f"a sync request {kind!r} out of turn")

    def _request(self) -> Iterator[Request]:
        if len(self._held) < self._needed():
            return
        raw = bytes(self._held)
        self._held.clear()
        kind, number = sync.PREFIX.unpack_from(raw)
        if kind == sync.DATA:
            self._left = sync.bounded("a piece of a file", number, sync.MAX_DATA)
            return
        request = _understood(kind, number, raw[sync.PREFIX.size :])
        self._writing = isinstance(request, Writes)
        yield request


def _understood(kind: bytes, number: int, rest: bytes) -> Request:
    if kind in _SECOND:
        return _version_2(kind, rest[:number], rest[number:])
    match kind:
        case sync.DONE:
            return Ended(number)
        case sync.QUIT:
            return Quits()
        case sync.SEND:
            return _send_v1(rest)
        case sync.RECV:
            return Reads(rest)
    return Asked(kind, rest)


def _version_2(kind: bytes, path: bytes, second: bytes) -> Request:
    again, *numbers = _SECOND[kind].unpack(second)
    if again != kind:
        raise BrokenAdbError(f"{again!r} as the second half of {kind!r}")
    if kind == sync.RCV2:
        return Reads(path, Flags(numbers[0]))
    return Writes(path, numbers[0], Flags(numbers[1]))


def _send_v1(spec: bytes) -> Writes:
    """The mode stands behind the last comma, in decimal."""
    path, comma, mode = spec.rpartition(b",")
    if not comma or not mode.isdigit() or len(mode) > len("4294967295"):
        return Writes(spec, _DEFAULT_MODE)
    return Writes(path, int(mode))
