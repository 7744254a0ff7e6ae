"""The files in a zip archive, read in place and never unpacked onto a disk."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from holdfast.phones.handsets.folder.files import CHUNK, Entry, Place, ReadOnly
from holdfast.records.model.handset import StorageInfo

MAX_ENTRIES = 1_000_000
_UNSAFE = ("", ".", "..")
_SECOND = 1_000_000_000
_ENCRYPTED = 0x1
_UNIX = 3


class ZipFiles(ReadOnly):
    """The files of one archive; names that lead out of it are left where they are.

    Archives say sizes and checksums of what they hold; a file that is not as it says is an
    OSError at its end, and nothing reads more than it announced.
    """

    def __init__(self, path: Path) -> None:
        """Open the archive; raises OSError, also for what is no archive."""
        self._path = path
        self.title = path.stem
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise OSError(errno.EINVAL, str(error), str(path)) from error
        self._files, self._folders = _arranged(self._archive)

    def there(self) -> bool:
        """Whether the archive can still be reached."""
        return self._path.is_file()

    def listed(self, place: Place) -> list[Entry]:
        """What lies in a folder, in the order of names."""
        if place not in self._folders:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "/".join(place))
        return sorted(self._folders[place].values(), key=lambda entry: entry.name)

    def read(self, path: Place) -> Iterator[bytes]:
        """The bytes of a file, in chunks."""
        info = self._files.get(path)
        if info is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "/".join(path))
        if info.flag_bits & _ENCRYPTED:
            raise PermissionError(errno.EACCES, "it is encrypted in its archive", info.filename)
        with _honest(info), self._archive.open(info) as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def storage(self) -> StorageInfo:
        """The archive's own size in bytes; it has no room."""
        return StorageInfo(self.title, self._path.stat().st_size, 0)


def _arranged(
    archive: zipfile.ZipFile,
) -> tuple[dict[Place, zipfile.ZipInfo], dict[Place, dict[str, Entry]]]:
    """Files by path, and entries by folder; of two of one path the later counts, as in `unzip`."""
    files: dict[Place, zipfile.ZipInfo] = {}
    folders: dict[Place, dict[str, Entry]] = {(): {}}
    for info in archive.infolist()[:MAX_ENTRIES]:
        path = tuple(info.filename.replace("\\", "/").rstrip("/").split("/"))
        if any(part in _UNSAFE or "\0" in part for part in path) or _is_odd(info):
            continue
        if info.is_dir():
            _make(folders, path)
        elif path not in folders:
            _make(folders, path[:-1])
            files[path] = info
            folders[path[:-1]][path[-1]] = _entry(path[-1], info)
    return files, folders


def _is_odd(info: zipfile.ZipInfo) -> bool:
    """Whether it is a link or a device of a Unix."""
    mode = stat.S_IFMT(info.external_attr >> 16)
    return info.create_system == _UNIX and mode not in (0, stat.S_IFREG, stat.S_IFDIR)


def _make(folders: dict[Place, dict[str, Entry]], place: Place) -> None:
    for depth in range(1, len(place) + 1):
        folders.setdefault(place[:depth], {})
        folders[place[: depth - 1]][place[depth - 1]] = Entry(place[depth - 1], is_folder=True)


def _entry(name: str, info: zipfile.ZipInfo) -> Entry:
    changed = 0
    with contextlib.suppress(ValueError, OverflowError):
        # Archives keep the maker's wall clock and no zone.
        changed = int(datetime(*info.date_time, tzinfo=UTC).timestamp()) * _SECOND
    return Entry(name, is_folder=False, size=info.file_size, changed=changed)


@contextlib.contextmanager
def _honest(info: zipfile.ZipInfo) -> Iterator[None]:
    """Whatever is wrong inside an archive is an OSError."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise OSError(errno.EIO, str(error), info.filename) from error
