from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.records.formats.fields import Alarm
from holdfast.records.formats.recurring.recurrence import Frequency
from holdfast.records.formats.view import view
from holdfast.records.model.kinds import Kind


def shown(data, kind=Kind.CALENDAR):
    return view(kind, ".vcs", data)


def wall(*parts):
    return datetime(*parts)  # noqa: DTZ001


def test_an_event_tells_its_times_in_their_zone(make_event):
    event = shown(
        make_event(
            "DTSTART;TZID=Europe/Berlin:20200701T120000", "DTEND;TZID=Europe/Berlin:20200701T130000"
        )
    )
    assert event.start is not None
    assert event.start.isoformat() == "2020-07-01T12:00:00+02:00"
    assert event.end is not None
    assert event.end.astimezone(UTC) == datetime(2020, 7, 1, 11, tzinfo=UTC)
    assert not event.all_day


def test_the_end_of_whole_days_is_the_last_of_them(make_event):
    one = shown(make_event("DTSTART;VALUE=DATE:20200701", "DTEND;VALUE=DATE:20200702"))
    assert (one.start, one.end, one.all_day) == (wall(2020, 7, 1), wall(2020, 7, 1), True)
    two = shown(make_event("DTSTART;VALUE=DATE:20200701", "DURATION:P2D"))
    assert two.end == wall(2020, 7, 2)
    same = shown(make_event("DTSTART;VALUE=DATE:20200701", "DTEND;VALUE=DATE:20200701"))
    assert same.end == wall(2020, 7, 1)


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ("20091011T000000", wall(2009, 10, 10)),
        ("20091010T235900", wall(2009, 10, 10)),
        ("20091010T240000", wall(2009, 10, 10)),
        ("20091011T235959", wall(2009, 10, 11)),
    ],
)
def test_phones_write_whole_days_from_midnight_to_midnight(make_event, end, last):
    event = shown(make_event("DTSTART:20091010T000000", f"DTEND:{end}"))
    assert (event.all_day, event.end) == (True, last)


def test_midnight_in_a_zone_is_a_time(make_event):
    event = shown(make_event("DTSTART:20091010T000000Z", "DTEND:20091011T000000Z"))
    assert not event.all_day


def test_a_duration_gives_the_end(make_event):
    event = shown(make_event("DTSTART:20091010T180000Z", "DURATION:PT90M"))
    assert event.end == datetime(2009, 10, 10, 19, 30, tzinfo=UTC)
    (_, end) = event.fields
    assert end.label == "end"


def test_an_end_beyond_the_calendar_is_none(make_event):
    event = shown(make_event("DTSTART:99991231T235959", "DURATION:P1D"))
    assert event.end is None


def test_hours_of_a_duration_pass_while_the_clock_is_changed(make_event):
    day_before = "DTSTART;TZID=Europe/Berlin:20200328T120000"
    hours = shown(make_event(day_before, "DURATION:PT36H"))
    days = shown(make_event(day_before, "DURATION:P1D"))
    assert hours.end.isoformat() == "2020-03-30T01:00:00+02:00"
    assert days.end.isoformat() == "2020-03-29T12:00:00+02:00"


def test_rules_of_both_dialects_are_given_as_structure(make_event):
    old = shown(make_event("DTSTART:20091010T180000", "RRULE:W2 TU #0"))
    new = shown(make_event("DTSTART:20091010T180000", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"))
    for event in (old, new):
        assert event.recurrence is not None
        assert event.recurrence.frequency is Frequency.WEEKLY
        assert event.recurrence.interval == 2


def test_a_rule_nobody_can_read_is_shown_as_it_is(make_event, fields_of):
    fields = fields_of(Kind.CALENDAR, make_event("DTSTART:20091010", "RRULE:whenever"))
    assert fields["repeats"] == [("whenever", ())]


def test_one_alarm_heard_and_shown_is_one(make_event):
    event = shown(
        make_event("SUMMARY:A", "DALARM:20091010T174500", "AALARM:20091010T174500;;;sound.mid")
    )
    alarms = [field.meaning for field in event.fields if field.label == "alarm"]
    assert len(alarms) == 1
    assert isinstance(alarms[0], Alarm)
    assert alarms[0].at is not None
    assert alarms[0].at.when == wall(2009, 10, 10, 17, 45)


def test_alarms_of_icalendar_are_told_by_their_distance(make_event):
    event = shown(
        make_event(
            "SUMMARY:A",
            "BEGIN:VALARM",
            "TRIGGER:-PT15M",
            "END:VALARM",
            "BEGIN:VALARM",
            "TRIGGER;RELATED=END:PT5M",
            "END:VALARM",
            "BEGIN:VALARM",
            "TRIGGER:whenever",
            "END:VALARM",
        )
    )
    assert [field.meaning for field in event.fields if field.label == "alarm"] == [
        Alarm(before=timedelta(minutes=15)),
        Alarm(before=-timedelta(minutes=5), of_end=True),
    ]


@pytest.mark.parametrize(
    ("line", "done"),
    [
        ("STATUS:NEEDS ACTION", False),
        ("STATUS:COMPLETED", True),
        ("COMPLETED:20091010T180000Z", True),
        ("COMPLETED:", False),
        ("PERCENT-COMPLETE:100", True),
        ("PERCENT-COMPLETE:90", False),
    ],
)
def test_a_to_do_is_done_when_any_property_says_so(make_event, line, done):
    todo = shown(make_event("SUMMARY:A", line, block="VTODO"), Kind.TODOS)
    assert todo.done is done


def test_an_event_is_neither_done_nor_open(make_event):
    assert shown(make_event("SUMMARY:A")).done is None


def test_a_to_do_is_due_when_its_duration_ends(make_event):
    todo = shown(
        make_event("SUMMARY:A", "DTSTART:20091010T180000Z", "DURATION:P1D", block="VTODO"),
        Kind.TODOS,
    )
    assert (todo.end, todo.due) == (None, datetime(2009, 10, 11, 18, tzinfo=UTC))


def test_words_out_of_fixed_lists_are_keys(make_event, fields_of):
    fields = fields_of(
        Kind.CALENDAR, make_event("STATUS:NEEDS ACTION", "CLASS:PRIVATE", "TRANSP:1")
    )
    assert fields["status"] == [("NEEDS ACTION", ("needs-action",))]
    assert fields["class"] == [("PRIVATE", ("private",))]
    assert fields["shown-as"] == [("1", ("transparent",))]


def test_people_are_told_by_name_and_address(make_event, fields_of):
    fields = fields_of(
        Kind.CALENDAR,
        make_event(
            'ATTENDEE;CN="Doe, Jane";PARTSTAT=ACCEPTED:mailto:jane@example.com',
            "ORGANIZER:MAILTO:b@example.com",
        ),
    )
    assert fields["attendee"] == [("Doe, Jane <jane@example.com>", ("accepted",))]
    assert fields["organizer"] == [("b@example.com", ())]


def test_categories_of_both_dialects_are_lists(make_event, fields_of):
    old = fields_of(Kind.CALENDAR, make_event("CATEGORIES:MEETING;PHONE CALL"))
    new = fields_of(Kind.CALENDAR, make_event(r"CATEGORIES:one\, two,three"))
    assert old["categories"] == [("MEETING, PHONE CALL", ())]
    assert new["categories"] == [("one, two, three", ())]


def test_a_zone_of_a_calendar_program_is_found_by_its_location():
    data = (
        b"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:GMT+0100 Home\nX-LIC-LOCATION:Europe/Oslo\n"
        b"END:VTIMEZONE\nBEGIN:VEVENT\nDTSTART;TZID=GMT+0100 Home:20200701T120000\nEND:VEVENT\n"
        b"END:VCALENDAR\n"
    )
    start = shown(data).start
    assert start is not None
    assert start.isoformat() == "2020-07-01T12:00:00+02:00"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("SUMMARY:Supper",), "Supper"),
        (("SUMMARY: ", r"DESCRIPTION:first\nsecond"), "first"),
        (("LOCATION:Pier 7", "DTSTART:20091010"), "Pier 7"),
    ],
)
def test_an_event_is_named_by_the_best_it_has(make_event, lines, title):
    assert shown(make_event(*lines)).title == title


def test_an_end_in_utc_makes_no_day_of_a_floating_midnight(make_event):
    data = make_event("DTSTART:20240101T000000", "DTEND:20240101T120000Z", "SUMMARY:Party")
    shown = view(Kind.CALENDAR, "", data)
    assert not shown.all_day
    assert (shown.start.hour, shown.end.hour) == (0, 12)


def test_a_date_that_cannot_be_read_is_shown_as_it_is(make_event, fields_of):
    event = make_event("SUMMARY:A", "DTSTART:someday")
    assert shown(event).start is None
    assert fields_of(Kind.CALENDAR, event)["start"] == [("someday", ())]


def test_what_is_attached_is_shown_by_its_name_or_link(fields_of, make_event):
    data = make_event(
        "SUMMARY:Choir",
        "ATTACH:https://example.com/score.pdf",
        "ATTACH;FILENAME=notes.txt;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:bm90ZXM=",
        "ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:bm90ZXM=",
        version="2.0",
    )
    shown = [value for value, _ in fields_of(Kind.CALENDAR, data)["attachment"]]
    assert shown == ["https://example.com/score.pdf", "notes.txt", "text/plain"]


def test_a_length_without_a_start_is_shown_as_a_length(fields_of, make_event):
    data = make_event("DTSTART:soon", "DURATION:PT1H", version="2.0")
    fields = fields_of(Kind.CALENDAR, data)
    assert fields["duration"] == [("PT1H", ())]
    assert "end" not in fields
