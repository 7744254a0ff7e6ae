"""What an Android phone says of a file."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass

from holdfast.phones.virtual.android.files.tree import ROOT_UID, SDCARD_RW, SHELL_UID, Fixed

_FILE_MODE, _FOLDER_MODE = 0o660, 0o771
_BIRTH = 1_230_768_000_000_000_000
"""The fixed folders' own time: a phone's image is dated 2009-01-01."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the phone says of a file: its `mode` with the type, size in bytes, times in ns."""

    mode: int
    size: int
    modified: int
    accessed: int
    inode: int = 1
    device: int = 1
    links: int = 1
    uid: int = ROOT_UID
    gid: int = SDCARD_RW
    blocks: int = 0

    @property
    def folder(self) -> bool:
        """Whether it is a folder."""
        return stat.S_ISDIR(self.mode)

    @property
    def link(self) -> bool:
        """Whether it is a symbolic link."""
        return stat.S_ISLNK(self.mode)


def entry_of(found: os.stat_result, *, keeps_rights: bool) -> Entry:
    """Return what the phone says of a file; only some volumes keep its rights."""
    mode, uid, gid = found.st_mode, SHELL_UID, SHELL_UID
    if not keeps_rights:
        rights = _FOLDER_MODE if stat.S_ISDIR(mode) else _FILE_MODE
        mode, uid, gid = stat.S_IFMT(mode) | rights, ROOT_UID, SDCARD_RW
    return Entry(
        mode,
        found.st_size,
        found.st_mtime_ns,
        found.st_atime_ns,
        found.st_ino,
        found.st_dev & 0xFFFFFFFF,
        found.st_nlink,
        uid,
        gid,
        getattr(found, "st_blocks", -(-found.st_size // 512)),
    )


def fixed_entry(fixed: Fixed) -> Entry:
    """Return what the phone says of what is always there."""
    size = len(fixed.target) if fixed.target else 4096 if fixed.names else 0
    return Entry(fixed.mode, size, _BIRTH, _BIRTH, gid=ROOT_UID)
