"""What keeps a mirror folder from being made or brought up to date."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path

from holdfast.errors import Problem


@dataclass(eq=False)
class MirrorFolderTaken(Problem):
    """The folder holds other things, or the mirror of another phone."""

    folder: str


@dataclass(eq=False)
class MirrorFolderInVault(Problem):
    """The folder lies inside the vault, or the vault inside it."""

    folder: str
    vault: str


@dataclass(eq=False)
class MirrorFolderGone(Problem):
    """The folder that was made is not there any more; its disk may be unplugged."""

    folder: str


@dataclass(eq=False)
class MirrorFolderUnusable(Problem):
    """The folder cannot be read or written; `reason` is the system's own word for it."""

    folder: str
    reason: str


@dataclass(eq=False)
class MirrorFolderFull(Problem):
    """The disk of the folder is full."""

    folder: str


@dataclass(eq=False)
class NoMirrorFolder(Problem):
    """No mirror folder was chosen for this handset."""

    handset: str


def translated(error: OSError, folder: Path) -> Problem:
    """The Problem that an error of the system in `folder` is."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return MirrorFolderFull(str(folder))
    return MirrorFolderUnusable(str(folder), error.strerror or str(error))
