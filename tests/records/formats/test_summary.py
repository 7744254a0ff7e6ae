from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.summary import MAX_TEXT, fold, summarise
from holdfast.records.formats.view import view
from holdfast.records.model.kinds import Kind


def test_a_contact_at_a_glance(make_card):
    data = make_card("FN:Zoë Ångström", "N:Ångström;Zoë", "TEL;CELL:(555) 010-2233", "UID:u1")
    summary = summarise(Kind.CONTACTS, ".vcf", data)
    assert summary.title == "Zoë Ångström"
    assert summary.subtitle == "(555) 010-2233"
    assert summary.sort_key == "angstrom zoe"
    assert summary.uid == "u1"
    assert summary.when is None
    assert len(summary.digest) == 64


def test_numbers_are_found_by_their_bare_digits(make_card):
    text = summarise(Kind.CONTACTS, "", make_card("TEL:(555) 010-2233", "NOTE:a;b")).text
    assert "5550102233" in text.split()


def test_pictures_and_keys_are_not_searched(make_card):
    data = make_card("FN:A", "PHOTO;ENCODING=BASE64:QUJDREVG", "", "X-IRMC-LUID:0007")
    assert summarise(Kind.CONTACTS, "", data).text == "A"


def test_what_cannot_be_read_is_kept_under_its_name():
    summary = summarise(Kind.CONTACTS, ".vcf", b"\0\1garbage", "0007")
    assert (summary.title, summary.readable) == ("0007", False)
    assert summary.digest != summarise(Kind.CONTACTS, ".vcf", b"\0\1garbage2", "0007").digest
    shown = view(Kind.CONTACTS, ".vcf", b"\0\1garbage", "0007")
    assert (shown.title, shown.readable) == ("0007", False)
    assert shown.unread


def test_a_card_with_nothing_but_its_version_is_not_readable(make_card):
    assert not summarise(Kind.CONTACTS, "", make_card()).readable


def test_a_file_of_several_cards_is_named_by_its_first(make_card):
    data = make_card("FN:A") + make_card("FN:B") + make_card("FN:C")
    summary = summarise(Kind.CONTACTS, "", data)
    assert (summary.title, summary.count) == ("A", 3)
    assert {"A", "B", "C"} <= set(summary.text.split())
    assert view(Kind.CONTACTS, "", data).others == ("B", "C")


def test_an_event_is_dated_in_utc_where_its_zone_is_known(make_event):
    data = make_event(
        "SUMMARY:Supper", "DTSTART;TZID=Europe/Berlin:20200701T120000", "LOCATION:Pier"
    )
    summary = summarise(Kind.CALENDAR, ".ics", data)
    assert summary.when == datetime(2020, 7, 1, 10, tzinfo=UTC)
    assert (summary.title, summary.subtitle) == ("Supper", "Pier")


def test_a_floating_event_keeps_its_wall_time(make_event):
    summary = summarise(Kind.CALENDAR, "", make_event("SUMMARY:A", "DTSTART:20200701T120000"))
    assert summary.when == datetime(2020, 7, 1, 12)  # noqa: DTZ001


def test_open_to_dos_come_before_done_ones_and_by_due_date(make_event):
    def key(*lines):
        return summarise(Kind.TODOS, "", make_event(*lines, block="VTODO")).sort_key

    soon = key("SUMMARY:B", "DUE:20200701T120000Z")
    late = key("SUMMARY:A", "DUE:20200801T120000")
    whenever = key("SUMMARY:A")
    done = key("SUMMARY:A", "DUE:20200601T120000Z", "STATUS:COMPLETED")
    assert sorted([done, whenever, late, soon]) == [soon, late, whenever, done]


def test_a_to_do_in_the_calendar_store_is_shown_there(make_event):
    data = make_event("SUMMARY:A", block="VTODO")
    assert summarise(Kind.CALENDAR, "", data).readable


def test_media_go_by_their_file_name():
    summary = summarise(Kind.PHOTOS, "", b"", "card/DCIM/IMG_0001.JPG")
    assert (summary.title, summary.digest, summary.sort_key) == ("IMG_0001.JPG", "", "img_0001.jpg")


def test_text_for_search_has_a_limit(make_card):
    data = make_card("FN:A", *(f"NOTE:{number} {'x' * 5000}" for number in range(50)))
    assert len(summarise(Kind.CONTACTS, "", data).text) <= MAX_TEXT + 50


@pytest.mark.parametrize(("text", "key"), [("ÄSE", "ase"), ("Straße", "strasse"), ("abc", "abc")])
def test_sorting_sets_case_and_accents_aside(text, key):
    assert fold(text) == key


def test_five_thousand_contacts_are_summarised_in_two_seconds(make_card):
    cards = [
        make_card(
            f"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85berg;{number}",
            f"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{number} =C3=85berg",
            "ORG:Works;Yard",
            f"TEL;CELL;VOICE:+1 555 010 {number:04}",
            f"EMAIL;INTERNET;PREF:p{number}@example.com",
            "ADR;HOME;ENCODING=QUOTED-PRINTABLE:;;All=C3=A9e 3;Town;;912=\r\n00;",
            "BDAY:19650806",
            "NOTE:met at the fair",
            f"X-IRMC-LUID:{number:012}",
        )
        for number in range(5000)
    ]
    started = time.process_time()
    summaries = [summarise(Kind.CONTACTS, ".vcf", card) for card in cards]
    assert time.process_time() - started < 2
    assert summaries[7].title == "7 Åberg"
    assert len({summary.digest for summary in summaries}) == 5000


@given(st.sampled_from(Kind), st.binary(max_size=300), st.text(max_size=20))
def test_nothing_makes_summaries_or_views_fail(kind, data, name):
    summary = summarise(kind, ".vcf", data, name)
    assert summary.digest or kind.is_media
    view(kind, ".vcf", data, name)


LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=40)
NAMES = st.sampled_from(
    ["N", "FN", "TEL", "ADR", "ORG", "BDAY", "PHOTO", "AGENT", "SUMMARY", "DTSTART", "DTEND",
     "DURATION", "DUE", "RRULE", "RDATE", "EXDATE", "DALARM", "ATTENDEE", "CATEGORIES", "STATUS",
     "COMPLETED", "BODY", "DCREATED", "TRIGGER", "TZID", "GEO"]
)  # fmt: skip
PARAMS = st.sampled_from(
    ["", ";TYPE=HOME", ";CHARSET=SHIFT_JIS", ";ENCODING=BASE64", ";QUOTED-PRINTABLE", ";TZID=x",
     ";TZID=Europe/Berlin", ";VALUE=DATE", ';CN="a']
)  # fmt: skip


@given(
    st.sampled_from(["VCARD", "VEVENT", "VTODO", "VNOTE"]),
    st.lists(st.tuples(NAMES, PARAMS, LINES | st.just("20091010T180000")), max_size=12),
)
def test_no_values_make_summaries_or_views_fail(block, lines):
    text = "".join(f"{name}{params}:{value}\r\n" for name, params, value in lines)
    data = f"BEGIN:{block}\r\n{text}END:{block}\r\n".encode()
    for kind in (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES):
        summarise(kind, "", data)
        view(kind, "", data)
