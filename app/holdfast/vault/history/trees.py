"""Reads a snapshot's tree folder by folder, and small files whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.vault.history import layout
from holdfast.vault.repository import tree as trees
from holdfast.vault.repository.repository import Repository

_MAX_SIDECAR = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """One file of a folder: blob ids (hex), size in bytes, date in UTC."""

    name: str
    content: tuple[str, ...]
    size: int
    mtime: datetime


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies in one folder; `folders` are names and tree ids."""

    files: tuple[File, ...]
    folders: tuple[tuple[str, str], ...]

    def file(self, name: str) -> File | None:
        """The file of this name, or None."""
        return next((file for file in self.files if file.name == name), None)


class Trees:
    """The repository as history reads it."""

    def __init__(self, repository: Repository) -> None:
        """Read from `repository`."""
        self._repository = repository

    def folder(self, tree: str) -> Folder:
        """List the folder whose tree has this id; raises what the repository raises."""
        nodes = self._repository.tree(tree).nodes
        files = (
            File(node.name, tuple(node.content or ()), node.size, layout.utc(node.mtime))
            for node in nodes
            if node.type == "file"
        )
        folders = ((n.name, n.subtree) for n in nodes if n.type == "dir" and n.subtree)
        return Folder(tuple(files), tuple(folders))

    def tree(self, tree: str) -> trees.Tree:
        """One folder as it is written; raises what the repository raises."""
        return self._repository.tree(tree)

    def read(self, content: Sequence[str], limit: int = _MAX_SIDECAR) -> bytes:
        """Read a byte stream, but not much more than `limit` bytes of it."""
        data = bytearray()
        for chunk in self._repository.open_content(content):
            data += chunk
            if len(data) > limit:
                break
        return bytes(data)

    def sidecar(self, root: Folder, name: str) -> bytes | None:
        """Read a file of the root folder, or return None where there is none."""
        file = root.file(name)
        return self.read(file.content) if file is not None else None
