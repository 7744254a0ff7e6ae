"""Writes two years of appointments and a list of to-dos as vCalendar 1.0."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sample_phone import lines
from sample_phone.people import Person

FIRST_TODO = 1001  # IrMC numbers events and to-dos in one store
_SEED = 20091010
_FIRST_DAY = date(2007, 11, 1)
_DAYS = 731
_SINGLES = 208

_SINGLE = (
    ("Dinner with {who}", 19, 120, "Golden Wok"),
    ("Lunch with {who}", 12, 60, "Bluebird Bakery"),
    ("Coffee – {who}", 15, 45, "Café Olé"),
    ("Call {who} about the trip", 18, 20, ""),
    ("Dentist", 9, 45, "Dr. Ridley, 12 Cannery Row"),
    ("Movie night", 20, 150, "Orpheum"),
    ("Concert: The Paper Lanterns", 21, 180, "Harbor Light Hall"),
    ("Band practice", 19, 120, "{who}'s garage"),
    ("Farmers' market", 8, 90, "Pier 3"),
    ("Skate contest", 13, 240, "Skate park"),
    ("Haircut", 17, 45, ""),
    ("Project review", 10, 60, "Room 2.14"),
    ("Flight to Fairhaven HF 417", 6, 135, "Gate 7"),
    ("Parents' evening", 18, 90, "Saint Brendan's School"),
    ("Geburtstagsessen bei {who}", 18, 180, "Grünau"),
    ("Picnic; bring plates, cups", 11, 240, "Lake Ellis"),
    ("Vet: Biscuit's shots", 16, 30, "Northcott Veterinary Clinic"),
    ("Exhibition «Light & Salt»", 14, 120, "Museum of the Coast"),
)

_RECURRING = (
    ("Team meeting", date(2007, 11, 5), 9, 60, "W1 MO #0", "Room 2.14"),
    ("Yoga", date(2007, 11, 6), 18, 75, "W1 TU TH 20080626T180000", "Studio Lotus"),
    ("Trash out", date(2007, 11, 7), 20, 10, "W2 WE #0", ""),
    ("Pay rent", date(2007, 12, 1), 9, 10, "MD1 1 #24", ""),
    ("Book club", date(2007, 11, 15), 19, 120, "MP1 3+ TH #20", "Fairhaven Public Library"),
    ("Family call", date(2007, 11, 4), 17, 45, "W1 SU #0", ""),
    ("Choir", date(2008, 1, 9), 19, 90, "W1 WE 20080709T190000", "Saint Brendan's School"),
    ("Water the plants", date(2008, 2, 1), 8, 10, "D3 #60", ""),
    ("Spanish course", date(2008, 3, 4), 18, 90, "W1 TU #16", "Room B"),
    ("Last Friday drinks", date(2008, 1, 25), 17, 120, "MP1 1- FR #0", "Pier 3"),
    ("Tax return due", date(2008, 4, 15), 9, 30, "YM1 4 #5", ""),
    ("Summer solstice party", date(2008, 6, 21), 18, 300, "YD1 173 #4", "Lake Ellis"),
    ("Physio", date(2008, 9, 1), 8, 30, "W1 MO WE FR #12", "Dr. Höfer"),
    ("Oil change", date(2008, 2, 11), 16, 45, "MP6 2+ MO #4", "Harbor Garage"),
    ("Morning run", date(2009, 3, 2), 6, 40, "D2 20090531T060000", "Pier 3"),
    ("Backup the laptop", date(2007, 11, 30), 21, 30, "MP1 1- FR #0", ""),
)

_WHOLE_DAYS = (
    ("Thanksgiving at Grandma's", date(2007, 11, 22), 1),
    ("Christmas", date(2007, 12, 25), 2),
    ("Silvester in Grünau", date(2008, 12, 31), 1),
    ("Road trip: the coast", date(2008, 7, 19), 9),
    ("Conference in Montréal", date(2008, 10, 6), 4),
    ("Moving house!", date(2009, 2, 28), 2),
    ("Vacaciones – Puerto Claro", date(2009, 8, 8), 15),
    ("Halloween", date(2009, 10, 31), 1),
)

_TODOS = (
    "Renew passport", "Buy strings for the bass", "Return library books", "Book flights",
    "Fix the bike's rear light", "Call the landlord about the heater", "Print holiday pictures",
    "Birthday present for Núria", "Send the demo tape to Harbor Light Records", "Change tyres",
    "Cancel the gym", "Find the spare key", "Order contact lenses", "Write to Grandma",
    "Learn the second verse", "Frame the poster", "Clean the aquarium", "Defrost the freezer",
    "Get vaccinated", "Sell the old amplifier", "Back up the phone", "Pick up dry cleaning",
    "Plant tulip bulbs", "Repair the zip of the tent", "Update the résumé", "Pay parking ticket",
    "Müll rausbringen", "Buy stamps", "Plan the picnic", "Ask Dũng for the recipe",
    "Sharpen knives", "Sort the CDs", "Measure the window", "Donate winter coats",
    "Sign Milo up for swimming", "Replace smoke-alarm battery", "Label the boxes",
    "Learn to juggle", "Read «The Lighthouse Keeper»", "日本語の宿題",
)  # fmt: skip

_DETAILS = (
    "Bring the photos from last summer.",
    "Bus 14 leaves every 20 minutes.\nAsk for the table at the window.",
    "Confirm the day before.",
    "Agenda: 1. budget; 2. hiring; 3. the leaking roof",
)


@dataclass(frozen=True, slots=True)
class _Event:
    summary: str
    start: datetime
    end: datetime
    rule: str = ""
    place: str = ""
    alarm: timedelta | None = None
    details: str = ""
    category: str = "MISCELLANEOUS"


def events(people: list[Person]) -> list[bytes]:
    """Return the appointments of two years, one vCalendar each, in order of their start."""
    rng = random.Random(_SEED)
    diary = [_recurring(row) for row in _RECURRING] + [_whole_days(row) for row in _WHOLE_DAYS]
    diary += [_birthday(person) for person in people if person.birthday]
    diary += [_single(rng, people) for _ in range(_SINGLES)]
    return [_calendar(_event_lines(event)) for event in sorted(diary, key=lambda one: one.start)]


def todos() -> list[bytes]:
    """Return the to-dos, one vCalendar each; about half of them are done."""
    rng = random.Random(_SEED + 1)
    return [_todo(rng, summary) for summary in _TODOS]


def _recurring(row: tuple[str, date, int, int, str, str]) -> _Event:
    summary, day, hour, minutes, rule, place = row
    start = datetime.combine(day, time(hour))
    alarm = timedelta(minutes=10) if minutes > 10 else None
    end = start + timedelta(minutes=minutes)
    return _Event(summary, start, end, rule, place, alarm, category="MEETING")


def _whole_days(row: tuple[str, date, int]) -> _Event:
    summary, day, days = row
    start = datetime.combine(day, time())
    return _Event(summary, start, start + timedelta(days=days), category="HOLIDAY")


def _birthday(person: Person) -> _Event:
    born = person.birthday or _FIRST_DAY
    first = born.replace(year=2007 if (born.month, born.day) >= (11, 1) else 2008)
    start = datetime.combine(first, time())
    summary = f"{person.name}'s birthday ({born.year})"
    rule, day = f"YM1 {born.month} #0", timedelta(days=1)
    return _Event(summary, start, start + day, rule, alarm=timedelta(hours=-9), category="BIRTHDAY")


def _single(rng: random.Random, people: list[Person]) -> _Event:
    summary, hour, minutes, place = rng.choice(_SINGLE)
    who = rng.choice(people)
    day = _FIRST_DAY + timedelta(days=rng.randrange(_DAYS))
    start = datetime.combine(day, time(hour, rng.choice((0, 0, 15, 30))))
    return _Event(
        summary.format(who=who.name),
        start,
        start + timedelta(minutes=minutes),
        place=place.format(who=who.given),
        alarm=rng.choice((None, timedelta(minutes=15), timedelta(hours=1), timedelta(days=1))),
        details=rng.choice(_DETAILS) if rng.random() < 0.2 else "",
        category="APPOINTMENT",
    )


def _event_lines(event: _Event) -> str:
    rows = [lines.text("SUMMARY", event.summary), f"CATEGORIES:{event.category}"]
    rows += [f"DTSTART:{_stamp(event.start)}", f"DTEND:{_stamp(event.end)}"]
    rows += [lines.text("LOCATION", event.place)] if event.place else []
    rows += [lines.text("DESCRIPTION", event.details)] if event.details else []
    rows += [f"RRULE:{event.rule}"] if event.rule else []
    if event.alarm is not None:
        rows.append(f"DALARM:{_stamp(event.start - event.alarm)};;;")
        rows.append(f"AALARM:{_stamp(event.start - event.alarm)};;;")
    rows.append("CLASS:PRIVATE" if event.category == "APPOINTMENT" else "CLASS:PUBLIC")
    return lines.component("VEVENT", rows)


def _todo(rng: random.Random, summary: str) -> bytes:
    due = datetime.combine(_FIRST_DAY, time(17)) + timedelta(days=rng.randrange(_DAYS))
    rows = [lines.text("SUMMARY", summary), f"PRIORITY:{rng.randint(1, 3)}"]
    rows += [f"DUE:{_stamp(due)}"] if rng.random() < 0.7 else []
    if rng.random() < 0.45:
        rows += [f"COMPLETED:{_stamp(due - timedelta(hours=rng.randrange(90)))}"]
        rows += ["STATUS:COMPLETED"]
    else:
        rows += ["STATUS:NEEDS ACTION"]
        rows += [f"DALARM:{_stamp(due - timedelta(hours=2))};;;"] if rng.random() < 0.3 else []
    return _calendar(lines.component("VTODO", rows))


def _calendar(inner: str) -> bytes:
    return lines.component("VCALENDAR", ["VERSION:1.0", inner.removesuffix("\r\n")]).encode()


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}"
