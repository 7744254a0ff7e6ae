"""What an error of the disk means for a handset."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from holdfast.errors import Problem
from holdfast.phones.handsets.folder.files import Files
from holdfast.phones.handsets.handset import ItemRefused, KindRefused, PhoneFull
from holdfast.phones.links.link import NoAnswer, TransferFailed, Unplugged
from holdfast.records.model.kinds import Kind

_GONE = (errno.ENODEV, errno.ENXIO, errno.ESTALE, 123)  # 123 is Linux's ENOMEDIUM
_SILENT = (errno.ETIMEDOUT, errno.EHOSTDOWN, errno.EHOSTUNREACH)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LOCKED = (errno.EROFS, errno.EACCES, errno.EPERM)


@contextmanager
def reading(files: Files, kind: Kind, key: str = "") -> Iterator[None]:
    """Turn an OSError while reading one item (or, without `key`, the folder) into a Problem."""
    try:
        yield
    except OSError as error:
        raise _reading_problem(files, kind, key, error) from error


@contextmanager
def writing(files: Files, kind: Kind, key: str) -> Iterator[None]:
    """Turn an OSError while writing one item into a Problem."""
    try:
        yield
    except OSError as error:
        raise _writing_problem(files, kind, key, error) from error


def _reading_problem(files: Files, kind: Kind, key: str, error: OSError) -> Problem:
    problem = disk_trouble(files, error)
    if problem is not None:
        return problem
    return ItemRefused(kind, key, said(error)) if key else TransferFailed(said(error))


def _writing_problem(files: Files, kind: Kind, key: str, error: OSError) -> Problem:
    if error.errno in _FULL:
        return PhoneFull(kind)
    problem = disk_trouble(files, error)
    if problem is not None:
        return problem
    if error.errno in _LOCKED and not files.can_write:
        return KindRefused(kind, said(error))
    return ItemRefused(kind, key, said(error))


def disk_trouble(files: Files, error: OSError) -> Problem | None:
    """What is wrong with the folder as a whole; None where it is one file's trouble."""
    if error.errno in _GONE or not files.there():
        return Unplugged()
    return NoAnswer() if error.errno in _SILENT else None


def said(error: OSError) -> str:
    """The system's own word for it."""
    return error.strerror or str(error)
