"""What differs between two kept versions of one item, field by field."""

from __future__ import annotations

from holdfast.actions.record import RECORD_LIMIT
from holdfast.records.matching import diff
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.library import Vault


def differences(
    vault: Vault, before: StoredItem, after: StoredItem
) -> tuple[diff.FieldChange, ...]:
    """Compare two versions' bytes; media have no fields. Raises `VaultProblem`."""
    if after.kind.is_media or not after.parts or not before.parts:
        return ()
    old, new = (read_bytes(vault, item, RECORD_LIMIT) for item in (before, after))
    return diff.diff_fields(old, new, after.kind, after.parts[0].suffix)


def read_bytes(vault: Vault, item: StoredItem, limit: int) -> bytes:
    """The first part's bytes, at most `limit` of them. Raises `VaultProblem`."""
    return read_part(vault, item, item.parts[0].suffix, limit) if item.parts else b""


def read_part(vault: Vault, item: StoredItem, suffix: str, limit: int) -> bytes:
    """The bytes of the part with this `suffix`, at most `limit`. Raises `VaultProblem`."""
    data = bytearray()
    for chunk in vault.history.read(item, suffix):
        data += chunk
        if len(data) > limit:
            break
    return bytes(data[:limit])
