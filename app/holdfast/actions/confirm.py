"""Reads a receipt off what came back: each attempt against what the target holds now."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from holdfast.actions.gather import Fingerprint, Gathered
from holdfast.actions.writing import Attempt
from holdfast.records.model.coverage import Coverage
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Outcome, ReceiptLine, Step
from holdfast.records.model.snapshot import StoredItem


def confirm(
    attempts: Iterable[Attempt], gathered: Gathered, before: Collection[StoredItem] = ()
) -> tuple[ReceiptLine, ...]:
    """Compare each attempt with what was read back in `gathered`.

    An added item is *confirmed* when its content is there (under the key the target gave, or
    under any other for a target that renumbers), *altered* when its key is there with other
    content, *missing* otherwise, and *unconfirmed* when its kind could not be read back whole.
    Each item read back confirms one line only, and one that was there `before` as it is now
    confirms none that was cut off.
    """
    reader = _Confirmation(gathered, before)
    return tuple(reader.line(attempt) for attempt in attempts)


_THERE = (Outcome.CONFIRMED, Outcome.ALTERED)


class _Confirmation:
    """What was read back, and which of it has not confirmed a line yet."""

    def __init__(self, gathered: Gathered, before: Collection[StoredItem]) -> None:
        self._before = {(item.kind, item.key): item.digest for item in before}
        self._there = {(entry.kind, entry.key): entry for entry in gathered.fingerprints}
        self._free: dict[tuple[Kind, str], dict[str, None]] = {}
        for entry in gathered.fingerprints:
            for digest in _digests(entry):
                self._free.setdefault((entry.kind, digest), {})[entry.key] = None
        self._coverage: dict[Kind, Coverage] = {e.kind: e for e in gathered.coverage}

    def line(self, attempt: Attempt) -> ReceiptLine:
        """Judge one attempt."""
        item = attempt.planned.item
        outcome, key = self._judge(attempt)
        return ReceiptLine(
            kind=item.kind,
            step=attempt.planned.step,
            outcome=outcome,
            title=item.title,
            source_key=item.key,
            key=key,
            detail=type(attempt.problem).__name__ if attempt.problem is not None else "",
            replaced=_replaced(attempt),
            digest=item.digest,
            became=self._became(item, key) if outcome in _THERE else "",
        )

    def _became(self, item: StoredItem, key: str) -> str:
        found = self._there.get((item.kind, key))
        return found.digest if found is not None and found.digest != item.digest else ""

    def _judge(self, attempt: Attempt) -> tuple[Outcome, str]:
        """Return the outcome and the key that the target knows the item by."""
        if not attempt.tried:
            return Outcome.NOT_TRIED, ""
        if attempt.planned.step is Step.REMOVE:
            return self._removal(attempt), attempt.planned.item.key
        return self._presence(attempt)

    def _removal(self, attempt: Attempt) -> Outcome:
        item = attempt.planned.item
        if (item.kind, item.key) in self._there and attempt.cut:
            return Outcome.NOT_TRIED
        if _refused(attempt) or (item.kind, item.key) in self._there:
            return Outcome.REFUSED
        return Outcome.CONFIRMED if self._read_whole(item.kind) else Outcome.UNCONFIRMED

    def _presence(self, attempt: Attempt) -> tuple[Outcome, str]:
        item = attempt.planned.item
        key = self._take(attempt, attempt.planned.carried or item.digest)
        if key is not None:
            return Outcome.CONFIRMED, key
        if _refused(attempt):
            return Outcome.REFUSED, attempt.key
        there = self._there.get((item.kind, attempt.key))
        if there is not None:
            return _changed(attempt, there), attempt.key
        missing = Outcome.MISSING if self._read_whole(item.kind) else Outcome.UNCONFIRMED
        return missing, attempt.key

    def _take(self, attempt: Attempt, digest: str) -> str | None:
        """An item of that content which has confirmed nothing yet: its key if it is, else the last.

        Some phones tell no key.
        """
        kind, key = attempt.planned.item.kind, attempt.key
        free = self._free.get((kind, digest), {})
        if attempt.cut:
            free = {x: None for x in free if not self._was_there(kind, x)}
        if not free:
            return None
        taken = key if key in free else next(reversed(free))
        for each in _digests(self._there[kind, taken]):
            self._free[kind, each].pop(taken, None)
        return taken

    def _was_there(self, kind: Kind, key: str) -> bool:
        return not kind.is_media and self._before.get((kind, key)) == self._there[kind, key].digest

    def _read_whole(self, kind: Kind) -> bool:
        coverage = self._coverage.get(kind)
        return coverage is not None and coverage.complete


def _digests(entry: Fingerprint) -> tuple[str, ...]:
    """What an item can be known by: what was carried into other words came without rows."""
    return tuple(dict.fromkeys((entry.digest, entry.main or entry.digest)))


def _changed(attempt: Attempt, there: Fingerprint) -> Outcome:
    """What became of an item under its key: nothing yet, where it is as it was before."""
    before = attempt.planned.present
    untouched = attempt.cut and before is not None and before.digest == there.digest
    return Outcome.NOT_TRIED if untouched else Outcome.ALTERED


def _refused(attempt: Attempt) -> bool:
    return attempt.problem is not None and not attempt.cut


def _replaced(attempt: Attempt) -> str:
    present = attempt.planned.present
    if present is None or attempt.planned.step is not Step.UPDATE:
        return ""
    return present.key
