"""What a check of the vault found."""

from __future__ import annotations

from holdfast.vault.repository.check import CheckProblem, CheckReport, Damage
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
    return counted(
        "{n} part of the vault is damaged.",
        "{n} parts of the vault are damaged.",
        len(report.problems),
    )


def depth(report: CheckReport) -> str:
    """How thoroughly it was looked at."""
    if report.read:
        return _("Every byte of it was read.")
    return _("The structure was checked; --read-all reads every byte, too.")


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
