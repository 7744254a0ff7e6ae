"""What a restore offers first: of each kind the newest backup that may be trusted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from holdfast.actions.proposing import NothingToRestore
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.vault.library import Vault


@dataclass(frozen=True, slots=True)
class Offer:
    """What to put back: `source` as a whole, or `items` where they are of several backups.

    `source` is then the newest of these.
    """

    source: SnapshotInfo
    items: tuple[StoredItem, ...] | None = None


def newest_good(vault: Vault, handset: str, kinds: Collection[Kind] | None = None) -> Offer:
    """The newest good backup of each kind of a handset.

    A kind that was not read whole, or that is under a loss alarm, comes from the last backup
    in which it was sound; one of which that holds nothing is not offered. Raises
    `NothingToRestore` where there is none.
    """
    found = {
        kind: snapshot
        for kind in (Kind if kinds is None else kinds)
        if (snapshot := vault.history.newest_trusted(handset, kind)) is not None
        and vault.history.counts(snapshot.id).get(kind)
    }
    if not found:
        raise NothingToRestore(handset)
    newest = max(found.values(), key=lambda snapshot: snapshot.time)
    if all(snapshot.id == newest.id for snapshot in found.values()):
        return Offer(newest)
    items = (i for kind, snapshot in found.items() for i in vault.history.items(snapshot.id, kind))
    return Offer(newest, tuple(items))
