"""Which path an item gets in a folder, and which item a path is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import PurePosixPath

from holdfast.phones.handsets.folder.files import Place
from holdfast.phones.handsets.paths import path_in, place_of
from holdfast.records.formats.cutting.pieces import may_be, may_hold_records
from holdfast.records.formats.file_names import hint, safe_name
from holdfast.records.formats.summary import summarise
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind

FOLDERS = {
    Kind.CONTACTS: "Contacts",
    Kind.CALENDAR: "Calendar",
    Kind.TODOS: "To-dos",
    Kind.NOTES: "Notes",
    Kind.MESSAGES: "Messages",
    Kind.CALLS: "Calls",
}
"""Where new records go that have no path of their own."""
MAX_NAME = 100
"""Bytes of a title that go into a file name."""
_LONGEST = 255
_WITHIN = "#"


def key_of(path: Place, ident: str = "") -> str:
    """The key of a record: its path, and which one it is of the several in that file."""
    key = "/".join(path)
    return f"{key}{_WITHIN}{ident}" if ident else key


def parts_of(key: str) -> tuple[Place, str]:
    """The path of a record's key, and which of the several in that file; `key_of` back."""
    whole, _, ident = key.rpartition(_WITHIN)
    if whole and may_hold_records(tuple(whole.split("/"))):
        return tuple(whole.split("/")), ident
    return tuple(key.split("/")), ""


def media_path(path: Place) -> Place:
    """A file's path as an item has it: (storage, folder…, name)."""
    return path_in(path[:-1], path[-1])


def real_path(path: Place) -> Place:
    """Where the file of an item's path lies."""
    place, name = place_of(path)
    return (*place, name)


def wanted_path(item: NewItem, data: bytes) -> Place:
    """Where a new item should go: where it came from, if that was a folder, else by its title."""
    if item.kind.is_media:
        return held(real_path(item.path or tuple(item.key.split("/"))))
    own, ident = parts_of(item.key)
    if not ident and may_hold_records(own) and may_be(item.kind, own):
        return held(own)
    title = hint(summarise(item.kind, item.suffix, data).title, MAX_NAME)
    name = title or hint(own[-1], MAX_NAME) or str(item.kind)
    return (FOLDERS[item.kind], name + item.suffix)


def free_paths(path: Place) -> Iterator[Place]:
    """`path`, then the same with a number, without end."""
    yield path
    name = PurePosixPath(path[-1])
    for number in count(2):
        yield (*path[:-1], f"{name.stem}-{number}{name.suffix}")


def held(path: Place) -> Place:
    """`path` with every part that this system holds as it is, and the others escaped."""
    return tuple(part if _holds(part) else safe_name(part) for part in path)


def _holds(part: str) -> bool:
    if os.name == "nt" or part in ("", ".", "..") or "/" in part or "\0" in part:
        return safe_name(part) == part
    return len(os.fsencode(part)) <= _LONGEST if _encodes(part) else False


def _encodes(part: str) -> bool:
    try:
        os.fsencode(part)
    except UnicodeEncodeError:
        return False
    return True
