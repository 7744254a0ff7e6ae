"""The files below one folder of a disk; the only place here that touches the disk."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from holdfast.records.model.handset import StorageInfo

Place = tuple[str, ...]
"""Folders and a name below the root."""

CHUNK = 1 << 20
"""Bytes read at once."""
PART_PREFIX, PART_SUFFIX = ".holdfast-", ".part"
"""What a file is called while it is being written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a folder: `size` in bytes, `changed` in nanoseconds since 1970 (UTC)."""

    name: str
    is_folder: bool
    size: int = 0
    changed: int = 0

    @property
    def mark(self) -> str:
        """What tells that a file changed."""
        return f"{self.size}:{self.changed}"

    @property
    def modified(self) -> datetime | None:
        """When it changed, UTC, in whole microseconds; None for what no calendar holds."""
        try:
            return datetime.fromtimestamp(self.changed // 1000 / 1_000_000, UTC)
        except (OverflowError, OSError, ValueError):
            return None


class Files(Protocol):
    """A tree of files. Every call may raise OSError, and raises nothing else."""

    title: str
    """What its owner knows it by."""
    can_write: bool

    def there(self) -> bool:
        """Whether the root is still there."""
        ...

    def listed(self, place: Place) -> list[Entry]:
        """What lies in a folder; links and devices are left out."""
        ...

    def read(self, path: Place) -> Iterator[bytes]:
        """The bytes of a file."""
        ...

    def write(self, path: Place, chunks: Iterable[bytes], modified: datetime | None) -> None:
        """Make a new file, whole or not at all; `FileExistsError` where one of that name is."""
        ...

    def replace(self, path: Place, chunks: Iterable[bytes], modified: datetime | None) -> None:
        """Put other bytes in the place of a file that is there, whole or not at all."""
        ...

    def remove(self, path: Place) -> None:
        """Take a file away."""
        ...

    def storage(self) -> StorageInfo:
        """How much fits."""
        ...


class ReadOnly:
    """The half of `Files` that refuses to write."""

    can_write = False

    def write(self, path: Place, chunks: Iterable[bytes], modified: datetime | None) -> None:
        """Refuse."""
        del chunks, modified
        self.remove(path)

    def replace(self, path: Place, chunks: Iterable[bytes], modified: datetime | None) -> None:
        """Refuse."""
        del chunks, modified
        self.remove(path)

    def remove(self, path: Place) -> None:
        """Refuse."""
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), "/".join(path))


class DiskFiles:
    """The files below `root`; never follows a link, so never leaves it."""

    def __init__(self, root: Path) -> None:
        """`root` is an existing folder; raises OSError."""
        self._root = root.resolve(strict=True)
        self._identity = _identity(self._root)
        self.title = self._root.name or str(self._root)
        self.can_write = os.access(self._root, os.W_OK)

    def there(self) -> bool:
        """Whether the root is still the folder it was."""
        try:
            return _identity(self._root) == self._identity
        except OSError:
            return False

    def listed(self, place: Place) -> list[Entry]:
        """What lies in a folder, in the order of names."""
        found = []
        with os.scandir(self._folder(place)) as entries:
            for entry in entries:
                told = _told(entry)
                if told is not None:
                    found.append(told)
        return sorted(found, key=lambda entry: entry.name)

    def read(self, path: Place) -> Iterator[bytes]:
        """The bytes of a file, in chunks."""
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self._folder(path[:-1]) / path[-1], flags)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def write(self, path: Place, chunks: Iterable[bytes], modified: datetime | None) -> None:
        """Make a new file and the folders it lies in."""
        target = self._made(path[:-1]) / path[-1]
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        _put(target, chunks, modified, new=True)

    def replace(self, path: Place, chunks: Iterable[bytes], modified: datetime | None) -> None:
        """Put other bytes in the place of a file."""
        target = self._folder(path[:-1]) / path[-1]
        if not stat.S_ISREG(target.lstat().st_mode):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(target))
        _put(target, chunks, modified)

    def remove(self, path: Place) -> None:
        """Take a file away."""
        folder = self._folder(path[:-1])
        (folder / path[-1]).unlink()
        _settle(folder)

    def storage(self) -> StorageInfo:
        """The disk's size and what is free of it, in bytes."""
        usage = shutil.disk_usage(self._root)
        return StorageInfo(self.title, usage.total, usage.free)

    def _folder(self, place: Place) -> Path:
        """The folder `place`, in which no step is a link that leads elsewhere."""
        folder = self._root
        for name in place:
            folder = folder / name
            if not stat.S_ISDIR(folder.lstat().st_mode):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        return folder

    def _made(self, place: Place) -> Path:
        for depth, name in enumerate(place):
            folder = self._folder(place[:depth])
            with contextlib.suppress(FileExistsError):
                (folder / name).mkdir()
                _settle(folder)
        return self._folder(place)


def _identity(root: Path) -> tuple[int, int]:
    found = root.stat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(root))
    return found.st_dev, found.st_ino


def _told(entry: os.DirEntry[str]) -> Entry | None:
    try:
        if entry.is_dir(follow_symlinks=False):
            return Entry(entry.name, is_folder=True)
        if entry.is_file(follow_symlinks=False):
            found = entry.stat(follow_symlinks=False)
            return Entry(entry.name, is_folder=False, size=found.st_size, changed=found.st_mtime_ns)
    except FileNotFoundError:
        pass  # it went while we looked
    return None


def _put(
    target: Path, chunks: Iterable[bytes], modified: datetime | None, *, new: bool = False
) -> None:
    descriptor, name = tempfile.mkstemp(PART_SUFFIX, PART_PREFIX, target.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        _dress(part, target, modified)
        if new:
            # Claimed, so that nothing is replaced which somebody put there meanwhile.
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    _settle(target.parent)


def _dress(part: Path, target: Path, modified: datetime | None) -> None:
    """Give the new file the old one's rights, and its date; a disk that has none loses these."""
    with contextlib.suppress(OSError):
        part.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644)
    if modified is not None:
        with contextlib.suppress(OSError, OverflowError, ValueError):
            os.utime(part, (modified.timestamp(), modified.timestamp()))


def _settle(folder: Path) -> None:
    # Not every system lets a folder be opened, and not every file system be synced.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
