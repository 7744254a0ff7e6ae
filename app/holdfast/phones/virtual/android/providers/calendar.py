"""The calendar provider: calendars, events with their exceptions, reminders, attendees."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO

from holdfast.phones.virtual.android.providers import asking
from holdfast.phones.virtual.android.providers import calendar_tables as tables
from holdfast.phones.virtual.android.providers import event_rules as rules
from holdfast.phones.virtual.android.providers.asking import Source
from holdfast.phones.virtual.android.providers.context import Context
from holdfast.phones.virtual.android.providers.errors import NOT_FOUND, ProviderError, illegal
from holdfast.phones.virtual.android.providers.provider import Rows, Value, Values
from holdfast.phones.virtual.android.providers.store import Store, change, put
from holdfast.phones.virtual.android.providers.uris import Uri

_TABLES = {
    "calendars": "Calendars",
    "events": "Events",
    "attendees": "Attendees",
    "reminders": "Reminders",
    "extendedproperties": "ExtendedProperties",
}
_SHELL = "com.android.shell"
_NEED_A_WHERE = ("events", "attendees", "reminders")


class CalendarProvider:
    """`com.android.calendar`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.store = Store(context.folder / "calendar.db", tables.SCHEMA)

    def query(
        self, uri: Uri, projection: Sequence[str] | None, where: str | None, sort: str | None
    ) -> Rows:
        """The rows at `uri`; strict about columns."""
        grammar = self._context.profile.strict_grammar
        return asking.ask(self.store, _source(uri), projection, where, sort, grammar=grammar)

    def insert(self, uri: Uri, values: Values) -> str | None:
        """Add a row; raises `ProviderError` where the provider's rules are broken."""
        place, by_adapter = _place(uri), _by_adapter(uri)
        _check_columns(uri, place, values, by_adapter=by_adapter)
        adders: Mapping[str, Callable[[Values, bool], int | None]] = {
            "calendars": self._add_calendar,
            "events": self._add_event,
            "attendees": self._add_attendee,
            "reminders": self._add_reminder,
            "extendedproperties": self._add_property,
        }
        made = adders[place](values, by_adapter)
        return None if made is None else f"{uri.text.partition('?')[0]}/{made}"

    def _add_calendar(self, values: Values, by_adapter: bool) -> int | None:  # noqa: FBT001 - one of many
        del by_adapter
        with self.store.writing() as db:
            return put(db, "Calendars", values)

    def _add_event(self, values: Values, by_adapter: bool) -> int | None:  # noqa: FBT001 - one of many
        own = rules.with_start(values)
        if by_adapter:
            own = rules.scrubbed(own)
            if rules.whole(own, "calendar_id") is None:
                raise illegal("New events must specify a calendar id")
        else:
            own |= {"dirty": 1, "mutators": _SHELL}
            rules.check(own)
        own["lastDate"] = rules.last_date(own)
        own.pop("hasAlarm", None)
        with self.store.writing() as db:
            if "organizer" not in own:
                own["organizer"] = _one(
                    db, "SELECT ownerAccount FROM Calendars WHERE _id = ?", own["calendar_id"]
                )
            _tie_to_original(db, own)
            made = put(db, "Events", rules.on_whole_days(own))
            if made is not None:
                _tie_exceptions(db, made, own)
            return made

    def _add_attendee(self, values: Values, by_adapter: bool) -> int | None:  # noqa: FBT001 - one of many
        if "event_id" not in values:
            raise illegal("Attendees values must contain an event_id")
        with self.store.writing() as db:
            event = rules.whole(values, "event_id")
            if not _exists(db, event):
                return None
            made = put(db, "Attendees", values)
            db.execute(
                "UPDATE Events SET hasAttendeeData = 1, selfAttendeeStatus = iif((SELECT"
                " ownerAccount FROM Calendars WHERE Calendars._id = calendar_id) = ?, ifnull(?, 0),"
                " selfAttendeeStatus), dirty = iif(?, dirty, 1) WHERE _id = ?",
                (values.get("attendeeEmail"), values.get("attendeeStatus"), by_adapter, event),
            )
            return made

    def _add_reminder(self, values: Values, by_adapter: bool) -> int | None:  # noqa: FBT001 - one of many
        event = rules.whole(values, "event_id")
        if event is None:
            raise illegal("Reminders values must contain a numeric event_id")
        with self.store.writing() as db:
            if not _exists(db, event):
                return None
            made = put(db, "Reminders", values)
            db.execute(
                "UPDATE Events SET hasAlarm = 1, dirty = iif(?, dirty, 1) WHERE _id = ?",
                (by_adapter, event),
            )
            return made

    def _add_property(self, values: Values, by_adapter: bool) -> int | None:  # noqa: FBT001 - one of many
        del by_adapter
        event = rules.whole(values, "event_id")
        if event is None:
            raise illegal("ExtendedProperties values must contain a numeric event_id")
        with self.store.writing() as db:
            if not _exists(db, event):
                return None
            made = put(db, "ExtendedProperties", values)
            db.execute("UPDATE Events SET hasExtendedProperties = 1 WHERE _id = ?", (event,))
            return made

    def update(self, uri: Uri, values: Values, where: str | None) -> int:
        """Change rows."""
        place, by_adapter = _place(uri), _by_adapter(uri)
        _check_where(uri, place, where)
        _check_columns(uri, place, values, by_adapter=by_adapter)
        rows = self._chosen(uri, where)
        own = dict(values)
        if place == "events":
            own = {"dirty": 1, "mutators": _SHELL, **own} if not by_adapter else own
            own.pop("hasAlarm", None)
        with self.store.writing() as db:
            for row in rows:
                change(db, _TABLES[place], own, row)
                if place == "events":
                    _reckon_last_date(db, row)
        return len(rows)

    def delete(self, uri: Uri, where: str | None) -> int:
        """Remove rows; an event that an account knows is marked as deleted only."""
        place, by_adapter = _place(uri), _by_adapter(uri)
        _check_where(uri, place, where)
        _check_columns(uri, place, {}, by_adapter=by_adapter)
        rows = self._chosen(uri, where)
        with self.store.writing() as db:
            for row in rows:
                _remove(db, place, row, by_adapter=by_adapter)
        return len(rows)

    def _chosen(self, uri: Uri, where: str | None) -> list[int]:
        source = _source(uri)
        return self.store.matching(source.table, where, source.base)

    def call(self, uri: Uri, method: str, arg: str | None) -> Mapping[str, str] | None:
        """There is no method for the shell."""
        del uri, method, arg
        return None

    def open(self, uri: Uri, *, writing: bool = False) -> BinaryIO:
        """Nothing: a calendar has no files."""
        del writing
        raise ProviderError(NOT_FOUND, f"No files supported by provider at {uri.text}")

    def kind_of(self, uri: Uri) -> str | None:
        """The media type of what lies at `uri`."""
        kinds = {
            "events": "vnd.android.cursor.dir/event",
            "events/#": "vnd.android.cursor.item/event",
        }
        return kinds.get(uri.pattern)


def _source(uri: Uri) -> Source:
    base = _of_account(uri)
    one = f"_id = {uri.number}"
    sources = {
        "calendars": Source("Calendars", tables.CALENDARS, base),
        "calendars/#": Source("Calendars", tables.CALENDARS, one),
        "events": Source("view_events", tables.EVENTS, base),
        "events/#": Source("view_events", tables.EVENTS, one),
        "attendees": Source("view_attendees", tables.ATTENDEES),
        "attendees/#": Source("view_attendees", tables.ATTENDEES, one),
        "reminders": Source("view_reminders", tables.REMINDERS),
        "reminders/#": Source("view_reminders", tables.REMINDERS, one),
        "extendedproperties": Source("ExtendedProperties", tables.EXTENDED_PROPERTIES),
        "extendedproperties/#": Source("ExtendedProperties", tables.EXTENDED_PROPERTIES, one),
    }
    if uri.pattern not in sources:
        raise illegal(f"Unknown URL {uri.text}")
    return sources[uri.pattern]


def _place(uri: Uri) -> str:
    place = uri.segments[0] if uri.segments else ""
    if place not in _TABLES:
        raise illegal(f"Unknown URL {uri.text}")
    return place


def _by_adapter(uri: Uri) -> bool:
    return uri.says("caller_is_syncadapter")


def _of_account(uri: Uri) -> str:
    name, kind = uri.parameters.get("account_name"), uri.parameters.get("account_type")
    if not name or not kind:
        return "1"
    quoted = (name.replace("'", "''"), kind.replace("'", "''"))
    return "account_name = '{}' AND account_type = '{}'".format(*quoted)


def _check_columns(uri: Uri, place: str, values: Values, *, by_adapter: bool) -> None:
    """Refuse columns that are not the caller's to write; raises `ProviderError`."""
    if not by_adapter and place == "extendedproperties":
        raise illegal(f"Only sync adapters may write using {uri.text}")
    for column in tables.PROVIDER_ONLY.get(place, ()):
        if column in values:
            raise illegal(f"Only the provider may write to {column}")
    if not by_adapter:
        for column in tables.ADAPTERS_ONLY.get(place, tables.ADAPTERS_ONLY_DEFAULT):
            if column in values:
                raise illegal(f"Only sync adapters may write to {column}")
    elif not uri.parameters.get("account_name") or not uri.parameters.get("account_type"):
        raise illegal(f"Sync adapters must specify an account and account type: {uri.text}")


def _check_where(uri: Uri, place: str, where: str | None) -> None:
    if where and uri.number >= 0:
        raise illegal(f"Selection not permitted for {uri.text}")
    if not where and uri.pattern in _NEED_A_WHERE:
        raise illegal(f"Selection must be specified for {uri.text}")
    del place


def _tie_to_original(db: sqlite3.Connection, own: dict[str, Value]) -> None:
    if "original_sync_id" in own and "original_id" not in own:
        found = _one(
            db,
            "SELECT _id FROM Events WHERE _sync_id = ? AND calendar_id = ?",
            own["original_sync_id"],
            own["calendar_id"],
        )
        if found is not None:
            own["original_id"] = found
    elif "original_id" in own and "original_sync_id" not in own:
        found = _one(db, "SELECT _sync_id FROM Events WHERE _id = ?", own["original_id"])
        if found:
            own["original_sync_id"] = found


def _tie_exceptions(db: sqlite3.Connection, made: int, own: Values) -> None:
    """Tie exceptions that came before the event they belong to."""
    if rules.filled(own, "rrule") and rules.filled(own, "_sync_id"):
        db.execute(
            "UPDATE Events SET original_id = ? WHERE original_sync_id = ? AND calendar_id = ?",
            (made, own["_sync_id"], own["calendar_id"]),
        )


def _reckon_last_date(db: sqlite3.Connection, row: int) -> None:
    columns = ("dtstart", "dtend", "duration", "rrule")
    found = db.execute(
        "SELECT dtstart, dtend, duration, rrule FROM Events WHERE _id = ?", (row,)
    ).fetchone()
    last = rules.last_date(dict(zip(columns, found, strict=True)))
    db.execute("UPDATE Events SET lastDate = ? WHERE _id = ?", (last, row))


def _remove(db: sqlite3.Connection, place: str, row: int, *, by_adapter: bool) -> None:
    if place == "events" and not by_adapter:
        known = _one(db, "SELECT _sync_id FROM Events WHERE _id = ?", row)
        if known:
            db.execute(
                "UPDATE Events SET deleted = 1, dirty = 1, mutators = ? WHERE _id = ?",
                (_SHELL, row),
            )
            return
    if place == "events":
        db.execute("DELETE FROM Events WHERE original_id = ?", (row,))
    event = None
    if place == "reminders":
        event = _one(db, "SELECT event_id FROM Reminders WHERE _id = ?", row)
    db.execute(f"DELETE FROM {_TABLES[place]} WHERE _id = ?", (row,))  # noqa: S608 - ours
    if event is not None:
        db.execute(
            "UPDATE Events SET hasAlarm = EXISTS (SELECT 1 FROM Reminders WHERE event_id = ?)"
            " WHERE _id = ?",
            (event, event),
        )


def _exists(db: sqlite3.Connection, event: int | None) -> bool:
    return _one(db, "SELECT 1 FROM Events WHERE _id = ?", event) is not None


def _one(db: sqlite3.Connection, sql: str, *values: Value) -> Value:
    found: Sequence[Value] | None = db.execute(sql, values).fetchone()
    return None if found is None else found[0]
