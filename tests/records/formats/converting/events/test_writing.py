from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdfast.records.formats.converting.contents import Converted, Loss, Unheld
from holdfast.records.formats.converting.dialects import ICALENDAR, VCALENDAR_10, Dialect, Limit
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.zoning.blocks import block_lines, zone_of
from holdfast.records.formats.zoning.making import observances_of
from tests.records.formats.converting.events.readings import convert, parsed_by_icalendar

BERLIN = replace(VCALENDAR_10, zone="Europe/Berlin")
NEW_YORKS_SWITCHES = 22


def converted(dialect: Dialect, *items, version: str = "2.0", above=()) -> Converted:
    lines = ["BEGIN:VCALENDAR", f"VERSION:{version}", *above]
    for item in items:
        lines += ["BEGIN:VEVENT", "UID:1", *item, "END:VEVENT"]
    return convert("\r\n".join((*lines, "END:VCALENDAR", "")).encode(), dialect)


def lines_of(written: Converted) -> list[str]:
    return written.data.decode().replace("\r\n ", "").splitlines()


def test_a_series_in_another_zone_is_told_in_utc_and_its_clock_named_as_lost():
    written = converted(
        VCALENDAR_10, ("DTSTART;TZID=Europe/Berlin:20200106T180000", "RRULE:FREQ=WEEKLY")
    )
    assert "DTSTART:20200106T170000Z" in lines_of(written)
    assert "RRULE:W1 #0" in lines_of(written)
    assert "TZ:+0100" in lines_of(written)
    assert written.unheld == (
        Unheld("DTSTART", "20200106T180000 Europe/Berlin", Loss.NO_ZONE, "20200106T170000Z"),
    )


def test_a_series_in_the_phones_own_zone_is_told_by_its_clock():
    written = converted(BERLIN, ("DTSTART;TZID=Europe/Berlin:20200106T180000", "RRULE:FREQ=WEEKLY"))
    assert "DTSTART:20200106T180000" in lines_of(written)
    assert written.unheld == ()


def test_a_zone_that_never_changes_its_clock_loses_nothing():
    written = converted(
        VCALENDAR_10, ("DTSTART;TZID=Asia/Tokyo:20200106T180000", "RRULE:FREQ=WEEKLY")
    )
    assert written.unheld == ()


def test_series_in_two_zones_have_no_clock_in_common():
    written = converted(
        VCALENDAR_10,
        ("DTSTART;TZID=Asia/Tokyo:20200106T180000", "RRULE:FREQ=WEEKLY"),
        ("DTSTART;TZID=Europe/Berlin:20200106T180000", "RRULE:FREQ=WEEKLY"),
    )
    assert not any(line.startswith("TZ:") for line in lines_of(written))
    assert [loss.why for loss in written.unheld] == [Loss.NO_ZONE, Loss.NO_ZONE]


def test_a_zone_nobody_knows_is_named():
    written = converted(VCALENDAR_10, ("DTSTART;TZID=Atlantis:20200106T180000",))
    assert written.unheld == (
        Unheld("DTSTART", "20200106T180000 Atlantis", Loss.NO_ZONE, "20200106T180000"),
    )


def test_whole_days_go_from_midnight_to_midnight():
    written = converted(VCALENDAR_10, ("DTSTART;VALUE=DATE:20200106", "DURATION:P2D"))
    assert "DTSTART:20200106T000000" in lines_of(written)
    assert "DTEND:20200108T000000" in lines_of(written)
    back = convert(written.data, ICALENDAR)
    assert "DTSTART;VALUE=DATE:20200106" in lines_of(back)
    assert "DTEND;VALUE=DATE:20200108" in lines_of(back)


def test_a_moved_instance_becomes_an_event_of_its_own():
    written = converted(
        VCALENDAR_10,
        ("DTSTART:20200106T180000Z", "RRULE:FREQ=DAILY;COUNT=4", "SUMMARY:Supper"),
        ("RECURRENCE-ID:20200107T180000Z", "DTSTART:20200107T200000Z", "SUMMARY:Late"),
        ("RECURRENCE-ID:20200108T180000Z", "DTSTART:20200108T180000Z", "STATUS:CANCELLED"),
    )
    assert "EXDATE:20200107T180000Z;20200108T180000Z" in lines_of(written)
    assert [line for line in lines_of(written) if line.startswith("UID")] == [
        "UID:1",
        "UID:1-20200107T180000Z",
    ]
    assert written.unheld == (
        Unheld("RECURRENCE-ID", "20200107T180000Z", Loss.NO_FORM, "20200107T200000Z"),
    )


def test_moved_instances_stay_what_they_are_in_icalendar():
    written = converted(
        ICALENDAR,
        ("DTSTART:20200106T180000Z", "RRULE:FREQ=DAILY;COUNT=4"),
        ("RECURRENCE-ID:20200107T180000Z", "DTSTART:20200107T200000Z"),
    )
    assert "RECURRENCE-ID:20200107T180000Z" in lines_of(written)
    assert written.unheld == ()


@pytest.mark.parametrize(
    ("rule", "end"),
    [
        ("FREQ=DAILY", "D1 #0"),
        ("FREQ=DAILY;COUNT=3", "D1 #3"),
        ("FREQ=DAILY;UNTIL=20200110T180000Z", "D1 20200110T180000Z"),
        ("FREQ=DAILY;UNTIL=20200110", "D1 20200110T235959Z"),
    ],
)
def test_a_rule_ends_as_the_old_words_have_it(rule, end):
    written = converted(VCALENDAR_10, ("DTSTART:20200106T180000Z", f"RRULE:{rule}"))
    assert f"RRULE:{end}" in lines_of(written)


def test_a_rule_that_cannot_be_said_is_named_and_left_out():
    rule = "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2"
    written = converted(VCALENDAR_10, ("DTSTART:20200106T180000Z", f"RRULE:{rule}"))
    assert not any(line.startswith("RRULE") for line in lines_of(written))
    assert written.unheld == (Unheld("RRULE", rule, Loss.NO_RULE),)


def test_an_old_rule_nobody_understands_is_named_and_left_out():
    written = converted(
        ICALENDAR, ("DTSTART:20200106T180000Z", "RRULE:MD1 7 #2 M15 #4"), version="1.0"
    )
    assert written.unheld == (Unheld("RRULE", "MD1 7 #2 M15 #4", Loss.NO_RULE),)


def test_alarms_go_both_ways():
    alarm = (
        "BEGIN:VALARM",
        "ACTION:AUDIO",
        "TRIGGER:-PT15M",
        "REPEAT:2",
        "DURATION:PT5M",
        "ATTACH:ring.mid",
        "END:VALARM",
    )
    written = converted(VCALENDAR_10, ("DTSTART:20200106T180000Z", *alarm))
    assert "AALARM:20200106T174500Z;PT5M;2;ring.mid" in lines_of(written)
    back = lines_of(convert(written.data, ICALENDAR))
    assert [line for line in alarm if line not in back] == []


def test_a_to_do_that_is_nothing_but_an_alarm_by_the_phones_clock_keeps_it():
    alarms = b"DALARM:20200106T180000\nAALARM:20200106T180500\n"
    data = b"BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VTODO\nUID:1\n" + alarms + b"END:VTODO\n"
    written = convert(data + b"END:VCALENDAR\n", ICALENDAR)
    for line in ("DTSTART:20200106T180000", "TRIGGER:PT0S", "TRIGGER:PT5M"):
        assert line in lines_of(written)
    assert {(loss.name, loss.kept) for loss in written.unheld} == {
        ("TRIGGER", "20200106T180000"),
        ("TRIGGER", "20200106T180500"),
    }


@pytest.mark.parametrize("line", ["DURATION:-PT15H", "DURATION:PT0S", "REPEAT:5000", "REPEAT:-4"])
def test_a_snooze_that_no_old_phone_takes_is_named(line):
    alarm = ("BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-PT15M", line, "END:VALARM")
    written = converted(VCALENDAR_10, ("DTSTART:20200106T180000Z", *alarm))
    assert "AALARM:20200106T174500Z" in lines_of(written)
    name, _, text = line.partition(":")
    assert written.unheld == (Unheld(name, text, Loss.NO_FORM),)


def test_an_alarm_on_nobodys_clock_is_named():
    todo = b"BEGIN:VTODO\nUID:1\nDUE:20200106T200000Z\nDALARM:20200106T180000\nEND:VTODO\n"
    data = b"BEGIN:VCALENDAR\nVERSION:1.0\n" + todo + b"END:VCALENDAR\n"
    assert convert(data, ICALENDAR).unheld == (Unheld("TRIGGER", "20200106T180000", Loss.NO_ZONE),)


@pytest.mark.parametrize(
    ("line", "old", "loss"),
    [
        ("STATUS:CONFIRMED", "STATUS:CONFIRMED", None),
        ("STATUS:CANCELLED", "STATUS:DECLINED", "DECLINED"),
        ("TRANSP:TRANSPARENT", "TRANSP:1", None),
        ("CATEGORIES:one,two", "CATEGORIES:one;two", None),
        ("CATEGORIES:a,b\\,c", "CATEGORIES:a;b,c", "a; b,c"),
        ("CREATED:20010203T040506Z", "DCREATED:20010203T040506Z", None),
        (
            "ORGANIZER;CN=Boss:mailto:b@example.com",
            "ATTENDEE;ROLE=ORGANIZER:Boss <b@example.com>",
            None,
        ),
        (
            "ATTENDEE;CN=Jane;ROLE=NON-PARTICIPANT;PARTSTAT=DECLINED:mailto:j@example.com",
            "ATTENDEE;ROLE=ATTENDEE;EXPECT=FYI;STATUS=DECLINED:Jane <j@example.com>",
            None,
        ),
        ("GEO:1.5;2.5", None, ""),
        ("PERCENT-COMPLETE:50", None, ""),
        ("COMMENT:said", None, ""),
    ],
)
def test_properties_are_said_in_old_words_or_named(line, old, loss):
    written = converted(VCALENDAR_10, ("DTSTART:20200106T180000Z", line))
    if old is not None:
        assert old in lines_of(written)
    assert [entry.kept for entry in written.unheld] == ([] if loss is None else [loss])


def test_an_attendee_without_an_address_has_a_name():
    written = converted(ICALENDAR, ("DTSTART:20200106T180000Z", "ATTENDEE:Grandma"), version="1.0")
    assert "ATTENDEE;CN=Grandma:invalid:nomail" in lines_of(written)


def test_a_name_that_holds_an_address_comes_back_with_its_own():
    person = 'ATTENDEE;CN="Ada <ada@home.example> (ada)":mailto:ada@work.example'
    there = converted(VCALENDAR_10, ("DTSTART:20200106T180000Z", person))
    back = convert(there.data, ICALENDAR)
    attendee = read_components(back.data).items("VEVENT")[0].first("ATTENDEE")
    assert attendee is not None
    assert attendee.head.first("CN") == "Ada <ada@home.example> (ada)"
    assert attendee.text() == "mailto:ada@work.example"


@pytest.mark.parametrize(
    "address",
    ["mailto:REDACTED", "Magician:mailto:joe@example.net", "urn:uuid:1-2", "mailto:a:b@c.example"],
)
def test_an_address_that_is_none_of_mail_comes_back_as_it_was(address):
    there = converted(VCALENDAR_10, ("DTSTART:20200106T180000Z", f"ORGANIZER;CN=Joe:{address}"))
    assert there.unheld == ()
    back = convert(there.data, ICALENDAR)
    organizer = read_components(back.data).items("VEVENT")[0].first("ORGANIZER")
    assert organizer is not None
    assert (organizer.head.first("CN"), organizer.text()) == ("Joe", address)


@pytest.mark.parametrize("dialect", [ICALENDAR, VCALENDAR_10])
def test_what_an_attendee_has_in_place_of_an_address_is_kept(dialect):
    """Society\\, 2014 as CN; what stands for the address is no address and no link."""
    written = converted(dialect, ("ATTENDEE;CN=Society:room 7",))
    assert any("Society <room 7>" in line for line in lines_of(written))


def test_a_type_that_a_property_names_is_kept():
    """Apple leaves a semicolon in X-TITLE bare, so that what follows it reads as a type."""
    written = converted(ICALENDAR, ("X-APPLE-PLACE;X-TITLE=Lane 1\\; Town:geo:1,2",), version="1.0")
    assert "X-APPLE-PLACE;X-TITLE=Lane 1\\;TYPE=Town:geo:1,2" in lines_of(written)


def test_how_one_phone_knows_an_item_is_not_told_to_another():
    written = converted(ICALENDAR, ("DTSTART:20200106T180000Z", "X-IRMC-LUID:0001"), version="1.0")
    assert b"LUID" not in written.data
    assert written.unheld == ()


def test_a_targets_limits_are_kept_and_named():
    small = replace(
        VCALENDAR_10,
        properties=frozenset(("DTSTART", "DTEND", "SUMMARY", "DALARM", "RRULE")),
        limits={"SUMMARY": Limit(length=6), "DALARM": Limit(count=1)},
    )
    alarm = ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "END:VALARM")
    other = ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M", "END:VALARM")
    written = converted(
        small, ("DTSTART:20200106T180000Z", "SUMMARY:Supper out", "LOCATION:Pier 7", *alarm, *other)
    )
    assert "SUMMARY:Supper" in lines_of(written)
    assert not any(line.startswith(("UID", "LOCATION")) for line in lines_of(written))
    assert {(loss.name, loss.why, loss.kept) for loss in written.unheld} == {
        ("SUMMARY", Loss.TOO_LONG, "Supper"),
        ("LOCATION", Loss.NO_PROPERTY, ""),
        ("DALARM", Loss.TOO_MANY, ""),
    }


def test_a_journal_is_an_event_where_it_has_a_day():
    journal = b"BEGIN:VJOURNAL\nSUMMARY:Diary\n%bEND:VJOURNAL\n"
    data = b"BEGIN:VCALENDAR\nVERSION:2.0\n" + journal + b"END:VCALENDAR\n"
    written = convert(data % b"DTSTART;VALUE=DATE:20200106\n", VCALENDAR_10)
    assert b"BEGIN:VEVENT" in written.data
    assert written.unheld == (Unheld("VJOURNAL", "Diary", Loss.NO_FORM, "VEVENT"),)
    assert convert(data % b"", VCALENDAR_10).unheld == (Unheld("VJOURNAL", "Diary", Loss.NO_FORM),)


def test_what_cannot_be_read_is_named():
    written = converted(ICALENDAR, ("DTSTART:someday", "SUMMARY:A"))
    assert Unheld("DTSTART", "someday", Loss.UNREAD) in written.unheld


def test_an_event_brings_the_zones_it_needs_and_each_once():
    written = converted(
        ICALENDAR,
        (
            "DTSTART;TZID=W. Europe Standard Time:20200701T180000",
            "DTEND;TZID=Asia/Tokyo:20200702T180000",
        ),
        ("DTSTART;TZID=Europe/Berlin:20200701T180000",),
    )
    zones = [line for line in lines_of(written) if line.startswith("TZID:")]
    assert zones == ["TZID:Europe/Berlin", "TZID:Asia/Tokyo"]
    first, *_ = parsed_by_icalendar(written.data)
    assert first["DTSTART"].dt == datetime(2020, 7, 1, 16, tzinfo=UTC)


def test_a_zone_of_the_documents_own_comes_along():
    own = (
        "BEGIN:VTIMEZONE",
        "TZID:Mine",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:0545",
        "TZOFFSETTO:0545",
        "END:STANDARD",
        "END:VTIMEZONE",
    )
    written = converted(ICALENDAR, ("DTSTART;TZID=Mine:20200701T180000",), above=own)
    assert "TZOFFSETTO:+0545" in lines_of(written)
    (event,) = parsed_by_icalendar(written.data)
    assert event["DTSTART"].dt == datetime(2020, 7, 1, 12, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    ["Europe/Berlin", "America/New_York", "Africa/Casablanca", "Asia/Tokyo", "Europe/Moscow"],
)
def test_a_zone_of_the_database_is_told_as_it_is(name):
    zone = ZoneInfo(name)
    observances = observances_of(zone, 2004, 2026)
    told = zone_of(observances)
    assert told is not None
    # Each tenth hour, the hours that a clock shows twice aside.
    moment = datetime(2004, 2, 1, tzinfo=UTC)
    while moment.year < 2027:
        wall = moment.astimezone(zone).replace(tzinfo=None)
        around = {
            (wall + timedelta(hours=more)).replace(tzinfo=zone).utcoffset() for more in (-2, 0, 2)
        }
        if len(around) == 1:
            assert {wall.replace(tzinfo=told).utcoffset()} == around, wall
        moment += timedelta(hours=70)
    assert block_lines(name, observances).count("BEGIN:") < NEW_YORKS_SWITCHES


def test_summer_time_begins_by_the_clock_before_it():
    lines = block_lines("Europe/Berlin", observances_of(ZoneInfo("Europe/Berlin"), 2004, 2026))
    assert "DTSTART:20040328T020000" in lines


def test_the_same_zone_reads_back_from_a_calendar():
    written = converted(
        ICALENDAR, ("DTSTART;TZID=Europe/Berlin:20200701T180000", "RRULE:FREQ=DAILY")
    )
    (zone,) = read_components(written.data).items("VTIMEZONE")
    assert len(zone.children) == 3


def test_a_value_that_is_only_a_comma_is_a_value():
    written = converted(VCALENDAR_10, ("DTSTART:20200106T180000Z", r"X-CUSTOM:\,"))
    assert any(line.startswith("X-CUSTOM") for line in lines_of(convert(written.data, ICALENDAR)))


def test_phones_with_other_clocks_do_not_share_a_name_for_them():
    series = ("DTSTART:20200106T180000Z", "RRULE:D1 #0")
    names = set()
    for summer in ((), ("DAYLIGHT:TRUE;+02;20090329T010000Z;20091025T010000Z;CET;CEST",)):
        written = converted(ICALENDAR, series, version="1.0", above=("TZ:+01", *summer))
        names |= {line for line in lines_of(written) if line.startswith("TZID")}
    assert len(names) == 2


def test_a_southern_summer_that_began_the_year_before_is_told():
    lines = (
        "DTSTART;TZID=America/Sao_Paulo:20170202T120000",
        "DTEND;TZID=America/Sao_Paulo:20170202T130000",
        "RRULE:FREQ=WEEKLY;BYDAY=TH",
    )
    written = lines_of(converted(VCALENDAR_10, lines))
    assert "DAYLIGHT:TRUE;-0200;20161016T030000Z;20170219T020000Z;-03;-02" in written
