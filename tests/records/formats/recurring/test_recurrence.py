from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.dates import Moment
from holdfast.records.formats.recurring.recurrence import Frequency, Recurrence, RuleDay, parse_rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("D3 #50", Recurrence(Frequency.DAILY, 3, count=50)),
        ("D1 #0", Recurrence(Frequency.DAILY)),
        ("W2 TU TH #27", Recurrence(Frequency.WEEKLY, 2, (RuleDay("TU"), RuleDay("TH")), count=27)),
        ("MP3 2- FR #17", Recurrence(Frequency.MONTHLY, 3, (RuleDay("FR", -2),), count=17)),
        (
            "MP1 1+ MO 3+ WE TH #0",
            Recurrence(
                Frequency.MONTHLY, 1, (RuleDay("MO", 1), RuleDay("WE", 3), RuleDay("TH", 3))
            ),
        ),
        ("MD1 1 15 LD #0", Recurrence(Frequency.MONTHLY, 1, month_days=(1, 15, -1))),
        ("YM1 6 7 #5", Recurrence(Frequency.YEARLY, 1, months=(6, 7), count=5)),
        ("YD1 100 #0", Recurrence(Frequency.YEARLY, 1, year_days=(100,))),
        (
            "D3 20050630T000000",
            Recurrence(Frequency.DAILY, 3, until=Moment(datetime(2005, 6, 30))),  # noqa: DTZ001
        ),
        # Neither count nor end means twice (vCalendar 1.0, Recurrence Grammar).
        ("W1 MO", Recurrence(Frequency.WEEKLY, 1, (RuleDay("MO"),), count=2)),
    ],
)
def test_rules_of_vcalendar_1_are_read(text, rule):
    assert parse_rule(text) == Recurrence(
        rule.frequency,
        rule.interval,
        rule.days,
        rule.month_days,
        rule.months,
        rule.year_days,
        rule.count,
        rule.until,
        text,
    )


@pytest.mark.parametrize(
    ("text", "times"),
    [("D1 0900 1230 #4", ["09:00", "12:30"]), ("W1 MO 0900 #0", ["09:00"]), ("D1 #0", [])],
)
def test_times_of_day_in_a_rule_are_read(text, times):
    rule = parse_rule(text)
    assert rule is not None
    assert rule.whole
    assert [f"{clock:%H:%M}" for clock in rule.times] == times


def test_times_behind_one_of_several_weekdays_are_not_understood():
    rule = parse_rule("W1 MO 0900 TU 1200 #0")
    assert rule is not None
    assert not rule.whole


def test_rules_of_icalendar_are_read():
    rule = parse_rule("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR,2MO;COUNT=4;WKST=MO")
    assert rule is not None
    assert (rule.frequency, rule.interval, rule.count) == (Frequency.MONTHLY, 2, 4)
    assert rule.days == (RuleDay("FR", -1), RuleDay("MO", 2))
    assert rule.whole


def test_the_last_friday_written_with_setpos_is_the_last_friday():
    rule = parse_rule("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1")
    assert rule is not None
    assert rule.days == (RuleDay("FR", -1),)
    assert rule.whole


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYEASTER=0",
        "FREQ=DAILY;BYHOUR=8",
        "FREQ=DAILY;COUNT=many",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=WEEKLY;BYDAY=XX",
        "MD1 7 #2 M15 #4",
        "W1 FOO #0",
    ],
)
def test_what_is_not_understood_is_admitted(text):
    rule = parse_rule(text)
    assert rule is not None
    assert not rule.whole
    assert rule.interval >= 1
    assert rule.raw == text


@pytest.mark.parametrize("text", ["", "never", ",", "FREQ=SOMETIMES", "D", "X1 #2", "D1 " * 5000])
def test_what_is_no_rule_is_none(text):
    assert parse_rule(text) is None


@given(st.text(alphabet="DWMPY0123456789#+- ,;=FREQDAILYCOUNTBYT", max_size=60))
def test_no_text_makes_rules_fail(text):
    parse_rule(text)
