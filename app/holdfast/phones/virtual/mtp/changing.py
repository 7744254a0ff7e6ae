"""What a host changes of objects that are there: deleted, moved, copied, renamed, edited."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO

from holdfast.phones.protocols.mtp.codes import Response
from holdfast.phones.virtual.mtp.objects import Node, Objects
from holdfast.phones.virtual.mtp.service import Reply, Request, Swallowed, Upload


class Changing:
    """Does to the files what the host asks, and lets the objects know."""

    def __init__(self, objects: Objects) -> None:
        """Change `objects`."""
        self._objects = objects
        self._edits: set[int] = set()

    def delete(self, node: Node) -> Reply:
        """Take away an object, a folder with all that is in it."""
        try:
            if node.folder:
                shutil.rmtree(node.path)
            else:
                Path(node.path).unlink()
        except FileNotFoundError:
            pass  # it was gone before: as good as deleted
        except OSError:
            return Reply(Response.PartialDeletion if node.folder else Response.GeneralError)
        self._objects.forget(node)
        return Reply()

    def rename(self, node: Node, name: str) -> Reply:
        """Give an object another name in its folder."""
        folder = node.parent
        if folder is None or name in ("", ".", "..") or "/" in name:
            return Reply(Response.GeneralError)
        return self._move(node, folder, name)

    def move(self, node: Node, request: Request) -> Reply:
        """Put an object into another folder."""
        target = self._target(request)
        if isinstance(target, Reply):
            return target
        return self._move(node, target, node.name)

    def copy(self, node: Node, request: Request) -> Reply:
        """Make a copy of an object in another folder."""
        target = self._target(request)
        if isinstance(target, Reply):
            return target
        if not self._may_hold(target, node, node.name):
            return Reply(Response.GeneralError)
        path = os.path.join(target.path, node.name)  # noqa: PTH118 - paths are kept as text
        try:
            if node.folder:
                shutil.copytree(node.path, path)
            else:
                shutil.copyfile(node.path, path)
        except OSError:
            return Reply(Response.GeneralError)
        handle = self._objects.reserve()
        self._objects.add(target, node.name, handle, is_folder=node.folder)
        return Reply(params=(handle,))

    def begin_edit(self, node: Node) -> Reply:
        """Let a file be changed in place."""
        if node.folder or node.handle in self._edits:
            return Reply(Response.GeneralError)
        self._edits.add(node.handle)
        return Reply()

    def end_edit(self, node: Node) -> Reply:
        """End the changes to a file."""
        if node.handle not in self._edits:
            return Reply(Response.GeneralError)
        self._edits.discard(node.handle)
        return Reply()

    def truncate(self, node: Node, size: int) -> Reply:
        """Give a file that is edited another size, in bytes."""
        if node.handle not in self._edits:
            return Reply(Response.GeneralError)
        try:
            os.truncate(node.path, size)
            node.seen = node.state()
        except OSError:
            return Reply(Response.GeneralError)
        return Reply()

    def overwrite(self, node: Node, offset: int, size: int) -> Upload:
        """Begin to take `size` bytes for a file that is edited, from byte `offset` on."""
        if node.handle not in self._edits:
            return Swallowed()
        try:
            return _Overwriting(node, offset, size)
        except OSError:
            return Swallowed()

    def _target(self, request: Request) -> Node | Reply:
        """The folder that a move or a copy leads to."""
        root = self._objects.roots.get(request.param(1))
        if root is None:
            return Reply(Response.InvalidStorageID)
        parent = request.param(2)
        folder = self._objects.node(parent) if parent else root
        if folder is None:
            return Reply(Response.InvalidObjectHandle)
        return folder if folder.folder else Reply(Response.InvalidParentObject)

    def _move(self, node: Node, folder: Node, name: str) -> Reply:
        if not self._may_hold(folder, node, name):
            return Reply(Response.GeneralError)
        try:
            shutil.move(node.path, os.path.join(folder.path, name))  # noqa: PTH118 - as above
        except OSError:
            return Reply(Response.GeneralError)
        self._objects.move(node, folder, name)
        return Reply()

    def _may_hold(self, folder: Node, node: Node, name: str) -> bool:
        above: Node | None = folder
        while above is not None:
            if above is node:
                return False
            above = above.parent
        there = self._objects.named(folder, name)
        return folder.volume.takes(name) and (there is None or there is node)


class _Overwriting:
    """Some bytes of a file, written over."""

    def __init__(self, node: Node, offset: int, size: int) -> None:
        self._node = node
        file = open(node.path, "r+b", buffering=0)  # noqa: SIM115, PTH123 - the end closes it; paths are kept as text
        self._file: BinaryIO = file
        self._file.seek(offset)
        self._left = size
        self._written = 0
        self._failed = False

    def write(self, piece: bytes) -> None:
        """Write the next bytes over what is there."""
        piece = piece[: self._left - self._written]
        try:
            self._file.write(piece)
        except OSError:
            self._failed = True
        self._written += len(piece)

    def end(self, *, whole: bool) -> Reply:
        """Tell how many bytes were written."""
        self._file.close()
        if self._failed or not whole:
            return Reply(Response.GeneralError)
        self._node.seen = self._node.state()
        return Reply(params=(self._written,))
