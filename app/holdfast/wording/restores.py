"""What the terminal says when things leave a vault: put back, undone or exported."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.wording import times
from holdfast.wording.i18n import _, counted
from holdfast.wording.sizes import size


def receipt_saved(file: Path) -> str:
    """Confirms that a receipt was written."""
    return _("The receipt is in {file}.").format(file=file)


def alike_heading(how_many: int) -> str:
    """Stands over items that would be added though something like them is there."""
    return counted(
        "{n} item looks like something that is there already; nothing is merged:",
        "{n} items look like something that is there already; nothing is merged:",
        how_many,
    )


def needs_remove_anyway() -> str:
    """Said when a plan that looks like a loss was not asked for by name."""
    return _("If that is meant, say it with --remove-anyway; nothing was written.")


def no_match_of_items() -> str:
    """Said when single items are to become all that a phone holds."""
    return _("--mode match takes a whole backup, not single items.")


def item_or_snapshot() -> str:
    """Said when whole backups and single items are mixed."""
    return _("Name either one backup, or items as ITEM@SNAPSHOT.")


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


def redoing(how_many: int) -> str:
    """Asks before what was undone is put back again; beside an alarm there is room for a line."""
    return counted(
        "Put back the {n} item that was undone?",
        "Put back the {n} items that were undone?",
        how_many,
    )


def can_undo() -> str:
    """Said after a restore."""
    return _("“holdfast undo” takes it back.")


def dry_run() -> str:
    """Said after a plan that is only looked at."""
    return _("This was a dry run; nothing was written.")


def not_exported(items: int) -> str:
    """What an export lacks because the vault is damaged there."""
    return counted(
        "{n} item is damaged in the vault and was left out.",
        "{n} items are damaged in the vault and were left out.",
        items,
    )


def exported(files: int, folder: Path, moved: int) -> str:
    """The headline of an export."""
    return counted(
        "{n} file ({size}) is in {folder}.",
        "{n} files ({size}) are in {folder}.",
        files,
        folder=folder,
        size=size(moved),
    )


def as_they_are(items: int) -> str:
    """What an export could not write in the asked form."""
    return counted(
        "{n} item has no such form and is written as the phone gave it.",
        "{n} items have no such form and are written as the phone gave them.",
        items,
    )
