"""Sentences only the command line says: headings, results, questions, and what to do next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from holdfast.records.model.coverage import LossAlarm
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindChanges, SnapshotInfo, Tag, Version
from holdfast.wording import kinds, times
from holdfast.wording.i18n import _, counted, number
from holdfast.wording.sizes import size

# --- the run itself ------------------------------------------------------------------------


def no_display() -> str:
    """Said when the window has nowhere to open."""
    return _(
        "There is no display to open the window on; “holdfast --help” lists what works without one."
    )


def bug(kind: str, report: Path | None) -> str:
    """Said when Holdfast itself failed."""
    if report is None:
        return _(
            "Something went wrong inside Holdfast ({kind}). Your backups are untouched."
        ).format(kind=kind)
    return _(
        "Something went wrong inside Holdfast ({kind}). Your backups are untouched; the full "
        "report is in {report}."
    ).format(kind=kind, report=report)


def misused(complaint: str) -> str:
    """Said when the words of the command line cannot be understood."""
    said = " ".join(complaint.split()).rstrip(".")
    return _("{complaint}. “holdfast --help” tells how it goes.").format(complaint=said)


def stopped() -> str:
    """Said when a run was stopped before its end."""
    return _("Stopped. What was finished before is kept.")


def left_alone() -> str:
    """Said when somebody answered no."""
    return _("Nothing was changed.")


def needs_yes() -> str:
    """Said when a question would have to be asked, and nobody is there."""
    return _("Nothing was written, because nobody is here to be asked; --yes answers beforehand.")


def one_snapshot() -> str:
    """Said when things out of several backups are to be put back at once."""
    return _("Everything that is put back at once must come from the same backup.")


def item_or_snapshot() -> str:
    """Said when whole backups and single items are mixed."""
    return _("Name either one backup, or items as ITEM@SNAPSHOT.")


def other_with_now() -> str:
    """Said when `changes` is given both things to compare with."""
    return _("Name either another backup or --now.")


def cannot_read(file: Path, reason: str) -> str:
    """Said when a file cannot be opened."""
    return _("{file} cannot be read: {reason}.").format(file=file, reason=reason)


def cannot_write(file: Path, reason: str) -> str:
    """Said when a file cannot be written."""
    return _("{file} cannot be written: {reason}.").format(file=file, reason=reason)


def password_of(vault: Path) -> str:
    """Asks for a vault's password."""
    return _("Password of {vault}: ").format(vault=vault)


def new_password() -> str:
    """Asks for a new vault's password where no keychain can keep a generated one."""
    return _(
        "A password for the new vault, as this computer has no keychain to keep one (empty: one "
        "is made and shown): "
    )


def again() -> str:
    """Asks for the same once more."""
    return _("The same again: ")


def not_the_same() -> str:
    """Said when both were not the same."""
    return _("These were not the same; nothing was made.")


# --- handsets ------------------------------------------------------------------------------


def nothing_connected() -> str:
    """Said when no phone is there."""
    return _("No phone is connected.")


def named(handset: str, name: str) -> str:
    """Confirms a new name."""
    return _("{handset} is now called “{name}”.").format(handset=handset, name=name)


def unnamed(handset: str) -> str:
    """Confirms that a name was taken off."""
    return _("{handset} has no name of its own any more.").format(handset=handset)


# --- backups -------------------------------------------------------------------------------


def backed_up(name: str, snapshot: SnapshotInfo) -> str:
    """The headline of a finished backup."""
    return _("“{name}” is backed up as {snapshot}.").format(name=name, snapshot=snapshot.short)


def nothing_read(name: str) -> str:
    """The headline of a backup that got nothing at all."""
    return _("Nothing could be read from “{name}”, so there is no new backup.").format(name=name)


def alarm(entry: LossAlarm, before: SnapshotInfo, now: datetime) -> str:
    """The loss guard's sentence: "This phone has 0 contacts; yesterday 18:40 it had 412."."""
    return _("This phone has {now}; {when} it had {before}.").format(
        now=kinds.count(entry.kind, entry.now),
        when=times.moment(before.time, now),
        before=number(entry.before),
    )


def after_alarm(alarms: Collection[LossAlarm]) -> str:
    """What to do after a loss alarm."""
    snapshot = next(iter(alarms)).snapshot[:8]
    return _(
        "To put them back: “holdfast restore {snapshot}”. If it is meant to be so: "
        "“holdfast accept-loss KIND”."
    ).format(snapshot=snapshot)


def accepted(kind: Kind) -> str:
    """Confirms that a loss was meant."""
    return _("The {kind} of the newest backup count as meant from now on.").format(
        kind=kinds.name(kind)
    )


def no_alarm(kind: Kind) -> str:
    """Said when there is no alarm to accept."""
    return _("There is no loss alarm on the {kind}; nothing was changed.").format(
        kind=kinds.name(kind)
    )


def pinned(snapshot: SnapshotInfo) -> str:
    """Confirms a pin."""
    return _("Backup {snapshot} is pinned.").format(snapshot=snapshot.short)


def unpinned(snapshot: SnapshotInfo) -> str:
    """Confirms that a pin was taken off."""
    return _("Backup {snapshot} is no longer pinned.").format(snapshot=snapshot.short)


# --- history -------------------------------------------------------------------------------


def no_backups() -> str:
    """Said of an empty history."""
    return _("No backup yet.")


def marks(snapshot: SnapshotInfo) -> str:
    """What is special about a backup, in brackets; empty when nothing is."""
    said = []
    if Tag.SAFETY in snapshot.tags:
        said.append(_("before a restore"))
    elif Tag.PINNED in snapshot.tags:
        said.append(_("pinned"))
    if Tag.READ_BACK in snapshot.tags:
        said.append(_("read back after a restore"))
    alarmed = [kind for kind in Kind if snapshot.alarmed(kind)]
    if alarmed:
        said.append(_("loss alarm: {kinds}").format(kinds=kinds.names(alarmed)))
    return f"[{', '.join(said)}]" if said else ""


def hidden(how_many: int) -> str:
    """Said when read-backs are left out of the list."""
    return counted(
        "{n} read-back after a restore is not listed; --all lists it.",
        "{n} read-backs after restores are not listed; --all lists them.",
        how_many,
    )


def backup_of(name: str, snapshot: SnapshotInfo) -> str:
    """The headline over one backup."""
    return _("Backup {snapshot} of “{name}”, {when}").format(
        snapshot=snapshot.short, name=name, when=times.full(snapshot.time)
    )


def nothing_of(kind: Kind) -> str:
    """Said when a backup holds nothing of a kind."""
    return _("This backup holds no {kind}.").format(kind=kinds.name(kind))


def not_readable() -> str:
    """Marks an item whose bytes are kept though nobody can read them."""
    return _("kept, not readable")


def unnamed_item() -> str:
    """Stands for a title where an item has none."""
    return _("(no name)")


def nothing_changed_between() -> str:
    """Said when two backups hold the same."""
    return _("Nothing changed.")


def changes_heading(entry: KindChanges) -> str:
    """The heading over the changes of one kind."""
    return _("{kind}: {added} added, {removed} removed, {changed} changed").format(
        kind=kinds.title(entry.kind),
        added=number(len(entry.added)),
        removed=number(len(entry.removed)),
        changed=number(len(entry.changed)),
    )


def nothing_found(text: str) -> str:
    """Said when a search finds nothing."""
    return _("Nothing in any backup has “{text}”.").format(text=text)


def lived(version: Version, now: datetime) -> str:
    """Where a version lived: "in 41 backups, gone since 3 October 2009"."""
    backups = counted("in {n} backup", "in {n} backups", version.count)
    if version.gone_since is not None:
        return _("{backups}, gone since {day}").format(
            backups=backups, day=times.day(version.gone_since, now)
        )
    return _("{backups}, last {when}").format(
        backups=backups, when=times.moment(version.last.time, now)
    )


def span(version: Version) -> str:
    """From when to when a version was seen."""
    first, last = times.full(version.first.time), times.full(version.last.time)
    if first == last:
        return first
    return _("{first} to {last}").format(first=first, last=last)


# --- restore and undo ----------------------------------------------------------------------


def restoring(snapshot: SnapshotInfo, name: str, target: str) -> str:
    """The headline over a plan."""
    return _("From backup {snapshot} of “{name}” to “{target}”:").format(
        snapshot=snapshot.short, name=name, target=target
    )


def go_on(effect: str) -> str:
    """Asks before writing."""
    return _("{effect}?").format(effect=effect)


def undoing(when: datetime, how_many: int, target: str) -> str:
    """Asks before undoing."""
    return counted(
        "Undo the restore of {when} ({n} item) on “{target}”?",
        "Undo the restore of {when} ({n} items) on “{target}”?",
        how_many,
        when=times.full(when),
        target=target,
    )


def can_undo() -> str:
    """Said after a restore."""
    return _("“holdfast undo” takes it back.")


def dry_run() -> str:
    """Said after a plan that is only looked at."""
    return _("This was a dry run; nothing was written.")


# --- export and check ----------------------------------------------------------------------


def exported(files: int, folder: Path, moved: int) -> str:
    """The headline of an export."""
    return counted(
        "{n} file ({size}) is in {folder}.",
        "{n} files ({size}) are in {folder}.",
        files,
        folder=folder,
        size=size(moved),
    )


# --- vaults --------------------------------------------------------------------------------


def vault_made(place: Path) -> str:
    """Confirms a new vault."""
    return _("The vault {place} is ready.").format(place=place)


def vault_opened(place: Path, backups: int) -> str:
    """Confirms that a vault opens."""
    return counted(
        "The vault {place} is open; it holds {n} backup.",
        "The vault {place} is open; it holds {n} backups.",
        backups,
        place=place,
    )


def password_in_keychain() -> str:
    """Says where the password is."""
    return _("Its password is in this computer's keychain.")


def password_not_kept() -> str:
    """Says that nobody keeps the password."""
    return _("This computer keeps no copy of its password.")


def print_the_sheet() -> str:
    """What to do after making a vault."""
    return _(
        "Print “holdfast vault recovery-sheet” and type it back with --type: without the "
        "password nobody can open the vault."
    )


def sheet_saved(file: Path) -> str:
    """Confirms a saved sheet."""
    return _("The recovery sheet is in {file}. Print it, then delete the file.").format(file=file)


def type_sheet() -> str:
    """Asks for the sheet to be typed."""
    return _("Type the lines of the recovery sheet, then an empty line.")


def sheet_proven() -> str:
    """Confirms that the sheet opens the vault."""
    return _("The recovery sheet opens this vault.")


def index_rebuilt(backups: int) -> str:
    """Confirms a rebuilt index."""
    return counted(
        "The index was made anew from {n} backup.",
        "The index was made anew from {n} backups.",
        backups,
    )


# --- sample phones -------------------------------------------------------------------------


def sample_made(folder: Path, serial: str) -> str:
    """Confirms a new sample phone."""
    return _("A sample phone with the serial {serial} is in {folder}.").format(
        serial=serial, folder=folder
    )


def sample_how(folder: Path) -> str:
    """What to do with a sample phone."""
    return _("Plug it in with --sample {folder}.").format(folder=folder)


def sample_edited(added: str, changed: str, removed: str) -> str:
    """What the sample phone's owner did."""
    parts = (
        (_("added {what}"), added),
        (_("changed {what}"), changed),
        (_("removed {what}"), removed),
    )
    said = "; ".join(form.format(what=what) for form, what in parts if what)
    return _("Its owner {did}.").format(did=said) if said else _("Its owner changed nothing.")


def sample_wiped(folder: Path) -> str:
    """Confirms the pulled battery."""
    return _("The battery of the phone in {folder} was pulled: it is empty now.").format(
        folder=folder
    )


def sample_replaced(folder: Path, serial: str) -> str:
    """Confirms the replacement."""
    return _("The phone in {folder} was replaced by an empty one with the serial {serial}.").format(
        folder=folder, serial=serial
    )
