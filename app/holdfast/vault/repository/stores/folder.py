"""A store in a folder of a disk, laid out as restic lays it out."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from holdfast.vault.repository.problems import disk_problems

OLD_PART = 24 * 3600
"""Seconds after which a half-written file belongs to a writer that died."""


def _nothing(step: str) -> None:
    """Take no notice of a write step."""


class FolderStore:
    """Files below `folder`, each written to a temporary name, synced, and renamed.

    `on_step` is told before each thing that changes the disk ("write data", "sync data",
    "rename data", "sync-folder data", "delete data"); tests end the process there.
    """

    def __init__(self, folder: Path, on_step: Callable[[str], None] = _nothing) -> None:
        """Use `folder`, which need not exist before the first `put`."""
        self._folder = folder
        self._on_step = on_step

    @property
    def place(self) -> str:
        """The folder."""
        return str(self._folder)

    def prepare(self) -> None:
        """Make the folders restic expects; raises `DiskReadOnly`, `DiskFailed`."""
        folders = ["keys", "locks", "snapshots", "index"]
        folders += [f"data/{number:02x}" for number in range(256)]
        with disk_problems(self.place):
            for folder in folders:
                (self._folder / folder).mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, name: str, data: bytes) -> None:
        """Write `data` durably under `name`; raises `DiskFull`, `DiskReadOnly`, `DiskFailed`."""
        kind = name.partition("/")[0]
        path = self._path(name)
        with disk_problems(self.place):
            part = self._write_part(data, kind)
            try:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._on_step(f"rename {kind}")
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
            self._on_step(f"sync-folder {kind}")
            _sync_folder(path.parent)

    def _write_part(self, data: bytes, kind: str) -> Path:
        # Inside the repository, so that the rename never crosses file systems; restic
        # takes no notice of this folder.
        folder = self._folder / "tmp"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._on_step(f"write {kind}")
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=f"{kind}-")
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                self._on_step(f"sync {kind}")
                os.fsync(file.fileno())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return part

    def get(self, name: str) -> bytes:
        """Return the whole file; raises FileNotFoundError, `DiskFailed`."""
        with disk_problems(self.place):
            return self._path(name).read_bytes()

    def read_range(self, name: str, offset: int, length: int) -> bytes:
        """Return a piece of the file; raises FileNotFoundError, `DiskFailed`."""
        with disk_problems(self.place), self._path(name).open("rb") as file:
            file.seek(offset)
            return file.read(length)

    def list(self, folder: str) -> Iterator[tuple[str, int]]:
        """Yield (name, size) of every file below `folder`."""
        root = self._folder / folder
        with disk_problems(self.place):
            for parent, _, files in os.walk(root):
                for file in files:
                    path = Path(parent, file)
                    yield path.relative_to(self._folder).as_posix(), path.stat().st_size

    def delete(self, name: str) -> None:
        """Remove the file."""
        self._on_step(f"delete {name.partition('/')[0]}")
        with disk_problems(self.place):
            self._path(name).unlink(missing_ok=True)

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return self._path(name).is_file()

    def is_empty(self) -> bool:
        """Whether the folder is missing or has nothing in it."""
        try:
            return next(self._folder.iterdir(), None) is None
        except FileNotFoundError:
            return True
        except NotADirectoryError:
            return False

    def tidy(self) -> None:
        """Remove temporary files older than a day: a living writer's are seconds old."""
        with disk_problems(self.place):
            for part in (self._folder / "tmp").glob("*"):
                if time.time() - part.stat().st_mtime > OLD_PART:
                    part.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder.joinpath(*name.split("/"))


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # Windows cannot sync a folder
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
