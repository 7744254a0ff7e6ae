"""Retention: which backups of one handset stay, by rules for days, weeks, years; pure.

The rules are restic's `--keep-*`: each counts its own periods from the newest backup back and
keeps the newest one of each. Over them stands the owner's safety: what is pinned, what an undo
needs, and the newest good backup of every kind stay under any rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, Tag

ALL = -1
"""As a count: every period there is."""


class Why(StrEnum):
    """What keeps a backup: a rule, or one of the reasons that stand above all rules."""

    LAST = "last"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    EVERYTHING = "everything"
    PINNED = "pinned"
    SAFETY = "safety"
    RECEIPT = "receipt"
    NEWEST = "newest"
    NEWEST_GOOD = "newest-good"


@dataclass(frozen=True, slots=True)
class Rules:
    """How many backups stay: of the last ones, and one for each hour, day, … that has any.

    `ALL` sets no bound. Rules that are all zero keep everything: nobody asked for less.
    """

    last: int = 0
    hourly: int = 0
    daily: int = 0
    weekly: int = 0
    monthly: int = 0
    yearly: int = 0

    @property
    def everything(self) -> bool:
        """Whether nothing ever goes."""
        return not any(getattr(self, entry.name) for entry in fields(self))


class Preset(StrEnum):
    """Rules that have a name."""

    EVERYTHING = "everything"
    CAREFUL = "careful"
    TIGHT = "tight"


PRESETS: Mapping[Preset, Rules] = {
    Preset.EVERYTHING: Rules(),
    Preset.CAREFUL: Rules(last=10, daily=30, weekly=52, monthly=ALL, yearly=ALL),
    Preset.TIGHT: Rules(last=3, daily=7, weekly=4, monthly=12, yearly=ALL),
}


@dataclass(frozen=True, slots=True)
class Stay:
    """A backup that stays, and all that keeps it; `good` are the kinds it is the best of."""

    snapshot: SnapshotInfo
    why: tuple[Why, ...]
    good: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Retention:
    """What rules make of a handset's backups; each part newest first."""

    stay: tuple[Stay, ...]
    go: tuple[SnapshotInfo, ...]


def retain(
    snapshots: Iterable[SnapshotInfo],
    rules: Rules,
    *,
    zone: tzinfo = UTC,
    receipts: Mapping[str, str] | None = None,
) -> Retention:
    """Tell which of one handset's `snapshots` stay under `rules`; days are those of `zone`.

    `receipts` names, by the id of a read-back, the safety backup that its undo needs. What was
    made around a restore, or under a loss alarm, takes no other backup's place in a rule.
    """
    ordered = sorted(snapshots, key=lambda entry: (entry.time, entry.id), reverse=True)
    why: dict[str, list[Why]] = {entry.id: [] for entry in ordered}
    for reason, kept in _by_rules(ordered, rules, zone):
        why[kept.id].append(reason)
    good = newest_good(ordered)
    newest = next((entry for entry in ordered if Tag.REHEARSAL not in entry.tags), None)
    for entry in ordered:
        why[entry.id] += _above_rules(entry, newest, good, rules)
    for read_back, safety in (receipts or {}).items():
        if read_back in why and why.get(safety):
            why[read_back].append(Why.RECEIPT)
    return Retention(
        tuple(
            Stay(entry, tuple(dict.fromkeys(why[entry.id])), good.get(entry.id, ()))
            for entry in ordered
            if why[entry.id]
        ),
        tuple(entry for entry in ordered if not why[entry.id]),
    )


def newest_good(ordered: Sequence[SnapshotInfo]) -> dict[str, tuple[Kind, ...]]:
    """For each kind, the newest of `ordered` (newest first) in which it is whole and no alarm.

    By the snapshot's id; kinds that never were read whole have none.
    """
    found: dict[str, tuple[Kind, ...]] = {}
    for kind in Kind:
        best = next((entry for entry in ordered if entry.trusted(kind)), None)
        if best is not None:
            found[best.id] = (*found.get(best.id, ()), kind)
    return found


def keep_periods(
    times: Sequence[datetime], rules: Rules, zone: tzinfo = UTC
) -> dict[int, tuple[Why, ...]]:
    """Which of `times` (newest first) each rule keeps: its reasons by place in `times`."""
    found: dict[int, tuple[Why, ...]] = {}
    for why, period in _PERIODS.items():
        left, last = getattr(rules, why), None
        for place, time in enumerate(times):
            current = period(time.astimezone(zone), place)
            if left and current != last:
                found[place] = (*found.get(place, ()), why)
                last, left = current, left - 1 if left > 0 else left
    return found


def _by_rules(
    ordered: Sequence[SnapshotInfo], rules: Rules, zone: tzinfo
) -> Iterable[tuple[Why, SnapshotInfo]]:
    counted = [entry for entry in ordered if _counts(entry)]
    kept = keep_periods([entry.time for entry in counted], rules, zone)
    return [(why, counted[place]) for place, reasons in kept.items() for why in reasons]


def _counts(snapshot: SnapshotInfo) -> bool:
    """Whether a backup may stand for its day: one of an emptied phone would push out the good."""
    no_backup = {Tag.SAFETY, Tag.READ_BACK, Tag.REHEARSAL} & snapshot.tags
    return not no_backup and not any(snapshot.alarmed(kind) for kind in Kind)


def _above_rules(
    snapshot: SnapshotInfo,
    newest: SnapshotInfo | None,
    good: Mapping[str, tuple[Kind, ...]],
    rules: Rules,
) -> list[Why]:
    pinned = Tag.PINNED in snapshot.tags
    told = {
        Why.EVERYTHING: rules.everything,
        Why.SAFETY: pinned and Tag.SAFETY in snapshot.tags,
        Why.PINNED: pinned and Tag.SAFETY not in snapshot.tags,
        Why.NEWEST: snapshot is newest,
        Why.NEWEST_GOOD: snapshot.id in good,
    }
    return [why for why, holds in told.items() if holds]


def _hour(time: datetime, _place: int) -> tuple[int, ...]:
    return time.year, time.month, time.day, time.hour


def _day(time: datetime, _place: int) -> tuple[int, ...]:
    return time.year, time.month, time.day


def _week(time: datetime, _place: int) -> tuple[int, ...]:
    return time.isocalendar()[:2]


def _month(time: datetime, _place: int) -> tuple[int, ...]:
    return time.year, time.month


def _year(time: datetime, _place: int) -> tuple[int, ...]:
    return (time.year,)


def _each(_time: datetime, place: int) -> tuple[int, ...]:
    return (place,)


_PERIODS: Mapping[Why, Callable[[datetime, int], tuple[int, ...]]] = {
    Why.LAST: _each,
    Why.HOURLY: _hour,
    Why.DAILY: _day,
    Why.WEEKLY: _week,
    Why.MONTHLY: _month,
    Why.YEARLY: _year,
}
