"""Pin: a backup that no rule for thinning out may ever take."""

from __future__ import annotations

from holdfast.records.model.snapshot import SnapshotInfo, Tag
from holdfast.vault.library import Vault


def pin(vault: Vault, snapshot: SnapshotInfo, *, pinned: bool) -> SnapshotInfo:
    """Pin `snapshot`, or with `pinned` False take its pin off; return it as it is now.

    Its id changes with its tags; the old one still finds it.
    """
    if (Tag.PINNED in snapshot.tags) is pinned:
        return snapshot
    tags = [str(Tag.PINNED)]
    with vault.writing:
        kept = vault.repository.retag(
            snapshot.id, add=tags if pinned else (), remove=() if pinned else tags
        )
        vault.history.refresh()
    return vault.history.snapshot(kept.id)
