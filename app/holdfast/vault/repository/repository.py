"""A repository that is open: its files, blobs, trees and snapshots."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import zstandard

from holdfast.progress import Task
from holdfast.vault.repository.blobs import open_blob, pack_path
from holdfast.vault.repository.check import Checker, CheckReport
from holdfast.vault.repository.config import Config
from holdfast.vault.repository.index import BlobTable, Place, decode_index
from holdfast.vault.repository.keyfile import ScryptCost, encode_keyfile, open_keyfile
from holdfast.vault.repository.lock import Lock
from holdfast.vault.repository.pack import (
    TAIL,
    BlobType,
    PackBroken,
    PackedBlob,
    header_length,
    open_header,
)
from holdfast.vault.repository.problems import (
    AmbiguousSnapshot,
    NoSuchSnapshot,
    NotAVault,
    VaultDamaged,
    VaultExists,
    VaultMissing,
    VaultProblem,
    WrongPassword,
)
from holdfast.vault.repository.seal import Key, SealBroken
from holdfast.vault.repository.snapshot import Snapshot, decode_snapshot
from holdfast.vault.repository.stores.store import Store
from holdfast.vault.repository.tree import FileEntry, Tree, decode_tree, walk
from holdfast.vault.repository.writer import Writer

log = logging.getLogger(__name__)

SETTLE = 0.2
"""Seconds after which a lock is visible to everybody; restic waits as long."""

_ZSTD = b"\x02"
"""First byte of an unpacked file that is compressed JSON."""


class Repository:
    """Reads safely from several threads; writes through one `writer()` at a time.

    Every byte that comes from the store is authenticated, and blobs are compared with their
    hash, before anybody sees them.
    """

    def __init__(
        self,
        store: Store,
        key: Key,
        config: Config,
        clock: Callable[[], datetime],
        settle: float = SETTLE,
    ) -> None:
        """Use `create` or `open`."""
        self.store = store
        self.key = key
        self.id = config.id
        self._clock = clock
        self._settle = settle
        self._table = BlobTable()
        self._index_files: set[str] = set()
        self._table_lock = threading.RLock()

    @classmethod
    def create(
        cls,
        store: Store,
        password: str,
        *,
        cost: ScryptCost | None = None,
        clock: Callable[[], datetime],
        settle: float = SETTLE,
    ) -> Repository:
        """Make a new repository in an empty place; raises `VaultExists`, `DiskReadOnly`, …."""
        if not store.is_empty():
            raise VaultExists(store.place)
        key, config = Key.generate(), Config.generate()
        store.prepare()
        keyfile = encode_keyfile(password, key, cost or ScryptCost(), clock())
        store.put(f"keys/{_name(keyfile)}", keyfile)
        store.put("config", key.seal(config.encode()))
        return cls(store, key, config, clock, settle)

    @classmethod
    def open(
        cls,
        store: Store,
        password: str,
        *,
        clock: Callable[[], datetime],
        settle: float = SETTLE,
    ) -> Repository:
        """Open the repository in `store`.

        Raises `VaultMissing`, `NotAVault`, `WrongPassword`, `VaultDamaged`.
        """
        cls.demand(store)
        key = _find_key(store, password)
        try:
            config = Config.decode(key.open(store.get("config")))
        except (SealBroken, ValueError) as error:
            raise VaultDamaged("config") from error
        repository = cls(store, key, config, clock, settle)
        repository.load_index()
        return repository

    @staticmethod
    def demand(store: Store) -> None:
        """Raise `VaultMissing` or `NotAVault` unless there is a repository in `store`."""
        if store.is_empty():
            raise VaultMissing(store.place)
        if not store.exists("config") or next(store.list("keys"), None) is None:
            raise NotAVault(store.place)

    # Snapshots

    def snapshots(self) -> list[Snapshot]:
        """Every readable snapshot, oldest first; damaged ones are for `check` to tell."""
        found = filter(None, map(self._try_snapshot, self.file_names("snapshots")))
        return sorted(found, key=lambda snapshot: (snapshot.time, snapshot.id))

    def snapshot(self, prefix: str) -> Snapshot:
        """Find a snapshot by the first digits of its id.

        Raises `NoSuchSnapshot`, `AmbiguousSnapshot`, `VaultDamaged`.
        """
        names = [name for name in self.file_names("snapshots") if name.startswith(prefix)]
        if not names or not prefix:
            raise NoSuchSnapshot(prefix)
        if len(names) > 1:
            raise AmbiguousSnapshot(prefix, tuple(sorted(name[:12] for name in names)))
        return self.load_snapshot(names[0])

    def load_snapshot(self, name: str) -> Snapshot:
        """Read one snapshot file; raises `NoSuchSnapshot`, `VaultDamaged`."""
        try:
            return decode_snapshot(name, self.get_file("snapshots", name))
        except FileNotFoundError:
            raise NoSuchSnapshot(name) from None
        except ValueError as error:
            raise VaultDamaged(f"snapshots/{name}") from error

    def _try_snapshot(self, name: str) -> Snapshot | None:
        try:
            return self.load_snapshot(name)
        except (VaultDamaged, NoSuchSnapshot) as problem:
            log.warning("snapshot %s cannot be read: %r", name[:8], problem)
            return None

    def retag(
        self, snapshot_id: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> Snapshot:
        """Change a snapshot's tags: a new file first, then the old one goes.

        The new snapshot has another id; `original` keeps the first one.
        """
        old = self.snapshot(snapshot_id)
        tags = tuple(sorted((set(old.tags) | set(add)) - set(remove)))
        if tags == tuple(sorted(old.tags)):
            return old
        with self.writer() as writer:
            new = writer.put_snapshot(replace(old, tags=tags, original=old.original or old.id))
            self.delete_file("snapshots", old.id)
        return new

    def drop(self, snapshot_id: str) -> None:
        """Forget one snapshot; its content stays until a prune."""
        found = self.snapshot(snapshot_id)
        with self.writer():
            self.delete_file("snapshots", found.id)

    # Trees and content

    def tree(self, name: str) -> Tree:
        """Read one tree; raises `VaultDamaged`."""
        try:
            return decode_tree(self.load_blob(BlobType.TREE, name))
        except ValueError as error:
            raise VaultDamaged(f"tree {name[:8]}") from error

    def files(self, tree: str, *, known: Container[str] = ()) -> Iterator[FileEntry]:
        """Yield every file below `tree`, skipping trees whose id is in `known`."""
        try:
            yield from walk(tree, self.tree, known.__contains__)
        except (ValueError, RecursionError) as error:
            raise VaultDamaged(f"tree {tree[:8]}") from error

    def open_content(self, content: Sequence[str]) -> Iterator[bytes]:
        """Yield a byte stream blob by blob; raises `VaultDamaged`."""
        return (self.load_blob(BlobType.DATA, blob) for blob in content)

    def load_blob(self, kind: BlobType, blob: str) -> bytes:
        """Read one blob and compare it with its hash; raises `VaultDamaged`."""
        place = self.find_blob(kind, blob)
        if place is None:
            raise VaultDamaged(f"{kind.word} {blob[:8]}")
        try:
            sealed = self.store.read_range(
                pack_path(place.pack), place.blob.offset, place.blob.length
            )
        except FileNotFoundError as error:
            raise VaultDamaged(f"pack {place.pack[:8]}") from error
        return open_blob(self.key, place.blob, sealed)

    def find_blob(self, kind: BlobType, blob: str) -> Place | None:
        """Tell where a blob lies, looking for new index files before giving up."""
        place = self._table.find(kind, blob)
        if place is None and self.load_index():
            place = self._table.find(kind, blob)
        return place

    # Writing

    @contextmanager
    def writer(self) -> Iterator[Writer]:
        """Take a lock, adopt what a killed writer left, and lend a `Writer`.

        When the block ends by an exception, what was saved is made durable all the same.
        Raises `VaultLocked`, `DiskFull`, `DiskReadOnly`.
        """
        with self.lock(exclusive=False) as lock:
            self.load_index()
            self.store.tidy()
            writer = Writer(self, lock)
            writer.adopt(self._orphans())
            try:
                yield writer
            except BaseException:
                _flush_quietly(writer)
                raise
            writer.flush()

    def lock(self, *, exclusive: bool) -> Lock:
        """Make a lock, to be used in a `with` statement."""
        pause = lambda: time.sleep(self._settle)  # noqa: E731 - the whole of it
        return Lock(self, exclusive=exclusive, clock=self._clock, pause=pause)

    def _orphans(self) -> dict[str, list[PackedBlob]]:
        found = {}
        for path, size in self.store.list("data"):
            name = path.rpartition("/")[2]
            if name not in self._table.packs:
                try:
                    found[name] = self.pack_header(name, size)
                except (PackBroken, FileNotFoundError):
                    log.warning("pack %s belongs to nobody and cannot be read", name[:8])
        for name, blobs in found.items():
            self._learn(name, blobs)
        return found

    def pack_header(self, name: str, size: int) -> list[PackedBlob]:
        """Read the list of blobs at the end of a pack of `size` bytes; raises `PackBroken`."""
        tail = self.store.read_range(pack_path(name), max(0, size - TAIL), TAIL)
        length = header_length(tail, size)
        sealed = self.store.read_range(pack_path(name), size - TAIL - length, length)
        return open_header(sealed, self.key)

    def has_blob(self, kind: BlobType, blob: str) -> bool:
        """Whether the blob is stored."""
        return self._table.has(kind, blob)

    def put_pack(self, name: str, data: bytes, blobs: list[PackedBlob]) -> None:
        """Store a pack and learn its blobs."""
        self.store.put(pack_path(name), data)
        self._learn(name, blobs)

    def _learn(self, pack: str, blobs: list[PackedBlob]) -> None:
        with self._table_lock:
            self._table.add(pack, blobs)

    # Sealed files: index, snapshots, locks

    def load_index(self) -> bool:
        """Read index files that are new; return whether there were any.

        Files that are gone were replaced by a prune, so everything is read anew.
        """
        with self._table_lock:
            names = set(self.file_names("index"))
            if self._index_files - names:
                self._table, self._index_files = BlobTable(), set()
            fresh = names - self._index_files
            for name in fresh:
                self._read_index(name)
            self._index_files |= fresh
            return bool(fresh)

    def _read_index(self, name: str) -> None:
        try:
            for pack, blobs in decode_index(self.get_file("index", name)).items():
                self._table.add(pack, blobs)
        except (ValueError, FileNotFoundError) as error:
            raise VaultDamaged(f"index/{name}") from error

    def put_file(self, folder: str, content: bytes) -> str:
        """Seal a JSON file and store it under its hash; return the name."""
        sealed = self.key.seal(_ZSTD + zstandard.ZstdCompressor().compress(content))
        name = _name(sealed)
        self.store.put(f"{folder}/{name}", sealed)
        if folder == "index":
            self._index_files.add(name)
        return name

    def get_file(self, folder: str, name: str) -> bytes:
        """Read a sealed JSON file; raises FileNotFoundError, `VaultDamaged`."""
        try:
            content = self.key.open(self.store.get(f"{folder}/{name}"))
            if content[:1] != _ZSTD:
                return content
            return zstandard.ZstdDecompressor().decompressobj().decompress(content[1:])
        except (SealBroken, zstandard.ZstdError) as error:
            raise VaultDamaged(f"{folder}/{name[:8]}") from error

    def file_names(self, folder: str) -> list[str]:
        """List the names of sealed files."""
        return [path.rpartition("/")[2] for path, _ in self.store.list(folder)]

    def delete_file(self, folder: str, name: str) -> None:
        """Remove a sealed file."""
        self.store.delete(f"{folder}/{name}")

    # Checking

    def check(self, *, read_data: bool, task: Task) -> CheckReport:
        """Look at everything, and with `read_data` open and hash every byte; change nothing."""
        self.load_index()
        return Checker(self, self._table, task).run(read_data=read_data)


def _flush_quietly(writer: Writer) -> None:
    try:
        writer.flush()
    except VaultProblem:
        # The trouble that ended the session is the one to tell.
        log.warning("what was saved could not be kept", exc_info=True)


def _name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _find_key(store: Store, password: str) -> Key:
    readable = False
    for name, _ in store.list("keys"):
        try:
            key = open_keyfile(store.get(name), password)
            readable = True
        except (ValueError, FileNotFoundError):
            continue
        if key is not None:
            return key
    if not readable:
        raise NotAVault(store.place)
    raise WrongPassword(store.place)
