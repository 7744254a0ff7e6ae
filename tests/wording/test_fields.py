from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.records.formats import icalendar, messages, vcard
from holdfast.records.formats.dates import DayOfYear, Moment
from holdfast.records.formats.fields import Alarm, Field
from holdfast.records.formats.recurring.recurrence import parse_rule
from holdfast.records.model.message import Box, CallType
from holdfast.wording import fields, repeats

LABELS = {*vcard.LABELS.values(), *icalendar.LABELS.values(), *messages.LABELS}


@pytest.mark.parametrize("key", sorted(LABELS))
def test_every_label_the_reader_gives_has_a_word(key):
    assert fields.label(Field(key, "x")) != key


@pytest.mark.parametrize("word", [*Box, *CallType])
def test_every_folder_and_way_of_a_call_has_a_word(word):
    assert fields.value_word(word) or not word


def test_types_are_worded_and_silent_ones_left_out():
    assert (
        fields.label(Field("phone", "1", ("cell", "voice", "pref"))) == "Phone, mobile, preferred"
    )
    assert fields.label(Field("phone", "1", ("x-odd",))) == "Phone, x-odd"
    assert fields.label(Field("im", "ada", ("yahoo", "home"))) == "Messenger, Yahoo, home"


def test_an_owners_own_label_is_shown_as_it_is():
    assert fields.label(Field("phone", "1", ("cell",), custom="Boat")) == "Boat"


def test_a_property_nobody_knows_is_called_by_its_own_name():
    assert fields.label(Field("other", "1", ("X-FOO",))) == "X-FOO"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (Field("phone", "555"), "555"),
        (Field("status", "NEEDS ACTION", ("needs-action",)), "to be done"),
        (Field("status", "odd", ("odd",)), "odd"),
        (Field("attendee", "Ada", ("declined",)), "Ada (declined)"),
        (Field("attendee", "Ada"), "Ada"),
        (Field("attendee", "Ada", ("needs-action",)), "Ada (no answer yet)"),
        (Field("photo", "https://example.com/a.jpg"), "https://example.com/a.jpg"),
        (Field("box", "outbox", ("outbox",)), "outbox"),
        (Field("read-state", "unread", ("unread",)), "not yet"),
        (Field("call", "elsewhere", ("elsewhere",)), "answered on another device"),
        (Field("birthday", "--0512", meaning=DayOfYear(5, 12)), "12 May"),
        (Field("birthday", "x", meaning=DayOfYear(5, 12, 1969)), "12 May 1969"),
        (
            Field("start", "x", meaning=Moment(datetime(2009, 5, 12), all_day=True)),  # noqa: DTZ001
            "12 May 2009",
        ),
        (Field("start", "x", meaning=Moment(datetime(2009, 5, 12, 9, 5))), "12 May 2009 09:05"),  # noqa: DTZ001
        (Field("alarm", "x", meaning=Alarm(timedelta(minutes=15))), "15 minutes before"),
        (Field("alarm", "x", meaning=Alarm(timedelta(0))), "at the start"),
        (Field("alarm", "x", meaning=Alarm(timedelta(days=-1))), "1 day after the start"),
        (
            Field("alarm", "x", meaning=Alarm(timedelta(hours=2), of_end=True)),
            "2 hours before the end",
        ),
    ],
)
def test_a_value_is_worded_where_it_is_understood(field, said):
    assert fields.value(field) == said


def test_a_time_elsewhere_names_its_zone(monkeypatch):
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    here = datetime.now(UTC).astimezone().utcoffset()
    name = "Asia/Tokyo" if here != timedelta(hours=9) else "Europe/Berlin"
    when = datetime(2009, 5, 12, 9, 5, tzinfo=ZoneInfo(name))

    assert fields.moment(Moment(when, zone=name)).endswith(f"(09:05 {name})")


def test_a_zone_nobody_knows_is_named_beside_its_wall_time():
    when = datetime(2009, 5, 12, 9, 5)  # noqa: DTZ001

    assert fields.moment(Moment(when, zone="Home")).endswith("09:05 (Home)")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every 2 weeks, on Tuesday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every week, on working days"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month, on the last Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "every month, on day 15 and the last"),
        ("FREQ=YEARLY;BYMONTH=5;COUNT=3", "every year, in May, 3 times"),
        ("FREQ=DAILY;UNTIL=20100512", "every day, until 12 May 2010"),
        ("YM1 5 #3", "every year, in May, 3 times"),
        ("D1 0900 1800 #4", "every day, at 09:00 and 18:00, 4 times"),
        ("FREQ=DAILY;BYHOUR=3", "FREQ=DAILY;BYHOUR=3"),
    ],
)
def test_a_rule_is_worded_whole_or_not_at_all(rule, said):
    parsed = parse_rule(rule)

    assert parsed is not None
    assert repeats.rule(parsed) == said
