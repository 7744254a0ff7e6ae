"""Walks the folders that an Android phone shows to everybody, and passes over its litter."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from holdfast.phones.handsets.android.sync import Files
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.handsets.litter import is_litter
from holdfast.progress import Task

PHONE = "Phone"
"""The name of the storage that every phone has."""
_PRIMARY = b"/sdcard"
_STORAGE = b"/storage"
_CARD = re.compile(rb"[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}")
_MAX_DEPTH = 64
_MAX_FILES = 2_000_000
# No phone has such a name; `..` would lead out of the storage.
_CANNOT_BE = re.compile(rb"[/\0]|^\.{0,2}$")
PART = re.compile(rb"\.holdfast-[0-9a-f]+\.part")
"""What files are called while they are written."""
_LAST_TIME = 253_402_300_799  # the end of the year 9999


@dataclass(frozen=True, slots=True)
class Root:
    """A storage: the name it is shown by, and where it lies on the phone."""

    name: str
    place: bytes


@dataclass(frozen=True, slots=True)
class Spot:
    """One file: its storage's name with its folders and own name, where it lies, what it is."""

    path: tuple[str, ...]
    place: bytes
    size: int
    mtime: int

    @property
    def modified(self) -> datetime | None:
        """When it was changed last, UTC."""
        return datetime.fromtimestamp(self.mtime, UTC) if 0 < self.mtime <= _LAST_TIME else None

    @property
    def mark(self) -> str:
        """What changes when it does."""
        return f"{self.size}:{self.mtime}"


def roots(files: Files) -> tuple[Root, ...]:
    """The storages that the phone shows now, its own first."""
    cards = sorted(entry.name for entry in files.list(_STORAGE) if _CARD.fullmatch(entry.name))
    own = files.stat(_PRIMARY)
    found = (Root(PHONE, _PRIMARY),) if own.there else ()
    return (*found, *(Root(text_of(name), b"%s/%s" % (_STORAGE, name)) for name in cards))


def walk(files: Files, root: Root, task: Task) -> Iterator[Spot]:
    """Yield every file of a storage, folder by folder, in the order of their names.

    Raises `Garbled` for a tree without end.
    """
    waiting: list[tuple[bytes, ...]] = [()]
    count = 0
    while waiting:
        task.check()
        folder = waiting.pop()
        inside = sorted(files.list(b"/".join((root.place, *folder))), key=lambda entry: entry.name)
        above = tuple(map(text_of, folder))
        deeper = []
        for entry in inside:
            place, named = (*folder, entry.name), (*above, text_of(entry.name))
            if _CANNOT_BE.search(entry.name) or is_litter(named):
                continue
            if stat.S_ISDIR(entry.stat.mode):
                deeper.append(place)
            elif stat.S_ISREG(entry.stat.mode):
                count += 1
                where = b"/".join((root.place, *place))
                yield Spot((root.name, *named), where, entry.stat.size, entry.stat.mtime)
        if len(folder) >= _MAX_DEPTH or count > _MAX_FILES:
            raise Garbled(f"more than {_MAX_FILES} files, or {_MAX_DEPTH} folders in each other")
        waiting += reversed(deeper)


def text_of(name: bytes) -> str:
    """A name as text; bytes that are none survive the way there and back."""
    return name.decode("utf-8", "surrogateescape")


def bytes_of(name: str) -> bytes:
    """The name that `text_of` made a text of."""
    return name.encode("utf-8", "surrogateescape")
