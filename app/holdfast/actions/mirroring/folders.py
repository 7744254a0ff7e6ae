"""Which folder may be a mirror: never the vault, never one that holds other things."""

from __future__ import annotations

from pathlib import Path

from holdfast.actions.mirroring import manifest
from holdfast.actions.mirroring.manifest import Manifest
from holdfast.actions.mirroring.problems import (
    MirrorFolderGone,
    MirrorFolderInVault,
    MirrorFolderTaken,
    translated,
)


def claim(folder: Path, vault: Path, handset: str) -> None:
    """Make `folder` the mirror of `handset`: new, empty, or its mirror before.

    Raises `MirrorFolderInVault`, `MirrorFolderTaken`, `MirrorFolderUnusable`, `MirrorFolderFull`.
    """
    _demand_apart(folder, vault)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = manifest.load(folder)
        if known is None:
            if next(folder.iterdir(), None) is not None:
                raise MirrorFolderTaken(str(folder))
            manifest.save(folder, Manifest(handset))
        elif known.handset not in ("", handset):
            raise MirrorFolderTaken(str(folder))
    except OSError as error:
        raise translated(error, folder) from error


def known_files(folder: Path, vault: Path, handset: str) -> Manifest:
    """What the mirror of `handset` in `folder` knows of itself.

    Without a manifest nothing is written: a disk that is not plugged in leaves a bare folder.
    Raises `MirrorFolderGone` and what `claim` raises.
    """
    _demand_apart(folder, vault)
    try:
        known = manifest.load(folder)
    except NotADirectoryError:
        known = None
    except OSError as error:
        raise translated(error, folder) from error
    if known is None:
        raise MirrorFolderGone(str(folder))
    if known.handset not in ("", handset):
        raise MirrorFolderTaken(str(folder))
    return Manifest(handset, known.entries, known.read)


def _demand_apart(folder: Path, vault: Path) -> None:
    ours, theirs = folder.resolve(), vault.resolve()
    if ours.is_relative_to(theirs) or theirs.is_relative_to(ours):
        raise MirrorFolderInVault(str(folder), str(vault))
