"""Reads a receipt off what came back: each attempt against what the target holds now."""

from __future__ import annotations

from collections import Counter
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
    """What was read back, and which of it has already confirmed a line."""

    def __init__(self, gathered: Gathered) -> None:
        self._digest_of = {(e.kind, e.key): e.digest for e in gathered.fingerprints}
        self._free = Counter((e.kind, e.digest) for e in gathered.fingerprints)
        self._coverage: dict[Kind, Coverage] = {e.kind: e for e in gathered.coverage}

    def line(self, attempt: Attempt) -> ReceiptLine:
        """Judge one attempt."""
        item = attempt.planned.item
        detail = type(attempt.problem).__name__ if attempt.problem is not None else ""
        return ReceiptLine(
            kind=item.kind,
            step=attempt.planned.step,
            outcome=self._outcome(attempt),
            title=item.title,
            source_key=item.key,
            key=attempt.key,
            detail=detail,
        )

    def _outcome(self, attempt: Attempt) -> Outcome:
        if not attempt.tried:
            return Outcome.NOT_TRIED
        if attempt.planned.step is Step.REMOVE:
            return self._removal(attempt)
        return self._presence(attempt)

    def _removal(self, attempt: Attempt) -> Outcome:
        item = attempt.planned.item
        if attempt.problem is not None or (item.kind, item.key) in self._digest_of:
            return Outcome.REFUSED
        return Outcome.CONFIRMED if self._read_whole(item.kind) else Outcome.UNCONFIRMED

    def _presence(self, attempt: Attempt) -> Outcome:
        item = attempt.planned.item
        if self._free[item.kind, item.digest] > 0:
            self._free[item.kind, item.digest] -= 1
            return Outcome.CONFIRMED
        if attempt.problem is not None:
            return Outcome.REFUSED
        if (item.kind, attempt.key) in self._digest_of:
            return Outcome.ALTERED
        return Outcome.MISSING if self._read_whole(item.kind) else Outcome.UNCONFIRMED

    def _read_whole(self, kind: Kind) -> bool:
        coverage = self._coverage.get(kind)
        return coverage is not None and coverage.complete
