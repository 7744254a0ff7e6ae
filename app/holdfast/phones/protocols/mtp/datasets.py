"""What a device, a storage and an object say of themselves, to bytes and back."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from holdfast.phones.protocols.mtp.codes import ALL
from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.values import (
    Cursor,
    DataType,
    TooShortError,
    encode_array,
    encode_text,
)

_DEVICE_HEAD = struct.Struct("<HIH")
_STORAGE_HEAD = struct.Struct("<HHHQQI")
_OBJECT_HEAD = struct.Struct("<IHHIHIIIIIIIHII")
_OBJECT_HEAD_64 = struct.Struct("<IHHQHIIIIIIIHII")


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """What GetDeviceInfo tells; `extensions` is the text that names a vendor's additions."""

    standard_version: int = 100
    extension_id: int = 6
    extension_version: int = 100
    extensions: str = ""
    functional_mode: int = 0
    operations: tuple[int, ...] = ()
    events: tuple[int, ...] = ()
    properties: tuple[int, ...] = ()
    capture_formats: tuple[int, ...] = ()
    formats: tuple[int, ...] = ()
    manufacturer: str = ""
    model: str = ""
    device_version: str = ""
    serial: str = ""

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read the dataset; raises `BrokenMtpError`. Texts missing at its end are empty."""
        standard, extension, version = _head(_DEVICE_HEAD, data)
        cursor = Cursor(data, _DEVICE_HEAD.size)
        extensions = cursor.text()
        mode = cursor.number(DataType.UINT16)
        arrays: Any = [cursor.array(DataType.UINT16) for _ in range(5)]
        texts = _last_texts(cursor, 4)
        return cls(standard, extension, version, extensions, mode, *arrays, *texts)

    def encode(self) -> bytes:
        """Return the bytes of the dataset; raises `ValueError` for a text that is too long."""
        arrays = (
            self.operations,
            self.events,
            self.properties,
            self.capture_formats,
            self.formats,
        )
        texts = (self.manufacturer, self.model, self.device_version, self.serial)
        return b"".join(
            (
                _DEVICE_HEAD.pack(self.standard_version, self.extension_id, self.extension_version),
                encode_text(self.extensions),
                struct.pack("<H", self.functional_mode),
                *(encode_array(DataType.UINT16, each) for each in arrays),
                *map(encode_text, texts),
            )
        )


@dataclass(frozen=True, slots=True)
class StorageInfo:
    """What GetStorageInfo tells; sizes in bytes."""

    storage_type: int = 0
    filesystem_type: int = 0
    access: int = 0
    capacity: int = 0
    free: int = 0
    free_objects: int = ALL
    description: str = ""
    volume: str = ""

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read the dataset; raises `BrokenMtpError`. Texts missing at its end are empty."""
        head = _head(_STORAGE_HEAD, data)
        return cls(*head, *_last_texts(Cursor(data, _STORAGE_HEAD.size), 2))

    def encode(self) -> bytes:
        """Return the bytes of the dataset; raises `ValueError` for a text that is too long."""
        head = _STORAGE_HEAD.pack(
            self.storage_type,
            self.filesystem_type,
            self.access,
            self.capacity,
            self.free,
            self.free_objects,
        )
        return head + encode_text(self.description) + encode_text(self.volume)


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """What GetObjectInfo tells and SendObjectInfo sends.

    `size` is in bytes; 0xFFFFFFFF stands for all that is larger, or unknown. Dates are as MTP
    writes them, empty if there is none.
    """

    storage: int = 0
    format: int = 0
    protection: int = 0
    size: int = 0
    thumb_format: int = 0
    thumb_size: int = 0
    thumb_width: int = 0
    thumb_height: int = 0
    width: int = 0
    height: int = 0
    depth: int = 0
    parent: int = 0
    association_type: int = 0
    association_desc: int = 0
    sequence: int = 0
    name: str = ""
    created: str = ""
    modified: str = ""
    keywords: str = ""

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read the dataset; raises `BrokenMtpError`. Texts missing at its end are empty."""
        layout = _object_layout(data)
        return cls(*_head(layout, data), *_last_texts(Cursor(data, layout.size), 4))

    def encode(self) -> bytes:
        """Return the bytes of the dataset; raises `ValueError` for a text that is too long."""
        head = _OBJECT_HEAD.pack(
            self.storage,
            self.format,
            self.protection,
            min(self.size, ALL),
            self.thumb_format,
            self.thumb_size,
            self.thumb_width,
            self.thumb_height,
            self.width,
            self.height,
            self.depth,
            self.parent,
            self.association_type,
            self.association_desc,
            self.sequence,
        )
        texts = (self.name, self.created, self.modified, self.keywords)
        return head + b"".join(map(encode_text, texts))


class Listed(NamedTuple):
    """What a listing needs of an `ObjectInfo`: `modified` is the date as MTP writes it."""

    format: int
    size: int
    name: str
    modified: str

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read the dataset as `ObjectInfo` does, but no more of it: they come by the thousand."""
        layout = _object_layout(data)
        _, format_, _, size, *_ = _head(layout, data)
        cursor = Cursor(data, layout.size)
        try:
            name = cursor.text()
            cursor.skip_text()
            return cls(format_, size, name, cursor.text())
        except TooShortError:
            info = ObjectInfo.decode(data)
            return cls(format_, size, info.name, info.modified)


def _object_layout(data: bytes) -> struct.Struct:
    # Samsung's phones give sizes of 64 bits here: then the name's count stands 4 bytes on.
    at, later = _OBJECT_HEAD.size, _OBJECT_HEAD_64.size
    is_wide = len(data) > later and data[at] == 0 and data[later] != 0
    return _OBJECT_HEAD_64 if is_wide else _OBJECT_HEAD


def _head(layout: struct.Struct, data: bytes) -> tuple[Any, ...]:
    if len(data) < layout.size:
        raise BrokenMtpError(f"a dataset of {len(data)} bytes, {layout.size} wanted")
    return layout.unpack_from(data)


def _last_texts(cursor: Cursor, count: int) -> list[str]:
    """Read the texts a dataset ends with; those that a phone left out are empty."""
    texts: list[str] = []
    try:
        while len(texts) < count:
            texts.append(cursor.text())
    except TooShortError:
        texts += [""] * (count - len(texts))
    return texts
