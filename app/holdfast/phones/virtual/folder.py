"""A phone's data in a folder: `sample.json` says who it is, each item is one file.

    contacts/0001.vcf   calendar/…vcs   to-dos/…vcs   notes/…vnt   photos/<its own path>   files/…
    messages/in/0001.vmg   messages/out/…   messages/sent/…   bookmarks/0001.vbm   owner.vcf
    calls/in/0001.vcf   calls/out/…   calls/missed/…

The name before the ending is the LUID. The folder is read anew at each request, so what its
owner does with a file manager is what the phone has done; a journal beside it is how the phone
finds that out.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from holdfast.errors import Problem
from holdfast.phones.virtual.card import NotASample, SampleInfo, read_card, write_card
from holdfast.records.model.kinds import Kind, media_kind

__all__ = [
    "AT",
    "BOOKMARKS",
    "BOXES",
    "CALLS",
    "ENDINGS",
    "JOURNAL",
    "MEDIA",
    "MESSAGES",
    "OWNER",
    "PLACES",
    "RECORDS",
    "FolderNotEmpty",
    "NotASample",
    "PhoneFolder",
    "SampleInfo",
    "luid_name",
    "stem_of",
]

RECORDS = (
    Kind.CONTACTS,
    Kind.CALENDAR,
    Kind.TODOS,
    Kind.NOTES,
    Kind.MESSAGES,
    Kind.CALLS,
)
"""The kinds whose items are named by a LUID."""
MESSAGES = ("messages/in", "messages/out", "messages/sent")
CALLS = ("calls/in", "calls/out", "calls/missed")
BOOKMARKS = "bookmarks"
BOXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {Kind.MESSAGES: MESSAGES, Kind.CALLS: CALLS}
)
"""The kinds whose items lie in several places."""
PLACES: tuple[str, ...] = (
    *(place for kind in RECORDS for place in BOXES.get(kind, (kind,))),
    BOOKMARKS,
)
"""The folders whose files are named by a LUID."""
OWNER = "owner.vcf"
"""The owner's own card."""
MEDIA = (Kind.PHOTOS, Kind.FILES)
ENDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys((Kind.CONTACTS, *CALLS), (".vcf",)),
        **dict.fromkeys((Kind.CALENDAR, Kind.TODOS), (".vcs", ".ics")),
        **dict.fromkeys(MESSAGES, (".vmg",)),
        Kind.NOTES: (".vnt",),
        BOOKMARKS: (".vbm",),
    }
)
"""The usual endings of a place's files; a file with any other is an item just as well."""
JOURNAL = ".journal.json"
"""What the phone remembers of its items, so that it can tell what changed."""
AT = "at"
"""The folder of what only AT commands reach: the SIM, calls, messages."""
_PART = ".part"
_NO_NAME = frozenset("/\\\0")


@dataclass(eq=False)
class FolderNotEmpty(Problem):
    """A sample phone is to be made in a folder that already holds something."""

    path: Path


class PhoneFolder:
    """The items of one phone, read from its folder each time they are asked for."""

    def __init__(self, path: Path) -> None:
        """Open the phone in `path`; raises `NotASample`."""
        self.path = path
        self.info = read_card(path)

    @classmethod
    def create(cls, path: Path, info: SampleInfo) -> PhoneFolder:
        """Make an empty phone in `path`; raises `FolderNotEmpty`."""
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise FolderNotEmpty(path)
        path.mkdir(parents=True, exist_ok=True)
        write_card(path, info)
        return cls(path)

    def become(self, info: SampleInfo) -> None:
        """Change who the phone is; raises `ValueError` when no phone can be that."""
        write_card(self.path, info)
        self.info = info

    def change(self, **values: str | int) -> None:
        """Change some of what the phone is; raises `ValueError` like `become`."""
        # Its owner may have used the phone, or replaced it, since it was opened.
        self.become(replace(read_card(self.path), **values))  # type: ignore[arg-type]

    def folder(self, place: str) -> Path:
        """Where the items of a place, or of a kind, lie."""
        return self.path / str(place)

    def records(self, place: str) -> dict[str, Path]:
        """The files in `place` (one of `PLACES`) by LUID, in the order of their names.

        Of a kind that has several places, those in all of them, by box and LUID: "in/0001".
        """
        if place in BOXES:
            return {
                f"{box.rpartition('/')[2]}/{luid}": path
                for box in BOXES[place]
                for luid, path in self.records(box).items()
            }
        folder = self.folder(place)
        files = (entry.name for entry in _listed(folder) if entry.is_file())
        return {stem_of(name): folder / name for name in files}

    def record(self, place: str, luid: str) -> Path | None:
        """The file in `place` that has this LUID, or None."""
        if luid and not luid.startswith(".") and not set(luid) & _NO_NAME:
            for ending in ENDINGS[place]:
                path = self.folder(place) / f"{luid}{ending}"
                if path.is_file():
                    return path
        return self.records(place).get(luid)

    def everything(self, kind: Kind) -> list[Path]:
        """All files that are items of `kind`, the owner's card and bookmarks among them."""
        if kind is Kind.FILES:
            return [*self.media(kind), *self.records(BOOKMARKS).values()]
        if kind in MEDIA:
            return self.media(kind)
        owner = self.path / OWNER
        own = [owner] if kind is Kind.CONTACTS and owner.is_file() else []
        return [*self.records(kind).values(), *own]

    def media(self, kind: Kind) -> list[Path]:
        """The files of `kind`, wherever they lie below its folder, in order."""
        return sorted(p for p in self.folder(kind).rglob("*") if p.is_file() and _shown(p))

    def add(self, place: str, ending: str, data: bytes) -> str:
        """Keep a new item in `place`; return the LUID it got."""
        # Its owner may have used the phone, or replaced it, since it was opened.
        self.info = read_card(self.path)
        number = self.info.next_luid
        # Calendar and to-dos are one store; each box is one of its own.
        shared = [each for each in PLACES if "/" not in each] if "/" not in place else [place]
        taken = {stem_of(name) for each in shared for name in _names(self.folder(each))}
        while luid_name(number) in taken:
            number += 1
        self.change(next_luid=number + 1)
        self.write(self.folder(place) / luid_name(number, ending), data)
        return luid_name(number)

    def write(self, path: Path, data: bytes | BinaryIO) -> None:
        """Put one file in its place at once, never in part."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name[:100]}{_PART}")
        with part.open("wb") as out:
            if isinstance(data, bytes):
                out.write(data)
            else:
                shutil.copyfileobj(data, out)
        part.replace(path)

    def wipe(self) -> None:
        """Empty every store; what the phone remembers of them goes with it."""
        for place in (*RECORDS, BOOKMARKS, *MEDIA, AT):
            shutil.rmtree(self.folder(place), ignore_errors=True)
        for name in (OWNER, JOURNAL):
            (self.path / name).unlink(missing_ok=True)

    # Photos and files have their own folders here, but one tree on the phone.

    def entries(self, place: tuple[str, ...]) -> dict[str, Path] | None:
        """What lies in the phone's folder `place`, by name; None when there is no such folder."""
        roots = [path for kind in MEDIA if (path := self._inside(kind, place)) is not None]
        folders = [path for path in roots if path.is_dir()]
        if not folders and place:
            return None
        return {entry.name: path / entry.name for path in folders for entry in _listed(path)}

    def place_for(self, place: tuple[str, ...], name: str) -> Path | None:
        """Where a file of that name and folder belongs; None when the name leads elsewhere."""
        return self._inside(media_kind(name), (*place, name))

    def make_folder(self, place: tuple[str, ...]) -> bool:
        """Make the phone's folder `place`; False when the name leads elsewhere."""
        path = self._inside(Kind.PHOTOS, place)
        if path is None:
            return False
        path.mkdir(parents=True, exist_ok=True)
        return True

    def _inside(self, kind: Kind, place: tuple[str, ...]) -> Path | None:
        if any(part in ("", ".", "..") or set(part) & _NO_NAME for part in place):
            return None
        return self.folder(kind).joinpath(*place)


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            shown = [entry for entry in entries if not entry.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(shown, key=lambda entry: entry.name)


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _shown(path: Path) -> bool:
    return not path.name.startswith(".")


def stem_of(name: str) -> str:
    """The LUID of a file of that name."""
    stem, _, ending = name.rpartition(".")
    return stem if stem and ending else name


def luid_name(number: int, ending: str = "") -> str:
    """The LUID of the `number`th item, or with an `ending` its file's name."""
    return f"{number:04X}{ending}"
