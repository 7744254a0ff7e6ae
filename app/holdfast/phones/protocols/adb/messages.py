"""ADB messages to bytes and back: a header of 24 bytes, and a payload that travels apart."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from zlib import adler32

HEADER = struct.Struct("<6I")
CHECKED_VERSION = 0x01000000
"""The version of old phones, which look at the sum of a payload's bytes."""
VERSION = 0x01000001
"""From this version on, nobody looks at the sum."""
MAX_PAYLOAD = 1 << 20
"""The longest payload that is ever taken, in bytes."""
MIN_PAYLOAD = 4096
"""What even the oldest adbd takes, in bytes."""
_WORD, _HALF = 0xFFFFFFFF, 0xFFFF
_SUMMED = 256


class BrokenAdbError(ValueError):
    """The other end sent what ADB does not allow; what follows cannot be understood."""


class Command(IntEnum):
    """What a message says: its four letters as a little-endian number."""

    CNXN = 0x4E584E43
    AUTH = 0x48545541
    OPEN = 0x4E45504F
    OKAY = 0x59414B4F
    CLSE = 0x45534C43
    WRTE = 0x45545257
    STLS = 0x534C5453


class Auth(IntEnum):
    """What an AUTH message carries (its arg0)."""

    TOKEN = 1
    SIGNATURE = 2
    PUBLIC_KEY = 3


@dataclass(frozen=True, slots=True)
class Message:
    """One message; the arguments are unsigned 32-bit numbers."""

    command: Command
    arg0: int = 0
    arg1: int = 0
    payload: bytes = b""


def checksum(payload: bytes) -> int:
    """Return the sum of the bytes of `payload`, as old phones want it."""
    # Adler-32 begins with the sum of the bytes and one, exact while that is below 65,521.
    view = memoryview(payload)
    starts = range(0, len(view), _SUMMED)
    sums = sum(adler32(view[start : start + _SUMMED]) & _HALF for start in starts)
    return (sums - len(starts)) & _WORD


def encode(message: Message, *, checked: bool) -> tuple[bytes, bytes]:
    """Return header and payload, to be written one after the other (on USB: two transfers).

    `checked` puts the payload's sum in, for phones of `CHECKED_VERSION` and before the version
    is known.
    """
    payload = message.payload
    header = HEADER.pack(
        message.command,
        message.arg0,
        message.arg1,
        len(payload),
        checksum(payload) if checked else 0,
        message.command ^ _WORD,
    )
    return header, payload


class MessageReader:
    """Cuts what arrives, in pieces of any length, into messages of at most `limit` bytes.

    `checked` may be set at any time between two messages: then each sum is looked at. While
    `lenient`, bytes that cannot begin a message are passed over.
    """

    def __init__(self, limit: int = MAX_PAYLOAD) -> None:
        self.checked = False
        self.lenient = False
        self._limit = limit
        self._head = bytearray()
        self._pieces: list[bytes] = []
        self._lacks = 0

    @property
    def missing(self) -> int:
        """How many bytes the header or the payload that comes lacks; never zero."""
        return self._lacks or HEADER.size - len(self._head)

    def feed(self, data: bytes) -> Iterator[Message]:
        """Add `data` and yield every message that is whole.

        Raises `BrokenAdbError`; then the rest of `data` is lost and the next feed begins anew.
        """
        at = 0
        while at < len(data):
            taken = min(self.missing, len(data) - at)
            piece = data if taken == len(data) else data[at : at + taken]
            at += taken
            message = self._add_payload(piece) if self._lacks else self._add_head(piece)
            if message is not None:
                yield message

    def reset(self) -> None:
        """Forget the part of a message that has come."""
        self._head.clear()
        self._pieces.clear()
        self._lacks = 0

    def _add_head(self, piece: bytes) -> Message | None:
        self._head += piece
        if len(self._head) < HEADER.size:
            return None
        command, _, _, length, _, magic = HEADER.unpack(self._head)
        sound = command ^ magic == _WORD and command in _COMMANDS and length <= self._limit
        if not sound:
            self._pass_over(f"a header of {command:#010x}, {magic:#010x}, {length} bytes")
            return None
        self._lacks = length
        return None if length else self._whole()

    def _pass_over(self, detail: str) -> None:
        if self.lenient:
            del self._head[0]
            return
        self.reset()
        raise BrokenAdbError(detail)

    def _add_payload(self, piece: bytes) -> Message | None:
        self._pieces.append(piece)
        self._lacks -= len(piece)
        return None if self._lacks else self._whole()

    def _whole(self) -> Message:
        command, arg0, arg1, _, check, _ = HEADER.unpack(self._head)
        # A payload that came in one piece is handed on as it is.
        payload = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self.reset()
        if self.checked and checksum(payload) != check:
            raise BrokenAdbError("a payload that is not what its sum says")
        return Message(Command(command), arg0, arg1, payload)


_COMMANDS = frozenset(Command)
