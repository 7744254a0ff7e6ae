"""Export: writes a snapshot as plain files that any program reads."""

from __future__ import annotations

import errno
import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from holdfast.actions.plain_files import (
    STANDARD,
    SUFFIXES,
    date,
    half_file,
    is_taken,
    numbered,
    relative,
    until_stopped,
)
from holdfast.actions.record import RECORD_LIMIT
from holdfast.errors import Problem
from holdfast.progress import Progress, Stage, Task
from holdfast.records.formats.converting.convert import convert
from holdfast.records.formats.converting.dialects import VCARD_40, Dialect
from holdfast.records.matching.fidelity import Account, Fidelity
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, StoredPart
from holdfast.vault.history.layout import FOLDERS
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged


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


class Form(StrEnum):
    """How records are written: as the phone gave them, or as today's programs read them.

    *Standard* is vCard 3.0, iCalendar and plain text; *newest* is the same with vCard 4.0.
    """

    PHONE = "phone"
    STANDARD = "standard"
    NEWEST = "newest"


_DIALECTS: Mapping[Form, Mapping[Kind, Dialect]] = {
    Form.PHONE: {},
    Form.STANDARD: STANDARD,
    Form.NEWEST: {**STANDARD, Kind.CONTACTS: VCARD_40},
}


@dataclass(slots=True)
class ExportResult:
    """What an export wrote into `folder`; `damaged` items could not be read from the vault.

    `fidelity` tells what the asked form cannot hold, by kind. `as_they_are` items have no such
    form and were written as the phone gave them.
    """

    folder: Path
    files: int = 0
    moved: int = 0
    counts: dict[Kind, int] = field(default_factory=dict)
    damaged: list[StoredItem] = field(default_factory=list)
    fidelity: list[Fidelity] = field(default_factory=list)
    as_they_are: int = 0


def export(
    vault: Vault,
    snapshot: SnapshotInfo,
    folder: Path,
    *,
    kinds: Collection[Kind] | None = None,
    form: Form = Form.PHONE,
    task: Task,
) -> ExportResult:
    """Write every item of `snapshot` (of `kinds`, if given) below `folder`.

    Each item is the bytes the phone gave, or what they are in the asked `form`, under a name
    a person can read; media keep the phone's own folders. A file that is there already is
    never overwritten: the new one gets a number. An item that is damaged in the vault stops
    no other. Raises `ExportFolderUnusable`, `ExportFolderFull`, `VaultProblem`.
    """
    result = ExportResult(folder)
    for kind in Kind:
        if kinds is None or kind in kinds:
            _Exporting(vault, kind, _DIALECTS[form].get(kind), result, task).run(snapshot)
    return result


class _Exporting:
    """The export of one kind."""

    def __init__(
        self, vault: Vault, kind: Kind, dialect: Dialect | None, result: ExportResult, task: Task
    ) -> None:
        self._vault = vault
        self._kind = kind
        self._dialect = dialect
        self._account = Account(dialect) if dialect is not None else None
        self._result = result
        self._task = task

    def run(self, snapshot: SnapshotInfo) -> None:
        items, result = self._vault.history.items(snapshot.id, self._kind), self._result
        for number, item in enumerate(items):
            progress = Progress(Stage.EXPORTING, self._kind, number, len(items), result.moved)
            self._task.report(progress)
            try:
                self._item(item)
            except VaultDamaged:
                result.damaged.append(item)
            else:
                result.counts[self._kind] = result.counts.get(self._kind, 0) + 1
        if items and self._account is not None:
            result.fidelity.append(self._account.report())

    def _item(self, item: StoredItem) -> None:
        for part in item.parts:
            chunks = until_stopped(self._vault.history.read(item, part.suffix), self._task)
            suffix, shaped = self._shaped(item, part, chunks)
            wanted = self._result.folder / FOLDERS[item.kind] / relative(item, suffix)
            try:
                self._result.moved += _write(wanted, shaped, item.modified)
            except OSError as error:
                raise _translated(error, self._result) from error
            self._result.files += 1

    def _shaped(
        self, item: StoredItem, part: StoredPart, chunks: Iterable[bytes]
    ) -> tuple[str, Iterable[bytes]]:
        """The file ending and bytes of one part in the asked form."""
        if self._dialect is None or self._account is None or part.size > RECORD_LIMIT:
            return part.suffix, chunks
        data = b"".join(chunks)
        converted = convert(item.kind, data, self._dialect)
        if not converted.data:
            self._result.as_they_are += 1
            return part.suffix, (data,)
        self._account.add(item.kind, converted.unheld, lambda: item.title)
        return SUFFIXES[self._dialect.block], (converted.data,)


def _translated(error: OSError, result: ExportResult) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ExportFolderFull(str(result.folder), result.files)
    return ExportFolderUnusable(str(result.folder), error.strerror or str(error))


def _write(wanted: Path, chunks: Iterable[bytes], modified: datetime | None) -> int:
    with half_file(wanted.parent) as part:
        with part.open("wb") as file:
            size = sum(file.write(chunk) for chunk in chunks)
        date(part, modified)
        part.rename(_free_name(wanted))
    return size


def _free_name(wanted: Path) -> Path:
    candidates = (numbered(wanted, number) for number in itertools.count(1))
    return next(candidate for candidate in candidates if not is_taken(candidate))
