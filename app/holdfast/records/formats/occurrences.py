"""When the events of one document take place: rules, further dates, exceptions, moved ones.

Bounded whatever the rules say: what needs more than `MAX_STEPS`, or more than is left of what
one document may take, is "not worked out", None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from heapq import merge
from itertools import islice
from types import MappingProxyType
from zoneinfo import ZoneInfo

from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.icalendar import times_of
from holdfast.records.formats.recurring.expanding import Budget, SpentError, expand
from holdfast.records.formats.recurring.recurrence import parse_rule
from holdfast.records.formats.recurring.rules import Rule, read_rule
from holdfast.records.formats.recurring.rules_old import new_rule
from holdfast.records.formats.zoning.blocks import zone_of
from holdfast.records.formats.zoning.zones import Zones

MAX_STEPS = 12_000
"""Days, periods and times that are looked at for one answer: about 50 ms."""
_OWN_STEPS = 100
_DOCUMENT_STEPS = 750_000
_MAX_LISTED = 2000
_MAX_RULES = 20
_MAX_MOVED = 2000
_SERIES = ("VEVENT", "VTODO", "VJOURNAL")
_RULES = ("RRULE", "RDATE", "EXRULE", "XRULE")


@dataclass(frozen=True, slots=True)
class _Moved:
    """What one component with a RECURRENCE-ID says (RFC 5545, 3.8.4.4)."""

    series: tuple[str, str]
    instance: Moment
    start: Moment
    called_off: bool
    onwards: bool

    @classmethod
    def of(cls, item: Component, zones: Zones) -> _Moved | None:
        entry = item.first("RECURRENCE-ID")
        instance = zones.moment(entry)
        if entry is None or instance is None:
            return None
        return cls(
            (item.name, item.text("UID")),
            instance,
            times_of(item, zones).start or instance,
            item.text("STATUS").upper() == "CANCELLED",
            entry.head.first("RANGE").upper() == "THISANDFUTURE",
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the items of one document share: its zones, the instances it moves, and their work.

    `moved` is by the name and UID of a series. `work` is what all answers together may take
    beyond the few steps that each has of its own: about 3 s.
    """

    zones: Zones
    moved: Mapping[tuple[str, str], tuple[_Moved, ...]]
    work: Budget = field(default_factory=lambda: Budget(_DOCUMENT_STEPS), compare=False)

    @classmethod
    def of(cls, document: Document) -> Calendar:
        """Gather both; of one UID no more instances than can be looked through each time."""
        zones = Zones.of(document)
        found: dict[tuple[str, str], list[_Moved]] = {}
        for item in document.items(*_SERIES):
            moved = _Moved.of(item, zones) if item.text("UID") else None
            if moved and len(found.setdefault(moved.series, [])) < _MAX_MOVED:
                found[moved.series].append(moved)
        return cls(zones, MappingProxyType({key: tuple(all_) for key, all_ in found.items()}))

    @contextmanager
    def working(self) -> Iterator[Budget]:
        """The steps for one answer."""
        given = min(MAX_STEPS, _OWN_STEPS + self.work.steps)
        budget = Budget(given)
        try:
            yield budget
        finally:
            self.work.steps -= max(given - max(budget.steps, 0) - _OWN_STEPS, 0)


def repeats(item: Component) -> bool:
    """Whether an item says that it takes place more than once."""
    return any(entry.raw.strip() for entry in item.all("RRULE", "RDATE"))


def first_occurrences(
    item: Component, calendar: Calendar, count: int = 5
) -> tuple[Moment, ...] | None:
    """The first `count` times `item` takes place, in order; None when not worked out.

    `calendar` is that of the document `item` stands in. Fewer come back when there are no
    more. An item without a start takes place at no time.
    """
    return _answer(item, calendar, count, None)


def next_occurrences(
    item: Component, calendar: Calendar, after: datetime, count: int = 5
) -> tuple[Moment, ...] | None:
    """The `count` times of `item` that come next, `after` itself included; None as above.

    `after` is aware; wall time (floating times, whole days) is held against its own clock. A
    day counts until it is over.
    """
    return _answer(item, calendar, count, after)


def occurrences_between(
    item: Component, calendar: Calendar, first: datetime, last: datetime, count: int
) -> tuple[Moment, ...] | None:
    """The times of `item` that begin from `first` to `last`, at most `count`; None as above.

    Both are wall times. Moments of a known zone are held against the clock of UTC: who asks for
    whole days of another leaves a day to spare on either side.
    """
    try:
        with calendar.working() as budget:
            series = _Series.of(item, calendar, budget)
            if series is None:
                return None
            since = _moved(first, -timedelta(days=3) - series.longest_move)
            found: list[Moment] = []
            for moment in series.moments(budget, since):
                wall = moment.plain.replace(tzinfo=None)
                if wall > last or len(found) == count:
                    break
                found.extend([moment] if wall >= first else [])
            return tuple(found)
    except (SpentError, OverflowError):
        return None


def _answer(
    item: Component, calendar: Calendar, count: int, after: datetime | None
) -> tuple[Moment, ...] | None:
    try:
        with calendar.working() as budget:
            series = _Series.of(item, calendar, budget)
            if series is None:
                return None
            found = series.moments(budget, _since(after, series) if after is not None else None)
            return tuple(islice((moment for moment in found if _comes(moment, after)), count))
    except (SpentError, OverflowError):
        return None


def _since(after: datetime, series: _Series) -> datetime:
    """Where to begin on the series' own clock, with days and its longest move to spare."""
    wall = after.replace(tzinfo=None)  # at most a day off the series' own clock
    return _moved(wall, -timedelta(days=3) - series.longest_move)


def _comes(moment: Moment, after: datetime | None) -> bool:
    if after is None:
        return True
    if moment.when.tzinfo is not None:
        return moment.when >= after
    wall = after.replace(tzinfo=None)
    return moment.when.date() >= wall.date() if moment.all_day else moment.when >= wall


def _moved(when: datetime, by: timedelta) -> datetime:
    try:
        return when + by
    except OverflowError:
        return datetime.min  # noqa: DTZ901 - wall time


@dataclass(frozen=True, slots=True)
class _Change:
    """One instance that was moved, or everything from it on; `to` None: it was called off."""

    to: Moment | None
    onwards: bool
    by: timedelta


@dataclass(frozen=True, slots=True)
class _Series:
    """One item's rules and dates on one clock: wall time in `zone`, or anywhere."""

    start: Moment
    zone: tzinfo | None
    rules: tuple[Rule, ...]
    dates: tuple[datetime, ...]
    left_out_by: tuple[Rule, ...]
    left_out: frozenset[datetime]
    days_left_out: frozenset[date]
    changes: dict[datetime, _Change]

    @classmethod
    def of(cls, item: Component, calendar: Calendar, budget: Budget) -> _Series | None:
        """Gather what `item` says; None when a rule or date of it is not understood."""
        zones = calendar.zones
        times = times_of(item, zones)
        start = times.start or (times.due if item.name == "VTODO" else None)
        if start is None:
            return None if any(True for _ in item.all(*_RULES)) else _nothing()
        home = zone_of(zones.home) if zones.home and start.when.tzinfo is UTC else None
        zone = home or start.when.tzinfo
        clock = _Clock(zone, start.all_day)
        if item.text("RECURRENCE-ID"):
            return cls(start, zone, (), (clock.wall(start),), (), frozenset(), frozenset(), {})
        wall = clock.wall(start)
        rules, excluded = _rules(item, ("RRULE",), wall), _rules(item, ("EXRULE", "XRULE"), wall)
        dates, exceptions = _listed(item, "RDATE", zones), _listed(item, "EXDATE", zones)
        if rules is None or excluded is None or dates is None or exceptions is None:
            return None
        own = () if rules else (wall,)
        return cls(
            start,
            zone,
            tuple(clock.ending(rule) for rule in rules),
            tuple(sorted({*own, *(clock.wall(moment) for moment in dates)})),
            tuple(clock.ending(rule) for rule in excluded),
            frozenset(
                clock.wall(moment) for moment in exceptions if not moment.all_day or start.all_day
            ),
            frozenset(moment.when.date() for moment in exceptions if moment.all_day),
            _changes(calendar.moved.get((item.name, item.text("UID")), ()), clock, wall, budget),
        )

    @property
    def longest_move(self) -> timedelta:
        """How far a change takes an instance forward at most."""
        return max((change.by for change in self.changes.values()), default=timedelta(0))

    def moments(self, budget: Budget, since: datetime | None) -> Iterator[Moment]:
        """All times in order; from about `since` on. Raises `SpentError`."""
        plain = self._plain(since, budget)
        singles = [
            (change.to.plain.replace(tzinfo=None), change.to)
            for key, change in self.changes.items()
            if change.to is not None and self._is_instance(key)
        ]
        singles.sort(key=lambda pair: pair[0])
        stream = ((moment.plain.replace(tzinfo=None), moment) for moment in plain)
        last: Moment | None = None
        for _, moment in merge(stream, singles, key=lambda pair: pair[0]):
            if last is None or moment.when != last.when:
                yield moment
            last = moment

    def _is_instance(self, key: datetime) -> bool:
        """Whether a changed instance is one that was not left out."""
        return key not in self.left_out and key.date() not in self.days_left_out

    def _plain(self, since: datetime | None, budget: Budget) -> Iterator[Moment]:
        """Times by rule and date, those left out or changed one by one aside."""
        start = self._wall_start()
        excluded = _Excluded(self.left_out_by, start, since, budget)
        streams = [expand(rule, start, budget, since) for rule in self.rules]
        shift: timedelta = timedelta(0)
        onwards = sorted(key for key, change in self.changes.items() if change.onwards)
        last: datetime | None = None
        for when in merge(*streams, iter(self.dates)):
            budget.spend()
            if when == last or not self._is_instance(when) or when in excluded:
                continue
            last = when
            while onwards and onwards[0] <= when:
                shift = self.changes[onwards.pop(0)].by
            if when not in self.changes:
                yield self._moment(when + shift)

    def _wall_start(self) -> datetime:
        return _Clock(self.zone, self.start.all_day).wall(self.start)

    def _moment(self, wall: datetime) -> Moment:
        own = self.start.when.tzinfo
        when = wall if self.zone is None else wall.replace(tzinfo=self.zone)
        # An hour that the clock skips is the one after it. Zones of a document keep their
        # wall time: dateutil is wrong about the way back in some of them.
        if own is not None and (self.zone is not own or isinstance(own, ZoneInfo)):
            when = when.astimezone(UTC).astimezone(own)
        return replace(self.start, when=when)


def _nothing() -> _Series:
    never = Moment(datetime.min)  # noqa: DTZ901 - no time at all
    return _Series(never, None, (), (), (), frozenset(), frozenset(), {})


@dataclass(frozen=True, slots=True)
class _Clock:
    """The clock a series goes by."""

    zone: tzinfo | None
    all_day: bool

    def wall(self, moment: Moment) -> datetime:
        """What this clock shows at `moment`; midnight for whole days."""
        when = moment.when
        if when.tzinfo is not None and self.zone is not None:
            when = when.astimezone(self.zone)
        when = when.replace(tzinfo=None)
        return when.replace(hour=0, minute=0, second=0) if self.all_day else when

    def ending(self, rule: Rule) -> Rule:
        """The rule with its end told by this clock."""
        if rule.until is None or rule.until.all_day:
            return rule
        return replace(rule, until=Moment(self.wall(rule.until), self.all_day))


class _Excluded:
    """Dates that exclusion rules make, worked out as far as they are asked for."""

    def __init__(
        self, rules: Iterable[Rule], start: datetime, since: datetime | None, budget: Budget
    ) -> None:
        self._coming = merge(*(expand(rule, start, budget, since) for rule in rules))
        self._next = next(self._coming, None)

    def __contains__(self, when: datetime) -> bool:
        """Whether `when` is excluded; asked in ascending order only."""
        while self._next is not None and self._next < when:
            self._next = next(self._coming, None)
        return self._next == when


def _rules(item: Component, names: tuple[str, ...], start: datetime) -> tuple[Rule, ...] | None:
    entries = [entry for entry in item.all(*names) if entry.raw.strip()]
    if len(entries) > _MAX_RULES:
        return None
    found = [rule_from(entry.text(), start) for entry in entries]
    whole = tuple(rule for rule in found if rule is not None)
    return whole if len(whole) == len(found) else None


def rule_from(text: str, start: datetime) -> Rule | None:
    """A rule of either dialect; `start` is wall time. None when it is not understood."""
    if "=" in text:
        return read_rule(text)
    old = parse_rule(text)
    return new_rule(old, start) if old is not None else None


def _listed(item: Component, name: str, zones: Zones) -> tuple[Moment, ...] | None:
    """The dates of RDATE or EXDATE; of a period its beginning (RFC 5545, 3.8.5)."""
    found: list[Moment] = []
    for entry in item.all(name):
        texts = entry.text().replace(";", ",").split(",")
        if len(texts) + len(found) > _MAX_LISTED:
            return None
        for text in texts:
            moment = zones.read(text.partition("/")[0][:100], entry.head.first("TZID"))
            if moment is None and text.strip():
                return None
            found.extend([moment] if moment is not None else [])
    return tuple(found)


def _changes(
    moved: tuple[_Moved, ...], clock: _Clock, first: datetime, budget: Budget
) -> dict[datetime, _Change]:
    """Instances that the document tells apart.

    Some name the day of an instance only; then it is that of `first`'s time of day.
    """
    budget.spend(len(moved) * 2)
    found: dict[datetime, _Change] = {}
    for one in moved:
        instance = one.instance
        if instance.all_day and not clock.all_day:
            instance = Moment(datetime.combine(instance.when, first.time()))
        start = one.start if one.start is not one.instance else instance
        by = clock.wall(start) - clock.wall(instance)
        to = None if one.called_off else start
        found[clock.wall(instance)] = _Change(to, one.onwards, by)
    return found
