"""Whatever a phone or a file says, converting it ends, and ends well."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.records.formats.converting.dialects import ICALENDAR, VCALENDAR_10
from holdfast.records.formats.reading import read_components
from tests.records.formats.converting.events.readings import convert

LINES = st.sampled_from(
    [
        "DTSTART:99991231T235959Z",
        "DTSTART;TZID=Asia/Tokyo:00010102T000000",
        "DTSTART;TZID=Mine:20200101T000000",
        "DTSTART:20200101T000000Z",
        "DTSTART:20200101T000000",
        "DTSTART;VALUE=DATE:99991231",
        "DTSTART:someday",
        "DTEND:99991231T235959",
        "DTEND;VALUE=DATE:00010101",
        "DUE:00010101T000000Z",
        "DURATION:P999999D",
        "DURATION:-PT5S",
        "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z",
        "RRULE:FREQ=DAILY;UNTIL=00010101",
        "RRULE:D1 99991231T235959Z",
        "RRULE:MP1 #0",
        "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "EXRULE:W1 #0",
        "RDATE:99991231T235959Z,,whenever",
        "RDATE;VALUE=PERIOD:20200101T000000Z/PT1H,/",
        "EXDATE;VALUE=DATE:20200102;00010101",
        "RECURRENCE-ID:20200101T000000Z",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:99991231",
        "STATUS:CANCELLED",
        "STATUS:;",
        "PRIORITY:99999999999999999999",
        "CATEGORIES:,;,",
        "ATTENDEE;CN=:<>",
        'ATTENDEE;ROLE=ORGANIZER;CN="a;b:c,d":mailto:',
        "GEO:north",
        "ATTACH;ENCODING=BASE64:====",
        "DALARM:00010101T000000Z;P9999D;9;x",
        "AALARM:-P9999999D;;;",
        "MALARM:99991231T235959;;;;",
        "X-A\x00B:c",
        "SUMMARY;CHARSET=Murks;ENCODING=QUOTED-PRINTABLE:=FF=",
        "BEGIN:VALARM",
        "TRIGGER;RELATED=END:P99999D",
        "TRIGGER;VALUE=DATE-TIME:00010101T000000",
        "END:VALARM",
        "BEGIN:VTIMEZONE",
        "END:VEVENT",
        "BEGIN:VTODO",
        "UID:1",
    ]
)
WRAPPERS = st.lists(
    st.sampled_from(
        [
            "TZ:-23:59",
            "TZ:+01",
            "DAYLIGHT:TRUE;+02;20090329T010000Z;20091025T010000Z;;",
            "DAYLIGHT:TRUE;+02;00010101T000000Z;00010601T000000Z;;",
            "DAYLIGHT:TRUE;+02;99990101T000000Z;99991231T235959Z;;",
        ]
    ),
    max_size=3,
)


@settings(deadline=None, max_examples=200)
@given(
    items=st.lists(st.lists(LINES, max_size=10), min_size=1, max_size=3),
    wrapper=WRAPPERS,
    version=st.sampled_from(["1.0", "2.0", ""]),
)
def test_no_mixture_of_lines_stops_a_conversion(items, wrapper, version):
    lines = ["BEGIN:VCALENDAR", f"VERSION:{version}", *wrapper]
    for item in items:
        lines += ["BEGIN:VEVENT", "UID:1", *item, "END:VEVENT"]
    data = "\r\n".join((*lines, "END:VCALENDAR", "")).encode()
    for dialect in (VCALENDAR_10, ICALENDAR):
        written = convert(data, dialect)
        document = read_components(written.data)
        assert document.problems == ()
        assert not any(part.unread for whole in document.components for part in whole.walk())


@pytest.mark.parametrize("dialect", [VCALENDAR_10, ICALENDAR], ids=["1.0", "2.0"])
def test_a_calendar_of_many_events_is_converted_in_time(dialect):
    event = (
        "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART;TZID=Europe/Berlin:20200101T180000\r\n"
        "RRULE:FREQ=WEEKLY;COUNT=10\r\nSUMMARY:Supper\r\nEND:VEVENT\r\n"
    )
    events = "".join(event.format(number) for number in range(1000))
    data = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()
    started = time.process_time()
    written = convert(data, dialect)
    assert time.process_time() - started < 5
    assert written.data.count(b"BEGIN:VEVENT") == 1000
