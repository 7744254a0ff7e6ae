from __future__ import annotations

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
