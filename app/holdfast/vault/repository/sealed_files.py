"""Sealed JSON files named by their own hash: index, snapshots, locks."""

from __future__ import annotations

import hashlib
import re

import zstandard

from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.seal import Key, SealBroken
from holdfast.vault.repository.stores.store import Store

MAX_FILE = 128 * 1024 * 1024
"""Bytes of one such file, sealed or opened, that are read at all; restic's are below 10 MiB."""

_ZSTD = b"\x02"
"""First byte of a file that is compressed JSON; plain JSON begins with a bracket."""
_STEP = 1 << 20
_NAME = re.compile(r"[0-9a-f]{64}")


class SealedFiles:
    """The sealed files of a repository in `store`; safe to use from several threads."""

    def __init__(self, store: Store, key: Key) -> None:
        """Seal and open with `key`."""
        self._store = store
        self._key = key

    def put(self, folder: str, content: bytes) -> str:
        """Seal a JSON file and store it under its hash; return the name."""
        # A compressor of its own: one shared between threads crashes the interpreter.
        sealed = self._key.seal(_ZSTD + zstandard.ZstdCompressor().compress(content))
        name = hash_name(sealed)
        self._store.put(f"{folder}/{name}", sealed)
        return name

    def get(self, folder: str, name: str) -> bytes:
        """Read a sealed JSON file; raises FileNotFoundError, `VaultDamaged`."""
        sealed = self._store.read_range(f"{folder}/{name}", 0, MAX_FILE + 1)
        # The hash, too: the seal alone would let one of our files pass under another's name.
        if len(sealed) > MAX_FILE or hash_name(sealed) != name:
            raise VaultDamaged(f"{folder}/{name[:8]}")
        try:
            content = self._key.open(sealed)
            return _inflated(content[1:]) if content[:1] == _ZSTD else content
        except (SealBroken, zstandard.ZstdError) as error:
            raise VaultDamaged(f"{folder}/{name[:8]}") from error

    def names(self, folder: str) -> list[str]:
        """List the names of the sealed files in `folder`."""
        return list(named_files(self._store, folder))

    def delete(self, folder: str, name: str) -> None:
        """Remove a sealed file; one that is gone already is no error."""
        self._store.delete(f"{folder}/{name}")


def hash_name(data: bytes) -> str:
    """Return the name of a file with these bytes: their SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def named_files(store: Store, folder: str) -> dict[str, int]:
    """List the files below `folder` that are named by a hash, with their bytes.

    Whatever else lies there was put by a file manager or a sync program (".DS_Store",
    "conflicted copy") and is none of ours; restic passes over it too.
    """
    files = ((path.rpartition("/")[2], size) for path, size in store.list(folder))
    return {name: size for name, size in files if _NAME.fullmatch(name)}


def _inflated(data: bytes) -> bytes:
    content = bytearray()
    with zstandard.ZstdDecompressor().stream_reader(data) as stream:
        # In steps: a reader allocates what is asked for, however little there is.
        while piece := stream.read(_STEP):
            content += piece
            if len(content) > MAX_FILE:
                raise zstandard.ZstdError("too long")
    return bytes(content)
