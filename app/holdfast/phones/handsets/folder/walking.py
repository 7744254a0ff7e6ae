"""What lies where in a folder: every file once, without the junk that systems leave on cards."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.phones.handsets.folder.files import PART_PREFIX, PART_SUFFIX, Entry, Files, Place
from holdfast.phones.handsets.folder.troubles import disk_trouble
from holdfast.phones.handsets.handset import Garbled
from holdfast.progress import Task
from holdfast.records.formats.cutting.pieces import ROWS_SUFFIX

MAX_DEPTH = 64
MAX_FOLDERS = 200_000
MAX_FILES = 2_000_000

_JUNK = frozenset(
    {
        "$recycle.bin",
        ".android_secure",
        ".ds_store",
        ".fseventsd",
        ".spotlight-v100",
        ".temporaryitems",
        ".thumbnails",
        ".trashes",
        "desktop.ini",
        "found.000",
        "lost+found",
        "lost.dir",
        "recycler",
        "system volume information",
        "thumbs.db",
    }
)
"""What no person ever put on a card (lower case): bins, indexes and previews of systems."""
_JUNK_FORMS = ("._*", ".trash-*", ".trashed-*", ".pending-*", f"{PART_PREFIX}*{PART_SUFFIX}")
"""Shapes of the same: AppleDouble, bins of desktops, Android's bin and half-written files."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One file, or with a `problem` a folder that could not be looked into."""

    path: Place
    entry: Entry
    problem: OSError | None = None
    has_rows: bool = False
    """Whether its ".rows.json" lies beside it."""

    @property
    def rows_path(self) -> Place:
        """Where its rows lie."""
        return rows_beside(self.path)


def rows_beside(path: Place) -> Place:
    """Where the rows of a record file lie."""
    stem = path[-1].rpartition(".")[0] or path[-1]
    return (*path[:-1], stem + ROWS_SUFFIX)


def walk(files: Files, task: Task) -> Iterator[Spot]:
    """Yield every file below the root, folder by folder, in the order of names.

    A folder that cannot be listed is yielded itself, with why. Raises OSError where the whole
    disk is in trouble, `Garbled` where there is no end of folders or files.
    """
    waiting: list[Place] = [()]
    seen, folders = 0, 0
    while waiting:
        task.check()
        place = waiting.pop()
        folders += 1
        entries, problem = _listed(files, place)
        seen += len(entries)
        if len(place) > MAX_DEPTH or folders + len(waiting) > MAX_FOLDERS or seen > MAX_FILES:
            raise Garbled(f"folders without end at {'/'.join(place)[:200]}")
        if problem is not None:
            yield Spot(place, Entry(place[-1], is_folder=True), problem)
        elif not _is_vault(entries):
            yield from _spots(place, entries)
            below = [(*place, entry.name) for entry in entries if entry.is_folder]
            waiting += reversed(below)


def _listed(files: Files, place: Place) -> tuple[list[Entry], OSError | None]:
    try:
        return [entry for entry in files.listed(place) if not is_junk(entry.name)], None
    except OSError as error:
        if not place or disk_trouble(files, error) is not None:
            raise
        return [], error


def is_junk(name: str) -> bool:
    """Whether a system left it."""
    low = name.lower()
    return low in _JUNK or any(fnmatch.fnmatchcase(low, form) for form in _JUNK_FORMS)


def _spots(place: Place, entries: list[Entry]) -> Iterator[Spot]:
    names = {entry.name for entry in entries if not entry.is_folder}
    with_rows = {
        name
        for name in names
        if not name.endswith(ROWS_SUFFIX) and rows_beside((name,))[0] in names
    }
    rows = {rows_beside((name,))[0] for name in with_rows}
    for entry in entries:
        if not entry.is_folder and entry.name not in rows:
            yield Spot((*place, entry.name), entry, has_rows=entry.name in with_rows)


def _is_vault(entries: list[Entry]) -> bool:
    """Whether the folder is a vault: what is in it is not the phone's."""
    folders = {entry.name for entry in entries if entry.is_folder}
    files = {entry.name for entry in entries if not entry.is_folder}
    return {"data", "index", "keys", "snapshots"} <= folders and "config" in files
