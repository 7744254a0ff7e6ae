"""OBEX packets: their codes, and cutting a byte stream into them (IrOBEX 1.3, section 3)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from holdfast.phones.protocols.obex.headers import (
    BrokenObexError,
    DoesNotFitError,
    Header,
    encode_headers,
)

PREFIX = struct.Struct(">BH")
CONNECT_FIELDS = struct.Struct(">BBH")
VERSION = 0x10
MIN_PACKET = 255
"""The smallest max packet either end may agree to, in bytes (IrOBEX 3.3.1.4)."""
MAX_PACKET = 0xFFFF
FINAL = 0x80


class Opcode(IntEnum):
    """What a request asks; PUT and GET without the final bit."""

    CONNECT = 0x80
    DISCONNECT = 0x81
    PUT = 0x02
    GET = 0x03
    SET_PATH = 0x85
    ABORT = 0xFF


class Code(IntEnum):
    """Answers of phones, with the final bit (gammu's reply table)."""

    CONTINUE = 0x90
    OK = 0xA0
    CREATED = 0xA1
    BAD_REQUEST = 0xC0
    UNAUTHORIZED = 0xC1
    FORBIDDEN = 0xC3
    NOT_FOUND = 0xC4
    NOT_ACCEPTABLE = 0xC6
    CONFLICT = 0xC9
    PRECONDITION_FAILED = 0xCC
    INTERNAL_ERROR = 0xD0
    NOT_IMPLEMENTED = 0xD1
    UNAVAILABLE = 0xD3
    DATABASE_FULL = 0xE0
    DATABASE_LOCKED = 0xE1


def name_of(code: int) -> str:
    """The answer in words for a log or a receipt: "Database full (E0)"."""
    try:
        words = Code(code).name.replace("_", " ").capitalize()
    except ValueError:
        words = "Answer"
    return f"{words} ({code:02X})"


@dataclass(frozen=True, slots=True)
class Packet:
    """One whole packet; `payload` is everything behind code and length."""

    code: int
    payload: bytes


def encode_packet(
    code: int, headers: Iterable[Header] = (), *, fields: bytes = b"", limit: int = MAX_PACKET
) -> bytes:
    """Return one packet; raises `DoesNotFitError` when it is longer than `limit` bytes."""
    payload = fields + encode_headers(headers)
    length = PREFIX.size + len(payload)
    if length > limit:
        raise DoesNotFitError(f"a packet of {length} bytes, {limit} are allowed")
    return PREFIX.pack(code, length) + payload


class PacketBuffer:
    """Cuts what arrives, in pieces of any length, into whole packets of at most `limit` bytes."""

    def __init__(self, limit: int = MAX_PACKET) -> None:
        self._held = bytearray()
        self._limit = limit

    def feed(self, data: bytes) -> Iterator[Packet]:
        """Add `data` and yield every packet that is whole; raises `BrokenObexError`."""
        self._held += data
        while len(self._held) >= PREFIX.size:
            code, length = PREFIX.unpack_from(self._held)
            if not PREFIX.size <= length <= self._limit:
                raise BrokenObexError(f"a packet that claims {length} bytes")
            if len(self._held) < length:
                return
            payload = bytes(self._held[PREFIX.size : length])
            del self._held[:length]
            yield Packet(code, payload)

    @property
    def missing(self) -> int:
        """How many bytes the packet that comes lacks, as far as is known yet."""
        if len(self._held) < PREFIX.size:
            return PREFIX.size - len(self._held)
        return max(1, int(PREFIX.unpack_from(self._held)[1]) - len(self._held))

    def __bool__(self) -> bool:
        """Whether part of a packet waits for its rest."""
        return bool(self._held)
