from __future__ import annotations

import pytest

from holdfast.records.formats.provider_rows.events.writing import rows_of
from tests.records.formats.provider_rows.events.androids import at

OUTLOOKS = (
    "BEGIN:VTIMEZONE",
    "TZID:Where I live",
    "BEGIN:STANDARD",
    "DTSTART:16011028T030000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:16010325T020000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
)
LOCAL_MEAN = (
    "BEGIN:VTIMEZONE",
    "TZID:Village",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0023",
    "TZOFFSETTO:+0023",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def calendar(*events, above=(), version: str = "2.0") -> bytes:
    inside = [line for lines in events for line in ("BEGIN:VEVENT", *lines, "END:VEVENT")]
    whole = ("BEGIN:VCALENDAR", f"VERSION:{version}", *above, *inside, "END:VCALENDAR", "")
    return "\r\n".join(whole).encode()


def event(*lines: str, zone: str = "UTC", **kwargs):
    return dict(rows_of(calendar(("UID:1", *lines), **kwargs), zone).first("events"))


BERLIN = "DTSTART;TZID=Europe/Berlin:20091012T090000"
NINE = at("2009-10-12T09:00", "Europe/Berlin")


def test_an_event_has_an_end_and_no_duration():
    row = event("SUMMARY:Meeting", BERLIN, "DTEND;TZID=Europe/Berlin:20091012T100000")
    assert row == {
        "_id": 1,
        "uid2445": "1",
        "title": "Meeting",
        "dtstart": NINE,
        "dtend": NINE + 3_600_000,
        "eventTimezone": "Europe/Berlin",
        "allDay": 0,
    }


def test_a_series_has_a_duration_and_no_end():
    row = event(BERLIN, "DTEND;TZID=Europe/Berlin:20091012T100000", "RRULE:FREQ=WEEKLY")
    assert (row["duration"], row["rrule"]) == ("P3600S", "FREQ=WEEKLY")
    assert "dtend" not in row


def test_whole_days_are_midnights_in_utc():
    day = event("DTSTART;VALUE=DATE:20091012", zone="Asia/Tokyo")
    assert (day["allDay"], day["eventTimezone"]) == (1, "UTC")
    assert (day["dtstart"], day["dtend"]) == (at("2009-10-12"), at("2009-10-13"))
    series = event("DTSTART;VALUE=DATE:20091012", "DTEND;VALUE=DATE:20091014", "RRULE:FREQ=DAILY")
    assert series["duration"] == "P2D"


@pytest.mark.parametrize(
    ("length", "end"), [("PT90M", 5400), ("P1D", 86_400), ("-PT1H", 0), ("nonsense", 0)]
)
def test_a_duration_is_an_end(length, end):
    assert event(BERLIN, f"DURATION:{length}")["dtend"] == NINE + end * 1000


def test_a_day_is_one_by_the_clock_on_the_wall_but_24_hours_in_a_series():
    eve = "DTSTART;TZID=Europe/Berlin:20091024T120000"
    once = event(eve, "DURATION:P1D")
    assert once["dtend"] == at("2009-10-25T12:00", "Europe/Berlin")
    assert event(eve, "DURATION:P1D", "RRULE:FREQ=WEEKLY")["duration"] == "P86400S"


def test_a_time_in_no_zone_is_told_by_the_phones_clock():
    row = event("DTSTART:20091012T090000", zone="Europe/Berlin")
    assert (row["dtstart"], row["eventTimezone"]) == (NINE, "Europe/Berlin")


def test_a_zone_of_the_calendars_own_is_the_nearest_that_android_knows():
    own = "DTSTART;TZID=Where I live:20091012T090000"
    row = event(own, "RRULE:FREQ=WEEKLY", above=OUTLOOKS)
    assert row["dtstart"] == NINE
    assert row["eventTimezone"].startswith("Europe/")


def test_a_zone_like_no_other_is_utc_for_once_and_refused_for_a_series():
    own = "DTSTART;TZID=Village:20091012T090000"
    row = event(own, above=LOCAL_MEAN)
    assert (row["dtstart"], row["eventTimezone"]) == (at("2009-10-12T08:37"), "UTC")
    with pytest.raises(ValueError, match="no time zone"):
        event(own, "RRULE:FREQ=WEEKLY", above=LOCAL_MEAN)


def test_windows_name_for_a_zone_is_understood():
    row = event("DTSTART;TZID=W. Europe Standard Time:20091012T090000")
    assert (row["dtstart"], row["eventTimezone"]) == (NINE, "Europe/Berlin")


def test_dates_of_a_series_are_one_line_in_utc():
    row = event(
        BERLIN,
        "RRULE:FREQ=WEEKLY",
        "EXDATE;TZID=Europe/Berlin:20091019T090000,20091026T090000",
        "EXDATE;VALUE=DATE:20091102",
        "RDATE;TZID=Europe/London:20091013T090000",
    )
    assert row["exdate"] == "20091019T070000Z,20091026T080000Z,20091102T080000Z"
    assert row["rdate"] == "20091013T080000Z"


def test_a_series_by_dates_alone_names_its_start_too():
    row = event(BERLIN, "RDATE;TZID=Europe/Berlin:20091013T090000")
    assert row["rdate"] == "20091012T070000Z,20091013T070000Z"
    assert "duration" in row


def test_several_rules_are_lines_of_one_column():
    row = event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=MONTHLY;COUNT=2")
    assert row["rrule"] == "FREQ=WEEKLY;COUNT=2\nFREQ=MONTHLY;COUNT=2"


def test_a_rule_of_the_old_dialect_becomes_one_of_the_new():
    row = event("DTSTART:20091012T090000", "RRULE:W1 MO WE #4", version="1.0", zone="Europe/Berlin")
    assert row["rrule"] == "FREQ=WEEKLY;COUNT=4;BYDAY=MO,WE"
    assert row["dtstart"] == NINE


def test_moved_instances_are_rows_tied_to_the_event_and_called_off_ones_are_dates():
    master = ("UID:1", "SUMMARY:a", BERLIN, "RRULE:FREQ=WEEKLY")
    moved = (
        "UID:1",
        "SUMMARY:b",
        "RECURRENCE-ID;TZID=Europe/Berlin:20091019T090000",
        "DTSTART;TZID=Europe/Berlin:20091020T090000",
    )
    off = ("UID:1", "STATUS:CANCELLED", "RECURRENCE-ID;TZID=Europe/Berlin:20091026T090000")
    rows = rows_of(calendar(moved, master, off))
    first, second = rows.table("events")
    assert (first["title"], first["exdate"]) == ("a", "20091026T080000Z")
    assert second["original_id"] == first["_id"]
    assert second["originalInstanceTime"] == at("2009-10-19T09:00", "Europe/Berlin")
    assert (second["originalAllDay"], second["title"]) == (0, "b")
    assert second["dtstart"] == second["dtend"] == at("2009-10-20T09:00", "Europe/Berlin")


def test_an_instance_without_its_series_takes_place_once():
    row = event(BERLIN, "RECURRENCE-ID:20091012T070000Z", "RRULE:FREQ=DAILY")
    assert "rrule" not in row
    assert row["dtend"] == NINE


def reminders(*alarms, start: str = BERLIN, zone: str = "UTC"):
    inside = [line for alarm in alarms for line in ("BEGIN:VALARM", *alarm, "END:VALARM")]
    rows = rows_of(calendar((start, "DURATION:PT1H", *inside)), zone)
    return [(row["event_id"], row["minutes"], row["method"]) for row in rows.table("reminders")]


@pytest.mark.parametrize(
    ("trigger", "minutes"),
    [
        ("TRIGGER:-PT15M", 15),
        ("TRIGGER:-PT90S", 2),
        ("TRIGGER:PT0S", 0),
        ("TRIGGER:PT9H", -540),
        ("TRIGGER:PT1M", 0),
        ("TRIGGER;RELATED=END:-PT70M", 10),
        ("TRIGGER;VALUE=DATE-TIME:20091012T063000Z", 30),
    ],
)
def test_an_alarm_is_minutes_before_the_start(trigger, minutes):
    assert reminders(("ACTION:DISPLAY", trigger)) == [(1, minutes, 1)]


def test_a_moment_on_a_whole_day_counts_from_its_midnight_on_the_phone():
    alarm = ("ACTION:DISPLAY", "TRIGGER;VALUE=DATE-TIME:20091011T160000Z")
    assert reminders(alarm, start="DTSTART;VALUE=DATE:20091012", zone="Europe/Berlin") == [
        (1, 360, 1)
    ]


def test_a_sound_is_an_alert_and_two_alarms_at_one_moment_are_one():
    alarms = (("ACTION:AUDIO", "TRIGGER:-PT5M"), ("ACTION:DISPLAY", "TRIGGER:-PT5M"))
    assert reminders(*alarms, ("ACTION:EMAIL", "TRIGGER:-PT5M")) == [(1, 5, 1), (1, 5, 2)]


def test_an_alarm_that_nobody_understands_is_none():
    assert reminders(("ACTION:DISPLAY", "TRIGGER:soon"), ("ACTION:DISPLAY",)) == []


def test_people_are_rows_with_the_organizer_among_them():
    rows = rows_of(
        calendar(
            (
                BERLIN,
                "ORGANIZER;CN=Boss:mailto:boss@example.com",
                "ATTENDEE;CN=Ann;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT:mailto:ann@example.com",
                "ATTENDEE;CUTYPE=ROOM:mailto:room@example.com",
            )
        )
    )
    assert rows.first("events")["organizer"] == "boss@example.com"
    ann, room, boss = map(dict, rows.table("attendees"))
    assert ann == {
        "event_id": 1,
        "attendeeName": "Ann",
        "attendeeEmail": "ann@example.com",
        "attendeeRelationship": 1,
        "attendeeType": 2,
        "attendeeStatus": 2,
    }
    assert (room["attendeeType"], room["attendeeStatus"]) == (3, 0)
    assert (boss["attendeeName"], boss["attendeeRelationship"]) == ("Boss", 2)


def test_what_the_provider_computes_or_the_writer_chooses_is_no_column():
    row = event(BERLIN, "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M", "END:VALARM")
    assert not {"hasAlarm", "calendar_id", "lastDate", "dirty", "deleted"} & set(row)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is no event"),
        (b"BEGIN:VTODO\r\nSUMMARY:a\r\nEND:VTODO\r\n", "Android has no to-do list"),
        (b"BEGIN:VJOURNAL\r\nSUMMARY:a\r\nEND:VJOURNAL\r\n", "it is no event"),
        (calendar(("SUMMARY:a",)), "it has no start"),
        (calendar(("DTSTART:someday",)), "it has no start"),
        (calendar(("DTSTART:00010101T000000Z",)), "it is too far away in time"),
        (calendar(("UID:1", BERLIN), ("UID:2", BERLIN)), "it is more than one event"),
        (
            calendar(
                ("UID:1", BERLIN, "RECURRENCE-ID:20091012"), ("UID:1", "RECURRENCE-ID:20091013")
            ),
            "the series that its instances belong to is missing",
        ),
    ],
)
def test_what_has_no_form_is_refused_with_a_reason(data, reason):
    with pytest.raises(ValueError, match=reason):
        rows_of(data)
