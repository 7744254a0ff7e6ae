"""Events, to-dos and journals of vCalendar 1.0 and iCalendar to neutral contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from hashlib import sha256
from types import MappingProxyType

from holdfast.records.formats.alarms import OLD_ALARMS, old_alarm
from holdfast.records.formats.components import Component, Document, Property
from holdfast.records.formats.converting.contents import (
    NO_PARAMS,
    Binary,
    Block,
    Content,
    Exact,
    Text,
    said,
)
from holdfast.records.formats.converting.events.clock import day_after
from holdfast.records.formats.converting.events.names import (
    ACTIONS,
    DATE_LISTS,
    INSTANTS,
    NEW_NAMES,
    RULES,
    TIMES,
)
from holdfast.records.formats.converting.events.values import (
    alarm_block,
    duration_text,
    params_of,
    plain_content,
    what_sounds,
)
from holdfast.records.formats.dates import Moment, find_zone, parse_duration, told_in
from holdfast.records.formats.fields import Alarm
from holdfast.records.formats.icalendar import times_of
from holdfast.records.formats.occurrences import repeats, rule_from
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.recurring.rules import Rule, moment_text
from holdfast.records.formats.zoning.blocks import (
    Observance,
    block_lines,
    offset_text,
    zone_of,
)
from holdfast.records.formats.zoning.zones import MAX_DATE, Zones

_MAX_RULE = 4096
_MAX_PERIODS = 64 * 1024
_ALWAYS = datetime(1970, 1, 1)  # noqa: DTZ001 - wall time


def read_event(item: Component, document: Document, zones: Zones | None = None) -> Block:
    """A neutral block of a VEVENT, VTODO, VJOURNAL or VFREEBUSY; `document` has its zones.

    `zones` are those of `document`, where they are known already.

    Names, words and rules are iCalendar's. Times are exact, with TZID, with Z or with
    VALUE=DATE; one that cannot be read is a text. Beside the alarms stand, as blocks inside,
    the VTIMEZONEs of the TZIDs that the zone database does not know. A rule that is not
    understood is kept as it was written.
    """
    return _Reader(item, zones or Zones.of(document)).block()


class _Reader:
    """Reads one item."""

    def __init__(self, item: Component, zones: Zones) -> None:
        self._item = item
        self._zones = zones
        self._old = self._zones.calendar is not None
        self._times = times_of(item, self._zones)
        own = self._zones.moment(item.first("DTSTART"))
        start = self._times.start
        # Only the old dialect has no other way to say so.
        self._whole_days = bool(
            self._old and start and start.all_day and own is not None and not own.all_day
        )
        self._clock = self._clock_of(start or self._times.due)
        self._blocks: dict[str, Block] = {}

    def _clock_of(self, start: Moment | None) -> tuple[str, tzinfo] | None:
        """The phone's own clock, where the rules of an event written in UTC go by it."""
        if start is None or start.when.tzinfo is not UTC or not repeats(self._item):
            return None
        zone = zone_of(self._zones.home) if self._zones.home else None
        if zone is None:
            return None
        return _home_name(self._zones.home), zone

    def block(self) -> Block:
        contents = [content for entry in self._item.properties for content in self._contents(entry)]
        alarms = [*self._alarms(), *self._child_alarms()]
        return Block(self._item.name, tuple(contents), (*alarms, *self._blocks.values()))

    def _contents(self, entry: Property) -> Iterator[Content]:
        name = NEW_NAMES.get(entry.head.name, entry.head.name)
        if name in OLD_ALARMS or not entry.raw.strip():
            return
        if name in TIMES:
            yield self._time(name, entry)
        elif name in DATE_LISTS:
            yield from self._dates(name, entry)
        elif name in RULES:
            yield self._rule(name, entry)
        else:
            content = plain_content(name, entry, old=self._old)
            if name.startswith("X-") or said(content.value) or isinstance(content.value, Binary):
                yield content

    def _time(self, name: str, entry: Property) -> Content:
        moment = self._zones.moment(entry)
        if moment is None:
            return Content(name, Text(entry.text().strip()), params_of(entry.head, "TZID"))
        if self._whole_days and name == "DTSTART" and self._times.start is not None:
            moment = self._times.start
        elif name in INSTANTS and moment.when.tzinfo is not None:
            text = _wall_text(told_in(moment.when, UTC)) + "Z"
            return Content(name, Exact(text), params_of(entry.head, "TZID"))
        elif self._whole_days and name == "DTEND" and self._times.end is not None:
            moment = Moment(day_after(self._times.end.when), all_day=True)
        return self._moment(name, moment, params_of(entry.head, "TZID"))

    def _moment(
        self, name: str, moment: Moment, params: MappingProxyType[str, tuple[str, ...]]
    ) -> Content:
        text, own = self._form(moment)
        return Content(name, Exact(text), MappingProxyType({**own, **params}))

    def _form(self, moment: Moment) -> tuple[str, dict[str, tuple[str, ...]]]:
        """A moment's text and the parameters it needs."""
        when = moment.when
        if moment.all_day:
            return moment_text(moment), {"VALUE": ("DATE",)}
        if when.tzinfo is None:
            if not moment.zone:
                return moment_text(moment), {}
            self._need(moment.zone, None)
            return moment_text(moment), {"TZID": (moment.zone,)}
        if when.tzinfo is UTC and self._clock is not None:
            name, zone = self._clock
            wall = told_in(when, zone).replace(fold=0)
            if told_in(wall, UTC) == when:  # not so in the hour the clock shows twice
                self._need(name, zone)
                return _wall_text(wall), {"TZID": (name,)}
        name = self._zones.known_as(moment)
        if when.tzinfo is UTC or name[:1] in "+-":
            return _wall_text(told_in(when, UTC)) + "Z", {}
        self._need(name, when.tzinfo)
        return _wall_text(when), {"TZID": (name,)}

    def _need(self, name: str, zone: tzinfo | None) -> None:
        """Take in the VTIMEZONE of a TZID that the zone database does not know."""
        if name in self._blocks or find_zone(name) is not None:
            return
        observances = self._zones.observances(name)
        if self._clock is not None and name == self._clock[0]:
            observances = self._zones.home
        if not observances and isinstance(zone, timezone):
            offset = zone.utcoffset(None)
            observances = (Observance(False, _ALWAYS, offset, offset),)
        block = self._zones.blocks.get(name) if zone is None else None
        if observances and zone is not None:
            document = read_components(block_lines("", observances).encode())
            block = document.components[0]
        if block is not None:
            self._blocks[name] = _zone_block(block, name)

    def _dates(self, name: str, entry: Property) -> Iterator[Content]:
        """One content for each form of date there is among the entries."""
        params = params_of(entry.head, "TZID")
        if entry.head.first("VALUE").upper() == "PERIOD":
            yield self._periods(name, entry)
            return
        forms: dict[tuple[tuple[str, tuple[str, ...]], ...], list[str]] = {}
        for text in entry.text().replace(";", ",").split(","):
            moment = self._zones.read(text[:MAX_DATE], entry.head.first("TZID"))
            if moment is None:
                if text.strip():
                    yield Content(name, Text(text.strip()), params)
                continue
            if self._whole_days:
                moment = Moment(_midnight(moment.when), all_day=True)
            written, own = self._form(moment)
            key = tuple(own.items())
            # "UTC" and wall time need no parameter, but do not go on one line.
            forms.setdefault((*key, ("", (written[15:],))), []).append(written)
        for form, texts in forms.items():
            own = {key: value for key, value in form if key}
            yield Content(name, Exact(",".join(texts)), MappingProxyType({**own, **params}))

    def _periods(self, name: str, entry: Property) -> Content:
        """A list of periods, each from a moment to another or for a length of time."""
        text = entry.text().strip()
        sane = len(entry.raw) < _MAX_PERIODS and all(
            self._is_period(part, entry.head.first("TZID")) for part in text.split(",")
        )
        params = MappingProxyType({"VALUE": ("PERIOD",), **params_of(entry.head)})
        return Content(name, Exact(text) if sane else Text(text), params)

    def _is_period(self, text: str, zone: str) -> bool:
        begin, slash, end = text.partition("/")
        start = self._zones.read(begin[:MAX_DATE], zone)
        ended = self._zones.read(end[:MAX_DATE], zone) or parse_duration(end[:MAX_DATE])
        return bool(slash) and start is not None and not start.all_day and ended is not None

    def _rule(self, name: str, entry: Property) -> Content:
        text, params = entry.text().strip(), params_of(entry.head)
        start = self._times.start or self._times.due
        if len(entry.raw) > _MAX_RULE or start is None or ("=" in text and not self._whole_days):
            return Content(name, Exact(text), params)
        zone = self._clock[1] if self._clock is not None else start.when.tzinfo
        wall = told_in(start.when, zone) if zone is not None else start.when
        rule = rule_from(text, wall.replace(tzinfo=None))
        if rule is None:
            return Content(name, Exact(text), params)
        fitted = ending_for(rule, zone, all_day=start.all_day)
        return Content(name, Exact(fitted.text()), params)

    def _alarms(self) -> Iterator[Block]:
        for entry in self._item.all(*OLD_ALARMS):
            alarm = old_alarm(entry, self._zones)
            if alarm is not None:
                yield self._alarm(entry, alarm)

    def _alarm(self, entry: Property, alarm: Alarm) -> Block:
        """One alarm line of vCalendar 1.0 as a VALARM."""
        contents = [Content("ACTION", Exact(ACTIONS[entry.name])), self._trigger(alarm)]
        if alarm.repeat:
            contents.append(Content("REPEAT", Exact(str(alarm.repeat))))
        if alarm.snooze is not None:
            contents.append(Content("DURATION", Exact(duration_text(alarm.snooze))))
        rest = [field.strip() for field in entry.fields()[3:]]
        contents.extend(what_sounds(entry.name, rest))
        return Block("VALARM", tuple(contents))

    def _trigger(self, alarm: Alarm) -> Content:
        """By its distance from the start, so that it comes with each occurrence."""
        if alarm.at is None:
            return Content("TRIGGER", Exact(duration_text(-(alarm.before or timedelta(0)))))
        ends = MappingProxyType({"RELATED": ("END",)})
        for anchor, params in ((self._times.start, NO_PARAMS), (self._times.due, ends)):
            if anchor is None or (anchor.when.tzinfo is None) != (alarm.at.when.tzinfo is None):
                continue
            distance = alarm.at.when - anchor.when
            return Content("TRIGGER", Exact(duration_text(distance)), params)
        text, own = self._form(replace(alarm.at, all_day=False))
        return Content("TRIGGER", Exact(text), MappingProxyType({**own, "VALUE": ("DATE-TIME",)}))

    def _child_alarms(self) -> Iterator[Block]:
        for child in self._item.children:
            if child.name == "VALARM":
                yield alarm_block(child)


def _home_name(home: tuple[Observance, ...]) -> str:
    """A TZID for a phone's own zone; programs take one TZID for one zone, whoever wrote it."""
    standard = offset_text(min(entry.offset for entry in home))
    if len(home) == 1:
        return f"Phone UTC{standard}"
    return f"Phone UTC{standard} {sha256(block_lines('', home).encode()).hexdigest()[:6]}"


def ending_for(rule: Rule, zone: tzinfo | None, *, all_day: bool) -> Rule:
    """The rule with its end in the form its start has (RFC 5545, 3.3.10).

    For whole days a day, for wall time wall time, for a time in `zone` UTC.
    """
    if rule.until is None:
        return rule
    when = rule.until.when
    if when.tzinfo is not None and zone is not None:
        when = told_in(when, zone)
    when = when.replace(tzinfo=None)
    if all_day:
        return replace(rule, until=Moment(_midnight(when), all_day=True))
    if rule.until.all_day:
        when = when.replace(hour=23, minute=59, second=59)
    if zone is None:
        return replace(rule, until=Moment(when))
    try:
        ended = Moment(when.replace(tzinfo=zone).astimezone(UTC), zone="UTC")
    except OverflowError:
        ended = Moment(when.replace(tzinfo=UTC), zone="UTC")
    return replace(rule, until=ended)


def _zone_block(component: Component, name: str) -> Block:
    """A VTIMEZONE, its lines as they were, that goes by `name`."""
    own = [Content("TZID", Text(name))] if component.name == "VTIMEZONE" else []
    rest = [
        Content(entry.name, Exact(entry.decoded()), params_of(entry.head))
        for entry in component.properties
        if entry.name != "TZID"
    ]
    inside = tuple(_zone_block(child, name) for child in component.children)
    return Block(component.name, (*own, *rest), inside)


def _wall_text(when: datetime) -> str:
    return moment_text(Moment(when.replace(tzinfo=None)))


def _midnight(when: datetime) -> datetime:
    day: date = when.date()
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a whole day
