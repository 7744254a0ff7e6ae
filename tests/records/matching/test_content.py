from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.converting.convert import convert
from holdfast.records.formats.converting.dialects import (
    ICALENDAR,
    VCALENDAR_10,
    VCARD_21,
    VCARD_30,
    VCARD_40,
)
from holdfast.records.formats.reading import read_components
from holdfast.records.matching.content import content
from holdfast.records.model.kinds import Kind


def lines(*rows):
    return "\r\n".join((*rows, "")).encode()


def card(version, *rows):
    return lines("BEGIN:VCARD", f"VERSION:{version}", *rows, "END:VCARD")


def event(version, *rows, block="VEVENT"):
    inside = (f"BEGIN:{block}", *rows, f"END:{block}")
    return lines("BEGIN:VCALENDAR", f"VERSION:{version}", *inside, "END:VCALENDAR")


def digest(data, kind=Kind.CONTACTS, suffix=""):
    return content(kind, suffix, data).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["N:Doe;Jane"], ["N:Doe;Jane;;;", "FN:Jane Doe"]),
        (["N:Doe;Jane"], ["N:Doe;Jane;;;", "FN:Doe, Jane"]),
        (["N:Jane"], ["N:Jane;;;;", "FN:Jane"]),
        (["N:Jane Doe"], ["FN:Jane Doe"]),
        (["TEL;CELL;VOICE:+1 (555) 0100"], ["TEL;VALUE=uri;TYPE=cell:tel:+1-555-0100"]),
        (["TEL;PREF;HOME:1"], ["TEL;TYPE=home;PREF=1:1"]),
        (["EMAIL;INTERNET:Jane@Example.com"], ["EMAIL:mailto:jane@example.com"]),
        (["ADR;POSTAL;HOME:;;1 Lane;Town"], ["ADR;TYPE=home:;;1 Lane;Town;;;"]),
        (["ADR;HOME:;;1 Lane", "LABEL;HOME:1 Lane"], ['ADR;TYPE=home;LABEL="1 Lane":;;1 Lane;;;;']),
        (["BDAY:19690512"], ["BDAY:1969-05-12"]),
        (["BDAY:19690512"], ["BDAY;VALUE=date-and-or-time:19690512T000000Z"]),
        (["BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-12"], ["BDAY:--0512"]),
        (["X-AIM:jane"], ["IMPP:aim:jane"]),
        (["X-SIP:sip:jane@example.org"], ["IMPP:sip:jane@example.org"]),
        (
            ["X-MS-CARDPICTURE;ENCODING=BASE64:aGVsbG8=", ""],
            ["X-MS-CARDPICTURE:data:image/png;base64,aGVsbG8="],
        ),
        (["X-ANNIVERSARY:2001-01-01"], ["ANNIVERSARY:20010101"]),
        (["X-SPOUSE:Jo"], ["RELATED;VALUE=text;TYPE=spouse:Jo"]),
        (["SOUND;X-IRMC-N:ab;cd;;;"], ["X-PHONETIC-LAST-NAME:ab", "X-PHONETIC-FIRST-NAME:cd"]),
        (["CATEGORIES:A;B"], ["CATEGORIES:B,A"]),
        (["ORG:Acme;"], ["ORG:Acme"]),
        (["GEO:38.9;77.0"], ["GEO:geo:38.90,77.00"]),
        (["X-GENDER:Female"], ["GENDER:F"]),
        (["NOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=E4rz=0D=0Ax"], ["NOTE:März\\nx"]),
        (
            ["PHOTO;ENCODING=BASE64;JPEG:aGVsbG8=", ""],
            ["PHOTO:data:image/jpeg;base64,aGVsbG8="],
        ),
        (["FN:A", "REV:20090101T000000Z", "X-IRMC-LUID:1"], ["FN:A", "UID:a", "KIND:individual"]),
        (["A.TEL:1", "A.X-ABLabel:_$!<Home>!$_"], ["B.TEL:1", "B.X-ABLABEL:home"]),
        (["X-YAHOO:jane", "X-GTALK:jane d"], ["IMPP:ymsgr:jane", "IMPP:gtalk:jane%20d"]),
        (["X-MESSAGING/XMPP-ALL:a@b"], ["IMPP:xmpp:a@b"]),
        (["A.X-ABRELATEDNAMES:Jo", "A.X-ABLabel:_$!<Mother>!$_"], ["RELATED;TYPE=mother:Jo"]),
        (["A.X-ABDATE:2001-01-01", "A.X-ABLabel:_$!<Anniversary>!$_"], ["ANNIVERSARY:20010101"]),
        (["ORG:Acme;Sales"], ["FN:Acme, Sales", "ORG:Acme;Sales"]),
        (["N:jane@example.com", "EMAIL:jane@example.com"], ["EMAIL:jane@example.com"]),
        (["TZ:-05:00"], ["TZ;VALUE=utc-offset:-0500"]),
        (["URL;PREF:http://a.example"], ["URL;PREF=1:http://a.example"]),
        (["X-ABSHOWAS:COMPANY", "ORG:Acme"], ["KIND:org", "ORG:Acme"]),
        (
            ["AGENT:", "BEGIN:VCARD", "VERSION:2.1", "N:Jo", "END:VCARD"],
            ["RELATED:data:text/vcard,BEGIN:VCARD%0AFN:Jo%0AEND:VCARD"],
        ),
        (
            ["X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:aGVsbG8=", ""],
            ["X-MS-CARDPICTURE:data:image/jpeg;base64,aGVsbG8="],
        ),
        (
            ['ADR;HOME;GEO="geo:1,2":;;1 Lane', "LABEL;HOME:1 Lane"],
            ['ADR;TYPE=home;GEO="geo:1,2";LABEL="1 Lane":;;1 Lane;;;;'],
        ),
    ],
)
def test_one_contact_says_the_same_in_every_dialect(old, new):
    assert digest(card("2.1", *old)) == digest(card("4.0", *new))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["TEL:0015550100"], ["TEL:+15550100"]),
        (["TEL:030 1234567"], ["TEL:+49 30 1234567"]),
        (["TEL:5550100"], ["TEL:5550101"]),
        (["TEL;HOME:1"], ["TEL;WORK:1"]),
        (["TEL;HOME:1"], ["TEL;HOME;PREF:1"]),
        (["N:Doe;Jane"], ["N:Jane;Doe"]),
        (["N:Doe;Jane"], ["N:Doe;Jane", "FN:Mum"]),
        (["BDAY:19690512"], ["BDAY:19700512"]),
        (["BDAY:19690512"], ["BDAY:--0512"]),
        (["X-AIM:jane"], ["X-ICQ:jane"]),
        (["NOTE:a"], ["NOTE:A"]),
        (["PHOTO;ENCODING=b:aGVsbG8="], ["PHOTO;ENCODING=b:aGVsbG9v"]),
        (["X-OWN:1"], ["X-OWN:2"]),
        (["TEL:1"], ["TEL:1", "TEL:1"]),
        (["a line nobody reads"], []),
        (["X-OWN;ENCODING=b:?"], ["X-OWN;ENCODING=b:!"]),
        (["FN:Acme", "ORG:Acme"], ["FN:Mum", "ORG:Acme"]),
    ],
)
def test_what_counts_of_a_contact_makes_another_digest(one, other):
    assert digest(card("3.0", *one)) != digest(card("3.0", *other))


THURSDAY = "DTSTART:20091008T180000"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([THURSDAY, "DTEND:20091008T190000"], [THURSDAY, "DURATION:PT1H"]),
        ([THURSDAY, "DTEND:20091008T180000"], [THURSDAY]),
        (["DTSTART:20091008T160000Z"], ["DTSTART;TZID=Europe/Berlin:20091008T180000"]),
        (
            ["DTSTART:20091008T000000", "DTEND:20091009T000000"],
            ["DTSTART;VALUE=DATE:20091008", "DTEND;VALUE=DATE:20091009"],
        ),
        ([THURSDAY, "RRULE:W1 #0"], [THURSDAY, "RRULE:FREQ=WEEKLY;BYDAY=TH"]),
        ([THURSDAY, "RRULE:W2 TH MO #5"],
         [THURSDAY, "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=5;BYDAY=MO,TH"]),
        ([THURSDAY, "RRULE:W1 MO TH #9"], [THURSDAY, "RRULE:FREQ=DAILY;COUNT=9;BYDAY=MO,TH"]),
        ([THURSDAY, "RRULE:MD1 8 #0"], [THURSDAY, "RRULE:FREQ=MONTHLY"]),
        ([THURSDAY, "RRULE:MP1 2+ TH #0"], [THURSDAY, "RRULE:FREQ=MONTHLY;BYDAY=2TH"]),
        ([THURSDAY, "RRULE:YM1 10 #0"], [THURSDAY, "RRULE:FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=8"]),
        ([THURSDAY, "RRULE:D1 20091231T180000"],
         [THURSDAY, "RRULE:FREQ=DAILY;UNTIL=20091231T180000"]),
        ([THURSDAY, "RRULE:D1 #0", "EXDATE:20091009T180000;20091010T180000"],
         [THURSDAY, "RRULE:FREQ=DAILY", "EXDATE:20091010T180000", "EXDATE:20091009T180000"]),
        ([THURSDAY, "DALARM:20091008T174500;;;x", "AALARM:20091008T174500;;;y"],
         [THURSDAY, "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "END:VALARM"]),
        (["CATEGORIES:A;B", "CLASS:PUBLIC", "TRANSP:0", "PRIORITY:0"], ["CATEGORIES:B,A"]),
        (["TRANSP:1"], ["TRANSP:TRANSPARENT"]),
        ([THURSDAY, "RRULE:MD12 8 #0"], [THURSDAY, "RRULE:FREQ=YEARLY"]),
        ([THURSDAY, "RRULE:D3 20091031T000000"],
         [THURSDAY, "RRULE:FREQ=DAILY;INTERVAL=3;UNTIL=20091031T235959"]),
        (["DTSTART:20091008T160000Z", "RRULE:D1 20091031T215959Z"],
         ["DTSTART:20091008T160000Z", "RRULE:FREQ=DAILY;UNTIL=20091031T215959Z"]),
        (["DTSTART:20091008T000000", "DTEND:20091009T000000", "RRULE:D1 20091031T000000"],
         ["DTSTART;VALUE=DATE:20091008", "DTEND;VALUE=DATE:20091009",
          "RRULE:FREQ=DAILY;UNTIL=20091031T220000Z"]),
        ([THURSDAY, "RRULE:D1 #0", "EXDATE:20091009T180000"],
         [THURSDAY, "RRULE:FREQ=DAILY", "EXDATE;VALUE=DATE:20091009"]),
        (["ATTENDEE:Ada"], ["ATTENDEE;CN=Ada:invalid:nomail"]),
        (["ATTENDEE:invalid:nomail"], ["ATTENDEE:invalid:nomail"]),
        ([THURSDAY, "RRULE:D1 20091231T180000"],
         [THURSDAY, "RRULE:FREQ=DAILY;UNTIL=20091231T180000Z"]),
        (["ATTENDEE;STATUS=ACCEPTED:Ada <Ada@example.org>"],
         ["ATTENDEE;CN=Ada;PARTSTAT=ACCEPTED:mailto:ada@example.org"]),
        (["ATTENDEE;ROLE=ORGANIZER:Ada <ada@example.org>"],
         ["ORGANIZER;CN=Ada:mailto:ada@example.org"]),
    ],
)  # fmt: skip
def test_one_event_says_the_same_in_both_dialects(old, new):
    old_data, new_data = event("1.0", "SUMMARY:A", *old), event("2.0", "SUMMARY:A", *new)

    assert digest(old_data, Kind.CALENDAR) == digest(new_data, Kind.CALENDAR)


def test_a_rule_of_a_phone_that_writes_utc_goes_by_its_own_clock():
    weekly = event("1.0", "DTSTART:20091008T170000Z", "RRULE:W1 #0")
    old = weekly.replace(b"BEGIN:VEVENT", b"TZ:+0900\r\nBEGIN:VEVENT")
    new = event("2.0", "DTSTART;TZID=Asia/Tokyo:20091009T020000", "RRULE:FREQ=WEEKLY;BYDAY=FR")
    rules = [content(Kind.CALENDAR, "", data).fields["repeats"] for data in (old, new)]

    assert rules[0] == rules[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([THURSDAY], ["DTSTART:20091008T180000Z"]),
        ([THURSDAY], ["DTSTART;VALUE=DATE:20091008"]),
        ([THURSDAY, "RRULE:FREQ=WEEKLY"], [THURSDAY, "RRULE:FREQ=WEEKLY;BYDAY=FR"]),
        ([THURSDAY, "RRULE:FREQ=DAILY"], [THURSDAY, "RRULE:FREQ=DAILY;COUNT=2"]),
        (
            ["DTSTART:20091008T160000Z", "RRULE:FREQ=WEEKLY"],
            ["DTSTART;TZID=Europe/Berlin:20091008T180000", "RRULE:FREQ=WEEKLY"],
        ),
        ([THURSDAY, "DALARM:20091008T174500"], [THURSDAY, "DALARM:20091008T173000"]),
        (
            [THURSDAY, "RRULE:FREQ=DAILY;UNTIL=20091031T000000"],
            [THURSDAY, "RRULE:FREQ=DAILY;UNTIL=20091031T235959"],
        ),
        (["ATTENDEE;CN=Ada:invalid:nomail"], ["ATTENDEE;CN=Bob:invalid:nomail"]),
        (["ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b"], ["ATTENDEE;PARTSTAT=DECLINED:mailto:a@b"]),
        (["CLASS:PRIVATE"], []),
        (["DTSTART:tomorrow"], []),
        (["DESCRIPTION:x"], ["DESCRIPTION:y"]),
    ],
)
def test_what_counts_of_an_event_makes_another_digest(one, other):
    one_data, other_data = event("2.0", "SUMMARY:A", *one), event("2.0", "SUMMARY:A", *other)

    assert digest(one_data, Kind.CALENDAR) != digest(other_data, Kind.CALENDAR)


def test_a_ticked_to_do_is_done_however_it_says_so():
    ways = (["STATUS:COMPLETED"], ["PERCENT-COMPLETE:100"])
    done = {digest(event("2.0", "SUMMARY:A", *way, block="VTODO"), Kind.TODOS) for way in ways}
    opened = event("2.0", "SUMMARY:A", "STATUS:NEEDS-ACTION", block="VTODO")
    older = event("1.0", "SUMMARY:A", "STATUS:NEEDS ACTION", block="VTODO")

    assert len(done) == 1
    assert digest(opened, Kind.TODOS) == digest(older, Kind.TODOS)
    assert digest(opened, Kind.TODOS) not in done


def test_a_note_says_the_same_as_vnote_and_as_plain_text():
    note = lines("BEGIN:VNOTE", "VERSION:1.1", "BODY;ENCODING=QUOTED-PRINTABLE:milk=0D=0Abread",
                 "SUMMARY:milk", "CLASS:PUBLIC", "END:VNOTE")  # fmt: skip

    assert digest(note, Kind.NOTES, ".vnt") == digest(b"milk\nbread\n", Kind.NOTES, ".txt")


def test_each_field_has_a_digest_of_its_own():
    one = content(Kind.CONTACTS, "", card("2.1", "N:Doe;Jane", "TEL;CELL:1", "NOTE:x")).fields
    other = content(
        Kind.CONTACTS, "", card("3.0", "N:Doe;Jane", "TEL;TYPE=CELL:1", "NOTE:y")
    ).fields

    assert set(one) == {"name", "phone", "note"}
    assert one["phone"] == other["phone"]
    assert one["note"] != other["note"]


def test_what_cannot_be_read_is_known_by_its_bytes():
    assert digest(b"\0\1") != digest(b"\0\2")
    assert digest(b"\0\1") == digest(b"\0\1")


def test_items_in_one_file_are_all_counted():
    many = b"".join(card("3.0", f"FN:{number}") for number in range(1500))

    assert digest(many) != digest(many.replace(b"FN:1499", b"FN:1500"))


@given(st.binary(max_size=300), st.sampled_from(Kind))
def test_nothing_a_phone_sends_raises(data, kind):
    assert len(digest(b"BEGIN:VCARD\n" + data, kind)) == 64
    assert len(digest(b"BEGIN:VEVENT\n" + data, kind, ".ics")) == 64


@pytest.fixture(scope="module")
def corpus():
    folder = os.environ.get("HOLDFAST_CORPUS", "")
    if not folder:
        pytest.skip("corpus: absent (set HOLDFAST_CORPUS)")
    return Path(folder)


@pytest.mark.parametrize("dialect", [VCARD_21, VCARD_30, VCARD_40])
def test_a_card_that_a_dialect_holds_whole_counts_the_same_in_it(corpus, dialect):
    for path in sorted((corpus / "vcard").iterdir()):
        data = path.read_bytes()
        for item in read_components(data).items("VCARD"):
            before = data[item.start : item.end]
            after = convert(Kind.CONTACTS, before, dialect)
            if after.data and not after.unheld:
                assert digest(after.data) == digest(before), path.name


@pytest.mark.parametrize("dialect", [VCALENDAR_10, ICALENDAR])
def test_a_calendar_that_a_dialect_holds_whole_counts_the_same_in_it(corpus, dialect):
    for path in (path for name in ("vcal", "ical") for path in sorted((corpus / name).iterdir())):
        before = path.read_bytes()
        if len(before) > 16 * 1024:
            continue  # many events of one kind, which only take their time
        after = convert(Kind.CALENDAR, before, dialect)
        if after.data and not after.unheld and b"VFREEBUSY" not in before:
            assert digest(after.data, Kind.CALENDAR) == digest(before, Kind.CALENDAR), path.name


def test_real_files_are_taken_as_they_are(corpus):
    kinds = {
        "vcard": Kind.CONTACTS,
        "vcal": Kind.CALENDAR,
        "ical": Kind.CALENDAR,
        "vnote": Kind.NOTES,
    }
    for name, kind in kinds.items():
        for path in (corpus / name).glob("*"):
            data = path.read_bytes()
            if not content(kind, "", data).entries:
                continue  # nothing can be read of it, so its bytes count
            assert digest(data, kind) == digest(data.replace(b"\r\n", b"\n"), kind), path.name
