"""A repository that is open: its files, blobs, trees and snapshots."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from holdfast.progress import Task
from holdfast.vault.repository import check as checking
from holdfast.vault.repository import lock as locking
from holdfast.vault.repository import prune as pruning
from holdfast.vault.repository import repairing
from holdfast.vault.repository import snapshot as snapshotting
from holdfast.vault.repository import tree as trees
from holdfast.vault.repository import usage as using
from holdfast.vault.repository import writer as writing
from holdfast.vault.repository.blobs import Blobs
from holdfast.vault.repository.config import Config
from holdfast.vault.repository.door import Door, Opened, open_with
from holdfast.vault.repository.key_files import KeyFiles
from holdfast.vault.repository.keyfile import ScryptCost, encode_keyfile
from holdfast.vault.repository.pack import BlobType
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
from holdfast.vault.repository.seal import Key
from holdfast.vault.repository.sealed_files import SealedFiles, hash_name
from holdfast.vault.repository.stores.store import Store

log = logging.getLogger(__name__)

SETTLE = 0.2
"""Seconds after which a lock is visible to everybody; restic waits as long."""

DYING = 24 * 3600.0
"""Seconds after which a half-written file belongs to a writer that died."""
ALONE = 600.0
"""The same, when nobody else holds a lock."""


class Repository:
    """Reads safely from several threads; writes through one `writer()` at a time.

    Every byte that comes from the store is authenticated, and blobs are compared with their
    hash, before anybody sees them.
    """

    def __init__(
        self,
        store: Store,
        repository_id: str,
        door: Door,
        clock: Callable[[], datetime],
        settle: float = SETTLE,
    ) -> None:
        """Use `create`, `open` or `open_later`."""
        key = door.key
        self.store = store
        self.id = repository_id
        self._door = door
        self._clock = clock
        self._settle = settle
        self._files = SealedFiles(store, key)
        self._blobs = Blobs(store, key, self._files)
        self._session = threading.Lock()

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
        name = hash_name(keyfile)
        try:
            store.put(f"keys/{name}", keyfile)
            store.put("config", key.seal(config.encode()))
        except BaseException:
            with suppress(VaultProblem):
                store.delete(f"keys/{name}")  # so that the place is empty for the next attempt
            raise
        return cls(store, config.id, Door.at(Opened(config.id, key, name)), clock, settle)

    @classmethod
    def open(
        cls,
        store: Store,
        password: str,
        *,
        clock: Callable[[], datetime],
        settle: float = SETTLE,
    ) -> Repository:
        """Open the repository in `store`; its index is read when the first blob is asked for.

        Raises `VaultMissing`, `NotAVault`, `WrongPassword`, `VaultDamaged`.
        """
        cls.demand(store)
        opened = open_with(store, password)
        return cls(store, opened.id, Door.at(opened), clock, settle)

    @classmethod
    def open_later(
        cls,
        store: Store,
        repository_id: str,
        password: Callable[[], str],
        *,
        clock: Callable[[], datetime],
        settle: float = SETTLE,
    ) -> Repository:
        """As `open`, for a repository that was open before and is expected to be the same.

        `password` is asked for when something is first sealed or opened, or by `unlock`: what
        `open` would have raised is raised then. `WrongPassword` stands for another repository
        in its place, too.
        """
        cls.demand(store)

        def find() -> Opened:
            opened = open_with(store, password())
            if opened.id != repository_id:
                raise WrongPassword(store.place)
            return opened

        return cls(store, repository_id, Door(find), clock, settle)

    def unlock(self) -> None:
        """Have the key, at the latest now; raises as `open` does."""
        self._door.opened()

    @cached_property
    def keys(self) -> KeyFiles:
        """The passwords that open it; raises as `open` does."""
        opened = self._door.opened()
        return KeyFiles(self.store, opened.key, opened.key_name, self._clock, self.lock)

    @staticmethod
    def demand(store: Store) -> None:
        """Raise `VaultMissing` or `NotAVault` unless there is a repository in `store`."""
        if store.is_empty():
            raise VaultMissing(store.place)
        if not store.exists("config") or next(store.list("keys"), None) is None:
            raise NotAVault(store.place)

    # Snapshots

    def snapshots(self) -> list[snapshotting.Snapshot]:
        """Every readable snapshot, oldest first; damaged ones are for `check` to tell."""
        found = filter(None, map(self._try_snapshot, self.file_names("snapshots")))
        return sorted(found, key=lambda snapshot: (snapshot.time, snapshot.id))

    def snapshot(self, prefix: str) -> snapshotting.Snapshot:
        """Find a snapshot by the first digits of its id.

        Raises `NoSuchSnapshot`, `AmbiguousSnapshot`, `VaultDamaged`.
        """
        names = [name for name in self.file_names("snapshots") if name.startswith(prefix)]
        if not names or not prefix:
            raise NoSuchSnapshot(prefix)
        if len(names) > 1:
            raise AmbiguousSnapshot(prefix, tuple(sorted(name[:12] for name in names)))
        return self.load_snapshot(names[0])

    def load_snapshot(self, name: str) -> snapshotting.Snapshot:
        """Read one snapshot file; raises `NoSuchSnapshot`, `VaultDamaged`."""
        try:
            return snapshotting.decode_snapshot(name, self._files.get("snapshots", name))
        except FileNotFoundError:
            raise NoSuchSnapshot(name) from None
        except ValueError as error:
            raise VaultDamaged(f"snapshots/{name[:8]}") from error

    def _try_snapshot(self, name: str) -> snapshotting.Snapshot | None:
        try:
            return self.load_snapshot(name)
        except (VaultDamaged, NoSuchSnapshot) as problem:
            log.warning("snapshot %s cannot be read: %r", name[:8], problem)
            return None

    def retag(
        self, snapshot_id: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> snapshotting.Snapshot:
        """Change a snapshot's tags: a new file first, then the old one goes.

        The new snapshot has another id; `original` keeps the first one.
        """
        old = self.snapshot(snapshot_id)
        tags = tuple(sorted((set(old.tags) | set(add)) - set(remove)))
        if tags == tuple(sorted(old.tags)):
            return old
        with self.writer() as writer:
            new = writer.put_snapshot(replace(old, tags=tags, original=old.original or old.id))
            self._files.delete("snapshots", old.id)
        return new

    def drop(self, snapshot_id: str) -> None:
        """Forget one snapshot; its content stays until a prune."""
        found = self.snapshot(snapshot_id)
        with self.writer():
            self._files.delete("snapshots", found.id)

    # Trees and content

    def tree(self, name: str) -> trees.Tree:
        """Read one tree; raises `VaultDamaged`."""
        try:
            return trees.decode_tree(self._blobs.load(BlobType.TREE, name))
        except ValueError as error:
            raise VaultDamaged(f"tree {name[:8]}") from error

    def files(self, tree: str, *, known: Container[str] = ()) -> Iterator[trees.FileEntry]:
        """Yield every file below `tree`, skipping trees whose id is in `known`."""
        try:
            yield from trees.walk(tree, self.tree, known.__contains__)
        except (ValueError, RecursionError) as error:
            raise VaultDamaged(f"tree {tree[:8]}") from error

    def open_content(self, content: Sequence[str]) -> Iterator[bytes]:
        """Yield a byte stream blob by blob; raises `VaultDamaged`."""
        return (self._blobs.load(BlobType.DATA, blob) for blob in content)

    # Writing

    @contextmanager
    def writer(self) -> Iterator[writing.Writer]:
        """Take a lock, adopt what a killed writer left, and lend a `Writer`.

        Waits while another thread has one. When the block ends by an exception, what was
        saved is made durable all the same.
        Raises `VaultLocked`, `VaultMissing`, `DiskFull`, `DiskReadOnly`.
        """
        with self._session, self.lock(exclusive=False) as lock:
            alone = lock.alone
            self.store.tidy(ALONE if alone else DYING)
            self._blobs.adopt(strays=alone)
            writer = writing.Writer(self._blobs, self._files, lock)
            try:
                yield writer
            except BaseException:
                _flush_quietly(writer)
                raise
            writer.flush()

    def lock(self, *, exclusive: bool) -> locking.Lock:
        """Make a lock, to be used in a `with` statement."""

        def pause() -> None:
            time.sleep(self._settle)

        return locking.Lock(self._files, exclusive=exclusive, clock=self._clock, pause=pause)

    def unlock_stale(self) -> int:
        """Remove locks that nobody stands behind any more; return how many there were."""
        return locking.remove_stale_locks(self._files, self._clock())

    def file_names(self, folder: str) -> list[str]:
        """List the names of sealed files ("snapshots", "index", "locks")."""
        return self._files.names(folder)

    # Pruning

    def prune(self, task: Task) -> pruning.PruneReport:
        """Free the space of what no snapshot needs, and merge small packs and indexes.

        Raises `CannotPrune` before anything is removed, `VaultLocked` while anybody else is
        at work, `Cancelled`, and what the disk raises.
        """
        with self._session, self.lock(exclusive=True) as lock:
            self.store.tidy(ALONE)
            blobs = Blobs(self.store, self._blobs.key, self._files)
            report = pruning.Pruner(self.store, blobs, self._files, lock, task).run(self)
            self._blobs.refresh()
        return report

    def freeable(self, task: Task, *, without: Container[str], content: Iterable[str]) -> int:
        """Estimate the bytes a prune would free if the snapshots `without` were gone.

        `content` names blobs that are needed besides. Changes nothing; raises `CannotPrune`.
        """
        self._blobs.refresh()
        usage = using.Usage(self._blobs, task)
        usage.add_snapshots(self, without)
        usage.add_content(content)
        return pruning.freeable(self._blobs, usage)

    # Checking

    def pack_names(self) -> tuple[str, ...]:
        """The ids (hex) of all packs that the index names."""
        return tuple(self._blobs.packs())

    def check(
        self,
        *,
        read_data: bool,
        only: Container[str] | None = None,
        snapshots: Sequence[str] | None = None,
        task: Task,
    ) -> checking.CheckReport:
        """Look at everything, and with `read_data` open and hash every byte; change nothing.

        With `only`, of all packs just these (ids, hex) are read; with `snapshots`, just what
        these (full ids) name is looked at.
        What a writer adds meanwhile is not looked at.
        """
        # From the files alone: not from what this program learned on the way.
        blobs = Blobs(self.store, self._blobs.key, self._files)
        checker = checking.Checker(self, self.store, blobs, task)
        return checker.run(read_data=read_data, only=only, snapshots=snapshots)

    def repair(self, task: Task) -> repairing.RepairReport:
        """Save what is whole in damaged packs, and index anew only what is whole.

        Blobs that are lost count as stored no more, so that the next backup heals what its
        phone still has. Deletes no pack and no snapshot. Raises `VaultLocked` while anybody
        else is at work, `Cancelled`, and what the disk raises.
        """
        with self._session, self.lock(exclusive=True) as lock:
            blobs = Blobs(self.store, self._blobs.key, self._files)
            report = repairing.Repairer(self.store, blobs, self._files, lock, task).run()
            self._blobs.refresh()
        return report


def _flush_quietly(writer: writing.Writer) -> None:
    try:
        writer.flush()
    except VaultProblem as problem:
        # The trouble that ended the session is the one to tell.
        log.warning("what was saved could not be kept: %r", problem)
