"""One event of vCalendar 1.0 or iCalendar as rows that Android's calendar provider takes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.converting.contents import Block, Content, Text, said
from holdfast.records.formats.converting.dialects import ICALENDAR
from holdfast.records.formats.converting.events.names import ITEMS
from holdfast.records.formats.converting.events.reading import read_event
from holdfast.records.formats.converting.events.zones import zones_of
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.dates import Moment, find_zone, parse_duration, told_in
from holdfast.records.formats.provider_rows.events import names
from holdfast.records.formats.provider_rows.events.clocks import UTC_CLOCK, Clock, clock_of
from holdfast.records.formats.provider_rows.events.people import people_rows
from holdfast.records.formats.provider_rows.events.reminders import Anchors, reminder_rows
from holdfast.records.formats.provider_rows.events.series import Beginning, dates_column
from holdfast.records.formats.provider_rows.events.times import (
    DAY,
    NONE,
    days,
    is_telling,
    later,
    length_text,
    milliseconds,
)
from holdfast.records.formats.provider_rows.rows import ProviderRows, Row, Value
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.zoning.zones import MAX_DATE, Zones

_COLOR = re.compile(r"#([0-9a-f]{6})", re.IGNORECASE | re.ASCII)
_OPAQUE, _TWO_TO_32 = 0xFF000000, 1 << 32
_ACCESS = MappingProxyType({word: level for level, word in names.CLASSES.items()})
_STATUS = MappingProxyType({word: status for status, word in names.STATUSES.items()})
_BUSY = MappingProxyType({"TENTATIVE": names.TENTATIVELY_BUSY, "FREE": names.FREE})
_LONGEST_LENGTH = 100
_MASTER = 1
_UID_DIGITS = 32
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def rows_of(ics: bytes, zone: str = "UTC") -> ProviderRows:
    """The rows of one event: "events" (the event, then its exceptions), "reminders", "attendees".

    `zone` is the phone's own ("Europe/Berlin"): in it times are told that name no zone. The
    rows follow the provider's rules: `dtend` or, in a series, `duration`; whole days at
    midnight UTC; always an `eventTimezone`. `_id`, `event_id` and `original_id` tie them to
    each other, the event's being 1; the provider gives its own. `calendar_id` is left out.

    Raises `ValueError` with a short reason for what Android's calendar has no form for.
    """
    document = read_components(ics)
    master, moved = _parted(document)
    own = Zones.of(document)
    blocks = [read_event(item, document, own) for item in (master, *moved)]
    home = find_zone(zone)
    phone = clock_of(home, _ANY_TIME) if home is not None else None
    reader = _Reader(zones_of(blocks), phone or UTC_CLOCK)
    # An instance whose series is not there takes place once, whatever rules it has.
    alone = blocks[0].first("RECURRENCE-ID") is not None
    when = _When.of(reader, blocks[0], reader.moment(blocks[0].first("DTSTART")), once=alone)
    return _Writer(reader, when).rows(blocks[0], blocks[1:])


def _parted(document: Document) -> tuple[Component, Sequence[Component]]:
    """The event, and the instances of it that were moved."""
    items = document.items(*ITEMS)
    events = [item for item in items if item.name == "VEVENT"]
    if not events:
        is_todo = any(item.name == "VTODO" for item in items)
        raise ValueError("Android has no to-do list" if is_todo else "it is no event")
    masters = [event for event in events if event.first("RECURRENCE-ID") is None]
    if not masters and len(events) == 1:
        return events[0], ()
    if not masters:
        raise ValueError("the series that its instances belong to is missing")
    master = masters[0]
    moved = [event for event in events if event.first("RECURRENCE-ID") is not None]
    if len(masters) > 1 or any(event.text("UID") != master.text("UID") for event in moved):
        raise ValueError("it is more than one event")
    return master, moved


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the times of one document; `phone` is the clock of times that name no zone."""

    zones: Zones
    phone: Clock

    def moment(self, content: Content | None) -> Moment | None:
        """The moment that a content holds; None where it holds none."""
        if content is None or isinstance(content.value, Text):
            return None
        return self.read(said(content.value), content)

    def read(self, text: str, content: Content) -> Moment | None:
        """One date of `content`, which may hold several."""
        return self.zones.read(text[:MAX_DATE], (content.params.get("TZID") or ("",))[0])

    def clock(self, moment: Moment, *, repeats: bool) -> Clock:
        """The clock of the zone database that tells a moment and, of a series, what follows."""
        zone = moment.when.tzinfo
        if zone is None:
            return self.phone
        found = clock_of(zone, moment.when)
        if found is None and repeats:
            raise ValueError("no time zone that Android knows goes like its own")
        return found or UTC_CLOCK

    def in_utc(self, moment: Moment) -> datetime:
        when = moment.when
        return told_in(when if when.tzinfo else when.replace(tzinfo=self.phone.zone), UTC)


@dataclass(frozen=True, slots=True)
class _When:
    """When one event takes place, in UTC; whole days from midnight to midnight there."""

    beginning: Beginning
    end: datetime
    length: timedelta
    ends_by: Clock
    repeats: bool

    @classmethod
    def of(cls, reader: _Reader, block: Block, moment: Moment | None, *, once: bool) -> _When:
        """The times of what begins at `moment`; raises `ValueError` where that is none."""
        if moment is None:
            raise ValueError("it has no start")
        rules = any("FREQ=" in said(rule.value).upper() for rule in block.all("RRULE"))
        repeats = not once and (rules or any(True for _ in block.all("RDATE")))
        if moment.all_day:
            start = moment.when.replace(tzinfo=UTC)
            beginning = Beginning(start, UTC_CLOCK, all_day=True)
        else:
            clock = reader.clock(moment, repeats=repeats)
            beginning = Beginning(reader.in_utc(moment), clock, all_day=False)
        if not is_telling(beginning.start):
            raise ValueError("it is too far away in time")
        return cls._ending(reader, block, beginning, repeats=repeats)

    @classmethod
    def _ending(
        cls, reader: _Reader, block: Block, beginning: Beginning, *, repeats: bool
    ) -> _When:
        start, clock = beginning.start, beginning.clock
        told = reader.moment(block.first("DTEND"))
        length = _length(block)
        end = start
        if told is not None and beginning.all_day:
            end = told.when.replace(tzinfo=UTC)
        elif told is not None and told.all_day:
            end = told_in(told.when.replace(tzinfo=clock.zone), UTC)
        elif told is not None:
            end = reader.in_utc(told)
            clock = reader.clock(told, repeats=False)
        elif length is not None:
            end = _after(beginning, length)
        lasts = end - start if told is not None or length is None else length
        lasts = days(lasts) if beginning.all_day else max(lasts, NONE)
        end = max(end, start) if not beginning.all_day else (later(start, lasts) or start)
        if not is_telling(end):
            raise ValueError("it is too far away in time")
        return cls(beginning, end, lasts, clock, repeats)

    def row(self) -> Iterator[tuple[str, Value]]:
        beginning = self.beginning
        yield "dtstart", milliseconds(beginning.start)
        if self.repeats:
            yield "duration", length_text(self.length, all_day=beginning.all_day)
        else:
            yield "dtend", milliseconds(self.end)
        yield "eventTimezone", beginning.clock.name
        if self.ends_by.name != beginning.clock.name and self.end > beginning.start:
            yield "eventEndTimezone", self.ends_by.name
        yield "allDay", int(beginning.all_day)


def _length(block: Block) -> timedelta | None:
    content = block.first("DURATION")
    if content is None or isinstance(content.value, Text):
        return None
    length = parse_duration(said(content.value)[:_LONGEST_LENGTH])
    return max(length, NONE) if length is not None else None


def _after(beginning: Beginning, length: timedelta) -> datetime:
    """The end of a length; of days by the clock on the wall, also where that is changed."""
    if length % DAY or beginning.all_day:
        return later(beginning.start, length) or beginning.start
    wall = told_in(beginning.start, beginning.clock.zone)
    end = later(wall, length)
    return told_in(end, UTC) if end is not None else beginning.start


class _Writer:
    """Makes the rows of one event and its exceptions."""

    def __init__(self, reader: _Reader, when: _When) -> None:
        self._reader = reader
        self._when = when
        self._events: list[Row] = []
        self._reminders: list[Row] = []
        self._attendees: list[Row] = []

    def rows(self, master: Block, moved: Sequence[Block]) -> ProviderRows:
        called_off = [self._instance(block) for block in moved if _is_called_off(block)]
        series = dict(self._series(master, called_off))
        self._take(master, self._when, series)
        for block in moved:
            if not _is_called_off(block):
                self._take_moved(block)
        tables = {
            "events": tuple(self._events),
            "reminders": tuple(self._reminders),
            "attendees": tuple(self._attendees),
        }
        return ProviderRows("calendar", MappingProxyType(tables))

    def _take_moved(self, block: Block) -> None:
        instance = self._instance(block)
        starts = (self._reader.moment(block.first(name)) for name in ("DTSTART", "RECURRENCE-ID"))
        when = _When.of(self._reader, block, next(filter(None, starts), None), once=True)
        own: dict[str, Value] = {
            "original_id": _MASTER,
            "originalInstanceTime": milliseconds(instance),
            "originalAllDay": int(self._when.beginning.all_day),
        }
        self._take(block, when, own)

    def _take(self, block: Block, when: _When, own: Mapping[str, Value]) -> None:
        number = len(self._events) + 1
        organizer, attendees = people_rows(block)
        anchors = Anchors(
            self._alarms_start(when), when.end, self._reader.moment, self._reader.in_utc
        )
        row: dict[str, Value] = {"_id": number, **dict(_texts(block)), **dict(when.row()), **own}
        row.update(_words(block))
        row.update({"organizer": organizer} if organizer else {})
        if number == _MASTER:
            row["uid2445"] = _uid(block)
        self._events.append(row)
        ties = {"event_id": number}
        self._attendees.extend({**ties, **attendee} for attendee in attendees)
        self._reminders.extend({**ties, **row} for row in reminder_rows(block, anchors))

    def _alarms_start(self, when: _When) -> datetime:
        """The start that a moment is held against: a day begins by the phone's own clock."""
        start = when.beginning.start
        if not when.beginning.all_day:
            return start
        return told_in(start.replace(tzinfo=self._reader.phone.zone), UTC)

    def _instance(self, block: Block) -> datetime:
        moment = self._reader.moment(block.first("RECURRENCE-ID"))
        instance = self._placed(moment) if moment is not None else None
        if instance is None:
            raise ValueError("one of its instances names no date")
        return instance

    def _placed(self, moment: Moment) -> datetime | None:
        """A date of the series; one in no zone by the phone's clock."""
        beginning = self._when.beginning
        if not beginning.all_day and not moment.all_day and moment.when.tzinfo is None:
            moment = Moment(self._reader.in_utc(moment))
        if beginning.all_day and moment.when.tzinfo is not None:
            moment = Moment(moment.when.replace(tzinfo=None))
        return beginning.placed(moment)

    def _series(self, block: Block, called_off: Sequence[datetime]) -> Iterator[tuple[str, Value]]:
        if not self._when.repeats:
            return
        beginning = self._when.beginning
        for name in ("RRULE", "EXRULE"):
            texts = (said(rule.value) for rule in block.all(name))
            rules = [beginning.fitted(text) for text in texts if "FREQ=" in text.upper()]
            if rules:
                yield name.lower(), "\n".join(rules)
        further = list(self._dates(block, "RDATE"))
        if further and not any(block.all("RRULE")):
            further.append(beginning.start)  # the provider counts it only where it is named
        for column, dates in (
            ("rdate", further),
            ("exdate", [*self._dates(block, "EXDATE"), *called_off]),
        ):
            if dates:
                yield column, dates_column(dates)

    def _dates(self, block: Block, name: str) -> Iterator[datetime]:
        for content in block.all(name):
            if isinstance(content.value, Text):
                continue
            for text in said(content.value).split(","):
                moment = self._reader.read(text.partition("/")[0], content)
                placed = self._placed(moment) if moment is not None else None
                if placed is not None:
                    yield placed


def _uid(block: Block) -> str:
    """The event's UID, or one made from all that it says."""
    found = block.first("UID")
    if found is not None and said(found.value).strip():
        return said(found.value)
    hashed = hashlib.sha256(write_block(block, ICALENDAR)).hexdigest()
    return f"{hashed[:_UID_DIGITS]}@holdfast"


def _is_called_off(block: Block) -> bool:
    status = block.first("STATUS")
    return status is not None and said(status.value).upper() == "CANCELLED"


def _texts(block: Block) -> Iterator[tuple[str, Value]]:
    for column, name in names.TEXTS.items():
        content = block.first(name)
        text = said(content.value) if content is not None else ""
        if text.strip():
            yield column, text


def _words(block: Block) -> Iterator[tuple[str, Value]]:
    def word(name: str) -> str:
        content = block.first(name)
        return said(content.value).strip().upper() if content is not None else ""

    status, access = _STATUS.get(word("STATUS")), _ACCESS.get(word("CLASS"))
    if status is not None:
        yield "eventStatus", status
    if access is not None:
        yield "accessLevel", access
    free = names.FREE if word("TRANSP") == "TRANSPARENT" else None
    availability = free or _BUSY.get(word(names.BUSY_STATUS))
    if availability is not None:
        yield "availability", availability
    color = _COLOR.fullmatch(word(names.COLOR))
    if color is not None:
        yield "eventColor", (int(color[1], 16) | _OPAQUE) - _TWO_TO_32
