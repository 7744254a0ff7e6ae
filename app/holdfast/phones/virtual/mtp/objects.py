"""The objects of one server's life: handles counted from 1, folders read once and kept."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from holdfast.phones.virtual.mtp.volumes import Volume, places


class Change(Enum):
    """What happened to an object or a storage without the host."""

    ADDED = auto()
    REMOVED = auto()
    CHANGED = auto()
    STORE_ADDED = auto()
    STORE_REMOVED = auto()


@dataclass(eq=False, slots=True)
class Node:
    """One object; the root of a storage is one with the handle 0 that no host ever sees.

    `path` is where it lies on this computer. `children` are None until somebody looked.
    """

    handle: int
    name: str
    volume: Volume
    parent: Node | None
    folder: bool
    path: str
    children: dict[str, Node] | None = None
    dated: int = 0
    seen: tuple[int, int] = (0, 0)

    @property
    def parent_handle(self) -> int:
        """The handle of the folder it lies in; 0 at the top of its storage."""
        return self.parent.handle if self.parent else 0

    def state(self) -> tuple[int, int]:
        """Its size in bytes and when it was modified, in ns since 1970; raises `OSError`."""
        found = os.lstat(self.path)
        return 0 if self.folder else found.st_size, found.st_mtime_ns


class Objects:
    """What a phone shows, from the first look on; what is done to its folders shows on a look."""

    def __init__(self, root: Path) -> None:
        """Serve the storages of the phone in the folder `root`."""
        self._root = root
        self._count = 0
        self._numbers = 0
        self._shown: frozenset[str] | None = None
        self._pulled: set[Path] = set()
        self._out: list[Node] = []
        self._nodes: dict[int, Node] = {}
        self.roots: dict[int, Node] = {}
        self._find_volumes()

    def show_only(self, names: Collection[str]) -> None:
        """Show nothing but these folders at the top of the phone's own memory, and no cards."""
        self._shown = frozenset(names)
        for storage, root in list(self.roots.items()):
            if root.volume.card:
                del self.roots[storage]

    def pull(self, storage: int) -> None:
        """Take a card out while its folder stays here; the next look tells of it."""
        root = self.roots.pop(storage)
        self._pulled.add(root.volume.path)
        self._out.append(root)

    def node(self, handle: int) -> Node | None:
        """The object of that handle, None when there is none any more."""
        node = self._nodes.get(handle)
        if node is None or node.volume.path in self._pulled:
            return None
        return node

    def children(self, node: Node) -> list[Node]:
        """What lies in a folder, in the order of names."""
        if node.children is None:
            node.children = {}
            self._refill(node)
        return list(node.children.values())

    def below(self, node: Node) -> Iterator[Node]:
        """All that lies below a folder, at any depth."""
        for child in self.children(node):
            yield child
            if child.folder:
                yield from self.below(child)

    def named(self, folder: Node, name: str) -> Node | None:
        """What a folder holds by that name; a phone's storage minds no case."""
        wanted = name.casefold()
        for child in self.children(folder):
            if child.name.casefold() == wanted:
                return child
        return None

    def reserve(self) -> int:
        """Take the next handle."""
        self._count += 1
        return self._count

    def add(self, folder: Node, name: str, handle: int, *, is_folder: bool) -> Node:
        """Know what was just made in `folder`."""
        self.children(folder)
        path = os.path.join(folder.path, name)  # noqa: PTH118 - thousands of them, kept as text
        node = Node(handle, name, folder.volume, folder, is_folder, path)
        self._keep(folder, node)
        folder.dated = _dated(folder)
        return node

    def move(self, node: Node, folder: Node, name: str) -> None:
        """Know that an object was renamed, or moved to `folder`."""
        old = node.parent
        if old is not None and old.children is not None:
            old.children.pop(node.name, None)
            old.dated = _dated(old)
        node.parent, node.name, node.volume = folder, name, folder.volume
        self.children(folder)
        self._place(node)
        self._keep(folder, node)
        folder.dated = _dated(folder)

    def forget(self, node: Node) -> None:
        """Know that an object is gone, and all below it."""
        if node.parent is not None and node.parent.children is not None:
            node.parent.children.pop(node.name, None)
            node.parent.dated = _dated(node.parent)
        self._drop(node)

    def look_again(self, *, thoroughly: bool = False) -> list[tuple[Change, int]]:
        """Find out what was done with a file manager: changes with handles or storage ids.

        Folders nobody asked for stay unread. Files whose content alone changed are found only
        when it looks `thoroughly`.
        """
        changes = self._changed_volumes()
        for root in list(self.roots.values()):
            self._look_into(root, changes, thoroughly=thoroughly)
        return changes

    def _find_volumes(self) -> list[int]:
        known = {root.volume.path for root in self.roots.values()}
        new: list[int] = []
        for path in places(self._root):
            card = path.parent.name != "emulated"
            if path in known or path in self._pulled or (card and self._shown is not None):
                continue
            self._numbers += 1
            volume = Volume(self._numbers, path, card)
            self.roots[volume.storage_id] = Node(0, "", volume, None, folder=True, path=str(path))
            new.append(volume.storage_id)
        return new

    def _changed_volumes(self) -> list[tuple[Change, int]]:
        gone, self._out = self._out, []
        for storage, root in list(self.roots.items()):
            if not root.volume.path.is_dir():
                gone.append(self.roots.pop(storage))
        for root in gone:
            self._drop(root)
        changes = [(Change.STORE_REMOVED, root.volume.storage_id) for root in gone]
        return changes + [(Change.STORE_ADDED, storage) for storage in self._find_volumes()]

    def _look_into(
        self, folder: Node, changes: list[tuple[Change, int]], *, thoroughly: bool
    ) -> None:
        if folder.children is None:
            return
        if thoroughly or folder.dated != _dated(folder):
            before = dict(folder.children)
            self._refill(folder)
            changes += _differences(before, folder.children)
            for name, node in before.items():
                if folder.children.get(name) is not node:
                    self._drop(node)
        for child in list(folder.children.values()):
            if child.folder:
                self._look_into(child, changes, thoroughly=thoroughly)
            elif thoroughly:
                _look_at(child, changes)

    def _refill(self, folder: Node) -> None:
        """Read a folder; what was known of it keeps its handle."""
        held = folder.children or {}
        folder.dated = _dated(folder)
        folder.children = {}
        for name, is_folder, found in _listed(folder.path):
            if self._shown is not None and folder.parent is None and name not in self._shown:
                continue
            node = held.get(name)
            if node is None or node.folder is not is_folder:
                path = os.path.join(folder.path, name)  # noqa: PTH118 - as above
                node = Node(self.reserve(), name, folder.volume, folder, is_folder, path)
                node.seen = found
            self._keep(folder, node)

    def _keep(self, folder: Node, node: Node) -> None:
        if folder.children is not None:
            folder.children[node.name] = node
        self._nodes[node.handle] = node

    def _place(self, node: Node) -> None:
        """Renew the paths of what was moved."""
        if node.parent is not None:
            node.path = os.path.join(node.parent.path, node.name)  # noqa: PTH118 - as above
            node.volume = node.parent.volume
        for child in (node.children or {}).values():
            self._place(child)

    def _drop(self, node: Node) -> None:
        self._nodes.pop(node.handle, None)
        for child in (node.children or {}).values():
            self._drop(child)


def _dated(folder: Node) -> int:
    try:
        return os.stat(folder.path).st_mtime_ns  # noqa: PTH116 - called for every folder at each look
    except OSError:
        return 0


def _listed(path: str) -> list[tuple[str, bool, tuple[int, int]]]:
    """Names with whether each is a folder, and its size and date; links are not shown."""
    try:
        with os.scandir(path) as entries:
            found = [_entry(each) for each in entries]
    except OSError:
        return []
    return sorted(each for each in found if each is not None)


def _entry(entry: os.DirEntry[str]) -> tuple[str, bool, tuple[int, int]] | None:
    try:
        entry.name.encode()
        found = entry.stat(follow_symlinks=False)
    except (OSError, UnicodeError):
        return None  # it went away meanwhile, or no phone could have named it so
    if stat.S_ISDIR(found.st_mode):
        return entry.name, True, (0, found.st_mtime_ns)
    if stat.S_ISREG(found.st_mode):
        return entry.name, False, (found.st_size, found.st_mtime_ns)
    return None


def _differences(before: dict[str, Node], after: dict[str, Node]) -> list[tuple[Change, int]]:
    gone = [node for name, node in before.items() if after.get(name) is not node]
    new = [node for name, node in after.items() if before.get(name) is not node]
    removed = [(Change.REMOVED, node.handle) for node in gone]
    return removed + [(Change.ADDED, node.handle) for node in new]


def _look_at(node: Node, changes: list[tuple[Change, int]]) -> None:
    try:
        state = node.state()
    except OSError:
        return  # the next look finds it gone
    if state != node.seen:
        node.seen = state
        changes.append((Change.CHANGED, node.handle))
