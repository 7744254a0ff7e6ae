"""Zones that a document defines itself: VTIMEZONE, and TZ with DAYLIGHT of vCalendar 1.0.

`icalendar` makes the zone, out of lines written anew from what was understood. Only then are
they safe to hand over: its rules are walked without bound, an offset without its sign reads
as another hour, and one odd line costs the whole block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import islice

from holdfast.records.formats.components import Component
from holdfast.records.formats.dates import Moment, parse_moment, parse_offset
from holdfast.records.formats.recurring.expanding import Budget, SpentError, expand
from holdfast.records.formats.recurring.recurrence import Frequency
from holdfast.records.formats.recurring.rules import WEEKDAYS, Rule, read_rule

_OBSERVANCES = ("STANDARD", "DAYLIGHT")
_MAX_OBSERVANCES = 200
_MAX_DATES = 400
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_MAX_YEARS = 4000
_STEPS = 4000
_BLOCK_STEPS = 12_000
_ALWAYS = datetime(1601, 1, 1)  # noqa: DTZ001 - wall time, Outlook's beginning
_EPOCH_YEAR = 1970
_HALF_A_WEEK = 7
_MINUTE = timedelta(minutes=1)
_LONGEST_SWITCH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Observance:
    """One period of a zone: from `onset` (wall time before it) on, `offset` from UTC.

    It comes again on `dates` and, from `onset` on, by `rule`.
    """

    daylight: bool
    onset: datetime
    before: timedelta
    offset: timedelta
    rule: Rule | None = None
    dates: tuple[datetime, ...] = ()
    name: str = ""


def read_observances(block: Component) -> tuple[Observance, ...] | None:
    """The periods of a VTIMEZONE; None when one of them is not understood (RFC 5545, 3.6.5)."""
    blocks = [child for child in block.children if child.name in _OBSERVANCES]
    if not 0 < len(blocks) <= _MAX_OBSERVANCES:
        return None
    found: list[Observance] = []
    budget = Budget(_BLOCK_STEPS)
    for child in blocks:
        entry = _observance(child, budget, alone=len(blocks) == 1)
        if entry is None:
            return None
        found.append(entry)
    years = sum(max(_LAST_YEAR - entry.onset.year, 0) for entry in found if _goes_on(entry))
    return tuple(found) if years <= _MAX_YEARS else None


def _goes_on(entry: Observance) -> bool:
    return entry.rule is not None and entry.rule.count is None and entry.rule.until is None


def _observance(block: Component, budget: Budget, *, alone: bool) -> Observance | None:
    offset = parse_offset(block.text("TZOFFSETTO")[:20])
    before = parse_offset(block.text("TZOFFSETFROM")[:20])
    onset = _wall(block.text("DTSTART")[:40])
    if alone:  # what never changes needs no beginning
        before = offset if before is None else before
        onset = onset or _ALWAYS
    if offset is None or before is None or onset is None or onset.year > _LAST_YEAR:
        return None
    dates = _onsets(block)
    rules = [read_rule(entry.text()[:500]) for entry in block.all("RRULE")]
    if dates is None or len(rules) > 1 or (rules and rules[0] is None):
        return None
    rule = _ending_on_the_wall(rules[0], before) if rules and rules[0] else None
    if rule is not None and not _is_tame(rule, onset, budget):
        return None
    daylight, name = block.name == "DAYLIGHT", _plain_name(block.text("TZNAME"))
    return Observance(daylight, onset, before, offset, rule, dates, name)


def _wall(text: str) -> datetime | None:
    moment = parse_moment(text)
    return moment.when.replace(tzinfo=None) if moment is not None else None


def _onsets(block: Component) -> tuple[datetime, ...] | None:
    texts = [text for entry in block.all("RDATE") for text in entry.text().split(",")]
    if len(texts) > _MAX_DATES:
        return None
    dates = [_wall(text) for text in texts if text.strip()]
    whole = tuple(when for when in dates if when is not None)
    return whole if len(whole) == len(dates) else None


def _ending_on_the_wall(rule: Rule, before: timedelta) -> Rule:
    """The rule with an UNTIL in UTC turned into wall time, which is all the library compares."""
    if rule.until is None or rule.until.when.tzinfo is None:
        return rule
    try:
        wall = (rule.until.when.astimezone(UTC) + before).replace(tzinfo=None)
    except OverflowError:
        wall = rule.until.when.replace(tzinfo=None)
    return replace(rule, until=replace(rule.until, when=wall, zone=""))


def _is_tame(rule: Rule, onset: datetime, budget: Budget) -> bool:
    """Whether a rule can be walked in few steps: yearly, not for ever, and it does come soon."""
    times = (rule.hours, rule.minutes, rule.seconds)  # Lotus Notes names one of each
    twelve_months = rule.frequency is Frequency.MONTHLY and rule.interval % 12 == 0
    if not (twelve_months or rule.frequency is Frequency.YEARLY):
        return False
    if any(len(listed) > 1 for listed in times) or (rule.count or 0) > _MAX_DATES:
        return False
    if rule.until is not None and rule.until.when.year > _LAST_YEAR:
        return False
    found, steps = _first_two(rule, onset)
    try:
        budget.spend(steps)
    except SpentError:
        return False
    return found > 1 or (found == 1 and (rule.count is not None or rule.until is not None))


@lru_cache(maxsize=256)
def _first_two(rule: Rule, onset: datetime) -> tuple[int, int]:
    """How many of a rule's first two dates come soon, and the steps that it took to tell."""
    budget = Budget(_STEPS)
    try:
        found = len(list(islice(expand(rule, onset, budget), 2)))
    except SpentError:
        found = 0
    return found, _STEPS - budget.steps


def _plain_name(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9+-]{1,10}", text) else ""


def zone_of(observances: tuple[Observance, ...]) -> tzinfo | None:
    """The zone that these periods make; None when the library reads them otherwise."""
    return _zone(observances)


@lru_cache(maxsize=256)
def _zone(observances: tuple[Observance, ...]) -> tzinfo | None:
    from icalendar import Timezone  # noqa: PLC0415 - large, and most starts read no calendar

    if any(abs(entry.offset - entry.before) >= _LONGEST_SWITCH for entry in observances):
        return None
    if len({entry.offset for entry in observances}) == 1:
        return timezone(observances[0].offset)
    # The library's own errors are many, and a zone that is none is only wall time.
    try:
        block = Timezone.from_ical(block_lines("Zone", tuple(map(_ending, observances))))
        zone = block.to_tz(lookup_tzid=False) if isinstance(block, Timezone) else None
        right = zone is not None and all(_agrees(zone, one, observances) for one in observances)
    except Exception:  # noqa: BLE001
        return None
    return zone if right else None


def _ending(entry: Observance) -> Observance:
    """The same until 2200: the library walks every year up to the one it is asked for."""
    if entry.rule is None or not _goes_on(entry):
        return entry
    last = Moment(datetime(_LAST_YEAR, 12, 31))  # noqa: DTZ001 - wall time
    return replace(entry, rule=replace(entry.rule, until=last))


def _agrees(zone: tzinfo, entry: Observance, all_of_them: tuple[Observance, ...]) -> bool:
    """Whether `zone` has the offset that was written, at the onset and a minute later."""
    if any(other.onset == entry.onset and other is not entry for other in all_of_them):
        return True  # two at once contradict each other; the later line wins
    after = entry.onset + max(entry.offset - entry.before, timedelta(0)) + _MINUTE
    return after.replace(tzinfo=zone).utcoffset() == entry.offset


def block_lines(name: str, observances: tuple[Observance, ...]) -> str:
    """The periods as a VTIMEZONE that any reader of iCalendar takes; `name` is its TZID."""
    inside = (line for entry in observances for line in _observance_lines(entry))
    return "\r\n".join(("BEGIN:VTIMEZONE", f"TZID:{name}", *inside, "END:VTIMEZONE", ""))


def _observance_lines(entry: Observance) -> Iterator[str]:
    name = "DAYLIGHT" if entry.daylight else "STANDARD"
    yield f"BEGIN:{name}"
    yield f"DTSTART:{entry.onset:%Y%m%dT%H%M%S}".replace(" ", "0")
    yield f"TZOFFSETFROM:{offset_text(entry.before)}"
    yield f"TZOFFSETTO:{offset_text(entry.offset)}"
    if entry.name:
        yield f"TZNAME:{entry.name}"
    if entry.rule is not None:
        yield f"RRULE:{entry.rule.text()}"
    for when in entry.dates:
        yield f"RDATE:{when:%Y%m%dT%H%M%S}"
    yield f"END:{name}"


def offset_text(offset: timedelta) -> str:
    """An offset as iCalendar writes it: "+0100", "-013020"."""
    sign = "-" if offset < timedelta(0) else "+"
    minutes, seconds = divmod(abs(int(offset.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02}{minutes:02}" + (f"{seconds:02}" if seconds else "")


@dataclass(frozen=True, slots=True)
class _Summer:
    """One DAYLIGHT of vCalendar 1.0: from `begin` to `end` (UTC) at `offset`."""

    offset: timedelta
    begin: datetime
    end: datetime
    names: tuple[str, str]


def home_observances(calendar: Component) -> tuple[Observance, ...]:
    """The zone of the phone that wrote a vCalendar 1.0; empty when it names none.

    TZ is the standard offset, each DAYLIGHT one year's summer time. Where all of them switch
    on the same weekdays of a month, every other year does so too.
    """
    standard = parse_offset(calendar.text("TZ")[:20])
    if standard is None:
        return ()
    found = [_summer(entry.fields(), standard) for entry in calendar.all("DAYLIGHT")[:100]]
    summers = [summer for summer in found if summer is not None]
    if not summers:
        return (Observance(False, _ALWAYS, standard, standard),)
    rules = {
        (_yearly(summer.begin, standard), _yearly(summer.end, summer.offset)) for summer in summers
    }
    own = [entry for summer in summers for entry in _seasons(summer, standard)]
    if len(rules) > 1 or len({summer.offset for summer in summers}) > 1:
        return (Observance(False, _ALWAYS, standard, standard), *own)
    return tuple(_repeated(entry) for entry in own[:2])


def _summer(fields: list[str], standard: timedelta) -> _Summer | None:
    """``TRUE;-04;19960407T025959;19961027T010000;EST;EDT`` (vCalendar 1.0, DAYLIGHT)."""
    padded = [*(field.strip()[:40] for field in fields), "", "", "", "", "", ""]
    offset = parse_offset(padded[1])
    begin, end = parse_moment(padded[2]), parse_moment(padded[3])
    if padded[0].upper() != "TRUE" or offset is None or begin is None or end is None:
        return None
    if not _FIRST_YEAR <= begin.when.year <= end.when.year <= _LAST_YEAR:
        return None
    names = (_plain_name(padded[4]), _plain_name(padded[5]))
    starts, ends = _in_utc(begin.when, standard), _in_utc(end.when, offset)
    ordered = starts < ends <= starts + timedelta(days=366)
    return _Summer(offset, starts, ends, names) if ordered else None


def _in_utc(when: datetime, offset: timedelta) -> datetime:
    """A switch as a plain UTC time; written as local time it is told by the clock before it."""
    when = when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when - offset
    # Clocks switch on the minute; some write the last second before it.
    return when + timedelta(seconds=1) if when.second == 59 else when  # noqa: PLR2004


def _seasons(summer: _Summer, standard: timedelta) -> tuple[Observance, Observance]:
    begin, end = summer.begin + standard, summer.end + summer.offset
    winter_name, summer_name = summer.names
    return (
        Observance(True, begin, standard, summer.offset, name=summer_name),
        Observance(False, end, summer.offset, standard, name=winter_name),
    )


def _yearly(utc: datetime, offset: timedelta) -> tuple[int, int, int, int]:
    """A switch as month, week of it (-1 is the last), weekday and minute of the day."""
    wall = utc + offset
    return (wall.month, _week(wall.date()), wall.weekday(), wall.hour * 60 + wall.minute)


def _week(day: date) -> int:
    last = (day + timedelta(days=_HALF_A_WEEK)).month != day.month
    return -1 if last else (day.day - 1) // 7 + 1


def yearly_rule(onset: datetime) -> str:
    """The rule by which a switch like the one at `onset` comes every year."""
    weekday = WEEKDAYS[onset.weekday()]
    return f"FREQ=YEARLY;BYMONTH={onset.month};BYDAY={_week(onset.date())}{weekday}"


def _repeated(entry: Observance) -> Observance:
    """The same switch every year from 1970 on."""
    rule = read_rule(yearly_rule(entry.onset))
    first = entry.onset.replace(year=_EPOCH_YEAR, day=1)
    onset = next(expand(rule, first, Budget(_STEPS)), entry.onset) if rule else entry.onset
    return replace(entry, onset=onset, rule=rule)
