"""The safety backup: what a restore may overwrite is kept first, or it is not touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.actions.back_up import BackupResult, Clock, back_up
from holdfast.actions.receipts import INTENT, intent
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Cancelled, Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Plan, Step
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, Tag
from holdfast.vault.history.sidecars import encode_receipt
from holdfast.vault.library import Vault


@dataclass(eq=False)
class NoSafety(Problem):
    """The target's `kinds` could not be backed up whole, so a restore could not be undone."""

    kinds: tuple[Kind, ...]


@dataclass(eq=False)
class TargetChanged(Problem):
    """The target holds other things than when the plan was made."""

    handset: str


@dataclass(frozen=True, slots=True)
class Safety:
    """The target as it was before the first write, and the kinds that were not kept whole."""

    snapshot: SnapshotInfo
    unsafe: Mapping[Kind, NoSafety]


def keep_target(
    made: Plan, vault: Vault, handset: Handset, *, task: Task, clock: Clock, undoes: str = ""
) -> Safety:
    """Back up the kinds that `made` touches, pinned, and compare them with the plan.

    What is going to be done is kept beside them, so that it can be gone on with, or undone,
    even when the program ends half-way.
    Raises `NoSafety` when none of them could be kept whole, `TargetChanged`, or what ended
    the backup early.
    """
    if handset.info.id != made.target:
        raise TargetChanged(made.target)
    tags = (Tag.PINNED, Tag.SAFETY)
    # Afresh: what is kept here is all that an undo has, and no phone's change log is that sure.
    result = back_up(
        handset,
        vault,
        kinds=made.touched,
        tags=tags,
        afresh=True,
        extras={INTENT: encode_receipt(intent(made, undoes))},
        task=task,
        clock=clock,
    )
    safe = _whole_kinds(result)
    unsafe = tuple(kind for kind in made.touched if kind not in safe)
    if result.snapshot is None or not safe:
        raise NoSafety(unsafe)
    for kind in safe:
        _demand_unchanged(made, kind, vault.history.items(result.snapshot.id, kind))
    return Safety(result.snapshot, {kind: NoSafety((kind,)) for kind in unsafe})


def _whole_kinds(result: BackupResult) -> tuple[Kind, ...]:
    if result.stopped:
        raise Cancelled
    if result.problem is not None:
        raise result.problem
    return tuple(entry.kind for entry in result.coverage if entry.complete)


def _demand_unchanged(made: Plan, kind: Kind, kept: tuple[StoredItem, ...]) -> None:
    """Compare what the target holds of `kind` with what the plan was made against."""
    steps = [entry for entry in made.steps if entry.item.kind is kind]
    now = {item.key: item for item in kept}
    if not all(_is_still(entry.present, now) for entry in steps if entry.present is not None):
        raise TargetChanged(made.target)
    # What came meanwhile and is to be added as well would be there twice.
    came = {_what(item) for item in kept if (kind, item.key) not in made.held}
    if any(entry.step is Step.ADD and _what(entry.item) in came for entry in steps):
        raise TargetChanged(made.target)


def _is_still(present: StoredItem, now: Mapping[str, StoredItem]) -> bool:
    found = now.get(present.key)
    return found is not None and (present.kind.is_media or found.digest == present.digest)


def _what(item: StoredItem) -> tuple[str, ...]:
    # Behind the storage's name, which another phone gives otherwise.
    return item.path[1:] if item.kind.is_media else (item.digest,)
