"""What a phone made of items that it took: read back beside what was sent, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.actions.differences import differences
from holdfast.actions.recover import Known
from holdfast.records.matching.diff import FieldChange
from holdfast.records.model.plan import Outcome, Receipt, ReceiptLine
from holdfast.vault.library import Vault


@dataclass(frozen=True, slots=True)
class Altered:
    """One item that came back otherwise; `fields` tells what was sent and what came instead."""

    line: ReceiptLine
    fields: tuple[FieldChange, ...]


def altered(vault: Vault, receipt: Receipt) -> Iterator[Altered]:
    """Compare each altered item of `receipt` with what was kept of it; raises `VaultProblem`."""
    lines = [line for line in receipt.lines if line.outcome is Outcome.ALTERED]
    if not lines or not receipt.read_back:
        return
    known = Known(vault, receipt)
    kinds = {line.kind for line in lines}
    after = {
        (item.kind, item.key): item
        for kind in kinds
        for item in vault.history.items(receipt.read_back, kind)
    }
    for line in lines:
        sent, came = known.item(line), after.get((line.kind, line.key))
        if came is not None and sent.parts:
            yield Altered(line, differences(vault, sent, came))
