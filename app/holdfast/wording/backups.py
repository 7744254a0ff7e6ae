"""What the terminal says of phones and of backups that are made: results, alarms and marks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from holdfast.records.model.coverage import LossAlarm
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.wording import kinds, times
from holdfast.wording.i18n import _, number
from holdfast.wording.said import shown


def of_phone(title: str, said: str) -> str:
    """What is said of one phone of several; `title` may be empty."""
    return _("{phone}: {said}").format(phone=shown(title), said=said) if title else said


def the_rest_waits() -> str:
    """Said when only file transfer could be read, because the owner is still asked for more."""
    return _(
        "Photos and files are in it; everything else waits until you tap Allow on the phone and "
        "back up again."
    )


def nothing_connected() -> str:
    """Said when no phone is there."""
    return _("No phone is connected.")


def named(handset: str, name: str) -> str:
    """Confirms a new name."""
    return _("{handset} is now called “{name}”.").format(handset=handset, name=name)


def unnamed(handset: str) -> str:
    """Confirms that a name was taken off."""
    return _("{handset} has no name of its own any more.").format(handset=handset)


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
