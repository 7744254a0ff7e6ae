from __future__ import annotations

import time

import pytest

from holdfast.records.matching.entries import Entry
from holdfast.records.matching.near import groups, near_duplicates
from holdfast.records.matching.near_contacts import contact_trace
from holdfast.records.matching.reasons import Reason
from holdfast.records.matching.tracing import trace
from holdfast.records.model.kinds import Kind


def lines(*rows):
    return "\r\n".join((*rows, "")).encode()


def card(name, *rows):
    given, _, family = name.rpartition(" ")
    return lines(
        "BEGIN:VCARD", "VERSION:3.0", f"N:{family};{given};;;", f"FN:{name}", *rows, "END:VCARD"
    )


def event(*rows, block="VEVENT"):
    return lines(f"BEGIN:{block}", *rows, f"END:{block}")


def alike(items, kind=Kind.CONTACTS, suffix=""):
    return near_duplicates([trace(kind, suffix, item) for item in items])


def only(items, kind=Kind.CONTACTS, suffix=""):
    (found,) = alike(items, kind, suffix)
    assert (found.first, found.second) == (0, 1)
    assert 0.5 <= found.score <= 1
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("030 1234567", "+49 (0)30 / 123 45 67"),
        ("0049301234567", "+49 30 1234567"),
        ("(206) 555-0100", "+1 206 555 0100"),
        ("tel:+1-206-555-0100", "1 206 555 0100"),
        ("206 555 0100", "206 555 0100 ext. 7"),
    ],
)
def test_one_number_is_found_in_any_spelling(one, other):
    found = only([card("Jane Doe", f"TEL:{one}"), card("Jane Doe", f"TEL:{other}", "NOTE:x")])

    assert Reason.SAME_NUMBER in found.reasons
    assert Reason.SAME_NAME in found.reasons


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Jane Doe", "Doe Jane", Reason.SAME_NAME),
        ("Jane Doe", "jane DOÉ", Reason.SAME_NAME),
        ("Jane Doe", "Dr. Jane Doe", Reason.SAME_NAME),
        ("Jane Doe", "J. Doe", Reason.SHORT_NAME),
        ("Jane Doe", "Jane", Reason.SHORT_NAME),
        ("Jane Doerner", "Jane Doernr", Reason.ALIKE_NAME),
    ],
)
def test_one_mail_address_and_one_name_however_written(one, other, reason):
    found = only([card(one, "EMAIL:jane@example.org"), card(other, "EMAIL:Jane@Example.org")])

    assert set(found.reasons) >= {Reason.SAME_MAIL, reason}


def test_the_same_contact_in_two_dialects_is_identical():
    old = lines("BEGIN:VCARD", "VERSION:2.1", "N:Doe;Jane", "TEL;CELL:1 23", "END:VCARD")
    found = only([old, card("Jane Doe", "TEL;TYPE=cell:123")])

    assert (found.score, found.reasons) == (1.0, (Reason.IDENTICAL,))


def test_one_that_says_nothing_of_its_own_is_told_as_part_of_the_other():
    found = only([card("Jane Doe", "TEL:5550100"), card("Jane Doe", "TEL:5550100", "NOTE:x")])

    assert Reason.SUBSET in found.reasons


def test_mum_and_her_full_name_share_a_mobile():
    assert only([card("Mum", "TEL;TYPE=cell:5550100"), card("Anna Doe", "TEL;TYPE=cell:5550100")])


@pytest.mark.parametrize(
    "items",
    [
        pytest.param(
            [card(f"{name} Doe", "TEL;TYPE=home:5550100") for name in ("Ann", "Ben", "Cid")],
            id="a family shares its landline",
        ),
        pytest.param(
            [card(f"{name} Doe", "TEL;TYPE=cell:5550100") for name in ("Ann", "Ben")],
            id="a couple shares a mobile",
        ),
        pytest.param(
            [card(name, "TEL;TYPE=work:5550100") for name in ("Ann Ott", "Ben Ide", "Cid Eck")],
            id="colleagues share a switchboard",
        ),
        pytest.param(
            [card("Mum", "TEL:5550100"), card("Mum", "TEL:5550199")], id="two mothers called Mum"
        ),
        pytest.param(
            [
                card("Jane Doe", "TEL:5550100", "BDAY:19690512"),
                card("Jane Doe", "TEL:5550199", "BDAY:20010101"),
            ],
            id="a grandmother's name",
        ),
        pytest.param([card("Taxi", "TEL:112"), card("Police", "TEL:112")], id="a short code"),
        pytest.param([card("Ann Ott"), card("Ben Ide")], id="nothing in common"),
    ],
)
def test_different_people_are_left_alone(items):
    assert alike(items) == ()


TITLE = "SUMMARY:Dentist"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (["DTSTART:20091008T100000"], ["DTSTART:20091008T100000", "LOCATION:x"], Reason.SAME_TIME),
        (
            ["DTSTART:20091008T100000", "DTEND:20091008T120000"],
            ["DTSTART:20091008T103000", "DTEND:20091008T113000"],
            Reason.OVERLAP,
        ),
        (["DTSTART:20091008T100000"], ["DTSTART:20091008T080000Z"], Reason.SHIFTED),
        (
            ["DTSTART:20091008T100000", "LOCATION:Town"],
            ["DTSTART:20091008T090000", "LOCATION:Town"],
            Reason.SHIFTED,
        ),
        (
            ["UID:a", "DTSTART:20091008T100000"],
            ["UID:a", "DTSTART:20091010T100000"],
            Reason.SAME_UID,
        ),
    ],
)
def test_one_event_twice_is_found(one, other, reason):
    found = only([event(TITLE, *one), event(TITLE, *other)], Kind.CALENDAR)

    assert reason in found.reasons


@pytest.mark.parametrize(
    "starts",
    [
        pytest.param([f"DTSTART:200910{day:02}T100000" for day in range(1, 29)], id="each day"),
        pytest.param(
            ["DTSTART:20091008T080000", "DTSTART:20091008T200000"], id="pills, twice a day"
        ),
        pytest.param(["DTSTART:20091008T100000", "DTSTART:20091008T103000"], id="half an hour on"),
    ],
)
def test_events_that_come_again_under_one_title_are_left_alone(starts):
    assert alike([event(TITLE, start) for start in starts], Kind.CALENDAR) == ()


def test_a_moved_moment_of_a_series_is_no_second_event():
    series = event(TITLE, "UID:a", "DTSTART:20091008T100000", "RRULE:FREQ=DAILY")
    moved = event(TITLE, "UID:a", "DTSTART:20091008T100000", "RECURRENCE-ID:20091009T100000")

    assert alike([series, moved], Kind.CALENDAR) == ()


def test_two_series_of_one_title_on_other_weekdays_are_two():
    days = [event(TITLE, f"DTSTART:200910{day:02}T100000", "RRULE:FREQ=WEEKLY") for day in (5, 8)]

    assert alike(days, Kind.CALENDAR) == ()


def test_to_dos_of_one_title_are_one_unless_their_dates_differ():
    def todo(*rows):
        return event("SUMMARY:Pay rent", *rows, block="VTODO")

    done = todo("DUE:20091031", "STATUS:COMPLETED")
    assert Reason.SAME_DUE in only([todo("DUE:20091031"), done], Kind.TODOS).reasons
    assert only([todo(), todo("DUE:20091031")], Kind.TODOS)
    assert alike([todo("DUE:20091031"), todo("DUE:20091130")], Kind.TODOS) == ()


LONG = "the quick brown fox jumps over the lazy dog and then sleeps all day in the warm sun"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Shopping\nmilk", "Shopping\nbread", Reason.FIRST_LINE),
        (f"Fox\n{LONG}", f"Fox\n{LONG} on the hill", Reason.SUBSET),
        (f"A\n{LONG}", f"B\n{LONG}", Reason.ALIKE_TEXT),
        ("Milk,\n bread", "milk, bread\n\n", Reason.SAME_TEXT),
    ],
)
def test_one_note_twice_is_found(one, other, reason):
    assert reason in only([one.encode(), other.encode()], Kind.NOTES, ".txt").reasons


def test_a_heading_that_many_notes_have_proves_nothing():
    notes = [f"Shopping\nthing {number} and stuff {number}".encode() for number in range(9)]

    assert alike(notes, Kind.NOTES, ".txt") == ()
    assert alike([b"one thing", b"another matter"], Kind.NOTES, ".txt") == ()


def message(text, date, number="+15550100"):
    return (
        f'<smses count="1"><sms address="{number}" date="{date}" type="1" body="{text}"/></smses>'
    ).encode()


def test_a_message_restored_into_another_zone_is_found():
    sent = 1255000000000
    items = [message("On my way", sent), message("On my way", sent + 2 * 3600_000)]

    assert Reason.SHIFTED in only(items, Kind.MESSAGES, ".xml").reasons
    items = [
        message("Ok", sent),
        message("Ok", sent + 5 * 60_000),
        message("Ok", sent, "+15550199"),
    ]
    assert alike(items, Kind.MESSAGES, ".xml") == ()


def test_unreadable_items_are_in_no_pair():
    assert alike([b"\0\1", b"\0\1", card("Jane Doe")]) == ()


def test_pairs_that_hang_together_are_a_group():
    items = [card("Jane Doe", "TEL:5550100", f"NOTE:{n}") for n in range(3)] + [card("Ann Ott")]

    assert groups(alike(items)) == ((0, 1, 2),)
    assert groups(alike(items), at_least=0.99) == ()


def seconds(traces):
    started = time.process_time()
    found = near_duplicates(traces)
    return time.process_time() - started, found


def known(name, number, mail=""):
    entries = [Entry("shown-name", name), Entry("phone", number)]
    entries += [Entry("email", mail)] if mail else []
    return contact_trace(f"{name} {number} {mail}", "", name, entries)


def test_twenty_thousand_contacts_are_compared_in_two_seconds():
    # A name, a number or an address is shared by two or three, as in real books.
    spent, found = seconds(
        [
            known(
                f"Given{place % 9000} Family{place % 9000}",
                f"+1555{place % 8000:07}",
                f"p{place % 7000}@example.org",
            )
            for place in range(20_000)
        ]
    )

    assert spent < 2
    assert found


@pytest.mark.parametrize("name", ["Jane Doe", "Jane{n} Doe{n}"])
def test_what_very_many_share_costs_no_more(name):
    spent, found = seconds([known(name.format(n=place), "5550100") for place in range(10_000)])

    assert spent < 2
    assert [len(group) for group in groups(found)] == ([10_000] if "{" not in name else [])
