"""What a sample Android phone holds: the fictional people, in its providers and its storage."""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

from holdfast.phones.virtual.android.phone import WORK, AndroidPhone
from holdfast.phones.virtual.android.providers.context import Account
from holdfast.phones.virtual.android.providers.media import STORAGE, MediaProvider
from holdfast.phones.virtual.android.sample_calendar import fill_calendar
from holdfast.phones.virtual.android.sample_contacts import fill_contacts
from holdfast.phones.virtual.android.sample_messages import fill_calls, fill_messages

GOOGLE = Account("robin.ashgrove@example.org", "com.google")
"""The account that the sample phone's owner has."""
EMPLOYER = Account("r.ashgrove@work.example.com", "com.google")
SMALL = 12
_TAKEN = re.compile(rb"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)\0")
_EXIF_REACH = 4096
_NOTE = "Documents/Packing list.txt"
_NOTE_TEXT = "Tent, two sleeping bags, stove\nMap of the Grünau hills\n"
_NOTE_DATE = datetime(2009, 8, 1, 9, 30, tzinfo=UTC).timestamp()


def fill(phone: AndroidPhone, *, small: bool = False) -> None:
    """Give `phone` its people, appointments, messages, calls and pictures.

    With `small` it gets a few of each. The phone is empty before.
    """
    phone.settings.add_account(GOOGLE)
    if phone.profile.default_account_rule:
        phone.settings.set_default_account(GOOGLE)
    with as_file(files("holdfast.resources") / "sample-phone") as source:
        limit = SMALL if small else None
        fill_contacts(phone, GOOGLE, _files(source / "contacts", limit))
        fill_calendar(phone, GOOGLE, _files(source / "calendar", limit))
        fill_messages(phone, _files(source / "messages", limit))
        fill_calls(phone, _files(source / "calls", limit))
        pictures = _files(source / "photos", limit)
        _fill_storage(phone, pictures)
    if WORK in phone.users:
        phone.settings.add_account(EMPLOYER, WORK)
        phone.storage(WORK).mkdir(parents=True, exist_ok=True)


def _files(folder: Path, limit: int | None) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())[:limit]


def _fill_storage(phone: AndroidPhone, pictures: list[Path]) -> None:
    base = phone.storage()
    for folder in ("DCIM/Camera", "Download", "Documents", "Pictures", "Music", "Android/data"):
        (base / folder).mkdir(parents=True, exist_ok=True)
    for picture in pictures:
        target = base / "DCIM" / "Camera" / picture.name
        shutil.copyfile(picture, target)
        taken = _taken(target)
        os.utime(target, (taken, taken))
    note = base / _NOTE
    note.write_text(_NOTE_TEXT, encoding="utf-8")
    os.utime(note, (_NOTE_DATE, _NOTE_DATE))
    media = phone.provider("media")
    if isinstance(media, MediaProvider):
        for path in sorted(each for each in base.rglob("*") if each.is_file()):
            media.scan(STORAGE + path.relative_to(base).as_posix())


def _taken(path: Path) -> float:
    """When a picture says it was taken, or else when the note was written."""
    found = _TAKEN.search(path.read_bytes()[:_EXIF_REACH])
    if found is None:
        return _NOTE_DATE
    year, month, day, hour, minute, second = (int(part) for part in found.groups())
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()
