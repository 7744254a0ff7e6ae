"""Reads the calendars of an Android phone: events with exceptions, reminders and attendees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from holdfast.phones.handsets.android.reading import (
    HOW,
    Source,
    asking,
    content_mark,
    item_of,
    need_read,
    rows_of,
)
from holdfast.phones.handsets.android.table import Columns, ReadRow
from holdfast.phones.handsets.handset import ItemRefused, Reading
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.events.reading import calendar_of
from holdfast.records.formats.provider_rows.rows import ProviderRows, number, text
from holdfast.records.model.item import Item
from holdfast.records.model.kinds import Kind

AUTHORITY = "content://com.android.calendar"
CALENDARS, EVENTS, REMINDERS, ATTENDEES = (
    f"{AUTHORITY}/{name}" for name in ("calendars", "events", "reminders", "attendees")
)
MARKER = "holdfast:"
"""What `sync_data1` of an event begins with while its reminders are still being written."""
UNFINISHED = f"sync_data1 LIKE '{MARKER}%'"

_CALENDARS = Columns(
    ("calendar_color", "calendar_access_level", "visible", "sync_events"),
    (),
    ("account_name", "account_type", "name", "calendar_displayName", "ownerAccount",
     "calendar_timezone"),
)  # fmt: skip
_EVENTS = Columns(
    ("calendar_id", "original_id", "allDay", "originalAllDay", "eventStatus", "availability",
     "accessLevel", "eventColor", "selfAttendeeStatus", "guestsCanModify",
     "guestsCanInviteOthers", "guestsCanSeeGuests"),
    ("dtstart", "dtend", "originalInstanceTime"),
    ("duration", "eventTimezone", "eventEndTimezone", "rrule", "rdate", "exrule", "exdate",
     "original_sync_id", "_sync_id", "organizer", "uid2445", "customAppPackage", "customAppUri",
     "title", "eventLocation", "description"),
)  # fmt: skip
_REMINDERS = Columns(("event_id", "minutes", "method"))
_ATTENDEES = Columns(
    ("event_id", "attendeeStatus", "attendeeType", "attendeeRelationship"),
    (),
    ("attendeeName", "attendeeEmail"),
)


class Calendar:
    """The calendars of one user; raises `KindRefused` and `KindUnsupported`."""

    def __init__(self, source: Source) -> None:
        """Read from `source`."""
        self._source = source

    def items(self, task: Task, reading: Reading) -> Iterator[Item]:
        """Yield every event, its exceptions with it."""
        reading.how = HOW
        with asking(Kind.CALENDAR):
            calendars = {
                row.id: row for row in self._source.table(CALENDARS, _CALENDARS).rows(task)
            }
            where = f"deleted=0 AND (sync_data1 IS NULL OR NOT {UNFINISHED})"
            families = _families(list(self._source.table(EVENTS, _EVENTS, where).rows(task)))
            reading.announced = len(families)
            reminders = self._by_event(REMINDERS, _REMINDERS, task) if families else {}
            attendees = self._by_event(ATTENDEES, _ATTENDEES, task) if families else {}
        for events in families:
            task.check()
            home = calendars.get(number(events[0].values, "calendar_id") or 0)
            tables = {
                "calendars": [home] if home is not None else [],
                "events": events,
                "reminders": [row for event in events for row in reminders.get(event.id, ())],
                "attendees": [row for event in events for row in attendees.get(event.id, ())],
            }
            yield self._item(events[0], tables)

    def _by_event(self, uri: str, columns: Columns, task: Task) -> dict[int, list[ReadRow]]:
        found: dict[int, list[ReadRow]] = {}
        for row in self._source.table(uri, columns).rows(task):
            found.setdefault(number(row.values, "event_id") or 0, []).append(row)
        return found

    def _item(self, event: ReadRow, tables: Mapping[str, Sequence[ReadRow]]) -> Item:
        rows = rows_of("calendar", tables, self._source.release)
        mark = content_mark([row for table in tables.values() for row in table])
        return item_of(
            Kind.CALENDAR, str(event.id), mark, ".ics", partial(_made, event.id, tables, rows)
        )


def _made(
    key: int, tables: Mapping[str, Sequence[ReadRow]], rows: ProviderRows
) -> tuple[bytes, ProviderRows]:
    need_read(Kind.CALENDAR, str(key), (row for table in tables.values() for row in table))
    try:
        return calendar_of(rows), rows
    except ValueError as error:
        raise ItemRefused(Kind.CALENDAR, str(key), str(error)) from error


def _families(events: Sequence[ReadRow]) -> list[list[ReadRow]]:
    """Each event with its exceptions behind it; an exception without its event stands alone."""
    known = {event.id: event for event in events}
    by_sync = {text(event.values, "_sync_id"): event for event in events}
    families: dict[int, list[ReadRow]] = {}
    late = []
    for event in events:
        master = known.get(number(event.values, "original_id") or 0) or by_sync.get(
            text(event.values, "original_sync_id") or "-"
        )
        if master is None or master is event:
            families[event.id] = [event]
        else:
            late.append((master.id, event))
    for master_id, event in late:
        families.setdefault(master_id if master_id in families else event.id, []).append(event)
    return list(families.values())
