"""Rows of the calendar provider for tests, and what they mean by an independent library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr
from hypothesis import strategies as st

from holdfast.records.formats.occurrences import Calendar, first_occurrences
from holdfast.records.formats.provider_rows.rows import ProviderRows, Row, number, text
from holdfast.records.formats.reading import read_components

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "UTC")
RULES = (
    "",
    "FREQ=DAILY;COUNT=5",
    "FREQ=DAILY;INTERVAL=2;WKST=SU",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "FREQ=WEEKLY;UNTIL=20380101T000000Z;WKST=MO",
    "FREQ=MONTHLY;BYDAY=-1FR;COUNT=7",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=YEARLY;WKST=SU",
)
TEXTS = (
    "",
    "NULL",
    "a, b; c\\n",
    "line\nline\r\nline",
    "🎂 Été",
    "Row: 1 _id=2, title=x",
    "\t ",
    "=\x00=",
)


def ms(when: datetime) -> int:
    return int(when.timestamp()) * 1000


def at(moment: str, zone: str = "UTC") -> int:
    return ms(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)))


def android(*events, reminders=(), attendees=(), owner: str = "me@example.com", lost=()):
    tables = {
        "calendars": ({"_id": 3, "ownerAccount": owner, "account_name": owner, "name": "Work"},),
        "events": tuple({"_id": number, **event} for number, event in enumerate(events, 40)),
        "reminders": tuple(reminders),
        "attendees": tuple(attendees),
    }
    return ProviderRows("calendar", tables, tuple(lost), "11")


def lines(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def event_lines(data: bytes) -> list[str]:
    """The lines of the first VEVENT alone."""
    found = lines(data)
    begins = found.index("BEGIN:VEVENT")
    return found[begins : found.index("END:VEVENT") + 1]


def told(data: bytes, count: int = 20) -> list[datetime]:
    """The first occurrences that our reader finds, in UTC; of whole days the midnights."""
    document = read_components(data)
    found = first_occurrences(document.items("VEVENT")[0], Calendar.of(document), count)
    assert found is not None
    return [m.when.astimezone(UTC) if m.when.tzinfo else m.when.replace(tzinfo=UTC) for m in found]


def meant(rows: ProviderRows, count: int = 20) -> list[datetime]:
    """The first occurrences that the rows mean, by dateutil."""
    master, *others = rows.table("events")
    zone = UTC if master["allDay"] else ZoneInfo(text(master, "eventTimezone"))
    start = _instant(master, "dtstart").astimezone(zone)
    instances = rruleset()
    if master.get("rrule"):
        rule = rrulestr(text(master, "rrule"), dtstart=start)
        assert isinstance(rule, rrule)
        instances.rrule(rule)
    else:
        instances.rdate(start)
    left_out = {_utc(date) for date in text(master, "exdate").split(",") if date}
    left_out |= {_instant(row, "originalInstanceTime") for row in others}
    moved = [_instant(row, "dtstart") for row in others if row.get("eventStatus") != 2]
    plain = []
    for when in instances:
        if when.astimezone(UTC) not in left_out:
            plain.append(when.astimezone(UTC))
        if len(plain) >= count:
            break
    return sorted({*plain, *moved})[:count]


def _instant(row: Row, column: str) -> datetime:
    return datetime.fromtimestamp((number(row, column) or 0) // 1000, UTC)


def _utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


texts = st.one_of(st.sampled_from(TEXTS), st.text(max_size=40))
addresses = st.one_of(
    st.sampled_from(
        ("ann@example.com", "me@example.com", "", "tel:+49301234", "no address", "a b@c")
    ),
    st.text(max_size=12),
)


def _filled(row: dict[str, object]) -> dict[str, object]:
    return {column: value for column, value in row.items() if value is not None}


@st.composite
def people(draw):
    kind = st.one_of(st.none(), st.integers(0, 4))
    return _filled(
        {
            "event_id": 40,
            "attendeeName": draw(st.one_of(st.none(), texts)),
            "attendeeEmail": draw(st.one_of(st.none(), addresses)),
            "attendeeStatus": draw(kind),
            "attendeeType": draw(kind),
            "attendeeRelationship": draw(kind),
        }
    )


@st.composite
def events(draw) -> ProviderRows:
    """An event as a phone may have it: by day or hour, once or in a series with exceptions."""
    all_day = draw(st.booleans())
    zone = "UTC" if all_day else draw(st.sampled_from(ZONES))
    day = datetime(2009, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(days=draw(st.integers(0, 5000)))
    start = (
        day
        if all_day
        else day.replace(hour=draw(st.integers(5, 22)), minute=draw(st.integers(0, 59)))
    )
    rule = draw(st.sampled_from(RULES))
    length = draw(st.integers(0, 5000)) * 60
    days = draw(st.integers(1, 9))
    master: dict[str, object] = {
        "title": draw(texts),
        "description": draw(st.one_of(st.none(), texts)),
        "eventLocation": draw(st.one_of(st.none(), texts)),
        "dtstart": ms(start),
        "eventTimezone": zone,
        "allDay": int(all_day),
        "eventStatus": draw(st.sampled_from((None, 0, 1, 2))),
        "availability": draw(st.sampled_from((None, 0, 1, 2))),
        "accessLevel": draw(st.sampled_from((None, 0, 1, 2, 3))),
        "customAppUri": draw(st.sampled_from((None, "app://x?a=1;b,c\\n", "  "))),
        "organizer": draw(st.one_of(st.none(), addresses)),
        "uid2445": draw(st.sampled_from((None, "040000008200E", "Ä ,;b"))),
        "eventColor": draw(st.sampled_from((None, -65536, -1, 255))),
        "eventEndTimezone": None if all_day else draw(st.sampled_from((None, *ZONES))),
    }
    if rule:
        master["rrule"] = rule
        master["duration"] = f"P{days}D" if all_day else f"P{length}S"
    else:
        master["dtend"] = ms(start) + (days * 86_400 if all_day else length) * 1000
    others: list[dict[str, object]] = []
    if rule:
        series = rrulestr(rule, dtstart=start)
        instances = [when for when, _ in zip(series, range(8), strict=False)]
        picked = (
            draw(st.lists(st.sampled_from(instances), max_size=3, unique=True)) if instances else []
        )
        for number, when in enumerate(picked):
            if number == 0:
                master["exdate"] = f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
            else:
                others.append(draw(_exception(when, all_day=all_day, zone=zone)))
    reminders = draw(
        st.lists(
            st.builds(
                lambda minutes, method: {"event_id": 40, "minutes": minutes, "method": method},
                st.sampled_from((-1, 0, 10, 1440, 40320, -540)),
                st.integers(0, 4),
            ),
            max_size=3,
        )
    )
    attendees = draw(st.lists(people(), max_size=3))
    return android(*map(_filled, (master, *others)), reminders=reminders, attendees=attendees)


@st.composite
def _exception(draw, when: datetime, *, all_day: bool, zone: str):
    by = timedelta(days=draw(st.integers(0, 3)))
    by += timedelta(0) if all_day else timedelta(minutes=draw(st.integers(1, 300)))
    start = when + by
    return {
        "title": draw(texts),
        "original_id": 40,
        "originalInstanceTime": ms(when),
        "originalAllDay": int(all_day),
        "dtstart": ms(start),
        "dtend": ms(start) + 86_400_000,
        "allDay": int(all_day),
        "eventTimezone": zone,
        "eventStatus": draw(st.sampled_from((None, 1, 2))),
    }
