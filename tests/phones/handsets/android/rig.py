"""A virtual Android on a bus of its own, with the real driver above real pyusb.

What it holds is put into its providers directly, and read from their databases for comparison:
neither ADB nor the `content` tool has a hand in what is expected.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

from holdfast.phones.handsets.android.family import AndroidFamily
from holdfast.phones.handsets.android.handset import AndroidHandset
from holdfast.phones.handsets.android.keys import HostKeys
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.protocols.adb.device import Guard
from holdfast.phones.virtual.android.device import device_of
from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.providers.provider import Value, Values
from holdfast.phones.virtual.android.providers.uris import parse_uri
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.card import SampleInfo, write_card
from holdfast.records.formats.provider_rows.contacts.doors import card_of
from holdfast.records.formats.provider_rows.events.reading import calendar_of
from holdfast.records.formats.provider_rows.messages import file_of
from holdfast.records.formats.provider_rows.rows import ProviderRows
from holdfast.records.model.kinds import Kind

SERIAL = "R58M12ABCDE"
CONTACTS, CALENDAR = "com.android.contacts", "com.android.calendar"
GOOGLE = {"account_name": "ann@example.org", "account_type": "com.google"}
JPEG = b"\xff\xd8" + bytes(range(256)) * 12 + b"\xff\xd9"
FILES = {
    "DCIM/Camera/IMG_0001.jpg": JPEG,
    "DCIM/Camera/日本 2009.jpg": JPEG[:400],
    "Download/notes, old.txt": b"plain bytes\0" * 90,
    "Download/empty.bin": b"",
}
MTIME = 1_255_250_000
BAIT = "line\nRow: 0 _id=1, display_name=x, data1=NULL, body=Row: 1 _id=2, "
"""What passes for rows and columns, where a reader believes it."""
_CONTACTS: tuple[dict[str, dict[str, Value]], ...] = (
    {
        "name": {"data1": "Ann Onymous", "data2": "Ann", "data3": "Onymous"},
        "phone_v2": {"data1": "+493012345", "data2": 2},
        "note": {"data1": BAIT},
    },
    {
        "name": {"data1": "王静", "data2": "静", "data3": "王"},
        "email_v2": {"data1": "wang@example.org", "data2": 1},
        "nickname": {"data1": "NULL"},
    },
)
_MIME = "vnd.android.cursor.item/"
_MESSAGES = [
    ("+493012345", 1_255_250_000_123, 1, "See you, date=5"),
    ("+15550100", 1_255_250_111_456, 2, BAIT),
    ("+15550100", 5, 1, "\u202eright to left\u202c 📱"),
]
_CALLS = [("+493012345", 1_255_250_222_789, 65, 1), ("", 1_255_250_333_000, 0, 3)]


class AndroidRig:
    """One phone; `release` is "6", "11" or "16"."""

    def __init__(
        self,
        folder: Path,
        release: str = "16",
        *,
        serial: str = SERIAL,
        guard: Guard | None = None,
        empty: bool = False,
        keys: HostKeys | None = None,
        tiny: bool = False,
    ) -> None:
        new = not folder.exists()
        if new:
            folder.mkdir(parents=True)
            info = SampleInfo(serial=serial, family="android", android=release)
            write_card(folder, info)
        self.bus = VirtualBus()
        self.phone = AndroidPhone(folder, self.bus.clock)
        if new and not empty:
            fill(self.phone, tiny=tiny)
        self.tiny = tiny
        self.usb = UsbBus([self.bus])
        self.slot = self.bus.plug(device_of(self.phone, guard))
        self.keys = keys or HostKeys(folder.parent / "keys")
        self.family = AndroidFamily(
            self.keys, consent_seconds=0.5, seconds=lambda: self.bus.clock.waited
        )

    def connect(self) -> AndroidHandset:
        if not self.usb.ports():
            self.bus.replug(self.slot)
        [port] = self.usb.ports()
        handset = self.family.open(self.usb.open(port))
        assert isinstance(handset, AndroidHandset)
        return handset

    def held(self) -> dict[Kind, list[bytes]]:
        """The standard file of each item, made from the databases."""
        rows = stored(self.phone)
        found: dict[Kind, list[bytes]] = {
            Kind.CONTACTS: [card_of(each) for each in rows[Kind.CONTACTS]],
            Kind.CALENDAR: [calendar_of(each) for each in rows[Kind.CALENDAR]],
            Kind.PHOTOS: [FILES[name] for name in self.files if name.endswith(".jpg")],
            Kind.FILES: [FILES[name] for name in self.files if not name.endswith(".jpg")],
        }
        if self.phone.info.android != "6":
            found[Kind.MESSAGES] = [file_of(each) for each in rows[Kind.MESSAGES]]
        if self.phone.info.android == "16":
            found[Kind.CALLS] = [file_of(each) for each in rows[Kind.CALLS]]
        return found

    @property
    def files(self) -> list[str]:
        return list(FILES)[:1] if self.tiny else list(FILES)

    @property
    def processes(self) -> Counter[str]:
        return self.phone.processes


def fill(phone: AndroidPhone, *, tiny: bool = False) -> None:
    """Put what is described above onto a phone, or with `tiny` one plain item of each kind."""
    some = slice(1) if tiny else slice(None)
    put = phone.provider(CONTACTS).insert
    for place, contact in enumerate(_CONTACTS[some]):
        # The newest release refuses contacts that name no account.
        account = GOOGLE if place or phone.info.android == "16" else {}
        raw = _id(put(parse_uri(f"content://{CONTACTS}/raw_contacts{_adapter(account)}"), account))
        for kind, values in contact.items():
            if tiny and kind == "note":
                continue
            row: Values = {"raw_contact_id": raw, "mimetype": _MIME + kind, **values}
            put(parse_uri(f"content://{CONTACTS}/data"), row)
    _fill_calendar(phone, tiny=tiny)
    with phone.messages().writing() as db:
        db.executemany(
            "INSERT INTO sms (address, date, type, body, read) VALUES (?, ?, ?, ?, 1)",
            _MESSAGES[some],
        )
    if phone.info.android == "16":
        put = phone.provider("call_log").insert
        for who, when, seconds, way in _CALLS[some]:
            call: Values = {"number": who, "date": when, "duration": seconds, "type": way}
            put(parse_uri("content://call_log/calls"), call)
    for name, data in list(FILES.items())[some]:
        file = phone.storage() / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        os.utime(file, (MTIME, MTIME))


def _fill_calendar(phone: AndroidPhone, *, tiny: bool) -> None:
    put = phone.provider(CALENDAR).insert
    where = f"{_adapter(GOOGLE)}"
    home = _id(
        put(
            parse_uri(f"content://{CALENDAR}/calendars{where}"),
            {
                **GOOGLE,
                "name": "ann",
                "calendar_displayName": "Ann's",
                "ownerAccount": "ann@example.org",
                "calendar_access_level": 700,
                "sync_events": 1,
            },
        )
    )
    common: dict[str, Value] = {"calendar_id": home, "eventTimezone": "Europe/Berlin"}
    put(
        parse_uri(f"content://{CALENDAR}/events{where}"),
        {**common, "title": "Long ago", "dtstart": -86_400_000, "dtend": -82_800_000},
    )
    if tiny:
        return
    series = _id(
        put(
            parse_uri(f"content://{CALENDAR}/events{where}"),
            {
                **common,
                "title": "Choir",
                "dtstart": 1_255_440_600_000,
                "duration": "P5400S",
                "rrule": "FREQ=WEEKLY;COUNT=8",
                "_sync_id": "choir",
                "description": BAIT,
            },
        )
    )
    put(
        parse_uri(f"content://{CALENDAR}/events{where}"),
        {
            **common,
            "title": "Choir, at Bob's",
            "dtstart": 1_256_045_400_000,
            "dtend": 1_256_050_800_000,
            "original_sync_id": "choir",
            "originalInstanceTime": 1_256_045_400_000,
        },
    )
    put(
        parse_uri(f"content://{CALENDAR}/reminders{where}"),
        {"event_id": series, "minutes": 15, "method": 1},
    )


def _adapter(account: dict[str, str]) -> str:
    if not account:
        return ""
    return "?caller_is_syncadapter=true&" + "&".join(f"{k}={v}" for k, v in account.items())


def _id(uri: str | None) -> int:
    assert uri is not None
    return int(uri.partition("?")[0].rpartition("/")[2])


def stored(phone: AndroidPhone) -> dict[Kind, list[ProviderRows]]:
    """What its databases hold, item by item; photos' bytes are none of it."""
    home = phone.folder / "providers"
    return {
        Kind.CONTACTS: _contacts(home / "contacts2.db"),
        Kind.CALENDAR: _events(home / "calendar.db"),
        Kind.MESSAGES: _each(home / "mmssms.db", "sms", "sms_restricted", "sms"),
        Kind.CALLS: _each(home / "calllog.db", "calls", "calls", "calls"),
    }


def _each(file: Path, provider: str, source: str, table: str) -> list[ProviderRows]:
    if not file.exists():
        return []
    return [_rows(provider, {table: [row]}) for row in _select(file, f"SELECT * FROM {source}")]  # noqa: S608 - a table named here


def _contacts(file: Path) -> list[ProviderRows]:
    groups = {row["_id"]: row for row in _select(file, "SELECT * FROM groups")}
    found = []
    for raw in _select(file, "SELECT * FROM raw_contacts WHERE deleted=0"):
        data = _select(file, f"SELECT * FROM view_data WHERE raw_contact_id={raw['_id']}")  # noqa: S608
        member = [
            groups[int(row["data1"])]
            for row in data
            if row["mimetype"].endswith("group_membership")
        ]
        found.append(_rows("contacts", {"raw_contacts": [raw], "data": data, "groups": member}))
    return found


def _events(file: Path) -> list[ProviderRows]:
    calendars = {row["_id"]: row for row in _select(file, "SELECT * FROM Calendars")}
    events = _select(file, "SELECT * FROM Events WHERE deleted=0")
    found = []
    for event in events:
        if event.get("original_id"):
            continue
        family = [event, *(each for each in events if each.get("original_id") == event["_id"])]
        ids = ",".join(str(each["_id"]) for each in family)
        parts = {
            name: _select(file, f"SELECT * FROM {name} WHERE event_id IN ({ids})")  # noqa: S608
            for name in ("Reminders", "Attendees")
        }
        tables = {"calendars": [calendars[event["calendar_id"]]], "events": family}
        found.append(_rows("calendar", tables | {k.lower(): v for k, v in parts.items()}))
    return found


def _rows(provider: str, tables: dict[str, list[dict[str, Any]]]) -> ProviderRows:
    kept = {name: tuple(MappingProxyType(row) for row in rows) for name, rows in tables.items()}
    return ProviderRows(provider, MappingProxyType(kept))


def _select(file: Path, sql: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(file)) as db:
        cursor = db.execute(sql)
        names = [column[0] for column in cursor.description]
        return [
            {name: value for name, value in zip(names, row, strict=True) if value is not None}
            for row in cursor
        ]


__all__ = ["BAIT", "FILES", "MTIME", "AndroidRig", "fill", "stored"]
