"""Held against dateutil, over the rules that it reads right."""

from __future__ import annotations

import time
from datetime import datetime
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.records.formats.recurring.expanding import Budget, SpentError, expand
from holdfast.records.formats.recurring.rules import read_rule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STARTS = st.datetimes(datetime(1995, 1, 1), datetime(2024, 12, 31)).map(  # noqa: DTZ001
    lambda when: when.replace(microsecond=0)
)


def some_of(low: int, high: int):
    numbers = st.integers(low, high).filter(bool)
    return st.lists(numbers, min_size=1, max_size=3, unique=True).map(
        lambda found: ",".join(map(str, found))
    )


@st.composite
def rules(draw):
    frequency = draw(
        st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"])
    )
    parts = {"FREQ": frequency, "INTERVAL": draw(st.integers(1, 5))}

    def perhaps(name, values):
        if draw(st.booleans()):
            parts[name] = draw(values)

    perhaps("BYMONTH", some_of(1, 12))
    perhaps("BYMONTHDAY", some_of(-31, 31))
    if frequency == "YEARLY":
        perhaps("BYYEARDAY", some_of(-366, 366))
    # dateutil wants both kinds of weekday at once; the standard wants either.
    numbered = frequency in ("YEARLY", "MONTHLY") and draw(st.booleans())
    place = st.sampled_from(["1", "2", "-1", "-2"] if numbered else [""])
    perhaps(
        "BYDAY",
        st.lists(st.builds(str.__add__, place, st.sampled_from(DAYS)), min_size=1, max_size=3).map(
            ",".join
        ),
    )
    if frequency == "YEARLY" and "BYDAY" in parts and not numbered:
        perhaps("BYWEEKNO", some_of(-53, 53))
    perhaps("BYHOUR", some_of(1, 23))
    perhaps("BYMINUTE", some_of(1, 59))
    if len(parts) > 2 and frequency in ("YEARLY", "MONTHLY"):
        perhaps("BYSETPOS", some_of(-3, 3))
    perhaps("WKST", st.sampled_from(DAYS))
    end = draw(st.sampled_from(["", "COUNT", "UNTIL"]))
    if end:
        parts[end] = "3" if end == "COUNT" else "20240601T000000"
    return ";".join(f"{name}={value}" for name, value in parts.items())


@settings(deadline=None)
@given(rules(), STARTS)
def test_a_rule_makes_the_dates_dateutil_makes(text, start):
    rule = read_rule(text)
    assert rule is not None
    try:
        ours = list(islice(expand(rule, start, Budget(3000)), 6))
    except SpentError:
        return
    assert ours == list(islice(rrulestr(text, dtstart=start), 6))
    assert read_rule(rule.text()) == rule


@settings(deadline=None)
@given(rules(), STARTS)
def test_beginning_later_leaves_out_only_what_came_before(text, start):
    rule = read_rule(text)
    assert rule is not None
    try:
        all_of_them = list(islice(expand(rule, start, Budget(3000)), 6))
        since = all_of_them[len(all_of_them) // 2] if all_of_them else start
        found = islice(expand(rule, start, Budget(6000), since), 400)
        later = list(islice((when for when in found if when >= since), 3))
    except SpentError:
        return
    assert later == [when for when in all_of_them if when >= since][: len(later)]
    assert len(later) >= min(3, len(all_of_them) - len(all_of_them) // 2)


def first(text, *start, count=4):
    rule = read_rule(text)
    assert rule is not None
    found = islice(expand(rule, datetime(*start), Budget(12_000)), count)  # noqa: DTZ001
    return [when.isoformat() for when in found]


def test_weekdays_with_and_without_a_number_are_either():
    assert first("FREQ=MONTHLY;BYDAY=-1FR,TU", 2001, 9, 11, 9) == [
        "2001-09-11T09:00:00",
        "2001-09-18T09:00:00",
        "2001-09-25T09:00:00",
        "2001-09-28T09:00:00",
    ]


def test_a_numbered_week_alone_means_the_weekday_of_the_start():
    assert first("FREQ=YEARLY;BYWEEKNO=20", 1997, 5, 12, 9, count=2) == [
        "1997-05-12T09:00:00",
        "1998-05-11T09:00:00",
    ]


def test_what_happens_on_29_february_waits_for_it():
    assert first("FREQ=YEARLY", 2096, 2, 29, count=2) == [
        "2096-02-29T00:00:00",
        "2104-02-29T00:00:00",
    ]


def test_the_end_of_the_calendar_ends_a_rule():
    assert first("FREQ=YEARLY", 9998, 5, 1, count=9) == [
        "9998-05-01T00:00:00",
        "9999-05-01T00:00:00",
    ]
    assert len(first("FREQ=HOURLY", 9999, 12, 31, 22, count=9)) == 2
    assert len(first("FREQ=WEEKLY;WKST=SU", 1, 1, 1, count=3)) == 3


HOURS = ",".join(map(str, range(24)))
MINUTES = ",".join(map(str, range(60)))
BOMBS = [
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;INTERVAL=60;BYSECOND=59",
    "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=YEARLY;BYDAY=53MO;BYMONTH=1",
    "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO",
    f"FREQ=YEARLY;BYDAY=MO;BYHOUR={HOURS};BYMINUTE={MINUTES};BYSECOND={MINUTES}",
    f"FREQ=HOURLY;BYMINUTE={MINUTES};BYSECOND={MINUTES};BYSETPOS=366;BYMONTH=2;BYMONTHDAY=30",
]


@pytest.mark.parametrize("text", BOMBS)
def test_a_rule_made_to_last_for_ever_ends(text):
    rule = read_rule(text)
    assert rule is not None
    started = time.process_time()
    try:
        found = list(islice(expand(rule, datetime(2001, 1, 1, 9, 0, 1), Budget(12_000)), 5))  # noqa: DTZ001
    except SpentError:
        found = []
    assert found == []
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=99999999999",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;BYMONTHDAY=0",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYDAY=99MO",
        "FREQ=DAILY;BYEASTER=0",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;UNTIL=whenever",
        "FREQ=MONTHLY;BYWEEKNO=3",
        "FREQ=DAILY;WKST=XX",
        "FREQ=DAILY;BYDAY=" + ",".join(["MO"] * 2000),
        "DAILY",
        "",
    ],
)
def test_a_rule_with_a_part_nobody_can_tell_is_none(text):
    assert read_rule(text) is None


@given(st.text(alphabet="FREQ=DAILYBYMONTHSUNTIL;,-0123456789", max_size=80))
def test_no_text_makes_rules_fail(text):
    read_rule(text)
