"""How full the storages of an Android phone are, as its `df` tells it."""

from __future__ import annotations

import re

from holdfast.phones.handsets.android.batches import Shell
from holdfast.phones.handsets.android.uploading import quoted_place
from holdfast.phones.handsets.android.walking import Root
from holdfast.records.model.handset import StorageInfo

_KIB = 1024
# The blocks of 1 KiB there are, used and available, the share used, and where it is mounted.
_FIGURES = re.compile(rb"\s(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s+\d{1,3}%\s+/\S*\s*\Z")


def room_of(root: Root, shell: Shell) -> StorageInfo:
    """Ask for the size of a storage and its free space; None where the phone does not tell."""
    found = _FIGURES.search(shell.run(f"df -k {quoted_place(root.place)}").out)
    if found is None:
        return StorageInfo(root.name)
    blocks, _used, available = (int(figure) * _KIB for figure in found.groups())
    return StorageInfo(root.name, blocks or None, available)
