"""Packs: sealed blobs, then a sealed header that lists them, then its length (u32le)."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from holdfast.vault.repository.seal import OVERHEAD, Key, SealBroken

MAX_HEADER = 16 * 1024 * 1024
"""Bytes of a pack's header that a reader must accept (restic's own limit)."""

PACK_SIZE = 16 * 1024 * 1024
"""Bytes of sealed blobs after which a pack is written."""
PACK_BLOBS = 10_000
"""Blobs after which a pack is written; keeps its header and its index entry small."""

_PLAIN = struct.Struct("<BI32s")
_COMPRESSED = struct.Struct("<BII32s")
_LENGTH = struct.Struct("<I")
_FIRST_COMPRESSED = 2
TAIL = _LENGTH.size


class BlobType(IntEnum):
    """What a blob is a piece of."""

    DATA = 0
    TREE = 1

    @property
    def word(self) -> str:
        """The type as the index writes it."""
        return self.name.lower()


class PackBroken(ValueError):  # noqa: N818 - a state of the file, not of the program
    """The pack's header cannot be read."""


@dataclass(frozen=True, slots=True)
class PackedBlob:
    """One blob's place in a pack: `offset` and `length` are of its sealed bytes.

    `id` is the SHA-256 (hex) of its plain bytes; `plain_length` is their number where the
    blob is compressed, else None.
    """

    id: str
    type: BlobType
    offset: int
    length: int
    plain_length: int | None = None

    @property
    def size(self) -> int:
        """Bytes of the blob once opened."""
        return self.length - OVERHEAD if self.plain_length is None else self.plain_length


class Packer:
    """Gathers sealed blobs of one type into a pack."""

    def __init__(self, key: Key) -> None:
        """Seal the header with `key`."""
        self._key = key
        self._pieces: list[bytes] = []
        self.blobs: list[PackedBlob] = []
        self.size = 0

    @property
    def full(self) -> bool:
        """Whether it is time to write the pack."""
        return self.size >= PACK_SIZE or len(self.blobs) >= PACK_BLOBS

    def add(
        self, blob: str, kind: BlobType, sealed: Iterable[bytes], plain_length: int | None
    ) -> None:
        """Append a sealed blob, in parts."""
        parts = list(sealed)
        length = sum(map(len, parts))
        self.blobs.append(PackedBlob(blob, kind, self.size, length, plain_length))
        self._pieces += parts
        self.size += length

    def finish(self) -> tuple[str, list[bytes]]:
        """Return the pack's id and bytes, in pieces, after reading its header back."""
        header = self._key.seal(encode_header(self.blobs))
        if decode_header(self._key.open(header)) != self.blobs:
            raise PackBroken("header")
        pieces = [*self._pieces, header, _LENGTH.pack(len(header))]
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
        return digest.hexdigest(), pieces


def encode_header(blobs: list[PackedBlob]) -> bytes:
    """Write the header's plain bytes."""
    return b"".join(map(_entry, blobs))


def _entry(blob: PackedBlob) -> bytes:
    name = bytes.fromhex(blob.id)
    if blob.plain_length is None:
        return _PLAIN.pack(blob.type, blob.length, name)
    kind = blob.type + _FIRST_COMPRESSED
    return _COMPRESSED.pack(kind, blob.length, blob.plain_length, name)


def decode_header(header: bytes) -> list[PackedBlob]:
    """Read the header's plain bytes; raises `PackBroken`."""
    return list(_entries(header))


def _entries(header: bytes) -> Iterator[PackedBlob]:
    at = offset = 0
    while at < len(header):
        kind = header[at]
        compressed = kind >= _FIRST_COMPRESSED
        form = _COMPRESSED if compressed else _PLAIN
        try:
            _, length, *plain, name = form.unpack_from(header, at)
            blob_type = BlobType(kind - _FIRST_COMPRESSED if compressed else kind)
        except (struct.error, ValueError) as error:
            raise PackBroken("header entry") from error
        yield PackedBlob(name.hex(), blob_type, offset, length, plain[0] if plain else None)
        at, offset = at + form.size, offset + length


def header_length(tail: bytes, size: int) -> int:
    """Read the sealed header's length from a pack's last four bytes; `size` is the pack's."""
    if len(tail) != TAIL:
        raise PackBroken("tail")
    length = int(_LENGTH.unpack(tail)[0])
    if not OVERHEAD <= length <= min(MAX_HEADER, size - TAIL):
        raise PackBroken("header length")
    return length


def open_header(sealed: bytes, size: int, key: Key) -> list[PackedBlob]:
    """Open the sealed header of a pack of `size` bytes; raises `PackBroken`."""
    try:
        blobs = decode_header(key.open(sealed))
    except SealBroken as error:
        raise PackBroken("header seal") from error
    if pack_size(blobs) != size:
        raise PackBroken("size")
    return blobs


def pack_size(blobs: Iterable[PackedBlob]) -> int:
    """Bytes of the pack that holds exactly these blobs."""
    return OVERHEAD + TAIL + sum(blob.length + _form(blob).size for blob in blobs)


def _form(blob: PackedBlob) -> struct.Struct:
    return _PLAIN if blob.plain_length is None else _COMPRESSED
