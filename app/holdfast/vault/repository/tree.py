"""Trees: the folders of a snapshot, in the very bytes restic would write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from holdfast.vault.repository import gojson
from holdfast.vault.repository.problems import VaultDamaged

FILE_MODE = 0o600
FOLDER_MODE = 1 << 31 | 0o700
"""Go's FileMode: the highest bit says folder."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a snapshot: its path from the root, its blobs (hex), bytes, and UTC time."""

    path: tuple[str, ...]
    content: tuple[str, ...]
    size: int
    mtime: datetime


@dataclass(frozen=True, slots=True)
class Node:
    """One entry of a tree. `type` is "file", "dir" or what restic backs up besides.

    `subtree` is a folder's tree id, `content` a file's blob ids.
    """

    name: str
    type: str
    mtime: datetime
    size: int = 0
    content: tuple[str, ...] = ()
    subtree: str = ""

    @property
    def is_folder(self) -> bool:
        """Whether the node is a folder."""
        return self.type == "dir"


@dataclass(frozen=True, slots=True)
class Tree:
    """One folder: its nodes, in the order they were written."""

    nodes: tuple[Node, ...]


def encode_tree(nodes: Iterable[Node], owner: tuple[int, int] = (0, 0)) -> bytes:
    """Write a tree, its nodes sorted by the bytes of their names.

    `owner` (user and group id) is what `restic restore` gives the files to.
    """
    ordered = sorted(nodes, key=lambda node: name_bytes(node.name))
    return gojson.encode({"nodes": [_node_json(node, owner) for node in ordered]}) + b"\n"


def name_bytes(name: str) -> bytes:
    """Return a name as the bytes that trees are sorted by."""
    return name.encode("utf-8", "surrogateescape")


def _node_json(node: Node, owner: tuple[int, int]) -> dict[str, Any]:
    time = gojson.format_time(node.mtime)
    # The order is that of restic's Go struct; what Go would omit is left out.
    fields: dict[str, Any] = {
        "name": gojson.quote(node.name),
        "type": node.type,
        "mode": FOLDER_MODE if node.is_folder else FILE_MODE,
        "mtime": time,
        "atime": time,
        "ctime": time,
        "uid": owner[0],
        "gid": owner[1],
    }
    if node.size:
        fields["size"] = node.size
    fields["content"] = None if node.is_folder else list(node.content)
    if node.is_folder:
        fields["subtree"] = node.subtree
    return fields


def decode_tree(data: bytes) -> Tree:
    """Read a tree; raises ValueError."""
    try:
        return Tree(tuple(_read_node(node) for node in json.loads(data)["nodes"]))
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError("tree") from error


def _read_node(fields: dict[str, Any]) -> Node:
    return Node(
        name=gojson.unquote(fields["name"]),
        type=str(fields["type"]),
        mtime=gojson.parse_time(fields["mtime"]),
        size=int(fields.get("size") or 0),
        content=tuple(map(str, fields.get("content") or ())),
        subtree=str(fields.get("subtree") or ""),
    )


MAX_DEPTH = 256
"""Folders in folders; phones and Holdfast's own layout stay far below."""
MAX_FOLDERS = 1_000_000
"""Folders of one snapshot."""

PutTree = Callable[[bytes], str]
"""Stores one encoded tree and returns its id."""
_NONE: Mapping[str, Node] = MappingProxyType({})


@dataclass(slots=True)
class _Folder:
    files: dict[str, Node] = field(default_factory=dict)
    folders: dict[str, _Folder] = field(default_factory=dict)

    def put(self, entry: FileEntry) -> None:
        *above, name = map(checked_name, entry.path)  # ValueError for a path of no parts
        folder = self
        for part in above:
            folder = folder.folders.setdefault(part, _Folder())
        if name in folder.files:
            raise ValueError(f"two files at {entry.path}")
        folder.files[name] = Node(name, "file", entry.mtime, entry.size, entry.content)

    def save(
        self, put_tree: PutTree, owner: tuple[int, int], there: Mapping[str, Node] = _NONE
    ) -> str:
        names = [*self.files, *self.folders, *there]
        if len(set(names)) < len(names):
            raise ValueError(f"one name for two: {names}")
        below = [folder.node(name, put_tree, owner) for name, folder in self.folders.items()]
        return put_tree(encode_tree([*self.files.values(), *below, *there.values()], owner))

    def node(self, name: str, put_tree: PutTree, owner: tuple[int, int]) -> Node:
        return Node(name, "dir", self.newest(), subtree=self.save(put_tree, owner))

    def newest(self) -> datetime:
        times = [node.mtime for node in self.files.values()]
        return max(times + [folder.newest() for folder in self.folders.values()])


def build_trees(
    entries: Iterable[FileEntry],
    put_tree: PutTree,
    owner: tuple[int, int] = (0, 0),
    there: Iterable[Node] = (),
) -> str:
    """Hand every tree of `entries` to `put_tree`, from the leaves up; return the root's id.

    A folder is dated like the newest file in it, so that what did not change gives the same
    tree. `there` are folders of the root whose trees are stored already. Raises ValueError for
    a path that cannot be, or that two files share.
    """
    root = _Folder()
    for entry in entries:
        root.put(entry)
    return root.save(put_tree, owner, {node.name: node for node in there})


def checked_name(name: str) -> str:
    """Return `name` in its one spelling if it can stand on a disk, else raise ValueError."""
    if name in ("", ".", "..") or "/" in name or "\0" in name:
        raise ValueError(f"not a name: {name!r}")
    return gojson.canonical(name)


def walk(
    root: str, load: Callable[[str], Tree], known: Callable[[str], bool] = lambda _: False
) -> Iterator[FileEntry]:
    """Yield every file below the tree `root`, skipping trees that are `known`.

    Names are checked on the way in: a tree that another program wrote may hold anything. A
    few trees that name each other over and over can stand for more folders than there are
    atoms; `VaultDamaged` is raised where there is no end of them, or of their depth.
    """
    bounds = Bounds(root)
    waiting: list[tuple[str, tuple[str, ...]]] = [(root, ())]
    while waiting:
        tree, above = waiting.pop()
        bounds.demand(len(above))
        below = []
        for node in load(tree).nodes:
            path = (*above, _named(node, tree))
            if node.is_folder and not known(node.subtree):
                below.append((node.subtree, path))
            elif node.type == "file":
                yield FileEntry(path, node.content, node.size, node.mtime)
        waiting.extend(reversed(below))


def _named(node: Node, tree: str) -> str:
    try:
        return checked_name(node.name)
    except ValueError as error:
        raise VaultDamaged(f"tree {tree[:8]}") from error


@dataclass(slots=True)
class Bounds:
    """How far a walk over the tree `root` may go."""

    root: str
    folders: int = 0

    def demand(self, depth: int) -> None:
        """Count a folder that lies `depth` folders deep; raises `VaultDamaged` beyond sense."""
        self.folders += 1
        if depth > MAX_DEPTH or self.folders > MAX_FOLDERS:
            raise VaultDamaged(f"tree {self.root[:8]}")
