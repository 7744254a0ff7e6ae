from __future__ import annotations

from holdfast.records.formats.view import view
from holdfast.records.matching.diff import diff_fields
from holdfast.records.model.kinds import Kind
from holdfast.ui.comparing import compare_rows
from holdfast.ui.item_diff import LONGEST, DiffLine, diff_lines


def card(*lines: str) -> bytes:
    head = ("BEGIN:VCARD", "VERSION:2.1", "N:Lovelace;Ada", "FN:Ada Lovelace")
    return "\r\n".join((*head, *lines, "END:VCARD", "")).encode()


def lines(before: bytes, after: bytes, kind: Kind = Kind.CONTACTS) -> tuple[DiffLine, ...]:
    return diff_lines(diff_fields(before, after, kind, ".vcf"))


def rows(before: bytes, after: bytes):
    found = diff_fields(before, after, Kind.CONTACTS, ".vcf")
    return compare_rows(view(Kind.CONTACTS, ".vcf", after), found)


def test_a_changed_number_shows_what_was_and_what_is() -> None:
    (line,) = lines(card("TEL;CELL:555 0100"), card("TEL;CELL:555 0199"))

    assert line == DiffLine("Phone, mobile", "555 0100", "555 0199")
    assert line.spoken == "Phone, mobile: was 555 0100, now 555 0199"


def test_what_came_and_what_went_is_said_in_words() -> None:
    came, went = lines(card(), card("EMAIL:a@b.org")), lines(card("EMAIL:a@b.org"), card())

    assert came[0].spoken == "Email: added, a@b.org"
    assert went[0].spoken == "Email: removed, was a@b.org"


def test_a_number_that_is_only_called_otherwise_says_both_names() -> None:
    (line,) = lines(card("TEL;HOME:555 0100"), card("TEL;WORK:555 0100"))

    assert (line.label, line.before, line.after) == (
        "Phone",
        "Phone, home: 555 0100",
        "Phone, work: 555 0100",
    )


def test_a_tick_is_told_as_open_and_done() -> None:
    todo = "BEGIN:VTODO\r\nSUMMARY:Milk\r\nSTATUS:{}\r\nEND:VTODO\r\n"
    before, after = (todo.format(state).encode() for state in ("NEEDS ACTION", "COMPLETED"))

    found = diff_lines(diff_fields(before, after, Kind.TODOS, ".vcs"))

    assert DiffLine("Done", "To do", "Done") in found


def test_a_long_note_is_shown_from_its_beginning() -> None:
    (line,) = lines(card("NOTE:" + "a" * 9000), card("NOTE:" + "b" * 9000))

    assert len(line.after) == LONGEST + 1


def test_side_by_side_every_field_stands_once_and_those_that_differ_are_marked() -> None:
    before = card("TEL;CELL:555 0100", "TEL;HOME:555 0122", "EMAIL:a@b.org")
    after = card("TEL;CELL:555 0199", "TEL;HOME:555 0122", "NOTE:New")

    found = rows(before, after)

    assert [(row.title, row.before, row.after, row.differs) for row in found] == [
        ("Name", "Ada Lovelace", "Ada Lovelace", False),
        ("Phone, mobile", "555 0100", "555 0199", True),
        ("Phone, home", "555 0122", "555 0122", False),
        ("Note", "", "New", True),
        ("Email", "a@b.org", "", True),
    ]


def test_the_same_version_twice_differs_in_nothing() -> None:
    assert not any(row.differs for row in rows(card("TEL:1"), card("TEL:1")))
