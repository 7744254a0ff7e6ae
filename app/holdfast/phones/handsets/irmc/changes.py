"""What changed in a store since an earlier reading, in one request; or that nobody can tell."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.phones.handsets.irmc.objects import Objects
from holdfast.phones.protocols.irmc.anchors import MOST_READINGS, Anchor
from holdfast.phones.protocols.irmc.change_log import MAX_LOG, ChangeLog, read_change_log
from holdfast.phones.protocols.irmc.stores import Store

_FEW = 20
"""So many changes are always read one by one; of more, up to half of a store's items."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The LUIDs that were `touched`, those of them to be read anew, and where the store is now."""

    touched: frozenset[str]
    modified: tuple[str, ...]
    anchor: Anchor


def changes_since(
    objects: Objects, store: Store, anchor: Anchor, luids: frozenset[str]
) -> Changes | None:
    """Ask what changed since `anchor`, when the store held `luids`.

    None when everything has to be read: the log does not reach back, makes no sense, is of
    another database or phone, its counter went back, its total does not fit, so much changed
    that reading all is cheaper, or it was believed often enough. Raises `Unplugged`.
    """
    if anchor.readings >= MOST_READINGS:
        return None
    log = read_change_log(objects.text(store.changes(anchor.counter), MAX_LOG))
    if not _goes_on(log, anchor):
        return None
    fates = log.touched()
    modified = tuple(luid for luid, removed in fates.items() if not removed)
    now = (luids - fates.keys()) | set(modified)
    if log.total not in (None, len(now)) or len(modified) > max(_FEW, len(now) // 2):
        return None
    counter = log.counter(anchor.counter)
    here = Anchor(log.serial, log.database, counter, anchor.readings + 1)
    return Changes(frozenset(fates), modified, here)


def _goes_on(log: ChangeLog, anchor: Anchor) -> bool:
    same = (log.serial, log.database) == (anchor.serial, anchor.database)
    return log.whole and same and all(c.counter >= anchor.counter for c in log.changes)
