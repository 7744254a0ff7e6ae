"""The record a rehearsal is held against: one backup's own tree, read without any index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from holdfast.errors import Problem
from holdfast.records.model.coverage import Coverage
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Tag
from holdfast.vault.history import sidecars
from holdfast.vault.history.found import Item, Place, items_in
from holdfast.vault.history.layout import KINDS
from holdfast.vault.history.marks import MARKS, KindMarks, decode_marks
from holdfast.vault.history.trees import Folder, Trees
from holdfast.vault.repository.problems import NoSuchSnapshot, VaultDamaged
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.snapshot import Snapshot

LATEST = "latest"
_NO_BACKUP = frozenset((Tag.KEEPSAKE, Tag.REHEARSAL))
_IN_PASSING = frozenset((Tag.SAFETY, Tag.READ_BACK))


@dataclass(eq=False)
class NotABackup(Problem):
    """The snapshot (its full id) holds no phone's backup: nothing in it could be rehearsed."""

    snapshot: str


@dataclass(slots=True)
class KeptRecord:
    """What one backup says it holds.

    `handset` is None where that is damaged. `counts` is how many items of each kind the backup
    said it kept. `broken` are paths in its tree that cannot be read.
    """

    handset: HandsetInfo | None = None
    counts: dict[Kind, int] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Item]:
        """Its items of `kind`."""
        return [item for item in self.items if item.kind is kind]


def find_backup(repository: Repository, name: str, handset: str | None) -> Snapshot:
    """The backup that `name` means: first digits of its id, or "latest" of `handset` (of all).

    The latest is the newest that stands for the phone: a backup its owner made, under no loss
    alarm, if there is one. Raises `NoSuchSnapshot`, `AmbiguousSnapshot`, `NotABackup`,
    `VaultDamaged`.
    """
    if name == LATEST:
        return _latest(repository, handset)
    found = _named(repository, name.lower())
    if not _is_backup(found):
        raise NotABackup(found.id)
    return found


def _latest(repository: Repository, handset: str | None) -> Snapshot:
    made = [
        snapshot
        for snapshot in reversed(repository.snapshots())
        if _is_backup(snapshot) and handset in (None, snapshot.hostname)
    ]
    good = (snapshot for snapshot in made if _stands_for_the_phone(snapshot))
    found = next(good, made[0] if made else None)
    if found is None:
        raise NoSuchSnapshot(LATEST)
    return found


def _named(repository: Repository, name: str) -> Snapshot:
    try:
        return repository.snapshot(name)
    except NoSuchSnapshot:
        # Tags were changed since: then it has another id, and remembers its first one.
        for snapshot in repository.snapshots():
            if name and (snapshot.original or "").startswith(name):
                return snapshot
        raise


def _is_backup(snapshot: Snapshot) -> bool:
    ours = snapshot.paths == (f"/{snapshot.hostname}",)
    return ours and not _NO_BACKUP.intersection(snapshot.tags)


def _stands_for_the_phone(snapshot: Snapshot) -> bool:
    alarmed = any(tag.startswith(f"{Tag.LOSS}:") for tag in snapshot.tags)
    return not alarmed and not _IN_PASSING.intersection(snapshot.tags)


def read_record(repository: Repository, snapshot: Snapshot) -> KeptRecord:
    """Read the whole tree of `snapshot`; what is damaged in it is told, and the rest is read.

    Raises what keeps the vault from being read at all.
    """
    return _Walk(Trees(repository)).run(snapshot)


class _Walk:
    """One walk from the root down, which no damage ends."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees
        self._record = KeptRecord()

    def run(self, snapshot: Snapshot) -> KeptRecord:
        root = self._folder("/", snapshot.tree)
        self._record.handset = self._handset(root)
        self._record.counts = {entry.kind: entry.count for entry in self._coverage(root)}
        marks = self._marks(root)
        for name, tree in root.folders:
            if name in KINDS:
                kind_marks = marks[KINDS[name]]
                self._record.items += self._items(Place((name,), kind_marks, ""), tree)
        return self._record

    def _items(self, place: Place, tree: str) -> Iterator[Item]:
        folder = self._folder("/".join(place.path), tree)
        yield from items_in(place, folder.files)
        for name, subtree in folder.folders:
            yield from self._items(place.inside(name), subtree)

    def _folder(self, path: str, tree: str) -> Folder:
        try:
            return self._trees.folder(tree)
        except VaultDamaged:
            self._record.broken.append(path)
            return Folder((), ())

    def _handset(self, root: Folder) -> HandsetInfo | None:
        data = self._sidecar(root, sidecars.HANDSET)
        try:
            return sidecars.decode_handset(data) if data is not None else None
        except sidecars.SidecarUnreadable:
            self._record.broken.append(sidecars.HANDSET)
            return None

    def _coverage(self, root: Folder) -> tuple[Coverage, ...]:
        data = self._sidecar(root, sidecars.COVERAGE)
        try:
            return sidecars.decode_coverage(data) if data is not None else ()
        except sidecars.SidecarUnreadable:
            self._record.broken.append(sidecars.COVERAGE)
            return ()

    def _marks(self, root: Folder) -> Mapping[Kind, KindMarks]:
        try:
            return decode_marks(self._sidecar(root, MARKS))
        except sidecars.SidecarUnreadable:
            self._record.broken.append(MARKS)
            return decode_marks(None)

    def _sidecar(self, root: Folder, name: str) -> bytes | None:
        try:
            return self._trees.sidecar(root, name)
        except VaultDamaged:
            self._record.broken.append(name)
            return None
