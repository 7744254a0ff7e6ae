"""Opens sealed blobs and trusts none before its hash was compared."""

from __future__ import annotations

import hashlib

import zstandard

from holdfast.vault.repository.pack import PackedBlob
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.seal import Key, SealBroken


def pack_path(name: str) -> str:
    """Return where the pack lies in a store."""
    return f"data/{name[:2]}/{name}"


def open_blob(key: Key, blob: PackedBlob, sealed: bytes) -> bytes:
    """Open one sealed blob and compare it with its hash; raises `VaultDamaged`."""
    try:
        data = key.open(sealed)
        if blob.plain_length is not None:
            data = zstandard.ZstdDecompressor().decompress(data, blob.plain_length)
    except (SealBroken, zstandard.ZstdError) as error:
        raise VaultDamaged(f"{blob.type.word} {blob.id[:8]}") from error
    if hashlib.sha256(data).hexdigest() != blob.id:
        raise VaultDamaged(f"{blob.type.word} {blob.id[:8]}")
    return data
