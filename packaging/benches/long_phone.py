"""What one more snapshot of a full phone takes: 100,000 records, of which 25 changed."""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.layout import Kept, KeptPart, place
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.pack import BlobType
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.memory import MemoryStore

_SNAPSHOTS = 5
_CHANGED, _ADDED = 20, 5
_START = datetime(2026, 1, 1, tzinfo=UTC)
_INFO = HandsetInfo("bench", "BENCH", "Danger", "Sidekick LX", "IrMC over OBEX")


def tree_bytes(records: int) -> float:
    """Bytes in packs that a snapshot's new trees take; the median of five snapshots."""
    repository = Repository.create(
        MemoryStore(), "bench", cost=ScryptCost(n=2, r=8, p=1), clock=lambda: _START, settle=0
    )
    phone = dict(enumerate(_record(number, number) for number in range(records)))
    _save(repository, phone, _START)
    return statistics.median(_grown(repository, phone))


def _grown(repository: Repository, phone: dict[int, Kept]) -> Iterator[int]:
    rng = random.Random(2009)  # noqa: S311 - the same changes each time
    for number in range(_SNAPSHOTS):
        before = _in_trees(repository)
        for changed in rng.sample(sorted(phone), _CHANGED):
            phone[changed] = _changed(phone[changed], rng)
        for added in range(_ADDED):
            phone[len(phone)] = _record(len(phone), rng.getrandbits(60) + added)
        _save(repository, phone, _START + timedelta(days=number + 1))
        yield _in_trees(repository) - before


def _save(repository: Repository, phone: dict[int, Kept], now: datetime) -> None:
    with repository.writer() as writer:
        entries = place(_INFO, (), list(phone.values()), now, writer)
        tree = writer.save_tree(entries)
        writer.save_snapshot(tree=tree, time=now, hostname="bench", paths=("/bench",))


def _in_trees(repository: Repository) -> int:
    packs = repository._blobs.packs()  # noqa: SLF001 - what lies in packs is asked for nowhere else
    return sum(
        blob.length for blobs in packs.values() if blobs[0].type is BlobType.TREE for blob in blobs
    )


def _record(number: int, content: int) -> Kept:
    # Phones date their records: else each would be as new as its snapshot.
    modified = _START - timedelta(minutes=number)
    part = KeptPart(".vcf", (f"{content:064x}",), 300)
    key = f"{number:012X}"
    return Kept(Kind.CONTACTS, key, (part,), f"Person {number}", None, (), modified)


def _changed(kept: Kept, rng: random.Random) -> Kept:
    part = replace(kept.parts[0], content=(f"{rng.getrandbits(200):064x}",))
    return replace(kept, parts=(part,), modified=_START + timedelta(seconds=rng.randrange(10_000)))
