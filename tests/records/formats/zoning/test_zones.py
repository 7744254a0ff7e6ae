from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.reading import read_components
from holdfast.records.formats.view import view
from holdfast.records.formats.zoning.names import zone_named
from holdfast.records.formats.zoning.zones import Zones
from holdfast.records.model.kinds import Kind

WINTER = (
    "BEGIN:STANDARD",
    "DTSTART:19701025T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
)
SUMMER = (
    "BEGIN:DAYLIGHT",
    "DTSTART:19700329T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
)


def calendar(*zone: str, tzid: str = "Mine", start: str = "20200701T120000") -> bytes:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        *zone,
        "BEGIN:VEVENT",
        f'DTSTART;TZID="{tzid}":{start}',
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    return "\r\n".join(lines).encode()


def block(*inside: str, tzid: str = "Mine") -> tuple[str, ...]:
    return ("BEGIN:VTIMEZONE", f"TZID:{tzid}", *inside, "END:VTIMEZONE")


def start_of(data: bytes):
    return view(Kind.CALENDAR, ".ics", data).start


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        ("20200701T120000", "2020-07-01T12:00:00+02:00"),
        ("20201224T180000", "2020-12-24T18:00:00+01:00"),
        ("20200329T015959", "2020-03-29T01:59:59+01:00"),
        ("20200329T030000", "2020-03-29T03:00:00+02:00"),
        ("20201025T040000", "2020-10-25T04:00:00+01:00"),
        ("19500101T000000", "1950-01-01T00:00:00+01:00"),
    ],
)
def test_a_zone_the_document_defines_is_used(start, shown):
    assert start_of(calendar(*block(*WINTER, *SUMMER), start=start)).isoformat() == shown


def test_an_offset_without_its_sign_is_east_of_greenwich():
    lines = [line.replace(":+0", ":0") for line in (*WINTER, *SUMMER)]
    start = start_of(calendar(*block(*lines)))
    assert start.utcoffset() == timedelta(hours=2)


def test_two_names_of_one_block_are_both_good():
    zone = block("TZID:Other", *WINTER, *SUMMER)
    for name in ("Mine", "Other"):
        assert start_of(calendar(*zone, tzid=name)).utcoffset() == timedelta(hours=2)


def test_one_offset_for_ever_needs_no_beginning():
    zone = block("BEGIN:STANDARD", "TZOFFSETTO:+0545", "END:STANDARD")
    assert start_of(calendar(*zone)).utcoffset() == timedelta(hours=5, minutes=45)


def test_only_summer_time_is_a_zone_too():
    start = start_of(calendar(*block(*SUMMER), start="20200701T120000"))
    assert start.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    "rule",
    [
        # Lotus Notes; Evolution
        "RRULE:FREQ=YEARLY;BYMINUTE=0;BYHOUR=3;BYDAY=-1SU;BYMONTH=10",
        "RRULE:FREQ=MONTHLY;INTERVAL=12;BYDAY=-1SU",
    ],
)
def test_yearly_is_said_in_several_ways(rule):
    lines = [rule if entry.startswith("RRULE") else entry for entry in WINTER]
    for start, hours in (("20200701T120000", 2), ("20201224T120000", 1)):
        assert start_of(calendar(*block(*lines, *SUMMER), start=start)).utcoffset() == timedelta(
            hours=hours
        )


def test_many_zones_that_go_on_for_ages_take_no_ages():
    zones = [
        block(*(line.replace("19", "00", 1) for line in (*WINTER, *SUMMER)), tzid=f"Z{number}")
        for number in range(100)
    ]
    dates = [f"EXDATE;TZID=Z{number}:21500101T000000" for number in range(100)]
    data = calendar(*(line for zone in zones for line in zone), tzid="Z1")
    data = data.replace(b"END:VEVENT", "\r\n".join((*dates, "END:VEVENT")).encode())
    started = time.process_time()
    view(Kind.CALENDAR, ".ics", data)
    assert time.process_time() - started < 5


def test_an_end_of_a_rule_in_utc_is_meant_by_the_clock_before_it():
    ended = [line.replace("BYDAY=-1SU", "BYDAY=-1SU;UNTIL=20201025T010000Z") for line in WINTER]
    shown = start_of(calendar(*block(*ended, *SUMMER), start="20201224T120000"))
    assert shown.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    "line",
    [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:whenever",
        "RRULE:FREQ=YEARLY;BYMONTH=10\r\nRRULE:FREQ=YEARLY;BYMONTH=11",
        "RDATE:" + ",".join(["19900101T000000"] * 1000),
        "RDATE:someday",
    ],
)
def test_a_zone_with_a_bad_rule_leaves_wall_time_and_is_listed(line):
    lines = [line if entry.startswith("RRULE") else entry for entry in WINTER]
    data = calendar(*block(*lines, *SUMMER))
    started = time.process_time()
    shown = view(Kind.CALENDAR, ".ics", data)
    assert time.process_time() - started < 0.5
    assert shown.start == datetime(2020, 7, 1, 12)  # noqa: DTZ001
    assert shown.zone == "Mine"
    assert "TZOFFSETTO:+0200" in shown.unread


@pytest.mark.parametrize("gone", ["DTSTART", "TZOFFSETTO", "TZOFFSETFROM"])
def test_a_zone_that_lacks_what_it_needs_leaves_wall_time(gone):
    lines = [line for line in (*WINTER, *SUMMER) if not line.startswith(gone)]
    assert start_of(calendar(*block(*lines))).tzinfo is None


def test_a_clock_changed_by_more_than_a_day_is_no_clock():
    lines = [line.replace(":+0200", ":-2359").replace(":+0100", ":+2359") for line in SUMMER]
    assert start_of(calendar(*block(*WINTER, *lines))).tzinfo is None


def test_a_zone_the_database_knows_is_not_what_the_document_says():
    zone = block(*WINTER, *SUMMER, tzid="America/New_York")
    assert start_of(calendar(*zone, tzid="America/New_York")).utcoffset() == timedelta(hours=-4)


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("W. Europe Standard Time", 2),
        ("Eastern Standard Time", -4),
        ("GMT Standard Time", 1),
        ("GMT+0100 Standard", 1),
        ("UTC+11", 11),
        ("UTC+02:00", 2),
        ("(GMT +01:00)", 1),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", 2),
        ("(UTC-05:00) Eastern Time (US & Canada)", -4),
        ("(UTC-05:00) Eastern Time (US and Canada)", -4),
        ("(UTC+07:00) Bangkok, Hanoi, Jakarta", 7),
        ("(GMT+10:00) Canberra, Melbourne, Sydney", 10),
        ("/softwarestudio.org/Olson_20011030_5/Pacific/Auckland", 12),
        ('"Europe/Berlin"', 2),
    ],
)
def test_names_that_calendar_programs_give_zones_are_understood(name, offset):
    zone = zone_named(name)
    assert zone is not None
    july = datetime(2020, 7, 1, 12, tzinfo=UTC).astimezone(zone)
    assert july.utcoffset() == timedelta(hours=offset)


@pytest.mark.parametrize(
    "name",
    ["Amsterdam, Berlin", "(UTC+01:00) Nowhere at all", "(UTC+05:00) Berlin", "Home", "UTC+99", ""],
)
def test_a_name_that_means_no_zone_for_certain_means_none(name):
    assert zone_named(name) is None


def test_a_zone_found_by_a_programs_name_goes_by_the_databases():
    shown = view(Kind.CALENDAR, ".ics", calendar(tzid="W. Europe Standard Time"))
    assert shown.zone == "Europe/Berlin"
    assert shown.start.isoformat() == "2020-07-01T12:00:00+02:00"


def old(*lines: str):
    data = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:1.0", *lines, "END:VCALENDAR", "")).encode()
    return Zones.of(read_components(data)).home


def offsets(home, *moments: datetime) -> list[float]:
    from holdfast.records.formats.zoning.blocks import zone_of  # noqa: PLC0415

    zone = zone_of(home)
    return [moment.astimezone(zone).utcoffset().total_seconds() / 3600 for moment in moments]


JANUARY, JULY, NEXT_JULY = (
    datetime(1996, 1, 15, tzinfo=UTC),
    datetime(1996, 7, 15, tzinfo=UTC),
    datetime(1999, 7, 15, tzinfo=UTC),
)


@pytest.mark.parametrize("text", ["-05", "-0500", "-05:00", "-5"])
def test_the_phones_own_zone_is_read(text):
    assert offsets(old(f"TZ:{text}"), JANUARY, JULY) == [-5, -5]


def test_one_summer_time_is_every_years():
    home = old("TZ:-05", "DAYLIGHT:TRUE;-04;19960407T020000;19961027T020000;EST;EDT")
    assert offsets(home, JANUARY, JULY, NEXT_JULY) == [-5, -4, -4]


def test_the_last_second_before_a_switch_is_the_switch():
    home = old("TZ:-05", "DAYLIGHT:TRUE;-04;19960407T015959;19961027T015959;EST;EDT")
    just_before, at = (
        datetime(1996, 4, 7, 6, 59, 59, tzinfo=UTC),
        datetime(1996, 4, 7, 7, tzinfo=UTC),
    )
    assert offsets(home, just_before, at) == [-5, -4]


def test_summer_times_that_differ_hold_for_their_own_years():
    home = old(
        "TZ:-03",
        "DAYLIGHT:TRUE;-02;19961006T000000;19970216T000000;BRT;BRST",
        "DAYLIGHT:TRUE;-02;19971011T000000;19980301T000000;BRT;BRST",
    )
    summer = datetime(1996, 12, 1, tzinfo=UTC)
    assert offsets(home, summer, JULY, NEXT_JULY, summer.replace(year=1999)) == [-2, -3, -3, -3]


@pytest.mark.parametrize(
    "line",
    [
        "DAYLIGHT:FALSE",
        "DAYLIGHT:TRUE",
        "DAYLIGHT:TRUE;-04;sometime;never;EST;EDT",
        "DAYLIGHT:TRUE;-04;00010101T000000;00010601T000000;EST;EDT",
        "DAYLIGHT:TRUE;-04;99990101T000000;99991231T235959Z;EST;EDT",
        "DAYLIGHT:TRUE;-04;19961027T020000;19960407T020000;EST;EDT",
    ],
)
def test_a_summer_time_that_says_nothing_is_none(line):
    assert offsets(old("TZ:-05", line), JULY) == [-5]


@given(st.text(max_size=40))
def test_no_name_makes_zones_fail(name):
    zone_named(name)


@given(
    st.lists(
        st.sampled_from(
            [
                *WINTER,
                *SUMMER,
                "TZID:X",
                "TZOFFSETTO:-2500",
                "RRULE:FREQ=YEARLY;COUNT=1",
                "DTSTART:00010101T000000",
                "RDATE:99991231T235959",
                "DTSTART:99991231T235959",
            ]
        ),
        max_size=14,
    )
)
def test_no_order_of_lines_makes_a_zone_fail(lines):
    view(Kind.CALENDAR, ".ics", calendar(*block(*lines)))
