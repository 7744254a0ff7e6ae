"""Phones that hold much: as many made-up rows as a test asks for, the same each time."""

from __future__ import annotations

import random
import re
from itertools import islice

from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.providers import contacts_tables as tables
from holdfast.phones.virtual.android.providers.calendar import CalendarProvider
from holdfast.phones.virtual.android.providers.calls import CallLogProvider
from holdfast.phones.virtual.android.providers.contacts import ContactsProvider
from holdfast.phones.virtual.android.providers.context import Account
from holdfast.phones.virtual.android.providers.threads import thread_for

_SEED = 20091010
_FIRST = 1_600_000_000_000
_HOUR = 3_600_000
_GIVEN = ("Ada", "Bo", "Chiara", "Dmitri", "Emre", "Fatou", "Greta", "Hàn", "Zoë", "美咲")
_FAMILY = ("Ashby", "Brøgger", "Castellanos", "D'Arcy", "Egger", "Färber", "O'Neil", "Quimby")
_WORDS = tuple(
    re.findall(
        r"\S+", "the lake is warm today; bring bread, olives and the blue rope — see you at 9"
    )
)
_REPLIES = ("ok", "On my way", "Non, demain", "\N{PARTY POPPER}", "two\nlines, and = signs")


def fill_many(
    phone: AndroidPhone,
    *,
    contacts: int = 0,
    events: int = 0,
    sms: int = 0,
    calls: int = 0,
    account: Account | None = None,
) -> None:
    """Add so many of each to `phone`; a contact has six rows. They go into `account`, if any."""
    chance = random.Random(_SEED)  # noqa: S311 - the same phone each time
    _many_contacts(phone, contacts, account, chance)
    _many_events(phone, events, account, chance)
    _many_sms(phone, sms, chance)
    _many_calls(phone, calls, chance)


def _many_contacts(
    phone: AndroidPhone, count: int, account: Account | None, chance: random.Random
) -> None:
    provider = phone.provider("com.android.contacts")
    if not count or not isinstance(provider, ContactsProvider):
        return
    name, kind = (account.name, account.type) if account else (None, None)
    first = int(str(provider.store.value("SELECT ifnull(max(_id), 0) FROM raw_contacts"))) + 1
    first = max(
        first, int(str(provider.store.value("SELECT ifnull(max(_id), 0) FROM contacts"))) + 1
    )
    raws, people, rows = [], [], []
    for number in range(first, first + count):
        given, family = chance.choice(_GIVEN), f"{chance.choice(_FAMILY)} {number}"
        whole, other = f"{given} {family}", f"{family}, {given}"
        raws.append((number, name, kind, number, whole, other, 40, whole, other))
        people.append((number, number, whole, other, 1, f"0r{number}-", phone.now()))
        rows += [(number, *row) for row in _data(number, given, family, whole)]
    with provider.store.writing() as db:
        db.executemany(
            "INSERT INTO raw_contacts (_id, account_name, account_type, contact_id, display_name,"
            " display_name_alt, display_name_source, sort_key, sort_key_alt)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            raws,
        )
        db.executemany(
            "INSERT INTO contacts (_id, name_raw_contact_id, display_name, display_name_alt,"
            " has_phone_number, lookup, contact_last_updated_timestamp)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            people,
        )
        db.executemany(
            "INSERT INTO data (raw_contact_id, mimetype, data1, data2, data3, data4)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        )


def _data(number: int, given: str, family: str, whole: str) -> list[tuple[str | None, ...]]:
    phone = f"+1707{5_000_000 + number % 1_000_000}"
    return [
        (tables.NAME, whole, given, family, None),
        (tables.PHONE, phone, "2", None, phone),
        (tables.PHONE, f"(415) 555-{number % 10_000:04}", "1", None, None),
        (tables.EMAIL, f"person.{number}@example.org", "1", None, None),
        (tables.POSTAL, f"{number} Cannery Row\nFairhaven", "1", None, f"{number} Cannery Row"),
        (tables.NOTE, f"Met at the lake, {number}\nlikes = and , alike", None, None, None),
    ]


def _many_events(
    phone: AndroidPhone, count: int, account: Account | None, chance: random.Random
) -> None:
    provider = phone.provider("com.android.calendar")
    if not count or not isinstance(provider, CalendarProvider):
        return
    who = account or Account("Phone", "LOCAL")
    with provider.store.writing() as db:
        calendar = db.execute(
            "INSERT INTO Calendars (account_name, account_type, name, calendar_displayName,"
            " calendar_access_level, ownerAccount) VALUES (?, ?, 'Many', 'Many', 700, ?)",
            (who.name, who.type, who.name),
        ).lastrowid
        first = db.execute("SELECT ifnull(max(_id), 0) + 1 FROM Events").fetchone()[0]
        rows = []
        for number in range(first, first + count):
            start = _FIRST + chance.randrange(40_000) * _HOUR
            title, place = f"{_sentence(chance, 4)} {number}", _sentence(chance, 2)
            words, mark = _sentence(chance, 12), f"many-{number}@example.org"
            end = start + _HOUR
            rows.append((number, calendar, title, place, words, start, end, end, who.name, mark))
        db.executemany(
            "INSERT INTO Events (_id, calendar_id, title, eventLocation, description, dtstart,"
            " dtend, lastDate, organizer, uid2445, eventTimezone, eventStatus, hasAlarm, dirty)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'America/Los_Angeles', 1, 1, 0)",
            rows,
        )
        db.executemany(
            "INSERT INTO Reminders (event_id, minutes, method) VALUES (?, 10, 1)",
            [(row[0],) for row in rows],
        )


def _many_sms(phone: AndroidPhone, count: int, chance: random.Random) -> None:
    if not count:
        return
    with phone.messages().writing() as db:
        numbers = [f"+1707555{number:04}" for number in range(min(count, 200))]
        people = [(number, thread_for(db, [number])) for number in numbers]
        rows = []
        for number in range(count):
            address, thread = chance.choice(people)
            when = _FIRST + number * 60_000 + chance.randrange(60_000)
            body = chance.choice(_REPLIES) if number % 3 else _sentence(chance, 14)
            rows.append((thread, address, when, when - 900, 1 + number % 2, f"{body} {number}"))
        db.executemany(
            "INSERT INTO sms (thread_id, address, date, date_sent, type, body, protocol, read,"
            " seen, sub_id, creator) VALUES (?, ?, ?, ?, ?, ?, 0, 1, 1, 1, 'com.android.mms')",
            rows,
        )


def _many_calls(phone: AndroidPhone, count: int, chance: random.Random) -> None:
    provider = phone.provider("call_log")
    if not count or not isinstance(provider, CallLogProvider):
        return
    rows = [
        (
            f"+1707555{chance.randrange(200):04}",
            _FIRST + number * 500_000,
            number % 600,
            1 + number % 3,
        )
        for number in range(count)
    ]
    with provider.store.writing() as db:
        db.executemany(
            "INSERT INTO calls (number, date, duration, type, new, is_read, countryiso)"
            " VALUES (?, ?, ?, ?, 0, 1, 'US')",
            rows,
        )


def _sentence(chance: random.Random, words: int) -> str:
    at = chance.randrange(len(_WORDS))
    return " ".join(islice([*_WORDS[at:], *_WORDS], words))
