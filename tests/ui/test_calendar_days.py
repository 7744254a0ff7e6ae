from __future__ import annotations

import time as clock
from datetime import date, datetime, timedelta

import pytest

from holdfast.records.formats.agenda import read_event
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.agenda_rows import agenda_of
from holdfast.ui.calendar_days import Booked, month_page, moved_day, moved_month, weeks_of
from holdfast.ui.tables.rows import ItemRow, SectionRow

HOME = date(2009, 10, 14)


def item(title: str, when: datetime | None = None) -> StoredItem:
    return StoredItem("x", Kind.CALENDAR, title, (), title, title, when=when)


def booked(title: str, *lines: str) -> Booked:
    inside = "\r\n".join((f"SUMMARY:{title}", *lines))
    data = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{inside}\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    return Booked(item(title), read_event(data.encode()))


def page(*events: Booked, of: date = HOME):
    return month_page(events, of, HOME, 0)


def days(page, title: str) -> list[int]:
    own = sorted(filter(page.own, page.days))
    return [day.day for day in own if any(each.title == title for each in page.of(day))]


@pytest.mark.parametrize(("first", "begins"), [(0, date(2009, 9, 28)), (6, date(2009, 9, 27))])
def test_a_month_is_whole_weeks_from_the_locales_first_day(first: int, begins: date) -> None:
    weeks = weeks_of(2009, 10, first)

    assert weeks[0][0] == begins
    assert {len(week) for week in weeks} == {7}
    assert sum(day.month == 10 for week in weeks for day in week) == 31


@pytest.mark.parametrize(("year", "month"), [(1, 1), (9999, 12)])
def test_the_calendars_ends_have_months_too(year: int, month: int) -> None:
    weeks = weeks_of(year, month, 6)

    assert sum(day.month == month for week in weeks for day in week) == 31
    assert moved_month(date.max, 1).year == 9999
    assert moved_day(date.min, -7) == date.min
    month_page([booked("E", "DTSTART:20091001T100000")], date(year, month, 1), HOME, 0)


def test_a_month_later_is_the_last_day_of_a_shorter_one() -> None:
    assert moved_month(date(2009, 1, 31), 1) == date(2009, 2, 28)
    assert moved_month(date(2009, 1, 15), -1) == date(2008, 12, 15)


def test_an_event_stands_on_its_day_with_its_times() -> None:
    shown = page(booked("Dentist", "DTSTART:20091014T090000", "DTEND:20091014T094500"))

    (happening,) = shown.of(HOME)
    assert (happening.clock, happening.ends) == ("09:00", "09:45")
    assert happening.spoken == "09:00 Dentist"


def test_whole_days_come_first_then_the_time_decides() -> None:
    shown = page(
        booked("Late", "DTSTART:20091014T180000"),
        booked("Early", "DTSTART:20091014T080000"),
        booked("Feast", "DTSTART;VALUE=DATE:20091014"),
    )

    assert [each.title for each in shown.of(HOME)] == ["Feast", "Early", "Late"]
    assert shown.of(HOME)[0].clock == "All day"


def test_several_days_are_each_shown_and_the_last_is_named() -> None:
    shown = page(booked("Trip", "DTSTART;VALUE=DATE:20091012", "DTEND;VALUE=DATE:20091015"))

    assert days(shown, "Trip") == [12, 13, 14]
    assert shown.of(date(2009, 10, 12))[0].note == "to 14 October 2009"


def test_what_began_a_month_ago_is_still_shown() -> None:
    shown = page(booked("Trip", "DTSTART;VALUE=DATE:20090820", "DTEND;VALUE=DATE:20091003"))

    assert days(shown, "Trip") == [1, 2]


def test_what_ends_at_midnight_does_not_touch_the_next_day() -> None:
    shown = page(booked("Party", "DTSTART:20091014T200000", "DTEND:20091015T000000"))

    assert days(shown, "Party") == [14]


def test_what_repeats_stands_on_every_day_it_takes_place() -> None:
    shown = page(booked("Call", "DTSTART:20070108T170000", "RRULE:FREQ=WEEKLY"))

    assert days(shown, "Call") == [5, 12, 19, 26]
    assert shown.of(date(2009, 10, 5))[0].repeats


def test_a_day_left_out_of_a_series_is_not_shown() -> None:
    rule = ("RRULE:FREQ=WEEKLY", "EXDATE:20091012T170000")
    shown = page(booked("Call", "DTSTART:20090907T170000", *rule))

    assert days(shown, "Call") == [5, 19, 26]


def test_a_zone_on_another_clock_is_told() -> None:
    shown = page(booked("Call", "DTSTART;TZID=Pacific/Kiritimati:20091014T090000"))

    (happening,) = [each for all_ in shown.days.values() for each in all_]
    assert happening.note == "09:00 in Pacific/Kiritimati"


def test_a_rule_that_cannot_be_followed_shows_its_first_day_and_says_so() -> None:
    shown = page(
        booked("Odd", "DTSTART:20091014T090000", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")
    )

    assert days(shown, "Odd") == [14]
    assert shown.unclear == 1


def test_a_thousand_hostile_rules_take_a_bounded_time() -> None:
    evil = "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"
    entry = booked("Odd", "DTSTART:19000101T090000", evil)
    began = clock.process_time()

    shown = page(*[entry] * 1000)

    assert clock.process_time() - began < 12
    assert shown.unclear == 1000


def test_what_repeats_every_second_does_not_fill_the_memory() -> None:
    shown = page(booked("Tick", "DTSTART:20091014T090000", "RRULE:FREQ=SECONDLY"))

    assert sum(map(len, shown.days.values())) <= 200


def test_an_empty_month_knows_the_nearest_day_with_an_event() -> None:
    events = [booked(str(year), f"DTSTART:{year}0512T090000") for year in (2001, 2008)]

    shown = page(*events)

    assert shown.empty
    assert shown.nearest == date(2008, 5, 12)


def test_until_events_are_read_they_stand_where_history_puts_them() -> None:
    shown = page(Booked(item("Soon", datetime(2009, 10, 14, 9, 0))))  # noqa: DTZ001 - wall time

    assert days(shown, "Soon") == [14]


def test_the_agenda_has_days_and_at_its_end_what_has_no_date() -> None:
    shown = page(
        booked("B", "DTSTART:20091020T090000"), booked("A", "DTSTART:20091003T090000"), booked("N")
    )
    agenda = agenda_of(shown, HOME)

    assert [row.title for row in agenda.rows if isinstance(row, ItemRow)] == ["A", "B", "N"]
    headings = [row.title for row in agenda.rows if isinstance(row, SectionRow)]
    assert headings == ["Saturday 3 October 2009", "Tuesday 20 October 2009", "Without a date"]
    assert agenda.row_from(HOME).title == "B"
    assert agenda.row_from(date(2009, 10, 25)).title == "B"


def test_ten_thousand_events_are_laid_out_quickly() -> None:
    first = datetime(2000, 1, 1, 9, 0)  # noqa: DTZ001 - wall time
    starts = [first + timedelta(hours=10 * number) for number in range(10_000)]
    events = [booked(str(n), f"DTSTART:{at:%Y%m%dT%H%M%S}") for n, at in enumerate(starts)]
    began = clock.process_time()

    page(*events)

    assert clock.process_time() - began < 0.5
