"""Words for what keeps a mirror folder from being made or brought up to date."""

from __future__ import annotations

from holdfast.actions.mirroring.problems import (
    MirrorFolderFull,
    MirrorFolderGone,
    MirrorFolderInVault,
    MirrorFolderTaken,
    MirrorFolderUnusable,
    NoMirrorFolder,
)
from holdfast.wording.i18n import _
from holdfast.wording.said import Said, nothing_changed, say


@say.register
def _taken(problem: MirrorFolderTaken) -> Said:
    return Said(
        _("The folder {folder} holds other things.").format(folder=problem.folder),
        nothing_changed(),
        _("Choose an empty folder, or a new one, for the mirror."),
    )


@say.register
def _in_vault(problem: MirrorFolderInVault) -> Said:
    return Said(
        _("The folder {folder} and the vault {vault} lie one inside the other.").format(
            folder=problem.folder, vault=problem.vault
        ),
        nothing_changed(),
        _("Choose a folder beside the vault for the mirror."),
    )


@say.register
def _gone(problem: MirrorFolderGone) -> Said:
    return Said(
        _("The mirror folder {folder} is not there.").format(folder=problem.folder),
        _("The vault is untouched."),
        _("Plug in its disk, or choose another folder on the page Safety."),
        _("Plug in its disk, or choose another folder with “holdfast mirror FOLDER”."),
    )


@say.register
def _unusable(problem: MirrorFolderUnusable) -> Said:
    return Said(
        _("The mirror folder {folder} cannot be written: {reason}.").format(
            folder=problem.folder, reason=problem.reason
        ),
        _("The vault is untouched."),
        _("Choose another folder, or make this one writable."),
    )


@say.register
def _full(problem: MirrorFolderFull) -> Said:
    return Said(
        _("The disk of the mirror folder {folder} is full.").format(folder=problem.folder),
        _("The vault is untouched, and every file in the mirror is whole."),
        _("Make room there; the next backup goes on with the mirror."),
    )


@say.register
def _none(problem: NoMirrorFolder) -> Said:
    return Said(
        _("No mirror folder was chosen for {handset}.").format(handset=problem.handset),
        nothing_changed(),
        _("Choose one on the page Safety."),
        _("Choose one with “holdfast mirror FOLDER”."),
    )
