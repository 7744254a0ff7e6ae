"""Import: backs up a folder, a card or an archive that a phone left behind, as a handset."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from holdfast.actions.back_up import BackupResult, Clock, wanted
from holdfast.actions.mirror import back_up_and_mirror
from holdfast.actions.mirroring.words import MirrorWords
from holdfast.actions.settings import Settings
from holdfast.errors import Problem
from holdfast.phones.handsets.folder import handset as driver
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.phones.handsets.handset import ItemRefused
from holdfast.phones.handsets.protocols import FOLDER
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.library import Vault


@dataclass(eq=False)
class NameTaken(Problem):
    """The name for an import is already that of a phone."""

    name: str


@dataclass(eq=False)
class NothingToImport(Problem):
    """There is nothing in the folder that could be backed up, and never was."""

    path: str


def import_place(
    vault: Vault,
    settings: Settings,
    path: Path,
    *,
    name: str | None = None,
    words: MirrorWords,
    kinds: Collection[Kind] | None = None,
    task: Task,
    clock: Clock,
) -> BackupResult:
    """Back up what is at `path` (a folder, a zip archive or one file) and call it `name`.

    An earlier import of that name is continued, wherever its files lie now: an export that was
    unpacked elsewhere, or a newer one, goes on in the same history. Its mirror folder, if it
    has one, is brought up to date in `words`. Raises
    `FolderUnreadable`, `NameTaken`, `NothingToImport`, and what `back_up` raises.
    """
    serial = _known_as(vault, settings, name) if name else None
    handset = open_folder(path, serial)
    if serial is None and _is_bare(vault, handset, kinds, task):
        raise NothingToImport(str(path))
    result = back_up_and_mirror(
        handset, vault, settings, words, kinds=kinds, task=task, clock=clock
    )
    if name and result.snapshot is not None:
        settings.rename(handset.info.id, name)
    return result


def place_meant(wanted: str | None) -> Path | None:
    """The folder or archive that somebody names in place of a handset ("./card"), if any."""
    separators = {os.sep, os.altsep or os.sep, "/"}
    if wanted is None or not set(wanted) & separators:
        return None
    path = Path(wanted).expanduser()
    return path if path.exists() else None


def _known_as(vault: Vault, settings: Settings, name: str) -> str | None:
    """The serial of the earlier import of that name; raises `NameTaken`."""
    for info in vault.history.handsets():
        called = settings.name_of(info.id) or info.title
        if called.casefold() == name.casefold():
            if info.protocol != FOLDER:
                raise NameTaken(name)
            return info.serial
    return None


def _is_bare(
    vault: Vault, handset: driver.FolderHandset, kinds: Collection[Kind] | None, task: Task
) -> bool:
    """Whether nothing is there and nothing ever was: a card that was emptied is another matter."""
    if any(info.id == handset.info.id for info in vault.history.handsets()):
        return False
    return not any(_holds(handset, kind, task) for kind in wanted(handset, kinds))


def _holds(handset: driver.FolderHandset, kind: Kind, task: Task) -> bool:
    try:
        return next(handset.read(kind, task), None) is not None
    except ItemRefused:
        return True
