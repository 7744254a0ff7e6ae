"""Checks a repository, including what `restic check` does not look at: names, order, sizes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from holdfast.progress import Progress, Stage, Task
from holdfast.vault.repository.blobs import open_blob, pack_path
from holdfast.vault.repository.index import BlobTable
from holdfast.vault.repository.pack import TAIL, BlobType, PackBroken, PackedBlob
from holdfast.vault.repository.problems import VaultDamaged, VaultProblem
from holdfast.vault.repository.seal import Key
from holdfast.vault.repository.snapshot import Snapshot
from holdfast.vault.repository.stores.store import Store
from holdfast.vault.repository.tree import Node, Tree, checked_name, name_bytes


class Damage(StrEnum):
    """What is wrong with a part of the repository."""

    SNAPSHOT_UNREADABLE = "snapshot-unreadable"
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
    """What a check found and how much it looked at; `read` bytes were opened and hashed."""

    problems: tuple[CheckProblem, ...]
    snapshots: int
    packs: int
    blobs: int
    bytes: int
    read: int

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


class Checked(Protocol):
    """The part of a repository that a check looks at."""

    store: Store
    key: Key

    def file_names(self, folder: str) -> list[str]:
        """List sealed files."""
        ...

    def load_snapshot(self, name: str) -> Snapshot:
        """Read one snapshot."""
        ...

    def tree(self, name: str) -> Tree:
        """Read one tree."""
        ...

    def pack_header(self, name: str, size: int) -> list[PackedBlob]:
        """Read the list of blobs at the end of a pack."""
        ...


class Checker:
    """One check; looks at every tree and every pack once."""

    def __init__(self, repository: Checked, table: BlobTable, task: Task) -> None:
        """Check `repository`, whose index was read into `table`."""
        self._repository = repository
        self._table = table
        self._task = task
        self._problems: list[CheckProblem] = []
        self._trees: set[str] = set()
        self._read = 0

    def run(self, *, read_data: bool) -> CheckReport:
        """Check packs first, then all that snapshots name."""
        sizes = {p.rpartition("/")[2]: s for p, s in self._repository.store.list("data")}
        for number, (name, blobs) in enumerate(self._table.packs.items()):
            progress = Progress(Stage.CHECKING, "packs", number, len(self._table.packs), self._read)
            self._task.report(progress)
            self._check_pack(name, blobs, sizes.get(name), read_data=read_data)
        snapshots = self._repository.file_names("snapshots")
        for number, snapshot in enumerate(snapshots):
            self._task.report(Progress(Stage.CHECKING, "snapshots", number, len(snapshots)))
            self._check_snapshot(snapshot)
        return CheckReport(
            problems=tuple(self._problems),
            snapshots=len(snapshots),
            packs=len(self._table.packs),
            blobs=len(self._table),
            bytes=sum(sizes.get(name, 0) for name in self._table.packs),
            read=self._read,
        )

    def _found(self, damage: Damage, what: str) -> None:
        self._problems.append(CheckProblem(damage, what))

    def _check_pack(
        self, name: str, blobs: list[PackedBlob], size: int | None, *, read_data: bool
    ) -> None:
        if size is None:
            self._found(Damage.PACK_MISSING, name[:8])
        elif not self._fits(blobs, size):
            self._found(Damage.PACK_SIZE, name[:8])
        elif read_data:
            self._read_pack(name, blobs, size)

    def _fits(self, blobs: list[PackedBlob], size: int) -> bool:
        end = max((blob.offset + blob.length for blob in blobs), default=0)
        return end + TAIL < size

    def _read_pack(self, name: str, blobs: list[PackedBlob], size: int) -> None:
        try:
            data = self._repository.store.get(pack_path(name))
            header = self._repository.pack_header(name, size)
        except (VaultProblem, FileNotFoundError, PackBroken):
            self._found(Damage.PACK_HEADER, name[:8])
            return
        self._read += len(data)
        if hashlib.sha256(data).hexdigest() != name:
            self._found(Damage.PACK_CHANGED, name[:8])
        if sorted(header, key=_offset) != sorted(blobs, key=_offset):
            self._found(Damage.PACK_HEADER, name[:8])
        for blob in blobs:
            self._open(blob, data)

    def _open(self, blob: PackedBlob, pack: bytes) -> None:
        try:
            open_blob(self._repository.key, blob, pack[blob.offset : blob.offset + blob.length])
        except VaultDamaged:
            self._found(Damage.BLOB_BROKEN, f"{blob.type.word} {blob.id[:8]}")

    def _check_snapshot(self, name: str) -> None:
        try:
            root = self._repository.load_snapshot(name).tree
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
        if not _names_are_sound(nodes):
            self._found(Damage.NAMES, f"{path}/")
        for node in nodes:
            self._check_node(node, f"{path}/{node.name}")
            if node.is_folder:
                yield node.subtree, f"{path}/{node.name}"

    def _check_node(self, node: Node, path: str) -> None:
        places = [self._table.find(BlobType.DATA, blob) for blob in node.content]
        found = [place.blob.size for place in places if place is not None]
        if len(found) < len(places):
            self._found(Damage.BLOB_MISSING, path)
        elif node.type == "file" and sum(found) != node.size:
            self._found(Damage.SIZE, path)


def _offset(blob: PackedBlob) -> int:
    return blob.offset


def _names_are_sound(nodes: tuple[Node, ...]) -> bool:
    """Whether names are strictly ascending by their bytes, and could stand on a disk."""
    names = [name_bytes(node.name) for node in nodes]
    try:
        for node in nodes:
            checked_name(node.name)
    except ValueError:
        return False
    return all(before < after for before, after in pairwise(names))
