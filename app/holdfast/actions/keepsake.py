"""Keepsake: versions that no backup holds any more, gathered before their backups go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.actions.back_up import Clock
from holdfast.errors import Problem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, Tag
from holdfast.vault.history.keepsakes import (
    KEEPSAKE,
    KeptVersion,
    encode_keepsake,
    merged,
    read_keepsake,
)
from holdfast.vault.history.layout import place
from holdfast.vault.history.sidecars import SidecarUnreadable
from holdfast.vault.history.trees import Trees
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.vault.repository.snapshot import Snapshot


@dataclass(eq=False)
class NoKeepsake(Problem):
    """Nothing of this handset (its id) is in a keepsake that fits what was to be released."""

    handset: str


@dataclass(frozen=True, slots=True)
class Release:
    """What of a keepsake is let go: of `kinds` (all, if none), seen last before `before`,
    and of `larger` bytes or more.
    """

    kinds: frozenset[Kind] = frozenset()
    before: datetime | None = None
    larger: int = 0

    def takes(self, version: KeptVersion) -> bool:
        """Whether a version is let go."""
        old = self.before is None or version.life.last < self.before
        kind = not self.kinds or version.kept.kind in self.kinds
        return kind and old and version.kept.size >= self.larger


def keepsakes(vault: Vault, handset: str) -> list[Snapshot]:
    """The keepsake of a handset; more than one where a change of it was cut short."""
    return [
        found
        for found in vault.repository.snapshots()
        if Tag.KEEPSAKE in found.tags and found.hostname == handset
    ]


def in_keepsake(vault: Vault, handset: str) -> tuple[KeptVersion, ...]:
    """All versions in the keepsake of a handset; raises `VaultDamaged`."""
    return _read(vault, keepsakes(vault, handset))


def _read(vault: Vault, found: Sequence[Snapshot]) -> tuple[KeptVersion, ...]:
    trees = Trees(vault.repository)
    try:
        return merged(version for each in found for version in read_keepsake(trees, each.tree))
    except (SidecarUnreadable, KeyError) as error:
        raise VaultDamaged(KEEPSAKE) from error


def keep(
    vault: Vault, handset: str, going: Collection[str], clock: Clock
) -> tuple[KeptVersion, ...]:
    """Gather what lives in the backups `going` (full ids) alone; return what it gathered.

    The former keepsake's content is in the new one before the former goes. Needs
    `vault.writing`; raises `VaultProblem` with nothing removed.
    """
    found = vault.history.leaving(handset, going)
    if found:
        _change(vault, handset, lambda former: merged([*former, *found]), clock)
    return found


def release(vault: Vault, handset: str, wanted: Release, clock: Clock) -> tuple[KeptVersion, ...]:
    """Let go what `wanted` takes from a handset's keepsake; return it.

    Its space is free after a prune. Raises `NoKeepsake`.
    """
    with vault.writing:
        gone = tuple(filter(wanted.takes, in_keepsake(vault, handset)))
        if not gone:
            raise NoKeepsake(handset)
        _change(
            vault,
            handset,
            lambda former: tuple(entry for entry in former if not wanted.takes(entry)),
            clock,
        )
    return gone


def _change(
    vault: Vault,
    handset: str,
    change: Callable[[tuple[KeptVersion, ...]], tuple[KeptVersion, ...]],
    clock: Clock,
) -> None:
    former = keepsakes(vault, handset)
    versions = change(_read(vault, former))
    saved = _save(vault, handset, versions, clock) if versions else None
    vault.history.refresh()
    for old in former:
        if saved is None or old.id != saved.id:
            vault.repository.drop(old.id)
    vault.history.refresh()


def _save(vault: Vault, handset: str, versions: Sequence[KeptVersion], clock: Clock) -> Snapshot:
    info = _newest(vault, handset).handset
    extras = {KEEPSAKE: encode_keepsake(versions)}
    kept = [version.kept for version in versions]
    with vault.repository.writer() as writer:
        # It covers no kind: what is not in it is not gone.
        entries = place(info, (), kept, versions[0].life.first, writer, extras)
        return writer.save_snapshot(
            tree=writer.save_tree(entries),
            time=clock(),
            hostname=handset,
            # A path of its own, so that no rule of restic's counts it among the backups.
            paths=(f"/{handset}/keepsake",),
            tags=sorted((Tag.KEEPSAKE, Tag.PINNED)),
        )


def _newest(vault: Vault, handset: str) -> SnapshotInfo:
    entries = vault.history.timeline(handset)
    if not entries:
        raise NoKeepsake(handset)
    return entries[0].snapshot
