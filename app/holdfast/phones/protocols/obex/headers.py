"""OBEX headers to bytes and back (IrOBEX 1.3, section 2)."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

_FORM = 0xC0
_TEXT, _BYTES, _ONE = 0x00, 0x40, 0x80
_PREFIX = struct.Struct(">BH")
_FOUR = struct.Struct(">BI")
_MAX_LENGTH = 0xFFFF

Value = str | bytes | int


class BrokenObexError(ValueError):
    """The other end sent what OBEX does not allow; the session is over."""


class DoesNotFitError(ValueError):
    """What we were asked to send is longer than a packet of the other end may be."""


class HeaderId(IntEnum):
    """The headers Holdfast speaks of; any other id is carried along untouched."""

    NAME = 0x01
    TYPE = 0x42
    TARGET = 0x46
    BODY = 0x48
    END_OF_BODY = 0x49
    WHO = 0x4A
    APP_PARAMETERS = 0x4C
    LENGTH = 0xC3
    CONNECTION_ID = 0xCB


@dataclass(frozen=True, slots=True)
class Header:
    """One header; `value` is text, bytes or a number as the form of `id` says."""

    id: int
    value: Value


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of one packet in the order they came."""

    all: tuple[Header, ...] = ()

    def text(self, wanted: HeaderId) -> str | None:
        """The first text header `wanted`, or None."""
        return next(
            (h.value for h in self.all if h.id == wanted and isinstance(h.value, str)), None
        )

    def data(self, wanted: HeaderId) -> bytes | None:
        """The first byte header `wanted`, or None."""
        found = (h.value for h in self.all if h.id == wanted and isinstance(h.value, bytes))
        return next(found, None)

    def number(self, wanted: HeaderId) -> int | None:
        """The first number header `wanted`, or None."""
        return next(
            (h.value for h in self.all if h.id == wanted and isinstance(h.value, int)), None
        )

    @property
    def body(self) -> bytes | None:
        """All Body and End-of-Body headers joined; None when there is neither."""
        pieces = [
            header.value
            for header in self.all
            if header.id in (HeaderId.BODY, HeaderId.END_OF_BODY)
            and isinstance(header.value, bytes)
        ]
        return b"".join(pieces) if pieces else None


def encode_header(header: Header) -> bytes:
    """Return `header` as bytes; raises `DoesNotFitError` when its length has no room in 16 bits."""
    value = header.value
    if isinstance(value, int):
        if header.id & _FORM == _ONE:
            return bytes((header.id, value))
        return _FOUR.pack(header.id, value)
    # A lone surrogate in a phone's own name must go back to it as it came.
    data = value if isinstance(value, bytes) else _text(value)
    length = _PREFIX.size + len(data)
    if length > _MAX_LENGTH:
        raise DoesNotFitError(f"a header of {length} bytes")
    return _PREFIX.pack(header.id, length) + data


def _text(value: str) -> bytes:
    # An empty name is a header of three bytes, without even the NUL (IrOBEX 2.2.2).
    return f"{value}\0".encode("utf-16-be", "surrogatepass") if value else b""


def encode_headers(headers: Iterable[Header]) -> bytes:
    """Return all `headers` as bytes, in order."""
    return b"".join(encode_header(header) for header in headers)


def decode_headers(data: bytes) -> Headers:
    """Read the headers that fill `data`; raises `BrokenObexError` when one does not end in it."""
    headers = []
    at = 0
    while at < len(data):
        header, at = _decode(data, at)
        headers.append(header)
    return Headers(tuple(headers))


def _decode(data: bytes, at: int) -> tuple[Header, int]:
    form = data[at] & _FORM
    if form not in (_TEXT, _BYTES):
        return _decode_number(data, at)
    if len(data) - at < _PREFIX.size:
        raise BrokenObexError(f"header {data[at]:#04x} is cut off")
    header_id, length = _PREFIX.unpack_from(data, at)
    if length < _PREFIX.size or length > len(data) - at:
        raise BrokenObexError(f"header {header_id:#04x} claims {length} bytes")
    raw = data[at + _PREFIX.size : at + length]
    return Header(header_id, raw if form == _BYTES else _decode_text(raw)), at + length


def _decode_number(data: bytes, at: int) -> tuple[Header, int]:
    size = 2 if data[at] & _FORM == _ONE else _FOUR.size
    if len(data) - at < size:
        raise BrokenObexError(f"header {data[at]:#04x} is cut off")
    return Header(data[at], int.from_bytes(data[at + 1 : at + size])), at + size


def _decode_text(raw: bytes) -> str:
    if len(raw) % 2:
        raise BrokenObexError(f"a text of {len(raw)} bytes is not UTF-16")
    return raw.decode("utf-16-be", "surrogatepass").removesuffix("\0")
