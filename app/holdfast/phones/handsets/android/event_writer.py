"""Writes events into a calendar of the phone's own: no server knows it, nobody is mailed."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote

from holdfast.phones.handsets.android.batches import Batch
from holdfast.phones.handsets.android.bindings import Bindings
from holdfast.phones.handsets.android.calendar import (
    ATTENDEES,
    CALENDARS,
    EVENTS,
    MARKER,
    REMINDERS,
    UNFINISHED,
)
from holdfast.phones.handsets.android.reading import Source
from holdfast.phones.handsets.android.writing import NOT_KEPT, passable, row_pairs, whole
from holdfast.phones.handsets.handset import Added, ItemRefused, KindRefused
from holdfast.phones.protocols.content.commands import Bind, Uri, among, delete, insert, query
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.events.reading import uid_of
from holdfast.records.formats.provider_rows.events.writing import rows_of
from holdfast.records.formats.provider_rows.rows import ProviderRows, Row, read_rows, text
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind

ACCOUNT = "Holdfast"
_LOCAL = "LOCAL"
_COLOUR = 0x1A73A8 - (1 << 24)
_OWNER = 700
_EVENT_COLUMNS = (
    "title", "eventLocation", "description", "dtstart", "dtend", "duration", "eventTimezone",
    "eventEndTimezone", "allDay", "rrule", "rdate", "exrule", "exdate", "eventStatus",
    "availability", "accessLevel", "organizer", "uid2445", "eventColor", "customAppPackage",
    "customAppUri", "selfAttendeeStatus", "guestsCanModify", "guestsCanInviteOthers",
    "guestsCanSeeGuests",
)  # fmt: skip
_EXCEPTION_COLUMNS = (*_EVENT_COLUMNS, "originalInstanceTime", "originalAllDay")
_PARTS = {
    REMINDERS: ("reminders", ("minutes", "method")),
    ATTENDEES: (
        "attendees",
        ("attendeeName", "attendeeEmail", "attendeeStatus", "attendeeType",
         "attendeeRelationship"),
    ),
}  # fmt: skip
_HOMES = re.compile(r"^Row: \d+ _id=\d+, calendar_id=(\d+)\s*$", re.MULTILINE)


class EventWriter:
    """Writes as a sync adapter of that calendar, so that nothing is sent anywhere."""

    def __init__(
        self, source: Source, batch: Batch, bindings: Bindings, zone: Callable[[], str]
    ) -> None:
        """`zone` tells the phone's own time zone, for events that name none."""
        self._source = source
        self._tool = source.tool
        self._batch = batch
        self._bindings = bindings
        self._zone = zone
        self._home = 0

    def add(self, items: Sequence[NewItem], task: Task) -> Sequence[Added]:
        """Put `items` on the phone; what is not whole there afterwards is taken off again."""
        self._need_calendar()
        token = f"{MARKER}{secrets.token_hex(6)}"
        rows: dict[int, ProviderRows] = {}
        problems: dict[int, ItemRefused] = {}
        for place, item in enumerate(items):
            try:
                rows[place] = self._rows(item, task)
            except ValueError as error:
                problems[place] = ItemRefused(Kind.CALENDAR, item.key, str(error))
        said = self._run({p: [self._event(each, f"{token}:{p}")] for p, each in rows.items()})
        ids = self._marked(token)
        there = {p: each for p, each in rows.items() if str(p) in ids}
        said |= self._run(
            {p: self._exceptions(e, ids[str(p)], f"{token}:{p}") for p, e in there.items()}
        )
        ids |= (
            self._marked(token) if any(len(e.table("events")) > 1 for e in there.values()) else {}
        )
        said |= self._run({p: self._parts(each, p, ids) for p, each in there.items()})
        missing = self._missing(rows, ids)
        for place in missing:
            answer = said.get(place) or NOT_KEPT
            problems[place] = ItemRefused(Kind.CALENDAR, items[place].key, answer)
        self._finish(token, [ids[str(place)] for place in missing if str(place) in ids])
        return [
            Added(problem=problems[place]) if place in problems else Added(str(ids[str(place)]))
            for place in range(len(items))
        ]

    def update(self, event: int, item: NewItem, task: Task) -> str:
        """Make an event what `item` says: a new one comes first, then the old one goes."""
        self._need_own(event, item.key)
        (added,) = self.add([item], task)
        if added.problem is not None:
            raise added.problem
        self._tool.ask(delete(self._adapter(EVENTS), f"_id={event} OR original_id={event}"))
        return added.key

    def remove(self, event: int, key: str) -> None:
        """Take an event off the phone, its exceptions with it."""
        self._need_own(event, key)
        self._tool.ask(delete(self._adapter(EVENTS), f"_id={event} OR original_id={event}"))

    def _need_own(self, event: int, key: str) -> None:
        """Events of an account are its server's: changing one may write to everybody invited."""
        self._need_calendar()
        said = self._tool.ask(query(Uri(EVENTS), ("_id", "calendar_id"), f"_id={event}"))
        found = _HOMES.search(said)
        if found is None or int(found[1]) not in self._local_calendars():
            raise ItemRefused(Kind.CALENDAR, key, "it belongs to an account that syncs")

    def _local_calendars(self) -> set[int]:
        clause = f"account_type='{_LOCAL}' AND account_name='{ACCOUNT}'"
        return {one for one, _ in row_pairs(self._tool, Uri(CALENDARS), "account_type", clause)}

    def _need_calendar(self) -> None:
        if self._home:
            return
        found = self._local_calendars()
        if not found:
            said = self._run({0: [self._calendar()]})
            found = self._local_calendars()
            if not found:
                raise KindRefused(Kind.CALENDAR, said.get(0, NOT_KEPT))
        self._home = min(found)
        self._tool.ask(delete(self._adapter(EVENTS), UNFINISHED))

    def _calendar(self) -> str:
        texts = ("account_name", "name", "calendar_displayName", "ownerAccount")
        binds = (
            *(Bind(column, ACCOUNT) for column in texts),
            Bind("account_type", _LOCAL),
            Bind("calendar_color", _COLOUR),
            Bind("calendar_access_level", _OWNER),
            Bind("visible", 1),
            Bind("sync_events", 1),
        )
        return insert(self._adapter(CALENDARS), binds, self._bindings.manners)

    def _adapter(self, uri: str) -> Uri:
        return Uri(
            f"{uri}?caller_is_syncadapter=true&account_name={quote(ACCOUNT)}&account_type={_LOCAL}"
        )

    def _rows(self, item: NewItem, task: Task) -> ProviderRows:
        rows = read_rows(item.rows) if item.rows else None
        if rows is not None and rows.provider == "calendar" and not _cut(rows):
            return passable(rows)
        return passable(rows_of(whole(item, task), self._zone()))

    def _event(self, rows: ProviderRows, marker: str) -> str:
        binds = (
            Bind("calendar_id", self._home),
            Bind("sync_data1", marker),
            *_bound(_own({**rows.first("events"), "uid2445": uid_of(rows)}, rows), _EVENT_COLUMNS),
        )
        return self._insert(EVENTS, binds)

    def _exceptions(self, rows: ProviderRows, event: int, marker: str) -> list[str]:
        """The instances of a series that are not as the others."""
        return [
            self._insert(
                EVENTS,
                (
                    Bind("calendar_id", self._home),
                    Bind("original_id", event),
                    Bind("sync_data1", f"{marker}x{number}"),
                    *_bound(_own(row, rows), _EXCEPTION_COLUMNS),
                ),
            )
            for number, row in enumerate(rows.table("events")[1:], 1)
        ]

    def _parts(self, rows: ProviderRows, place: int, ids: Mapping[str, int]) -> list[str]:
        """What an event and its exceptions remind of, and whom they invite."""
        return [
            self._insert(uri, (Bind("event_id", ids[name]), *_bound(row, columns)))
            for uri, (table, columns) in _PARTS.items()
            for row in rows.table(table)
            for name in (_whose(row, rows, place),)
            if name in ids
        ]

    def _insert(self, uri: str, binds: Iterable[Bind]) -> str:
        return insert(self._adapter(uri), binds, self._bindings.manners)

    def _marked(self, token: str) -> dict[str, int]:
        """The events of this exchange by what their marker ends with: "3", its exception "3x1"."""
        pairs = row_pairs(self._tool, Uri(EVENTS), "sync_data1", f"sync_data1 LIKE '{token}:%'")
        return {said.rpartition(":")[2]: one for one, said in pairs}

    def _missing(self, rows: Mapping[int, ProviderRows], ids: Mapping[str, int]) -> list[int]:
        """Those of which the phone holds less than was written."""
        counts: dict[str, Counter[int]] = {
            table: self._counts(uri, "event_id", sorted(ids.values()))
            for uri, (table, _) in _PARTS.items()
            if any(each.table(table) for each in rows.values())
        }
        return [p for p, each in rows.items() if not self._is_whole(each, p, ids, counts)]

    def _is_whole(
        self,
        rows: ProviderRows,
        place: int,
        ids: Mapping[str, int],
        counts: Mapping[str, Counter[int]],
    ) -> bool:
        names = [str(place), *(f"{place}x{n}" for n in range(1, len(rows.table("events"))))]
        if not all(name in ids for name in names):
            return False
        wanted = Counter(
            (table, ids[_whose(row, rows, place)])
            for table, _ in _PARTS.values()
            for row in rows.table(table)
        )
        return all(counts[table][event] >= number for (table, event), number in wanted.items())

    def _counts(self, uri: str, column: str, events: Sequence[int]) -> Counter[int]:
        if not events:
            return Counter()
        said = self._tool.ask(query(Uri(uri), ("_id", column), among(column, events)))
        owners = re.compile(rf"^Row: \d+ _id=\d+, {column}=(\d+)\s*$", re.MULTILINE)
        return Counter(int(found[1]) for found in owners.finditer(said))

    def _finish(self, token: str, broken: Sequence[int]) -> None:
        """Take off what is not whole, then let the rest be seen."""
        for event in broken:
            self._tool.ask(delete(self._adapter(EVENTS), f"_id={event} OR original_id={event}"))
        clause = f"sync_data1 LIKE '{token}:%'"
        self._tool.ask(self._bindings.clear(self._adapter(EVENTS), "sync_data1", clause))

    def _run(self, steps: Mapping[int, Sequence[str]]) -> dict[int, str]:
        """Carry out the steps; return the complaints of those that were refused."""
        places = list(steps)
        done = self._batch.run([steps[place] for place in places])
        return {places[each.number]: each.complaint for each in done if each.complaint}


def _whose(row: Row, rows: ProviderRows, place: int) -> str:
    """Which event a reminder or an attendee is of, as its marker ends."""
    events = [each.get("_id") for each in rows.table("events")]
    number = events.index(row["event_id"]) if row.get("event_id") in events else 0
    return f"{place}x{number}" if number else str(place)


def _bound(row: Row, columns: Iterable[str]) -> list[Bind]:
    return [Bind(column, row[column]) for column in columns if row.get(column) is not None]


def _own(event: Row, rows: ProviderRows) -> Row:
    """An event as its owner's: a phone puts down the calendar's owner where nobody organizes."""
    owner = text(rows.first("calendars"), "ownerAccount")
    if text(event, "organizer") == owner and ("@" not in owner or not rows.table("attendees")):
        return {name: value for name, value in event.items() if name != "organizer"}
    return event


def _cut(rows: ProviderRows) -> bool:
    """Whether a time of it was not read whole: then its file says what is known."""
    return any(entry.column.startswith(("dt", "original")) for entry in rows.lost)
