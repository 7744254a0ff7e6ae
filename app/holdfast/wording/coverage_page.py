"""The page on what is in a backup and what is not: each kind, why, and what to do about it."""

from __future__ import annotations

from datetime import datetime

from holdfast.records.model.coverage import Coverage, Reason
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.wording import android, coverage, kinds, times
from holdfast.wording.i18n import _


def title(snapshot: SnapshotInfo, now: datetime) -> str:
    """The heading: which backup is told of."""
    return _("What is in the backup of {when}, and what is not").format(
        when=times.moment(snapshot.time, now)
    )


def outcome(entry: Coverage) -> str:
    """How well a kind was read, in a word or two, beside its icon."""
    return _("All of it") if entry.complete else _("Not whole")


def line(entry: Coverage) -> str:
    """How much of a kind there is, and why not more."""
    return coverage.line(entry)


def advice(reason: Reason) -> str:
    """What to do about a kind that is not whole; empty where nothing can be done."""
    again = _("Then back up again.")
    said = {
        Reason.NONE: "",
        Reason.DENIED: _("Allow it on the phone when it asks."),
        Reason.LOCKED: _("Unlock the phone and leave it unlocked until it is read."),
        Reason.UNSUPPORTED: "",
        Reason.TIMEOUT: _("Switch the phone off and on, and plug it in directly."),
        Reason.UNPLUGGED: _("Leave the cable in until the backup is done."),
        Reason.STOPPED: _("Let it run to its end; it goes on where it was stopped."),
        Reason.GARBLED: _("Switch the phone off and on. Holdfast keeps what made sense."),
        Reason.SOME_ITEMS: _("The others are kept; look on the phone whether those open there."),
        Reason.STORAGE_GONE: _("Put the memory card back in."),
        Reason.PICTURES_ONLY: _("Choose “File transfer” on the phone."),
        Reason.NOT_ASKED: _("Back up every kind."),
    }[reason]
    if not said:
        return ""
    return _("{what} {again}").format(what=said, again=again)


def never_title() -> str:
    """The heading over what no backup of this phone can hold."""
    return android.not_in_backup_title()


def never(snapshot: SnapshotInfo) -> tuple[str, ...]:
    """What no backup of this phone can hold, a sentence each."""
    return (
        *android.not_in_backup(snapshot.handset),
        *_missing(snapshot),
        *_always(snapshot.handset),
    )


def _missing(snapshot: SnapshotInfo) -> tuple[str, ...]:
    absent = [kind for kind in Kind if snapshot.of(kind) is None]
    if not absent:
        return ()
    said = _("Kinds that this phone does not give over the cable: {kinds}.")
    return (said.format(kinds=kinds.names(absent)),)


def _always(info: HandsetInfo) -> tuple[str, ...]:
    if android.not_in_backup(info):
        return ()
    return (_("Settings, ring tones that were bought, and what programs on the phone keep."),)
