"""What a check of the vault found, and what a repair came to."""

from __future__ import annotations

from holdfast.actions.repair import Repaired
from holdfast.actions.rota import Progress
from holdfast.actions.verify import DamagedItem, Odd, Oddity
from holdfast.vault.repository.check import CheckProblem, CheckReport, Damage
from holdfast.wording import kinds, sizes, times
from holdfast.wording.i18n import _, counted, number
from holdfast.wording.sizes import size


def headline(report: CheckReport) -> str:
    """The outcome in one sentence."""
    if report.sound:
        return counted(
            "The vault is whole: {n} backup, {packs} packs, {size}.",
            "The vault is whole: {n} backups, {packs} packs, {size}.",
            report.snapshots,
            packs=number(report.packs),
            size=size(report.bytes),
        )
    return damaged(len(report.problems))


def damaged(parts: int) -> str:
    """How many parts of the vault are damaged."""
    return counted(
        "{n} part of the vault is damaged.", "{n} parts of the vault are damaged.", parts
    )


def depth(report: CheckReport) -> str:
    """How thoroughly it was looked at."""
    if report.read and len(report.whole) == report.packs:
        return _("Every byte of it was read.")
    if report.read:
        return _("The structure was checked, and {size} of it was read.").format(
            size=size(report.read)
        )
    return _("The structure was checked; not every byte was read.")


def line(problem: CheckProblem) -> str:
    """One thing found: "A pack is missing: 1a2b3c4d"."""
    return _("{damage}: {what}").format(damage=damage(problem.damage), what=problem.what)


def damage(kind: Damage) -> str:
    """A kind of damage."""
    return {
        Damage.KEY_CHANGED: _("A key file has changed"),
        Damage.INDEX_UNREADABLE: _("An index cannot be read"),
        Damage.SNAPSHOT_UNREADABLE: _("A backup's record cannot be read"),
        Damage.PACK_UNINDEXED: _("A pack is missing from the index"),
        Damage.PACK_MISSING: _("A pack is missing"),
        Damage.PACK_SIZE: _("A pack has the wrong length"),
        Damage.PACK_CHANGED: _("A pack's bytes have changed"),
        Damage.PACK_HEADER: _("A pack's table of contents cannot be read"),
        Damage.BLOB_BROKEN: _("A piece of data has changed"),
        Damage.BLOB_MISSING: _("A piece of data is missing"),
        Damage.TREE_BROKEN: _("A folder's record cannot be read"),
        Damage.NAMES: _("A folder's names are out of order or double"),
        Damage.SIZE: _("A file has another length than its record says"),
    }[kind]


def odd(entry: Odd) -> str:
    """What no structure shows: a backup that says other things than it holds."""
    kind = kinds.title(entry.kind) if entry.kind is not None else ""
    form = {
        Oddity.COUNT: _("Backup {snapshot}, {kind}: holds another number than it says ({what})"),
        Oddity.CONTENT: _("Backup {snapshot}, {kind}: “{what}” says other things than the index"),
        Oddity.RECORD: _("Backup {snapshot}: what it says of itself cannot be read"),
    }[entry.oddity]
    return form.format(snapshot=entry.snapshot, kind=kind, what=entry.what)


def item(of: DamagedItem) -> str:
    """An item that is damaged: its kind and name, and in how many backups it is."""
    if of.item is None:
        return _("{path}, in backup {snapshot}").format(path=of.path, snapshot=of.snapshot)
    return counted(
        "{kind}: {title}, in {n} backup",
        "{kind}: {title}, in {n} backups",
        of.backups,
        kind=kinds.title(of.item.kind),
        title=of.item.title or of.item.key,
    )


def items_heading(how_many: int) -> str:
    """Stands over the items that are damaged."""
    return counted(
        "{n} item is damaged in the vault:", "{n} items are damaged in the vault:", how_many
    )


def rota(progress: Progress) -> str:
    """How much of the vault was ever read, and since when."""
    share = sizes.share(progress.share)
    if progress.since is None:
        return _("Nothing of it was read back yet.")
    return _("{share} of all data was read back since {day}.").format(
        share=share, day=times.calendar_day(progress.since)
    )


def after_damage() -> str:
    """What to do about damage."""
    return _("Plug in the phone that still holds it and run “holdfast repair”.")


def repaired(result: Repaired) -> str:
    """What a repair came to, in one sentence."""
    if not result.repair.reindexed and not result.left:
        return _("There was nothing to repair.")
    if not result.left:
        return _("The vault was repaired: everything in it can be read again.")
    return counted(
        "The vault was repaired, except for {n} item that no phone here holds any more:",
        "The vault was repaired, except for {n} items that no phone here holds any more:",
        len(result.left),
    )


def healed(how_many: int) -> str:
    """How many items are whole again."""
    return counted(
        "{n} damaged item is whole again.", "{n} damaged items are whole again.", how_many
    )
