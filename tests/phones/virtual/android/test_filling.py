"""A sample Android phone filled from a folder of files."""

from __future__ import annotations

import os

import pytest

from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.providers.uris import parse_uri
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.store import (
    create_sample,
    edit_sample,
    replace_sample,
    wipe_sample,
)

CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:{name};Ada;;;\r\nFN:Ada {name}\r\nTEL;TYPE=CELL:555\r\n"
    "CATEGORIES:Friends\r\nEND:VCARD\r\n"
)
EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Row the boat\r\n"
    "DTSTART:20260101T100000Z\r\nDTEND:20260101T110000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"
    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:x\r\nRECURRENCE-ID:20260102T100000Z\r\nSUMMARY:Later\r\n"
    "DTSTART:20260102T120000Z\r\nDTEND:20260102T130000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
XML = (
    '<?xml version="1.0" encoding="UTF-8"?><smses count="1"><sms protocol="0" address="+1415"'
    ' date="1600000000000" type="1" subject="null" body="See you" read="1" status="-1" /></smses>'
)
CALLS = (
    '<?xml version="1.0" encoding="UTF-8"?><calls count="1"><call number="+1415" duration="9"'
    ' date="1600000000000" type="3" presentation="1" /></calls>'
)
TODO = (
    "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VTODO\r\nSUMMARY:Sail\r\nEND:VTODO\r\n"
    "END:VCALENDAR\r\n"
)
FILES = {
    "ada.vcf": CARD.format(name="Lovelace"),
    "two.vcf": CARD.format(name="One") + CARD.format(name="Two"),
    "sub/row.ics": EVENT,
    "sms.xml": XML,
    "calls.xml": CALLS,
    "todo.vcs": TODO,
    "broken.vcf": "BEGIN:VCARD\r\n",
    "deep/IMG_1.jpg": "not really",
}


@pytest.fixture
def filled(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / "from" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, newline="")
        os.utime(path, (1_500_000_000, 1_500_000_000))
    create_sample(tmp_path / "phone", family="android", fill_from=tmp_path / "from")
    phone = AndroidPhone(tmp_path / "phone", VirtualClock())
    yield phone
    phone.close()


def asked(phone, uri, *columns):
    found = phone.provider(parse_uri(uri).authority).query(parse_uri(uri), columns, None, None)
    return [tuple(row) for row in found.rows]


def test_each_card_is_a_person_with_its_number_and_group(filled):
    people = asked(filled, "content://com.android.contacts/raw_contacts", "display_name")
    assert sorted(name for (name,) in people) == ["Ada Lovelace", "Ada One", "Ada Two"]
    groups = asked(filled, "content://com.android.contacts/groups", "title")
    assert groups == [("Friends",)]


def test_an_event_keeps_its_rule_its_reminder_and_its_moved_occurrence(filled):
    events = asked(
        filled, "content://com.android.calendar/events", "title", "rrule", "original_id", "hasAlarm"
    )
    assert events == [
        ("Row the boat", "FREQ=DAILY;COUNT=3", None, 1),
        ("Later", None, 1, 0),
    ]
    assert asked(filled, "content://com.android.calendar/reminders", "minutes") == [(5,)]


def test_messages_and_calls_come_from_their_backups(filled):
    assert asked(filled, "content://sms", "address", "body") == [("+1415", "See you")]
    calls = asked(filled, "content://call_log/calls", "number", "duration", "type")
    assert calls == [("+1415", 9, 3)]


def test_what_has_no_store_is_a_photo_or_a_file_with_its_date(filled):
    base = filled.storage()
    found = {str(p.relative_to(base)) for p in base.rglob("*") if p.is_file()}
    assert found == {
        "DCIM/Camera/deep/IMG_1.jpg",
        "Download/todo.vcs",
        "Download/broken.vcf",
    }
    assert (base / "Download" / "todo.vcs").stat().st_mtime == 1_500_000_000


def test_a_wiped_phone_can_be_used_and_replaced(tmp_path):
    made = create_sample(tmp_path / "phone", family="android", small=True)
    wipe_sample(tmp_path / "phone")
    assert not (tmp_path / "phone" / "storage").exists()
    done = edit_sample(tmp_path / "phone", VirtualClock())
    assert not done.changed
    assert not done.removed

    info = replace_sample(tmp_path / "phone")

    assert (info.model, info.android) == (made.model, made.android)
    assert info.serial != made.serial
    assert not (tmp_path / "phone" / "providers").exists()
