"""Every field that the conversion did not name as unheld is there when it comes back."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.records.formats.components import Component
from holdfast.records.formats.converting.dialects import ICALENDAR, VCALENDAR_10
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.zoning.zones import Zones
from tests.records.formats.converting.events.readings import (
    ITEMS,
    convert,
    instant,
    named,
    occurrences,
    parsed_by_icalendar,
    said_by,
)

BERLIN = replace(VCALENDAR_10, zone="Europe/Berlin")
DIALECTS = pytest.mark.parametrize("dialect", [VCALENDAR_10, BERLIN], ids=["utc", "berlin"])
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() == text)
STARTS = st.datetimes(datetime(1996, 1, 1), datetime(2030, 12, 31)).map(  # noqa: DTZ001
    lambda when: when.replace(microsecond=0)
)
ZONES = st.sampled_from(["", "Z", "Europe/Berlin", "America/New_York", "Asia/Tokyo"])
NEW_RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=10",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR",
        "FREQ=MONTHLY;BYDAY=-1FR;COUNT=4",
        "FREQ=MONTHLY;BYMONTHDAY=-1,15",
        "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU",
        "FREQ=YEARLY;BYMONTH=1,7;COUNT=6",
        "FREQ=HOURLY;COUNT=5",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=DAILY;UNTIL={until}",
        "FREQ=WEEKLY;UNTIL={until}",
    ]
)
OLD_RULES = st.sampled_from(
    [
        "D1 #0",
        "D3 #50",
        "W2 TU TH #27",
        "MP3 2- FR #17",
        "MP1 1+ MO 3+ WE #0",
        "MD1 1 15 LD #0",
        "YM1 6 7 #5",
        "YM1 #0",
        "YD1 #0",
        "YD1 100 200 #4",
        "D1 0900 1800 #4",
        "W1 {until}",
        "D1",
        "MD1 7 #2 M15 #4",
        "whenever",
    ]
)


def escaped(text: str) -> str:
    for letter in "\\;,":
        text = text.replace(letter, f"\\{letter}")
    return text


def perhaps(draw, lines: list[str], values, form) -> None:
    if draw(st.booleans()):
        lines.append(form(draw(values)))


def moment_line(name, zone, day, base):
    if day:
        return f"{name};VALUE=DATE:{base:%Y%m%d}"
    if zone in ("", "Z"):
        return f"{name}:{base:%Y%m%dT%H%M%S}{zone}"
    return f"{name};TZID={zone}:{base:%Y%m%dT%H%M%S}"


@st.composite
def new_items(draw):
    """Lines of an iCalendar item such as phones, Thunderbird or Outlook write."""
    block = draw(st.sampled_from(["VEVENT", "VEVENT", "VTODO"]))
    start, zone, day = draw(STARTS), draw(ZONES), draw(st.booleans()) and block == "VEVENT"
    lines = [moment_line("DTSTART", zone, day, start), "UID:1@example.com"]
    length = (
        timedelta(days=draw(st.integers(1, 3)))
        if day
        else timedelta(minutes=draw(st.integers(1, 2000)))
    )
    ending = draw(st.sampled_from(["at", "lasts", "open"]))
    if ending == "at":
        lines.append(
            moment_line("DTEND" if block == "VEVENT" else "DUE", zone, day, start + length)
        )
    elif ending == "lasts":
        lines.append(
            f"DURATION:P{length.days}D" if day else f"DURATION:PT{length.seconds // 60 + 1}M"
        )
    if draw(st.booleans()):
        end = start + timedelta(days=40)
        until = f"{end:%Y%m%d}" if day else f"{end:%Y%m%dT%H%M%S}" + ("Z" if zone else "")
        lines.append("RRULE:" + draw(NEW_RULES).format(until=until))
        perhaps(
            draw, lines, st.just(moment_line("EXDATE", zone, day, start + timedelta(days=14))), str
        )
        perhaps(
            draw, lines, st.just(moment_line("RDATE", zone, day, start + timedelta(days=3))), str
        )
    perhaps(draw, lines, WORDS, lambda text: f"SUMMARY:{escaped(text)}")
    perhaps(draw, lines, WORDS, lambda text: f"DESCRIPTION:{escaped(text)}\\nsecond line")
    perhaps(draw, lines, WORDS, lambda text: f"LOCATION:{escaped(text)}")
    perhaps(
        draw,
        lines,
        st.lists(WORDS, min_size=1, max_size=3),
        lambda texts: "CATEGORIES:" + ",".join(map(escaped, texts)),
    )
    perhaps(
        draw,
        lines,
        st.sampled_from(
            ["TENTATIVE", "CONFIRMED", "CANCELLED", "NEEDS-ACTION", "COMPLETED", "IN-PROCESS"]
        ),
        "STATUS:{}".format,
    )
    perhaps(draw, lines, st.sampled_from(["OPAQUE", "TRANSPARENT"]), "TRANSP:{}".format)
    perhaps(draw, lines, st.sampled_from(["PUBLIC", "PRIVATE", "CONFIDENTIAL"]), "CLASS:{}".format)
    perhaps(draw, lines, st.integers(0, 9), "PRIORITY:{}".format)
    perhaps(draw, lines, st.integers(0, 100), "PERCENT-COMPLETE:{}".format)
    perhaps(draw, lines, st.just(0), lambda _: "CREATED:20010203T040506Z")
    perhaps(draw, lines, st.just(0), lambda _: "URL:http://example.com/?a=1;b=2,3")
    perhaps(draw, lines, st.just(0), lambda _: "GEO:37.386013;-122.082932")
    perhaps(draw, lines, st.just(0), lambda _: "COMMENT:said")
    perhaps(
        draw,
        lines,
        st.just(0),
        lambda _: "ATTACH;FMTTYPE=image/png;ENCODING=BASE64;VALUE=BINARY:iVBORw0KGgo=",
    )
    perhaps(draw, lines, st.just(0), lambda _: "ATTACH:http://example.com/a.pdf")
    perhaps(draw, lines, st.just(0), lambda _: "ORGANIZER;CN=Boss:mailto:boss@example.com")
    perhaps(
        draw,
        lines,
        st.sampled_from(["ACCEPTED", "DECLINED", "NEEDS-ACTION", "TENTATIVE"]),
        lambda word: f'ATTENDEE;CN="Doe, Jane";PARTSTAT={word};RSVP=TRUE:mailto:jane@example.com',
    )
    perhaps(draw, lines, WORDS, lambda text: f"X-CUSTOM:{escaped(text)}")
    if draw(st.booleans()):
        trigger = draw(st.sampled_from(["-PT15M", "P1D", "-P1DT2H", "PT0S"]))
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{trigger}"]
        perhaps(draw, lines, WORDS, lambda text: f"DESCRIPTION:{escaped(text)}")
        if draw(st.booleans()):
            lines += ["REPEAT:2", "DURATION:PT5M"]
        lines.append("END:VALARM")
    whole = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"BEGIN:{block}",
        *lines,
        f"END:{block}",
        "END:VCALENDAR",
        "",
    )
    return "\r\n".join(whole).encode()


@st.composite
def old_items(draw):
    """Lines of a vCalendar 1.0 item such as phones and Outlook 97 write."""
    block = draw(st.sampled_from(["VEVENT", "VEVENT", "VTODO"]))
    start, zone, day = draw(STARTS), draw(st.sampled_from(["", "Z"])), draw(st.booleans())
    start = start.replace(hour=0, minute=0, second=0) if day else start
    zone = "" if day else zone
    length = (
        timedelta(days=draw(st.integers(1, 3)))
        if day
        else timedelta(minutes=draw(st.integers(1, 2000)))
    )
    lines = [f"DTSTART:{start:%Y%m%dT%H%M%S}{zone}", "UID:1@example.com"]
    if day or draw(st.booleans()):
        lines.append(
            f"{'DTEND' if block == 'VEVENT' else 'DUE'}:{start + length:%Y%m%dT%H%M%S}{zone}"
        )
    if draw(st.booleans()):
        end = start + timedelta(days=40)
        lines.append("RRULE:" + draw(OLD_RULES).format(until=f"{end:%Y%m%dT%H%M%S}{zone}"))
        perhaps(
            draw,
            lines,
            st.just(start + timedelta(days=14)),
            lambda when: f"EXDATE:{when:%Y%m%dT%H%M%S}{zone}",
        )
    quoted = "{};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{}"
    perhaps(
        draw,
        lines,
        WORDS,
        lambda text: quoted.format("SUMMARY", "".join(f"={octet:02X}" for octet in text.encode())),
    )
    perhaps(draw, lines, st.just(0), lambda _: quoted.format("DESCRIPTION", "first=0D=0Asecond"))
    perhaps(draw, lines, st.just(0), lambda _: "CATEGORIES:MEETING;PHONE CALL")
    perhaps(
        draw,
        lines,
        st.sampled_from(["NEEDS ACTION", "ACCEPTED", "SENT", "TENTATIVE", "DECLINED", "COMPLETED"]),
        "STATUS:{}".format,
    )
    perhaps(draw, lines, st.sampled_from("012"), "TRANSP:{}".format)
    perhaps(draw, lines, st.integers(0, 12), "PRIORITY:{}".format)
    perhaps(draw, lines, st.just(0), lambda _: "DCREATED:20010203T040506Z")
    perhaps(
        draw,
        lines,
        st.just(0),
        lambda _: "ATTENDEE;STATUS=NEEDS ACTION;RSVP=YES;EXPECT=REQUEST:Jane <jane@example.com>",
    )
    perhaps(draw, lines, st.just(0), lambda _: "ATTENDEE;ROLE=ORGANIZER:Grandma")
    perhaps(draw, lines, st.just(0), lambda _: "X-SONYERICSSON-DST:1")
    alarm = start - timedelta(minutes=draw(st.integers(0, 3000)))
    perhaps(
        draw,
        lines,
        st.sampled_from(["", ";PT5M;3;Wake up"]),
        lambda rest: f"DALARM:{alarm:%Y%m%dT%H%M%S}{zone}{rest}",
    )
    perhaps(
        draw,
        lines,
        st.just(0),
        lambda _: f"AALARM;TYPE=X:{alarm:%Y%m%dT%H%M%S}{zone};PT5M;2;ring.mid",
    )
    perhaps(
        draw,
        lines,
        st.just(0),
        lambda _: f"MALARM:{alarm:%Y%m%dT%H%M%S}{zone};;;a@example.com;Hello",
    )
    wrapper = ["BEGIN:VCALENDAR", "VERSION:1.0"]
    if draw(st.booleans()):
        wrapper.append("TZ:+01")
        perhaps(
            draw,
            wrapper,
            st.just(0),
            lambda _: "DAYLIGHT:TRUE;+02;20090329T010000Z;20091025T010000Z;CET;CEST",
        )
    whole = (*wrapper, f"BEGIN:{block}", *lines, f"END:{block}", "END:VCALENDAR", "")
    return "\r\n".join(whole).encode()


def held_to(before: bytes, after: bytes, lost: set[str], home: str = "") -> None:
    """Everything `before` says is in `after`, but for what was named as lost."""
    old, new = read_components(before), read_components(after)
    (first,), (second,) = old.items(*ITEMS), new.items(*ITEMS)
    told, back = said_by(first, old, home, lost), said_by(second, new, home, lost)
    whole = {"DTSTART": "start", "DTEND": "end", "DUE": "due"}
    lost = lost | {whole.get(name, name) for name in lost}
    lost = lost | {"end", "due"} if "DURATION" in lost else lost
    assert {name: texts for name, texts in told.items() if name not in lost} == {
        name: texts for name, texts in back.items() if name not in lost
    }
    if "occurrences" not in lost:
        assert occurrences(first, old, home) == occurrences(second, new, home)


@DIALECTS
@settings(deadline=None)
@given(data=new_items())
def test_from_icalendar_to_vcalendar_and_back_nothing_is_lost_in_silence(dialect, data):
    written = convert(data, dialect)
    held_to(data, written.data, named(written), dialect.zone)
    back = convert(written.data, ICALENDAR)
    held_to(data, back.data, named(written) | named(back), dialect.zone)


@DIALECTS
@settings(deadline=None)
@given(data=old_items())
def test_from_vcalendar_to_icalendar_and_back_nothing_is_lost_in_silence(dialect, data):
    written = convert(data, ICALENDAR)
    held_to(data, written.data, named(written))
    back = convert(written.data, dialect)
    held_to(data, back.data, named(written) | named(back), dialect.zone)


@settings(deadline=None)
@given(data=new_items() | old_items())
def test_icalendar_reads_all_that_is_written_with_equal_values(data):
    written = convert(data, ICALENDAR)
    (theirs,) = parsed_by_icalendar(written.data)
    document = read_components(written.data)
    (ours,) = document.items(*ITEMS)
    start = Zones.of(document).moment(ours.first("DTSTART"))
    assert instant(start) == instant(moment_of(theirs.get("DTSTART").dt))
    assert str(theirs.get("SUMMARY", "")).strip() == ours.text("SUMMARY")
    assert len(theirs.walk("VALARM")) == len(
        [part for part in ours.children if part.name == "VALARM"]
    )


@given(data=new_items() | old_items())
@settings(deadline=None, max_examples=40)
def test_the_same_data_gives_the_same_bytes(data):
    for dialect in (ICALENDAR, VCALENDAR_10):
        assert convert(data, dialect) == convert(data, dialect)


FILES = [
    path
    for folder in ("vcal", "ical")
    for path in sorted(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), folder).glob("*"))
]
needs_corpus = pytest.mark.skipif(not FILES, reason="corpus: absent (set HOLDFAST_CORPUS)")


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_items_go_to_the_other_dialect_and_back(path):
    data = path.read_bytes()
    document = read_components(data)
    for item in document.items("VEVENT", "VTODO")[:5]:
        alone = single(item, document, data)
        for dialect in (VCALENDAR_10, ICALENDAR):
            written = convert(alone, dialect)
            if read_components(written.data).items(*ITEMS):
                held_to(alone, written.data, named(written))


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_icalendar_reads_what_real_files_become(path):
    written = convert(path.read_bytes(), ICALENDAR)
    document = read_components(written.data)
    if any(not has_a_start(zone) for zone in document.items("VTIMEZONE")):
        return  # icalendar gives up on the whole file (libical's "DTSTAR:")
    zones = Zones.of(document)
    ours, theirs = document.items(*ITEMS), parsed_by_icalendar(written.data)
    assert len(ours) == len(theirs)
    for item, other in zip(ours, theirs, strict=True):
        start, told = zones.moment(item.first("DTSTART")), other.get("DTSTART")
        # Of some DTSTARTs icalendar makes a list.
        unknown = start is None or (start.zone and start.when.tzinfo is None)
        if unknown or told is None or isinstance(told, list):
            continue
        assert instant(start) == instant(moment_of(told.dt))


def has_a_start(zone: Component) -> bool:
    return all(part.first("DTSTART") for part in zone.children)


def moment_of(value: date) -> Moment:
    if isinstance(value, datetime):
        return Moment(value)
    return Moment(datetime(value.year, value.month, value.day), all_day=True)  # noqa: DTZ001


def single(item, document, data: bytes) -> bytes:
    """The item with the wrapper's own lines and zones, and no other item."""
    zones = b"".join(data[zone.start : zone.end] for zone in document.items("VTIMEZONE"))
    wrapper = next((part for part in document.components if part.name == "VCALENDAR"), None)
    lines = wrapper.properties if wrapper is not None else ()
    head = b"".join(data[entry.start : entry.end] for entry in lines)
    return b"BEGIN:VCALENDAR\n" + head + zones + data[item.start : item.end] + b"\nEND:VCALENDAR\n"
