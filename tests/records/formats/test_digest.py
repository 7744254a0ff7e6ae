from __future__ import annotations

import base64
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.digest import bytes_digest, content_digest, text_digest
from holdfast.records.formats.reading import read_components

CARD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Doe;Jane\r\nTEL;CELL;VOICE:555 0100\r\n"
    b"TEL;HOME:555 0101\r\nEMAIL;INTERNET:jane@example.com\r\nEND:VCARD\r\n"
)
EVENT = (
    b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nDTSTART:20091010T180000\r\n"
    b"SUMMARY:Supper\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def digest(data):
    return content_digest(read_components(data))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"END:VCARD", b"X-IRMC-LUID:000200000119\r\nEND:VCARD"),
        (b"END:VCARD", b"REV:20091010T180000Z\r\nEND:VCARD"),
        (b"END:VCARD", b"UID:abc\r\nEND:VCARD"),
        (b"END:VCARD", b"URL:\r\nADR:;;;;;;\r\nEND:VCARD"),
        (b"VERSION:2.1", b"VERSION:3.0\r\nPRODID:-//x"),
        (b"\r\n", b"\n"),
        (b"\r\n", b"\r\r\n"),
        (b"N:Doe;Jane\r\n", b"N:Doe;Jane;;;\r\n"),
        (b"N:Doe;Jane\r\n", b"n: Doe ; Jane \r\n"),
        (b"N:Doe", b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:D=6F=\r\ne"),
        (b"555 0101", b"555\r\n 0101"),
        (b"TEL;CELL;VOICE:", b"TEL;TYPE=voice,cell:"),
        (b"TEL;CELL;VOICE:", b"TEL;TYPE=CELL:"),
        (b"EMAIL;INTERNET:", b"EMAIL:"),
    ],
)
def test_differences_of_transport_make_no_new_version(old, new):
    assert old in CARD
    assert digest(CARD.replace(old, new)) == digest(CARD)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"555 0100", b"555 0102"),
        (b"N:Doe;Jane", b"N:Doe;;Jane"),
        (b"N:Doe;Jane", b"N:Jane;Doe"),
        (b"TEL;HOME", b"TEL;WORK"),
        (b"TEL;HOME", b"TEL;HOME;PREF"),
        (b"TEL;HOME:555 0101\r\n", b""),
        (b"TEL;HOME:555 0101\r\n", b"TEL;HOME:555 0101\r\nTEL;HOME:555 0101\r\n"),
        (b"END:VCARD", b"X-CUSTOM:1\r\nEND:VCARD"),
        (b"END:VCARD", b"a line nobody can read\r\nEND:VCARD"),
    ],
)
def test_real_changes_make_a_new_version(old, new):
    assert old in CARD
    assert digest(CARD.replace(old, new)) != digest(CARD)


def test_the_order_of_properties_does_not_count():
    head, *lines, tail = CARD.splitlines(keepends=True)
    assert digest(b"".join((head, *reversed(lines), tail))) == digest(CARD)


def test_what_a_group_is_called_does_not_count_but_what_it_joins_does():
    def labelled(first, second):
        return b"BEGIN:VCARD\nFN:A\n%b.TEL:1\n%b.X-ABLabel:Boat\nitem9.TEL:2\nEND:VCARD\n" % (
            first,
            second,
        )

    assert digest(labelled(b"item1", b"item1")) == digest(labelled(b"item2", b"ITEM2"))
    assert digest(labelled(b"item1", b"item1")) != digest(labelled(b"item1", b"item9"))


def test_a_picture_counts_by_its_bytes_not_by_its_writing():
    picture = base64.b64encode(bytes(range(256)))
    ways = (
        b"PHOTO;ENCODING=BASE64;JPEG:" + picture + b"\r\n",
        b"PHOTO;ENCODING=b;TYPE=jpeg:" + picture[:40] + b"\r\n " + picture[40:],
        b"PHOTO:data:image/jpeg;base64," + picture,
    )
    whole = {digest(b"BEGIN:VCARD\r\nFN:A\r\n" + way + b"\r\nEND:VCARD\r\n") for way in ways}
    assert len(whole) == 1
    assert digest(b"BEGIN:VCARD\r\nFN:A\r\nEND:VCARD\r\n") not in whole


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"VERSION:1.0", b"VERSION:1.0\r\nTZ:+02\r\nDAYLIGHT:TRUE;+02;20090329T010000Z;;;"),
        (b"SUMMARY", b"DTSTAMP:20091010T180000Z\r\nLAST-MODIFIED:20091010T180000Z\r\nSUMMARY"),
        (b"SUMMARY", b"DCREATED:20091010T180000Z\r\nSEQUENCE:3\r\nSUMMARY"),
        (
            b"BEGIN:VEVENT",
            b"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT",
        ),
        (b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\n", b""),
    ],
)
def test_a_calendar_wrapper_is_transport(old, new):
    assert old in EVENT
    assert digest(EVENT.replace(old, new)) == digest(EVENT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"20091010T180000", b"20091010T190000"),
        (b"20091010T180000", b"20091010T180000Z"),
        (b"DTSTART:", b"DTSTART;TZID=Europe/Berlin:"),
        (b"END:VEVENT", b"BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT"),
        (b"VEVENT", b"VTODO"),
    ],
)
def test_real_changes_of_an_event_count(old, new):
    assert old in EVENT
    assert digest(EVENT.replace(old, new)) != digest(EVENT)


def test_a_zone_of_ones_own_making_counts():
    zone = b"BEGIN:VTIMEZONE\r\nTZID:Mine\r\nX:%b\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"
    one = digest(EVENT.replace(b"BEGIN:VEVENT", zone % b"1"))
    assert one != digest(EVENT.replace(b"BEGIN:VEVENT", zone % b"2"))


def test_letters_composed_differently_are_the_same():
    composed = "BEGIN:VCARD\nFN:K\u00e4te\nEND:VCARD\n".encode()
    apart = "BEGIN:VCARD\nFN:Ka\u0308te\nEND:VCARD\n".encode()
    assert digest(composed) == digest(apart)


def test_texts_and_bytes_have_digests_too():
    assert text_digest("one\r\ntwo\r\n") == text_digest("one\ntwo")
    assert text_digest("one") != text_digest("two")
    assert len({bytes_digest(b""), bytes_digest(b"x"), text_digest("")}) == 3


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1, max_size=40
)


@given(TEXTS, TEXTS)
def test_different_texts_have_different_digests(one, other):
    def note(text):
        escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
        return digest(b"BEGIN:VCARD\nFN:A\nNOTE:" + escaped.encode() + b"\nEND:VCARD\n")

    same = text_digest(one) == text_digest(other)
    assert (note(one) == note(other)) == same


def test_heads_longer_than_any_person_writes_are_not_kept_in_memory():
    def long_head(number):
        params = b"".join(b";X-%d-%d=%s" % (number, place, b"a" * 500) for place in range(100))
        return b"BEGIN:VCARD\r\nTEL" + params + b":1\r\nEND:VCARD\r\n"

    digest(long_head(0))
    tracemalloc.start()
    for number in range(1, 60):
        digest(long_head(number))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 500_000
