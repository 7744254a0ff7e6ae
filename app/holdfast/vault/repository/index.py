"""The index: in which pack each blob lies, as files and as one table in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.vault.repository.pack import BlobType, PackedBlob

MAX_BLOBS = 50_000
"""Blobs in one index file; restic's own limit."""

_TYPES = {kind.word: kind for kind in BlobType}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a blob lies: the pack's id, and its entry there."""

    pack: str
    blob: PackedBlob


def encode_index(packs: Mapping[str, Iterable[PackedBlob]]) -> bytes:
    """Write one index file's JSON."""
    entries = [
        {"id": pack, "blobs": [_blob_json(b) for b in blobs]} for pack, blobs in packs.items()
    ]
    return json.dumps({"packs": entries}, separators=(",", ":")).encode()


def _blob_json(blob: PackedBlob) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": blob.id,
        "type": blob.type.word,
        "offset": blob.offset,
        "length": blob.length,
    }
    if blob.plain_length is not None:
        entry["uncompressed_length"] = blob.plain_length
    return entry


def decode_index(data: bytes) -> dict[str, list[PackedBlob]]:
    """Read one index file's JSON; raises ValueError."""
    try:
        packs = json.loads(data).get("packs") or []
        return {str(pack["id"]): [_read_blob(b) for b in pack["blobs"]] for pack in packs}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("index") from error


def _read_blob(entry: Mapping[str, Any]) -> PackedBlob:
    plain = entry.get("uncompressed_length")
    return PackedBlob(
        id=str(entry["id"]),
        type=_TYPES[entry["type"]],
        offset=int(entry["offset"]),
        length=int(entry["length"]),
        # Go leaves out a zero, and writes one for blobs that are not compressed.
        plain_length=int(plain) if plain else None,
    )


class BlobTable:
    """All blobs of a repository; one entry a blob, whichever pack was seen first."""

    def __init__(self) -> None:
        """Start empty."""
        self._places: dict[tuple[BlobType, str], tuple[str, PackedBlob]] = {}
        self.packs: dict[str, list[PackedBlob]] = {}

    def add(self, pack: str, blobs: list[PackedBlob]) -> None:
        """Learn what lies in a pack."""
        self.packs[pack] = blobs
        for blob in blobs:
            self._places.setdefault((blob.type, blob.id), (pack, blob))

    def find(self, kind: BlobType, blob: str) -> Place | None:
        """Tell where a blob lies."""
        found = self._places.get((kind, blob))
        return None if found is None else Place(*found)

    def has(self, kind: BlobType, blob: str) -> bool:
        """Whether the repository holds the blob."""
        return (kind, blob) in self._places

    def __iter__(self) -> Iterator[tuple[BlobType, str]]:
        """Every blob, as (type, id)."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many blobs there are."""
        return len(self._places)
