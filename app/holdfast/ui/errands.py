"""Errands: what the window has done to a phone or a vault, as work for a job."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from holdfast.actions import back_up, mirror, proposing
from holdfast.actions import compare as comparing
from holdfast.actions import restore as restoring
from holdfast.actions import undo as undo_action
from holdfast.actions.desk import Desk, PasswordNeeded
from holdfast.actions.loss import accept_loss
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset
from holdfast.phones.virtual import samples
from holdfast.progress import Progress, Stage, Task
from holdfast.records.matching import fidelity as likeness
from holdfast.records.model.handset import StorageInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Plan, Receipt
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import WrongPassword
from holdfast.wording import mirrors

SAMPLE_PASSWORD = "sample"  # noqa: S105 - of a vault that holds fictional people only
"""The sample vault's password; it is no secret."""
_SAMPLE_PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be put back: a backup, or some `kinds` or `items` of it."""

    snapshot: SnapshotInfo
    kinds: tuple[Kind, ...] | None = None
    items: tuple[StoredItem, ...] | None = None


@contextmanager
def session_with(desk: Desk, handset: str, task: Task) -> Iterator[Handset]:
    """A session with a connected handset, ended whatever happens."""
    task.report(Progress(Stage.CONNECTING))
    phone = desk.connect(handset)
    try:
        yield phone
    finally:
        phone.close()


def open_vault(desk: Desk, place: Path, password: str | None, task: Task) -> Vault:
    """Open the vault in `place`; a typed password that opened it goes to the keychain, if any."""
    vault = desk.open_vault(place, password, task)
    if password is not None:
        desk.keep_password(vault, password)
    return vault


def open_last_vault(desk: Desk, place: Path, task: Task) -> Vault:
    """Open the vault of last time by what is known of it here.

    That of the sample phone has a password that nobody was told; it comes with its phone.
    """
    try:
        return desk.open_known_vault(place, task)
    except PasswordNeeded:
        phone = place.parent / _SAMPLE_PHONE
        if not phone.is_dir():
            raise
        with suppress(WrongPassword):
            vault = desk.open_vault(place, SAMPLE_PASSWORD, task)
            with suppress(Problem):
                desk.hang_sample(phone)
            return vault
        raise


def sample_phone(folder: Path) -> Path:
    """Where the sample phone lies in the folder of samples."""
    return folder / _SAMPLE_PHONE


def sample_vault(folder: Path) -> Path:
    """Where its vault lies, which is nobody's own."""
    return folder / "vault"


def run_sample(desk: Desk, folder: Path, task: Task) -> Vault:
    """Plug in the sample phone in `folder`, made if it is not there, and open its vault."""
    phone, place = sample_phone(folder), sample_vault(folder)
    if not phone.exists():
        samples.create_sample(phone)
    desk.hang_sample(phone)
    if place.exists():
        return desk.open_vault(place, SAMPLE_PASSWORD, task)
    vault, _password = desk.create_vault(place, SAMPLE_PASSWORD, task)
    # Everybody knows the password, so no sheet is missing.
    desk.settings.prove_sheet(vault.id)
    return vault


def run_back_up(desk: Desk, vault: Vault, handset: str, task: Task) -> back_up.BackupResult:
    """Back up every kind, and bring the mirror folder up to date."""
    with session_with(desk, handset, task) as phone:
        words = mirrors.words(desk.settings.name_of(handset) or phone.info.title)
        return mirror.back_up_and_mirror(
            phone, vault, desk.settings, words, task=task, clock=desk.clock
        )


@dataclass(frozen=True, slots=True)
class Way:
    """One way of putting back: its plan, and what there is to say about it beforehand.

    `room` are the target's storages. `losing` are the kinds of which it would take so much away
    that it looks like a loss.
    """

    plan: Plan
    losing: tuple[Kind, ...]
    fidelity: tuple[likeness.Fidelity, ...]
    alike: tuple[proposing.Likeness, ...]
    seconds: float | None
    room: tuple[StorageInfo, ...] = ()


def run_proposal(
    desk: Desk, vault: Vault, handset: str, wanted: Wanted, task: Task
) -> Mapping[Mode, Way]:
    """See what putting back would do, each way there is; writes nothing.

    Single items can only be added or updated: a phone is made to match whole backups.
    """
    whole = wanted.items is None
    with session_with(desk, handset, task) as phone:
        proposal = proposing.propose(
            vault,
            phone,
            wanted.snapshot,
            kinds=wanted.kinds,
            items=wanted.items,
            match=whole,
            task=task,
        )
        return {mode: _way(proposal, mode) for mode in Mode if whole or mode is not Mode.MATCH}


def _way(proposal: proposing.Proposal, mode: Mode) -> Way:
    made = proposal.plan(mode)
    return Way(
        made,
        proposal.losing(made),
        proposal.fidelity(made),
        proposal.likenesses(made),
        proposal.seconds(made),
        proposal.room,
    )


def run_restore(desk: Desk, vault: Vault, made: Plan, task: Task) -> Receipt:
    """Carry out a plan."""
    with session_with(desk, made.target, task) as phone:
        return restoring.restore(made, vault, phone, task=task, clock=desk.clock)


def run_count(desk: Desk, vault: Vault, handset: str, since: SnapshotInfo, task: Task) -> int:
    """Count what changed on a connected phone since a backup; writes nothing."""
    with session_with(desk, handset, task) as phone:
        return comparing.count_waiting(vault, phone, since, task)


def run_undo(desk: Desk, vault: Vault, handset: str, task: Task, *, again: bool = False) -> Receipt:
    """Take the last restore back, or do it `again` if that was the last thing done.

    Raises `NothingToUndo`, or what the undoing raises.
    """
    last = undo_action.redoable(vault, handset) if again else None
    if again and last is None:
        raise undo_action.NothingToUndo(handset)
    with session_with(desk, handset, task) as phone:
        return undo_action.undo(vault, phone, task=task, clock=desk.clock, of=last)


def run_accept(vault: Vault, handset: str, kinds: Collection[Kind], task: Task) -> None:
    """Take the emptiness of `kinds` as meant."""
    for kind in kinds:
        task.check()
        accept_loss(vault, handset, kind)
