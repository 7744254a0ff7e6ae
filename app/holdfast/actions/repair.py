"""Repair: saves what is whole, and heals the rest by reading the phones that are there again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.actions.back_up import Clock, back_up
from holdfast.actions.verify import DamagedItem, damaged_items
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Task
from holdfast.vault.library import Vault
from holdfast.vault.repository.check import CheckProblem, CheckReport
from holdfast.vault.repository.repairing import RepairReport


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair came to.

    `healed` items were damaged and are whole again, `left` are those that no phone that is
    here holds any more, or that nobody knows. `report` is the check afterwards.
    """

    repair: RepairReport
    healed: tuple[DamagedItem, ...]
    left: tuple[DamagedItem, ...]
    report: CheckReport

    @property
    def whole(self) -> bool:
        """Whether every item of every backup can be read again."""
        return not self.left and not _lacking(self.report.problems)


def repair(vault: Vault, handsets: Iterable[Handset], *, task: Task, clock: Clock) -> Repaired:
    """Repair `vault`, and read `handsets` whole, so that what they still hold is stored anew.

    No backup and no pack is removed: what cannot be healed stays named. Raises `VaultLocked`
    while anybody else is at work in it, `Cancelled`, and what the disk raises.
    """
    with vault.writing:
        before = vault.repository.check(read_data=True, task=task)
        damaged = damaged_items(vault, before.problems)
        done = vault.repository.repair(task)
        if done.lost:
            for handset in handsets:
                back_up(handset, vault, afresh=True, task=task, clock=clock)
        after = vault.repository.check(read_data=True, task=task)
        left = damaged_items(vault, after.problems)
    still = {(item.snapshot, item.path) for item in left}
    healed = tuple(item for item in damaged if (item.snapshot, item.path) not in still)
    return Repaired(done, healed, left, after)


def _lacking(problems: Iterable[CheckProblem]) -> bool:
    return any(":/" in problem.what for problem in problems)
