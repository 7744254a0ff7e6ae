from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.records.formats.icalendar import times_of
from holdfast.records.formats.occurrences import Calendar, first_occurrences, next_occurrences
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.view import view
from holdfast.records.model.kinds import Kind


def calendar(*events, version: str = "2.0", above: tuple[str, ...] = ()) -> bytes:
    inside = [line for lines in events for line in ("BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT")]
    return "\r\n".join(
        ("BEGIN:VCALENDAR", f"VERSION:{version}", *above, *inside, "END:VCALENDAR", "")
    ).encode()


def times(data: bytes, count: int = 5, after: datetime | None = None):
    document = read_components(data)
    item = document.items("VEVENT", "VTODO")[0]
    if after is not None:
        found = next_occurrences(item, Calendar.of(document), after, count)
    else:
        found = first_occurrences(item, Calendar.of(document), count)
    return None if found is None else [moment.when.isoformat() for moment in found]


def test_a_time_in_a_zone_stays_the_same_on_its_clock():
    data = calendar(("DTSTART;TZID=Europe/Berlin:20200320T120000", "RRULE:FREQ=WEEKLY"))
    assert times(data, 3) == [
        "2020-03-20T12:00:00+01:00",
        "2020-03-27T12:00:00+01:00",
        "2020-04-03T12:00:00+02:00",
    ]


def test_an_hour_that_was_skipped_is_the_one_after():
    data = calendar(("DTSTART;TZID=Europe/Berlin:20200328T023000", "RRULE:FREQ=DAILY"))
    assert times(data, 3) == [
        "2020-03-28T02:30:00+01:00",
        "2020-03-29T03:30:00+02:00",
        "2020-03-30T02:30:00+02:00",
    ]


def test_whole_days_are_days():
    data = calendar(("DTSTART;VALUE=DATE:20200320", "RRULE:FREQ=DAILY;UNTIL=20200322"))
    document = read_components(data)
    found = first_occurrences(document.items("VEVENT")[0], Calendar.of(document))
    assert [(moment.when.day, moment.all_day) for moment in found] == [
        (20, True),
        (21, True),
        (22, True),
    ]


def test_an_event_that_does_not_repeat_takes_place_once():
    assert times(calendar(("DTSTART:20200320T100000Z",))) == ["2020-03-20T10:00:00+00:00"]
    assert times(calendar(("SUMMARY:someday",))) == []


@pytest.mark.parametrize(
    ("end", "days"),
    [
        ("COUNT=2", [20, 21]),
        ("UNTIL=20200321T110000Z", [20, 21]),
        ("UNTIL=20200321T105959Z", [20]),
        ("UNTIL=20200321", [20, 21]),
        ("UNTIL=20200321T120000", [20, 21]),
    ],
)
def test_a_rule_ends_where_it_says(end, days):
    data = calendar(("DTSTART;TZID=Europe/Berlin:20200320T120000", f"RRULE:FREQ=DAILY;{end}"))
    assert [int(found[8:10]) for found in times(data)] == days


def test_further_dates_come_in_order_and_once():
    data = calendar(
        (
            "DTSTART:20200320T100000Z",
            "RRULE:FREQ=WEEKLY;COUNT=2",
            "RDATE:20200322T100000Z,20200327T100000Z",
            "RDATE;VALUE=PERIOD:20200301T100000Z/PT1H",
        )
    )
    assert [found[8:10] for found in times(data)] == ["01", "20", "22", "27"]


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE:20200327T100000Z",
        "EXDATE;TZID=Europe/Berlin:20200327T110000",
        "EXDATE;VALUE=DATE:20200327",
        "EXRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=2\r\nRDATE:20200320T100000Z",
        "XRULE:W1 FR #1\r\nEXDATE:20200327T100000Z\r\nRDATE:20200320T100000Z",
    ],
)
def test_what_is_left_out_does_not_take_place(line):
    data = calendar(("DTSTART:20200320T100000Z", "RRULE:FREQ=WEEKLY;COUNT=4", line))
    assert "2020-03-27T10:00:00+00:00" not in times(data) or "EXRULE" in line
    assert "2020-03-20T10:00:00+00:00" not in times(data) or "RULE" not in line


def test_an_exclusion_rule_takes_its_dates_away():
    data = calendar(
        ("DTSTART:20200320T100000Z", "RRULE:FREQ=DAILY", "EXRULE:FREQ=DAILY;INTERVAL=2")
    )
    assert [found[8:10] for found in times(data, 3)] == ["21", "23", "25"]


def test_an_instance_that_was_moved_is_where_it_was_moved_to():
    data = calendar(
        ("DTSTART;TZID=Europe/Berlin:20200320T120000", "RRULE:FREQ=DAILY;COUNT=3"),
        (
            "RECURRENCE-ID;TZID=Europe/Berlin:20200321T120000",
            "DTSTART;TZID=Europe/Berlin:20200325T090000",
        ),
    )
    assert [found[8:13] for found in times(data)] == ["20T12", "22T12", "25T09"]


def test_an_instance_that_was_called_off_does_not_take_place():
    data = calendar(
        ("DTSTART:20200320T120000Z", "RRULE:FREQ=DAILY;COUNT=3"),
        ("RECURRENCE-ID:20200321T120000Z", "DTSTART:20200321T120000Z", "STATUS:CANCELLED"),
    )
    assert [found[8:10] for found in times(data)] == ["20", "22"]


def test_this_and_all_that_follow_may_move():
    data = calendar(
        ("DTSTART:20200320T120000Z", "RRULE:FREQ=DAILY;COUNT=4"),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE:20200322T120000Z", "DTSTART:20200322T150000Z"),
    )
    assert [found[8:13] for found in times(data)] == ["20T12", "21T12", "22T15", "23T15"]


def test_an_instance_alone_takes_place_once():
    data = calendar(
        ("RECURRENCE-ID:20200321T120000Z", "DTSTART:20200321T130000Z", "RRULE:FREQ=DAILY")
    )
    assert times(data) == ["2020-03-21T13:00:00+00:00"]


def test_an_instance_of_another_event_moves_nothing():
    other = ("UID:2", "RECURRENCE-ID:20200321T120000Z", "DTSTART:20200325T120000Z")
    data = calendar(("DTSTART:20200320T120000Z", "RRULE:FREQ=DAILY;COUNT=2"))
    data = data.replace(
        b"END:VCALENDAR",
        "\r\n".join(("BEGIN:VEVENT", *other, "END:VEVENT", "END:VCALENDAR")).encode(),
    )
    assert len(times(data)) == 2


HOME = ("TZ:+01", "DAYLIGHT:TRUE;+02;20090329T010000Z;20091025T010000Z;CET;CEST")


def test_old_rules_go_by_the_clock_of_the_phone_that_wrote_them():
    """00:30 on Saturdays is 23:30 on Fridays in UTC, and 22:30 in summer."""
    data = calendar(("DTSTART:20200320T233000Z", "RRULE:W1 SA #0"), version="1.0", above=HOME)
    assert times(data, 3) == [
        "2020-03-20T23:30:00+00:00",
        "2020-03-27T23:30:00+00:00",
        "2020-04-03T22:30:00+00:00",
    ]


def test_local_times_of_a_phone_stay_wall_time():
    data = calendar(("DTSTART:20200320T120000", "RRULE:D1 #2"), version="1.0", above=HOME)
    assert times(data) == ["2020-03-20T12:00:00", "2020-03-21T12:00:00"]


def test_a_to_do_without_a_start_repeats_when_it_is_due():
    data = calendar(("DUE:20200320T120000Z", "RRULE:FREQ=DAILY;COUNT=2")).replace(
        b"VEVENT", b"VTODO"
    )
    assert [found[8:10] for found in times(data)] == ["20", "21"]


NOW = datetime(2026, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (("DTSTART:19900101T100000Z", "RRULE:FREQ=DAILY"), ["01", "02"]),
        (("DTSTART:19900101T095959Z", "RRULE:FREQ=DAILY"), ["02", "03"]),
        (("DTSTART;VALUE=DATE:19900101", "RRULE:FREQ=DAILY"), ["01", "02"]),
        (("DTSTART:19900101T100000", "RRULE:FREQ=DAILY"), ["01", "02"]),
        (("DTSTART:20260601T100000Z", "RRULE:FREQ=DAILY;COUNT=31"), ["01"]),
        (("DTSTART:20260630T100000Z",), []),
        (("DTSTART:20260701T100000Z",), ["01"]),
        (("DTSTART:19900101T100000Z", "RRULE:FREQ=YEARLY;UNTIL=20200101T000000Z"), []),
    ],
)
def test_what_comes_next_is_found_however_long_ago_it_began(lines, days):
    assert [found[8:10] for found in times(calendar(lines), 2, NOW)] == days


def test_what_comes_next_may_have_been_moved_there():
    data = calendar(
        ("DTSTART:20260601T100000Z", "RRULE:FREQ=DAILY;COUNT=3"),
        ("RECURRENCE-ID:20260602T100000Z", "DTSTART:20260901T100000Z"),
    )
    assert times(data, 5, NOW) == ["2026-09-01T10:00:00+00:00"]


@pytest.mark.parametrize(
    "lines",
    [
        ("RRULE:whenever",),
        ("RRULE:FREQ=DAILY;BYEASTER=0",),
        ("RRULE:FREQ=DAILY;INTERVAL=0",),
        ("RRULE:FREQ=DAILY;COUNT=3", "EXRULE:never"),
        ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:someday"),
        ("RDATE:" + ",".join(["20200101T000000Z"] * 5000),),
        ("RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",),
        ("RRULE:FREQ=DAILY", "EXRULE:FREQ=DAILY"),
        ("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",) * 21,
    ],
)
def test_what_cannot_be_worked_out_is_not_guessed(lines):
    data = calendar(("DTSTART:20200320T100000Z", *lines))
    started = time.process_time()
    assert times(data) is None
    assert time.process_time() - started < 0.5
    shown = view(Kind.CALENDAR, ".ics", data)
    assert shown.first_occurrences is None
    assert shown.repeats


def test_a_count_too_long_to_count_is_not_worked_out():
    data = calendar(("DTSTART:00010101T100000Z", "RRULE:FREQ=DAILY;COUNT=1000000000"))
    assert times(data, 5, NOW) is None
    assert len(times(data)) == 5


def test_rules_without_end_cost_one_document_no_more_than_some_seconds():
    hostile = ("DTSTART:20200320T100000Z", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")
    ordinary = ("DTSTART:20200320T100000Z", "RRULE:FREQ=YEARLY")
    document = read_components(calendar(*[hostile] * 400, *[ordinary] * 2))
    whole = Calendar.of(document)
    items = document.items("VEVENT")
    started = time.process_time()
    assert {first_occurrences(item, whole) for item in items[:-2]} == {None}
    assert time.process_time() - started < 8  # 36 without a bound
    assert [len(first_occurrences(item, whole) or ()) for item in items[-2:]] == [5, 5]


def test_ordinary_rules_are_worked_out_however_many_a_document_holds():
    ordinary = [
        ("DTSTART:19700320T100000Z", f"RRULE:FREQ={rule}")
        for rule in ("YEARLY", "WEEKLY;BYDAY=MO,FR", "MONTHLY;BYDAY=-1SU", "DAILY;COUNT=400")
    ]
    document = read_components(calendar(*ordinary * 200))
    whole = Calendar.of(document)
    for item in document.items("VEVENT"):
        assert len(first_occurrences(item, whole) or ()) == 5
        assert next_occurrences(item, whole, NOW) is not None


def test_an_event_repeated_under_one_name_is_not_moved_without_end():
    """Each of many events of one UID would look through all its moved instances."""
    moved = [
        (f"RECURRENCE-ID:{2021 + year}0320T110000Z", f"DTSTART:{2021 + year}0321T110000Z")
        for year in range(1500)
    ]
    series = ("DTSTART:20200320T100000Z", "RRULE:FREQ=YEARLY")
    document = read_components(calendar(*[series] * 1500, *moved))
    whole = Calendar.of(document)
    items = document.items("VEVENT")[:1500]
    started = time.process_time()
    assert [moment.when.year for moment in first_occurrences(items[0], whole)] == [
        *(2020, 2021, 2021, 2022, 2022)
    ]
    assert [first_occurrences(item, whole) for item in items[1:]][-1] is None
    assert time.process_time() - started < 8


def test_a_rule_without_a_start_is_not_worked_out():
    assert times(calendar(("RRULE:FREQ=DAILY",))) is None


def test_the_view_tells_zone_and_occurrences():
    shown = view(
        Kind.CALENDAR,
        ".ics",
        calendar(("DTSTART;TZID=/x/Europe/Berlin:20200320T120000", "RRULE:FREQ=WEEKLY;COUNT=2")),
    )
    assert (shown.zone, shown.repeats) == ("Europe/Berlin", True)
    assert [moment.when.day for moment in shown.first_occurrences] == [20, 27]


LINES = st.sampled_from(
    [
        "DTSTART:20200320T100000Z",
        "DTSTART;TZID=Europe/Berlin:20200320T100000",
        "DTSTART;VALUE=DATE:20200320",
        "DTSTART:99991231T235959Z",
        "DTSTART;TZID=Asia/Tokyo:00010101T000000",
        "RRULE:FREQ=DAILY;COUNT=3",
        "RRULE:FREQ=HOURLY;INTERVAL=7",
        "RRULE:MP1 1+ MO #0",
        "RDATE:20200401",
        "RDATE:99991231T235959",
        "EXDATE:20200321T100000",
        "EXRULE:FREQ=WEEKLY",
        "RECURRENCE-ID:20200321T100000Z",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:00010101T000000",
        "STATUS:CANCELLED",
        "DURATION:P9999D",
    ]
)


@settings(deadline=None)
@given(st.lists(st.lists(LINES, max_size=6), min_size=1, max_size=3), st.booleans())
def test_no_mixture_makes_occurrences_fail(events, old):
    data = calendar(*events, version="1.0" if old else "2.0", above=HOME)
    for after in (None, NOW, datetime.max.replace(tzinfo=timezone(timedelta(hours=-12)))):
        found = times(data, 5, after)
        assert found is None or len(found) <= 5


FILES = sorted(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), "ical").glob("*"))
needs_corpus = pytest.mark.skipif(not FILES, reason="corpus: absent (set HOLDFAST_CORPUS)")


def dateutil_would_say(item, start) -> list[str] | None:
    """The wall times dateutil makes of an item's one rule; None where it is no fair judge."""
    rule = item.text("RRULE").upper()
    others = item.all("RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")
    # dateutil takes weekdays with and without a number for a demand of both.
    days = rule.partition("BYDAY=")[2].partition(";")[0].split(",")
    mixed = len({day[:1].isalpha() for day in days}) > 1
    # In weeks by number it takes every day, the standard the weekday of DTSTART.
    whole_weeks = "BYWEEKNO=" in rule and days == [""]
    if "FREQ=" not in rule or len(item.all("RRULE")) > 1 or others or mixed or whole_weeks:
        return None
    zone = start.when.tzinfo if re.search(r"UNTIL=\w+Z", rule) else None
    try:
        found = rrulestr(rule, dtstart=start.when.replace(tzinfo=zone), ignoretz=zone is None)
        return [f"{when:%Y%m%dT%H%M%S}" for when in islice(found, 5)]
    except ValueError:  # as of every second hour, at one, from an even hour on
        return None


@needs_corpus
def test_rules_of_real_files_make_the_dates_dateutil_makes():
    compared, not_worked_out = 0, 0
    for path in FILES:
        document = read_components(path.read_bytes())
        calendar = Calendar.of(document)
        moved = {
            item.text("UID") for item in document.items("VEVENT") if item.first("RECURRENCE-ID")
        }
        for item in document.items("VEVENT")[:100]:
            start = times_of(item, calendar.zones).start
            found = first_occurrences(item, calendar)
            not_worked_out += found is None
            if start is None or not found or item.text("UID") in moved:
                continue
            expected = dateutil_would_say(item, start)
            if expected is None:
                continue
            compared += 1
            assert [f"{moment.when:%Y%m%dT%H%M%S}" for moment in found] == expected, path.name
    assert compared
    assert not_worked_out < 20
