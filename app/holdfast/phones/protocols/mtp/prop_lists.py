"""The dataset of GetObjectPropList: a count, then elements, read as they arrive."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.values import (
    Cursor,
    DataType,
    TooShortError,
    Value,
    encode_value,
    plain_text,
)

_COUNT = struct.Struct("<I")
_HEAD = struct.Struct("<IHH")
# No property that is ever asked for is longer; a text has at most 511 bytes.
_LONGEST_ELEMENT = 1 << 16


class Element(NamedTuple):
    """One property of one object; `type` is a `DataType` as the device gave it."""

    handle: int
    property: int
    type: int
    value: Value


class PropListReader:
    """Yields elements out of pieces of any length; holds no more than one element beside.

    `announced` is how many the device says there are, None until that came; `count` is how
    many there were so far.
    """

    def __init__(self) -> None:
        self.announced: int | None = None
        self.count = 0
        self._held = b""

    @property
    def whole(self) -> bool:
        """Whether every element that was announced has come."""
        return self.count == self.announced

    def feed(self, data: bytes) -> Iterator[Element]:
        """Add `data` and yield every element that is whole; bytes behind the last are dropped.

        Raises `BrokenMtpError` for a type there is not, or for an element above 64 KiB.
        """
        data = self._held + data if self._held else data
        at = 0
        if self.announced is None:
            if len(data) < _COUNT.size:
                self._held = data
                return
            self.announced = _COUNT.unpack_from(data)[0]
            at = _COUNT.size
        while self.count < self.announced:
            found = _element(data, at)
            if found is None:
                break
            element, at = found
            self.count += 1
            yield element
        self._keep(b"" if self.whole else data[at:])

    def _keep(self, rest: bytes) -> None:
        if len(rest) > _LONGEST_ELEMENT:
            raise BrokenMtpError("an element of a property list that does not end")
        self._held = rest


def encode_prop_list(elements: Sequence[Element]) -> bytes:
    """Return the whole dataset."""
    return encode_count(len(elements)) + b"".join(map(encode_element, elements))


def encode_count(count: int) -> bytes:
    """Return the bytes a dataset of `count` elements begins with."""
    return _COUNT.pack(count)


def encode_element(element: Element) -> bytes:
    """Return the bytes of one element; raises `ValueError` for a value not of its type."""
    handle, code, kind, value = element
    return _HEAD.pack(handle, code, kind) + encode_value(kind, value)


def _element(data: bytes, at: int) -> tuple[Element, int] | None:
    """Read the element at byte `at`: it and where it ends, or None if it is not all there."""
    start = at + _HEAD.size
    if start >= len(data):
        return None
    handle, code, kind = _HEAD.unpack_from(data, at)
    value: Value | None = None
    layout = _PLAIN.get(kind)
    if layout is not None:
        end = start + layout.size
        if end <= len(data):
            value = layout.unpack_from(data, start)[0]
    elif kind == _TEXT:
        end = start + 1 + 2 * data[start]
        if end <= len(data):
            value = plain_text(data[start + 1 : end])
    else:
        value, end = _any(data, start, kind)
    return None if value is None else (Element(handle, code, kind, value), end)


def _any(data: bytes, at: int, kind: int) -> tuple[Value | None, int]:
    """Read a value of any type and where it ends, or None if it is not all there."""
    cursor = Cursor(data, at)
    try:
        return cursor.value(kind), cursor.at
    except TooShortError:
        return None, at


# The types nearly every element has are read without a cursor: listings are long.
_TEXT = int(DataType.STR)
_PLAIN = {
    DataType.UINT8: struct.Struct("<B"),
    DataType.UINT16: struct.Struct("<H"),
    DataType.UINT32: struct.Struct("<I"),
    DataType.UINT64: struct.Struct("<Q"),
}
