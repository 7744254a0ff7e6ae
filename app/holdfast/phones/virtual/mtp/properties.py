"""What an Android phone tells of an object, property by property, and what it calls its format."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from holdfast.phones.protocols.mtp.codes import Format, Property
from holdfast.phones.protocols.mtp.values import LONGEST_TEXT, DataType, Value, encode_value
from holdfast.phones.virtual.mtp.dates import told_date
from holdfast.phones.virtual.mtp.objects import Node

_State = tuple[int, int]
_Tells = Callable[[Node, _State], Value]
_FORMATS: Mapping[str, int] = MappingProxyType(
    {
        "jpg": Format.EXIF_JPEG,
        "jpeg": Format.EXIF_JPEG,
        "png": Format.PNG,
        "gif": Format.GIF,
        "bmp": Format.BMP,
        "dng": Format.DNG,
        "heic": Format.HEIF,
        "heif": Format.HEIF,
        "mp4": Format.MP4,
        "3gp": Format.ThreeGP,
        "avi": Format.AVI,
        "mp3": Format.MP3,
        "wav": Format.WAV,
        "ogg": Format.OGG,
        "aac": Format.AAC,
        "flac": Format.FLAC,
        "txt": Format.Text,
        "html": Format.HTML,
        "xml": Format.XMLDocument,
    }
)
FORMATS = tuple(sorted({int(Format.Undefined), int(Format.Association), *_FORMATS.values()}))
"""The formats a phone says it plays."""
_SECOND = 1_000_000_000


def format_of(node: Node) -> int:
    """Return the format of an object, which goes by the ending of its name."""
    if node.folder:
        return Format.Association
    return _FORMATS.get(node.name.rpartition(".")[2].lower(), Format.Undefined)


def told_name(node: Node) -> str:
    """Return the name as MTP has room for it."""
    return node.name[:LONGEST_TEXT]


def _unique(node: Node, state: _State) -> int:
    # Not as unique, nor as persistent, as its name says: a hash of the path and the date.
    return zlib.crc32(node.path.encode()) + state[1] // _SECOND


def _date(_node: Node, state: _State) -> str:
    return told_date(state[1])


PROPERTIES: Mapping[int, tuple[DataType, _Tells]] = MappingProxyType(
    {
        Property.StorageID: (DataType.UINT32, lambda node, _: node.volume.storage_id),
        Property.ObjectFormat: (DataType.UINT16, lambda node, _: int(format_of(node))),
        Property.ProtectionStatus: (DataType.UINT16, lambda _node, _: 0),
        Property.ObjectSize: (DataType.UINT64, lambda _, state: state[0]),
        Property.ObjectFileName: (DataType.STR, lambda node, _: told_name(node)),
        Property.DateModified: (DataType.STR, _date),
        Property.ParentObject: (DataType.UINT32, lambda node, _: node.parent_handle),
        Property.PersistentUniqueObjectIdentifier: (DataType.UINT128, _unique),
        Property.Name: (DataType.STR, lambda node, _: told_name(node)),
        Property.DisplayName: (DataType.STR, lambda node, _: told_name(node)),
        Property.DateAdded: (DataType.STR, _date),
    }
)
"""The properties every object has: their type, and the value from the object and its state."""
_OF_THE_FILE = frozenset(
    {
        Property.ObjectSize,
        Property.DateModified,
        Property.DateAdded,
        Property.PersistentUniqueObjectIdentifier,
    }
)


def value_of(node: Node, code: int) -> Value:
    """Return one property of an object; what is gone meanwhile has no size and the oldest date."""
    state = (0, 0)
    if code in _OF_THE_FILE:
        try:
            state = node.state()
        except OSError:
            state = (0, 0)
    return PROPERTIES[code][1](node, state)


def description(code: int) -> bytes:
    """Return the dataset that describes a property: only a name can be set, nothing has a form."""
    kind = PROPERTIES[code][0]
    settable = code == Property.ObjectFileName
    nothing = encode_value(kind, "" if kind == DataType.STR else 0)
    head = code.to_bytes(2, "little") + kind.to_bytes(2, "little") + bytes((settable,))
    return head + nothing + bytes(4) + bytes(1)
