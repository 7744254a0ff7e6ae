"""What a sample phone's owner does with it between two backups."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

from holdfast.phones.virtual.folder import CALLS, MESSAGES, PhoneFolder
from holdfast.records.model.kinds import Kind

_NEW_PEOPLE = (
    ("Okafor", "Adaeze", "415-555-0148"),
    ("Lindqvist", "Sven", "415-555-0162"),
    ("Marchetti", "Giulia", "415-555-0171"),
)
_CALLER = ("Okafor", "Adaeze", "+14155550148")
_PACIFIC = timezone(timedelta(hours=-7))
_NEW_PHOTOS = 4
_CHANGED_CONTACTS = 2
_NUMBER = re.compile(rb"^(TEL[^:\r\n]*:[^\r\n]*?)(\d\d)(\r?)$", re.MULTILINE)
_DATES = re.compile(rb"^((?:DTSTART|DTEND|DALARM|AALARM)[^:\r\n]*:)(\d{8})", re.MULTILINE)
_STATUS = re.compile(rb"^(?:STATUS|COMPLETED)[^\r\n]*\r?\n", re.MULTILINE)
_DONE = re.compile(rb"^STATUS:COMPLETED", re.MULTILINE)
_END_TODO = b"END:VTODO"
_PICTURE_NUMBER = re.compile(r"\d+")
_JPEG_START = b"\xff\xd8"


@dataclass(frozen=True, slots=True)
class SampleEdits:
    """How many items of a kind were added, changed and removed; kinds left alone are absent."""

    added: dict[Kind, int]
    changed: dict[Kind, int]
    removed: dict[Kind, int]


def edit(phone: PhoneFolder, clock: Callable[[], datetime]) -> SampleEdits:
    """Use `phone` for a while; `clock` (UTC) dates what is new."""
    now = clock()
    changed = {
        Kind.CONTACTS: _change_contacts(phone),
        Kind.CALENDAR: _move_event(phone),
        Kind.TODOS: _tick_todo(phone, now),
    }
    removed = {Kind.CONTACTS: _remove_contact(phone)}
    added = {
        Kind.CONTACTS: _add_contacts(phone),
        Kind.NOTES: _add_note(phone, now),
        Kind.MESSAGES: _get_message(phone, now),
        Kind.CALLS: _get_call(phone, now),
        Kind.PHOTOS: _take_photos(phone, now),
    }
    return SampleEdits(*({k: n for k, n in of.items() if n} for of in (added, changed, removed)))


def _change_contacts(phone: PhoneFolder) -> int:
    """Give the first people with a number another one."""
    count = 0
    for path in phone.records(Kind.CONTACTS).values():
        before = path.read_bytes()
        after = _NUMBER.sub(_next_number, before, count=1)
        if after != before:
            phone.write(path, after)
            count += 1
        if count == _CHANGED_CONTACTS:
            break
    return count


def _next_number(found: re.Match[bytes]) -> bytes:
    return found[1] + b"%02d" % ((int(found[2]) + 7) % 100) + found[3]


def _remove_contact(phone: PhoneFolder) -> int:
    """Take the third contact away; the first two were just changed."""
    for path in list(phone.records(Kind.CONTACTS).values())[_CHANGED_CONTACTS:][:1]:
        path.unlink()
        return 1
    return 0


def _add_contacts(phone: PhoneFolder) -> int:
    for family, given, number in _NEW_PEOPLE:
        card = (
            f"BEGIN:VCARD\r\nVERSION:2.1\r\nN:{family};{given};;;\r\nFN:{given} {family}\r\n"
            f"TEL;CELL;VOICE:{number}\r\nEND:VCARD\r\n"
        )
        phone.add(Kind.CONTACTS, ".vcf", card.encode())
    return len(_NEW_PEOPLE)


def _move_event(phone: PhoneFolder) -> int:
    """Put the last event off by a day."""
    for path in reversed(phone.records(Kind.CALENDAR).values()):
        before = path.read_bytes()
        after = _DATES.sub(_a_day_later, before)
        if after != before:
            phone.write(path, after)
            return 1
    return 0


def _a_day_later(found: re.Match[bytes]) -> bytes:
    try:
        day = datetime.strptime(found[2].decode(), "%Y%m%d")  # noqa: DTZ007 - a date alone
    except ValueError:
        return found[0]
    return found[1] + (day + timedelta(days=1)).strftime("%Y%m%d").encode()


def _tick_todo(phone: PhoneFolder, now: datetime) -> int:
    """Finish the first to-do that is open."""
    done = b"COMPLETED:%s\r\nSTATUS:COMPLETED\r\n" % now.strftime("%Y%m%dT%H%M%S").encode()
    for path in phone.records(Kind.TODOS).values():
        before = path.read_bytes()
        if _END_TODO in before and not _DONE.search(before):
            phone.write(path, _STATUS.sub(b"", before).replace(_END_TODO, done + _END_TODO, 1))
            return 1
    return 0


def _add_note(phone: PhoneFolder, now: datetime) -> int:
    written = now.strftime("%Y%m%dT%H%M%S")
    note = (
        "BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY:Ask Giulia about the boat house\r\n"
        f"DCREATED:{written}\r\nLAST-MODIFIED:{written}\r\nEND:VNOTE\r\n"
    )
    phone.add(Kind.NOTES, ".vnt", note.encode())
    return 1


def _get_message(phone: PhoneFolder, now: datetime) -> int:
    """Let a message arrive; where only AT commands reach messages, none comes."""
    if phone.info.family != "irmc":
        return 0
    message = (
        "BEGIN:VMSG\r\nVERSION:1.1\r\nX-IRMC-STATUS:UNREAD\r\nX-IRMC-TYPE:SMS\r\n"
        f"X-IRMC-BOX:INBOX\r\nX-NOK-DT:{now:%Y%m%dT%H%M%SZ}\r\nX-MESSAGE-TYPE:DELIVER\r\n"
        f"{_caller()}END:VCARD\r\nBEGIN:VENV\r\nBEGIN:VBODY\r\n"
        f"Date:{now.astimezone(_PACIFIC):%d.%m.%Y %H:%M:%S}\r\n"
        "TEXT:New number, same me. Call you in a minute\r\n"
        "END:VBODY\r\nEND:VENV\r\nEND:VMSG\r\n"
    )
    phone.add(MESSAGES[0], ".vmg", message.encode())
    return 1


def _get_call(phone: PhoneFolder, now: datetime) -> int:
    """Take a call a minute later."""
    if phone.info.family != "irmc":
        return 0
    at = (now + timedelta(minutes=1)).astimezone(_PACIFIC)
    card = f"{_caller()}X-IRMC-CALL-DATETIME;RECEIVED:{at:%Y%m%dT%H%M%S}\r\nEND:VCARD\r\n"
    phone.add(CALLS[0], ".vcf", card.encode())
    return 1


def _caller() -> str:
    family, given, number = _CALLER
    return (
        f"BEGIN:VCARD\r\nVERSION:2.1\r\nN:{family};{given};;;\r\nFN:{given} {family}\r\n"
        f"TEL:{number}\r\n"
    )


def _take_photos(phone: PhoneFolder, now: datetime) -> int:
    """Take new pictures into the folder that has the newest one."""
    taken = phone.media(Kind.PHOTOS)
    base = phone.folder(Kind.PHOTOS)
    folder = taken[-1].parent if taken else base / "Phone" / "DCIM" / "100MEDIA"
    number = max((_number(path) for path in folder.glob("*")), default=0)
    for shot in range(1, _NEW_PHOTOS + 1):
        path = folder / f"IMG_{number + shot:04}.JPG"
        phone.write(path, _picture(number + shot))
        when = now.timestamp() + 60 * shot
        os.utime(path, (when, when))
    return _NEW_PHOTOS


def _number(path: Path) -> int:
    found = _PICTURE_NUMBER.search(path.stem)
    return int(found[0][:9]) if found else 0


def _picture(number: int) -> bytes:
    """One of the pictures that come with Holdfast, made a new one by a comment in it."""
    base = files("holdfast.resources") / "sample-phone" / "photos" / "Phone" / "DCIM" / "100MEDIA"
    names = sorted(entry.name for entry in base.iterdir())
    picture = (base / names[number % len(names)]).read_bytes()
    comment = b"Picture %d" % number
    segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment
    return _JPEG_START + segment + picture.removeprefix(_JPEG_START)
