"""Opens what a person points at: a folder, a card, an archive, or a single file."""

from __future__ import annotations

import errno
import hashlib
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from holdfast.phones.handsets.folder import handset as driver
from holdfast.phones.handsets.folder.files import DiskFiles, Entry, Files, Place, ReadOnly
from holdfast.phones.handsets.folder.volumes import Volume, volume_of
from holdfast.phones.handsets.folder.zipped import ZipFiles
from holdfast.phones.handsets.handset import HandsetProblem
from holdfast.phones.handsets.identity import handset_id
from holdfast.phones.handsets.protocols import FOLDER
from holdfast.records.model.handset import HandsetInfo, StorageInfo

_DIGITS = 12
_PREFIX = "folder"


@dataclass(eq=False)
class FolderUnreadable(HandsetProblem):
    """What was pointed at is not there, is no folder or archive, or may not be read.

    `reason` is the system's own word for it.
    """

    path: str
    reason: str = ""


def open_folder(path: Path, serial: str | None = None) -> driver.FolderHandset:
    """Begin a session with the folder, archive or file at `path`; raises `FolderUnreadable`.

    It is known by `serial` if given, else by the UUID of the volume it is, else by its place:
    on a volume that has a UUID the place in it, so that a card may be mounted anywhere.
    """
    try:
        files = _files(path)
        serial = serial or _serial(path)
        storage = files.storage()
    except OSError as error:
        raise FolderUnreadable(str(path), error.strerror or str(error)) from error
    info = HandsetInfo(
        id=handset_id(serial),
        serial=serial,
        manufacturer="",
        model=files.title,
        protocol=FOLDER,
        storages=(storage,),
    )
    return driver.FolderHandset(files, info)


def _files(path: Path) -> Files:
    if path.is_dir():
        return DiskFiles(path)
    if path.is_file() and zipfile.is_zipfile(path):
        return ZipFiles(path)
    return SingleFile(path)


def _serial(path: Path) -> str:
    volume = volume_of(path)
    if volume is None:
        volume = Volume("", str(path.resolve()))
    elif not volume.inside:
        return f"{_PREFIX}-{volume.uuid}"
    place = f"{volume.uuid}\0{volume.inside}".encode("utf-8", "surrogateescape")
    return f"{_PREFIX}-{hashlib.sha256(place).hexdigest()[:_DIGITS]}"


class SingleFile(ReadOnly):
    """One file of a folder, as if nothing else lay there; to it nothing is added."""

    def __init__(self, path: Path) -> None:
        """Raises OSError where there is no file."""
        if not path.is_file():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        path = path.resolve()
        self._name = path.name
        self._folder = DiskFiles(path.parent)
        self.title = path.stem

    def there(self) -> bool:
        """Whether its folder is still there."""
        return self._folder.there()

    def listed(self, place: Place) -> list[Entry]:
        """The file alone."""
        return [entry for entry in self._folder.listed(place) if entry.name == self._name]

    def read(self, path: Place) -> Iterator[bytes]:
        """Its bytes."""
        return self._folder.read(path)

    def storage(self) -> StorageInfo:
        """Of the disk it lies on."""
        return self._folder.storage()
