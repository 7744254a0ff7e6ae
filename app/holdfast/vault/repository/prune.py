"""Prune: gives back the space of blobs that no snapshot needs, and merges what lies in bits.

As restic does it, under an exclusive lock and in an order that may end at any step: new packs,
new indexes, then the old indexes go, then the old packs. Until the old indexes go nothing is
missing; from then on the old packs are strays, which the next writer adopts and the next
prune removes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from holdfast.progress import Progress, Stage, Task
from holdfast.vault.repository.blob_table import Packs, Place
from holdfast.vault.repository.blobs import Blobs, open_blob, pack_path
from holdfast.vault.repository.index import encode_index, shares
from holdfast.vault.repository.lock import Lock
from holdfast.vault.repository.pack import BlobType, PackedBlob, Packer, pack_size
from holdfast.vault.repository.problems import CannotPrune, VaultDamaged
from holdfast.vault.repository.sealed_files import SealedFiles, named_files
from holdfast.vault.repository.stores.store import Store
from holdfast.vault.repository.usage import Listed, Usage

MAX_UNUSED = 0.05
"""Share of the needed bytes that may stay unused, so that few bytes are moved; restic's own."""

SMALL = 2 * 1024 * 1024
"""Bytes of a pack that is worth merging with others of its kind."""
MANY = 8
"""So many small packs of a kind are merged."""


@dataclass(frozen=True, slots=True)
class PruneReport:
    """What a prune did; bytes are those of all packs."""

    bytes_before: int
    bytes_after: int
    packs_removed: int = 0
    packs_written: int = 0
    indexes_before: int = 0
    indexes_after: int = 0

    @property
    def freed(self) -> int:
        """Bytes that are free now; below zero where merging alone took more headers."""
        return self.bytes_before - self.bytes_after


@dataclass(slots=True)
class _Plan:
    """What becomes of each pack; for those to repack, the blobs that are needed of them."""

    keep: list[str] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)
    repack: dict[str, list[PackedBlob]] = field(default_factory=dict)


def freeable(blobs: Blobs, usage: Usage) -> int:
    """About how many bytes a prune would free that leaves what `usage` needs.

    It leaves a little of what is unused where it lies, as a prune does.
    """
    packs = blobs.packs()
    plan = _plan(packs, usage)
    gone = sum(pack_size(packs[pack]) for pack in (*plan.remove, *plan.repack))
    moved: dict[BlobType, list[PackedBlob]] = {}
    for blob in (blob for needed in plan.repack.values() for blob in needed):
        moved.setdefault(blob.type, []).append(blob)
    return max(0, gone - sum(map(pack_size, moved.values())))


class Pruner:
    """One prune of one repository."""

    def __init__(
        self, store: Store, blobs: Blobs, files: SealedFiles, lock: Lock, task: Task
    ) -> None:
        """Work on what `store` holds, whose index will be read into `blobs`, under `lock`."""
        self._store = store
        self._blobs = blobs
        self._files = files
        self._lock = lock
        self._task = task
        self._new: dict[str, list[PackedBlob]] = {}

    def run(self, repository: Listed) -> PruneReport:
        """Do it all.

        Raises `CannotPrune` before anything changed where a snapshot cannot be followed to
        its last blob, `Cancelled` while nothing was removed yet, and what the disk raises.
        """
        # Strays first: what a killed writer, or a prune like this one, left may be needed.
        self._blobs.adopt(strays=True)
        if self._blobs.damaged:
            raise CannotPrune(f"index {min(self._blobs.damaged)[:8]}")
        usage = Usage(self._blobs, self._task)
        usage.add_snapshots(repository)
        sizes, indexes = named_files(self._store, "data"), self._files.names("index")
        packs = self._blobs.packs()
        plan = _plan(packs, usage)
        self._repack(plan.repack)
        written = self._write_indexes(packs, plan, indexes)
        # Every needed blob lies in a pack that stays: what is left names nothing any more.
        old = sizes.keys() - set(plan.keep) - self._new.keys()
        for pack in sorted(old):
            self._lock.demand()
            self._store.delete(pack_path(pack))
        return PruneReport(
            bytes_before=sum(sizes.values()),
            bytes_after=sum(named_files(self._store, "data").values()),
            packs_removed=len(old),
            packs_written=len(self._new),
            indexes_before=len(indexes),
            indexes_after=written,
        )

    # New packs

    def _repack(self, wanted: Mapping[str, list[PackedBlob]]) -> None:
        packers = {kind: Packer(self._blobs.key) for kind in BlobType}
        for count, (pack, needed) in enumerate(wanted.items()):
            self._task.report(Progress(Stage.SAVING, "packs", count, len(wanted)))
            for blob in needed:
                place, sealed = self._whole(Place(pack, blob))
                packer = packers[blob.type]
                packer.add(blob.id, blob.type, [sealed], place.blob.plain_length)
                if packer.full:
                    self._finish(packer)
                    packers[blob.type] = Packer(self._blobs.key)
        for packer in packers.values():
            self._finish(packer)

    def _whole(self, place: Place) -> tuple[Place, bytes]:
        """A blob's sealed bytes, proven, from wherever they are whole; raises `CannotPrune`."""
        blob = place.blob
        for found in _copies(self._blobs, place):
            path, entry = pack_path(found.pack), found.blob
            try:
                sealed = self._store.read_range(path, entry.offset, entry.length)
                open_blob(self._blobs.key, entry, sealed)
            except (FileNotFoundError, VaultDamaged):
                continue
            return found, sealed
        raise CannotPrune(f"{blob.type.word} {blob.id[:8]}")

    def _finish(self, packer: Packer) -> None:
        if packer.blobs:
            self._lock.demand()
            name, pieces = packer.finish()
            self._store.put(pack_path(name), *pieces)
            self._new[name] = packer.blobs

    # Indexes

    def _write_indexes(self, packs: Packs, plan: _Plan, old: list[str]) -> int:
        """Write the index anew and remove the old one; return how many files it has now."""
        listed = _Listed(packs, plan.keep, self._new)
        changed = plan.remove or plan.repack or self._blobs.waiting
        if not changed and len(old) <= sum(1 for _ in shares(listed)):
            return len(old)
        written = 0
        for share in shares(listed):
            self._task.check()
            self._lock.demand()
            self._files.put("index", encode_index(share))
            written += 1
        for name in old:
            self._lock.demand()
            self._files.delete("index", name)
        return written


class _Listed(Mapping[str, list[PackedBlob]]):
    """The packs of the new index; what lies in a pack is listed when it is asked for."""

    def __init__(
        self, packs: Packs, keep: Iterable[str], new: Mapping[str, list[PackedBlob]]
    ) -> None:
        self._packs = packs
        self._new = new
        self._names = [*keep, *new]

    def __getitem__(self, pack: str) -> list[PackedBlob]:
        return self._new[pack] if pack in self._new else self._packs[pack]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _plan(packs: Packs, usage: Usage) -> _Plan:
    plan, claimed = _Plan(), _claims(packs, usage)
    small = _small(claimed, packs)
    allowed = MAX_UNUSED * sum(blob.length for kept in claimed.values() for blob in kept)
    # The fullest first: so the bytes that may stay unused lie where moving costs the most.
    for pack, needed in sorted(claimed.items(), key=lambda item: _waste(packs[item[0]], item[1])):
        unused = sum(blob.length for blob in packs[pack]) - sum(blob.length for blob in needed)
        allowed -= unused
        if not needed:
            plan.remove.append(pack)
        elif pack in small or _mixed(needed) or (unused and allowed < 0):
            plan.repack[pack] = needed
        else:
            plan.keep.append(pack)
    return plan


def _claims(packs: Packs, usage: Usage) -> dict[str, list[PackedBlob]]:
    """For each pack what is needed of it; of several copies of a blob only one is needed."""
    needed = {pack: [blob for blob in blobs if usage.needs(blob)] for pack, blobs in packs.items()}
    claimed: dict[str, list[PackedBlob]] = {}
    taken: set[tuple[BlobType, bytes]] = set()
    # The pack with the least waste keeps its copy.
    for pack in sorted(needed, key=lambda name: (_waste(packs[name], needed[name]), name)):
        own = {(blob.type, bytes.fromhex(blob.id)): blob for blob in needed[pack]}
        claimed[pack] = [blob for name, blob in own.items() if name not in taken]
        taken |= own.keys()
    return claimed


def _waste(blobs: list[PackedBlob], needed: list[PackedBlob]) -> float:
    total = sum(blob.length for blob in blobs)
    return 1 - sum(blob.length for blob in needed) / total if total else 1.0


def _small(claimed: Mapping[str, list[PackedBlob]], packs: Packs) -> set[str]:
    by_kind: dict[BlobType, set[str]] = {kind: set() for kind in BlobType}
    for pack, needed in claimed.items():
        if needed and pack_size(packs[pack]) < SMALL:
            by_kind[needed[0].type].add(pack)
    return {pack for found in by_kind.values() if len(found) >= MANY for pack in found}


def _mixed(needed: list[PackedBlob]) -> bool:
    """Whether trees and data lie in one pack, as early writers did it."""
    return len({blob.type for blob in needed}) > 1


def _copies(blobs: Blobs, first: Place) -> Iterator[Place]:
    yield first
    copies = blobs.copies(first.blob.type, first.blob.id)
    yield from (place for place in copies if place != first)
