"""What the terminal says of history: its lists, and the lives of single items."""

from __future__ import annotations

from datetime import datetime

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindChanges, SnapshotInfo, Tag, Version
from holdfast.wording import kinds, rehearsals, times
from holdfast.wording.i18n import _, counted, listed, number


def other_with_now() -> str:
    """Said when `changes` is given both things to compare with."""
    return _("Name either another backup or --now.")


def no_backups() -> str:
    """Said of an empty history."""
    return _("No backup yet.")


def marks(snapshot: SnapshotInfo) -> str:
    """What is special about a backup, in brackets; empty when nothing is."""
    said = []
    if Tag.REHEARSAL in snapshot.tags:
        said.append(rehearsals.mark(snapshot))
    elif Tag.SAFETY in snapshot.tags:
        said.append(_("before a restore"))
    elif Tag.PINNED in snapshot.tags:
        said.append(_("pinned"))
    if Tag.READ_BACK in snapshot.tags:
        said.append(_("read back after a restore"))
    alarmed = [kind for kind in Kind if snapshot.alarmed(kind)]
    if alarmed:
        said.append(_("loss alarm: {kinds}").format(kinds=kinds.names(alarmed)))
    return f"[{listed(said)}]" if said else ""


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


def nothing_deleted() -> str:
    """Said when nothing is gone."""
    return _("Nothing is gone: the phone holds all it ever held, as far as backups tell.")


def more_deleted(limit: int) -> str:
    """Said when more is gone than is listed."""
    return _("There is more than {limit} of a kind; --limit lists more.").format(
        limit=number(limit)
    )


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
