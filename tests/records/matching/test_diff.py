from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.matching.diff import diff_fields
from holdfast.records.model.kinds import Kind


def card(*lines):
    return "\r\n".join(("BEGIN:VCARD", "VERSION:2.1", *lines, "END:VCARD", "")).encode()


def event(*lines, block="VEVENT"):
    return "\r\n".join((f"BEGIN:{block}", *lines, f"END:{block}", "")).encode()


def told(before, after, kind=Kind.CONTACTS, suffix=""):
    return [
        (
            change.label,
            change.before.value if change.before else None,
            change.after.value if change.after else None,
        )
        for change in diff_fields(before, after, kind, suffix)
    ]


def test_a_changed_number_is_one_change():
    assert told(
        card("FN:A", "TEL;HOME:1", "TEL;CELL:2"), card("FN:A", "TEL;HOME:1", "TEL;CELL:3")
    ) == [("phone", "2", "3")]


def test_numbers_that_come_and_go_are_paired_by_their_type():
    before = card("FN:A", "TEL;HOME:1", "TEL;CELL:2")
    after = card("FN:A", "TEL;CELL:4", "TEL;HOME:3")
    assert sorted(told(before, after)) == [("phone", "1", "3"), ("phone", "2", "4")]


def test_a_number_that_changed_its_type_is_one_change():
    (change,) = diff_fields(card("FN:A", "TEL;HOME:1"), card("FN:A", "TEL;CELL:1"), Kind.CONTACTS)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.types, change.after.types) == (("home",), ("cell",))


def test_what_came_and_what_went_has_one_side():
    assert told(card("FN:A", "NOTE:x"), card("FN:A", "URL:http://example.com")) == [
        ("url", None, "http://example.com"),
        ("note", "x", None),
    ]


def test_differences_of_transport_are_none():
    before = card("FN:A", "TEL;CELL:1", "X-IRMC-LUID:1")
    after = card("TEL;TYPE=cell:1", "FN;ENCODING=QUOTED-PRINTABLE:=41")
    assert told(before, after) == []


def test_a_new_name_is_told_as_the_title():
    assert told(card("FN:A"), card("FN:B")) == [("title", "A", "B")]


def test_another_picture_is_a_change():
    before = card("FN:A", "PHOTO;ENCODING=b:aGVsbG8=")
    (change,) = diff_fields(before, card("FN:A", "PHOTO;ENCODING=b:aGVsbG9v"), Kind.CONTACTS)
    assert change.label == "photo"


def test_a_ticked_to_do_and_a_moved_event_are_told():
    before = event("SUMMARY:A", "STATUS:NEEDS ACTION", block="VTODO")
    after = event("SUMMARY:A", "STATUS:COMPLETED", block="VTODO")
    assert ("done", "no", "yes") in told(before, after, Kind.TODOS)
    moved = told(
        event("SUMMARY:A", "DTSTART:20091010T180000"),
        event("SUMMARY:A", "DTSTART:20091011T180000"),
        Kind.CALENDAR,
    )
    assert moved == [("start", "20091010T180000", "20091011T180000")]


def test_a_rewritten_note_is_told_by_its_text():
    changes = told(b"milk\n", b"milk\nbread\n", Kind.NOTES, ".txt")
    assert changes == [("text", "milk\n", "milk\nbread\n")]


def test_unknown_properties_pair_only_with_their_own_kind():
    assert told(card("FN:A", "X-ONE:1"), card("FN:A", "X-TWO:1")) == [
        ("other", "1", None),
        ("other", None, "1"),
    ]


def moved(before, after, kind=Kind.CONTACTS):
    (change,) = diff_fields(before, after, kind)
    return change


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            ["TEL;HOME:555 0100", "TEL;HOME:555 0200"],
            ["TEL;HOME:555 0201", "TEL;HOME:+1 555 0100"],
            {("555 0100", "+1 555 0100"), ("555 0200", "555 0201")},
            id="a number that was typed anew",
        ),
        pytest.param(
            ["EMAIL:jane@example.org", "EMAIL:office@example.com"],
            ["EMAIL:office@example.net", "EMAIL:jame@example.org"],
            {
                ("jane@example.org", "jame@example.org"),
                ("office@example.com", "office@example.net"),
            },
            id="mail addresses, each changed by a letter or three",
        ),
        pytest.param(
            ["TEL;HOME:555 0100", "TEL;WORK:555 0200"],
            ["TEL;WORK:555 0100", "TEL;HOME:555 0300"],
            {("555 0100", "555 0100"), ("555 0200", "555 0300")},
            id="a value that moved pairs before one that is new",
        ),
    ],
)
def test_fields_of_one_label_pair_by_what_is_likest(before, after, expected):
    changes = told(card("FN:A", *before), card("FN:A", *after))

    assert {(gone, come) for _, gone, come in changes} == expected


def test_a_value_that_got_another_type_is_told_as_moved():
    change = moved(card("FN:A", "TEL;HOME:555 0100"), card("FN:A", "TEL;WORK:555 0100"))

    assert change.moved
    assert (change.before.types, change.after.types) == (("home",), ("work",))


def test_a_value_that_got_another_label_is_one_change():
    change = moved(card("FN:A", "TITLE:Pilot"), card("FN:A", "ROLE:Pilot"))

    assert change.moved
    assert (change.before.label, change.after.label) == ("job-title", "role")


def test_a_handle_that_went_to_another_service_is_told():
    assert told(card("FN:A", "X-AIM:jane"), card("FN:A", "X-ICQ:jane")) == [("im", "jane", "jane")]
    assert told(card("FN:A", "IMPP:aim:jane"), card("FN:A", "IMPP:xmpp:jane"))


def test_a_value_typed_anew_did_not_move():
    assert not moved(card("FN:A", "TEL:1"), card("FN:A", "TEL:2")).moved


def test_an_own_label_that_was_renamed_is_told():
    def labelled(name):
        return card("FN:A", "item1.TEL:1", f"item1.X-ABLabel:{name}")

    change = moved(labelled("Boat"), labelled("Cabin"))
    assert (change.before.custom, change.after.custom) == ("Boat", "Cabin")


def test_what_was_added_to_a_note_is_told_by_its_span():
    change = moved(card("FN:A", "NOTE:milk"), card("FN:A", "NOTE:milk and bread"))
    gone, come = change.span

    assert (change.before.value[gone], change.after.value[come]) == ("", " and bread")


def test_a_card_s_other_name_is_told_beside_the_one_it_shows():
    before = card("N:Doe;Jane", "FN:Mum")

    assert told(before, card("N:Doe;Janet", "FN:Mum")) == [("name", "Jane Doe", "Janet Doe")]
    assert told(before, card("N:Doe;Jane", "FN:Jane Doe")) == [
        ("title", "Mum", "Jane Doe"),
        ("name", "Jane Doe", None),
    ]


def test_a_card_that_is_called_by_its_number_has_a_new_title_with_it():
    assert told(card("TEL:555 0100"), card("TEL:555 0199")) == [
        ("title", "555 0100", "555 0199"),
        ("phone", "555 0100", "555 0199"),
    ]


def test_pictures_are_told_with_their_sizes():
    before = card("FN:A", "PHOTO;ENCODING=b:aGVsbG8=")
    change = moved(before, card("FN:A", "PHOTO;ENCODING=b:aGVsbG9v"))

    assert (change.before.meaning.size, change.after.meaning.size) == (5, 6)


def test_lines_that_cannot_be_read_are_told_where_they_changed():
    before = card("FN:A", "what is this")

    assert told(before, card("FN:A", "what is that")) == [
        ("unread", "what is this", "what is that")
    ]
    assert told(before, before.replace(b"FN:A\r\n", b"FN:B\r\n")) == [("title", "A", "B")]


def test_equal_properties_are_counted():
    assert told(card("FN:A", "TEL:1", "TEL:1"), card("FN:A", "TEL:1")) == [("phone", "1", None)]


EVENT = ("SUMMARY:A", "DTSTART:20091008T180000", "DTEND:20091008T190000")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            ["ATTENDEE:mailto:ada@example.org"],
            ["ATTENDEE:mailto:ben@example.net"],
            [("attendee", "ada@example.org", None), ("attendee", None, "ben@example.net")],
            id="one guest went, another came",
        ),
        pytest.param(
            ["ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ada@example.org"],
            ["ATTENDEE;PARTSTAT=DECLINED:mailto:ada@example.org"],
            [("attendee", "ada@example.org", "ada@example.org")],
            id="a guest answered",
        ),
        pytest.param(
            ["RRULE:FREQ=WEEKLY"],
            ["RRULE:FREQ=MONTHLY"],
            [("repeats", "FREQ=WEEKLY", "FREQ=MONTHLY")],
            id="a rule changed",
        ),
        pytest.param(
            ["DALARM:20091008T174500"],
            ["DALARM:20091008T173000"],
            [("alarm", "20091008T174500", "20091008T173000")],
            id="an alarm moved",
        ),
        pytest.param(["CLASS:PUBLIC"], ["TRANSP:OPAQUE"], [], id="defaults spelt out"),
        pytest.param(["CATEGORIES:A,B"], ["CATEGORIES:B,A"], [], id="a list in another order"),
    ],
)
def test_an_event_s_changes_are_told_one_by_one(before, after, expected):
    old, new = event(*EVENT, *before), event(*EVENT, *after)

    assert told(old, new, Kind.CALENDAR) == expected


def test_an_event_moved_to_another_zone_is_told():
    before = event("SUMMARY:A", "DTSTART;TZID=Europe/Berlin:20091008T180000", "RRULE:FREQ=DAILY")
    change = moved(before, before.replace(b"Berlin", b"London"), Kind.CALENDAR)

    assert (change.before.meaning.zone, change.after.meaning.zone) == (
        "Europe/Berlin",
        "Europe/London",
    )


def calendar(version, *lines, block="VEVENT"):
    inside = (f"BEGIN:{block}", *lines, f"END:{block}")
    return "\r\n".join(("BEGIN:VCALENDAR", f"VERSION:{version}", *inside, "END:VCALENDAR")).encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["DTSTART:20091008T160000Z"], ["DTSTART;TZID=Europe/Berlin:20091008T180000"]),
        (
            ["DTSTART:20091008T180000", "RRULE:W1 #0", "DALARM:20091008T174500"],
            ["DTSTART:20091008T180000", "RRULE:FREQ=WEEKLY;BYDAY=TH", "BEGIN:VALARM",
             "TRIGGER:-PT15M", "END:VALARM"],
        ),
        (["DTSTART:20091008T180000", "DTEND:20091008T190000"],
         ["DTSTART:20091008T180000", "DURATION:PT1H"]),
        (["CATEGORIES:A;B", "TRANSP:0"], ["CATEGORIES:A,B"]),
        (["ATTENDEE;STATUS=ACCEPTED:Ada <ada@example.org>"],
         ["ATTENDEE;CN=Ada;PARTSTAT=ACCEPTED:mailto:ada@example.org"]),
        (["DESCRIPTION;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab"], ["DESCRIPTION:a\\nb"]),
        (["ATTENDEE;ROLE=ORGANIZER:Ada <ada@example.org>"],
         ["ORGANIZER;CN=Ada:mailto:ada@example.org"]),
        (["DTSTART:20091008T180000", "RRULE:MD12 8 #0", "EXDATE:20101008T180000"],
         ["DTSTART:20091008T180000", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20101008"]),
    ],
)  # fmt: skip
def test_an_event_in_another_dialect_did_not_change(old, new):
    before, after = calendar("1.0", "SUMMARY:A", *old), calendar("2.0", "SUMMARY:A", *new)

    assert told(before, after, Kind.CALENDAR) == []
    assert told(after, before, Kind.CALENDAR) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["N:Doe;Jane"], ["N:Doe;Jane;;;", "FN:Jane Doe"]),
        (["TEL;CELL;VOICE:1", "EMAIL;INTERNET:a@b"], ["TEL;TYPE=cell:1", "EMAIL:a@b"]),
        (["ADR;POSTAL;HOME:;;1 Lane"], ["ADR;TYPE=home:;;1 Lane;;;;"]),
        (["BDAY:19690512"], ["BDAY:1969-05-12"]),
        (["X-SIP:jane@example.org"], ["IMPP:sip:jane@example.org"]),
        (["PHOTO;ENCODING=BASE64:aGVsbG8=", ""], ["PHOTO:data:image/png;base64,aGVsbG8="]),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab"], ["NOTE:a\\nb"]),
        (["X-SIP;PERSONAL:jane@example.org"], ["IMPP;TYPE=personal:sip:jane@example.org"]),
        (["X-JABBER:jane d"], ["IMPP;PREF=1:xmpp:jane%20d"]),
        (["X-GENDER:Male", "GEO:1.5,2"], ["GENDER:M", "GEO:geo:1.50,2"]),
        (["TZ:-05:00"], ["TZ;VALUE=utc-offset:-0500"]),
        (["X-SPOUSE:Jo"], ["a.X-ABRELATEDNAMES:Jo", "a.X-ABLABEL:_$!<Spouse>!$_"]),
        (["a.X-ABDATE:2001-01-01", "a.X-ABLabel:_$!<Anniversary>!$_"], ["ANNIVERSARY:20010101"]),
        (["X-GTALK:jane"], ["IMPP:gtalk:jane"]),
        (
            ["ADR;HOME:;;1", "LABEL;HOME;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab"],
            ['ADR;TYPE=home;LABEL="a\\nb":;;1;;;;'],
        ),
    ],
)
def test_a_contact_in_another_dialect_did_not_change(old, new):
    before, after = card("TEL:9", *old), card("TEL:9", *new).replace(b"2.1", b"4.0")

    assert told(before, after) == []
    assert told(after, before) == []


def test_many_fields_are_compared_in_time_linear_in_them():
    before = card("FN:A", *(f"NOTE:{number} is the note" for number in range(2000)))
    after = card("FN:A", *(f"NOTE:{number} was a note" for number in range(2000)))
    started = time.process_time()
    changes = diff_fields(before, after, Kind.CONTACTS)

    assert len(changes) == 2000
    assert time.process_time() - started < 3


@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from(Kind))
def test_any_bytes_can_be_compared(one, other, kind):
    for begin in (b"", b"BEGIN:VCARD\n", b"BEGIN:VEVENT\n"):
        assert diff_fields(begin + one, begin + one, kind) == ()
        diff_fields(begin + one, begin + other, kind)


LINES = st.lists(st.sampled_from(["TEL:1", "TEL;HOME:1", "TEL:2", "NOTE:x", "URL:x"]), max_size=6)


@given(LINES, LINES)
def test_every_difference_is_told_once_and_both_ways_alike(old, new):
    there = told(card("FN:A", *old), card("FN:A", *new))
    back = told(card("FN:A", *new), card("FN:A", *old))

    assert len(there) == len(back)
    assert (there == []) == (sorted(old) == sorted(new))
    assert len(there) >= abs(len(old) - len(new))


LINES_OF_A_CARD = st.lists(
    st.sampled_from(
        [
            "VERSION:2.1",
            "VERSION:3.0",
            "FN:Jane",
            "N:Doe;Jane",
            "TEL;CELL:1",
            "TEL:2",
            "EMAIL:jane@example.org",
            "ORG:Acme",
            "NOTE:a",
            " folded",
            "NOTE;ENCODING=QUOTED-PRINTABLE:soft=",
            "break",
            "TEL:=",
            "PHOTO;ENCODING=BASE64:aGVs",
            "bG8=",
            "",
            "item1.TEL:3",
            "item1.X-ABLabel:Boat",
            "BEGIN:VCARD",
            "END:VCARD",
            "AGENT:",
            "not a line",
            "NOTE;CHARSET=SHIFT_JIS:x",
            "TITLE:\udc83",
            "BDAY:19690512",
        ]
    ),
    max_size=9,
)


@given(LINES_OF_A_CARD, LINES_OF_A_CARD, LINES_OF_A_CARD, LINES_OF_A_CARD)
def test_lines_that_both_have_are_left_out_without_a_trace(head, gone, come, tail):
    def whole(middle):
        rows = ("BEGIN:VCARD", *head, *middle, *tail, "END:VCARD", "")
        return "\r\n".join(rows).encode("utf-8", "surrogateescape")

    def sides(begin):
        changes = diff_fields(begin + whole(gone), begin + whole(come), Kind.CONTACTS)
        return [
            sorted(repr(field) for field in fields if field)
            for fields in zip(*((change.before, change.after) for change in changes), strict=True)
        ]

    # Behind a blank line nothing is left out.
    assert sides(b"") == sides(b"\r\n")
