"""The rows of one event of Android's calendar, with its exceptions, as a VCALENDAR.

A called-off instance is an EXDATE of its series, not an event with STATUS:CANCELLED: every
program and phone leaves an EXDATE out, but many show a cancelled event as one that takes
place, and of one that was called off the rows hold nothing but a copy of the series.

The calendar's name is not among the lines. It belongs to where an event lies: with it, an
event would read as another one after its calendar was renamed, or once it was restored into
the phone's own calendar.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from holdfast.records.formats.converting.contents import Block, Content, Exact, Text
from holdfast.records.formats.converting.dialects import ICALENDAR
from holdfast.records.formats.converting.events.writing import write_event
from holdfast.records.formats.provider_rows.events import names
from holdfast.records.formats.provider_rows.events.clocks import UTC_CLOCK, Clock, clock_named
from holdfast.records.formats.provider_rows.events.people import people_contents
from holdfast.records.formats.provider_rows.events.reminders import alarms_of, default_contents
from holdfast.records.formats.provider_rows.events.series import (
    Beginning,
    dates_contents,
    dates_of,
    rules_of,
)
from holdfast.records.formats.provider_rows.events.times import (
    DAY,
    day_content,
    days,
    instant,
    later,
    length_of,
    midnight,
    time_content,
    whole,
)
from holdfast.records.formats.provider_rows.rows import Lost, ProviderRows, Row, text

_UID_DIGITS = 32
_IN_RULES = ("rrule", "exrule", "rdate", "exdate")
_COLOR = 0xFFFFFF
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def calendar_of(rows: ProviderRows) -> bytes:
    """One calendar with the event and each of its moved instances; never raises.

    A time that was not read as the phone holds it is left out, and its column named in a line
    X-HOLDFAST-UNREAD; so is a rule or date that makes no sense. Without an event it is an
    empty calendar.
    """
    events = rows.table("events")
    blocks = _Item(rows, events).blocks() if events else ()
    return write_event(tuple(blocks), ICALENDAR).data


@dataclass(slots=True)
class _Told:
    """One row of the events, and what of it could not be told."""

    row: Row
    lost: frozenset[str]
    unread: dict[str, None] = field(default_factory=dict)

    def moment(self, column: str) -> datetime | None:
        """A column as a moment; None where it holds none or another than the phone's."""
        if self.is_lost(column):
            return None
        milliseconds = whole(self.row, column)
        when = instant(milliseconds)
        if when is None and self.row.get(column) is not None:
            self.unread[column] = None
        return when

    def is_lost(self, column: str) -> bool:
        if column in self.lost:
            self.unread[column] = None
        return column in self.lost

    @property
    def all_day(self) -> bool:
        return bool(whole(self.row, "allDay"))


class _Item:
    """An event with all its exceptions."""

    def __init__(self, rows: ProviderRows, events: Sequence[Row]) -> None:
        self._lost = _lost_by_row(rows.lost)
        self._beside = {name: _by_event(rows, name) for name in ("reminders", "attendees")}
        self._owner = text(rows.first("calendars"), "ownerAccount")
        self._master, *self._others = (self._told(row) for row in events)
        self._uid = uid_of(rows)
        self._beginning = self._begins()

    def _begins(self) -> Beginning | None:
        start = self._master.moment("dtstart")
        if start is None:
            return None
        all_day = self._master.all_day
        start = midnight(start) if all_day else start
        clock = UTC_CLOCK if all_day else _clock(self._master.row, "eventTimezone", start)
        return Beginning(start, clock, all_day)

    def blocks(self) -> Iterator[Block]:
        called_off: list[datetime] = []
        moved: list[tuple[_Told, Content | None]] = []
        for told in self._others:
            instance = told.moment("originalInstanceTime")
            if whole(told.row, "eventStatus") != names.CANCELLED:
                moved.append((told, self._instance(told, instance)))
            elif instance is not None:
                called_off.append(midnight(instance) if self._master.all_day else instance)
            else:
                self._master.unread["originalInstanceTime"] = None
        yield self._block(self._master, Content("UID", Text(self._uid)), called_off)
        for told, content in moved:
            yield self._moved(told, content)

    def _instance(self, told: _Told, instance: datetime | None) -> Content | None:
        """Which instance of the series it is; None where that was not read."""
        if instance is None:
            return None
        if self._master.all_day or whole(told.row, "originalAllDay"):
            return day_content("RECURRENCE-ID", midnight(instance))
        clock = self._beginning.clock if self._beginning is not None else UTC_CLOCK
        return time_content("RECURRENCE-ID", instance, clock)

    def _moved(self, told: _Told, instance: Content | None) -> Block:
        """A moved instance; an event of its own where nobody knows which one it is."""
        if instance is not None:
            return self._block(told, Content("UID", Text(self._uid)), (), instance)
        told.unread["originalInstanceTime"] = None
        own = f"{self._uid}-{whole(told.row, '_id') or 0}"
        return self._block(told, Content("UID", Text(own)), ())

    def _block(
        self,
        told: _Told,
        uid: Content,
        called_off: Sequence[datetime],
        instance: Content | None = None,
    ) -> Block:
        is_master = told is self._master
        reminders, attendees = (self._of(told, name) for name in ("reminders", "attendees"))
        contents = [
            uid,
            *((instance,) if instance is not None else ()),
            *_texts(told.row),
            *_times(told),
            *(self._series(told, called_off) if is_master else ()),
            *_words(told.row),
            *people_contents(told.row, attendees, self._owner),
            *default_contents(reminders),
        ]
        contents.extend(Content(names.UNREAD, Text(column)) for column in sorted(told.unread))
        return Block("VEVENT", tuple(contents), tuple(alarms_of(reminders, _title(told.row))))

    def _told(self, row: Row) -> _Told:
        return _Told(row, self._columns_lost("events", row))

    def _columns_lost(self, table: str, row: Row) -> frozenset[str]:
        return frozenset(self._lost.get((table, whole(row, "_id")), ()))

    def _of(self, told: _Told, table: str) -> list[Row]:
        """The rows of another table that belong to one event; no reminder that is half read."""
        found = self._beside[table].get(whole(told.row, "_id"), ())
        kept = [row for row in found if "minutes" not in self._columns_lost(table, row)]
        if len(kept) < len(found):
            told.unread["minutes"] = None
        return kept

    def _series(self, told: _Told, called_off: Sequence[datetime]) -> Iterator[Content]:
        """Rules and dates; without a start the rules alone, as they are."""
        known = {
            column: "" if told.is_lost(column) else text(told.row, column) for column in _IN_RULES
        }
        for column in ("rrule", "exrule"):
            for rule in rules_of(known[column]):
                if "FREQ=" not in rule.upper():
                    told.unread[column] = None
                    continue
                fitted = self._beginning.fitted(rule) if self._beginning else rule
                yield Content(column.upper(), Exact(fitted))
        repeats = any(known[column].strip() for column in ("rrule", "rdate"))
        if self._beginning is not None and repeats:
            yield from self._dates(told, known, called_off, self._beginning)

    def _dates(
        self,
        told: _Told,
        known: dict[str, str],
        called_off: Sequence[datetime],
        beginning: Beginning,
    ) -> Iterator[Content]:
        for column in ("rdate", "exdate"):
            found = list(dates_of(known[column], beginning))
            if None in found:
                told.unread[column] = None
            dates = {when for when in found if when is not None}
            if column == "exdate":
                dates.update(called_off)
            elif not known["rrule"].strip():
                # The provider counts a start only where it is named; RFC 5545 always does.
                left_out = {*called_off, *dates_of(known["exdate"], beginning)}
                dates -= {beginning.start} - left_out
            yield from dates_contents(column.upper(), dates, beginning)


def _lost_by_row(lost: Sequence[Lost]) -> Mapping[tuple[str, int | None], set[str]]:
    found: dict[tuple[str, int | None], set[str]] = {}
    for entry in lost:
        found.setdefault((entry.table, entry.row), set()).add(entry.column)
    return found


def _by_event(rows: ProviderRows, table: str) -> Mapping[int | None, Sequence[Row]]:
    """The rows of a table by their event; those that name none are the first event's."""
    master = whole(rows.first("events"), "_id")
    found: dict[int | None, list[Row]] = {}
    for row in rows.table(table):
        event = whole(row, "event_id")
        found.setdefault(master if event is None else event, []).append(row)
    return found


def uid_of(rows: ProviderRows) -> str:
    """The UID an event came with, or one that stays the same while it is on the phone."""
    row, calendar = rows.first("events"), rows.first("calendars")
    own = " ".join(text(row, "uid2445").split())
    if own:
        return own
    parts = (
        text(calendar, "account_type"),
        text(calendar, "account_name"),
        text(calendar, "name") or text(row, "calendar_id"),
        text(row, "_sync_id") or text(row, "_id"),
    )
    hashed = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{hashed[:_UID_DIGITS]}@holdfast"


def _title(row: Row) -> str:
    return _plain(row, "title").strip()


def _texts(row: Row) -> Iterator[Content]:
    for column, name in names.TEXTS.items():
        value = _plain(row, column)
        if value.strip():
            yield Content(name, Text(value))


def _plain(row: Row, column: str) -> str:
    """A text without what no line may hold."""
    return _CONTROLS.sub("", text(row, column))


def _clock(row: Row, column: str, start: datetime) -> Clock:
    return clock_named(text(row, column).strip(), start)


def _times(told: _Told) -> Iterator[Content]:
    """DTSTART and DTEND; no end where it is the start."""
    start = told.moment("dtstart")
    if told.all_day:
        start = midnight(start) if start is not None else None
        end = _end(told, start)
        if start is not None and end is not None:
            end = later(start, days(end - start))
        elif start is not None and not {"dtend", "duration"} & told.unread.keys():
            end = later(start, DAY)
        times = (("DTSTART", start), ("DTEND", midnight(end) if end else None))
        yield from (day_content(name, when) for name, when in times if when is not None)
        return
    end = _end(told, start)
    if start is not None:
        yield time_content("DTSTART", start, _clock(told.row, "eventTimezone", start))
    if end is not None and (start is None or end > start):
        own = "eventEndTimezone" if text(told.row, "eventEndTimezone").strip() else "eventTimezone"
        yield time_content("DTEND", end, _clock(told.row, own, end))


def _end(told: _Told, start: datetime | None) -> datetime | None:
    """The end by the column that the provider goes by: a series has a duration."""
    length = None
    if told.row.get("duration") is not None and not told.is_lost("duration"):
        length = length_of(text(told.row, "duration"))
        if length is None:
            told.unread["duration"] = None
    repeats = any(text(told.row, column).strip() for column in ("rrule", "rdate"))
    by_length = later(start, length) if start is not None and length is not None else None
    if repeats and by_length is not None:
        return by_length
    end = told.moment("dtend")
    return end if end is not None else by_length


def _words(row: Row) -> Iterator[Content]:
    status = _word(row, "eventStatus", names.STATUSES)
    access = _word(row, "accessLevel", names.CLASSES)
    if status:
        yield Content("STATUS", Exact(status))
    availability = whole(row, "availability")
    if availability == names.FREE:
        yield Content("TRANSP", Exact("TRANSPARENT"))
    elif availability == names.TENTATIVELY_BUSY:
        yield Content(names.BUSY_STATUS, Text("TENTATIVE"))
    if access:
        yield Content("CLASS", Exact(access))
    color = whole(row, "eventColor")
    if color is not None:
        yield Content(names.COLOR, Text(f"#{color & _COLOR:06x}"))


def _word(row: Row, column: str, words: Mapping[int, str]) -> str:
    value = whole(row, column)
    return words.get(value, "") if value is not None else ""
