from __future__ import annotations

import time

import pytest

from holdfast.records.formats.provider_rows.events.reading import calendar_of
from holdfast.records.formats.provider_rows.rows import Lost, ProviderRows, Why
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.view import view
from holdfast.records.model.kinds import Kind
from tests.records.formats.provider_rows.events.androids import (
    android,
    at,
    event_lines,
    lines,
    told,
)

NINE = at("2009-10-12T09:00", "Europe/Berlin")
HOUR = 3_600_000
MEETING = {
    "title": "Meeting",
    "dtstart": NINE,
    "dtend": NINE + HOUR,
    "eventTimezone": "Europe/Berlin",
    "allDay": 0,
}
WEEKLY = {**MEETING, "dtend": None, "duration": "P3600S", "rrule": "FREQ=WEEKLY;BYDAY=MO"}
DAY = {
    "title": "Holiday",
    "dtstart": at("2009-10-12"),
    "dtend": at("2009-10-14"),
    "eventTimezone": "UTC",
    "allDay": 1,
}


def test_an_event_is_told_in_its_own_zone_with_that_zone_beside_it():
    found = lines(calendar_of(android(MEETING)))
    assert "DTSTART;TZID=Europe/Berlin:20091012T090000" in found
    assert "DTEND;TZID=Europe/Berlin:20091012T100000" in found
    assert found.count("BEGIN:VTIMEZONE") == 1


def test_start_and_end_may_go_by_two_clocks():
    flight = {**MEETING, "eventEndTimezone": "America/New_York"}
    found = lines(calendar_of(android(flight)))
    assert "DTEND;TZID=America/New_York:20091012T040000" in found
    assert found.count("BEGIN:VTIMEZONE") == 2


def test_whole_days_have_no_zone():
    found = event_lines(calendar_of(android(DAY)))
    assert "DTSTART;VALUE=DATE:20091012" in found
    assert "DTEND;VALUE=DATE:20091014" in found


@pytest.mark.parametrize("duration", ["P2D", "P172800S", "P1DT24H", "PT48H"])
def test_whole_days_of_a_series_last_what_their_duration_says(duration):
    series = {**DAY, "dtend": None, "duration": duration, "rrule": "FREQ=YEARLY"}
    assert "DTEND;VALUE=DATE:20091014" in event_lines(calendar_of(android(series)))


@pytest.mark.parametrize("duration", ["P3600S", "PT1H", "PT60M", "+P3600S", "P0DT1H"])
def test_a_series_ends_by_its_duration(duration):
    found = event_lines(calendar_of(android({**WEEKLY, "duration": duration})))
    assert "DTEND;TZID=Europe/Berlin:20091012T100000" in found


def test_a_moved_instance_names_the_one_it_was_and_a_called_off_one_is_left_out():
    moved = {
        **MEETING,
        "title": "Later",
        "dtstart": at("2009-10-20T09:00", "Europe/Berlin"),
        "dtend": at("2009-10-20T10:00", "Europe/Berlin"),
        "original_id": 40,
        "originalInstanceTime": at("2009-10-19T09:00", "Europe/Berlin"),
    }
    off = {
        "eventStatus": 2,
        "original_id": 40,
        "originalInstanceTime": at("2009-10-26T09:00", "Europe/Berlin"),
    }
    data = calendar_of(android(WEEKLY, moved, off))
    found = lines(data)
    assert found.count("BEGIN:VEVENT") == 2
    assert "EXDATE;TZID=Europe/Berlin:20091026T090000" in found
    assert "RECURRENCE-ID;TZID=Europe/Berlin:20091019T090000" in found
    assert len({line for line in found if line.startswith("UID:")}) == 1
    assert [f"{when:%m-%d %H}" for when in told(data, 3)] == ["10-12 07", "10-20 07", "11-02 08"]


@pytest.mark.parametrize(
    "exdate",
    [
        "20091019T070000Z",
        "20091019T070000",
        "Europe/Berlin;20091019T090000",
        "TZID=Europe/Berlin;20091019T090000",
        "20091019",
        "20091018T070000Z,20091019T070000Z",
    ],
)
def test_every_spelling_of_a_date_that_was_taken_out_is_understood(exdate):
    data = calendar_of(android({**WEEKLY, "exdate": exdate}))
    assert [when.day for when in told(data, 2)] == [12, 26]


def test_several_rules_stand_on_lines_of_their_own():
    rules = "FREQ=WEEKLY;COUNT=2\nFREQ=MONTHLY;COUNT=2"
    found = event_lines(calendar_of(android({**WEEKLY, "rrule": rules})))
    assert [line for line in found if line.startswith("RRULE")] == [
        "RRULE:FREQ=WEEKLY;COUNT=2",
        "RRULE:FREQ=MONTHLY;COUNT=2",
    ]


def test_further_dates_make_a_series():
    rdate = "Europe/Berlin;20091012T090000,20091013T110000"
    data = calendar_of(android({**WEEKLY, "rrule": None, "rdate": rdate}))
    assert "RDATE;TZID=Europe/Berlin:20091013T110000" in event_lines(data)
    assert [(when.day, when.hour) for when in told(data)] == [(12, 7), (13, 9)]


def test_the_end_of_a_series_has_the_form_of_its_start():
    until = "FREQ=DAILY;UNTIL=20091015T000000Z"
    days = calendar_of(android({**DAY, "dtend": None, "duration": "P1D", "rrule": until}))
    assert "RRULE:FREQ=DAILY;UNTIL=20091015" in event_lines(days)
    hours = calendar_of(android({**WEEKLY, "rrule": "FREQ=DAILY;UNTIL=20091015"}))
    assert "RRULE:FREQ=DAILY;UNTIL=20091015T215959Z" in event_lines(hours)


@pytest.mark.parametrize("column", ["dtstart", "dtend"])
@pytest.mark.parametrize("why", list(Why))
def test_a_time_that_was_not_read_whole_is_left_out_and_named(column, why):
    lost = [Lost("events", 40, column, why)]
    found = event_lines(calendar_of(android({**MEETING, column: 42}, lost=lost)))
    assert not [line for line in found if line.startswith(column.upper())]
    assert f"X-HOLDFAST-UNREAD:{column}" in found


@pytest.mark.parametrize("told_as", [10**17, -(10**17), float("inf"), "tomorrow"])
def test_a_time_beyond_the_calendar_is_left_out_and_named(told_as):
    found = event_lines(calendar_of(android({**MEETING, "dtstart": told_as})))
    assert "X-HOLDFAST-UNREAD:dtstart" in found


def test_an_instance_that_nobody_can_place_is_an_event_of_its_own():
    moved = {**MEETING, "original_id": 40, "originalInstanceTime": 7}
    lost = [Lost("events", 41, "originalInstanceTime", Why.TRUNCATED)]
    data = calendar_of(android(WEEKLY, moved, lost=lost))
    items = read_components(data).items("VEVENT")
    assert len({item.text("UID") for item in items}) == 2
    assert items[1].first("RECURRENCE-ID") is None
    assert items[1].text("X-HOLDFAST-UNREAD") == "originalInstanceTime"


def test_a_rule_that_makes_no_sense_is_named():
    found = event_lines(calendar_of(android({**WEEKLY, "rrule": "every other Monday"})))
    assert "X-HOLDFAST-UNREAD:rrule" in found


def test_words_are_those_of_the_standard():
    row = {**MEETING, "eventStatus": 0, "availability": 1, "accessLevel": 2, "eventColor": -65536}
    found = event_lines(calendar_of(android(row)))
    assert {"STATUS:TENTATIVE", "TRANSP:TRANSPARENT", "CLASS:PRIVATE"} <= set(found)
    assert "X-ANDROID-COLOR:#ff0000" in found
    assert "CLASS:CONFIDENTIAL" in event_lines(calendar_of(android({**row, "accessLevel": 1})))


def test_reminders_are_alarms_and_those_by_the_settings_are_named():
    reminders = [
        {"event_id": 40, "minutes": minutes, "method": method}
        for minutes, method in ((10, 1), (0, 2), (1440, 4), (5, 3), (-1, 1), (-540, 1), (10, 1))
    ]
    data = calendar_of(android(MEETING, reminders=reminders))
    alarms = read_components(data).items("VALARM")
    assert [(alarm.text("ACTION"), alarm.text("TRIGGER")) for alarm in alarms] == [
        ("DISPLAY", "-PT10M"),
        ("EMAIL", "PT0S"),
        ("AUDIO", "-P1D"),
        ("DISPLAY", "-PT5M"),
        ("DISPLAY", "PT9H"),
    ]
    assert all(alarm.text("DESCRIPTION") for alarm in alarms if alarm.text("ACTION") != "AUDIO")
    assert "X-ANDROID-DEFAULT-REMINDER:1" in lines(data)


def test_attendees_are_told_with_their_answers():
    attendees = [
        {
            "event_id": 40,
            "attendeeName": "Müller, Ann",
            "attendeeEmail": "ann@example.com",
            "attendeeStatus": 1,
            "attendeeType": 2,
            "attendeeRelationship": 1,
        },
        {"event_id": 40, "attendeeEmail": "me@example.com", "attendeeRelationship": 2},
        {"event_id": 40, "attendeeName": "Room 5", "attendeeType": 3, "attendeeStatus": 3},
    ]
    row = {**MEETING, "organizer": "me@example.com"}
    found = event_lines(calendar_of(android(row, attendees=attendees)))
    assert "ORGANIZER:mailto:me@example.com" in found
    ann = "ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:ann@example.com"
    assert f'ATTENDEE;CN="Müller, Ann";{ann}' in found
    room = "ATTENDEE;CN=Room 5;CUTYPE=RESOURCE;PARTSTAT=NEEDS-ACTION:invalid:nomail"
    assert room in found


def test_the_owner_of_a_calendar_organizes_nothing_where_nobody_else_comes():
    alone = android({**MEETING, "organizer": "me@example.com"})
    assert b"ORGANIZER" not in calendar_of(alone)
    local = android({**MEETING, "organizer": "Home"}, owner="Home", attendees=[{"event_id": 40}])
    assert b"ORGANIZER" not in calendar_of(local)
    other = android({**MEETING, "organizer": "boss@example.com"})
    assert b"ORGANIZER:mailto:boss@example.com" in calendar_of(other)


def test_a_hostile_text_stays_a_text():
    text = "NULL, 🎂\nEND:VEVENT\r\nRRULE:FREQ=DAILY;\\n"
    data = calendar_of(android({**MEETING, "title": text, "description": text}))
    document = read_components(data)
    (item,) = document.items("VEVENT")
    assert item.text("SUMMARY") == item.text("DESCRIPTION") == text.replace("\r\n", "\n")
    assert item.first("RRULE") is None
    assert not document.problems


def test_an_event_without_uid_gets_the_same_one_each_time_and_no_other_does():
    first, second = calendar_of(android(MEETING)), calendar_of(android({**MEETING, "_id": 99}))
    uids = [read_components(data).items("VEVENT")[0].text("UID") for data in (first, second)]
    assert calendar_of(android({**MEETING, "title": "Changed"})).count(uids[0].encode()) == 1
    assert uids[0] != uids[1]
    own = calendar_of(android({**MEETING, "uid2445": "abc@google.com"}))
    assert "UID:abc@google.com" in lines(own)


def test_an_unknown_zone_is_utc_as_on_the_phone():
    for zone in ("", "Middle/Earth", "\0"):
        found = event_lines(calendar_of(android({**MEETING, "eventTimezone": zone})))
        assert "DTSTART:20091012T070000Z" in found
    fixed = event_lines(calendar_of(android({**WEEKLY, "eventTimezone": "GMT+02:00"})))
    assert "DTSTART;TZID=Etc/GMT-2:20091012T090000" in fixed


def test_the_second_of_two_hours_that_a_clock_shows_is_told_in_utc():
    start = at("2009-10-25T01:30")  # 02:30 in Berlin for the second time
    found = event_lines(calendar_of(android({**MEETING, "dtstart": start, "dtend": start + HOUR})))
    assert "DTSTART:20091025T013000Z" in found


def test_no_rows_are_an_empty_calendar():
    assert not read_components(calendar_of(ProviderRows("calendar"))).items("VEVENT")


def test_a_person_is_shown_all_of_it():
    data = calendar_of(android({**WEEKLY, "eventLocation": "Room 5"}))
    seen = view(Kind.CALENDAR, ".ics", data)
    assert (seen.title, seen.zone, seen.repeats) == ("Meeting", "Europe/Berlin", True)
    assert "Room 5" in [field.value for field in seen.fields]


def test_a_reminder_that_was_not_read_whole_is_none_and_is_named():
    reminders = [{"_id": number, "event_id": 40, "minutes": number} for number in (5, 6)]
    lost = [Lost("reminders", 6, "minutes", Why.TRUNCATED)]
    data = calendar_of(android(MEETING, reminders=reminders, lost=lost))
    assert [alarm.text("TRIGGER") for alarm in read_components(data).items("VALARM")] == ["-PT5M"]
    assert "X-HOLDFAST-UNREAD:minutes" in event_lines(data)


def test_thousands_of_instances_each_with_reminders_are_told_in_time():
    moved = [
        {**MEETING, "original_id": 40, "originalInstanceTime": NINE + number * 7 * 24 * HOUR}
        for number in range(2000)
    ]
    reminders = [{"event_id": 40 + number, "minutes": 5} for number in range(2001)]
    lost = [Lost("events", 40 + number, "title", Why.INEXACT) for number in range(2001)]
    began = time.process_time()
    data = calendar_of(android(WEEKLY, *moved, reminders=reminders, lost=lost))
    assert data.count(b"BEGIN:VALARM") == data.count(b"BEGIN:VEVENT") == 2001
    assert time.process_time() - began < 3
