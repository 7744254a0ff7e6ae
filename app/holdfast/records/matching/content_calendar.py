"""What of an event or to-do counts, in vCalendar 1.0 and iCalendar alike (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, timezone
from types import MappingProxyType

from holdfast.records.formats import icalendar
from holdfast.records.formats.components import Component, Property
from holdfast.records.formats.converting.contents import said as text_of
from holdfast.records.formats.converting.events.names import NEW_NAMES, NO_ADDRESS
from holdfast.records.formats.converting.events.people import read_person
from holdfast.records.formats.dates import Moment, told_in
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.fields import Alarm
from holdfast.records.formats.icalendar import Times
from holdfast.records.formats.recurring.recurrence import Frequency, Recurrence, RuleDay, parse_rule
from holdfast.records.formats.zoning.blocks import zone_of
from holdfast.records.formats.zoning.zones import Zones
from holdfast.records.matching.entries import (
    Entry,
    listed,
    other_entries,
    other_entry,
    unread_entries,
)
from holdfast.records.matching.words import plain

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SECOND = timedelta(seconds=1)
_DAYS_END = time(23, 59, 59)
_TIMES = ("DTSTART", "DTEND", "DUE", "DURATION")
_ALARMS = ("DALARM", "AALARM", "PALARM", "MALARM", "VALARM")
_DONE = ("STATUS", "PERCENT-COMPLETE")
_WRITTEN_AGAIN = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-SONYERICSSON-DST", "X-ALT-DESC")
_ELSEWHERE = frozenset((*TRANSPORT, *_TIMES, *_ALARMS, *_WRITTEN_AGAIN))
_LISTS = ("CATEGORIES", "RESOURCES")
_DATES = ("RDATE", "EXDATE")
_RULES = ("RRULE", "EXRULE")
_PEOPLE = ("ATTENDEE", "ORGANIZER", "X-ORGANIZER")
_DEFAULTS = frozenset(
    (
        ("CLASS", "public"),
        ("TRANSP", "opaque"),
        ("TRANSP", "0"),
        ("PRIORITY", "0"),
        ("STATUS", "needs-action"),
    )
)
_TRANSPARENT = MappingProxyType({"1": "transparent"})
_MAX_DATES = 2000
_MAX_RULE = 4096


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the properties of one item need to know of each other."""

    zones: Zones
    times: Times
    recurs: bool

    @property
    def first(self) -> Moment | None:
        """The moment its rule counts from, by the clock the rule goes by.

        A phone that writes UTC has its rules go by its own clock (TZ).
        """
        first = self.times.start or self.times.due
        zone = zone_of(self.zones.home) if self.recurs and self.zones.home else None
        if first is None or zone is None or first.when.tzinfo is not UTC:
            return first
        return replace(first, when=told_in(first.when, zone))


def calendar_entries(item: Component, zones: Zones) -> Iterator[Entry]:
    """Everything an event or to-do says.

    A moment counts as that moment, whatever zone it is written in; only where the item
    recurs does its zone count, for summer time moves the later ones. Of alarms their moments
    count, for phones keep no more of them.
    """
    recurs = bool(item.all("RRULE", "RDATE"))
    setting = _Setting(zones, icalendar.times_of(item, zones), recurs)
    yield from _time_entries(item, setting)
    if item.name == "VTODO" and icalendar.is_done(item):
        yield Entry("done", "yes")
    for entry in item.properties:
        if entry.head.name not in _ELSEWHERE:
            yield from _entries(entry, setting, done=icalendar.is_done(item))
    yield from sorted(set(_alarm_entries(item, setting)))
    for child in item.children:
        if child.name != "VALARM":
            inside = (*unread_entries(child), *other_entries(child))
            yield from (entry._replace(label=f"{child.name}.{entry.label}") for entry in inside)


def _time_entries(item: Component, setting: _Setting) -> Iterator[Entry]:
    times = setting.times
    named = (("start", times.start), ("end", times.end), ("due", times.due))
    for label, moment in named:
        if moment is not None and not (label == "end" and moment == times.start):
            yield Entry(label, said_in_place(moment) if setting.recurs else said(moment))
    for entry in item.all(*_TIMES):
        # What could not be read as a time counts as it stands.
        if entry.head.name != "DURATION" and entry.raw and setting.zones.moment(entry) is None:
            yield other_entry(entry)


def said(moment: Moment, *, days: bool = False) -> str:
    """A moment in one form: a day, UTC, or wall time; `days` takes midnight for a day."""
    when = moment.when
    if moment.all_day or (days and when.tzinfo is None and when.time() == time(0)):
        return f"{when:%Y-%m-%d}"
    if when.tzinfo is not None:
        return f"{told_in(when, UTC):%Y-%m-%dT%H:%M:%S}Z"
    return f"{when:%Y-%m-%dT%H:%M:%S}{f' {moment.zone}' if moment.zone else ''}"


def said_in_place(moment: Moment) -> str:
    """Wall time and zone: what a rule repeats."""
    if moment.all_day or moment.when.tzinfo is None or isinstance(moment.when.tzinfo, timezone):
        return said(moment)  # no rule moves in a zone that never changes its clocks
    name = getattr(moment.when.tzinfo, "key", "") or moment.zone
    return f"{moment.when:%Y-%m-%dT%H:%M:%S} {name}"


def date_said(moment: Moment, times: Times) -> str:
    """A date of RDATE or EXDATE; one told by its day alone is that day's occurrence."""
    start = times.start or times.due
    if moment.all_day and start is not None and not start.all_day:
        day, clock = moment.when.date(), start.when.timetz()
        moment = replace(start, when=datetime.combine(day, clock))
    return said(moment, days=times.all_day)


def _entries(entry: Property, setting: _Setting, *, done: bool) -> Iterator[Entry]:
    name = entry.head.name
    label = "title" if name == "SUMMARY" else icalendar.LABELS.get(name, "")
    if name in _DATES:
        yield from _date_entries(label, entry, setting)
    elif name in _RULES:
        value = plain(entry.text())
        rule = parse_rule(value) if len(value) < _MAX_RULE else None
        said_rule = rule_said(rule, setting.first) if rule else value.upper()
        yield Entry(label if name == "RRULE" else name, said_rule)
    elif name in ("RECURRENCE-ID", "COMPLETED"):
        moment = setting.zones.moment(entry)
        yield Entry(label, said(moment) if moment else plain(entry.text()))
    elif name in _LISTS:
        yield Entry(label, "\4".join(sorted(set(listed(entry)))))
    elif name in _PEOPLE:
        yield _person(entry)
    elif name in ("STATUS", "CLASS", "TRANSP", "PRIORITY", "PERCENT-COMPLETE"):
        yield from _word(entry, label, done=done)
    elif label:
        yield Entry(label, plain(entry.text()))
    else:
        yield other_entry(entry)


def _word(entry: Property, label: str, *, done: bool) -> Iterator[Entry]:
    name = entry.head.name
    word = "-".join(entry.text().lower().split())
    word = _TRANSPARENT.get(word, word) if name == "TRANSP" else word
    told = done and (name, word) in (("STATUS", "completed"), ("PERCENT-COMPLETE", "100"))
    if word and not told and (name, word) not in _DEFAULTS and word != "0":
        yield Entry(label, word)


def _date_entries(label: str, entry: Property, setting: _Setting) -> Iterator[Entry]:
    for text in re.split(r"[,;]", entry.decoded())[:_MAX_DATES]:
        first, slash, length = text.strip().partition("/")
        moment = setting.zones.moment(entry._replace(raw=first.encode("utf-8", "replace")))
        value = date_said(moment, setting.times) if moment else first.upper()
        if value:
            yield Entry(label, f"{value}{slash}{length.upper()}")


def _person(entry: Property) -> Entry:
    """An attendee or organiser: by address where there is one, else by name."""
    name = entry.head.name
    person = read_person(NEW_NAMES.get(name, name), entry)
    who = plain(text_of(person.value))
    if who == NO_ADDRESS:
        who = plain(person.params.get("CN", (who,))[0])
    who = who.lower().removeprefix("mailto:")
    if person.name == "ORGANIZER":
        return Entry("organizer", who)
    answer = person.params.get("PARTSTAT", ("",))[0].lower()
    return Entry("attendee", who, () if answer in ("", "needs-action") else (answer,))


def rule_said(rule: Recurrence, start: Moment | None) -> str:
    """A rule in one form, what it takes from its start (the weekday, the day) spelt out.

    ``W1 #0`` and ``FREQ=WEEKLY;BYDAY=TH`` are the same from a Thursday on. A rule not
    understood counts as it is written.
    """
    if not rule.whole:
        return " ".join(rule.raw.upper().split())
    full = _spelt_out(rule, start.when) if start else rule
    full = replace(
        full,
        days=tuple(sorted(full.days, key=lambda day: (_WEEKDAYS.index(day.day), day.nth))),
        month_days=tuple(sorted(set(full.month_days))),
        months=tuple(sorted(set(full.months))),
        year_days=tuple(sorted(set(full.year_days))),
        until=None,
        raw="",
    )
    return f"{full!r} {_until_said(rule, rule.until, start) if rule.until else ''}".strip()


def _until_said(rule: Recurrence, until: Moment, start: Moment | None) -> str:
    """An end in one form: the day where it is the day's end on the start's clock, else a moment.

    Midnight in a rule of vCalendar 1.0 is the end of its day.
    """
    when, zone = until.when, start.when.tzinfo if start else None
    floats = start is not None and zone is None and not start.zone
    if floats:
        # What is on nobody's clock ends by that clock, though some writers tell it in UTC.
        until = replace(until, when=when.replace(tzinfo=None), zone="")
        when = until.when
    elif when.tzinfo is None:
        when = when.replace(tzinfo=zone)
    wall = told_in(when, zone) if zone is not None else when
    old = "FREQ=" not in rule.raw.upper()
    whole = until.all_day or (start is not None and start.all_day)
    if whole or wall.time() == _DAYS_END or (old and until.when == _midnight(until.when)):
        return f"{wall:%Y-%m-%d}"
    return said(replace(until, when=when))


def _midnight(when: datetime) -> datetime:
    return datetime.combine(when, time(0))


def _spelt_out(rule: Recurrence, start: datetime) -> Recurrence:
    if rule.frequency is Frequency.MONTHLY and rule.interval % 12 == 0:
        # 1.0 can only say every twelfth month.
        years = rule.interval // 12
        rule = replace(rule, frequency=Frequency.YEARLY, interval=years, months=(start.month,))
    if rule.frequency is Frequency.DAILY and rule.interval == 1 and rule.days:
        # Every day that is a Monday: 1.0 can only say every week on Mondays.
        return replace(rule, frequency=Frequency.WEEKLY)
    if rule.days or rule.month_days or rule.year_days:
        return rule
    if rule.frequency is Frequency.WEEKLY:
        return replace(rule, days=(RuleDay(_WEEKDAYS[start.weekday()]),))
    if rule.frequency is Frequency.MONTHLY:
        return replace(rule, month_days=(start.day,))
    if rule.frequency is Frequency.YEARLY:
        return replace(rule, months=rule.months or (start.month,), month_days=(start.day,))
    return rule


def _alarm_entries(item: Component, setting: _Setting) -> Iterator[Entry]:
    for field in icalendar.item_fields(item, setting.zones):
        if isinstance(field.meaning, Alarm):
            yield Entry("alarm", alarm_said(field.meaning, setting.times))


def alarm_said(alarm: Alarm, times: Times) -> str:
    """An alarm in one form: seconds before the start, else its moment.

    1.0 writes the moment, iCalendar the span before the start.
    """
    start = times.start or times.due
    before = alarm.before
    if before is not None and alarm.of_end:
        length = _span(start, times.end)
        before = before - length if length is not None else None
    elif before is None and alarm.at is not None:
        before = _span(alarm.at, start)
    if before is not None:
        return f"{before // _SECOND}"
    return said(alarm.at) if alarm.at else f"{(alarm.before or timedelta()) // _SECOND} of the end"


def _span(first: Moment | None, last: Moment | None) -> timedelta | None:
    if first is None or last is None:
        return None
    if (first.when.tzinfo is None) != (last.when.tzinfo is None):
        return None
    return last.when - first.when
