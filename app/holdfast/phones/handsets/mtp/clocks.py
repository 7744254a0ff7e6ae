"""Dates of a phone that names no zone with them, and clocks that were put on by whole hours."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

_HOUR = 3600
_MOST_SAMPLES = 40
_MOST_STORAGES = 32
_LONGEST_KEY = 512
_MOST_HOURS = 26
_SURE = 20
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
    """By how many hours a storage tells its dates otherwise than at an earlier reading.

    A phone that has travelled, or whose card keeps local time, tells every date some whole
    hours later: nothing has changed for that. `hours` counts from the first reading of all;
    marks are made as if the clock had never been touched.
    """

    hours: int = 0
    samples: dict[str, int] = field(default_factory=dict)
    before: Mapping[str, int] = field(default_factory=dict)
    _votes: Counter[int] = field(default_factory=Counter)
    _settled: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether enough was looked at to know the clock; more would not change it."""
        return self._settled or self._votes.total() >= min(_SURE, len(self.before))

    def learn(self, key: str, modified: datetime | None) -> None:
        """Look at one more file of any kind, before marks are asked for."""
        earlier = self.before.get(key)
        is_sample = len(self.samples) < _MOST_SAMPLES and len(key) <= _LONGEST_KEY
        if modified is None or not (is_sample or earlier is not None):
            return
        at = seconds_of(modified)
        if is_sample:
            self.samples[key] = at
        if earlier is not None and not self._settled:
            moved, rest = divmod(at - earlier, _HOUR)
            if not rest and abs(moved) <= _MOST_HOURS:
                self._votes[moved] += 1

    def settle(self) -> None:
        """Decide by what was looked at so far; later looks change nothing more."""
        if self._settled:
            return
        self._settled = True
        total = self._votes.total()
        hours, votes = self._votes.most_common(1)[0] if self._votes else (0, 0)
        if hours and votes >= max(2, _ENOUGH * total):
            self.hours += hours

    def mark(self, size: int | None, modified: datetime | None) -> str | None:
        """What changes when a file does; None where too little is told of it to know."""
        if size is None or modified is None:
            return None
        return f"{size}:{seconds_of(modified) - self.hours * _HOUR}"


@dataclass(slots=True)
class Clocks:
    """The clock of each storage by itself: a card may keep local time beside one that does not."""

    shifts: dict[str, Shift] = field(default_factory=dict)

    @classmethod
    def since(cls, anchor: str) -> Clocks:
        """As an earlier reading left them; from the start where there was none."""
        try:
            said = json.loads(anchor) if anchor else {}
            return cls({str(name): _shift(each) for name, each in said.items()})
        except (ValueError, TypeError, AttributeError):
            return cls()

    def of(self, storage: str) -> Shift:
        """The clock of a storage."""
        return self.shifts.setdefault(storage, Shift())

    def anchor(self) -> str:
        """To be kept until the next reading; a storage that is not there now may be then."""
        kept = sorted(self.shifts.items(), key=lambda pair: not pair[1].samples)
        told = {
            name: {"hours": shift.hours, "samples": shift.samples or dict(shift.before)}
            for name, shift in kept[:_MOST_STORAGES]
        }
        return json.dumps(told, sort_keys=True)


def _shift(said: Mapping[str, object]) -> Shift:
    hours, samples = said.get("hours", 0), said.get("samples", {})
    if not isinstance(hours, int) or not isinstance(samples, dict):
        raise TypeError("no clock of a storage")
    return Shift(hours, {}, {str(key): int(at) for key, at in samples.items()})
