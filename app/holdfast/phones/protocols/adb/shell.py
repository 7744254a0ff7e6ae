"""The shell protocol, version 2: one stream that carries stdin, stdout, stderr and the status."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from holdfast.phones.protocols.adb.messages import MAX_PAYLOAD, BrokenAdbError

PREFIX = struct.Struct("<BI")


class Id(IntEnum):
    """What a packet carries."""

    STDIN = 0
    STDOUT = 1
    STDERR = 2
    EXIT = 3
    CLOSE_STDIN = 4
    WINDOW_SIZE = 5


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet; an `id` that is none of `Id` is handed on too."""

    id: int
    data: bytes


def encode(packet: int, data: bytes = b"") -> bytes:
    """Return one packet as bytes."""
    return PREFIX.pack(packet, len(data)) + data


def exit_packet(status: int) -> bytes:
    """Return the packet that says a command's `status`, 0 to 255."""
    return encode(Id.EXIT, bytes((status,)))


class PacketReader:
    """Cuts what arrives, in pieces of any length, into packets of at most `limit` bytes."""

    def __init__(self, limit: int = MAX_PAYLOAD) -> None:
        self._limit = limit
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Packet]:
        """Add `data` and yield every packet that is whole; raises `BrokenAdbError`."""
        self._held += data
        while len(self._held) >= PREFIX.size:
            kind, length = PREFIX.unpack_from(self._held)
            if length > self._limit:
                raise BrokenAdbError(f"a shell packet that claims {length} bytes")
            end = PREFIX.size + length
            if len(self._held) < end:
                return
            with memoryview(self._held) as held:
                packet = Packet(kind, bytes(held[PREFIX.size : end]))
            del self._held[:end]
            yield packet

    def __bool__(self) -> bool:
        """Whether part of a packet waits for its rest."""
        return bool(self._held)
