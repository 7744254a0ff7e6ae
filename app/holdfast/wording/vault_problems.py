"""Words for what goes wrong with a vault and its disk."""

from __future__ import annotations

from holdfast.vault.history.history import NoSuchItem
from holdfast.vault.history.schema import IndexBusy
from holdfast.vault.keys import PasswordFileUnreadable, SheetMistyped
from holdfast.vault.repository.problems import (
    AmbiguousKey,
    AmbiguousSnapshot,
    DiskFailed,
    DiskFull,
    DiskReadOnly,
    KeyInUse,
    LastKey,
    LockLost,
    NoSuchKey,
    NoSuchSnapshot,
    NotAVault,
    PasswordInUse,
    VaultDamaged,
    VaultExists,
    VaultLocked,
    VaultMissing,
    WrongPassword,
)
from holdfast.wording import kinds, times
from holdfast.wording.i18n import _, listed
from holdfast.wording.said import Said, nothing_changed, say


@say.register
def _missing(problem: VaultMissing) -> Said:
    return Said(
        _("There is no vault at {path}.").format(path=problem.path),
        "",
        _("Plug in its disk, or choose another place."),
        _("Plug in its disk, choose another place, or make one with “holdfast vault create”."),
    )


@say.register
def _not_a_vault(problem: NotAVault) -> Said:
    return Said(
        _("{path} is not a vault.").format(path=problem.path),
        nothing_changed(),
        _("Choose the folder that holds the vault's “config” and “data”."),
    )


@say.register
def _exists(problem: VaultExists) -> Said:
    return Said(
        _("There is a vault, or something else, at {path} already.").format(path=problem.path),
        nothing_changed(),
        _("Open it, or choose an empty folder."),
    )


@say.register
def _wrong_password(problem: WrongPassword) -> Said:
    return Said(
        _("This is not the password of {path}.").format(path=problem.path),
        nothing_changed(),
        _("Try again, or type the recovery sheet."),
    )


@say.register
def _password_in_use(problem: PasswordInUse) -> Said:
    return Said(
        _("This password opens the vault already, as {key}.").format(key=problem.key[:8]),
        nothing_changed(),
        _("Choose another one."),
    )


@say.register
def _no_such_key(problem: NoSuchKey) -> Said:
    return Said(
        _("No password of this vault is listed as {name}.").format(name=problem.name),
        nothing_changed(),
        _("The page Safety lists them all."),
        _("“holdfast vault password list” lists them all."),
    )


@say.register
def _ambiguous_key(problem: AmbiguousKey) -> Said:
    return Said(
        _("Several passwords begin with {name}: {matches}.").format(
            name=problem.name, matches=listed(problem.matches)
        ),
        nothing_changed(),
        _("Give more digits."),
    )


@say.register
def _last_key(_problem: LastKey) -> Said:
    return Said(
        _("This is the vault's only password; without it nobody could open it."),
        nothing_changed(),
        _("Add another one first, or change this one."),
        _("Add another one first, or change it with “holdfast vault password change”."),
    )


@say.register
def _key_in_use(_problem: KeyInUse) -> Said:
    return Said(
        _("This is the password that the vault was opened with just now."),
        nothing_changed(),
        _("Open the vault with the password that is to stay, then repeat; or change this one."),
    )


@say.register
def _locked(problem: VaultLocked) -> Said:
    since = times.full(problem.since)
    return Said(
        _("The vault is in use by {who} since {since}.").format(who=problem.by, since=since),
        nothing_changed(),
        _("Wait until that is done, then repeat."),
    )


@say.register
def _lock_lost(_problem: LockLost) -> Said:
    return Said(
        _("Another program took over the vault while this computer slept."),
        _("Every older backup is whole."),
        _("Repeat; it begins anew."),
    )


@say.register
def _damaged(problem: VaultDamaged) -> Said:
    return Said(
        _("Part of the vault is damaged: {what}.").format(what=problem.what),
        _("Everything else in it can still be read."),
        _("Read every byte on the page Safety to see what is affected."),
        _("Run “holdfast verify --read-all” to see what is affected."),
    )


@say.register
def _full(problem: DiskFull) -> Said:
    return Said(
        _("The disk of {path} is full.").format(path=problem.path),
        _("Every older backup is whole, and what had arrived is kept."),
        _("Make room and repeat; it goes on from there."),
    )


@say.register
def _read_only(problem: DiskReadOnly) -> Said:
    return Said(
        _("{path} cannot be written.").format(path=problem.path),
        nothing_changed(),
        _("Make the disk writable, or choose another place."),
    )


@say.register
def _disk_failed(problem: DiskFailed) -> Said:
    return Said(
        _("The disk of {path} reports a fault: {reason}.").format(
            path=problem.path, reason=problem.reason
        ),
        _("Nothing that was written before is given up."),
        _("Check the disk and its cable, then repeat."),
    )


@say.register
def _no_such_snapshot(problem: NoSuchSnapshot) -> Said:
    return Said(
        _("There is no backup {name} in this vault.").format(name=problem.name),
        "",
        "",
        _("“holdfast history” lists them all."),
    )


@say.register
def _ambiguous(problem: AmbiguousSnapshot) -> Said:
    return Said(
        _("Several backups begin with {name}: {matches}.").format(
            name=problem.name, matches=listed(problem.matches)
        ),
        "",
        _("Give more digits."),
    )


@say.register
def _no_such_item(problem: NoSuchItem) -> Said:
    return Said(
        _("Backup {snapshot} has no {name} among its {kind}.").format(
            snapshot=problem.snapshot[:8], name=problem.key, kind=kinds.name(problem.kind)
        ),
        "",
        "",
        _("“holdfast show {snapshot} {kind}” lists what it has.").format(
            snapshot=problem.snapshot[:8], kind=problem.kind
        ),
    )


@say.register
def _index_busy(_problem: IndexBusy) -> Said:
    return Said(
        _("Another Holdfast is busy with the history of this vault."),
        nothing_changed(),
        _("Wait until it is done, then repeat."),
    )


@say.register
def _password_file(problem: PasswordFileUnreadable) -> Said:
    return Said(
        _("The password file {path} cannot be used: {reason}.").format(
            path=problem.path, reason=problem.reason
        ),
        nothing_changed(),
        _("Its first line must be the password."),
    )


@say.register
def _sheet_mistyped(problem: SheetMistyped) -> Said:
    if problem.line:
        what = _("Line {n} of the recovery sheet was mistyped.").format(n=problem.line)
    else:
        what = _("This is not what the recovery sheet says.")
    return Said(what, nothing_changed(), _("Compare it letter by letter and type it again."))
