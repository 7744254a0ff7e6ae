from __future__ import annotations

import pytest

from holdfast.records.matching.diff import diff_fields
from holdfast.records.matching.reasons import Reason
from holdfast.records.model.kinds import Kind
from holdfast.wording import likeness
from holdfast.wording.changes import change


def card(*lines):
    return "\r\n".join(("BEGIN:VCARD", "VERSION:2.1", "FN:A", *lines, "END:VCARD", "")).encode()


def block(name, *lines):
    return "\r\n".join((f"BEGIN:{name}", "SUMMARY:A", *lines, f"END:{name}", "")).encode()


def told(before, after, kind=Kind.CONTACTS, suffix=""):
    return [change(entry) for entry in diff_fields(before, after, kind, suffix)]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (["TEL;CELL:555 0100"], ["TEL;CELL:555 0199"], "Phone, mobile: 555 0100 → 555 0199"),
        (["TEL;HOME:555 0100"], ["TEL;WORK:555 0100"], "555 0100: Phone, home → Phone, work"),
        ([], ["TEL;HOME:555 0100"], "Phone, home added: 555 0100"),
        (["TEL;HOME:555 0100"], [], "Phone, home removed: 555 0100"),
        (["NOTE:milk"], ["NOTE:milk and bread"], "Note: “and bread” added"),
        (["NOTE:milk and bread"], ["NOTE:milk"], "Note: “and bread” removed"),
        (["NOTE:two red apples"], ["NOTE:two green apples"], "Note: “red” → “green”"),
        (["URL:http://a.example/"], ["NOTE:x"], None),
        (
            ["ADR;HOME:;;1 Lane;Town;;1;"],
            ["ADR;HOME:;;12 Lane;Town;;1;"],
            "Address, home: “1” → “12”",
        ),
        (
            ["PHOTO;ENCODING=b:aGVsbG8="],
            ["PHOTO;ENCODING=b:aGVsbG9v"],
            "Picture: 5 bytes → 6 bytes",
        ),
        (
            ["PHOTO;ENCODING=b:aGVsbG8="],
            ["PHOTO;ENCODING=b:aGVsbG4="],
            "Picture: 5 bytes, changed",
        ),
        (
            ["TEL;HOME:555 0100"],
            ["TEL;WORK:555 0199"],
            "Phone, home, now Phone, work: 555 0100 → 555 0199",
        ),
    ],
)
def test_a_contact_s_change_is_said_in_a_line(before, after, said):
    lines = told(card(*before), card(*after))

    assert lines == [said] if said else len(lines) == 2


def test_a_long_value_is_cut_in_its_middle():
    (line,) = told(card(), card(f"NOTE:begin {'x' * 500} end"))

    assert line.startswith("Note added: begin x")
    assert line.endswith("x end")
    assert len(line) < 80


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            ["DTSTART:20090512T090000"],
            ["DTSTART:20090512T100000"],
            "Starts: 12 May 2009 09:00 → 12 May 2009 10:00 (1 hour later)",
        ),
        (
            ["DTSTART:20090512T090000"],
            ["DTSTART:20090510T090000"],
            "Starts: 12 May 2009 09:00 → 10 May 2009 09:00 (2 days earlier)",
        ),
        (
            ["DTSTART:20090512T090000", "RRULE:FREQ=DAILY"],
            ["DTSTART:20090512T090000", "RRULE:FREQ=WEEKLY"],
            "Repeats: every day → every week",
        ),
        (
            ["DTSTART:20090512T090000", "DALARM:20090512T084500"],
            ["DTSTART:20090512T090000"],
            "Reminder removed: 12 May 2009 08:45",
        ),
        ([], ["ATTENDEE:mailto:ada@example.org"], "Invited added: ada@example.org"),
    ],
)
def test_an_event_s_change_is_said_in_a_line(before, after, said):
    assert told(block("VEVENT", *before), block("VEVENT", *after), Kind.CALENDAR) == [said]


def test_ticking_a_to_do_is_said_as_that():
    opened, done = block("VTODO"), block("VTODO", "STATUS:COMPLETED")

    assert told(opened, done, Kind.TODOS) == ["Ticked as done"]
    assert told(done, opened, Kind.TODOS) == ["No longer ticked as done"]


def test_a_line_nobody_can_read_is_shown_as_it_stands():
    before, after = card(), card("a line of nothing")

    assert told(before, after) == ["Line that could not be read added: a line of nothing"]


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words(reason):
    assert likeness.reason(reason)


def test_reasons_are_said_in_one_line():
    said = likeness.reasons((Reason.SAME_NUMBER, Reason.SAME_NAME))

    assert said == "same number, same name"
