"""What a sample Android phone's owner does with it between two backups."""

from __future__ import annotations

import os
import re
from importlib.resources import files

from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.providers import contacts_tables as tables
from holdfast.phones.virtual.android.providers.media import STORAGE, MediaProvider
from holdfast.phones.virtual.android.providers.names import regular_number
from holdfast.phones.virtual.android.providers.provider import Provider, Value
from holdfast.phones.virtual.android.providers.store import put
from holdfast.phones.virtual.android.providers.telephony_tables import INBOX
from holdfast.phones.virtual.android.providers.threads import thread_for
from holdfast.phones.virtual.android.providers.uris import parse_uri
from holdfast.phones.virtual.edits import SampleEdits
from holdfast.records.model.kinds import Kind

_CONTACTS = "content://com.android.contacts"
_EVENTS = "content://com.android.calendar/events"
_BY_ADAPTER = "?caller_is_syncadapter=true"
_PEOPLE = (
    ("Okafor", "Adaeze", "415-555-0148"),
    ("Lindqvist", "Sven", "415-555-0162"),
    ("Marchetti", "Giulia", "415-555-0171"),
)
_CALLER, _CALLER_NAME = "+14155550148", "Adaeze Okafor"
_CHANGED = 2
_NEW_PICTURES = 4
_DAY, _MINUTE = 86_400_000, 60_000
_NUMBER = re.compile(r"\d+")
_CAMERA = "DCIM/Camera"
_JPEG_START = b"\xff\xd8"


def use(phone: AndroidPhone) -> SampleEdits:
    """Use `phone` for a while; what is done depends on what is there and on its clock alone."""
    changed = {Kind.CONTACTS: _change_numbers(phone), Kind.CALENDAR: _put_off(phone)}
    removed = {Kind.CONTACTS: _forget_somebody(phone)}
    added = {
        Kind.CONTACTS: _meet(phone),
        Kind.MESSAGES: _get_message(phone),
        Kind.CALLS: _get_call(phone),
        Kind.PHOTOS: _take_pictures(phone),
    }
    return SampleEdits(*({k: n for k, n in of.items() if n} for of in (added, changed, removed)))


def _ask(provider: Provider, uri: str, columns: list[str], where: str) -> list[list[Value]]:
    found = provider.query(parse_uri(uri), columns, where, "_id")
    return [] if found is None else [list(row) for row in found.rows]


def _change_numbers(phone: AndroidPhone) -> int:
    """Give the first people with a number another one."""
    provider = phone.provider("com.android.contacts")
    where = f"mimetype = '{tables.PHONE}'"
    rows = _ask(provider, f"{_CONTACTS}/data", ["_id", "raw_contact_id", "data1"], where)
    # Of a person with several numbers the first alone changes.
    first = {raw: (row, number) for row, raw, number in reversed(rows)}
    chosen = sorted(first.values(), key=lambda each: int(str(each[0])))[:_CHANGED]
    for row, number in chosen:
        other = _next_number(str(number))
        values = {"data1": other, "data4": regular_number(other) or None}
        provider.update(parse_uri(f"{_CONTACTS}/data/{row!s}"), values, None)
    return len(chosen)


def _next_number(number: str) -> str:
    last = number[-2:]
    return f"{number[:-2]}{(int(last) + 7) % 100:02}" if last.isdigit() else f"{number}7"


def _forget_somebody(phone: AndroidPhone) -> int:
    """Take the third person away, and from the account as well."""
    provider = phone.provider("com.android.contacts")
    rows = _ask(provider, f"{_CONTACTS}/raw_contacts", ["_id"], "deleted = 0")
    for (row,) in rows[_CHANGED:][:1]:
        return provider.delete(parse_uri(f"{_CONTACTS}/raw_contacts/{row!s}{_BY_ADAPTER}"), None)
    return 0


def _meet(phone: AndroidPhone) -> int:
    provider = phone.provider("com.android.contacts")
    account = next(iter(phone.settings.accounts()), None)
    own: dict[str, Value] = {
        "account_name": account.name if account else None,
        "account_type": account.type if account else None,
    }
    for family, given, number in _PEOPLE:
        made = provider.insert(parse_uri(f"{_CONTACTS}/raw_contacts"), own)
        raw = (made or "").rpartition("/")[2]
        name: dict[str, Value] = {"mimetype": tables.NAME, "data2": given, "data3": family}
        reach: dict[str, Value] = {"mimetype": tables.PHONE, "data1": number, "data2": 2}
        for row in (name, reach):
            provider.insert(parse_uri(f"{_CONTACTS}/data"), {**row, "raw_contact_id": raw})
    return len(_PEOPLE)


def _put_off(phone: AndroidPhone) -> int:
    """Put the last single event off by a day."""
    provider = phone.provider("com.android.calendar")
    where = "rrule IS NULL AND original_id IS NULL AND deleted = 0 AND dtend IS NOT NULL"
    rows = _ask(provider, _EVENTS, ["_id", "dtstart", "dtend"], where)
    for row, start, end in rows[-1:]:
        later = {"dtstart": int(str(start)) + _DAY, "dtend": int(str(end)) + _DAY}
        return provider.update(parse_uri(f"{_EVENTS}/{row!s}"), later, None)
    return 0


def _get_message(phone: AndroidPhone) -> int:
    now = phone.now()
    with phone.messages().writing() as db:
        row: dict[str, Value] = {
            "thread_id": thread_for(db, [_CALLER]),
            "address": _CALLER,
            "date": now,
            "date_sent": now - 1000,
            "protocol": 0,
            "type": INBOX,
            "body": "New number, same me. Call you in a minute",
            "sub_id": 1,
            "creator": "com.android.mms",
        }
        put(db, "sms", row)
    return 1


def _get_call(phone: AndroidPhone) -> int:
    """Take a call a minute later."""
    row: dict[str, Value] = {
        "number": _CALLER,
        "date": phone.now() + _MINUTE,
        "duration": 127,
        "type": 1,
        "new": 0,
        "is_read": 1,
        "name": _CALLER_NAME,
    }
    phone.provider("call_log").insert(parse_uri("content://call_log/calls"), row)
    return 1


def _take_pictures(phone: AndroidPhone) -> int:
    camera = phone.storage() / _CAMERA
    camera.mkdir(parents=True, exist_ok=True)
    number = max((_number(path.stem) for path in camera.iterdir()), default=0)
    media = phone.provider("media")
    for shot in range(1, _NEW_PICTURES + 1):
        path = camera / f"IMG_{number + shot:04}.JPG"
        path.write_bytes(_picture(number + shot))
        when = (phone.now() + shot * _MINUTE) / 1000
        os.utime(path, (when, when))
        if isinstance(media, MediaProvider):
            media.scan(f"{STORAGE}{_CAMERA}/{path.name}")
    return _NEW_PICTURES


def _number(stem: str) -> int:
    found = _NUMBER.search(stem)
    return int(found[0][:9]) if found else 0


def _picture(number: int) -> bytes:
    """One of the pictures that come with Holdfast, made a new one by a comment in it."""
    base = files("holdfast.resources") / "sample-phone" / "photos" / "Phone" / "DCIM" / "100MEDIA"
    names = sorted(entry.name for entry in base.iterdir())
    picture = (base / names[number % len(names)]).read_bytes()
    comment = b"Picture %d" % number
    segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment
    return _JPEG_START + segment + picture.removeprefix(_JPEG_START)
