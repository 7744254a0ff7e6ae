"""What the page *Safety* stands on: read from the vault and this computer, in a job."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from holdfast.actions.desk import Desk
from holdfast.actions.forget import sort_out
from holdfast.actions.keepsake import in_keepsake
from holdfast.actions.mirroring.manifest import NAME as MANIFEST
from holdfast.actions.rehearsing.result import Rehearsal
from holdfast.actions.rehearsing.rota import Due, next_due, rehearsals
from holdfast.actions.retention import Retention, Rules
from holdfast.actions.rota import Progress, Rota
from holdfast.actions.vault_memory import LastCheck, VaultMemory
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.keepsakes import KeptVersion
from holdfast.vault.library import Vault
from holdfast.vault.repository.key_files import KeyInfo
from holdfast.vault.repository.problems import VaultProblem


@dataclass(frozen=True, slots=True)
class MirrorReading:
    """A phone's mirror `folder`, when it was brought up to date (UTC), None where it is away."""

    folder: Path
    when: datetime | None


@dataclass(frozen=True, slots=True)
class SafetyReading:
    """All the page knows of the vault in `place` and of one handset in it (empty: none).

    `backups` counts those of all phones, `size` is the vault's bytes on the disk. `same_disk`
    tells that the vault lies where the person's own folders do. `retention` is what the
    remembered `rules` make of the handset's backups.
    """

    handset: str
    place: str
    backups: int
    size: int
    same_disk: bool
    check: LastCheck | None = None
    share: Progress | None = None
    rehearsal: Rehearsal | None = None
    due: Due | None = None
    rules: Rules = field(default_factory=Rules)
    retention: Retention = field(default_factory=lambda: Retention((), ()))
    keepsake: tuple[KeptVersion, ...] = ()
    mirror: MirrorReading | None = None
    keys: tuple[KeyInfo, ...] = ()
    keychain: bool = False
    kept: bool = False

    @property
    def kept_counts(self) -> Counter[Kind]:
        """Versions in the keepsake, by kind."""
        return Counter(version.kept.kind for version in self.keepsake)

    @property
    def kept_sizes(self) -> Counter[Kind]:
        """Bytes in the keepsake, by kind."""
        sizes: Counter[Kind] = Counter()
        for version in self.keepsake:
            sizes[version.kept.kind] += version.kept.size
        return sizes


def read_safety(desk: Desk, vault: Vault, handset: str, task: Task) -> SafetyReading:
    """Read everything; what is damaged is left out here, for the check tells of it."""
    task.check()
    known = VaultMemory(desk.settings.folder, vault.id).read()
    rules = known.rules.get(handset, Rules())
    task.check()
    read = SafetyReading(
        handset=handset,
        place=str(vault.place.absolute()),
        backups=len(vault.history.timeline()),
        size=size_on_disk(vault.place, task),
        same_disk=_same_disk(vault.place),
        check=known.check,
        share=Rota(desk.settings.folder, vault.id).progress(vault.repository.pack_names()),
        rules=rules,
        keys=tuple(vault.repository.keys.listed()),
        keychain=desk.keychain.available,
        kept=desk.keeps_password(vault),
        mirror=_mirror(desk.settings.mirror_of(handset)),
    )
    return _of_handset(desk, vault, read) if handset else read


def due_to_go(desk: Desk, vault: Vault, handset: str, task: Task) -> int:
    """How many backups of a handset its remembered rules would let go."""
    task.check()
    rules = VaultMemory(desk.settings.folder, vault.id).read().rules.get(handset)
    if rules is None:
        return 0
    return len(sort_out(vault, handset, rules, zone=here(desk)).go)


def here(desk: Desk) -> tzinfo:
    """This computer's time zone."""
    return desk.clock().astimezone().tzinfo or UTC


def size_on_disk(place: Path, task: Task) -> int:
    """The bytes of all files in the folder `place`."""
    total = 0
    for folder, _folders, names in os.walk(place):
        task.check()
        for name in names:
            try:
                total += Path(folder, name).stat().st_size
            except OSError:
                continue  # it went while we looked
    return total


def _of_handset(desk: Desk, vault: Vault, read: SafetyReading) -> SafetyReading:
    try:
        kept = in_keepsake(vault, read.handset)
    except VaultProblem:
        kept = ()
    return replace(
        read,
        rehearsal=next(rehearsals(vault, read.handset), None),
        due=next_due(vault, read.handset, desk.clock()),
        retention=sort_out(vault, read.handset, read.rules, zone=here(desk)),
        keepsake=kept,
    )


def _mirror(folder: Path | None) -> MirrorReading | None:
    if folder is None:
        return None
    try:
        changed = (folder / MANIFEST).stat().st_mtime
    except OSError:
        return MirrorReading(folder, None)
    return MirrorReading(folder, datetime.fromtimestamp(changed, UTC))


def _same_disk(place: Path) -> bool:
    try:
        return place.stat().st_dev == Path.home().stat().st_dev
    except OSError:
        return True
