"""Times that an old phone's tool prints cut: asked for until they are whole again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.handsets.android.windows import LOW, high_parts, is_cut, whole
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.rows import Why, read_rows
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.android.rig import AndroidRig

YEARS = (1901, 1969, 1970, 2009, 2038, 2100)
CALENDAR = (
    "INSERT INTO Events (calendar_id, title, dtstart, dtend, eventTimezone) VALUES (1,?,?,?,?)"
)


def milliseconds(year, month=3, day=4):
    return int(datetime(year, month, day, 5, 6, 7, tzinfo=UTC).timestamp() * 1000)


def filled(folder, times, release="6"):
    rig = AndroidRig(folder, release, tiny=True)
    rig.phone.close()
    with closing(sqlite3.connect(folder / "providers" / "calendar.db")) as db:
        db.execute("DELETE FROM Events")
        db.executemany(CALENDAR, [(str(n), one, one + 3_600_000, "UTC") for n, one in times])
        db.commit()
    return rig


def told(handset):
    found, lost = {}, []
    for item in handset.read(Kind.CALENDAR, Task()):
        rows = read_rows(b"".join(item.parts[1].open()))
        lost += rows.lost
        row = rows.first("events")
        found[row["title"]] = (row.get("dtstart"), row.get("dtend"))
    return found, lost


def test_events_of_every_age_are_read_to_the_millisecond(tmp_path):
    times = [(str(year), milliseconds(year) + year % 7) for year in YEARS]
    times += [(f"edge {n}", n * LOW + d) for n in (-1, 0, 1, 400) for d in (-1, 0, 1)]
    rig = filled(tmp_path / "phone", times)
    with closing(rig.connect()) as handset:
        found, lost = told(handset)
    assert found == {str(n): (one, one + 3_600_000) for n, one in times}
    assert lost == []


def test_two_thousand_events_of_a_life_cost_a_bearable_number_of_starts(tmp_path):
    times = [(n, milliseconds(1990 + n % 40, 1 + n % 12, 1 + n % 28)) for n in range(2000)]
    rig = filled(tmp_path / "phone", times)
    with closing(rig.connect()) as handset:
        before = rig.processes["content"]
        found, _ = told(handset)
        cost = rig.processes["content"] - before
    assert found == {str(n): (one, one + 3_600_000) for n, one in times}
    assert cost < 120


def test_a_time_beyond_any_calendar_is_marked(tmp_path):
    rig = filled(tmp_path / "phone", [("far", 2**53)])
    with closing(rig.connect()) as handset:
        found, lost = told(handset)
    assert found == {} or found["far"] == (None, None)
    assert {entry.why for entry in lost} <= {Why.TRUNCATED}


@pytest.mark.parametrize("release", ["11", "16"])
def test_newer_phones_are_not_asked_about_it(tmp_path, release):
    rig = filled(tmp_path / "phone", [(year, milliseconds(year)) for year in YEARS], release)
    with closing(rig.connect()) as handset:
        before = rig.processes["content"]
        found, _ = told(handset)
        assert rig.processes["content"] - before < 25
    assert found[str(2100)][0] == milliseconds(2100)


@given(st.lists(st.integers(-(2**41), 2**42), max_size=8))
def test_any_time_is_put_together_again(times):
    held = dict(enumerate(times))
    low = {one: (time + LOW // 2) % LOW - LOW // 2 for one, time in held.items()}
    asked = []
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE events (_id INTEGER PRIMARY KEY, dtstart INTEGER)")
        db.executemany("INSERT INTO events VALUES (?, ?)", held.items())

        def rows(clause, among):
            asked.append(clause)
            sql = f"SELECT _id FROM events WHERE {clause}"  # noqa: S608 - of our own making
            return [one for (one,) in db.execute(sql) if one in among]

        high = high_parts("dtstart", list(held), rows)
    assert {one: whole(low[one], high[one]) for one in held} == held
    assert all(is_cut(value) for value in low.values())
    assert len(asked) <= 13
