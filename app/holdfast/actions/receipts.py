"""The receipts of earlier restores, as the vault keeps them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

from holdfast.records.model.plan import Receipt
from holdfast.records.model.snapshot import Tag
from holdfast.vault.history.sidecars import SidecarUnreadable, decode_receipt
from holdfast.vault.library import Vault

log = logging.getLogger(__name__)

RECEIPT = "receipt.json"
"""Name of the receipt in the root of a read-back snapshot's tree."""


def receipts(vault: Vault, handset: str) -> Iterator[Receipt]:
    """All receipts of restores onto the handset with this id, newest first."""
    for entry in vault.history.timeline(handset):
        if Tag.READ_BACK in entry.snapshot.tags:
            receipt = _receipt_in(vault, entry.snapshot.id)
            if receipt is not None:
                yield receipt


def _receipt_in(vault: Vault, snapshot: str) -> Receipt | None:
    data = vault.history.extra(snapshot, RECEIPT)
    try:
        return replace(decode_receipt(data), read_back=snapshot) if data is not None else None
    except SidecarUnreadable:
        log.warning("the receipt in %s makes no sense", snapshot[:8])
        return None
