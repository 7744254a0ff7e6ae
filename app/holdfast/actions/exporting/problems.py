"""What keeps an export from being written."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path

from holdfast.errors import Problem


@dataclass(eq=False)
class ExportFolderUnusable(Problem):
    """The chosen folder cannot be written; `reason` is the system's own word for it."""

    folder: str
    reason: str


@dataclass(eq=False)
class ExportFolderFull(Problem):
    """The disk of the chosen folder is full; `written` files are whole."""

    folder: str
    written: int


def translated(error: OSError, folder: Path, written: int) -> Problem:
    """The Problem that `error` is, for an export into `folder`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ExportFolderFull(str(folder), written)
    return ExportFolderUnusable(str(folder), error.strerror or str(error))
