from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from holdfast.wording import times

NOW = datetime(2009, 10, 8, 15, 0, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (datetime(2009, 10, 8, 14, 2, tzinfo=UTC), "today 14:02"),
        (datetime(2009, 10, 7, 18, 40, tzinfo=UTC), "yesterday 18:40"),
        (datetime(2009, 10, 5, 9, 5, tzinfo=UTC), "Monday 09:05"),
        (datetime(2009, 10, 1, 9, 5, tzinfo=UTC), "1 October 09:05"),
        (datetime(2008, 5, 12, 9, 5, tzinfo=UTC), "12 May 2008 09:05"),
        (datetime(2009, 10, 9, 9, 5, tzinfo=UTC), "9 October 09:05"),
    ],
)
def test_a_moment_has_a_day_word_and_a_time(when, said):
    assert times.moment(when, NOW, UTC) == said


def test_a_moment_is_shown_in_the_persons_own_zone():
    tokyo = timezone(timedelta(hours=9))

    assert times.moment(datetime(2009, 10, 7, 16, 0, tzinfo=UTC), NOW, tokyo) == "yesterday 01:00"
    assert times.moment(datetime(2009, 10, 7, 14, 0, tzinfo=UTC), NOW, UTC) == "yesterday 14:00"


def test_wall_time_is_shown_as_it_stands():
    assert times.clock(datetime(2009, 10, 8, 14, 2), UTC) == "14:02"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "Today"), (1, "Yesterday"), (3, "This week"), (6, "October"), (300, "December 2008")],
)
def test_a_timeline_is_grouped(days, said):
    assert times.group(NOW - timedelta(days=days), NOW, UTC) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(5, "just now"), (61, "1 minute ago"), (7300, "2 hours ago"), (9 * 86400, "9 days ago")],
)
def test_how_long_ago_is_rough(seconds, said):
    assert times.ago(NOW - timedelta(seconds=seconds), NOW) == said


@pytest.mark.parametrize(("seconds", "said"), [(0.44, "0.4 s"), (12.2, "12 s"), (185, "3 min 5 s")])
def test_a_duration_is_in_figures(seconds, said):
    assert times.duration(seconds) == said
