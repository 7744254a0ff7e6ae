"""The index: in which pack each blob lies, as files and as one table in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.vault.repository.pack import BlobType, PackedBlob
from holdfast.vault.repository.seal import OVERHEAD

MAX_BLOBS = 50_000
"""Blobs in one index file; restic's own limit."""

MAX_BLOB = (1 << 32) - 1
"""Bytes a blob may have in a pack's header."""

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


def shares(packs: Mapping[str, list[PackedBlob]]) -> Iterator[dict[str, list[PackedBlob]]]:
    """Deal packs out to index files of at most `MAX_BLOBS` blobs each; a pack stays whole."""
    share: dict[str, list[PackedBlob]] = {}
    count = 0
    for pack, blobs in packs.items():
        if share and count + len(blobs) > MAX_BLOBS:
            yield share
            share, count = {}, 0
        share[pack] = blobs
        count += len(blobs)
    if share:
        yield share


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
    offset, length = int(entry["offset"]), int(entry["length"])
    # Go leaves out a zero, and writes one for blobs that are not compressed.
    plain = int(entry.get("uncompressed_length") or 0)
    if offset < 0 or not OVERHEAD <= length <= MAX_BLOB or not 0 <= plain <= MAX_BLOB:
        raise ValueError("blob length")
    return PackedBlob(str(entry["id"]), _TYPES[entry["type"]], offset, length, plain or None)


class BlobTable:
    """Where the blobs lie; of several copies, the one in the pack that was learned first."""

    def __init__(self) -> None:
        """Start empty."""
        self._places: dict[BlobType, dict[str, Place]] = {kind: {} for kind in BlobType}
        self.packs: dict[str, list[PackedBlob]] = {}

    def add(self, pack: str, blobs: list[PackedBlob]) -> None:
        """Learn what lies in a pack."""
        for blob in blobs:
            self._places[blob.type].setdefault(blob.id, Place(pack, blob))
        self.packs[pack] = blobs

    def find(self, kind: BlobType, blob: str) -> Place | None:
        """Tell where a blob lies."""
        return self._places[kind].get(blob)

    def has(self, kind: BlobType, blob: str) -> bool:
        """Whether the blob lies in any pack."""
        return blob in self._places[kind]

    def copies(self, kind: BlobType, blob: str) -> Iterator[Place]:
        """Yield every place of a blob; slow, for when the first place failed."""
        for pack, blobs in list(self.packs.items()):
            for entry in blobs:
                if entry.id == blob and entry.type is kind:
                    yield Place(pack, entry)

    def __len__(self) -> int:
        """How many different blobs there are."""
        return sum(map(len, self._places.values()))
