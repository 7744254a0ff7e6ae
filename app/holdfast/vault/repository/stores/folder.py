"""A store in a folder of a disk, laid out as restic lays it out."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from holdfast.vault.repository.problems import VaultMissing, disk_problems

_CANNOT_SYNC_FOLDERS = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF)


def _nothing(step: str) -> None:
    """Take no notice of a write step."""


class FolderStore:
    """Files below `folder`, each written to a temporary name, synced, and renamed.

    `on_step` is told before each thing that changes the disk ("write data", "sync data",
    "rename data", "sync-folder data", "delete data"); tests end the process there.
    """

    def __init__(self, folder: Path, on_step: Callable[[str], None] = _nothing) -> None:
        """Use `folder`, which need not exist before `prepare`."""
        self._folder = folder
        self._on_step = on_step

    @property
    def place(self) -> str:
        """The folder."""
        return str(self._folder)

    def prepare(self) -> None:
        """Make the folders restic expects; raises `DiskFull`, `DiskReadOnly`, `DiskFailed`."""
        folders = ["keys", "locks", "snapshots", "index", "tmp", "data"]
        folders += [f"data/{number:02x}" for number in range(256)]
        with disk_problems(self.place, writing=True):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in folders:
                (self._folder / folder).mkdir(mode=0o700, exist_ok=True)
            for changed in (self._folder / "data", self._folder, self._folder.absolute().parent):
                _sync_folder(changed)

    def put(self, name: str, *pieces: bytes) -> None:
        """Write the pieces durably, as one file called `name`.

        Raises `VaultMissing` (never making the vault's folder anew where a disk was taken
        out), `DiskFull`, `DiskReadOnly`, `DiskFailed`; nothing half-written stays behind.
        """
        kind = name.partition("/")[0]
        path = self._path(name)
        with disk_problems(self.place, writing=True):
            self._make_folder(path.parent)
            part = self._write_part(pieces, kind)
            try:
                self._on_step(f"rename {kind}")
                part.replace(path)
                self._on_step(f"sync-folder {kind}")
                _sync_folder(path.parent)
            except BaseException:
                # Not even under its name: what raised was not put.
                _discard(part)
                _discard(path)
                raise

    def _write_part(self, pieces: Iterable[bytes], kind: str) -> Path:
        # Inside the repository, so that the rename never crosses file systems; restic
        # takes no notice of this folder.
        folder = self._folder / "tmp"
        self._make_folder(folder)
        self._on_step(f"write {kind}")
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=f"{kind}-")
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(pieces)
                file.flush()
                self._on_step(f"sync {kind}")
                os.fsync(file.fileno())
        except BaseException:
            _discard(part)
            raise
        return part

    def _make_folder(self, folder: Path) -> None:
        """Make a folder that a copy of the vault left out, but none in an empty mount point."""
        if folder.is_dir():
            return
        if not (self._folder / "config").is_file():
            raise FileNotFoundError(folder)
        self._make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(folder.parent)

    def get(self, name: str) -> bytes:
        """Return the whole file; raises FileNotFoundError, `DiskFailed`."""
        with disk_problems(self.place):
            return self._path(name).read_bytes()

    def read_range(self, name: str, offset: int, length: int) -> bytes:
        """Return a piece of the file; raises FileNotFoundError, `DiskFailed`."""
        with disk_problems(self.place), self._path(name).open("rb") as file:
            # Python allocates what is asked for before it reads.
            left = max(0, os.fstat(file.fileno()).st_size - offset)
            file.seek(offset)
            return file.read(min(length, left))

    def list(self, folder: str) -> Iterator[tuple[str, int]]:
        """Yield (name, size) of every file below `folder`.

        Raises `VaultMissing` when the vault is gone, so that nobody takes it for empty;
        a folder that is missing alone (a copy may leave out empty ones) holds no files.
        """
        with disk_problems(self.place):
            if not (self._folder / folder).is_dir() and not self.exists("config"):
                raise VaultMissing(self.place)
            yield from self._files_below(folder)

    def _files_below(self, folder: str) -> Iterator[tuple[str, int]]:
        try:
            entries = list(os.scandir(self._folder / folder))
        except FileNotFoundError:
            return
        for entry in entries:
            name = f"{folder}/{entry.name}"
            if entry.is_dir():
                yield from self._files_below(name)
            else:
                with suppress(FileNotFoundError):  # gone since it was listed
                    yield name, entry.stat().st_size

    def delete(self, name: str) -> None:
        """Remove the file; raises `DiskReadOnly`, `DiskFailed`."""
        with disk_problems(self.place, writing=True):
            self._on_step(f"delete {name.partition('/')[0]}")
            self._path(name).unlink(missing_ok=True)

    def exists(self, name: str) -> bool:
        """Whether there is such a file; raises `DiskFailed`."""
        with disk_problems(self.place):
            return self._path(name).is_file()

    def is_empty(self) -> bool:
        """Whether the folder is missing or no file is in it; raises `DiskFailed`."""
        with disk_problems(self.place):
            if not self._folder.exists():
                return True
            if not self._folder.is_dir():
                return False
            return not any(files for _, _, files in os.walk(self._folder, onerror=_speak_up))

    def tidy(self, older_than: float) -> None:
        """Remove what writers that died left half-written; raises `DiskReadOnly`, …."""
        with disk_problems(self.place, writing=True):
            for part in (self._folder / "tmp").glob("*"):
                with suppress(FileNotFoundError):  # its writer is alive and done
                    if time.time() - part.stat().st_mtime > older_than:
                        part.unlink()

    def _path(self, name: str) -> Path:
        return self._folder.joinpath(*name.split("/"))


def _discard(part: Path) -> None:
    # The trouble that is on its way up is the one to tell.
    with suppress(OSError):
        part.unlink()


def _speak_up(error: OSError) -> None:
    raise error


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # Windows cannot sync a folder
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems cannot either; their servers order the writes.
        if error.errno not in _CANNOT_SYNC_FOLDERS:
            raise
    finally:
        os.close(descriptor)
