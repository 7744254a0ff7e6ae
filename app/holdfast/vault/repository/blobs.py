"""The blobs of a repository: where each lies, read back and compared with its hash."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

import zstandard

from holdfast.vault.repository.blob_table import BlobTable, Packs, Place
from holdfast.vault.repository.index import decode_index, encode_index, shares
from holdfast.vault.repository.pack import (
    TAIL,
    BlobType,
    PackBroken,
    PackedBlob,
    header_length,
    open_header,
)
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.seal import Key, SealBroken
from holdfast.vault.repository.sealed_files import SealedFiles, named_files
from holdfast.vault.repository.stores.store import Store

log = logging.getLogger(__name__)

_STEP = 4 * 1024 * 1024
"""Bytes of a pack that are hashed at a time: another program's packs may be large."""


class Blobs:
    """All blobs in `store`. Reads from any thread; one session at a time writes.

    Packs are durable when they are put, but others find their blobs only after
    `write_index`. Packs that no index names are *strays*: their writer died, or their index
    is damaged. Strays are read from when nothing else has a blob, and count as stored only
    once `adopt` has taken them in.
    """

    def __init__(self, store: Store, key: Key, files: SealedFiles) -> None:
        """Read nothing: the index is read when it is first asked, or by `refresh`."""
        self.key = key
        self.damaged: set[str] = set()
        """Index files that cannot be read."""
        self._store = store
        self._files = files
        self._table = BlobTable()
        self._strays = BlobTable()
        self._loaded: set[str] = set()
        self._asked = False
        self._unindexed: dict[str, list[PackedBlob]] = {}
        self._mutex = threading.RLock()

    def has(self, kind: BlobType, blob: str) -> bool:
        """Whether the blob is stored."""
        return self._read_table.has(kind, blob)

    def lacking(self, kind: BlobType, blobs: Sequence[str]) -> list[str]:
        """Those of the blobs that are not stored."""
        return self._read_table.lacking(kind, blobs)

    def find(self, kind: BlobType, blob: str) -> Place | None:
        """Tell where a blob lies, by the index or among the strays read so far."""
        return self._read_table.find(kind, blob) or self._strays.find(kind, blob)

    def copies(self, kind: BlobType, blob: str) -> Iterator[Place]:
        """Yield every place of a blob that is known; slow."""
        yield from self._read_table.copies(kind, blob)
        yield from self._strays.copies(kind, blob)

    def packs(self) -> Packs:
        """All packs with what lies in them, as it is at this moment."""
        with self._mutex:
            return self._read_table.packs()

    def __len__(self) -> int:
        """How many different blobs are stored."""
        return len(self._read_table)

    # Reading

    def load(self, kind: BlobType, blob: str) -> bytes:
        """Read one blob from whichever pack still has it whole; raises `VaultDamaged`."""
        for place in self._places(kind, blob):
            with suppress(FileNotFoundError, VaultDamaged):
                return self._read(place)
        raise VaultDamaged(f"{kind.word} {blob[:8]}")

    def _places(self, kind: BlobType, blob: str) -> Iterator[Place]:
        first = self._read_table.find(kind, blob)
        if first is not None:
            yield first
        # A prune may have put it elsewhere, and an index may have been lost.
        self.refresh()
        yield from (place for place in self._table.copies(kind, blob) if place != first)
        self.read_strays()
        yield from self._strays.copies(kind, blob)

    def _read(self, place: Place) -> bytes:
        blob = place.blob
        sealed = self._store.read_range(pack_path(place.pack), blob.offset, blob.length)
        return open_blob(self.key, blob, sealed)

    def header(self, pack: str, size: int) -> list[PackedBlob]:
        """Read the list of blobs at the end of a pack of `size` bytes.

        Raises `PackBroken`, FileNotFoundError.
        """
        path = pack_path(pack)
        tail = self._store.read_range(path, max(0, size - TAIL), TAIL)
        length = header_length(tail, size)
        sealed = self._store.read_range(path, size - TAIL - length, length)
        return open_header(sealed, size, self.key)

    def read_strays(self) -> None:
        """Look into the packs that no index names; changes nothing."""
        for pack, size in named_files(self._store, "data").items():
            if not (self._read_table.has_pack(pack) or self._strays.has_pack(pack)):
                with suppress(PackBroken, FileNotFoundError):
                    self._strays.add(pack, self.header(pack, size))

    # The index

    @property
    def _read_table(self) -> BlobTable:
        # Years of backups have index files by the thousand: whoever asks for no blob, as for
        # a list of backups, does not wait for them.
        if not self._asked:
            with self._mutex:
                if not self._asked:
                    self.refresh()
        return self._table

    def refresh(self) -> None:
        """Read index files that are new.

        Files that are gone were replaced by a prune, so everything is read anew. A damaged
        one is passed over: its packs are strays until the next writer adopts them.
        """
        with self._mutex:
            names = set(self._files.names("index"))
            if self._loaded - names:
                self._forget()
            for name in names - self._loaded:
                self._read_index(name)
            self._asked = True

    def _forget(self) -> None:
        self._table, self._strays = BlobTable(), BlobTable()
        self._loaded, self.damaged = set(), set()
        self._learn(self._unindexed)

    def _read_index(self, name: str) -> None:
        try:
            self._learn(decode_index(self._files.get("index", name)))
        except FileNotFoundError:
            return  # a prune is at work; the next refresh sees what it made
        except (ValueError, VaultDamaged) as error:
            log.warning("index %s cannot be read: %r", name[:8], error)
            self.damaged.add(name)
        self._loaded.add(name)

    def _learn(self, packs: Mapping[str, list[PackedBlob]]) -> None:
        with self._mutex:
            for pack, blobs in packs.items():
                self._table.add(pack, blobs)

    # Writing

    def put_pack(self, pack: str, pieces: Iterable[bytes], blobs: list[PackedBlob]) -> None:
        """Store a pack and learn its blobs."""
        self._store.put(pack_path(pack), *pieces)
        self._unindexed[pack] = blobs
        self._learn({pack: blobs})

    @property
    def waiting(self) -> int:
        """How many packs no index names yet."""
        return len(self._unindexed)

    def write_index(self) -> None:
        """Write index files for the packs that none names yet."""
        for packs in list(shares(self._unindexed)):
            name = self._files.put("index", encode_index(packs))
            with self._mutex:
                self._loaded.add(name)
            for pack in packs:
                del self._unindexed[pack]

    def adopt(self, *, strays: bool) -> None:
        """Begin a session, under a lock: look anew, and take in packs that no index names.

        Blobs whose pack is gone or cut short count as stored no more, so that a backup heals
        what its phone still has. `strays` is False while another writer is at work, whose
        packs they may be.
        """
        with self._mutex:
            if self._unindexed:
                # A session failed before its index; since then a prune may have been here.
                self._unindexed = {}
                self._forget()
            self.refresh()
            sizes = named_files(self._store, "data")
            known = self._table.has_pack
            unknown = {pack: size for pack, size in sizes.items() if not known(pack)}
            self._unlearn_lost(sizes)
            if strays:
                self._unindexed = dict(self._whole_strays(unknown))
                self._learn(self._unindexed)

    def _unlearn_lost(self, sizes: Mapping[str, int]) -> None:
        table, packs = self._table, self._table.packs()
        whole = [pack for pack in packs if sizes.get(pack) == table.size_of(pack)]
        if len(whole) < len(packs):
            self._table = BlobTable()
            for pack in whole:
                self._table.add(pack, packs[pack])

    def _whole_strays(self, sizes: Mapping[str, int]) -> Iterator[tuple[str, list[PackedBlob]]]:
        for pack, size in sizes.items():
            try:
                yield pack, self._whole_pack(pack, size)
            except (PackBroken, FileNotFoundError):
                log.warning("pack %s is in no index and cannot be read", pack[:8])

    def _whole_pack(self, pack: str, size: int) -> list[PackedBlob]:
        # Its writer died: a disk that lost power may not have kept what it had promised.
        blobs = self.header(pack, size)
        digest = hashlib.sha256()
        for at in range(0, size, _STEP):
            digest.update(self._store.read_range(pack_path(pack), at, _STEP))
        if digest.hexdigest() != pack:
            raise PackBroken("hash")
        return blobs


def pack_path(pack: str) -> str:
    """Return where the pack lies in a store."""
    return f"data/{pack[:2]}/{pack}"


def open_blob(key: Key, blob: PackedBlob, sealed: bytes) -> bytes:
    """Open one sealed blob and compare it with its hash; raises `VaultDamaged`."""
    try:
        data = key.open(sealed)
        if blob.plain_length is not None:
            data = _inflated(data, blob.plain_length)
    except (SealBroken, zstandard.ZstdError) as error:
        raise VaultDamaged(f"{blob.type.word} {blob.id[:8]}") from error
    if hashlib.sha256(data).hexdigest() != blob.id:
        raise VaultDamaged(f"{blob.type.word} {blob.id[:8]}")
    return data


def _inflated(data: bytes, length: int) -> bytes:
    # A frame that announces more than the index does would have its memory unasked.
    if zstandard.frame_content_size(data) > length:
        raise zstandard.ZstdError("longer than the index says")
    return zstandard.ZstdDecompressor().decompress(data, length)
