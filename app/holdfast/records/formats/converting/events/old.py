"""Neutral events and to-dos in the words of vCalendar 1.0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from types import MappingProxyType

from holdfast.records.formats.components import Component
from holdfast.records.formats.converting import limits
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
from holdfast.records.formats.converting.events import zones as event_zones
from holdfast.records.formats.converting.events.alarms import old_alarm_line
from holdfast.records.formats.converting.events.clock import Clock, day_after
from holdfast.records.formats.converting.events.names import (
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
from holdfast.records.formats.converting.events.people import old_person
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.recurring.rules import read_rule
from holdfast.records.formats.recurring.rules_old import old_rule
from holdfast.records.formats.zoning.zones import MAX_DATE, Zones

PRODUCT = "-//Holdfast//Holdfast//EN"
_HELD_BLOCKS = ("VEVENT", "VTODO")
_TRANSPARENCIES = {"OPAQUE": "0", "TRANSPARENT": "1"}
_PARAM_NAME = re.compile(r"[A-Z0-9-]+", re.ASCII)
_HOW_WRITTEN = ("TYPE", "VALUE", "TZID")
_OF_TIMES = ("TZID", "VALUE", "RANGE")
_NEEDS_QUOTES = frozenset(':;,"')


@dataclass(frozen=True, slots=True)
class Shaped:
    """A calendar as it is to be written, and what it does not hold."""

    block: Block
    unheld: tuple[Unheld, ...] = ()


def with_kept_params(content: Content, dialect: Dialect, unheld: list[Unheld]) -> Content:
    """The content with the parameters its target keeps, a loss named where one is.

    A name that no parameter may have is kept nowhere.
    """
    named = {
        name: entries for name, entries in content.params.items() if _PARAM_NAME.fullmatch(name)
    }
    for name in content.params.keys() - named.keys():
        text = ", ".join(content.params[name])
        unheld.append(Unheld(f"{content.name};{name}", text, Loss.NO_FORM))
    kept = {
        name: entries
        for name, entries in named.items()
        if dialect.params is None or name in dialect.params or name in _HOW_WRITTEN
    }
    if len(kept) < len(named):
        text = said(content.value)
        unheld.append(Unheld(content.name, text, Loss.NO_TYPE, text))
    if len(kept) == len(content.params):
        return content
    return replace(content, params=MappingProxyType(kept))


def shape(blocks: Sequence[Block], dialect: Dialect) -> Shaped:
    """Lay out `blocks` as one vCalendar 1.0.

    A moved instance becomes an event of its own and an exception of its series; 1.0 has
    nothing else for it. A journal becomes an event where it has a day.
    """
    unheld: list[Unheld] = []
    zones = event_zones.zones_of(blocks)
    items = [_Item(block, dialect, zones, unheld) for block in _held(blocks, unheld)]
    home = _home([item.clock for item in items])
    lost = (item.clock.lost_zone(home) for item in items)
    unheld.extend(loss for loss in lost if loss is not None)
    exceptions = _exceptions(items)
    written = [
        item.block(() if item.clock.instance is not None else exceptions.get(item.uid, ()))
        for item in items
        if not item.is_called_off
    ]
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


def _home(clocks: Sequence[Clock]) -> tuple[tzinfo, int] | None:
    """The one zone that all rules written beside UTC times go by, and its first year."""
    wanted = [clock.zone for clock in clocks if clock.has_rules_in_utc]
    zones = {str(zone): zone for zone in wanted if zone is not None}
    if len(zones) != 1 or UTC in wanted:
        return None
    years = [clock.start.when.year for clock in clocks if clock.start is not None]
    return next(iter(zones.values())), min(years)


def _exceptions(items: Sequence[_Item]) -> dict[str, list[Moment]]:
    """Instances that stand, moved or called off, beside their series; by UID."""
    found: dict[str, list[Moment]] = {}
    for item in items:
        if item.clock.instance is not None and item.uid:
            found.setdefault(item.uid, []).append(item.clock.instance)
    return found


class _Item:
    """One event or to-do on its way into vCalendar 1.0."""

    def __init__(self, source: Block, dialect: Dialect, zones: Zones, unheld: list[Unheld]) -> None:
        self._source = source
        self._dialect = dialect
        self._unheld = unheld
        self._component = _component(source)
        self.clock = Clock.of(self._component, dialect, zones)
        self.uid = self._component.text("UID")

    @property
    def is_called_off(self) -> bool:
        """Whether it is an instance that does not take place; an exception says all of it."""
        return self.clock.instance is not None and self._component.text("STATUS") == "CANCELLED"

    def block(self, exceptions: Sequence[Moment]) -> Block:
        """The item as 1.0 writes it; `exceptions` are instances left out of its series."""
        contents = [content for entry in self._source.contents for content in self._old(entry)]
        contents.extend(self._ends())
        if exceptions:
            texts = ";".join(map(self.clock.exception, exceptions))
            contents.extend(self._kept(Content("EXDATE", Exact(texts))))
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
            if isinstance(content.value, Text):
                self._lose(content, Loss.UNREAD)
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
        elif name == "UID" and self.clock.instance is not None:
            yield Content("UID", Text(f"{self.uid}-{self.clock.text(self.clock.instance)}"))
        else:
            yield self._plain(replace(content, name=name), content.name)

    def _listed(self, content: Content, value: Fields) -> Content:
        """Entries between semicolons; many readers take a comma in one for its end."""
        entries = [entry for field in value.fields for entry in field]
        if any("," in entry for entry in entries):
            self._lose(content, Loss.NO_FORM, "; ".join(entries))
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
        kept = self.clock.text(self.clock.start) if self.clock.start is not None else ""
        self._lose(content, Loss.NO_RULE if onwards else Loss.NO_FORM, kept)

    def _time(self, name: str, content: Content) -> Iterator[Content]:
        moment = self.clock.moment(content)
        if moment is None:
            self._lose(content, Loss.UNREAD)
            return
        text = self.clock.text(moment)
        whole_days = self._source.name == "VEVENT" and self.clock.times.all_day
        if moment.all_day and not (whole_days and name in ("DTSTART", "DTEND")):
            self._lose(content, Loss.NO_FORM, text)
        if name == "DTEND" and whole_days:
            return  # written once for DTEND and DURATION
        params = {key: entry for key, entry in content.params.items() if key not in _OF_TIMES}
        own = Content(name, Exact(text), MappingProxyType(params))
        yield self._plain(own, content.name)

    def _ends(self) -> Iterator[Content]:
        """DTEND of whole days, and what a DURATION comes to."""
        times, event = self.clock.times, self._source.name == "VEVENT"
        duration = next(
            (one for one in self._source.all("DURATION") if isinstance(one.value, Exact)), None
        )
        if event and times.all_day and times.start is not None:
            last = times.end or times.start
            text = self.clock.text(replace(last, when=day_after(last.when)))
            yield from self._kept(Content("DTEND", Exact(text)))
        elif duration is not None and not any(self._source.all("DTEND", "DUE")):
            name, end = ("DTEND", times.end) if event else ("DUE", times.due)
            text = self.clock.text(end) if end is not None else ""
            if end is None or end.all_day:
                self._lose(duration, Loss.NO_FORM, text)
            if text:
                yield from self._kept(Content(name, Exact(text)))

    def _kept(self, content: Content) -> Iterator[Content]:
        """What the source does not write in so many words, where the target keeps it."""
        if self._dialect.keeps(content.name):
            yield content
        else:
            self._lose(content, Loss.NO_PROPERTY)

    def _dates(self, content: Content) -> Iterator[Content]:
        if isinstance(content.value, Text):
            self._lose(content, Loss.UNREAD)
            return
        zone = content.params.get("TZID", ("",))[0]
        text = said(content.value)
        if "/" in text:
            self._lose(content, Loss.NO_FORM, "")
        starts = (entry.partition("/")[0] for entry in text.split(","))
        moments = [self.clock.zones.read(entry[:MAX_DATE], zone) for entry in starts]
        found = [self.clock.exception(moment) for moment in moments if moment is not None]
        if len(found) != len(moments):
            self._lose(content, Loss.UNREAD)
        if found:
            yield Content(content.name, Exact(";".join(found)))

    def _rule(self, content: Content) -> Iterator[Content]:
        rule, start = read_rule(said(content.value)), self.clock.start
        wall = start.when.replace(tzinfo=None) if start is not None else None
        words = old_rule(rule, wall) if rule is not None and wall is not None else None
        if words is None or rule is None or self.clock.instance is not None:
            self._lose(content, Loss.NO_RULE)
            return
        yield Content(content.name, Exact(f"{words} {self.clock.end_of(rule)}"))

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
            line = old_alarm_line(child, self.clock, self._dialect, summary, self._unheld)
            if line is not None:
                yield line

    def _within(self, contents: list[Content]) -> list[Content]:
        kept = [with_kept_params(entry, self._dialect, self._unheld) for entry in contents]
        held, cut = limits.within([(content.name, content) for content in kept], self._dialect)
        self._unheld.extend(cut)
        return [content for content in held if content is not None]


def _component(block: Block) -> Component:
    """The block as the reader sees it, for what only reading tells."""
    document = read_components(write_block(Block("VCALENDAR", (), (block,)), ICALENDAR))
    return document.components[0].children[0]
