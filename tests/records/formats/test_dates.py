from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.dates import (
    DayOfYear,
    find_zone,
    parse_day,
    parse_duration,
    parse_moment,
    parse_offset,
)


def test_utc_is_aware():
    moment = parse_moment("20091010T180500Z")
    assert moment is not None
    assert moment.when == datetime(2009, 10, 10, 18, 5, tzinfo=UTC)


def test_a_zone_the_database_knows_is_used():
    moment = parse_moment("20200701T120000", "Europe/Berlin")
    assert moment is not None
    assert moment.plain == datetime(2020, 7, 1, 10, tzinfo=UTC)
    assert moment.zone == "Europe/Berlin"


@pytest.mark.parametrize(
    "name", ["/mozilla.org/20050126_1/Europe/Berlin", "/softwarestudio.org/x/Europe/Berlin"]
)
def test_long_zone_names_of_calendar_programs_are_understood(name):
    assert str(find_zone(name)) == "Europe/Berlin"


@pytest.mark.parametrize("name", ["../../etc/passwd", "Europe", "x\0y", "Nowhere/Town", "a" * 5000])
def test_zones_nobody_knows_leave_wall_time(name):
    moment = parse_moment("20200701T120000", name)
    assert moment is not None
    assert moment.when == datetime(2020, 7, 1, 12)  # noqa: DTZ001
    assert moment.zone == name


def test_eight_digits_are_a_whole_day_even_under_a_zone():
    moment = parse_moment("20030426", "US/Pacific")
    assert moment is not None
    assert moment.all_day
    assert moment.when == datetime(2003, 4, 26)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("20091010T1805", 18, 5), ("2009-10-10T18:05:00", 18, 5), ("2009-10-10 18:05", 18, 5)],
)
def test_phones_leave_out_seconds_and_put_in_dashes(text, hour, minute):
    moment = parse_moment(text)
    assert moment is not None
    assert (moment.when.hour, moment.when.minute, moment.when.tzinfo) == (hour, minute, None)


def test_midnight_written_as_24_is_the_next_day():
    moment = parse_moment("20091231T240000")
    assert moment is not None
    assert moment.when == datetime(2010, 1, 1)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("20081231T235960Z", "2008-12-31T23:59:59+00:00"),
        ("20091010T180500.123", "2009-10-10T18:05:00"),
        ("20091010T180500,5Z", "2009-10-10T18:05:00+00:00"),
        ("20091010T180500+02", "2009-10-10T18:05:00+02:00"),
        ("2009-10-10T18:05:00-05:30", "2009-10-10T18:05:00-05:30"),
    ],
)
def test_leap_seconds_fractions_and_offsets_are_read(text, shown):
    moment = parse_moment(text)
    assert moment is not None
    assert moment.when.isoformat() == shown


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("0100", 60),
        ("+0100", 60),
        ("-05:30", -330),
        ("+01", 60),
        ("-7", -420),
        ("+013000", 90),
        ("-000000", 0),
        ("+2500", None),
        ("north", None),
        ("", None),
    ],
)
def test_offsets_are_read_with_and_without_sign(text, minutes):
    offset = parse_offset(text)
    assert offset == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20091010T180575",
        "20091301",
        "00000000",
        "20090230T100000Z",
        "20091010T250000",
        "soon",
        "9" * 50,
        "00010101T000000+1400",
        "99991231T235959-1200",
    ],
)
def test_what_is_no_date_is_none(text):
    assert parse_moment(text) is None


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT15M", timedelta(minutes=15)),
        ("-P1DT2H", -timedelta(days=1, hours=2)),
        ("P7W", timedelta(weeks=7)),
        ("+PT0S", timedelta(0)),
    ],
)
def test_durations_are_read(text, length):
    assert parse_duration(text) == length


@pytest.mark.parametrize("text", ["P", "PT", "15M", "P" + "9" * 40 + "D", ""])
def test_what_is_no_duration_is_none(text):
    assert parse_duration(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19650806", DayOfYear(8, 6, 1965)),
        ("1965-08-06", DayOfYear(8, 6, 1965)),
        ("1996-04-15T20:12:43+04:00", DayOfYear(4, 15, 1996)),
        ("--0203", DayOfYear(2, 3)),
        ("--02-29", DayOfYear(2, 29)),
        ("--1345", None),
        ("yesterday", None),
    ],
)
def test_birthdays_are_read_with_and_without_a_year(text, day):
    assert parse_day(text) == day


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_makes_dates_fail(text, zone):
    parse_moment(text, zone)
    parse_duration(text)
    parse_day(text)
