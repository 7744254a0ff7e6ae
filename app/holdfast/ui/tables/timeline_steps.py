"""Where the keyboard leads on a timeline: by months, from change to change, to a year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import groupby

from holdfast.records.model.snapshot import TimelineEntry
from holdfast.ui.tables.rows import Row, SectionRow, TimelineRow
from holdfast.wording import timelines, times

MANY = 12
"""From so many backups on it is worth offering a way to jump."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A place to go to: its words, and the id of the newest backup there."""

    text: str
    ident: str


def month_step(rows: Sequence[Row], at: int, step: int) -> int:
    """The row to go to from row `at`: the first of the next group below (`step` 1) or above (-1).

    Upwards it is first the beginning of the own group. At an end it is the outermost row.
    """
    firsts = [n + 1 for n, row in enumerate(rows) if isinstance(row, SectionRow)]
    if rows and not isinstance(rows[0], SectionRow):
        firsts.insert(0, 0)
    if step > 0:
        return next((first for first in firsts if first > at), len(rows) - 1)
    return next((first for first in reversed(firsts) if first < at), 0)


def change_step(rows: Sequence[Row], at: int, step: int) -> int:
    """The next row below (`step` 1) or above (-1) that tells of a change; `at` where none is."""
    beyond = range(at + step, len(rows) if step > 0 else -1, step)
    return next((n for n in beyond if _is_notable(rows[n])), at)


def _is_notable(row: Row) -> bool:
    return isinstance(row, TimelineRow) and row.notable


def holds(row: Row, ident: str) -> bool:
    """Whether a row stands for the snapshot with this id, alone or in a run that is closed."""
    if not isinstance(row, TimelineRow):
        return False
    if row.folded:
        return ident in row.folded and not row.open
    return row.ident == ident


def jumps(entries: Sequence[TimelineEntry], zone: tzinfo | None = None) -> tuple[Jump, ...]:
    """Years with backups, newest first; months instead where all is of one year.

    None where the list is short enough to be looked over.
    """
    if len(entries) < MANY:
        return ()
    years = _grouped(entries, lambda entry: str(_here(entry, zone).year))
    if len(years) > 1:
        return years
    return _grouped(entries, lambda entry: times.month(_here(entry, zone).month))


def _grouped(
    entries: Sequence[TimelineEntry], name: Callable[[TimelineEntry], str]
) -> tuple[Jump, ...]:
    groups = [(of, list(found)) for of, found in groupby(entries, name)]
    return tuple(
        Jump(timelines.place(of, len(found)), found[0].snapshot.id) for of, found in groups
    )


def _here(entry: TimelineEntry, zone: tzinfo | None) -> datetime:
    return entry.snapshot.time.astimezone(zone)
