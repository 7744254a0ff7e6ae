"""Index files: in which pack each blob lies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from holdfast.vault.repository.pack import BlobType, PackedBlob
from holdfast.vault.repository.seal import OVERHEAD

MAX_BLOBS = 50_000
"""Blobs in one index file; restic's own limit."""

MAX_BLOB = (1 << 32) - 1
"""Bytes a blob may have in a pack's header."""

MAX_OFFSET = (1 << 63) - 1
"""Where in a pack a blob may begin; no disk has room for more."""

_NAME = re.compile(r"[0-9a-f]{64}")
_TYPES = {kind.word: kind for kind in BlobType}


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
    """Read one index file's JSON; raises ValueError.

    Other threads come in between blobs: a hundred thousand at once would hold a window up.
    """
    try:
        packs = json.loads(data, object_hook=_blob_or_rest).get("packs") or []
        return {_name(pack["id"]): _only_blobs(pack["blobs"]) for pack in packs}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("index") from error


def _blob_or_rest(entry: dict[str, Any]) -> Any:
    return _read_blob(entry) if "offset" in entry else entry


def _only_blobs(found: list[Any]) -> list[PackedBlob]:
    if not isinstance(found, list) or not all(isinstance(each, PackedBlob) for each in found):
        raise TypeError("blobs")
    return found


def _read_blob(entry: Mapping[str, Any]) -> PackedBlob:
    offset, length = int(entry["offset"]), int(entry["length"])
    # Go leaves out a zero, and writes one for blobs that are not compressed.
    plain = int(entry.get("uncompressed_length") or 0)
    if (
        not 0 <= offset <= MAX_OFFSET
        or not OVERHEAD <= length <= MAX_BLOB
        or not 0 <= plain <= MAX_BLOB
    ):
        raise ValueError("blob length")
    return PackedBlob(_name(entry["id"]), _TYPES[entry["type"]], offset, length, plain or None)


def _name(text: Any) -> str:
    # A path is made of it.
    if not _NAME.fullmatch(text):
        raise ValueError("id")
    return str(text)
