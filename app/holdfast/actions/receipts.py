"""The receipts of earlier restores, as the vault keeps them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from holdfast.errors import Problem
from holdfast.records.model.plan import (
    WRITING,
    Outcome,
    Plan,
    PlannedStep,
    Receipt,
    ReceiptLine,
    Step,
)
from holdfast.records.model.snapshot import Tag
from holdfast.vault.history.sidecars import SidecarUnreadable, decode_receipt
from holdfast.vault.library import Vault

log = logging.getLogger(__name__)


@dataclass(eq=False)
class NoReceipt(Problem):
    """Nothing was ever put back onto this handset."""

    handset: str


RECEIPT = "receipt.json"
"""Name of the receipt in the root of a read-back snapshot's tree."""
INTENT = "intent.json"
"""Name of the receipt to be, in the root of a safety backup's tree: what was going to be done."""


def receipts(vault: Vault, handset: str) -> Iterator[Receipt]:
    """All receipts of restores onto the handset with this id, newest first."""
    for entry in vault.history.timeline(handset):
        if Tag.READ_BACK in entry.snapshot.tags:
            receipt = receipt_of(vault, entry.snapshot.id)
            if receipt is not None:
                yield receipt


def intent(plan: Plan, undoes: str = "") -> Receipt:
    """The receipt of `plan` before anything is tried; no safety backup is named yet."""
    lines = tuple(_line(entry) for entry in plan.steps if entry.step in WRITING)
    left = plan.uncarried
    return Receipt(plan.source.id, plan.target, "", "", lines, undoes=undoes, uncarried=left)


def _line(entry: PlannedStep) -> ReceiptLine:
    there = entry.present.key if entry.present is not None else ""
    return ReceiptLine(
        kind=entry.item.kind,
        step=entry.step,
        outcome=Outcome.NOT_TRIED,
        title=entry.item.title,
        source_key=entry.item.key,
        key=entry.item.key if entry.step is Step.REMOVE else "",
        replaced=there if entry.step is Step.UPDATE else "",
        digest=entry.item.digest,
    )


def unfinished(vault: Vault, handset: str) -> Receipt | None:
    """What the last restore onto this handset was going to do, if nobody knows what came of it.

    That is how a program leaves it that ended half-way; `safety` names the backup before it.
    """
    for entry in vault.history.timeline(handset):
        if Tag.READ_BACK in entry.snapshot.tags:
            return None
        if Tag.SAFETY in entry.snapshot.tags:
            return _read(vault, entry.snapshot.id, INTENT, safety=entry.snapshot.id)
    return None


def receipt_of(vault: Vault, snapshot: str) -> Receipt | None:
    """The receipt that the read-back snapshot with this id holds; None if it makes no sense."""
    return _read(vault, snapshot, RECEIPT, read_back=snapshot)


def _read(vault: Vault, snapshot: str, name: str, **known: str) -> Receipt | None:
    data = vault.history.extra(snapshot, name)
    try:
        return replace(decode_receipt(data), **known) if data is not None else None  # type: ignore[arg-type]
    except SidecarUnreadable:
        log.warning("%s in %s makes no sense", name, snapshot[:8])
        return None
