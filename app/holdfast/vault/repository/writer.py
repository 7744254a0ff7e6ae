"""Writes byte streams, trees and snapshots; durable in the order that keeps old ones whole."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import zstandard

from holdfast.vault.repository.blobs import Blobs
from holdfast.vault.repository.keyfile import user_name
from holdfast.vault.repository.lock import Lock
from holdfast.vault.repository.pack import BlobType, Packer
from holdfast.vault.repository.sealed_files import SealedFiles
from holdfast.vault.repository.snapshot import Snapshot, encode_snapshot
from holdfast.vault.repository.tree import FileEntry, Node, Tree, build_trees, encode_tree

CHUNK = 4 * 1024 * 1024
"""Bytes of a file in one blob."""
PACKS_PER_INDEX = 64
SECONDS_PER_INDEX = 120.0
"""A killed writer loses at most what it saved in this span."""

PROGRAM = "holdfast"


@dataclass(frozen=True, slots=True)
class SavedContent:
    """A byte stream in the repository: its blobs (hex) in order, and its bytes."""

    content: tuple[str, ...]
    size: int


class Writer:
    """One session of writing, under a lock; used by one thread."""

    def __init__(self, blobs: Blobs, files: SealedFiles, lock: Lock) -> None:
        """Write for as long as `lock` stands."""
        self._blobs = blobs
        self._files = files
        self._lock = lock
        self._packers = {kind: Packer(blobs.key) for kind in BlobType}
        self._waiting: set[tuple[BlobType, str]] = set()
        self._indexed_at = time.monotonic()
        self._buffers: list[bytearray] = []
        # One per writer: a compressor shared between threads crashes the interpreter.
        self._compressor = zstandard.ZstdCompressor(level=3)

    def save_content(self, chunks: Iterable[bytes], *, compress: bool) -> SavedContent:
        """Store a byte stream without ever holding more than a pack of it.

        Raises what `chunks` raises; the blobs stored by then stay, for the next attempt.
        """
        blobs, size = [], 0
        # Not shared with a stream that is saved while this one is being read.
        buffer = self._buffers.pop() if self._buffers else bytearray(CHUNK)
        try:
            for piece in _pieces(chunks, buffer):
                blobs.append(self._save_blob(BlobType.DATA, piece, compress=compress))
                size += len(piece)
        finally:
            self._buffers.append(buffer)
        return SavedContent(tuple(blobs), size)

    def has(self, content: Sequence[str]) -> bool:
        """Whether every blob of a byte stream is stored already."""
        lacking = self._blobs.lacking(BlobType.DATA, content)
        return all((BlobType.DATA, blob) in self._waiting for blob in lacking)

    def has_tree(self, tree: str) -> bool:
        """Whether this one tree is stored already; those below it are others."""
        return self._has(BlobType.TREE, tree)

    def tree_id(self, tree: Tree) -> str:
        """The id that `tree` would have if this writer wrote it."""
        return hashlib.sha256(encode_tree(tree.nodes, _owner())).hexdigest()

    def save_tree(self, entries: Iterable[FileEntry], there: Iterable[Node] = ()) -> str:
        """Store the folders that hold `entries`; return the id of their root.

        `there` are folders of the root, with all below them, that are stored already.
        """
        return build_trees(entries, self._save_tree_blob, _owner(), there)

    def save_snapshot(
        self,
        *,
        tree: str,
        time: datetime,
        hostname: str,
        paths: Sequence[str],
        tags: Sequence[str] = (),
        parent: str | None = None,
    ) -> Snapshot:
        """Make everything durable, then the snapshot that names it; `time` is UTC."""
        self.flush()
        draft = Snapshot(
            id="",
            time=time,
            tree=tree,
            paths=tuple(paths),
            hostname=hostname,
            username=user_name(),
            tags=tuple(tags),
            parent=parent,
            program_version=PROGRAM,
        )
        return self.put_snapshot(draft)

    def put_snapshot(self, draft: Snapshot) -> Snapshot:
        """Store a snapshot whose tree is durable; return it with its id."""
        self._lock.demand()
        name = self._files.put("snapshots", encode_snapshot(draft))
        return replace(draft, id=name)

    def flush(self) -> None:
        """Make every blob durable, and after that the index that names them."""
        for kind in BlobType:
            self._finish_pack(kind)
        self._write_index()

    def _has(self, kind: BlobType, blob: str) -> bool:
        return (kind, blob) in self._waiting or self._blobs.has(kind, blob)

    def _save_tree_blob(self, data: bytes) -> str:
        return self._save_blob(BlobType.TREE, data, compress=True)

    def _save_blob(self, kind: BlobType, data: bytes | memoryview, *, compress: bool) -> str:
        blob = hashlib.sha256(data).hexdigest()
        if self._has(kind, blob):
            return blob
        packed = self._compressor.compress(data) if compress else data
        smaller = len(packed) < len(data)
        sealed = self._blobs.key.seal_parts(packed if smaller else data)
        self._packers[kind].add(blob, kind, sealed, len(data) if smaller else None)
        self._waiting.add((kind, blob))
        if self._packers[kind].full:
            self._finish_pack(kind)
        self._flush_when_due()
        return blob

    def _finish_pack(self, kind: BlobType) -> None:
        packer = self._packers[kind]
        if not packer.blobs:
            return
        self._lock.demand()
        name, pieces = packer.finish()
        self._blobs.put_pack(name, pieces, packer.blobs)
        self._waiting.difference_update((kind, entry.id) for entry in packer.blobs)
        self._packers[kind] = Packer(self._blobs.key)

    def _flush_when_due(self) -> None:
        # Packs that are not full, too: a slow phone does not fill one in this time.
        if time.monotonic() - self._indexed_at > SECONDS_PER_INDEX:
            self.flush()
        elif self._blobs.waiting >= PACKS_PER_INDEX:
            self._write_index()

    def _write_index(self) -> None:
        if self._blobs.waiting:
            self._lock.demand()
            self._blobs.write_index()
        self._indexed_at = time.monotonic()


def _pieces(chunks: Iterable[bytes], buffer: bytearray) -> Iterator[memoryview]:
    """Cut a stream into pieces of the buffer's length, the last one shorter.

    A piece lies in the buffer: it is only there until the next one is asked for.
    """
    piece, held = memoryview(buffer), 0
    for chunk in chunks:
        rest = memoryview(chunk)
        while rest:
            taken = rest[: len(piece) - held]
            piece[held : held + len(taken)] = taken
            held, rest = held + len(taken), rest[len(taken) :]
            if held == len(piece):
                yield piece
                held = 0
    if held:
        yield piece[:held]


def _owner() -> tuple[int, int]:
    # So that `restic restore` by the same person has nothing to chown.
    if hasattr(os, "getuid"):
        return os.getuid(), os.getgid()
    return 0, 0
