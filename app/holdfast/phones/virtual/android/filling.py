"""Fills an Android phone from a folder of files: each record into its provider, the rest beside."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.profiles import ZONE
from holdfast.phones.virtual.android.providers.calendar import CalendarProvider
from holdfast.phones.virtual.android.providers.calls import CallLogProvider
from holdfast.phones.virtual.android.providers.contacts import ContactsProvider
from holdfast.phones.virtual.android.providers.contacts_tables import GROUP
from holdfast.phones.virtual.android.providers.event_rules import last_date
from holdfast.phones.virtual.android.providers.media import STORAGE, MediaProvider
from holdfast.phones.virtual.android.providers.store import put
from holdfast.phones.virtual.android.providers.threads import thread_for
from holdfast.phones.virtual.android.sample_contacts import add_data, add_raw
from holdfast.records.formats.cutting.pieces import Piece, contents, may_hold_records
from holdfast.records.formats.provider_rows.contacts.doors import rows_of as contact_rows
from holdfast.records.formats.provider_rows.events.writing import rows_of as event_rows
from holdfast.records.formats.provider_rows.messages import rows_of as log_rows
from holdfast.records.formats.provider_rows.rows import ProviderRows, Row
from holdfast.records.model.kinds import Kind, media_kind

_LOCAL: Row = {
    "account_name": "Phone",
    "account_type": "LOCAL",
    "name": "Phone",
    "calendar_displayName": "On this phone",
    "ownerAccount": "Phone",
    "calendar_access_level": 700,
}
_PHOTOS, _FILES = "DCIM/Camera", "Download"


def fill_from(phone: AndroidPhone, source: Path) -> None:
    """Put what is in the files below `source` on `phone`.

    Contacts, events, messages and calls become rows; a file that holds none of them, or
    something that Android has no store for, is a photo or a file.
    """
    for path in sorted(each for each in source.rglob("*") if each.is_file()):
        if not _took(phone, path, path.relative_to(source)):
            _keep(phone, path, path.relative_to(source))
    _tell_gallery(phone)


def _took(phone: AndroidPhone, path: Path, name: Path) -> bool:
    if not may_hold_records(name.parts):
        return False
    data = path.read_bytes()
    found = contents(name.parts, data)
    pieces = found.pieces or (
        () if found.kind is None else (Piece(found.kind, path.suffix.lower(), data, ""),)
    )
    return bool([piece for piece in pieces if _put(phone, piece)])


def _put(phone: AndroidPhone, piece: Piece) -> bool:
    takers: Mapping[Kind, Callable[[AndroidPhone, bytes], None]] = {
        Kind.CONTACTS: _add_contact,
        Kind.CALENDAR: _add_event,
        Kind.MESSAGES: _add_log,
        Kind.CALLS: _add_log,
    }
    taker = takers.get(piece.kind)
    if taker is None:
        return False
    try:
        taker(phone, piece.data)
    except ValueError:
        return False
    return True


def _add_contact(phone: AndroidPhone, card: bytes) -> None:
    rows = contact_rows(card)
    provider = phone.provider("com.android.contacts")
    if isinstance(provider, ContactsProvider):
        with provider.store.writing() as db:
            number = _next(db, "raw_contacts")
            raw = add_raw(
                db, None, number, starred=int(str(rows.first("raw_contacts").get("starred") or 0))
            )
            groups = [
                {"mimetype": GROUP, "data1": str(_group(db, str(each["title"])))}
                for each in rows.table("groups")
            ]
            add_data(db, raw, [dict(each) for each in (*rows.table("data"), *groups)], phone.now())


def _group(db: sqlite3.Connection, title: str) -> int:
    found = db.execute("SELECT _id FROM groups WHERE title = ?", (title,)).fetchone()
    return int(found[0]) if found else put(db, "groups", {"title": title, "group_visible": 1}) or 0


def _add_event(phone: AndroidPhone, ics: bytes) -> None:
    rows = event_rows(ics, ZONE)
    provider = phone.provider("com.android.calendar")
    if isinstance(provider, CalendarProvider):
        with provider.store.writing() as db:
            _put_event(db, rows, _calendar(db))


def _put_event(db: sqlite3.Connection, rows: ProviderRows, calendar: int) -> None:
    made: dict[object, int] = {}
    for event in rows.table("events"):
        own = {**event, "calendar_id": calendar}
        del own["_id"]
        if "original_id" in own:
            own["original_id"] = made[own["original_id"]]
        own["lastDate"] = last_date(own)
        own["hasAlarm"] = int(any(r["event_id"] == event["_id"] for r in rows.table("reminders")))
        made[event["_id"]] = put(db, "Events", own) or 0
    for table, name in (("reminders", "Reminders"), ("attendees", "Attendees")):
        for row in rows.table(table):
            put(db, name, {**row, "event_id": made[row["event_id"]]})


def _calendar(db: sqlite3.Connection) -> int:
    found = db.execute("SELECT _id FROM Calendars WHERE account_type = 'LOCAL'").fetchone()
    return int(found[0]) if found else put(db, "Calendars", {**_LOCAL}) or 0


def _add_log(phone: AndroidPhone, file: bytes) -> None:
    rows = log_rows(file)
    if rows.provider == "sms":
        with phone.messages().writing() as db:
            row = dict(rows.first("sms"))
            address = str(row.get("address") or "")
            row["thread_id"] = thread_for(db, [address]) if address else None
            put(db, "sms", row)
        return
    provider = phone.provider("call_log")
    if rows.provider != "calls" or not isinstance(provider, CallLogProvider):
        raise ValueError(rows.provider)
    with provider.store.writing() as db:
        put(db, "calls", rows.first("calls"))


def _next(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT ifnull(max(_id), 0) FROM {table}").fetchone()[0]) + 1  # noqa: S608 - ours


def _keep(phone: AndroidPhone, path: Path, name: Path) -> None:
    folder = _PHOTOS if media_kind(path.name) is Kind.PHOTOS else _FILES
    target = phone.storage() / folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, target)


def _tell_gallery(phone: AndroidPhone) -> None:
    media, base = phone.provider("media"), phone.storage()
    base.mkdir(parents=True, exist_ok=True)
    if isinstance(media, MediaProvider):
        for path in sorted(each for each in base.rglob("*") if each.is_file()):
            media.scan(STORAGE + path.relative_to(base).as_posix())
