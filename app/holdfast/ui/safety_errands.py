"""What the page *Safety* has done to a vault, as work for a job."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from holdfast.actions.desk import Desk
from holdfast.actions.forget import ForgetPlan, ForgetResult, forget, plan_forget
from holdfast.actions.keepsake import Release, release
from holdfast.actions.mirror import choose_mirror, forget_mirror, update_mirror
from holdfast.actions.mirroring.result import MirrorResult
from holdfast.actions.rehearse import rehearse
from holdfast.actions.rehearsing.kept_record import LATEST
from holdfast.actions.rehearsing.result import Rehearsal
from holdfast.actions.rehearsing.rota import remember
from holdfast.actions.repair import Repaired, repair
from holdfast.actions.retention import Rules
from holdfast.actions.rota import Rota
from holdfast.actions.vault_memory import VaultMemory
from holdfast.actions.verify import Verified, verify
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Task
from holdfast.ui.safety_readings import here
from holdfast.vault.history.keepsakes import KeptVersion
from holdfast.vault.library import Vault
from holdfast.vault.repository.check import CheckReport
from holdfast.wording import mirrors


@dataclass(frozen=True, slots=True)
class Repairing:
    """What a repair came to, and the Problems of phones that could not be asked."""

    repaired: Repaired
    silent: tuple[Problem, ...] = ()


def run_check(desk: Desk, vault: Vault, task: Task, *, read_all: bool) -> Verified:
    """Check the vault, read back what is due or all of it, and remember how it went."""
    rota = Rota(desk.settings.folder, vault.id)
    found = verify(vault, read_all=read_all, task=task, rota=rota, clock=desk.clock)
    _note(desk, vault, found.report, read_all=read_all, odd=len(found.odd))
    return found


def _note(desk: Desk, vault: Vault, report: CheckReport, *, read_all: bool, odd: int) -> None:
    memory = VaultMemory(desk.settings.folder, vault.id)
    memory.note_report(desk.clock(), report, read_all=read_all, odd=odd)


def run_repair(desk: Desk, vault: Vault, connected: Collection[str], task: Task) -> Repairing:
    """Repair the vault with the `connected` phones (their ids) that it knows."""
    known = {info.id for info in vault.history.handsets()}
    silent: list[Problem] = []
    with ExitStack() as stack:
        phones: list[Handset] = []
        for handset in sorted(known & set(connected)):
            try:
                phone = desk.connect(handset)
            except Problem as problem:
                silent.append(problem)
                continue
            stack.callback(phone.close)
            phones.append(phone)
        done = repair(vault, phones, task=task, clock=desk.clock)
    _note(desk, vault, done.report, read_all=True, odd=0)
    return Repairing(done, tuple(silent))


@dataclass(frozen=True, slots=True)
class Trial:
    """Which backup is to be rehearsed: of a handset, the latest unless `snapshot` names one.

    `by_sheet` tells that `password` was typed from the recovery sheet.
    """

    handset: str
    password: str
    snapshot: str = LATEST
    by_sheet: bool = False


def run_rehearsal(desk: Desk, vault: Vault, trial: Trial, task: Task) -> Rehearsal:
    """Rehearse a backup and keep the result in the vault."""
    result = rehearse(
        vault.place,
        trial.password,
        snapshot=trial.snapshot,
        handset=trial.handset,
        by_sheet=trial.by_sheet,
        task=task,
        clock=desk.clock,
    )
    if trial.by_sheet:
        desk.settings.prove_sheet(vault.id)
    remember(vault, result, clock=desk.clock)
    return result


@dataclass(frozen=True, slots=True)
class Thinning:
    """What is to be forgotten of a handset: by `rules`, or the backups `named` by full ids."""

    handset: str
    rules: Rules
    named: tuple[str, ...] = ()


def run_preview(desk: Desk, vault: Vault, wanted: Thinning, task: Task) -> ForgetPlan:
    """See what forgetting would do; removes nothing."""
    return plan_forget(
        vault,
        wanted.handset,
        rules=wanted.rules,
        named=wanted.named,
        zone=here(desk),
        task=task,
    )


def run_forget(desk: Desk, vault: Vault, plan: ForgetPlan, task: Task) -> ForgetResult:
    """Forget what was previewed, and give the space back."""
    return forget(vault, plan, task=task, clock=desk.clock)


def run_release(
    desk: Desk, vault: Vault, handset: str, wanted: Release, task: Task
) -> tuple[KeptVersion, ...]:
    """Let go of what a keepsake holds, and give the space back."""
    gone = release(vault, handset, wanted, desk.clock)
    vault.repository.prune(task)
    return gone


def run_mirror(
    desk: Desk, vault: Vault, handset: str, name: str, folder: Path | None, task: Task
) -> MirrorResult:
    """Bring the mirror up to date; in `folder` from now on, if one is given."""
    if folder is not None:
        choose_mirror(vault, desk.settings, handset, folder)
    words = mirrors.words(name)
    return update_mirror(vault, desk.settings, handset, words, task=task, clock=desk.clock)


def run_mirror_off(desk: Desk, handset: str, task: Task) -> Path | None:
    """Mirror a phone no more; its files stay."""
    task.check()
    return forget_mirror(desk.settings, handset)


def run_rebuild(vault: Vault, task: Task) -> int:
    """Make the index anew; returns the number of backups."""
    vault.history.rebuild(task)
    return len(vault.history.timeline())
