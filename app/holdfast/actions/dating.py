"""Tells which files a target took but gave a date of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from holdfast.actions.writing import Attempt
from holdfast.records.model.plan import Outcome, ReceiptLine, Step
from holdfast.vault.history.layout import Kept

_COARSE = 2.0
_HOUR = 3600.0
_MOST_HOURS = 26


def undated(attempts: Iterable[Attempt], lines: Iterable[ReceiptLine], kept: Iterable[Kept]) -> int:
    """How many confirmed files were read back with another date than they were sent with.

    Two seconds are what a card's file system rounds by; whole hours are a clock's zone.
    """
    told = {(each.kind, each.key): each.modified for each in kept if each.kind.is_media}
    return sum(
        line.outcome is Outcome.CONFIRMED
        and line.step is not Step.REMOVE
        and _differ(attempt.planned.item.modified, told.get((line.kind, line.key)))
        for attempt, line in zip(attempts, lines, strict=True)
    )


def _differ(sent: datetime | None, found: datetime | None) -> bool:
    if sent is None or found is None:
        return False
    apart = abs((found - sent).total_seconds())
    hours = round(apart / _HOUR)
    return hours > _MOST_HOURS or abs(apart - hours * _HOUR) > _COARSE
