"""Rules of vCalendar 1.0 by three roads: day by day, through iCalendar, through dateutil."""

from __future__ import annotations

import os
import re
from calendar import monthrange
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.records.formats.icalendar import times_of
from holdfast.records.formats.occurrences import Calendar, first_occurrences, rule_from
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.recurring.expanding import Budget, expand
from holdfast.records.formats.recurring.rules import moment_text, read_rule
from holdfast.records.formats.recurring.rules_old import old_rule
from holdfast.records.formats.zoning.zones import Zones

FILES = sorted(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), "vcal").glob("*"))
needs_corpus = pytest.mark.skipif(not FILES, reason="corpus: absent (set HOLDFAST_CORPUS)")
OLD_RULE = re.compile(rb"^RRULE:[A-Z]+\d[^=\r\n]*\r?$", re.MULTILINE)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STARTS = st.datetimes(datetime(1999, 1, 1), datetime(2012, 12, 28)).map(  # noqa: DTZ001
    lambda when: when.replace(microsecond=0, day=min(when.day, 28))
)


class Plain:
    """One rule of vCalendar 1.0 as a person would work it out: day after day after day."""

    def __init__(self, kind: str, step: int, listed: tuple) -> None:
        self.kind, self.step, self.listed = kind, step, listed

    def text(self) -> str:
        shown = []
        for entry in self.listed:
            if isinstance(entry, tuple):
                nth, day = entry
                shown.append(f"{abs(nth)}{'-' if nth < 0 else '+'} {day}")
            elif isinstance(entry, int):
                shown.append("LD" if entry == -1 else f"{-entry}-" if entry < 0 else str(entry))
            else:
                shown.append(entry)
        return " ".join((f"{self.kind}{self.step}", *shown))

    def dates(self, start: datetime, count: int) -> list[datetime]:
        found, day = [], start
        for _ in range(366 * 60):
            if self._holds(start, day):
                found.append(day)
                if len(found) == count:
                    break
            day += timedelta(days=1)
        return found

    def _holds(self, start: datetime, day: datetime) -> bool:
        years = day.year - start.year
        months = years * 12 + day.month - start.month
        size = monthrange(day.year, day.month)[1]
        match self.kind:
            case "D":
                return (day - start).days % self.step == 0
            case "W":
                monday = start.date() - timedelta(days=start.weekday())
                weeks = (day.date() - monday).days // 7
                listed = self.listed or (DAYS[start.weekday()],)
                return weeks % self.step == 0 and DAYS[day.weekday()] in listed
            case "MP":
                places = (day.day - 1) // 7 + 1, -((size - day.day) // 7 + 1)
                own = ((start.day - 1) // 7 + 1, DAYS[start.weekday()])
                listed = self.listed or (own,)
                here = {(place, DAYS[day.weekday()]) for place in places}
                return months % self.step == 0 and not here.isdisjoint(listed)
            case "MD":
                listed = self.listed or (start.day,)
                return months % self.step == 0 and (
                    day.day in listed or day.day - size - 1 in listed
                )
            case "YM":
                listed = self.listed or (start.month,)
                return years % self.step == 0 and day.month in listed and day.day == start.day
            case _:
                return years % self.step == 0 and day.timetuple().tm_yday in self.listed


def listed(values, most: int = 3, least: int = 0):
    return st.lists(values, min_size=least, max_size=most, unique=True).map(tuple)


STEPS = st.integers(1, 4)
PLACES = st.tuples(st.integers(1, 5) | st.integers(-5, -1), st.sampled_from(DAYS))
RULES = (
    st.builds(Plain, st.just("D"), STEPS, st.just(()))
    | st.builds(Plain, st.just("W"), STEPS, listed(st.sampled_from(DAYS)))
    | st.builds(Plain, st.just("MP"), STEPS, listed(PLACES))
    | st.builds(Plain, st.just("MD"), STEPS, listed(st.integers(1, 31) | st.integers(-31, -1)))
    | st.builds(Plain, st.just("YM"), STEPS, listed(st.integers(1, 12)))
    | st.builds(Plain, st.just("YD"), STEPS, listed(st.integers(1, 365), least=1))
)


def event(start: datetime, rule: str, version: str = "1.0"):
    lines = (
        "BEGIN:VCALENDAR",
        f"VERSION:{version}",
        "BEGIN:VEVENT",
        f"DTSTART:{start:%Y%m%dT%H%M%S}",
        f"RRULE:{rule}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    return read_components("\r\n".join(lines).encode())


def firsts(document, count: int = 5) -> list[datetime] | None:
    found = first_occurrences(document.items("VEVENT")[0], Calendar.of(document), count)
    return None if found is None else [moment.when for moment in found]


@settings(deadline=None, max_examples=60)
@given(RULES, STARTS, st.sampled_from(["#0", "#3", "#40"]))
def test_an_old_rule_its_translation_and_a_person_agree(plain, start, end):
    text = f"{plain.text()} {end}"
    count = 3 if end == "#3" else 5
    by_hand = plain.dates(start, count)
    translated = rule_from(text, start)
    assert translated is not None
    by_rule = firsts(event(start, text))
    if by_rule is None:
        return  # so rare that it was not worked out
    assert by_rule[: len(by_hand)] == by_hand
    assert firsts(event(start, translated.text(), "2.0")) == by_rule
    by_dateutil = islice(rrulestr(translated.text(), dtstart=start), 5)
    if len(by_hand) == count:
        assert list(by_dateutil) == by_rule


@settings(deadline=None, max_examples=60)
@given(RULES, STARTS)
def test_an_old_rule_goes_to_icalendar_and_back(plain, start):
    rule = rule_from(f"{plain.text()} #0", start)
    assert rule is not None
    back = old_rule(rule, start)
    if back is None:  # only what is too rare to be compared cannot be said
        assert len(plain.dates(start, 40)) < 40
        return
    again = rule_from(f"{back} #0", start)
    assert again is not None
    ours, theirs = (islice(expand(one, start, Budget(12_000)), 20) for one in (rule, again))
    assert list(ours) == list(theirs)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("FREQ=DAILY;INTERVAL=2", "D2"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "W1 MO TU WE TH FR"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "W2 TU TH"),
        ("FREQ=MONTHLY;BYDAY=-2FR", "MP1 2- FR"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "MP1 1- FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "MD1 LD"),
        ("FREQ=YEARLY", "MD12 20"),
        ("FREQ=YEARLY;INTERVAL=3;BYMONTH=5;BYDAY=3FR", "MP36 3+ FR"),
        ("FREQ=YEARLY;BYMONTH=5,6", "YM1 5 6"),
        ("FREQ=YEARLY;BYYEARDAY=100,200", "YD1 100 200"),
        ("FREQ=DAILY;BYHOUR=17;BYMINUTE=0;BYSECOND=0", "D1"),
        ("FREQ=WEEKLY;BYDAY=MO;BYHOUR=9,18", None),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2", None),
        ("FREQ=HOURLY", None),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", None),
        ("FREQ=DAILY;BYMONTH=5", None),
    ],
)
def test_a_rule_is_said_in_old_words_or_not_at_all(new, old):
    rule = read_rule(new)
    assert rule is not None
    assert old_rule(rule, datetime(2005, 5, 20, 17)) == old  # noqa: DTZ001


def translated(text: str) -> str | None:
    rule = rule_from(text, datetime(2005, 5, 20, 9))  # noqa: DTZ001
    return rule.text() if rule is not None else None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("D1", "FREQ=DAILY;COUNT=2"),
        ("D1 #0", "FREQ=DAILY"),
        ("D1 0900 1200 #4", "FREQ=DAILY;COUNT=4;BYHOUR=9,12;BYMINUTE=0"),
        ("W1 MO 0900 #0", "FREQ=WEEKLY;BYHOUR=9;BYMINUTE=0;BYDAY=MO"),
        ("MP1 #0", "FREQ=MONTHLY;BYDAY=3FR"),
        ("MP1 MO #0", "FREQ=MONTHLY;BYDAY=3MO"),
        ("MP2 1+ SU 1- SU #10", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU"),
        ("MD1 2- 15 LD #0", "FREQ=MONTHLY;BYMONTHDAY=-2,-1,15"),
        # Phones write birthdays so: the same date each year, not the same day of the year.
        ("YD1 #0", "FREQ=YEARLY"),
        ("D3 20050630T000000", "FREQ=DAILY;INTERVAL=3;UNTIL=20050630"),
        ("D3 20050630T120000Z", "FREQ=DAILY;INTERVAL=3;UNTIL=20050630T120000Z"),
        ("D3 #5 20050630T120000", "FREQ=DAILY;INTERVAL=3;UNTIL=20050630T120000"),
        ("D1 0900 1230 #4", None),
        ("W1 MO 0900 TU 1200 #0", None),
        ("MP1 1+ #0", None),
        ("MD1 7 #2 M15 #4", None),
        ("MD1 32 #0", None),
        ("YM1 13 #0", None),
        ("D0 #0", None),
        ("whenever", None),
    ],
)
def test_old_rules_are_translated(old, new):
    assert translated(old) == new


@needs_corpus
def test_old_rules_of_real_files_make_the_dates_their_translations_make():
    compared, written = 0, 0
    for path in FILES:
        data = path.read_bytes()
        written += len(OLD_RULE.findall(data))
        document = read_components(data)
        zones = Zones.of(document)
        for item in document.items("VEVENT", "VTODO"):
            start, text = times_of(item, zones).start, item.text("RRULE")
            if start is None or not text or "=" in text:
                continue
            wall = start.when.replace(tzinfo=None)
            rule = rule_from(text, wall)
            assert rule is not None, (path.name, text)
            if rule.until is not None and not rule.until.all_day:
                rule = replace(
                    rule,
                    until=replace(rule.until, when=rule.until.when.replace(tzinfo=None), zone=""),
                )
            until = (
                f"{moment_text(rule.until)}T235959" if rule.until and rule.until.all_day else None
            )
            said = (
                rule.text()
                if until is None
                else replace(rule, until=None).text() + f";UNTIL={until}"
            )
            theirs = list(islice(rrulestr(said, dtstart=wall), 5))
            ours = first_occurrences(item, Calendar.of(document))
            assert [moment.when.replace(tzinfo=None) for moment in ours] == theirs, path.name
            compared += 1
    assert compared or not written
