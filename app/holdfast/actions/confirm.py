"""Reads a receipt off what came back: each attempt against what the target holds now."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.actions.gather import Gathered
from holdfast.actions.writing import Attempt
from holdfast.records.model.coverage import Coverage
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Outcome, ReceiptLine, Step


def confirm(attempts: Iterable[Attempt], gathered: Gathered) -> tuple[ReceiptLine, ...]:
    """Compare each attempt with what was read back in `gathered`.

    An added item is *confirmed* when its content is there (under the key the target gave, or
    under any other for a target that renumbers), *altered* when its key is there with other
    content, *missing* otherwise, and *unconfirmed* when its kind could not be read back whole.
    Each item read back confirms one line only.
    """
    reader = _Confirmation(gathered)
    return tuple(reader.line(attempt) for attempt in attempts)


class _Confirmation:
    """What was read back, and which of it has not confirmed a line yet."""

    def __init__(self, gathered: Gathered) -> None:
        self._there = {(entry.kind, entry.key) for entry in gathered.fingerprints}
        self._free: dict[tuple[Kind, str], list[str]] = {}
        for entry in gathered.fingerprints:
            self._free.setdefault((entry.kind, entry.digest), []).append(entry.key)
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
        )

    def _judge(self, attempt: Attempt) -> tuple[Outcome, str]:
        """Return the outcome and the key that the target knows the item by."""
        if not attempt.tried:
            return Outcome.NOT_TRIED, ""
        if attempt.planned.step is Step.REMOVE:
            return self._removal(attempt), attempt.planned.item.key
        return self._presence(attempt)

    def _removal(self, attempt: Attempt) -> Outcome:
        item = attempt.planned.item
        if _refused(attempt) or (item.kind, item.key) in self._there:
            return Outcome.REFUSED
        return Outcome.CONFIRMED if self._read_whole(item.kind) else Outcome.UNCONFIRMED

    def _presence(self, attempt: Attempt) -> tuple[Outcome, str]:
        item = attempt.planned.item
        free = self._free.get((item.kind, item.digest), [])
        if free:
            return Outcome.CONFIRMED, _take(free, attempt.key)
        if _refused(attempt):
            return Outcome.REFUSED, attempt.key
        if (item.kind, attempt.key) in self._there:
            return Outcome.ALTERED, attempt.key
        missing = Outcome.MISSING if self._read_whole(item.kind) else Outcome.UNCONFIRMED
        return missing, attempt.key

    def _read_whole(self, kind: Kind) -> bool:
        coverage = self._coverage.get(kind)
        return coverage is not None and coverage.complete


def _refused(attempt: Attempt) -> bool:
    return attempt.problem is not None and not attempt.cut


def _replaced(attempt: Attempt) -> str:
    present = attempt.planned.present
    if present is None or attempt.planned.step is not Step.UPDATE:
        return ""
    return present.key


def _take(free: list[str], key: str) -> str:
    """Take `key` off the list if it is there, else the last: some phones tell no key."""
    if key in free:
        free.remove(key)
        return key
    return free.pop()
