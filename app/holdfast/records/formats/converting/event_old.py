"""Neutral events and to-dos in the words of vCalendar 1.0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from types import MappingProxyType

from holdfast.records.formats.components import Component, read_components
from holdfast.records.formats.converting import event_zones, limits
from holdfast.records.formats.converting.contents import (
    Block,
    Content,
    Exact,
    Fields,
    Loss,
    Text,
    Unheld,
    said,
)
from holdfast.records.formats.converting.dialects import ICALENDAR, Dialect
from holdfast.records.formats.converting.event_alarms import old_alarm_line
from holdfast.records.formats.converting.event_names import (
    DATE_LISTS,
    NEAR_STATUSES,
    OLD_NAMES,
    OLD_PROPERTIES,
    OLD_STATUSES,
    PEOPLE,
    PHONES_KEY,
    RULES,
    TIMES,
    WORD_LISTS,
)
from holdfast.records.formats.converting.event_people import old_person
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.dates import Moment, parse_duration, told_in
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.icalendar import Times, times_of
from holdfast.records.formats.occurrences import repeats
from holdfast.records.formats.rules import Rule, moment_text, read_rule
from holdfast.records.formats.rules_old import old_rule
from holdfast.records.formats.zones import Zones

PRODUCT = "-//Holdfast//Holdfast//EN"
_DAY = timedelta(days=1)
_HELD_BLOCKS = ("VEVENT", "VTODO")
_TRANSPARENCIES = {"OPAQUE": "0", "TRANSPARENT": "1"}
_OF_TIMES = ("TZID", "VALUE", "RANGE")
_NEEDS_QUOTES = frozenset(':;,"')


@dataclass(frozen=True, slots=True)
class Shaped:
    """A calendar as it is to be written, and what it does not hold."""

    block: Block
    unheld: tuple[Unheld, ...] = ()


def with_kept_params(content: Content, dialect: Dialect, unheld: list[Unheld]) -> Content:
    """The content with the parameters its target keeps, a loss named where one is."""
    if dialect.params is None:
        return content
    kept = {
        name: entries
        for name, entries in content.params.items()
        if name in dialect.params or name in ("TYPE", "VALUE", "TZID")
    }
    if len(kept) == len(content.params):
        return content
    text = said(content.value)
    unheld.append(Unheld(content.name, text, Loss.NO_TYPE, text))
    return replace(content, params=MappingProxyType(kept))


def shape(blocks: Sequence[Block], dialect: Dialect) -> Shaped:
    """Lay out `blocks` as one vCalendar 1.0.

    A moved instance becomes an event of its own and an exception of its series; 1.0 has
    nothing else for it. A journal becomes an event where it has a day.
    """
    unheld: list[Unheld] = []
    zones = event_zones.zones_of(blocks)
    items = [_Item(block, dialect, zones, unheld) for block in _held(blocks, unheld)]
    home = _home(items)
    for item in items:
        item.name_lost_zone(home)
    written = [item.block(_exceptions(item, items)) for item in items if not item.is_called_off]
    head = [Content("VERSION", Exact(dialect.version)), Content("PRODID", Text(PRODUCT))]
    if home is not None:
        head.extend(event_zones.home_contents(*home))
    return Shaped(Block("VCALENDAR", tuple(head), tuple(written)), tuple(unheld))


def _held(blocks: Sequence[Block], unheld: list[Unheld]) -> Iterator[Block]:
    for block in blocks:
        if block.name in _HELD_BLOCKS:
            yield block
            continue
        summary = block.first("SUMMARY")
        becomes = "VEVENT" if block.name == "VJOURNAL" and block.first("DTSTART") else ""
        text = said(summary.value) if summary else ""
        unheld.append(Unheld(block.name, text, Loss.NO_FORM, becomes))
        if becomes:
            yield replace(block, name=becomes)


def _home(items: Sequence[_Item]) -> tuple[tzinfo, int] | None:
    """The one zone that all rules written beside UTC times go by, and its first year."""
    wanted = [item.rule_zone for item in items if item.has_rules_in_utc]
    zones = {str(zone): zone for zone in wanted}
    if len(zones) != 1 or UTC in wanted:
        return None
    years = [item.start.when.year for item in items if item.start is not None]
    zone = next(iter(zones.values()))
    return (zone, min(years)) if zone is not None else None


def _exceptions(series: _Item, items: Sequence[_Item]) -> list[Moment]:
    """Instances of `series` that stand, moved or called off, beside it."""
    if series.instance is not None or not series.uid:
        return []
    return [item.instance for item in items if item.instance is not None and item.uid == series.uid]


class _Item:
    """One event or to-do on its way into vCalendar 1.0."""

    def __init__(self, source: Block, dialect: Dialect, zones: Zones, unheld: list[Unheld]) -> None:
        self._source = source
        self._dialect = dialect
        self._zones = zones
        self._unheld = unheld
        self._component = _component(source)
        self.times: Times = times_of(self._component, zones)
        self.start = self.times.start or self.times.due
        self.uid = self._component.text("UID")
        self.instance = zones.moment(self._component.first("RECURRENCE-ID"))

    @property
    def is_called_off(self) -> bool:
        """Whether it is an instance that does not take place; an exception says all of it."""
        return self.instance is not None and self._component.text("STATUS") == "CANCELLED"

    @property
    def rule_zone(self) -> tzinfo | None:
        """The zone whose clock the rules go by."""
        return self.start.when.tzinfo if self.start is not None else None

    @property
    def has_rules_in_utc(self) -> bool:
        """Whether it repeats and its times are written in UTC."""
        return (
            self.instance is None
            and repeats(self._component)
            and self.start is not None
            and self._form(self.start).endswith("Z")
        )

    def name_lost_zone(self, home: tuple[tzinfo, int] | None) -> None:
        """Name what a phone loses that knows no zones: its clock after the next switch."""
        if self.start is None or self.start.all_day:
            return
        text = self._form(self.start)
        name = "DTSTART" if self.times.start is not None else "DUE"
        unknown = self.start.zone and self.start.when.tzinfo is None
        zone = self.rule_zone
        loses = zone is not None and zone is not UTC and self.has_rules_in_utc
        if loses and zone is not None and home is not None:
            loses = event_zones.shifts(zone, self.start.when.year)
        if unknown or loses:
            own = f"{moment_text(self.start).rstrip('Z')} {self._zones.known_as(self.start)}"
            self._unheld.append(Unheld(name, own, Loss.NO_ZONE, text))

    def block(self, exceptions: list[Moment]) -> Block:
        """The item as 1.0 writes it; `exceptions` are instances left out of its series."""
        contents = [content for entry in self._source.contents for content in self._old(entry)]
        contents.extend(self._ends())
        if exceptions:
            texts = ";".join(self._form(self._on_clock(moment)) for moment in exceptions)
            contents.append(Content("EXDATE", Exact(texts)))
        contents.extend(self._alarms())
        return Block(self._source.name, tuple(self._within(contents)))

    def _old(self, content: Content) -> Iterator[Content]:
        """The content in the old words; nothing where there are none."""
        name = OLD_NAMES.get(content.name, content.name)
        known = name in OLD_PROPERTIES or name.startswith("X-") or name == "DURATION"
        if content.name in PHONES_KEY:
            return
        if content.name == "RECURRENCE-ID":
            self._name_instance(content)
        elif not known or not (self._dialect.keeps(name) or name in ("UID", "DURATION")):
            if name not in TRANSPORT:
                self._lose(content, Loss.NO_PROPERTY)
        elif content.name == "DURATION":
            return  # its end is written
        elif name == "UID" and not self._dialect.keeps("UID"):
            return
        else:
            yield from self._worded(name, content)

    def _worded(self, name: str, content: Content) -> Iterator[Content]:
        if content.name in TIMES:
            yield from self._time(name, content)
        elif content.name in DATE_LISTS:
            yield from self._dates(content)
        elif content.name in RULES:
            yield from self._rule(content)
        elif content.name in PEOPLE:
            yield self._plain(old_person(content), content.name)
        elif name == "STATUS":
            yield from self._status(content)
        elif name == "TRANSP":
            yield from self._transparency(content)
        elif name in WORD_LISTS and isinstance(content.value, Fields):
            yield self._listed(content, content.value)
        elif name == "UID" and self.instance is not None:
            yield Content("UID", Text(f"{self.uid}-{self._form(self.instance)}"))
        else:
            yield self._plain(replace(content, name=name), content.name)

    def _listed(self, content: Content, value: Fields) -> Content:
        """Entries between semicolons; a comma in the only one would part it in two."""
        entries = [entry for field in value.fields for entry in field]
        if len(entries) == 1 and "," in entries[0]:
            self._lose(content, Loss.NO_FORM, entries[0])
        return replace(content, value=Fields(tuple((entry,) for entry in entries)))

    def _plain(self, content: Content, source: str) -> Content:
        """Without parameters that need quotes, for which 1.0 has none."""
        kept = {
            name: entries
            for name, entries in content.params.items()
            if not any(_NEEDS_QUOTES & set(entry) for entry in entries)
        }
        if len(kept) == len(content.params):
            return content
        for name, entries in content.params.items():
            if name not in kept:
                text = ", ".join(entries)
                self._unheld.append(Unheld(f"{source};{name}", text, Loss.NO_FORM))
        return replace(content, params=MappingProxyType(kept))

    def _lose(self, content: Content, why: Loss, kept: str = "") -> None:
        self._unheld.append(Unheld(content.name, said(content.value), why, kept))

    def _name_instance(self, content: Content) -> None:
        """A moved instance stands for itself; what series it is of is lost."""
        onwards = content.params.get("RANGE", ("",))[0].upper() == "THISANDFUTURE"
        kept = self._form(self.start) if self.start is not None else ""
        self._lose(content, Loss.NO_RULE if onwards else Loss.NO_FORM, kept)

    def _time(self, name: str, content: Content) -> Iterator[Content]:
        moment = self._moment(content)
        if moment is None:
            self._lose(content, Loss.UNREAD)
            return
        text = self._form(moment)
        whole_days = self._source.name == "VEVENT" and self.times.all_day
        if moment.all_day and not (whole_days and name in ("DTSTART", "DTEND")):
            self._lose(content, Loss.NO_FORM, text)
        if name == "DTEND" and whole_days:
            return  # written once for DTEND and DURATION
        params = {key: entry for key, entry in content.params.items() if key not in _OF_TIMES}
        own = Content(name, Exact(text), MappingProxyType(params))
        yield self._plain(own, content.name)

    def _moment(self, content: Content) -> Moment | None:
        if isinstance(content.value, Text):
            return None
        zone = content.params.get("TZID", ("",))[0]
        return self._zones.read(said(content.value)[:100], zone)

    def _form(self, moment: Moment) -> str:
        """A moment by the phone's own clock where it goes by the same, else in UTC."""
        when = moment.when
        if moment.all_day:
            return f"{moment_text(moment)}T000000"
        if when.tzinfo is None or self._is_local(moment):
            return moment_text(Moment(when.replace(tzinfo=None)))
        return moment_text(Moment(told_in(when, UTC), zone="UTC"))

    def _is_local(self, moment: Moment) -> bool:
        zone = self._dialect.zone
        return bool(zone) and moment.when.tzinfo is not UTC and self._zones.known_as(moment) == zone

    def _on_clock(self, moment: Moment) -> Moment:
        """An exception told by its day alone, at the series' time of day."""
        start = self.start
        if start is None or start.all_day or not moment.all_day:
            return moment
        when = datetime.combine(moment.when, start.when.time(), start.when.tzinfo)
        return replace(start, when=when)

    def _ends(self) -> Iterator[Content]:
        """DTEND of whole days, and what a DURATION comes to."""
        times = self.times
        event = self._source.name == "VEVENT"
        if event and times.all_day and times.start is not None:
            last = times.end or times.start
            yield Content("DTEND", Exact(self._form(replace(last, when=_after(last.when)))))
        elif self._source.first("DURATION") is not None:
            name, end = ("DTEND", times.end) if event else ("DUE", times.due)
            given = self._source.first("DTEND") or self._source.first("DUE")
            if end is not None and given is None:
                text = self._form(end)
                yield Content(name, Exact(text))
                if end.all_day and (duration := self._source.first("DURATION")) is not None:
                    self._lose(duration, Loss.NO_FORM, text)
            elif given is None and (duration := self._source.first("DURATION")) is not None:
                self._lose(duration, Loss.NO_FORM)

    def _dates(self, content: Content) -> Iterator[Content]:
        if isinstance(content.value, Text):
            self._lose(content, Loss.UNREAD)
            return
        zone = content.params.get("TZID", ("",))[0]
        text = said(content.value)
        if "/" in text:
            self._lose(content, Loss.NO_FORM, "")
        starts = (entry.partition("/")[0] for entry in text.split(","))
        moments = [self._zones.read(entry[:100], zone) for entry in starts]
        found = [self._on_clock(moment) for moment in moments if moment is not None]
        if len(found) != len(moments):
            self._lose(content, Loss.UNREAD)
        if found:
            yield Content(content.name, Exact(";".join(map(self._form, found))))

    def _rule(self, content: Content) -> Iterator[Content]:
        rule, start = read_rule(said(content.value)), self.start
        wall = start.when.replace(tzinfo=None) if start is not None else None
        words = old_rule(rule, wall) if rule is not None and wall is not None else None
        if words is None or rule is None or self.instance is not None:
            self._lose(content, Loss.NO_RULE)
            return
        yield Content(content.name, Exact(f"{words} {self._end_of(rule)}"))

    def _end_of(self, rule: Rule) -> str:
        """``#0`` for ever, ``#5`` five times, or the last moment."""
        until, start = rule.until, self.start
        if rule.count is not None:
            return f"#{rule.count}"
        if until is None or start is None:
            return "#0"
        if start.all_day:
            return self._form(Moment(until.when.replace(tzinfo=None), all_day=True))
        if until.all_day:
            last = datetime.combine(until.when, time(23, 59, 59), start.when.tzinfo)
            return self._form(replace(start, when=last))
        zone = start.when.tzinfo
        if zone is not None:
            told = until.when if until.when.tzinfo else until.when.replace(tzinfo=zone)
            return self._form(replace(start, when=told_in(told, zone)))
        return self._form(Moment(until.when.replace(tzinfo=None)))

    def _status(self, content: Content) -> Iterator[Content]:
        word = said(content.value)
        kept = word if word in OLD_STATUSES else NEAR_STATUSES.get(word, "")
        kept = kept if kept in OLD_STATUSES else ""
        if kept != word:
            self._lose(content, Loss.NO_FORM, kept)
        if kept:
            yield Content("STATUS", Exact(kept.replace("NEEDS-ACTION", "NEEDS ACTION")))

    def _transparency(self, content: Content) -> Iterator[Content]:
        number = _TRANSPARENCIES.get(said(content.value))
        if number is None:
            self._lose(content, Loss.NO_FORM)
        else:
            yield Content("TRANSP", Exact(number))

    def _alarms(self) -> Iterator[Content]:
        summary = self._component.text("SUMMARY")
        for child in self._source.children:
            if child.name != "VALARM":
                continue
            line = old_alarm_line(child, self, self._dialect, summary, self._unheld)
            if line is not None:
                yield line

    def alarm_time(self, trigger: Content) -> str:
        """When an alarm sounds, by the clock its item is written in; empty if nobody knows."""
        text = said(trigger.value)
        before = parse_duration(text[:100])
        if before is None:
            moment = self._moment(trigger)
            return self._form(moment) if moment is not None else ""
        of_end = trigger.params.get("RELATED", ("",))[0].upper() == "END"
        anchor = (self.times.end or self.times.due) if of_end else self.times.start
        anchor = anchor or self.start
        if anchor is None:
            return ""
        when = _after(anchor.when) if of_end and anchor.all_day else anchor.when
        try:
            moved = (
                (told_in(when, UTC) + before).astimezone(when.tzinfo)
                if when.tzinfo
                else when + before
            )
        except OverflowError:
            return ""
        return self._form(replace(anchor, when=moved, all_day=False))

    def _within(self, contents: list[Content]) -> list[Content]:
        kept = [with_kept_params(entry, self._dialect, self._unheld) for entry in contents]
        held, cut = limits.within([(content.name, content) for content in kept], self._dialect)
        self._unheld.extend(cut)
        return [content for content in held if content is not None]


def _component(block: Block) -> Component:
    """The block as the reader sees it, for what only reading tells."""
    document = read_components(write_block(Block("VCALENDAR", (), (block,)), ICALENDAR))
    return document.components[0].children[0]


def _after(when: datetime) -> datetime:
    try:
        return when + _DAY
    except OverflowError:
        return when
