from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats import reading
from holdfast.records.formats.reading import read_components


def card(*lines: bytes) -> bytes:
    return b"".join((b"BEGIN:VCARD\r\n", *(line + b"\r\n" for line in lines), b"END:VCARD\r\n"))


def cards(data):
    return read_components(data).items("VCARD")


def only(data):
    (component,) = read_components(data).components
    return component


def test_a_bad_line_costs_only_itself():
    found = only(card(b"FN:A", b"no colon here", b"TEL:1"))
    assert [entry.name for entry in found.properties] == ["FN", "TEL"]
    assert [line.text() for line in found.unread] == ["no colon here"]


def test_a_missing_end_is_put_before_the_next_begin():
    document = read_components(b"BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n")
    assert [(part.text("FN"), part.closed) for part in document.components] == [
        ("A", False),
        ("B", True),
    ]
    assert document.problems == ("missing-end",)


def test_a_missing_end_inside_an_event_does_not_swallow_the_next():
    data = (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VEVENT\n"
        b"BEGIN:VEVENT\nSUMMARY:B\nEND:VCALENDAR\n"
    )
    events = read_components(data).items("VEVENT")
    assert [event.text("SUMMARY") for event in events] == ["A", "B"]
    assert [child.name for child in events[0].children] == ["VALARM"]


@pytest.mark.parametrize("between", [b"\n", b"", b" "])
def test_the_card_of_an_agent_belongs_to_its_owner(between):
    agent = b"AGENT:" + between + card(b"FN:Helper", b"TEL:2").rstrip()
    data = card(b"FN:Boss", agent, b"TEL:1")
    found = only(data)
    assert found.text("FN") == "Boss"
    assert found.text("TEL") == "1"
    assert [child.text("FN") for child in found.children] == ["Helper"]
    assert [(entry.start, entry.end, entry.closed) for entry in cards(data)] == [
        (0, len(data), True)
    ]


def test_a_stray_end_is_noted_and_passed_over():
    document = read_components(b"END:VCARD\n" + card(b"FN:A"))
    assert len(document.components) == 1
    assert document.problems == ("stray-end",)


def test_lines_outside_of_any_block_are_kept_as_unread():
    document = read_components(b"<!-- export -->\n" + card(b"FN:A") + b"TEL:1\n")
    assert [line.text() for line in document.stray] == ["<!-- export -->", "TEL:1"]


def test_nesting_is_followed_only_so_far(monkeypatch):
    monkeypatch.setattr(reading, "MAX_DEPTH", 4)
    data = b"".join(b"BEGIN:X%d\n" % i for i in range(50)) + b"TEL:1\n"
    data += b"".join(b"END:X%d\n" % i for i in reversed(range(50))) + card(b"FN:A")
    document = read_components(data)
    assert "too-deep" in document.problems
    assert document.components[-1].text("FN") == "A"


def test_lines_beyond_the_limit_are_not_read_but_noted(monkeypatch):
    monkeypatch.setattr(reading, "MAX_LINES", 5)
    document = read_components(card(*(b"TEL:%d" % i for i in range(50))))
    assert document.problems == ("too-many-lines", "missing-end")


def test_vmessages_nest_their_envelopes():
    data = (
        b"BEGIN:VMSG\nBEGIN:VCARD\nTEL:1\nEND:VCARD\nBEGIN:VENV\nBEGIN:VCARD\nTEL:2\nEND:VCARD\n"
        b"BEGIN:VENV\nBEGIN:VBODY\nDate:2009\nEND:VBODY\nEND:VENV\nEND:VENV\nEND:VMSG\n"
    )
    message = only(data)
    assert [child.name for child in message.children] == ["VCARD", "VENV"]
    assert [child.name for child in message.children[1].children] == ["VCARD", "VENV"]
    assert message.closed


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_utf16_is_read_and_its_offsets_are_those_of_the_file(codec, mark):
    text = mark + "BEGIN:VCARD\r\nFN:Käte\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:B\r\nEND:VCARD\r\n"
    data = text.encode(codec)
    spans = cards(data)
    assert [data[span.start : span.end].decode(codec)[-11:] for span in spans] == [
        "END:VCARD\r\n"
    ] * 2
    assert spans[-1].end == len(data)
    assert read_components(data).components[0].text("FN") == "Käte"


def test_half_a_letter_at_the_end_of_utf16_leads_nowhere():
    data = "\ufeffBEGIN:VCARD\r\nFN:A".encode("utf-16-le")
    for cut in range(len(data)):
        for span in cards(data[:cut]):
            assert 0 <= span.start <= span.end <= cut


def test_multibyte_letters_split_over_soft_breaks_and_folds_are_whole():
    data = card(
        b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=\r\n=85sa",
        b"NOTE:\xc3\r\n \x85",
    )
    assert (only(data).text("FN"), only(data).text("NOTE")) == ("Åsa", "Å")


def test_quoted_semicolons_belong_to_their_field():
    name = only(card(b"N;ENCODING=QUOTED-PRINTABLE:Doe=3BSmith;John")).first("N")
    assert name is not None
    assert name.fields() == ["Doe;Smith", "John"]


@pytest.mark.parametrize(
    "line",
    [
        b"PHOTO;ENCODING=BASE64;TYPE=JPEG:aGVs\r\n bG8=\r\n",
        b"PHOTO;ENCODING=b:aGVsbG8=",
        b"PHOTO:data:image/jpeg;base64,aGVsbG8=",
        b"PHOTO;VALUE=uri:DATA:image/jpeg;BASE64\\,aGVsbG8=".replace(b"\\", b""),
    ],
)
def test_pictures_are_found_however_they_are_written(line):
    photo = only(card(line)).first("PHOTO")
    assert photo is not None
    assert photo.blob() == b"hello"


def test_a_link_to_a_picture_is_no_picture():
    photo = only(card(b"PHOTO;VALUE=uri:http://example.com/a,b.jpg")).first("PHOTO")
    assert photo is not None
    assert photo.blob() is None


def test_spans_cut_a_store_exactly():
    first = card(b"FN:A", b"NOTE:text BEGIN:VCARD")
    second = card(b"FN:B", b"NOTE;ENCODING=QUOTED-PRINTABLE:x=0D=0A=\r\nBEGIN:VCARD=\r\n END:VCARD")
    third = card(b"FN:C", b"NOTE:folded\r\n BEGIN:VCARD\r\n END:VCARD")
    store = b"\xef\xbb\xbf" + first + b"\r\n" + second + third
    spans = cards(store)
    assert [store[span.start : span.end] for span in spans] == [
        b"\xef\xbb\xbf" + first,
        second,
        third,
    ]


def test_events_are_cut_out_of_their_calendar():
    event = b"BEGIN:VEVENT\r\nSUMMARY:A\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    todo = b"BEGIN:VTODO\r\nSUMMARY:B\r\nEND:VTODO\r\n"
    store = b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\n" + event + todo + event + b"END:VCALENDAR\r\n"
    spans = read_components(store).items("VEVENT", "VTODO")
    assert [store[span.start : span.end] for span in spans] == [event, todo, event]


@given(st.binary(max_size=400))
def test_reading_never_fails(data):
    read_components(data)


PIECES = st.sampled_from(
    [
        b"BEGIN:VCARD",
        b"END:VCARD",
        b"BEGIN:VEVENT",
        b"END:VEVENT",
        b"BEGIN:X",
        b"END:X",
        b"AGENT:",
        b"\r\n",
        b"\n",
        b"\r",
        b" ",
        b"=",
        b":",
        b";",
        b'"',
        b"\\",
        b"NOTE;ENCODING=QUOTED-PRINTABLE:",
        b"PHOTO;ENCODING=BASE64:",
        b"N;CHARSET=SHIFT_JIS:",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"AAAA",
        b"=C3",
        b"\xe4",
    ]
)


@given(st.lists(PIECES, max_size=60).map(b"".join))
def test_every_line_is_in_its_place_and_none_is_lost(data):
    document = read_components(data)
    edges = []
    for part in document.components:
        for block in part.walk():
            assert block.start <= block.end <= len(data)
            edges.extend((entry.start, entry.end) for entry in block.properties)
            edges.extend((line.start, line.end) for line in block.unread)
            for entry in block.properties:
                entry.text()
                entry.fields()
                entry.blob()
    edges.extend((line.start, line.end) for line in document.stray)
    edges.sort()
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(edges))


@given(st.lists(PIECES, max_size=60).map(b"".join))
def test_spans_never_overlap(data):
    spans = cards(data)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCARD\nNOTE:" + b"\r" * 2_000_000 + b"x\nEND:VCARD\n",
        b"BEGIN:VCARD\nNOTE:" + b"a\n " * 500_000,
        b'BEGIN:VCARD\nNOTE;A="' + b":\n " * 300_000,
        b"BEGIN:VCARD\nNOTE;A=" + b'"' * 1_000_001 + b":x",
        b"BEGIN:VCARD\nNOTE;QUOTED-PRINTABLE:" + b"a=\n" * 300_000,
        b"BEGIN:VCARD\nPHOTO;BASE64:\n" + b"AAAA\n" * 300_000,
        b"BEGIN:X\n" * 100_000,
        b"\n" * 2_000_000 + b" " * 2_000_000 + b"x",
    ],
    ids=["crs", "folds", "colons", "quotes", "soft breaks", "base64", "nesting", "blanks"],
)
def test_hostile_data_takes_linear_time(data):
    started = time.process_time()
    read_components(data)
    assert time.process_time() - started < 5
