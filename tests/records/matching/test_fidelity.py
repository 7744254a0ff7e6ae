"""What would not fit another phone, counted over many items."""

from __future__ import annotations

from dataclasses import replace

from holdfast.records.formats import icalendar, vcard
from holdfast.records.formats.converting.contents import Loss
from holdfast.records.formats.converting.dialects import (
    FEATURE_PHONE,
    PLAIN_TEXT,
    VCARD_30,
    VCARD_40,
    VNOTE_11,
    Limit,
)
from holdfast.records.matching.fidelity import MAX_EXAMPLES, Example, fidelity, label_of
from holdfast.records.model.kinds import Kind


def contact(name: str, *lines: str) -> tuple[Kind, bytes]:
    whole = ("BEGIN:VCARD", "VERSION:2.1", f"N:{name};;;;", f"FN:{name}", *lines, "END:VCARD", "")
    return Kind.CONTACTS, "\r\n".join(whole).encode()


def test_everything_fits_a_target_without_limits():
    items = [contact("Ada", "TEL;CELL:1"), contact("Bo", "NICKNAME:B")]
    report = fidelity(items, VCARD_40)
    assert (report.items, report.whole, report.kind) == (2, 2, Kind.CONTACTS)
    assert report.shortfalls == ()


def test_numbers_too_many_are_counted_with_the_phones_own_figure():
    items = [
        contact("Ada", "TEL;CELL:1", "TEL;CELL:2", "TEL:3", "TEL:4"),
        contact("Bo", "TEL;CELL:1", "TEL;CELL:2", "TEL:3"),
        contact("Cy", "TEL;CELL:1"),
    ]
    report = fidelity(items, FEATURE_PHONE)
    assert (report.items, report.whole) == (3, 1)
    lost, changed = report.shortfalls
    assert (lost.label, lost.why, lost.changed) == ("phone", Loss.TOO_MANY, False)
    assert (lost.values, lost.items, lost.limit, lost.of_each_type) == (3, 2, 1, True)
    assert lost.examples[0] == Example("Ada", "TEL", "3")
    assert (changed.why, changed.changed, changed.values) == (Loss.NO_TYPE, True, 2)


def test_what_is_lost_comes_before_what_is_changed_and_more_before_less():
    items = [
        contact("A" * 50, "NICKNAME:a", "GEO:1;2"),
        contact("Bo", "NICKNAME:b", "ROLE:r"),
    ]
    found = [
        (entry.label, entry.values, entry.changed)
        for entry in fidelity(items, FEATURE_PHONE).shortfalls
    ]
    assert found == [
        ("nickname", 2, False),
        ("position", 1, False),
        ("role", 1, False),
        ("name", 2, True),
    ]


def test_a_text_cut_short_shows_what_is_kept_and_how_much_a_phone_keeps():
    (name,) = fidelity([contact("A" * 50)], FEATURE_PHONE).shortfalls
    assert (name.why, name.limit) == (Loss.TOO_LONG, 40)
    assert name.examples[0].kept == "A" * 40


def test_a_note_cut_short_shows_how_much_a_phone_keeps():
    note = b"BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY:" + b"x" * 50 + b"\r\nEND:VNOTE\r\n"
    phone = replace(VNOTE_11, limits={"BODY": Limit(length=40)})
    (text,) = fidelity([(Kind.NOTES, note)], phone).shortfalls
    assert (text.label, text.why, text.limit) == ("description", Loss.TOO_LONG, 40)


def test_few_examples_stand_for_many_values():
    items = [contact(f"P{number}", f"NICKNAME:n{number}") for number in range(40)]
    (nicknames,) = fidelity(items, FEATURE_PHONE).shortfalls
    assert (nicknames.values, nicknames.items) == (40, 40)
    assert [entry.text for entry in nicknames.examples] == [f"n{n}" for n in range(MAX_EXAMPLES)]


def test_lines_that_could_not_be_read_are_counted():
    (unread,) = fidelity([contact("Ada", "# scribble")], VCARD_30).shortfalls
    assert (unread.label, unread.why, unread.examples[0].text) == (
        "unread",
        Loss.UNREAD,
        "# scribble",
    )


def test_items_of_several_kinds_have_no_kind_in_common():
    note = b"BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY:x\r\nCATEGORIES:home\r\nEND:VNOTE\r\n"
    report = fidelity([(Kind.NOTES, note), (Kind.PHOTOS, b"\xff\xd8")], PLAIN_TEXT)
    assert (report.items, report.whole, report.kind) == (2, 1, None)
    (categories,) = report.shortfalls
    assert (categories.kind, categories.label) == (Kind.NOTES, "categories")


def test_every_property_has_the_label_its_panel_shows():
    for labels in (vcard.LABELS, icalendar.LABELS):
        shared = vcard.LABELS.keys() & icalendar.LABELS.keys()
        for name, label in labels.items():
            assert label_of(name) == label or name in shared
    assert label_of("LOCATION;ALTREP") == "location"
    assert label_of("N") == "name"
    assert label_of("X-NOBODY") == "other"
