"""Held against dateutil over the rules that it reads right, and day by day over all."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from itertools import groupby, islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given, settings
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
        # dateutil is wrong about the last weeks, where they reach into the next year.
        perhaps("BYWEEKNO", some_of(-51, 51))
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
@example("FREQ=HOURLY;INTERVAL=2;BYHOUR=1", datetime(2024, 1, 1, 0))  # noqa: DTZ001
def test_a_rule_makes_the_dates_dateutil_makes(text, start):
    rule = read_rule(text)
    assert rule is not None
    try:
        ours = list(islice(expand(rule, start, Budget(3000)), 6))
    except SpentError:
        return
    assert ours == dateutil_makes(text, start)
    assert read_rule(rule.text()) == rule


def dateutil_makes(text, start):
    try:
        return list(islice(rrulestr(text, dtstart=start), 6))
    except ValueError:  # an interval that leads past all of a list
        return []


@st.composite
def odd_rules(draw):
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"]))
    parts = {"FREQ": frequency, "INTERVAL": draw(st.integers(1, 3))}

    def perhaps(name, values):
        if draw(st.booleans()):
            parts[name] = draw(values)

    perhaps("BYMONTH", some_of(1, 12))
    perhaps("BYMONTHDAY", some_of(-31, 31))
    perhaps("BYYEARDAY", some_of(-366, 366))
    if frequency == "YEARLY":
        perhaps("BYWEEKNO", some_of(-53, 53) | st.sampled_from(["-53", "-52", "1", "52", "53"]))
    places = st.sampled_from(["", "", "1", "2", "-1", "-2", "5", "-5", "20", "-53", "53"])
    weekdays = st.builds(str.__add__, places, st.sampled_from(DAYS))
    perhaps("BYDAY", st.lists(weekdays, min_size=1, max_size=4).map(",".join))
    perhaps("BYHOUR", some_of(1, 23))
    perhaps("BYMINUTE", some_of(1, 59))
    perhaps("BYSETPOS", some_of(-3, 3))
    perhaps("WKST", st.sampled_from(DAYS))
    return parts


class ByHand:
    """A rule worked out as a person would, hour by hour through a calendar."""

    def __init__(self, parts, start):
        self.parts, self.start = parts, start
        self.frequency = parts["FREQ"]
        self.week_start = DAYS.index(parts.get("WKST", "MO"))
        lists = {name: value.split(",") for name, value in parts.items() if name[:2] == "BY"}
        self.weekdays = lists.pop("BYDAY", [])
        self.lists = {name: [int(entry) for entry in entries] for name, entries in lists.items()}
        days = {"BYMONTHDAY", "BYYEARDAY"} & self.lists.keys()
        if not days and not self.weekdays:
            if "BYWEEKNO" in self.lists or self.frequency == "WEEKLY":
                self.weekdays = [DAYS[start.weekday()]]
            elif self.frequency in ("YEARLY", "MONTHLY"):
                self.lists["BYMONTHDAY"] = [start.day]
                if self.frequency == "YEARLY":
                    self.lists.setdefault("BYMONTH", [start.month])

    def dates(self, days):
        first = datetime(self.start.year, 1, 1) - timedelta(days=7)  # noqa: DTZ001
        days += (self.start - first).days
        all_days = (first + timedelta(days=place) for place in range(days))
        for period, inside in groupby(self.moments(all_days), self.period):
            found = list(inside)
            if (period - self.period(self.start)) % self.parts["INTERVAL"]:
                continue
            wanted = self.lists.get("BYSETPOS") or range(1, len(found) + 1)
            places = {place - 1 if place > 0 else len(found) + place for place in wanted}
            yield from (
                found[place]
                for place in sorted(places)
                if 0 <= place < len(found) and found[place] >= self.start
            )

    def moments(self, days):
        own_hour = range(24) if self.frequency == "HOURLY" else [self.start.hour]
        for day in filter(self.fits, days):
            for hour in sorted(self.lists.get("BYHOUR") or own_hour):
                for minute in sorted(self.lists.get("BYMINUTE") or [self.start.minute]):
                    yield day.replace(hour=hour, minute=minute, second=self.start.second)

    def period(self, when):
        days = when.toordinal() - 1 - self.week_start
        months = when.year * 12 + when.month
        return {
            "YEARLY": when.year,
            "MONTHLY": months,
            "WEEKLY": days // 7,
            "DAILY": days,
            "HOURLY": days * 24 + when.hour,
        }[self.frequency]

    def fits(self, moment):
        day = moment.date()
        year, next_year = date(day.year, 1, 1), date(day.year + 1, 1, 1)
        month = day.replace(day=1)
        next_month = (month + timedelta(days=31)).replace(day=1)
        yearly = self.frequency == "YEARLY" and "BYMONTH" not in self.lists
        return (
            day.month in self.lists.get("BYMONTH", [day.month])
            and self.is_listed("BYMONTHDAY", (day - month).days + 1, (next_month - day).days)
            and self.is_listed("BYYEARDAY", (day - year).days + 1, (next_year - day).days)
            and self.is_in_week(day)
            and self.is_weekday(day, *((year, next_year) if yearly else (month, next_month)))
        )

    def is_listed(self, name, place, from_end):
        listed = self.lists.get(name)
        return not listed or place in listed or -from_end in listed

    def is_in_week(self, day):
        year = next(year for year in (1, 0, -1) if self.first_week(day.year + year) <= day)
        begin, end = (self.first_week(day.year + year + more) for more in (0, 1))
        return self.is_listed("BYWEEKNO", (day - begin).days // 7 + 1, -((day - end).days // 7))

    def first_week(self, year):
        """The beginning of the one that 4 January is in."""
        fourth = date(year, 1, 4)
        return fourth - timedelta(days=(fourth.weekday() - self.week_start) % 7)

    def is_weekday(self, day, first, after):
        place, from_end = (day - first).days // 7 + 1, ((after - day).days - 1) // 7 + 1
        here = DAYS[day.weekday()]
        counted = self.frequency in ("YEARLY", "MONTHLY") and "BYWEEKNO" not in self.lists
        wanted = self.weekdays if counted else [entry[-2:] for entry in self.weekdays]
        return not wanted or not {here, f"{place}{here}", f"-{from_end}{here}"}.isdisjoint(wanted)


@settings(deadline=None)
@given(odd_rules(), STARTS)
def test_a_rule_makes_the_dates_a_person_would_find(parts, start):
    rule = read_rule(";".join(f"{name}={value}" for name, value in parts.items()))
    assert rule is not None
    days = 40 if parts["FREQ"] == "HOURLY" else 1500
    by_hand = list(islice(ByHand(parts, start).dates(days), 5))
    try:
        ours = list(islice(expand(rule, start, Budget(12_000)), 5))
    except SpentError:
        assert len(by_hand) < 5
        return
    # The last period that was looked at may not have been whole.
    sure = start + timedelta(days=days - (1 if parts["FREQ"] == "HOURLY" else 400))
    assert [when for when in ours if when < sure] == [when for when in by_hand if when < sure]


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


def test_the_last_week_of_a_year_may_reach_into_the_next():
    assert first("FREQ=YEARLY;BYWEEKNO=52;BYDAY=WE;WKST=TH", 2029, 6, 1, count=2) == [
        "2030-01-02T00:00:00",
        "2031-01-01T00:00:00",
    ]


def test_a_position_counts_from_the_beginning_of_a_week_not_from_the_start():
    assert first("FREQ=WEEKLY;BYDAY=MO,TU,FR;BYSETPOS=2", 2024, 1, 4, count=2) == [
        "2024-01-09T00:00:00",
        "2024-01-16T00:00:00",
    ]


def test_the_first_year_of_all_has_numbered_weeks_too():
    assert first("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", 1, 1, 1, count=2) == [
        "0001-05-14T00:00:00",
        "0002-05-13T00:00:00",
    ]


HOURS = ",".join(map(str, range(24)))
MINUTES = ",".join(map(str, range(60)))
BOMBS = [
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;INTERVAL=60;BYSECOND=59",
    "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=YEARLY;BYDAY=53MO;BYMONTH=1",
    "FREQ=MONTHLY;BYDAY=53MO",
    "FREQ=WEEKLY;INTERVAL=999999;BYMONTH=2;BYMONTHDAY=30",
    f"FREQ=MINUTELY;BYSETPOS={','.join(map(str, range(2, 366)))}",
    f"FREQ=YEARLY;BYYEARDAY={','.join(map(str, range(2, 366)))};BYMONTHDAY=31;BYMONTH=2",
    "FREQ=YEARLY;BYWEEKNO=-53;BYMONTH=6;BYDAY=MO",
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
