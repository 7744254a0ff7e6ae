"""Forget: thin out the backups of a handset, after what only they hold is in its keepsake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from holdfast.actions.back_up import Clock
from holdfast.actions.keepsake import in_keepsake, keep
from holdfast.actions.receipts import receipts
from holdfast.actions.retention import Retention, Rules, Why, retain
from holdfast.errors import Problem
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.vault.history.keepsakes import KeptVersion
from holdfast.vault.library import Vault
from holdfast.vault.repository import prune as pruning
from holdfast.vault.repository.problems import NoSuchSnapshot

_ABOVE = (Why.PINNED, Why.SAFETY, Why.RECEIPT, Why.NEWEST, Why.NEWEST_GOOD)


@dataclass(eq=False)
class MustStay(Problem):
    """A backup (its full id, UTC) was named that stands above all rules, for reasons `why`."""

    snapshot: str
    time: datetime
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class ForgetPlan:
    """What forgetting would do to one handset's backups; nothing was changed yet.

    `moving` are the versions that would move into the keepsake, `kept` is its number of
    versions and `sizes` its bytes by kind afterwards. `freed` estimates the bytes of the
    vault that a prune gives back.
    """

    handset: str
    retention: Retention
    moving: tuple[KeptVersion, ...]
    kept: Counter[Kind]
    sizes: Counter[Kind]
    freed: int

    @property
    def going(self) -> frozenset[str]:
        """The full ids of the backups that go."""
        return frozenset(entry.id for entry in self.retention.go)


@dataclass(frozen=True, slots=True)
class ForgetResult:
    """What was forgotten, what moved into the keepsake, and what the prune gave back."""

    forgotten: tuple[SnapshotInfo, ...]
    moved: tuple[KeptVersion, ...]
    pruned: pruning.PruneReport | None


def plan_forget(
    vault: Vault,
    handset: str,
    *,
    rules: Rules = Rules(),  # noqa: B008 - frozen
    named: Collection[str] = (),
    zone: tzinfo = UTC,
    task: Task,
) -> ForgetPlan:
    """What `rules`, or forgetting the backups `named` by their full ids, would do.

    Raises `MustStay` for a named backup that no rule could take, `CannotPrune`.
    """
    kept = sort_out(vault, handset, rules, zone=zone)
    if named:
        kept = _without(kept, named)
    going = frozenset(entry.id for entry in kept.go)
    moving = vault.history.leaving(handset, going)
    own = {version.identity: version for version in (*in_keepsake(vault, handset), *moving)}
    content = (blob for v in moving for part in v.kept.parts for blob in part.content)
    return ForgetPlan(
        handset=handset,
        retention=kept,
        moving=moving,
        kept=Counter(version.kept.kind for version in own.values()),
        sizes=_sizes(own.values()),
        freed=vault.repository.freeable(task, without=going, content=content),
    )


def sort_out(vault: Vault, handset: str, rules: Rules, *, zone: tzinfo = UTC) -> Retention:
    """Which backups of a handset stay under `rules`, and why; quick, as no file is looked into."""
    backups = [entry.snapshot for entry in vault.history.timeline(handset)]
    return retain(backups, rules, zone=zone, receipts=_receipts(vault, handset))


def forget(
    vault: Vault, plan: ForgetPlan, *, prune: bool = True, task: Task, clock: Clock
) -> ForgetResult:
    """Carry out `plan`: first the keepsake, then the backups go, then their space.

    Stopped or failed at any point, every version is still in a backup or in the keepsake.
    Raises `VaultLocked`, `CannotPrune` and what else keeps the vault from being changed.
    """
    with vault.writing:
        there = {entry.snapshot.id for entry in vault.history.timeline(plan.handset)}
        going = [entry for entry in plan.retention.go if entry.id in there]
        task.check()
        # Looked up anew: what the plan saw may have been backed up, or forgotten, since.
        moved = keep(vault, plan.handset, {entry.id for entry in going}, clock)
        for entry in going:
            vault.repository.drop(entry.id)
        vault.history.refresh()
        report = vault.repository.prune(task) if prune else None
    return ForgetResult(tuple(going), moved, report)


def _without(kept: Retention, named: Collection[str]) -> Retention:
    """Everything stays but what is named."""
    for stay in kept.stay:
        above = tuple(why for why in stay.why if why in _ABOVE)
        if stay.snapshot.id in named and above:
            raise MustStay(stay.snapshot.id, stay.snapshot.time, above)
    go = [stay.snapshot for stay in kept.stay if stay.snapshot.id in named]
    left = tuple(stay for stay in kept.stay if stay.snapshot.id not in named)
    return Retention(left, tuple(go))


def _receipts(vault: Vault, handset: str) -> dict[str, str]:
    return dict(_pairs(vault, handset))


def _pairs(vault: Vault, handset: str) -> Iterator[tuple[str, str]]:
    for receipt in receipts(vault, handset):
        try:
            # A retag gave the safety backup another id; the receipt keeps the first one.
            yield receipt.read_back, vault.history.snapshot(receipt.safety).id
        except NoSuchSnapshot:
            continue


def _sizes(versions: Collection[KeptVersion]) -> Counter[Kind]:
    sizes: Counter[Kind] = Counter()
    for version in versions:
        sizes[version.kept.kind] += version.kept.size
    return sizes
