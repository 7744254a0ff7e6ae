"""MTP's values to bytes and back: numbers of 8 to 128 bits, texts, arrays and dates."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum

from holdfast.phones.protocols.mtp.containers import BrokenMtpError

LONGEST_TEXT = 254
"""How many UTF-16 units a text has room for, beside the NUL that ends it."""

Value = int | str | tuple[int, ...]
"""What a property or a field of a dataset holds."""


class DataType(IntEnum):
    """How a value is written; an array's number is that of its elements with `ARRAY` set."""

    INT8 = 0x0001
    UINT8 = 0x0002
    INT16 = 0x0003
    UINT16 = 0x0004
    INT32 = 0x0005
    UINT32 = 0x0006
    INT64 = 0x0007
    UINT64 = 0x0008
    INT128 = 0x0009
    UINT128 = 0x000A
    AINT8 = 0x4001
    AUINT8 = 0x4002
    AINT16 = 0x4003
    AUINT16 = 0x4004
    AINT32 = 0x4005
    AUINT32 = 0x4006
    AINT64 = 0x4007
    AUINT64 = 0x4008
    AINT128 = 0x4009
    AUINT128 = 0x400A
    STR = 0xFFFF


ARRAY = 0x4000
_WIDEST = 0x000A
_DATE = re.compile(
    r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d{4})?", re.ASCII
)
_COUNT = struct.Struct("<I")


class TooShortError(BrokenMtpError):
    """The bytes end before the value does."""


class Cursor:
    """Reads values one behind the other; a value that is not all there raises `TooShortError`."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        """Read `data` from byte `at` on, which then moves behind what was read."""
        self.data = data
        self.at = at

    @property
    def left(self) -> int:
        """How many bytes were not read yet."""
        return len(self.data) - self.at

    def number(self, kind: DataType) -> int:
        """Read one number."""
        return int.from_bytes(self._take(width(kind)), "little", signed=_signed(kind))

    def text(self) -> str:
        """Read a text: what stands before its first NUL; half of a character becomes U+FFFD."""
        # By hand: each of a phone's thousands of files comes with four of them.
        start = self.at + 1
        end = start + 2 * self.data[self.at] if start <= len(self.data) else start
        if end > len(self.data):
            raise TooShortError(f"a text up to byte {end} wanted, {len(self.data)} there")
        self.at = end
        return plain_text(self.data[start:end]) if end > start else ""

    def skip_text(self) -> None:
        """Pass over a text without reading it."""
        if self.at < len(self.data):
            self.at += 1 + 2 * self.data[self.at]

    def array(self, kind: DataType) -> tuple[int, ...]:
        """Read an array of numbers of `kind`; its count is believed only if they are there."""
        count = _COUNT.unpack(self._take(4))[0]
        size = width(kind)
        data = self._take(count * size)
        if size == _LONG:
            signed = _signed(kind)
            starts = range(0, len(data), size)
            return tuple(
                int.from_bytes(data[at : at + size], "little", signed=signed) for at in starts
            )
        return struct.unpack(f"<{count}{_LETTERS[kind]}", data)

    def value(self, kind: int) -> Value:
        """Read a value of any type; raises `BrokenMtpError` for a type there is not."""
        if kind == DataType.STR:
            return self.text()
        if kind not in _TYPES:
            raise BrokenMtpError(f"a value of type {kind:#06x}")
        if kind & ARRAY:
            return self.array(DataType(kind & ~ARRAY))
        return self.number(DataType(kind))

    def _take(self, size: int) -> bytes:
        if size > self.left:
            raise TooShortError(f"{size} bytes of a value wanted, {self.left} there")
        self.at += size
        return self.data[self.at - size : self.at]


def plain_text(units: bytes) -> str:
    """The text that UTF-16 units are: what stands before the first NUL."""
    return units.decode("utf-16-le", "replace").partition("\0")[0]


def width(kind: DataType) -> int:
    """Return how many bytes a number of `kind` takes."""
    return int(1 << (((kind & ~ARRAY) - 1) >> 1))


def encode_number(kind: DataType, number: int) -> bytes:
    """Return the bytes of `number`; raises `OverflowError` when it does not fit."""
    return number.to_bytes(width(kind), "little", signed=_signed(kind))


def encode_text(text: str) -> bytes:
    """Return the bytes of `text`; raises `ValueError` above `LONGEST_TEXT` units."""
    if not text:
        return b"\0"
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) > 2 * LONGEST_TEXT:
        raise ValueError(f"a text of {len(units) // 2} units")
    return bytes((len(units) // 2 + 1,)) + units + b"\0\0"


def encode_array(kind: DataType, numbers: Sequence[int]) -> bytes:
    """Return the bytes of an array of numbers of `kind`."""
    return _COUNT.pack(len(numbers)) + b"".join(encode_number(kind, each) for each in numbers)


def encode_value(kind: int, value: Value) -> bytes:
    """Return the bytes of a `value` of type `kind`; raises `ValueError` if it is none."""
    match value:
        case str() if kind == DataType.STR:
            return encode_text(value)
        case tuple() if kind in _TYPES and kind & ARRAY and kind != DataType.STR:
            return encode_array(DataType(kind & ~ARRAY), value)
        case int() if kind in _TYPES and not kind & ARRAY:
            return encode_number(DataType(kind), value)
    raise ValueError(f"{value!r} is no value of type {kind:#06x}")


def decode_array(data: bytes, kind: DataType = DataType.UINT32) -> tuple[int, ...]:
    """Return the numbers of a dataset that is one array; what stands behind it is passed over."""
    return Cursor(data).array(kind)


def parse_date(text: str) -> datetime | None:
    """Return a date, to the second; naive where it names no zone, None where it is no date."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    *numbers, _, zone = found.groups()
    try:
        return datetime(*map(int, numbers), tzinfo=_zone(zone))  # type: ignore[misc,arg-type]  # six numbers
    except ValueError:
        return None


def write_date(date: datetime) -> str:
    """Return `date` as MTP writes it, to the second; with its zone where it has one."""
    # strftime leaves out the zeros of early years on some systems.
    day = f"{date.year:04}{date.month:02}{date.day:02}"
    time = f"{date.hour:02}{date.minute:02}{date.second:02}"
    offset = date.utcoffset()
    if offset is None:
        return f"{day}T{time}"
    if not offset:
        return f"{day}T{time}Z"
    minutes = abs(round(offset.total_seconds() / 60))
    sign = "-" if offset < timedelta() else "+"
    return f"{day}T{time}{sign}{minutes // 60:02}{minutes % 60:02}"


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return timezone(-offset if text[0] == "-" else offset)


def _signed(kind: DataType) -> bool:
    return bool(kind & 1)


_TYPES = frozenset(DataType)
_LONG = 16
_LETTERS = dict(zip(DataType, "bBhHiIqQ", strict=False))
