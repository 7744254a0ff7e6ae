"""Plans of restores: wanted against present, as pure data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from holdfast.records.matching.sameness import Pairing, pair
from holdfast.records.matching.targets import AS_IT_IS, TargetSupport, Words, obstacle
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Plan, PlannedStep, Step, Why
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem


def plan_restore(
    source: SnapshotInfo,
    target: str,
    mode: Mode,
    kinds: Collection[Kind],
    wanted: Sequence[StoredItem],
    present: Sequence[StoredItem],
    support: Mapping[Kind, TargetSupport],
    words: Words = AS_IT_IS,
) -> Plan:
    """Decide for each item of `kinds` in `wanted` what is to become of it on `target`.

    ADD adds what is not there and touches nothing else; an older version of something that
    has a UID counts as there, one that has none is added beside the newer. UPDATE also
    replaces counterparts whose content differs. MATCH also removes what is not wanted, and
    for that `wanted` must be all that `source` holds of the kind: a kind that `source` did
    not read whole, that is under a loss alarm, or of which fewer items are wanted than it
    counts, loses nothing. Removals come last, so nothing leaves before its successor is there;
    of messages and calls the newest come first.
    `words` says what items become in the words of the target.
    """
    ordered = tuple(kind for kind in Kind if kind in kinds)
    steps: list[PlannedStep] = []
    for kind in ordered:
        asked = _in_turn(kind, [item for item in wanted if item.kind is kind])
        there = [item for item in present if item.kind is kind]
        pairing = pair(asked, there, words.known_as)
        steps.extend(_wishes(asked, pairing, mode, support.get(kind), words))
        if mode is Mode.MATCH:
            steps.extend(_removals(source, kind, asked, pairing, support.get(kind)))
    steps.sort(key=lambda step: step.step is Step.REMOVE)
    held = frozenset((item.kind, item.key) for item in present)
    return Plan(source, target, mode, ordered, tuple(steps), held)


def _in_turn(kind: Kind, asked: list[StoredItem]) -> list[StoredItem]:
    """Where thousands take hours to be written, the newest are missed first."""
    if kind not in (Kind.MESSAGES, Kind.CALLS):
        return asked
    dated = sorted((item for item in asked if item.when), key=_instant, reverse=True)
    return [*dated, *(item for item in asked if not item.when)]


def _instant(item: StoredItem) -> float:
    return item.when.timestamp() if item.when is not None else 0.0


def _wishes(
    asked: Sequence[StoredItem],
    pairing: Pairing,
    mode: Mode,
    support: TargetSupport | None,
    words: Words,
) -> Iterator[PlannedStep]:
    for item, same, other in zip(asked, pairing.same, pairing.counterparts, strict=True):
        yield _wish(item, same, other, mode, support, words)


def _wish(
    item: StoredItem,
    same: StoredItem | None,
    other: StoredItem | None,
    mode: Mode,
    support: TargetSupport | None,
    words: Words,
) -> PlannedStep:
    if same is not None and (mode is Mode.ADD or not _differs(item, same, words)):
        return PlannedStep(Step.SKIP, item, same, Why.ALREADY_THERE)
    if mode is Mode.ADD and other is not None and item.kind.is_media:
        # A camera that counts from 0001 again: adding would overwrite the other picture.
        return PlannedStep(Step.CANNOT, item, other, Why.NAME_TAKEN)
    replaced = None if mode is Mode.ADD else same or other
    step = Step.ADD if replaced is None else Step.UPDATE
    why = obstacle(step, item, support)
    if why:
        return PlannedStep(Step.CANNOT, item, replaced, why)
    carried = words.carried(item)
    if carried is None:
        return PlannedStep(step, item, replaced)
    if carried.refused:
        return PlannedStep(Step.CANNOT, item, replaced, Why.NO_FORM, detail=carried.refused)
    return PlannedStep(step, item, replaced, carried=carried.digest)


def _differs(item: StoredItem, same: StoredItem, words: Words) -> bool:
    """Whether two versions of one thing (one UID) differ in content."""
    if not item.digest or item.digest == same.digest:
        return False
    return not any(digest in words.known_as(item) for digest in same.digests)


def _removals(
    source: SnapshotInfo,
    kind: Kind,
    asked: Sequence[StoredItem],
    pairing: Pairing,
    support: TargetSupport | None,
) -> Iterator[PlannedStep]:
    replaced = {id(item) for item in pairing.counterparts if item is not None}
    coverage = source.of(kind)
    whole = source.trusted(kind) and coverage is not None and len(asked) >= coverage.count
    for item in pairing.unclaimed:
        if id(item) in replaced:
            continue
        if not whole or (support is not None and not support.complete):
            yield PlannedStep(Step.SKIP, item, item, Why.NOT_COMPLETE)
            continue
        why = obstacle(Step.REMOVE, item, support)
        yield PlannedStep(Step.CANNOT if why else Step.REMOVE, item, item, why)
