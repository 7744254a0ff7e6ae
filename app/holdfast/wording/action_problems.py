"""Words for what stops an action before or while it is carried out."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.actions.choosing import (
    NoHandset,
    NoSuchHandset,
    NothingNamed,
    NoVaultChosen,
    SeveralHandsets,
    SeveralNamed,
)
from holdfast.actions.desk import PasswordNeeded
from holdfast.actions.export import ExportFolderFull, ExportFolderUnusable
from holdfast.actions.importing import NameTaken, NothingToImport
from holdfast.actions.proposing import NothingToRestore
from holdfast.actions.receipts import NoReceipt
from holdfast.actions.recover import NothingToContinue
from holdfast.actions.restore import NotRecorded
from holdfast.actions.safety import NoSafety, TargetChanged
from holdfast.actions.undo import NothingToUndo
from holdfast.wording import kinds
from holdfast.wording.i18n import _, counted, listed
from holdfast.wording.said import Said, nothing_changed, say


@say.register
def _password_needed(problem: PasswordNeeded) -> Said:
    return Said(
        _("The vault {path} needs its password.").format(path=problem.path),
        "",
        _("Open it with its password, or with the recovery sheet."),
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
def _not_recorded(problem: NotRecorded) -> Said:
    return Said(
        counted(
            "{n} item was written, but its receipt could not be kept: {reason}",
            "{n} items were written, but their receipt could not be kept: {reason}",
            problem.written,
            reason=say(problem.reason).what,
        ),
        _("The phone as it was before is in backup {snapshot}.").format(
            snapshot=problem.safety[:8]
        ),
        _("Back up the phone once the vault is in order. To undo, put that backup back."),
    )


@say.register
def _nothing_to_undo(problem: NothingToUndo) -> Said:
    return Said(
        _("There is no restore on {handset} left to undo.").format(handset=problem.handset),
        nothing_changed(),
    )


@say.register
def _no_vault_chosen(_problem: NoVaultChosen) -> Said:
    return Said(
        _("No vault was chosen."),
        "",
        _("Open one, or create one."),
        _("Name one with --vault, or make one with “holdfast vault create FOLDER”."),
    )


@say.register
def _no_handset(_problem: NoHandset) -> Said:
    return Said(
        _("No phone is connected."),
        "",
        _("Plug one in and unlock it."),
        _("Plug one in and unlock it, or try a sample phone with --sample FOLDER."),
    )


@say.register
def _several_handsets(problem: SeveralHandsets) -> Said:
    return Said(
        _("More than one phone could be meant: {ids}.").format(ids=listed(problem.ids)),
        nothing_changed(),
        _("Say which one."),
    )


@say.register
def _no_such_handset(problem: NoSuchHandset) -> Said:
    return Said(
        _("There is no phone {name} here.").format(name=problem.name),
        "",
        _("These are here: {ids}.").format(ids=listed(problem.ids)) if problem.ids else "",
    )


@say.register
def _no_receipt(problem: NoReceipt) -> Said:
    return Said(_("Nothing was ever put back on {handset}.").format(handset=problem.handset))


@say.register
def _nothing_to_continue(_problem: NothingToContinue) -> Said:
    return Said(
        _("The last restore onto this phone was not broken off."),
        nothing_changed(),
        "",
        _("“holdfast restore latest” shows what could be put back."),
    )


@say.register
def _name_taken(problem: NameTaken) -> Said:
    return Said(
        _("A phone in this vault is already called “{name}”.").format(name=problem.name),
        nothing_changed(),
        _("Choose another name for the import."),
    )


@say.register
def _nothing_to_import(problem: NothingToImport) -> Said:
    return Said(
        _("There is nothing in {path} that could be backed up.").format(path=problem.path),
        nothing_changed(),
        _("Choose the folder that holds the contacts, calendars, notes or photos."),
    )


@say.register
def _nothing_named(problem: NothingNamed) -> Said:
    return Said(
        _("Nothing is called “{name}”.").format(name=problem.text),
        "",
        _("Search all backups for it."),
        _("“holdfast search” finds the name of everything there ever was."),
    )


@say.register
def _several_named(problem: SeveralNamed) -> Said:
    if len(set(problem.items)) == 1 and len(problem.handsets) > 1:
        return Said(
            _("More than one phone has something called “{name}”: {phones}.").format(
                name=problem.text, phones=_listed(problem.handsets)
            ),
            "",
            "",
            _("Say which phone with --handset."),
        )
    return Said(
        _("Several things are called “{name}”: {items}.").format(
            name=problem.text, items=_listed(problem.items)
        ),
        "",
        _("Use one of these names."),
    )


_NAMED = 5


def _listed(names: Sequence[str]) -> str:
    shown = listed(names[:_NAMED])
    more = len(names) - _NAMED
    if more <= 0:
        return shown
    return counted("{some} and {n} more", "{some} and {n} more", more, some=shown)


"""How many names a sentence lists before it counts the rest."""
