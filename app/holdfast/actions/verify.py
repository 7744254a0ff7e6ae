"""Verify: whether everything in the vault is still there and still what it was."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from holdfast.actions.back_up import Clock
from holdfast.actions.differences import read_bytes
from holdfast.actions.record import RECORD_LIMIT
from holdfast.actions.rota import Progress, Rota
from holdfast.progress import Task
from holdfast.records.formats.summary import summarise
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, Tag
from holdfast.vault.history.layout import KeptPart, parse, record_digest
from holdfast.vault.library import Vault
from holdfast.vault.repository.check import CheckProblem, CheckReport
from holdfast.vault.repository.problems import VaultDamaged, VaultProblem

SAMPLE = 50
"""Records of each phone's newest backup that are read against what history says of them."""


class Oddity(StrEnum):
    """What no structure shows: a backup that says other things than it holds."""

    COUNT = "count"
    CONTENT = "content"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Odd:
    """One thing that does not fit: in which backup, of which kind, and what."""

    oddity: Oddity
    snapshot: str
    kind: Kind | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class DamagedItem:
    """An item that is damaged in the vault: in `backups` backups, first found in `snapshot`.

    `item` is None where what is damaged is no item's, or nobody knows any more whose it was.
    """

    path: str
    snapshot: str
    item: StoredItem | None = None
    backups: int = 1


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check came to: the repository's own, damage by item, and what else is odd.

    `rota` tells how much of the vault was ever read, where that is remembered.
    """

    report: CheckReport
    items: tuple[DamagedItem, ...] = ()
    odd: tuple[Odd, ...] = ()
    rota: Progress | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing at all is wrong."""
        return self.report.sound and not self.odd


def verify(
    vault: Vault,
    *,
    read_all: bool,
    task: Task,
    rota: Rota | None = None,
    clock: Clock | None = None,
) -> Verified:
    """Check the vault's structure and sense, and with `read_all` decrypt and hash every byte.

    Without it, what `rota` says is due is read. Changes nothing in the vault. Damage is in
    the result; raises `VaultProblem` only when the vault cannot be looked at.
    """
    packs = vault.repository.pack_names()
    now = clock() if clock is not None else None
    due = rota.due(packs, now) if rota is not None and now is not None else frozenset()
    report = vault.repository.check(
        read_data=read_all or bool(due), only=None if read_all else due, task=task
    )
    if rota is not None and now is not None and (due or read_all):
        rota.done(report.whole, packs, now)
    return Verified(
        report,
        items=damaged_items(vault, report.problems),
        odd=tuple(_oddities(vault, task)),
        rota=rota.progress(packs) if rota is not None else None,
    )


def damaged_items(vault: Vault, problems: Iterable[CheckProblem]) -> tuple[DamagedItem, ...]:
    """Name the items that lie where the damage is, each once."""
    found: dict[tuple[str, str], DamagedItem] = {}
    for problem in problems:
        snapshot, colon, path = problem.what.partition(":/")
        if colon:
            found.setdefault((snapshot, path), _named(vault, snapshot, path))
    return tuple(found.values())


def _named(vault: Vault, snapshot: str, path: str) -> DamagedItem:
    parsed = parse(path.split("/"))
    if parsed is None:
        return DamagedItem(path, snapshot)
    try:
        items = vault.history.items(snapshot, parsed.kind)
    except VaultProblem:
        return DamagedItem(path, snapshot)
    item = next((i for i in items if any(part.path == path for part in i.parts)), None)
    if item is None:
        return DamagedItem(path, snapshot)
    lives = vault.history.versions(item.handset, item.kind, item.key)
    backups = next((v.count for v in lives if v.item.digest == item.digest), 1)
    return DamagedItem(path, snapshot, item, backups)


def _oddities(vault: Vault, task: Task) -> Iterator[Odd]:
    for broken in vault.history.unreadable:
        yield Odd(Oddity.RECORD, broken.id[:8])
    newest: dict[str, SnapshotInfo] = {}
    for entry in vault.history.timeline():
        task.check()
        snapshot = entry.snapshot
        newest.setdefault(snapshot.handset.id, snapshot)
        yield from _miscounted(snapshot, entry.counts)
    for snapshot in newest.values():
        yield from _unlike(vault, snapshot, task)


def _miscounted(snapshot: SnapshotInfo, counts: dict[Kind, int]) -> Iterator[Odd]:
    """Kinds of which a backup holds another number than it says."""
    for entry in snapshot.coverage:
        held = counts.get(entry.kind, 0)
        if held != entry.count:
            what = f"{held} / {entry.count}"
            yield Odd(Oddity.COUNT, snapshot.short, entry.kind, what)


def _unlike(vault: Vault, snapshot: SnapshotInfo, task: Task) -> Iterator[Odd]:
    """Records, of a sample, whose bytes say other things than history says they do."""
    if Tag.KEEPSAKE in snapshot.tags:
        return
    kinds = [entry.kind for entry in snapshot.coverage if not entry.kind.is_media]
    items = [item for kind in kinds for item in vault.history.items(snapshot.id, kind)]
    for item in _sample(items):
        task.check()
        try:
            data = read_bytes(vault, item, RECORD_LIMIT)
        except VaultDamaged:
            continue  # what is damaged is told as that
        if len(data) == item.parts[0].size and _digest(item, data) != item.digest:
            yield Odd(Oddity.CONTENT, snapshot.short, item.kind, item.title or item.key)


def _sample(items: Sequence[StoredItem]) -> Sequence[StoredItem]:
    if len(items) <= SAMPLE:
        return items
    return random.sample(items, SAMPLE)


def _digest(item: StoredItem, data: bytes) -> str:
    main = summarise(item.kind, item.parts[0].suffix, data, item.key).digest
    rows = [KeptPart(part.suffix, part.content, part.size) for part in item.parts[1:]]
    return record_digest(main, rows)
