from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.pictures.dates import (
    from_gps,
    parse_c_time,
    parse_mail_date,
    parse_moment,
    since_1904,
)

EVENING = datetime(2009, 10, 2, 18, 4, 5)  # noqa: DTZ001
NEW_YORK = timezone(-timedelta(hours=4))


@pytest.mark.parametrize(
    ("text", "offset", "fraction", "expected"),
    [
        ("2009:10:02 18:04:05", "", "", EVENING),
        ("2009-10-02T18:04:05\0", "", "", EVENING),
        ("2009/10/02 18:04:05", "", "", EVENING),
        ("2009/10/02/ 18:04:05", "", "", EVENING),
        ("2009:10:02 18:04:05", "", "813", EVENING.replace(microsecond=813_000)),
        ("2009:10:02 18:04:05", "", "07 ", EVENING.replace(microsecond=70_000)),
        ("2009:10:02 18:04:05", "", "123456789", EVENING.replace(microsecond=123_456)),
        ("2009:10:02 18:04:05", "", "  ", EVENING),
        ("2009:10:02 18:04:05", "", "x", EVENING),
        ("2009:10:02 18:04:05", "-04:00", "", EVENING.replace(tzinfo=NEW_YORK)),
        ("2009:10:02 18:04:05", "Z", "", EVENING.replace(tzinfo=UTC)),
        ("2009:10:02 18:04:05", "   :  ", "", EVENING),
        (
            "2009-10-02T18:04:05.25-0400",
            "",
            "",
            EVENING.replace(tzinfo=NEW_YORK, microsecond=250_000),
        ),
        ("2009-10-02T18:04Z", "", "", datetime(2009, 10, 2, 18, 4, tzinfo=UTC)),
    ],
)
def test_moments_are_read_with_what_is_said_of_their_zone(text, offset, fraction, expected):
    found = parse_moment(text, offset, fraction)
    assert found == expected
    assert found.utcoffset() == expected.utcoffset()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "2009:13:02 18:04:05",
        "2009:02:30 18:04:05",
        "2009:10:02 24:00:00",
        "0001:01:01 00:00:00",
        "2009:10:02",
        "٢٠٠٩:10:02 18:04:05",
    ],
)
def test_what_is_no_moment_is_none(text):
    assert parse_moment(text) is None


def test_an_offset_of_days_is_not_believed():
    assert parse_moment("2009:10:02 18:04:05", "+99:99") is None


def test_a_day_without_a_time_is_not_made_a_midnight():
    assert parse_moment("2006-10-29") is None


def test_cameras_with_avi_write_the_time_as_c_does():
    assert parse_c_time("Mon Mar 10 15:04:43 2003\n\0") == datetime(2003, 3, 10, 15, 4, 43)  # noqa: DTZ001
    assert parse_c_time("SAT OCT  3 14:02:00 2009") == datetime(2009, 10, 3, 14, 2)  # noqa: DTZ001
    assert parse_c_time("Mon Mrz 10 15:04:43 2003") is None
    assert parse_c_time("Mon Feb 30 15:04:43 2003") is None


def test_png_asks_for_the_date_of_mails():
    found = parse_mail_date("Fri, 02 Oct 2009 18:04:05 -0400")
    assert found == EVENING.replace(tzinfo=NEW_YORK)
    assert parse_mail_date("2 Oct 2009 18:04:05 GMT") == EVENING.replace(tzinfo=UTC)
    assert parse_mail_date("2 Oct 2009 18:04") == EVENING.replace(second=0)
    for words in (
        "yesterday",
        "2 Okt 2009 18:04:05",
        "31 Feb 2009 18:04:05",
        "2 Oct 0009 18:04:05",
    ):
        assert parse_mail_date(words) is None


def test_movie_headers_count_from_1904_and_zero_is_no_date():
    seconds = int((EVENING - datetime(1904, 1, 1)).total_seconds())  # noqa: DTZ001
    assert since_1904(seconds, utc=True) == EVENING.replace(tzinfo=UTC)
    assert since_1904(seconds, utc=False) == EVENING
    assert since_1904(seconds, utc=False).tzinfo is None
    assert since_1904(0, utc=True) is None
    assert since_1904(2**64 - 1, utc=True) is None


def test_a_phone_that_counted_from_1970_is_understood():
    seconds = int(EVENING.replace(tzinfo=UTC).timestamp())
    assert since_1904(seconds, utc=True) == EVENING.replace(tzinfo=UTC)


def test_satellites_tell_utc():
    time = [Fraction(17), Fraction(17), Fraction(5865, 100)]
    expected = datetime(2016, 9, 28, 17, 17, 58, 650_000, tzinfo=UTC)
    assert from_gps("2016:09:28", time) == expected
    assert from_gps("2016:09:28", time[:2]) is None
    assert from_gps("", time) is None
    assert from_gps("2016:09:28", [Fraction(24), Fraction(0), Fraction(0)]) is None
    assert from_gps("2016:09:28", [Fraction(-1), Fraction(0), Fraction(0)]) is None


@given(st.text(max_size=120), st.text(max_size=12), st.text(max_size=12))
def test_no_words_make_a_reader_fail(text, offset, fraction):
    parse_moment(text, offset, fraction)
    parse_c_time(text)
    parse_mail_date(text)
    from_gps(text, [Fraction(1), Fraction(2), Fraction(3)])


@given(st.datetimes(min_value=datetime(1900, 1, 1)))  # noqa: DTZ001
def test_every_moment_that_is_written_is_read_back(moment):
    assert parse_moment(f"{moment:%Y:%m:%d %H:%M:%S}", "", f"{moment:%f}") == moment
    assert parse_moment(moment.isoformat()) == moment
