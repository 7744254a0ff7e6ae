"""Compare: what has changed on a connected handset since a backup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from holdfast.actions import survey as surveying
from holdfast.actions.back_up import earlier
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindChanges, SnapshotInfo, StoredItem
from holdfast.vault.library import Vault


def changes_now(
    vault: Vault, handset: Handset, since: SnapshotInfo, task: Task
) -> tuple[KindChanges, ...]:
    """What was added, removed and changed on `handset` since the backup `since`.

    Only kinds that the backup read completely and the handset holds are compared; what merely
    got another key is no change. Writes nothing; raises what the handset raises.
    """
    held = [kind for kind in handset.kinds() if since.complete(kind)]
    present = surveying.survey(handset, vault, held, task).demand()
    found = (
        _changes(
            kind,
            vault.history.items(since.id, kind),
            [item for item in present if item.kind is kind],
        )
        for kind in held
    )
    return tuple(entry for entry in found if entry)


def count_waiting(vault: Vault, handset: Handset, since: SnapshotInfo, task: Task) -> int:
    """How many things were added, removed or changed on `handset` since the backup `since`.

    As cheap as the handset allows: change logs and marks are asked first, media are never
    read. Kinds that the backup or the handset does not give whole are left out. Writes
    nothing; raises `Unplugged` and `Cancelled`.
    """
    held = [kind for kind in handset.kinds() if since.complete(kind)]
    present = surveying.survey(handset, vault, held, task, since=earlier(handset, vault, held))
    count = 0
    for kind in held:
        if kind not in present.unread:
            now = [item for item in present.items if item.kind is kind]
            found = _changes(kind, vault.history.items(since.id, kind), now)
            count += len(found.added) + len(found.removed) + len(found.changed)
    return count


def _changes(kind: Kind, before: Sequence[StoredItem], now: Sequence[StoredItem]) -> KindChanges:
    old, new = {item.key: item for item in before}, {item.key: item for item in now}
    changed = [
        (old[key], item) for key, item in new.items() if key in old and not _same(old[key], item)
    ]
    added = [item for key, item in new.items() if key not in old]
    removed = [item for key, item in old.items() if key not in new]
    return KindChanges(
        kind,
        added=_without(added, removed),
        removed=_without(removed, added),
        changed=tuple(changed),
    )


def _same(before: StoredItem, now: StoredItem) -> bool:
    # A survey leaves the digest of media empty where only reading them again would tell it.
    return before.digest == now.digest


def _without(items: Sequence[StoredItem], others: Sequence[StoredItem]) -> tuple[StoredItem, ...]:
    """`items` without those whose content is among `others`, each of which counts once."""
    left = Counter(item.digest for item in others if item.digest)
    kept = []
    for item in items:
        if item.digest and left[item.digest] > 0:
            left[item.digest] -= 1
        else:
            kept.append(item)
    return tuple(kept)
