"""The files of single items: each in its standard form, or as the phone gave it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from holdfast.actions.mirroring.folder import MirrorFolder, folded_folders
from holdfast.actions.mirroring.manifest import Entry
from holdfast.actions.plain_files import STANDARD, SUFFIXES, relative, until_stopped
from holdfast.actions.record import RECORD_LIMIT
from holdfast.progress import Progress, Stage, Task
from holdfast.records.formats.converting import convert as converter
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem, StoredPart
from holdfast.vault.history.layout import FOLDERS
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged

FORM = "1"
"""Changed when a file is written another way, so that all are written anew."""


def version_of(item: StoredItem) -> str:
    """The digest (hex) of all that the file of `item` is made from."""
    told = [FORM, str(item.kind), item.title, "/".join(item.path), str(item.modified)]
    told += [f"{part.suffix}:{','.join(part.content)}" for part in item.parts]
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def versions_of(items: Iterable[StoredItem], *also: str) -> str:
    """The digest (hex) of several items in their order, and of `also`."""
    digest = hashlib.sha256("\0".join(also).encode("utf-8", "surrogatepass"))
    for item in items:
        digest.update(version_of(item).encode())
    return digest.hexdigest()


def standard_form(vault: Vault, item: StoredItem, task: Task) -> bytes | None:
    """The item as today's programs read it; None where it has no such form.

    Raises `VaultDamaged`.
    """
    dialect, part = STANDARD.get(item.kind), item.parts[0]
    if dialect is None or part.size > RECORD_LIMIT:
        return None
    data = b"".join(until_stopped(vault.history.read(item, part.suffix), task))
    return converter.convert(item.kind, data, dialect).data or None


@dataclass(frozen=True, slots=True)
class _Unit:
    """One file to be: a part of an item, and what the manifest shall say of it."""

    item: StoredItem
    part: StoredPart
    made: Entry


class SingleFiles:
    """Brings the files of single items of a kind up to date; counts `damaged` ones."""

    def __init__(self, vault: Vault, folder: MirrorFolder, kind: Kind, task: Task) -> None:
        self._vault = vault
        self._folder = folder
        self._kind = kind
        self._task = task
        self._avoid: frozenset[str] = frozenset()
        self.damaged = 0

    def run(self, items: Sequence[StoredItem]) -> None:
        """Make the folder hold `items` and no others of the kind; raises OSError."""
        units = [unit for item in items for unit in self._units(item)]
        if self._kind.is_media:
            self._avoid = folded_folders(PurePosixPath(unit.made.base) for unit in units)
        earlier = _matched(units, self._folder.entries(str(self._kind), pages=False), self._kind)
        kept = {entry.name for entry in earlier.values()}
        for entry in self._folder.entries(str(self._kind), pages=False):
            if entry.name not in kept:
                self._folder.put_away(entry)
        for number, unit in enumerate(units):
            self._task.report(Progress(Stage.EXPORTING, self._kind, number, len(units)))
            self._bring(unit, earlier.get(unit.made.key))

    def _units(self, item: StoredItem) -> Iterator[_Unit]:
        """What is written of an item: all of a medium, of a record only its standard part."""
        version = version_of(item)
        for number, part in enumerate(item.parts if self._kind.is_media else item.parts[:1]):
            base = f"{FOLDERS[self._kind]}/{relative(item, '').as_posix()}"
            key = f"{item.key}\0{part.suffix}" if number else item.key
            yield _Unit(item, part, Entry(str(self._kind), key, base, version))

    def _bring(self, unit: _Unit, entry: Entry | None) -> None:
        if (
            entry is not None
            and entry.version == unit.made.version
            and self._folder.is_current(entry)
        ):
            self._folder.take_over(entry, unit.made)
            return
        try:
            suffix, chunks = self._shaped(unit)
            if entry is not None and not entry.name.endswith(suffix):
                self._folder.put_away(entry)
                entry = None
            self._folder.write(
                unit.made,
                suffix,
                chunks,
                modified=unit.item.modified,
                instead_of=entry,
                avoid=self._avoid,
            )
        except VaultDamaged:
            self.damaged += 1

    def _shaped(self, unit: _Unit) -> tuple[str, Iterable[bytes]]:
        """The file ending that the base still lacks, and the bytes."""
        if self._kind in STANDARD:
            data = standard_form(self._vault, unit.item, self._task)
            if data is not None:
                return SUFFIXES[STANDARD[self._kind].block], (data,)
        chunks = until_stopped(self._vault.history.read(unit.item, unit.part.suffix), self._task)
        return ("" if unit.item.path else unit.part.suffix), chunks


def _matched(units: Sequence[_Unit], entries: Sequence[Entry], kind: Kind) -> dict[str, Entry]:
    """Which file stands for which unit, by the unit's key.

    The very same version comes first, whatever the phone numbers it now; then what has the
    same key and name, for that is an edit. A photo is never edited: another picture under a
    name that the camera counted out again is another picture.
    """
    free = {entry.name: entry for entry in entries}
    found: dict[str, Entry] = {}
    for same in (_exact, _moved) if kind is Kind.PHOTOS else (_exact, _moved, _edited):
        by_mark = {same(entry): entry for entry in reversed(list(free.values()))}
        for unit in units:
            entry = by_mark.get(same(unit.made))
            if unit.made.key not in found and entry is not None and entry.name in free:
                found[unit.made.key] = free.pop(entry.name)
    return found


def _exact(entry: Entry) -> tuple[str, ...]:
    return entry.key, entry.base, entry.version


def _moved(entry: Entry) -> tuple[str, ...]:
    return entry.base, entry.version


def _edited(entry: Entry) -> tuple[str, ...]:
    return entry.key, entry.base
