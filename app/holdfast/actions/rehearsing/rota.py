"""When backups were rehearsed, as the vault itself remembers it, and when it is time again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from holdfast.actions.back_up import Clock
from holdfast.actions.rehearsing.result import (
    REHEARSAL,
    Rehearsal,
    decode_rehearsal,
    encode_rehearsal,
)
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.snapshot import SnapshotInfo, Tag
from holdfast.vault.history.layout import place
from holdfast.vault.history.sidecars import SidecarUnreadable
from holdfast.vault.library import Vault

log = logging.getLogger(__name__)

EVERY = timedelta(days=60)
BY_SHEET = 3
"""Every so manieth rehearsal the recovery sheet is to open the vault."""


@dataclass(frozen=True, slots=True)
class Due:
    """When the next rehearsal is due, UTC, and whether the recovery sheet is to open the vault."""

    when: datetime
    by_sheet: bool


def remember(vault: Vault, rehearsal: Rehearsal, *, clock: Clock) -> SnapshotInfo:
    """Keep the result in the vault, on the timeline of the handset.

    It is a small snapshot of its own that covers no kind: it begins and ends no item's life. It
    is pinned, for no rule for backups is about it. Raises `VaultProblem`.
    """
    now = clock()
    extras = {REHEARSAL: encode_rehearsal(rehearsal)}
    result = f"{Tag.REHEARSAL}:{rehearsal.parts_back}/{len(rehearsal.kinds)}"
    with vault.writing:
        with vault.repository.writer() as writer:
            entries = place(_handset(vault, rehearsal), (), (), now, writer, extras)
            snapshot = writer.save_snapshot(
                tree=writer.save_tree(entries),
                time=now,
                hostname=rehearsal.handset,
                # A path of its own, so that no rule of restic's counts it among the backups.
                paths=(f"/{rehearsal.handset}/rehearsal",),
                tags=sorted((Tag.REHEARSAL, Tag.PINNED, result)),
            )
        vault.history.refresh()
    return vault.history.snapshot(snapshot.id)


def _handset(vault: Vault, rehearsal: Rehearsal) -> HandsetInfo:
    known = (info for info in vault.history.handsets() if info.id == rehearsal.handset)
    return next(known, HandsetInfo(rehearsal.handset, "", "", "", ""))


def rehearsals(vault: Vault, handset: str) -> Iterator[Rehearsal]:
    """All that is remembered of the handset with this id, newest first."""
    for entry in vault.history.timeline(handset):
        if Tag.REHEARSAL in entry.snapshot.tags:
            found = _read(vault, entry.snapshot)
            if found is not None:
                yield found


def _read(vault: Vault, snapshot: SnapshotInfo) -> Rehearsal | None:
    data = vault.history.extra(snapshot.id, REHEARSAL)
    try:
        return decode_rehearsal(data) if data is not None else None
    except SidecarUnreadable:
        log.warning("the rehearsal in %s makes no sense", snapshot.short)
        return None


def next_due(vault: Vault, handset: str, now: datetime, every: timedelta = EVERY) -> Due | None:
    """When the handset's backups are to be rehearsed next; None where it has none.

    That is `every` so long after the last rehearsal, else after the first backup; at once when
    not everything came back, or when the clock ran backwards. The recovery sheet's turn comes
    when the rehearsals since it was typed last were one fewer than `BY_SHEET`.
    """
    backups = [entry.snapshot.time for entry in vault.history.timeline(handset)]
    if not backups:
        return None
    past = list(islice(rehearsals(vault, handset), BY_SHEET - 1))
    last = past[0].time if past else backups[-1]
    failed = bool(past) and not past[0].whole
    when = now if failed or last > now else last + every
    return Due(when, len(past) == BY_SHEET - 1 and not any(each.by_sheet for each in past))
