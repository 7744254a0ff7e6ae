from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.records.formats.converting.contents import Loss
from holdfast.records.formats.converting.convert import convert, fits
from holdfast.records.formats.cutting.calendars import cut_calendar
from holdfast.records.formats.digest import content_digest
from holdfast.records.formats.occurrences import Calendar, first_occurrences
from holdfast.records.formats.provider_rows.events.reading import calendar_of
from holdfast.records.formats.provider_rows.events.shaping import (
    ANDROID_EVENT,
    android_event,
    shape,
)
from holdfast.records.formats.provider_rows.events.writing import rows_of
from holdfast.records.formats.reading import read_components
from holdfast.records.model.kinds import Kind
from tests.records.formats.provider_rows.events.androids import events, meant, told

FILES = [
    path
    for folder in ("ical", "vcal")
    for path in sorted(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), folder).glob("*"))
]
TEXTS = ("SUMMARY", "LOCATION", "DESCRIPTION")
OF_ONE_FILE = 2
REFUSED = ("it has no start", "Android has no to-do list", "it is no event")


@settings(max_examples=100, deadline=None)
@given(events())
def test_rows_that_went_through_a_calendar_make_the_same_calendar(rows):
    data = calendar_of(rows)
    assert calendar_of(rows_of(data)) == data


@settings(max_examples=100, deadline=None)
@given(events())
def test_a_calendar_tells_the_times_that_the_rows_mean(rows):
    assert told(calendar_of(rows)) == meant(rows)


@settings(max_examples=40, deadline=None)
@given(events())
def test_what_a_phone_gave_fits_a_phone(rows):
    data = calendar_of(rows)
    assert fits(Kind.CALENDAR, data, ANDROID_EVENT)
    assert convert(Kind.CALENDAR, data, android_event("Europe/Berlin")).data == data


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            (
                *TEXTS,
                "DTSTART",
                "DTEND",
                "RRULE",
                "EXDATE",
                "RECURRENCE-ID",
                "TRIGGER",
                "BEGIN:VEVENT",
                "END:VEVENT",
                "BEGIN:VALARM",
                'ATTENDEE;CN="x',
                ":",
                ";TZID=",
                "20091012T080000Z",
                "00000000",
                "FREQ=DAILY",
                "-P9999999D",
                "\r\n",
                "\r\n",
            )
        )
    ).map("".join)
)
def test_a_broken_calendar_is_shaped_or_refused_with_a_reason(text):
    data = f"BEGIN:VEVENT\r\n{text}\r\nEND:VEVENT\r\n".encode()
    try:
        shaped = shape(data)
    except ValueError as error:
        shaped, reason = b"", str(error)
    else:
        reason = "none"
    assert reason
    assert not shaped or shape(shaped) == shaped


def test_a_report_names_what_a_phone_does_not_hold(make_event):
    data = make_event(
        "UID:1",
        "SUMMARY;LANGUAGE=en:Party",
        "DTSTART:20091012T080000Z",
        "ATTACH:https://example.com/map.png",
        "CATEGORIES:Fun",
        "PRIORITY:1",
        "URL:https://example.com",
        version="2.0",
    )
    unheld = convert(Kind.CALENDAR, data, ANDROID_EVENT).unheld
    assert {(loss.name, loss.why) for loss in unheld} == {
        ("ATTACH", Loss.NO_PROPERTY),
        ("CATEGORIES", Loss.NO_PROPERTY),
        ("PRIORITY", Loss.NO_PROPERTY),
        ("URL", Loss.NO_PROPERTY),
        ("SUMMARY", Loss.NO_TYPE),
    }


def test_the_calendar_an_event_lies_in_does_not_make_it_another(make_event):
    data = make_event("UID:1", "SUMMARY:a", "DTSTART:20091012T080000Z", version="2.0")
    rows = rows_of(data)
    home = type(rows)(
        rows.provider,
        {**rows.tables, "calendars": ({"calendar_displayName": "Family", "ownerAccount": "Home"},)},
    )
    assert content_digest(read_components(calendar_of(home))) == content_digest(
        read_components(calendar_of(rows))
    )


def _real_events():
    for path in FILES:
        data = path.read_bytes()
        _, slices = cut_calendar(data)
        for number, item in enumerate(slices[:OF_ONE_FILE] or [None]):
            yield f"{path.name} {number}", item.data if item is not None else data


def _first_twenty(data: bytes):
    document = read_components(data)
    items = document.items("VEVENT")
    master = next((item for item in items if item.first("RECURRENCE-ID") is None), items[0])
    found = first_occurrences(master, Calendar.of(document), 20)
    # Times that name no zone are told in the phone's, which is UTC here.
    return found and [moment.plain.replace(tzinfo=None) for moment in found]


def _texts(data: bytes) -> list[tuple[str, str]]:
    found = read_components(data).items("VEVENT")
    instances = [x for x in found if x.first("RECURRENCE-ID") and x.text("STATUS") == "CANCELLED"]
    left = [each for each in found if each not in instances or len(found) == 1]
    return sorted((name, event.text(name)) for event in left for name in TEXTS)


@pytest.mark.skipif(not FILES, reason="corpus: absent (set HOLDFAST_CORPUS)")
def test_real_events_keep_their_times_and_texts(record_property):
    counts: Counter[str] = Counter()
    otherwise = []
    for name, data in _real_events():
        try:
            shaped = shape(data)
        except ValueError as error:
            counts[str(error)] += 1
            continue
        assert shape(shaped) == shaped, name
        assert _texts(shaped) == _texts(data), name
        counts["shaped"] += 1
        times = _first_twenty(data)
        counts["not worked out"] += times is None
        if times is not None and _first_twenty(shaped) != times:
            otherwise.append(name)
    record_property("counts", dict(counts))
    # A zone of 1990 that goes on for ever, where the real one was changed by law in 2007.
    assert [name for name in otherwise if "RRULETest32" not in name] == []
    assert set(counts) <= {"shaped", "not worked out", *REFUSED}
    assert counts["shaped"] > 250
