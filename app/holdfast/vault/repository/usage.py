"""Which blobs the snapshots of a repository need: found by walking every tree of them once."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Protocol

from holdfast.progress import Progress, Stage, Task
from holdfast.vault.repository.blobs import Blobs
from holdfast.vault.repository.pack import BlobType, PackedBlob
from holdfast.vault.repository.problems import CannotPrune, NoSuchSnapshot, VaultDamaged
from holdfast.vault.repository.snapshot import Snapshot
from holdfast.vault.repository.tree import Node, decode_tree


class Listed(Protocol):
    """The part of a repository that knows its snapshots."""

    def file_names(self, folder: str) -> list[str]:
        """List sealed files."""
        ...

    def load_snapshot(self, name: str) -> Snapshot:
        """Read one snapshot."""
        ...


class Usage:
    """The blobs that are needed; every one of them was found in a pack."""

    def __init__(self, blobs: Blobs, task: Task) -> None:
        """Look trees up in `blobs`; `task` is told of each snapshot."""
        self._blobs = blobs
        self._task = task
        self._needed: dict[BlobType, set[bytes]] = {kind: set() for kind in BlobType}

    def needs(self, blob: PackedBlob) -> bool:
        """Whether a blob is needed."""
        return bytes.fromhex(blob.id) in self._needed[blob.type]

    def add_snapshots(self, repository: Listed, without: Container[str] = ()) -> None:
        """Need all that the snapshots need, those `without` left out by their full ids.

        Raises `CannotPrune` when one of them cannot be followed to its last blob: what it
        needs is unknown then, and nothing may be taken for unused.
        """
        names = [name for name in repository.file_names("snapshots") if name not in without]
        for count, name in enumerate(names):
            self._task.report(Progress(Stage.CHECKING, "snapshots", count, len(names)))
            try:
                self._add_tree(repository.load_snapshot(name).tree)
            except NoSuchSnapshot:
                continue  # forgotten since it was listed
            except VaultDamaged as problem:
                raise CannotPrune(problem.what) from problem

    def add_content(self, content: Iterable[str]) -> None:
        """Need the blobs of a byte stream; raises `CannotPrune` for one that is missing."""
        for blob in content:
            self._need(BlobType.DATA, blob)

    def _add_tree(self, root: str) -> None:
        waiting = [root]
        while waiting:
            tree = waiting.pop()
            if self._need(BlobType.TREE, tree):
                self._task.check()
                waiting += self._add_nodes(tree)

    def _add_nodes(self, tree: str) -> list[str]:
        try:
            nodes = decode_tree(self._blobs.load(BlobType.TREE, tree)).nodes
        except ValueError as error:
            raise CannotPrune(f"tree {tree[:8]}") from error
        for node in nodes:
            self.add_content(node.content)
        return [_subtree(node, tree) for node in nodes if node.is_folder]

    def _need(self, kind: BlobType, blob: str) -> bool:
        """Need a blob; return whether it is new."""
        if self._blobs.find(kind, blob) is None:
            raise CannotPrune(f"{kind.word} {blob[:8]}")
        name, needed = bytes.fromhex(blob), self._needed[kind]
        if name in needed:
            return False
        needed.add(name)
        return True


def _subtree(node: Node, tree: str) -> str:
    if not node.subtree:
        raise CannotPrune(f"tree {tree[:8]}")
    return node.subtree
