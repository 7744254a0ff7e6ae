"""Export: writes a snapshot as plain files that any program reads."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from holdfast.errors import Problem
from holdfast.progress import Progress, Stage, Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.vault.history.layout import FOLDERS
from holdfast.vault.history.names import cut, hint, safe_name
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged

NAME_LIMIT = 120
"""Bytes of a title that go into a file name."""

PATH_LIMIT = 1000
"""Bytes of the phone's folders that are kept; systems take some 4,000 in all."""


@dataclass(eq=False)
class ExportFolderUnusable(Problem):
    """The chosen folder cannot be written; `reason` is the system's own word for it."""

    folder: str
    reason: str


@dataclass(eq=False)
class ExportFolderFull(Problem):
    """The disk of the chosen folder is full; `written` files are whole."""

    folder: str
    written: int


@dataclass(slots=True)
class ExportResult:
    """What an export wrote into `folder`; `damaged` items could not be read from the vault."""

    folder: Path
    files: int = 0
    moved: int = 0
    counts: dict[Kind, int] = field(default_factory=dict)
    damaged: list[StoredItem] = field(default_factory=list)


def export(
    vault: Vault,
    snapshot: SnapshotInfo,
    folder: Path,
    *,
    kinds: Collection[Kind] | None = None,
    task: Task,
) -> ExportResult:
    """Write every item of `snapshot` (of `kinds`, if given) below `folder`.

    Each item is the bytes the phone gave, under a name a person can read; media keep the
    phone's own folders. A file that is there already is never overwritten: the new one gets
    a number. An item that is damaged in the vault stops no other. Raises
    `ExportFolderUnusable`, `ExportFolderFull`, `VaultProblem`.
    """
    result = ExportResult(folder)
    for kind in Kind:
        if kinds is None or kind in kinds:
            _export_kind(vault, snapshot, kind, result, task)
    return result


def _export_kind(
    vault: Vault, snapshot: SnapshotInfo, kind: Kind, result: ExportResult, task: Task
) -> None:
    items = vault.history.items(snapshot.id, kind)
    for number, item in enumerate(items):
        task.report(Progress(Stage.EXPORTING, kind, number, len(items), result.moved))
        try:
            _export_item(vault, item, result, task)
        except VaultDamaged:
            result.damaged.append(item)
        else:
            result.counts[kind] = result.counts.get(kind, 0) + 1


def _export_item(vault: Vault, item: StoredItem, result: ExportResult, task: Task) -> None:
    for part in item.parts:
        wanted = result.folder / FOLDERS[item.kind] / _relative(item, part.suffix)
        chunks = _until_stopped(vault.history.read(item, part.suffix), task)
        try:
            result.moved += _write(wanted, chunks, item.modified)
        except OSError as error:
            raise _translated(error, result) from error
        result.files += 1


def _until_stopped(chunks: Iterable[bytes], task: Task) -> Iterator[bytes]:
    for chunk in chunks:
        task.check()
        yield chunk


def _relative(item: StoredItem, suffix: str) -> Path:
    if not item.path:
        return Path(safe_name((hint(item.title, NAME_LIMIT) or item.key) + suffix))
    parts = [safe_name(part) for part in item.path]
    if sum(len(part.encode()) + 1 for part in parts) > PATH_LIMIT:
        parts = [parts[0], cut(parts[-1], "/".join(item.path))]
    return Path(*parts)


def _translated(error: OSError, result: ExportResult) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ExportFolderFull(str(result.folder), result.files)
    return ExportFolderUnusable(str(result.folder), error.strerror or str(error))


def _write(wanted: Path, chunks: Iterable[bytes], modified: datetime | None) -> int:
    wanted.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=wanted.parent, prefix=".holdfast-")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            size = sum(file.write(chunk) for chunk in chunks)
        _date(part, modified)
        part.rename(_free_name(wanted))
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return size


def _date(path: Path, modified: datetime | None) -> None:
    # A date that the disk cannot hold costs the date, not the picture.
    with contextlib.suppress(OSError, OverflowError, ValueError):
        if modified is not None:
            os.utime(path, (modified.timestamp(), modified.timestamp()))


def _free_name(wanted: Path) -> Path:
    candidate, number = wanted, 1
    while candidate.exists() or candidate.is_symlink():
        number += 1
        candidate = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
    return candidate
