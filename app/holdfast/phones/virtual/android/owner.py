"""What the owner of a sample Android phone does with it between two backups."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.providers import contacts_tables as tables
from holdfast.phones.virtual.android.providers.calendar import CalendarProvider
from holdfast.phones.virtual.android.providers.calls import CallLogProvider
from holdfast.phones.virtual.android.providers.contacts import ContactsProvider
from holdfast.phones.virtual.android.providers.media import STORAGE, MediaProvider
from holdfast.phones.virtual.android.providers.store import put
from holdfast.phones.virtual.android.providers.threads import thread_for
from holdfast.phones.virtual.android.providers.uris import parse_uri
from holdfast.phones.virtual.android.sample_contacts import Row, add_data, add_raw
from holdfast.records.model.kinds import Kind

_NEW_PEOPLE = (
    ("Adaeze", "Okafor", "+14155550148"),
    ("Sven", "Lindqvist", "+14155550162"),
    ("Giulia", "Marchetti", "+14155550171"),
)
_CALLER = _NEW_PEOPLE[0][2]
_CHANGED = 2
_NEW_PHOTOS = 4
_Number = tuple[int, int, str]
_DATA = parse_uri("content://com.android.contacts/data")
_RAW_FOR_GOOD = parse_uri("content://com.android.contacts/raw_contacts?caller_is_syncadapter=true")
_DAY, _MINUTE = 86_400_000, 60_000


@dataclass(slots=True)
class Done:
    """How many items of a kind were added, changed and removed."""

    added: dict[Kind, int] = field(default_factory=dict)
    changed: dict[Kind, int] = field(default_factory=dict)
    removed: dict[Kind, int] = field(default_factory=dict)


def use(phone: AndroidPhone) -> Done:
    """Use `phone` for a while; its own clock dates what is new."""
    done = Done()
    _use_contacts(phone, done)
    _move_event(phone, done)
    _get_message(phone, done)
    _get_call(phone, done)
    _take_photos(phone, done)
    return done


def _use_contacts(phone: AndroidPhone, done: Done) -> None:
    provider = phone.provider("com.android.contacts")
    if not isinstance(provider, ContactsProvider):
        return
    found = provider.store.rows(
        "SELECT min(data._id), raw_contact_id, data1 FROM data JOIN raw_contacts ON"
        " raw_contacts._id = raw_contact_id WHERE mimetype = ? AND deleted = 0"
        " GROUP BY raw_contact_id ORDER BY raw_contact_id",
        (tables.PHONE,),
    )
    numbers = [(int(str(row)), int(str(raw)), str(number)) for row, raw, number in found]
    _change_contacts(provider, numbers[:_CHANGED], done)
    _remove_contacts(provider, numbers[_CHANGED : _CHANGED + 1], done)
    _add_contacts(phone, provider, done)


def _change_contacts(provider: ContactsProvider, numbers: Sequence[_Number], done: Done) -> None:
    """Give people another number."""
    for row, _raw, number in numbers:
        provider.update(_DATA, {"data1": _next_number(number)}, f"_id={row}")
        done.changed[Kind.CONTACTS] = done.changed.get(Kind.CONTACTS, 0) + 1


def _remove_contacts(provider: ContactsProvider, numbers: Sequence[_Number], done: Done) -> None:
    for _row, raw, _old in numbers:
        done.removed[Kind.CONTACTS] = provider.delete(_RAW_FOR_GOOD, f"_id={raw}")


def _add_contacts(phone: AndroidPhone, provider: ContactsProvider, done: Done) -> None:
    with provider.store.writing() as db:
        last = int(db.execute("SELECT ifnull(max(_id), 0) FROM raw_contacts").fetchone()[0])
        for place, (given, family, number) in enumerate(_NEW_PEOPLE, last + 1):
            name: Row = {"data1": f"{given} {family}", "data2": given, "data3": family}
            rows: list[Row] = [
                {"mimetype": tables.NAME, **name},
                {"mimetype": tables.PHONE, "data1": number, "data2": "2"},
            ]
            add_data(db, add_raw(db, None, place), rows, phone.now())
    done.added[Kind.CONTACTS] = len(_NEW_PEOPLE)


def _next_number(number: str) -> str:
    last = number[-2:]
    return number[:-2] + f"{(int(last) + 7) % 100:02}" if last.isdigit() else f"{number}7"


def _move_event(phone: AndroidPhone, done: Done) -> None:
    """Put the last single event off by a day."""
    provider = phone.provider("com.android.calendar")
    if not isinstance(provider, CalendarProvider):
        return
    with provider.store.writing() as db:
        moved = db.execute(
            "UPDATE Events SET dtstart = dtstart + ?, dtend = dtend + ?, lastDate = lastDate + ?"
            " WHERE _id = (SELECT max(_id) FROM Events WHERE rrule IS NULL"
            " AND original_id IS NULL AND dtend IS NOT NULL AND deleted = 0)",
            (_DAY, _DAY, _DAY),
        ).rowcount
    if moved:
        done.changed[Kind.CALENDAR] = moved


def _get_message(phone: AndroidPhone, done: Done) -> None:
    with phone.messages().writing() as db:
        row: Row = {
            "thread_id": thread_for(db, [_CALLER]),
            "address": _CALLER,
            "date": phone.now(),
            "date_sent": phone.now() - 2000,
            "protocol": 0,
            "read": 0,
            "status": -1,
            "type": 1,
            "body": "New number, same me. Call you in a minute",
            "seen": 0,
        }
        put(db, "sms", row)
    done.added[Kind.MESSAGES] = 1


def _get_call(phone: AndroidPhone, done: Done) -> None:
    """Take a call a minute later."""
    provider = phone.provider("call_log")
    if not isinstance(provider, CallLogProvider):
        return
    row: Row = {
        "number": _CALLER,
        "date": phone.now() + _MINUTE,
        "duration": 64,
        "type": 1,
        "new": 1,
    }
    with provider.store.writing() as db:
        put(db, "calls", row)
    done.added[Kind.CALLS] = 1


def _take_photos(phone: AndroidPhone, done: Done) -> None:
    """Take new pictures: those that come with Holdfast, made new ones by a comment in them."""
    folder = phone.storage() / "DCIM" / "Camera"
    folder.mkdir(parents=True, exist_ok=True)
    source = files("holdfast.resources") / "sample-phone" / "photos" / "Phone" / "DCIM" / "100MEDIA"
    pictures = sorted((each for each in source.iterdir()), key=lambda each: each.name)
    media = phone.provider("media")
    taken = sum(1 for _ in folder.glob("PXL_*.jpg"))
    for number in range(taken + 1, taken + _NEW_PHOTOS + 1):
        path = folder / f"PXL_{number:04}.jpg"
        path.write_bytes(_commented(pictures[number % len(pictures)].read_bytes(), number))
        when = phone.now() / 1000 + 60 * (number - taken)
        os.utime(path, (when, when))
        if isinstance(media, MediaProvider):
            media.scan(f"{STORAGE}DCIM/Camera/{path.name}")
    done.added[Kind.PHOTOS] = _NEW_PHOTOS


def _commented(picture: bytes, number: int) -> bytes:
    comment = b"Picture %d" % number
    return picture[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + picture[2:]
