"""Checks a repository, including what `restic check` does not look at: names, order, sizes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Protocol

from holdfast.progress import Progress, Stage, Task
from holdfast.vault.repository.blobs import Blobs, open_blob, pack_path
from holdfast.vault.repository.pack import BlobType, PackBroken, PackedBlob, pack_size
from holdfast.vault.repository.problems import NoSuchSnapshot, VaultDamaged, VaultProblem
from holdfast.vault.repository.sealed_files import hash_name, named_files
from holdfast.vault.repository.snapshot import Snapshot
from holdfast.vault.repository.stores.store import Store
from holdfast.vault.repository.tree import Node, Tree, checked_name, name_bytes


class Damage(StrEnum):
    """What is wrong with a part of the repository."""

    KEY_CHANGED = "key-changed"
    INDEX_UNREADABLE = "index-unreadable"
    SNAPSHOT_UNREADABLE = "snapshot-unreadable"
    PACK_UNINDEXED = "pack-unindexed"
    PACK_MISSING = "pack-missing"
    PACK_SIZE = "pack-size"
    PACK_CHANGED = "pack-changed"
    PACK_HEADER = "pack-header"
    BLOB_BROKEN = "blob-broken"
    BLOB_MISSING = "blob-missing"
    TREE_BROKEN = "tree-broken"
    NAMES = "names"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class CheckProblem:
    """One thing found: what kind of damage, and the first digits or path of what has it."""

    damage: Damage
    what: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found and how much it looked at; `read` bytes were opened and hashed.

    `whole` are the packs (ids, hex) whose every byte was read and found right.
    """

    problems: tuple[CheckProblem, ...]
    snapshots: int
    packs: int
    blobs: int
    bytes: int
    read: int
    whole: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


class Checked(Protocol):
    """The part of a repository that a check looks at."""

    def file_names(self, folder: str) -> list[str]:
        """List sealed files."""
        ...

    def load_snapshot(self, name: str) -> Snapshot:
        """Read one snapshot."""
        ...

    def tree(self, name: str) -> Tree:
        """Read one tree."""
        ...


class Checker:
    """One check; looks at every tree and every pack once."""

    def __init__(self, repository: Checked, store: Store, blobs: Blobs, task: Task) -> None:
        """Check `repository`, whose index will be read into `blobs`."""
        self._repository = repository
        self._store = store
        self._blobs = blobs
        self._task = task
        self._problems: list[CheckProblem] = []
        self._trees: set[str] = set()
        self._used: set[str] = set()
        self._broken: dict[str, set[str]] = {}
        """For each broken blob, the packs in which it is."""
        self._read = 0
        self._whole: list[str] = []

    def run(
        self,
        *,
        read_data: bool,
        only: Container[str] | None = None,
        snapshots: Sequence[str] | None = None,
    ) -> CheckReport:
        """Check packs first, then all that snapshots name.

        With `only`, of all packs just these are read; with `snapshots`, just what these (full
        ids) name is looked at.
        """
        # In this order: what a writer adds meanwhile is not missed by mistake.
        if snapshots is None:
            snapshots = self._repository.file_names("snapshots")
        self._blobs.refresh()
        packs = self._blobs.packs()
        sizes = named_files(self._store, "data")
        self._check_keys()
        strays = sizes.keys() - packs.keys()
        if strays:
            self._blobs.read_strays()
        for name in sorted(self._blobs.damaged):
            self._found(Damage.INDEX_UNREADABLE, name[:8])
        for number, (name, blobs) in enumerate(packs.items()):
            self._task.report(Progress(Stage.CHECKING, "packs", number, len(packs), self._read))
            wanted = read_data and (only is None or name in only)
            self._check_pack(name, blobs, sizes.get(name), read_data=wanted)
        if read_data:
            self._read_strays(strays, sizes)
        for number, snapshot in enumerate(snapshots):
            self._task.report(Progress(Stage.CHECKING, "snapshots", number, len(snapshots)))
            self._check_snapshot(snapshot)
        for name in sorted(self._used - packs.keys()):
            self._found(Damage.PACK_UNINDEXED, name[:8])
        return CheckReport(
            problems=tuple(self._problems),
            snapshots=len(snapshots),
            packs=len(packs),
            blobs=len(self._blobs),
            bytes=sum(sizes.get(name, 0) for name in packs),
            read=self._read,
            whole=tuple(self._whole),
        )

    def _read_strays(self, strays: Collection[str], sizes: Mapping[str, int]) -> None:
        """Learn what of the packs that no index names is broken: it is not there at all."""
        for name in sorted(strays):
            try:
                blobs = self._blobs.header(name, sizes[name])
            except (PackBroken, FileNotFoundError, VaultProblem):
                continue
            for blob in blobs:
                if self._blobs.find(blob.type, blob.id) is not None:
                    sealed = self._store.read_range(pack_path(name), blob.offset, blob.length)
                    self._open(name, blob, sealed, told=False)

    def _found(self, damage: Damage, what: str) -> None:
        self._problems.append(CheckProblem(damage, what))

    def _check_keys(self) -> None:
        for name in named_files(self._store, "keys"):
            if hash_name(self._store.get(f"keys/{name}")) != name:
                self._found(Damage.KEY_CHANGED, name[:8])

    def _check_pack(
        self, name: str, blobs: list[PackedBlob], size: int | None, *, read_data: bool
    ) -> None:
        if size is None:
            self._found(Damage.PACK_MISSING, name[:8])
            for blob in blobs:
                self._broken.setdefault(blob.id, set()).add(name)
        elif pack_size(blobs) != size or not _contiguous(blobs):
            self._found(Damage.PACK_SIZE, name[:8])
        elif read_data:
            self._read_pack(name, blobs, size)

    def _read_pack(self, name: str, blobs: list[PackedBlob], size: int) -> None:
        changed = True
        try:
            changed = self._hash_pack(name, blobs, size) != name
            header = self._blobs.header(name, size)
        except (VaultProblem, FileNotFoundError, PackBroken):
            header = None
        if changed:
            self._found(Damage.PACK_CHANGED, name[:8])
        if header is None or header != sorted(blobs, key=_offset):
            self._found(Damage.PACK_HEADER, name[:8])
        elif not changed:
            self._whole.append(name)

    def _hash_pack(self, name: str, blobs: list[PackedBlob], size: int) -> str:
        """Open every blob on the way; never holds more of a pack than one of them."""
        digest = hashlib.sha256()
        end = 0
        for blob in sorted(blobs, key=_offset):
            self._task.check()
            sealed = self._store.read_range(pack_path(name), blob.offset, blob.length)
            digest.update(sealed)
            self._open(name, blob, sealed)
            end = blob.offset + blob.length
            self._read += blob.length
        digest.update(self._store.read_range(pack_path(name), end, size - end))
        return digest.hexdigest()

    def _open(self, pack: str, blob: PackedBlob, sealed: bytes, *, told: bool = True) -> None:
        try:
            open_blob(self._blobs.key, blob, sealed)
        except VaultDamaged:
            if told:
                self._found(Damage.BLOB_BROKEN, f"{blob.type.word} {blob.id[:8]}")
            self._broken.setdefault(blob.id, set()).add(pack)

    def _check_snapshot(self, name: str) -> None:
        try:
            root = self._repository.load_snapshot(name).tree
        except NoSuchSnapshot:
            return  # forgotten since it was listed
        except VaultProblem:
            self._found(Damage.SNAPSHOT_UNREADABLE, name[:8])
            return
        waiting = [(root, f"{name[:8]}:")]
        while waiting:
            tree, path = waiting.pop()
            if tree not in self._trees:
                self._trees.add(tree)
                waiting.extend(self._check_tree(tree, path))

    def _check_tree(self, name: str, path: str) -> Iterator[tuple[str, str]]:
        """Check one tree; yield the trees below it with their paths."""
        self._task.check()
        try:
            nodes = self._repository.tree(name).nodes
        except VaultProblem:
            self._found(Damage.TREE_BROKEN, f"{path}/")
            return
        self._find(BlobType.TREE, name)
        if not _names_are_sound(nodes):
            self._found(Damage.NAMES, f"{path}/")
        for node in nodes:
            self._check_node(node, f"{path}/{node.name}")
            if node.is_folder:
                yield node.subtree, f"{path}/{node.name}"

    def _check_node(self, node: Node, path: str) -> None:
        blobs = [self._find(BlobType.DATA, blob) for blob in node.content]
        sizes = [blob.size for blob in blobs if blob is not None]
        if len(sizes) < len(blobs):
            self._found(Damage.BLOB_MISSING, path)
        elif any(map(self._is_lost, self._broken.keys() & set(node.content))):
            self._found(Damage.BLOB_BROKEN, path)
        elif node.type == "file" and sum(sizes) != node.size:
            self._found(Damage.SIZE, path)

    def _is_lost(self, blob: str) -> bool:
        """Whether no pack has the broken blob whole."""
        packs = {place.pack for place in self._blobs.copies(BlobType.DATA, blob)}
        return packs <= self._broken[blob]

    def _find(self, kind: BlobType, blob: str) -> PackedBlob | None:
        place = self._blobs.find(kind, blob)
        if place is None:
            return None
        self._used.add(place.pack)
        return place.blob


def _offset(blob: PackedBlob) -> int:
    return blob.offset


def _contiguous(blobs: list[PackedBlob]) -> bool:
    """Whether the blobs lie one after the other from the start of their pack."""
    ordered = sorted(blobs, key=_offset)
    starts = accumulate((blob.length for blob in ordered), initial=0)
    return all(blob.offset == start for blob, start in zip(ordered, starts, strict=False))


def _names_are_sound(nodes: tuple[Node, ...]) -> bool:
    """Whether names are strictly ascending by their bytes, and could stand on a disk."""
    try:
        names = [name_bytes(checked_name(node.name)) for node in nodes]
    except ValueError:
        return False
    return all(before < after for before, after in pairwise(names))
