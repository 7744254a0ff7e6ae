"""A phone's data in a folder: `sample.json` says who it is, each item is one file.

    contacts/0001.vcf   calendar/…vcs   to-dos/…vcs   notes/…vnt   photos/<its own path>   files/…

The name before the ending is the LUID. The folder is read anew at each request, so what its
owner does with a file manager is what the phone has done.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import BinaryIO

from holdfast.errors import Problem
from holdfast.records.model.kinds import Kind, media_kind

CARD = "sample.json"
RECORDS = (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES)
"""The kinds whose items are named by a LUID."""
MEDIA = (Kind.PHOTOS, Kind.FILES)
ENDINGS = {
    Kind.CONTACTS: (".vcf",),
    Kind.CALENDAR: (".vcs", ".ics"),
    Kind.TODOS: (".vcs", ".ics"),
    Kind.NOTES: (".vnt",),
}
"""The usual endings of a kind's files; a file with any other is an item just as well."""
AT = "at"
"""The folder of what only AT commands reach: the SIM, calls, messages."""
USB = ("wmc", "acm")
"""How a sample phone may hang on the cable."""
_PART = ".part"
_NO_NAME = frozenset("/\\\0")


@dataclass(eq=False)
class FolderNotEmpty(Problem):
    """A sample phone is to be made in a folder that already holds something."""

    path: Path


@dataclass(eq=False)
class NotASample(Problem):
    """The folder holds no sample phone, or its card cannot be read; `detail` says what."""

    path: Path
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SampleInfo:
    """Who the phone in a folder is.

    `usb` is how it hangs on the cable ("wmc" or "acm"), `max_packet` the longest OBEX packet
    it takes in bytes, `next_luid` the number its next new item gets.
    """

    serial: str
    family: str = "irmc"
    manufacturer: str = "Holdfast"
    model: str = "Sample Phone"
    firmware: str = "R1A001"
    usb: str = "wmc"
    max_packet: int = 32768
    next_luid: int = 1


class PhoneFolder:
    """The items of one phone, read from its folder each time they are asked for."""

    def __init__(self, path: Path) -> None:
        """Open the phone in `path`; raises `NotASample`."""
        self.path = path
        self.info = _read_card(path)

    @classmethod
    def create(cls, path: Path, info: SampleInfo) -> PhoneFolder:
        """Make an empty phone in `path`; raises `FolderNotEmpty`."""
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise FolderNotEmpty(path)
        path.mkdir(parents=True, exist_ok=True)
        _write_card(path, info)
        return cls(path)

    def become(self, info: SampleInfo) -> None:
        """Change who the phone is."""
        _write_card(self.path, info)
        self.info = info

    def folder(self, kind: Kind) -> Path:
        """Where the items of `kind` lie."""
        return self.path / str(kind)

    def records(self, kind: Kind) -> dict[str, Path]:
        """The files of `kind` by LUID, in the order of their names."""
        files = (path for path in _listed(self.folder(kind)) if path.is_file())
        return {path.stem: path for path in files}

    def record(self, kind: Kind, luid: str) -> Path | None:
        """The file of `kind` that has this LUID, or None."""
        if luid and not luid.startswith(".") and not set(luid) & _NO_NAME:
            for ending in ENDINGS[kind]:
                path = self.folder(kind) / f"{luid}{ending}"
                if path.is_file():
                    return path
        return self.records(kind).get(luid)

    def media(self, kind: Kind) -> list[Path]:
        """The files of `kind`, wherever they lie below its folder, in order."""
        return sorted(p for p in self.folder(kind).rglob("*") if p.is_file() and _shown(p))

    def add(self, kind: Kind, ending: str, data: bytes) -> str:
        """Keep a new item; return the LUID it got."""
        # Its owner may have used the phone, or replaced it, since it was opened.
        self.info = _read_card(self.path)
        number = self.info.next_luid
        taken = {luid for kind in RECORDS for luid in self.records(kind)}
        while luid_name(number) in taken:
            number += 1
        self.become(replace(self.info, next_luid=number + 1))
        self.write(self.folder(kind) / luid_name(number, ending), data)
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
        """Empty every store."""
        for folder in (*(self.folder(kind) for kind in (*RECORDS, *MEDIA)), self.path / AT):
            shutil.rmtree(folder, ignore_errors=True)

    # Photos and files have their own folders here, but one tree on the phone.

    def entries(self, place: tuple[str, ...]) -> dict[str, Path] | None:
        """What lies in the phone's folder `place`, by name; None when there is no such folder."""
        roots = [path for kind in MEDIA if (path := self._inside(kind, place)) is not None]
        folders = [path for path in roots if path.is_dir()]
        if not folders and place:
            return None
        return {entry.name: entry for path in folders for entry in _listed(path)}

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


def _listed(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(path for path in folder.iterdir() if _shown(path))
    except (FileNotFoundError, NotADirectoryError):
        return


def _shown(path: Path) -> bool:
    return not path.name.startswith(".")


def luid_name(number: int, ending: str = "") -> str:
    """The LUID of the `number`th item, or with an `ending` its file's name."""
    return f"{number:04X}{ending}"


def _read_card(path: Path) -> SampleInfo:
    try:
        card = json.loads((path / CARD).read_text(encoding="utf-8"))
        known = {field.name for field in fields(SampleInfo)}
        info = SampleInfo(**{name: value for name, value in card.items() if name in known})
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise NotASample(path, str(error)) from error
    if not _sound(info):
        raise NotASample(path, "a value of the wrong type")
    return info


def _sound(info: SampleInfo) -> bool:
    right = all(
        type(getattr(info, field.name)) is (int if field.type == "int" else str)
        for field in fields(SampleInfo)
    )
    packets = range(255, 65536)
    return right and bool(info.serial) and info.usb in USB and info.max_packet in packets


def _write_card(path: Path, info: SampleInfo) -> None:
    part = path / f".{CARD}{_PART}"
    part.write_text(json.dumps(asdict(info), indent=2) + os.linesep, encoding="utf-8")
    part.replace(path / CARD)
