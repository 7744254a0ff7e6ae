"""Decides of which phone its owner is reminded, and when to keep quiet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

PATIENCE = timedelta(days=3)
"""How long a phone may go without a backup before anybody is reminded."""

AGAIN = timedelta(days=7)
"""How long after one reminder the next may come for the same phone."""

APART = timedelta(days=1)
"""How far apart any two reminders are."""


@dataclass(frozen=True, slots=True)
class LastBackup:
    """When a handset was backed up last; `title` is its owner's name for it."""

    handset: str
    title: str
    time: datetime


def overdue(
    backups: Iterable[LastBackup],
    reminded: Mapping[str, datetime],
    now: datetime,
    *,
    busy: bool = False,
) -> LastBackup | None:
    """The handset to remind of now, the one that waits longest; None while there is none.

    `reminded` has the time of the last reminder by handset. Nobody is reminded while a phone
    is being backed up (`busy`). All times have a zone.
    """
    # A reminder in times to come was noted under a wrong clock; it must not silence for years.
    past = {handset: when for handset, when in reminded.items() if when <= now}
    if busy or any(now - when < APART for when in past.values()):
        return None
    due = [backup for backup in backups if _is_due(backup, past.get(backup.handset), now)]
    return min(due, key=lambda backup: backup.time, default=None)


def _is_due(backup: LastBackup, last: datetime | None, now: datetime) -> bool:
    if now - backup.time < PATIENCE:
        return False
    return last is None or last < backup.time or now - last >= AGAIN
