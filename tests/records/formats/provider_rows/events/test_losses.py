from __future__ import annotations

import pytest

from holdfast.records.formats.converting.contents import Loss, Unheld
from holdfast.records.formats.provider_rows.events.losses import untold
from holdfast.records.formats.provider_rows.events.reading import calendar_of
from tests.records.formats.provider_rows.events.androids import android, at

START = "DTSTART:20091012T080000Z"


def alarm(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VALARM", *lines, "END:VALARM")


def lost(make_event, *lines: str, zone: str = "UTC") -> list[Unheld]:
    return list(untold(make_event("UID:1", "SUMMARY:Party", *lines, version="2.0"), zone))


def test_an_event_that_android_holds_loses_nothing(make_event):
    plain = alarm("ACTION:DISPLAY", "TRIGGER:-PT5M", "DESCRIPTION:Party")
    people = "ATTENDEE;ROLE=CHAIR;PARTSTAT=ACCEPTED;CN=Ann:mailto:ann@example.com"
    assert lost(make_event, START, "RRULE:FREQ=DAILY", "CLASS:PRIVATE", people, *plain) == []


@pytest.mark.parametrize("method", [1, 2, 3, 4])
def test_what_a_phone_gave_loses_nothing(method):
    row = {"title": "a", "dtstart": at("2009-10-12"), "dtend": at("2009-10-13"), "allDay": 1}
    reminders = [{"event_id": 40, "minutes": 5, "method": method}]
    assert untold(calendar_of(android(row, reminders=reminders))) == ()


def test_the_sound_and_the_repeats_of_an_alarm_are_named(make_event):
    loud = alarm("ACTION:AUDIO", "TRIGGER:-PT5M", "ATTACH:file:///bell.wav", "REPEAT:3")
    assert lost(make_event, START, *loud) == [
        Unheld("ACTION", "AUDIO", Loss.NO_FORM, "DISPLAY"),
        Unheld("ATTACH", "file:///bell.wav", Loss.NO_PROPERTY),
        Unheld("REPEAT", "3", Loss.NO_PROPERTY),
    ]


def test_seconds_of_an_alarm_are_named(make_event):
    odd = alarm("ACTION:DISPLAY", "TRIGGER:-PT90S")
    assert lost(make_event, START, *odd) == [Unheld("TRIGGER", "-PT90S", Loss.NO_FORM, "-PT2M")]
    after = alarm("ACTION:DISPLAY", "TRIGGER:PT1M")
    assert lost(make_event, START, *after) == [Unheld("TRIGGER", "PT1M", Loss.NO_FORM, "PT0S")]


def test_a_time_in_no_zone_is_named_with_the_zone_it_gets(make_event):
    found = lost(make_event, "DTSTART:20091012T080000", zone="Europe/Berlin")
    kept = "20091012T080000 Europe/Berlin"
    assert found == [Unheld("DTSTART", "20091012T080000", Loss.NO_FORM, kept)]


def test_a_word_for_people_that_android_lacks_is_named(make_event):
    found = lost(make_event, START, "ATTENDEE;PARTSTAT=DELEGATED:mailto:ann@example.com")
    assert found == [
        Unheld("ATTENDEE", "mailto:ann@example.com", Loss.NO_TYPE, "mailto:ann@example.com")
    ]


def test_times_that_come_out_otherwise_are_named():
    series = ("UID:1", START, "RRULE:FREQ=DAILY;COUNT=3")
    onwards = (
        "UID:1",
        "DTSTART:20091013T100000Z",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20091013T080000Z",
    )
    inside = [line for each in (series, onwards) for line in ("BEGIN:VEVENT", *each, "END:VEVENT")]
    data = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *inside, "END:VCALENDAR", "")).encode()
    assert untold(data) == (Unheld("RRULE", "FREQ=DAILY;COUNT=3", Loss.NO_FORM),)


def test_what_is_refused_loses_nothing_more(make_event):
    assert lost(make_event, "DESCRIPTION:no start") == []
