from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from holdfast.records.formats.dates import Moment
from holdfast.records.formats.fields import Alarm
from holdfast.records.formats.view import view
from holdfast.records.model.kinds import Kind

AT = Moment(datetime(2009, 10, 10, 17, 45))  # noqa: DTZ001


def alarms(data):
    return [
        field.meaning for field in view(Kind.CALENDAR, "", data).fields if field.label == "alarm"
    ]


@pytest.mark.parametrize(
    ("line", "alarm"),
    [
        ("DALARM:20091010T174500", Alarm(at=AT)),
        (
            "DALARM:20091010T174500;PT5M;3;Wake up",
            Alarm(at=AT, snooze=timedelta(minutes=5), repeat=3, text="Wake up"),
        ),
        ("AALARM:20091010T174500;;;sound.mid", Alarm(at=AT)),
        ("AALARM;TYPE=X-EPOCSOUND:20091010T174500;;0;", Alarm(at=AT)),
        (
            "PALARM:20091010T174500;PT5M;2;backup.exe",
            Alarm(at=AT, snooze=timedelta(minutes=5), repeat=2),
        ),
        ("MALARM:20091010T174500;;;a@example.com;Hello", Alarm(at=AT)),
        ("DALARM:-PT15M", Alarm(before=timedelta(minutes=15))),
        ("DALARM:20091010T174500;-PT5M;9999999999;x", Alarm(at=AT, text="x")),
    ],
)
def test_alarms_of_vcalendar_1_tell_all_they_say(make_event, line, alarm):
    assert alarms(make_event("SUMMARY:A", line)) == [alarm]


@pytest.mark.parametrize("line", ["DALARM:", "DALARM:;;;", "AALARM:soon;PT5M;3;x"])
def test_an_alarm_without_a_time_is_none(make_event, line):
    assert alarms(make_event("SUMMARY:A", line)) == []


def test_alarms_of_icalendar_tell_how_often_and_what(make_event):
    event = make_event(
        "SUMMARY:A",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER;VALUE=DATE-TIME:20091010T174500Z",
        "REPEAT:4",
        "DURATION:PT10M",
        r"DESCRIPTION:Wake\, up",
        "END:VALARM",
        version="2.0",
    )
    (alarm,) = alarms(event)
    assert (alarm.snooze, alarm.repeat, alarm.text) == (timedelta(minutes=10), 4, "Wake, up")
