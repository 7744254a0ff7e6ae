"""Dates of a phone that names no zone with them, and clocks that were put on by whole hours."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

_HOUR = 3600
_MOST_SAMPLES = 40
_MOST_HOURS = 26
_ENOUGH = 0.6


def seconds_of(modified: datetime) -> int:
    """A date as seconds since 1970, as if in UTC where it names no zone: only to compare."""
    whole = modified if modified.tzinfo is not None else modified.replace(tzinfo=UTC)
    return int(whole.timestamp())


def instant_of(modified: datetime, zone: tzinfo | None) -> datetime | None:
    """The moment a date means, UTC; one without a zone is told by the clock of `zone`.

    A `zone` of None is that of this computer, which stands where the phone does. The answer is
    None for a date at the edges of the calendar.
    """
    if modified.tzinfo is None and zone is not None:
        modified = modified.replace(tzinfo=zone)
    try:
        return modified.astimezone(UTC)
    except (OverflowError, ValueError, OSError):
        return None


@dataclass(slots=True)
class Shift:
    """By how many hours the phone tells its dates otherwise than at an earlier reading.

    A phone that has travelled, or whose card keeps local time, tells every date some whole
    hours later: nothing has changed for that. `hours` counts from the first reading of all;
    marks are made as if the clock had never been touched.
    """

    hours: int = 0
    samples: dict[str, int] = field(default_factory=dict)
    _before: Mapping[str, int] = field(default_factory=dict)
    _votes: Counter[int] = field(default_factory=Counter)
    _settled: bool = False

    @classmethod
    def since(cls, anchor: str) -> Shift:
        """As an earlier reading left it; from the start where there was none."""
        try:
            said = json.loads(anchor) if anchor else {}
            before = {str(key): int(at) for key, at in said.get("samples", {}).items()}
            return cls(int(said.get("hours", 0)), {}, before)
        except (ValueError, TypeError, AttributeError):
            return cls()

    def learn(self, key: str, modified: datetime | None) -> None:
        """Look at one more file, before its mark is asked for."""
        if modified is None:
            return
        at = seconds_of(modified)
        if len(self.samples) < _MOST_SAMPLES:
            self.samples[key] = at
        if key in self._before:
            moved, rest = divmod(at - self._before[key], _HOUR)
            if not rest and abs(moved) <= _MOST_HOURS:
                self._votes[moved] += 1

    def settle(self) -> None:
        """Decide by what was looked at so far; later looks change nothing more."""
        if self._settled:
            return
        self._settled = True
        total = sum(self._votes.values())
        hours, votes = self._votes.most_common(1)[0] if self._votes else (0, 0)
        if hours and votes >= max(2, _ENOUGH * total):
            self.hours += hours

    def mark(self, size: int | None, modified: datetime | None) -> str | None:
        """What changes when a file does; None where too little is told of it to know."""
        if size is None or modified is None:
            return None
        return f"{size}:{seconds_of(modified) - self.hours * _HOUR}"

    def anchor(self) -> str:
        """To be kept until the next reading."""
        kept = self.samples or dict(self._before)
        return json.dumps({"hours": self.hours, "samples": kept}, sort_keys=True)
