"""What of an event or to-do counts, in vCalendar 1.0 and iCalendar alike (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType

from holdfast.records.formats import icalendar
from holdfast.records.formats.components import Component, Property
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.fields import Alarm
from holdfast.records.formats.icalendar import Times
from holdfast.records.formats.recurring.recurrence import Frequency, Recurrence, RuleDay, parse_rule
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
_ADDRESS = re.compile(r"<([^<>]+)>")
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
_UNANSWERED = frozenset(("needs-action", "needs action"))
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
        """The moment its rule counts from."""
        return self.times.start or self.times.due


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
        return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
    return f"{when:%Y-%m-%dT%H:%M:%S}{f' {moment.zone}' if moment.zone else ''}"


def said_in_place(moment: Moment) -> str:
    """Wall time and zone: what a rule repeats."""
    if moment.all_day or moment.when.tzinfo in (None, UTC):
        return said(moment)
    name = getattr(moment.when.tzinfo, "key", "") or moment.zone
    return f"{moment.when:%Y-%m-%dT%H:%M:%S} {name}"


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
    days = setting.times.all_day
    for text in re.split(r"[,;]", entry.decoded())[:_MAX_DATES]:
        first, slash, length = text.strip().partition("/")
        moment = setting.zones.moment(entry._replace(raw=first.encode("utf-8", "replace")))
        value = said(moment, days=days) if moment else first.upper()
        if value:
            yield Entry(label, f"{value}{slash}{length.upper()}")


def _person(entry: Property) -> Entry:
    """An attendee or organiser: by address where there is one, else by name."""
    text, head = plain(entry.text()), entry.head
    match = _ADDRESS.search(text)
    address = (match[1] if match else text).strip().lower().removeprefix("mailto:")
    answer = (head.first("PARTSTAT") or head.first("STATUS")).lower()
    role = head.first("ROLE").lower()
    organises = head.name != "ATTENDEE" or role == "organizer"
    types = () if organises or not answer or answer in _UNANSWERED else (answer,)
    return Entry("organizer" if organises else "attendee", address, types)


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
    days = start.all_day if start else False
    return f"{full!r} {said(rule.until, days=days) if rule.until else ''}".strip()


def _spelt_out(rule: Recurrence, start: datetime) -> Recurrence:
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
