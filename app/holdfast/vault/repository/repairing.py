"""Repairs a repository: whole blobs leave damaged packs, and the index names only what is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.progress import Progress, Stage, Task
from holdfast.vault.repository.blobs import Blobs, open_blob, pack_path
from holdfast.vault.repository.index import encode_index, shares
from holdfast.vault.repository.lock import Lock
from holdfast.vault.repository.pack import BlobType, PackBroken, PackedBlob, Packer, pack_size
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.sealed_files import SealedFiles, named_files
from holdfast.vault.repository.stores.store import Store

_Blob = tuple[BlobType, str]


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What a repair did: packs left out of the index, blobs saved from them, ids (hex) lost."""

    packs: int = 0
    saved: int = 0
    lost: tuple[str, ...] = ()
    reindexed: bool = False


class Repairer:
    """One repair, under an exclusive `lock`; deletes no pack and no snapshot."""

    def __init__(
        self, store: Store, blobs: Blobs, files: SealedFiles, lock: Lock, task: Task
    ) -> None:
        """Repair what lies in `store`; `blobs` must be fresh, and belong to nobody else."""
        self._store = store
        self._blobs = blobs
        self._files = files
        self._lock = lock
        self._task = task
        self._whole: dict[str, list[PackedBlob]] = {}
        self._have: set[_Blob] = set()
        self._bad: dict[str, list[PackedBlob]] = {}

    def run(self) -> RepairReport:
        """Read every pack, then write new packs, a new index, and remove the old one, so ordered.

        Ended at any moment, the vault is no worse than before. Raises `Cancelled`,
        `LockLost`, and what the disk raises.
        """
        old = self._files.names("index")
        self._blobs.refresh()
        known = self._blobs.packs()
        sizes = named_files(self._store, "data")
        strays = sizes.keys() - known.keys()
        for number, name in enumerate(sorted(sizes.keys() | known.keys())):
            self._task.report(Progress(Stage.CHECKING, "packs", number, len(sizes)))
            self._sort(name, sizes.get(name), known.get(name))
        # A stray that is broken was in no index: nothing changes by leaving it out.
        if not (self._bad.keys() - strays or self._blobs.damaged or self._whole.keys() & strays):
            return RepairReport()
        wanted = self._bad_blobs()
        saved = self._save()
        self._replace_index(old)
        lost = tuple(sorted({blob for kind, blob in wanted if (kind, blob) not in self._have}))
        return RepairReport(len(self._bad), saved, lost, reindexed=True)

    def _bad_blobs(self) -> set[_Blob]:
        return {(blob.type, blob.id) for blobs in self._bad.values() for blob in blobs}

    def _sort(self, name: str, size: int | None, indexed: list[PackedBlob] | None) -> None:
        header = self._header(name, size)
        if header is not None and self._hash(name, size or 0) == name:
            self._whole[name] = header
            self._have.update((blob.type, blob.id) for blob in header)
        else:
            self._bad[name] = indexed or header or []

    def _header(self, name: str, size: int | None) -> list[PackedBlob] | None:
        try:
            header = self._blobs.header(name, size or 0)
        except (PackBroken, FileNotFoundError, ValueError):
            return None
        return header if pack_size(header) == size else None

    def _hash(self, name: str, size: int) -> str:
        digest, step = hashlib.sha256(), 4 * 1024 * 1024
        for at in range(0, size, step):
            self._task.check()
            digest.update(self._store.read_range(pack_path(name), at, step))
        return digest.hexdigest()

    def _save(self) -> int:
        """Copy blobs that are whole in a damaged pack, and nowhere else, into new packs."""
        count = 0
        for kind in BlobType:
            packer = Packer(self._blobs.key)
            for blob, sealed in self._survivors(kind):
                packer.add(blob.id, kind, [sealed], blob.plain_length)
                self._have.add((kind, blob.id))
                count += 1
                if packer.full:
                    self._finish(packer)
                    packer = Packer(self._blobs.key)
            self._finish(packer)
        return count

    def _survivors(self, kind: BlobType) -> Iterator[tuple[PackedBlob, bytes]]:
        for name, blobs in self._bad.items():
            for blob in blobs:
                if blob.type is kind and (kind, blob.id) not in self._have:
                    try:
                        path = pack_path(name)
                        sealed = self._store.read_range(path, blob.offset, blob.length)
                        open_blob(self._blobs.key, blob, sealed)
                    except (FileNotFoundError, VaultDamaged):
                        continue
                    yield blob, sealed

    def _finish(self, packer: Packer) -> None:
        if packer.blobs:
            self._lock.demand()
            name, pieces = packer.finish()
            self._store.put(pack_path(name), *pieces)
            self._whole[name] = packer.blobs

    def _replace_index(self, old: list[str]) -> None:
        self._lock.demand()
        new = {self._files.put("index", encode_index(share)) for share in shares(self._whole)}
        self._lock.demand()
        for name in set(old) - new:
            self._files.delete("index", name)
