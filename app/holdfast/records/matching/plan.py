"""Plans of restores: wanted against present, as pure data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from holdfast.records.matching.targets import TargetSupport
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Plan
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem


def plan_restore(
    source: SnapshotInfo,
    target: str,
    mode: Mode,
    kinds: Collection[Kind],
    wanted: Sequence[StoredItem],
    present: Sequence[StoredItem],
    support: Mapping[Kind, TargetSupport],
) -> Plan:
    """Decide for each item of `kinds` in `wanted` what is to become of it on `target`."""
    raise NotImplementedError
