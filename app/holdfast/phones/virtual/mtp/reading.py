"""What a host reads of an object's bytes: all of it, a part of it, or a small picture."""

from __future__ import annotations

import os
import stat
from typing import BinaryIO

from holdfast.phones.protocols.mtp.codes import Format, Op, Response
from holdfast.phones.virtual.mtp.objects import Node
from holdfast.phones.virtual.mtp.properties import format_of
from holdfast.phones.virtual.mtp.service import Reply, Request, told

_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_EXIF_REACH = 1 << 16


class _Slice:
    """Some bytes of an open file; a file that shrank gives fewer."""

    def __init__(self, file: BinaryIO, offset: int, size: int) -> None:
        file.seek(offset)
        self._file = file
        self._left = size

    def read(self, size: int, /) -> bytes:
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._file.close()


def read_object(node: Node, request: Request) -> Reply:
    """Answer GetObject, GetPartialObject or GetPartialObject64 for an object."""
    try:
        file = open(node.path, "rb", buffering=0)  # noqa: SIM115, PTH123 - the answer closes it; paths are kept as text
    except OSError:
        return Reply(Response.GeneralError)
    found = os.fstat(file.fileno())
    if not stat.S_ISREG(found.st_mode):
        file.close()
        return Reply(Response.GeneralError)
    if request.op == Op.GetObject:
        return Reply(body=_Slice(file, 0, found.st_size), size=found.st_size)
    offset, length = _asked(request)
    length = max(min(length, found.st_size - offset), 0)
    return Reply(params=(length,), body=_Slice(file, offset, length), size=length)


def _asked(request: Request) -> tuple[int, int]:
    """Where a part begins, and how long it is, in bytes."""
    if request.op == Op.GetPartialObject:
        return request.param(1), request.param(2)
    return request.param(1) | request.param(2) << 32, request.param(3)


def read_thumb(node: Node) -> Reply:
    """Answer GetThumb with the small picture inside a photo."""
    if format_of(node) != Format.EXIF_JPEG:
        return Reply(Response.GeneralError)
    try:
        with open(node.path, "rb") as file:  # noqa: PTH123 - paths are kept as text
            head = file.read(_EXIF_REACH)
    except OSError:
        return Reply(Response.GeneralError)
    start = head.find(_JPEG_START, len(_JPEG_START))
    end = head.find(_JPEG_END, start)
    if start < 0 or end < 0:
        return Reply(Response.GeneralError)
    return told(head[start : end + len(_JPEG_END)])
