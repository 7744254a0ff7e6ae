"""What stands on a timeline beside the backups themselves: deeds' receipts, and keepsakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from holdfast.actions.receipts import receipts
from holdfast.records.model.plan import Receipt
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.vault.library import Vault

MOST_RECEIPTS = 40
"""Of so many restores the newest are told in figures; of older ones only that they were."""


@dataclass(frozen=True, slots=True)
class Past:
    """Receipts by the id of the snapshot that was read back after them, and keepsakes."""

    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    keepsakes: tuple[SnapshotInfo, ...] = ()


def read_past(vault: Vault, handset: str) -> Past:
    """The past of one handset; asks the vault, so it belongs into a job."""
    told = islice(receipts(vault, handset), MOST_RECEIPTS)
    return Past({receipt.read_back: receipt for receipt in told}, vault.history.keepsakes(handset))
