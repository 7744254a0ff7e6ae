"""Neutral events and to-dos to a calendar in a target's dialect."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from holdfast.records.formats.converting import limits
from holdfast.records.formats.converting.contents import (
    Block,
    Content,
    Converted,
    Exact,
    Loss,
    Text,
    Unheld,
    said,
)
from holdfast.records.formats.converting.dialects import ICALENDAR, Dialect
from holdfast.records.formats.converting.events import old as event_old
from holdfast.records.formats.converting.events import zones as event_zones
from holdfast.records.formats.converting.events.names import (
    DATE_LISTS,
    ITEMS,
    LENGTHS,
    NEAR_STATUSES,
    NUMBERS,
    PHONES_KEY,
    STATUSES,
    TIMES,
)
from holdfast.records.formats.converting.events.values import duration_text
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.dates import parse_moment
from holdfast.records.formats.digest import TRANSPORT

_READABLE = TIMES | DATE_LISTS | LENGTHS | NUMBERS | {"GEO"}
_NEEDED = frozenset(("UID", "DTSTAMP"))
_BEFORE_ALL_TIME = "19700101T000000Z"
_HIGHEST_PRIORITY_NUMBER = 9


def write_event(blocks: Sequence[Block], dialect: Dialect) -> Converted:
    """One calendar of `dialect` around `blocks` (neutral VEVENT, VTODO, …), and what it lacks.

    Blocks of one UID belong together: a series and its moved instances. For iCalendar the
    VTIMEZONEs they need come with them.
    """
    wrapper = event_old.shape(blocks, dialect) if dialect.old else _shape(blocks, dialect)
    data = write_block(wrapper.block, dialect)
    return Converted(data, tuple(dict.fromkeys(wrapper.unheld)))


def _shape(blocks: Sequence[Block], dialect: Dialect) -> event_old.Shaped:
    unheld: list[Unheld] = []
    items = [_Item(block, dialect, unheld).block() for block in blocks if block.name in ITEMS]
    zones = event_zones.blocks_for(blocks)
    head = (
        Content("VERSION", Exact(dialect.version)),
        Content("PRODID", Text(event_old.PRODUCT)),
    )
    return event_old.Shaped(Block("VCALENDAR", head, (*zones, *items)), tuple(unheld))


@dataclass(slots=True)
class _Item:
    """One item on its way into iCalendar."""

    source: Block
    dialect: Dialect
    unheld: list[Unheld] = field(default_factory=list)

    def block(self) -> Block:
        contents = [content for entry in self.source.contents for content in self._fitted(entry)]
        contents = self._within(contents)
        alarms = [child for child in self.source.children if child.name == "VALARM"]
        if alarms and not self.dialect.keeps("VALARM"):
            self.unheld.extend(_lost_alarm(alarm) for alarm in alarms)
            alarms = []
        begin = self._begin(alarms)
        shaped = [self._alarm(alarm, begin) for alarm in alarms]
        return Block(
            self.source.name,
            (*self._required(contents), *contents, *((begin,) if begin else ())),
            tuple(alarm for alarm in shaped if alarm is not None),
        )

    def _begin(self, alarms: Sequence[Block]) -> Content | None:
        """A start for a to-do without times whose alarm sounds by the clock on the wall.

        That is how old phones remind of one; an alarm must be told in UTC, or from a start.
        """
        timed = any(self.source.all("DTSTART", "DUE", "DURATION"))
        if self.source.name != "VTODO" or timed or not self.dialect.keeps("DTSTART"):
            return None
        triggers = (trigger for alarm in alarms for trigger in alarm.all("TRIGGER"))
        return next(
            (Content("DTSTART", one.value) for one in triggers if _is_by_the_wall(one)), None
        )

    def _fitted(self, content: Content) -> Iterator[Content]:
        """The content as iCalendar may hold it; nothing where it may not."""
        text = said(content.value)
        if content.name in PHONES_KEY:
            return
        if not self.dialect.keeps(content.name) and content.name not in _NEEDED:
            if content.name not in TRANSPORT:
                self.unheld.append(Unheld(content.name, text, Loss.NO_PROPERTY))
        elif content.name in _READABLE and isinstance(content.value, Text):
            self.unheld.append(Unheld(content.name, text, Loss.UNREAD))
        elif content.name in ("RRULE", "EXRULE") and "FREQ=" not in text.upper():
            self.unheld.append(Unheld(content.name, text, Loss.NO_RULE))
        elif content.name == "STATUS":
            yield from self._status(content, text)
        elif content.name == "PRIORITY":
            yield from self._priority(content, text)
        else:
            yield content

    def _status(self, content: Content, word: str) -> Iterator[Content]:
        known = STATUSES.get(self.source.name, frozenset())
        if word in known:
            yield content
            return
        near = NEAR_STATUSES.get(word, "")
        kept = near if near in known else ""
        self.unheld.append(Unheld("STATUS", word, Loss.NO_FORM, kept))
        if kept:
            yield replace(content, value=Exact(kept))

    def _priority(self, content: Content, text: str) -> Iterator[Content]:
        if text.isdecimal() and len(text) < 10 and int(text) > _HIGHEST_PRIORITY_NUMBER:  # noqa: PLR2004
            kept = str(_HIGHEST_PRIORITY_NUMBER)
            self.unheld.append(Unheld("PRIORITY", text, Loss.NO_FORM, kept))
            yield replace(content, value=Exact(kept))
        elif text.isdecimal():
            yield content
        else:
            self.unheld.append(Unheld("PRIORITY", text, Loss.NO_FORM))

    def _within(self, contents: list[Content]) -> list[Content]:
        kept = [event_old.with_kept_params(entry, self.dialect, self.unheld) for entry in contents]
        named = [(content.name, content) for content in kept]
        held, cut = limits.within(named, self.dialect)
        self.unheld.extend(cut)
        return [content for content in held if content is not None]

    def _required(self, contents: list[Content]) -> Iterator[Content]:
        """UID and DTSTAMP, which an item must have (RFC 5545, 3.6.1); made out of itself."""
        names = {content.name for content in contents}
        if "UID" not in names:
            digest = hashlib.sha256(write_block(self.source, ICALENDAR)).hexdigest()
            yield Content("UID", Text(f"{digest[:32]}@holdfast"))
        if "DTSTAMP" not in names:
            stamps = (self.source.first(name) for name in ("LAST-MODIFIED", "CREATED"))
            texts = (said(stamp.value) for stamp in stamps if stamp is not None)
            utc = (text for text in texts if text.endswith("Z"))
            yield Content("DTSTAMP", Exact(next(utc, _BEFORE_ALL_TIME)))

    def _alarm(self, alarm: Block, begin: Content | None) -> Block | None:
        trigger = alarm.first("TRIGGER")
        told = self._from_start(trigger, begin) if trigger and begin else trigger
        if told is not None and not self._sounds(told):
            return None
        contents = [
            event_old.with_kept_params(
                told if told and entry is trigger else entry, self.dialect, self.unheld
            )
            for entry in alarm.contents
            if self._is_readable(entry)
        ]
        action = alarm.first("ACTION")
        shown = action is not None and said(action.value) == "DISPLAY"
        summary = self.source.first("SUMMARY")
        if shown and summary is not None and alarm.first("DESCRIPTION") is None:
            contents.append(Content("DESCRIPTION", summary.value))
        return replace(alarm, contents=tuple(contents))

    def _from_start(self, trigger: Content, begin: Content) -> Content:
        """The trigger by its distance from the start that it was given."""
        moments = parse_moment(said(trigger.value)), parse_moment(said(begin.value))
        if not _is_by_the_wall(trigger) or moments[0] is None or moments[1] is None:
            return trigger
        text = said(trigger.value)
        self.unheld.append(Unheld("TRIGGER", text, Loss.NO_FORM, text))
        return Content("TRIGGER", Exact(duration_text(moments[0].when - moments[1].when)))

    def _sounds(self, trigger: Content) -> bool:
        """Whether it can be told when an alarm sounds."""
        text = said(trigger.value)
        if isinstance(trigger.value, Text):
            self.unheld.append(Unheld("TRIGGER", text, Loss.UNREAD))
            return False
        if trigger.params.get("VALUE") == ("DATE-TIME",) and not text.endswith("Z"):
            # It must be UTC, but nobody knows on whose clock it was told.
            self.unheld.append(Unheld("TRIGGER", text, Loss.NO_ZONE))
            return False
        return True

    def _is_readable(self, content: Content) -> bool:
        unread = content.name in _READABLE and isinstance(content.value, Text)
        if unread:
            self.unheld.append(Unheld(content.name, said(content.value), Loss.UNREAD))
        return not unread


def _is_by_the_wall(trigger: Content) -> bool:
    """Whether an alarm sounds at a moment of nobody knows whose clock."""
    floats = isinstance(trigger.value, Exact) and not said(trigger.value).endswith("Z")
    return floats and dict(trigger.params) == {"VALUE": ("DATE-TIME",)}


def _lost_alarm(alarm: Block) -> Unheld:
    trigger = alarm.first("TRIGGER")
    return Unheld("VALARM", said(trigger.value) if trigger else "", Loss.NO_PROPERTY)
