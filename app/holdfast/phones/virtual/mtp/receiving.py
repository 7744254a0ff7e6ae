"""What a host puts on the phone: an object announced by SendObjectInfo, then its bytes."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from holdfast.phones.protocols.mtp.codes import ALL, Format, Response
from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.datasets import ObjectInfo
from holdfast.phones.virtual.mtp.dates import read_date
from holdfast.phones.virtual.mtp.objects import Node, Objects
from holdfast.phones.virtual.mtp.service import Reply, Request, Swallowed, Upload

_BILLION = 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Announced:
    """An object that SendObjectInfo announced; `size` None is to be found out, in bytes."""

    folder: Node
    name: str
    handle: int
    size: int | None
    modified: int | None


class Receiving:
    """What was announced last, until its bytes or another request come."""

    def __init__(self, objects: Objects, clock: Callable[[], datetime]) -> None:
        """Put new objects among `objects`; `clock` dates those that come without a date."""
        self._objects = objects
        self._clock = clock
        self._announced: _Announced | None = None

    def drop(self) -> None:
        """Forget what was announced."""
        self._announced = None

    def announce(self, request: Request) -> Reply:
        """Answer SendObjectInfo; a folder is made at once."""
        root = self._objects.roots.get(request.param(0))
        if root is None:
            return Reply(Response.InvalidStorageID)
        parent = request.param(1)
        folder = root if parent == ALL else self._objects.node(parent)
        if folder is None:
            return Reply(Response.InvalidObjectHandle)
        if not folder.folder:
            return Reply(Response.InvalidParentObject)
        try:
            info = ObjectInfo.decode(request.data)
        except BrokenMtpError:
            return Reply(Response.InvalidParameter)
        refused = self._refusal(folder, info)
        if refused is not None:
            return Reply(refused)
        return self._begin(folder, info, 0 if folder is root else parent)

    def receive(self) -> Upload:
        """Begin to take the bytes of SendObject."""
        announced, self._announced = self._announced, None
        if announced is None:
            return Swallowed(Reply(Response.NoValidObjectInfo))
        try:
            return _Receipt(self._objects, announced, self._now())
        except OSError:
            return Swallowed()

    def _refusal(self, folder: Node, info: ObjectInfo) -> int | None:
        volume = folder.volume
        if not info.name or info.name in (".", "..") or "/" in info.name:
            return Response.InvalidParameter
        if info.size > volume.space()[1]:
            return Response.StoreFull
        largest = volume.largest_file
        if largest is not None and info.size >= largest:
            return Response.ObjectTooLarge
        if not volume.takes(info.name) or self._objects.named(folder, info.name) is not None:
            return Response.GeneralError
        return None

    def _begin(self, folder: Node, info: ObjectInfo, parent: int) -> Reply:
        handle = self._objects.reserve()
        storage = folder.volume.storage_id
        if info.format == Format.Association:
            try:
                Path(folder.path, info.name).mkdir()
            except OSError:
                return Reply(Response.GeneralError)
            self._objects.add(folder, info.name, handle, is_folder=True)
        else:
            size = None if info.size == ALL else info.size
            modified = read_date(info.modified)
            self._announced = _Announced(folder, info.name, handle, size, modified)
        return Reply(params=(storage, parent, handle))

    def _now(self) -> int:
        return round(self._clock().timestamp()) * _BILLION


class _Receipt:
    """An object whose bytes are coming; it is taken away again unless all of them come."""

    def __init__(self, objects: Objects, announced: _Announced, now: int) -> None:
        self._objects = objects
        self._announced = announced
        self._modified = now if announced.modified is None else announced.modified
        path = Path(announced.folder.path, announced.name)
        self._file: BinaryIO = path.open("xb", buffering=0)
        self._node = objects.add(
            announced.folder, announced.name, announced.handle, is_folder=False
        )
        self._got = 0
        self._failed = False

    def write(self, piece: bytes) -> None:
        """Keep the next bytes."""
        self._got += len(piece)
        if not self._failed:
            try:
                self._file.write(piece)
            except OSError:
                self._failed = True

    def end(self, *, whole: bool) -> Reply:
        """Close the file and date it, or take it away."""
        self._file.close()
        expected = self._announced.size
        if whole and not self._failed and expected in (None, self._got):
            os.utime(self._node.path, ns=(self._modified, self._modified))
            self._node.seen = self._node.state()
            return Reply()
        Path(self._node.path).unlink(missing_ok=True)
        self._objects.forget(self._node)
        return Reply(Response.GeneralError if self._failed else Response.IncompleteTransfer)
