"""The sample phone's appointments as rows of the calendar provider."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.profiles import ZONE
from holdfast.phones.virtual.android.providers.calendar import CalendarProvider
from holdfast.phones.virtual.android.providers.context import Account
from holdfast.phones.virtual.android.providers.event_rules import last_date
from holdfast.phones.virtual.android.providers.provider import Value
from holdfast.phones.virtual.android.providers.store import put
from holdfast.records.formats.recurring.rules_old import new_rule
from holdfast.records.formats.view import View, view
from holdfast.records.model.kinds import Kind

Row = dict[str, Value]
_COLOURS = (-6299161, -12417548)
_OWNER_ACCESS, _CONFIRMED, _CANCELLED, _ACCEPTED, _INVITED = 700, 1, 2, 1, 3
_ORGANIZER, _ATTENDEE, _REQUIRED = 2, 1, 1
_ALERT, _DEFAULT_METHOD = 1, 0
_HOUR = timedelta(hours=1)
_PRIVATE, _PUBLIC = 2, 3
_UNTIL = re.compile(r"UNTIL=(\d{8}T\d{6})(?=;|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Calendars:
    """The calendars events go into, and who owns the first."""

    shared: int
    own: int
    owner: Account


def fill_calendar(phone: AndroidPhone, account: Account, files: Sequence[Path]) -> None:
    """Put the appointments of `files` into two calendars of `phone`."""
    provider = phone.provider("com.android.calendar")
    if not isinstance(provider, CalendarProvider):
        return
    with provider.store.writing() as db:
        calendars = _Calendars(*_add_calendars(db, account), account)
        repeating: list[tuple[int, Row]] = []
        for number, path in enumerate(files, 1):
            seen = view(Kind.CALENDAR, path.suffix, path.read_bytes())
            if seen.start is None:
                continue
            row = _event(seen, seen.start, calendars, number)
            made = put(db, "Events", row) or 0
            _add_reminder(db, made, seen)
            if row.get("rrule"):
                repeating.append((made, row))
            elif seen.title.startswith(("Dinner", "Lunch")):
                _invite(db, made, account, seen.title)
        for at, cancelled in ((0, False), (1, True)):
            if at < len(repeating):
                _except(db, *repeating[at], cancelled=cancelled)


def _add_calendars(db: sqlite3.Connection, account: Account) -> tuple[int, int]:
    common: Row = {"calendar_access_level": _OWNER_ACCESS, "calendar_timezone": ZONE}
    shared: Row = common | {
        "account_name": account.name,
        "account_type": account.type,
        "_sync_id": account.name,
        "name": account.name,
        "calendar_displayName": account.name,
        "calendar_color": _COLOURS[0],
        "ownerAccount": account.name,
        "isPrimary": 1,
        "sync_events": 1,
        "allowedReminders": "0,1,2",
        "cal_sync1": f"https://calendar.example.org/{account.name}",
    }
    own: Row = common | {
        "account_name": "Phone",
        "account_type": "LOCAL",
        "name": "Phone",
        "calendar_displayName": "On this phone",
        "calendar_color": _COLOURS[1],
        "ownerAccount": "Phone",
    }
    return put(db, "Calendars", shared) or 0, put(db, "Calendars", own) or 0


def _event(seen: View, start: datetime, calendars: _Calendars, number: int) -> Row:
    row: Row = {
        "calendar_id": calendars.own if number % 3 == 0 else calendars.shared,
        "title": seen.title,
        "eventLocation": _said(seen, "location"),
        "description": _said(seen, "description"),
        "eventStatus": _CONFIRMED,
        "accessLevel": _PRIVATE if _said(seen, "class") == "PRIVATE" else _PUBLIC,
        "allDay": int(seen.all_day),
        "hasAlarm": int(_minutes(seen) is not None),
        "organizer": calendars.owner.name if number % 3 else "Phone",
        "uid2445": f"sample-{number:04}@example.org",
        "dirty": 0,
    }
    if number % 3:
        row["_sync_id"] = f"e{number:06x}"
    row |= _times(seen, start)
    row["lastDate"] = last_date(row)
    return row


def _times(seen: View, start: datetime) -> Row:
    zone = ZoneInfo("UTC" if seen.all_day else ZONE)
    begins = _placed(start, zone)
    ends = _placed(seen.end, zone) if seen.end is not None else begins + _HOUR
    if seen.all_day:
        ends = max(ends, begins) + timedelta(days=1)
    row: Row = {"dtstart": _millis(begins), "eventTimezone": zone.key}
    rule = new_rule(seen.recurrence, start) if seen.recurrence is not None else None
    if rule is None:
        return row | {"dtend": _millis(ends)}
    length = int((ends - begins).total_seconds())
    days = f"P{max(1, length // 86_400)}D"
    text = rule.text() if seen.all_day else _UNTIL.sub(partial(_until_utc, zone), rule.text())
    return row | {"duration": days if seen.all_day else f"P{length}S", "rrule": text}


def _until_utc(zone: ZoneInfo, found: re.Match[str]) -> str:
    """The end of a series, which this provider keeps in UTC."""
    wall = datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    return f"UNTIL={wall.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _placed(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment in UTC; wall time stands for the time in `zone`."""
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)


def _millis(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _said(seen: View, label: str) -> str | None:
    return next((each.value for each in seen.fields if each.label == label), None)


def _minutes(seen: View) -> int | None:
    """How long before its start an event rings."""
    alarm = _said(seen, "alarm")
    if alarm is None or seen.start is None:
        return None
    try:
        at = datetime.strptime(alarm[:15], "%Y%m%dT%H%M%S").replace(tzinfo=seen.start.tzinfo)
    except ValueError:
        return None
    return max(0, round((seen.start - at).total_seconds() / 60))


def _add_reminder(db: sqlite3.Connection, event: int, seen: View) -> None:
    minutes = _minutes(seen)
    if minutes is not None:
        put(db, "Reminders", {"event_id": event, "minutes": minutes, "method": _ALERT})


def _invite(db: sqlite3.Connection, event: int, account: Account, title: str) -> None:
    guest = title.partition("with ")[2]
    if not guest:
        return
    people = (
        ("Robin Ashgrove", account.name, _ORGANIZER, _ACCEPTED),
        (guest, "guest@example.org", _ATTENDEE, _INVITED),
    )
    for name, address, relation, status in people:
        row: Row = {
            "event_id": event,
            "attendeeName": name,
            "attendeeEmail": address,
            "attendeeRelationship": relation,
            "attendeeType": _REQUIRED,
            "attendeeStatus": status,
        }
        put(db, "Attendees", row)
    db.execute(
        "UPDATE Events SET hasAttendeeData = 1, selfAttendeeStatus = ? WHERE _id = ?",
        (_ACCEPTED, event),
    )


def _except(db: sqlite3.Connection, original: int, row: Row, *, cancelled: bool) -> None:
    """Put one occurrence of a series off by an hour, or call it off."""
    start = int(str(row["dtstart"]))
    own: Row = {
        key: row[key]
        for key in ("calendar_id", "title", "eventLocation", "eventTimezone", "allDay", "organizer")
    }
    later = start if cancelled else start + 3_600_000
    own |= {
        "dtstart": later,
        "dtend": later + 3_600_000,
        "lastDate": later + 3_600_000,
        "eventStatus": _CANCELLED if cancelled else _CONFIRMED,
        "original_id": original,
        "original_sync_id": row.get("_sync_id"),
        "originalInstanceTime": start,
        "originalAllDay": row["allDay"],
        "uid2445": row["uid2445"],
        "dirty": 0,
    }
    if row.get("_sync_id"):
        own["_sync_id"] = f"{own['original_sync_id']!s}_{start}"
    put(db, "Events", own)
