"""Words for what stops an action before or while it is carried out."""

from __future__ import annotations

from holdfast.actions.desk import PasswordNeeded
from holdfast.actions.export import ExportFolderFull, ExportFolderUnusable
from holdfast.actions.restore import NoSafety, NothingToRestore, TargetChanged
from holdfast.actions.undo import NothingToUndo
from holdfast.wording import kinds
from holdfast.wording.i18n import _, counted
from holdfast.wording.said import Said, nothing_changed, say


@say.register
def _password_needed(problem: PasswordNeeded) -> Said:
    return Said(
        _("The vault {path} needs its password.").format(path=problem.path),
        "",
        _("Give it with --password-file, or type it in the window."),
    )


@say.register
def _folder_unusable(problem: ExportFolderUnusable) -> Said:
    return Said(
        _("The folder {folder} cannot be written: {reason}.").format(
            folder=problem.folder, reason=problem.reason
        ),
        _("The vault is untouched."),
        _("Choose another folder."),
    )


@say.register
def _folder_full(problem: ExportFolderFull) -> Said:
    return Said(
        _("The disk of {folder} is full.").format(folder=problem.folder),
        counted("{n} exported file is whole.", "{n} exported files are whole.", problem.written),
        _("Make room there, or choose another folder."),
    )


@say.register
def _nothing_to_restore(problem: NothingToRestore) -> Said:
    return Said(
        _("Backup {snapshot} holds nothing of what was asked for.").format(
            snapshot=problem.snapshot
        ),
        nothing_changed(),
        _("Choose another backup or other kinds."),
    )


@say.register
def _no_safety(problem: NoSafety) -> Said:
    return Said(
        _("The phone's {kinds} could not be backed up whole first.").format(
            kinds=kinds.names(problem.kinds)
        ),
        _("Nothing was written, because it could not have been undone."),
        _("Unlock the phone, allow access, and try again."),
    )


@say.register
def _target_changed(_problem: TargetChanged) -> Said:
    return Said(
        _("The phone has changed since the plan was made."),
        _("Nothing was written."),
        _("Look at the plan again."),
    )


@say.register
def _nothing_to_undo(problem: NothingToUndo) -> Said:
    return Said(
        _("There is no restore on {handset} left to undo.").format(handset=problem.handset),
        nothing_changed(),
    )
