from __future__ import annotations

from datetime import date, time

import pytest

from holdfast.records.formats.tables.dates import (
    Decision,
    Evidence,
    Order,
    decide,
    is_ambiguous,
    read_day,
    read_hour,
    read_yearless,
)

DAY = Decision(Order.DAY_FIRST)
MONTH = Decision(Order.MONTH_FIRST)


def seen(*texts: str) -> Evidence:
    evidence = Evidence()
    for text in texts:
        evidence.see(text)
    return evidence


def test_one_number_above_twelve_decides_for_the_column():
    assert decide(seen("3/4/2009", "13/4/2009"), [], "english") == DAY
    assert decide(seen("3/4/2009", "3/14/2009"), [], "german") == MONTH


def test_another_column_of_the_table_decides_where_the_own_does_not():
    assert decide(seen("3/4/2009"), [seen("3/4/2009"), seen("31.1.2009")], "english") == DAY


@pytest.mark.parametrize("cells", [(), ("3/4/2009",), ("13/4/2009", "4/13/2009")])
def test_the_language_decides_where_no_number_does_and_that_is_said(cells):
    assert decide(seen(*cells), [], "english") == Decision(Order.MONTH_FIRST, assumed=True)
    assert decide(seen(*cells), [], "french") == Decision(Order.DAY_FIRST, assumed=True)


@pytest.mark.parametrize(
    ("text", "decision", "day"),
    [
        ("3/4/2009", MONTH, date(2009, 3, 4)),
        ("3/4/2009", DAY, date(2009, 4, 3)),
        ("03.04.2009", DAY, date(2009, 4, 3)),
        ("3-4-09", DAY, date(2009, 4, 3)),
        ("3/4/69", MONTH, date(1969, 3, 4)),
        ("3/4/68", MONTH, date(2068, 3, 4)),
        ("13/4/2009", MONTH, date(2009, 4, 13)),
        ("4/13/2009", DAY, date(2009, 4, 13)),
        ("2009-04-03", MONTH, date(2009, 4, 3)),
        ("2009/4/3", DAY, date(2009, 4, 3)),
        ("20090403", DAY, date(2009, 4, 3)),
        ("3 Apr 2009", MONTH, date(2009, 4, 3)),
        ("3-Apr-2009", MONTH, date(2009, 4, 3)),
        ("April 3, 2009", DAY, date(2009, 4, 3)),
    ],
)
def test_days_are_read_as_people_write_them(text, decision, day):
    assert read_day(text, decision) == (day, "")


@pytest.mark.parametrize(
    "text", ["", "0/0/00", "31/2/2009", "13/13/2009", "soon", "3/4", "Juneteenth 3, 2009", "1" * 90]
)
def test_what_is_no_day_is_none(text):
    assert read_day(text, DAY)[0] is None


def test_an_hour_behind_the_day_is_left_to_read():
    assert read_day("2009-04-03T08:10:00", DAY) == (date(2009, 4, 3), "08:10:00")
    assert read_day("4/3/2009 8:10 PM", MONTH) == (date(2009, 4, 3), "8:10 PM")


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("8:10", time(8, 10)),
        ("08:10:05", time(8, 10, 5)),
        ("12:00:00 AM", time(0, 0)),
        ("12:30 pm", time(12, 30)),
        ("8:10 p.m.", time(20, 10)),
        ("20h10", time(20, 10)),
        ("08:10:05.000", time(8, 10, 5)),
        ("08:10:05.123", None),
        ("24:00", None),
        ("13:00 PM", None),
        ("noon", None),
    ],
)
def test_hours_are_read_as_people_write_them(text, hour):
    assert read_hour(text) == hour


def test_only_two_small_different_numbers_leave_the_month_open():
    assert is_ambiguous("3/4/2009")
    assert not any(map(is_ambiguous, ("3/3/2009", "13/4/2009", "2009-03-04", "3 Apr 2009")))


def test_a_birthday_may_lack_its_year():
    assert read_yearless("--05-04") == (5, 4)
    assert read_yearless("--02-29") == (2, 29)
    assert read_yearless("--13-04") is None
