"""Which packs were read when, so that in the course of months every byte of a vault is read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

SHARE = 0.05
"""Of all packs, so many are due in a week."""
WEEK = timedelta(days=7)
_NEVER = date.min
_MOST_WEEKS = 20
"""So many weeks' worth at most is read at once, after which everything was read."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a vault was ever read, `read` of `packs`, and since when all of that."""

    packs: int
    read: int
    since: date | None

    @property
    def share(self) -> float:
        """The part that was read, 0 to 1."""
        return self.read / self.packs if self.packs else 1.0


class Rota:
    """The memory of one vault's checks, a file beside the settings; it holds no secret.

    A file that is missing, or makes no sense, is one in which nothing was read yet.
    """

    def __init__(self, folder: Path, vault: str) -> None:
        """`folder` is that of the settings, `vault` the vault's id."""
        self._path = folder / f"read-{vault[:16]}.json"
        self._read, self._last = _load(self._path)

    def due(self, packs: Collection[str], now: datetime) -> frozenset[str]:
        """The packs to read now: the share of each week since the last time, oldest first."""
        weeks = _MOST_WEEKS if self._last is None else (now.date() - self._last) // WEEK
        count = -int(-len(packs) * SHARE * min(weeks, _MOST_WEEKS) // 1)
        if self._last is None:
            count = -int(-len(packs) * SHARE // 1)
        oldest = sorted(packs, key=lambda pack: (self._read.get(pack, _NEVER), pack))
        return frozenset(oldest[:count])

    def done(self, whole: Collection[str], packs: Collection[str], now: datetime) -> None:
        """Remember that these packs were read and found whole, and forget those that are gone."""
        there = set(packs)
        kept = {pack: day for pack, day in self._read.items() if pack in there}
        self._read = kept | dict.fromkeys(whole, now.date())
        self._last = now.date()
        _save(self._path, self._read, self._last)

    def progress(self, packs: Collection[str]) -> Progress:
        """How far it has come, over the packs there are now."""
        days = [self._read[pack] for pack in packs if pack in self._read]
        return Progress(len(packs), len(days), min(days, default=None))


def _load(path: Path) -> tuple[dict[str, date], date | None]:
    try:
        said = json.loads(path.read_text("utf-8"))
        read = {str(pack): date.fromisoformat(day) for pack, day in said["read"].items()}
        return read, date.fromisoformat(said["last"])
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}, None


def _save(path: Path, read: Mapping[str, date], last: date) -> None:
    """Write the file at once; a home that cannot be written costs the memory, not the check."""
    said = {"last": last.isoformat(), "read": {pack: day.isoformat() for pack, day in read.items()}}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=".read-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(said, file)
        Path(part).replace(path)
    except OSError:
        return
