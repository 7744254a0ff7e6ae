from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from holdfast.records.formats.fields import Field
from holdfast.records.formats.view import View
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindChanges, StoredItem
from holdfast.ui.item_rows import initials, item_rows
from holdfast.ui.tables.rows import Change, ItemRow, SectionRow

NOW = datetime(2009, 10, 14, 15, 0, tzinfo=UTC)


def item(kind: Kind, title: str, **more: Any) -> StoredItem:
    return StoredItem("x1", kind, title, (), title, title, **more)


def titles(rows) -> list[str]:
    return [row.title for row in rows]


def test_changes_stand_under_what_became_of_them() -> None:
    old, new = item(Kind.CONTACTS, "Old"), item(Kind.CONTACTS, "New")
    changes = KindChanges(Kind.CONTACTS, (new,), (item(Kind.CONTACTS, "Gone"),), ((old, new),))

    rows = item_rows(Kind.CONTACTS, (), changes, {}, NOW)

    assert titles(rows) == ["Added", "New", "Changed", "New", "Removed", "Gone"]
    assert [row.change for row in rows if isinstance(row, ItemRow)] == [
        Change.ADDED,
        Change.CHANGED,
        Change.REMOVED,
    ]
    assert rows[-1].spoken == "Gone. Removed"


def test_an_event_that_changed_shows_its_times_and_a_whole_day_says_so() -> None:
    noon = datetime(2009, 10, 20, 12, 0)  # noqa: DTZ001 - wall time
    faces = {
        "Lunch": View("Lunch", start=noon, end=noon.replace(hour=13)),
        "Feast": View("Feast", start=noon.replace(hour=0), all_day=True),
    }
    changes = KindChanges(
        Kind.CALENDAR, (item(Kind.CALENDAR, "Lunch"), item(Kind.CALENDAR, "Feast"))
    )

    rows = item_rows(Kind.CALENDAR, (), changes, faces, NOW)

    leads = {row.title: row.lead for row in rows if isinstance(row, ItemRow)}
    assert leads == {"Lunch": "12:00\n13:00", "Feast": "All day"}


def test_a_changed_item_knows_what_it_was() -> None:
    old, new = item(Kind.CONTACTS, "Old"), item(Kind.CONTACTS, "New")
    changes = KindChanges(Kind.CONTACTS, (item(Kind.CONTACTS, "Other"),), (), ((old, new),))

    rows = item_rows(Kind.CONTACTS, (), changes, {}, NOW)

    assert [row.before for row in rows if isinstance(row, ItemRow)] == [None, old]


def test_open_todos_are_ordered_by_when_they_are_due_then_by_what_matters() -> None:
    day = datetime(2009, 10, 20)  # noqa: DTZ001 - wall time
    urgent = (Field("priority", "1"),)
    faces = {
        "Some day": View("Some day", done=False),
        "Later": View("Later", done=False, due=day.replace(day=28)),
        "Soon": View("Soon", done=False, due=day),
        "First": View("First", done=False, due=day, fields=urgent),
        "Was": View("Was", done=True, due=day),
    }
    items = [item(Kind.TODOS, name) for name in faces]

    rows = item_rows(Kind.TODOS, items, KindChanges(Kind.TODOS), faces, NOW)

    assert titles(rows) == ["To do", "First", "Soon", "Later", "Some day", "Done", "Was"]
    assert rows[1].spoken == "First. High priority. To do. due 20 October"
    assert rows[-1].aside == "Done"


def test_todos_are_parted_by_their_state_and_say_it() -> None:
    faces = {"Milk": View("Milk", done=False), "Bank": View("Bank", done=True)}
    items = [item(Kind.TODOS, "Bank"), item(Kind.TODOS, "Milk")]

    rows = item_rows(Kind.TODOS, items, KindChanges(Kind.TODOS), faces, NOW)

    assert [type(row) for row in rows] == [SectionRow, ItemRow, SectionRow, ItemRow]
    assert titles(rows)[1::2] == ["Milk", "Bank"]
    assert rows[3].spoken == "Bank. Done"


def test_what_cannot_be_read_says_that_it_is_kept() -> None:
    items = [item(Kind.NOTES, "0004.vnt", readable=False)]

    rows = item_rows(Kind.NOTES, items, KindChanges(Kind.NOTES), {}, NOW)

    assert rows[0].subtitle == "Kept, not readable"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amara Okafor", "AO"), ("Madonna", "M"), ("", "?"), ("山田 太郎", "山太"), ("(…)", "?")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_twenty_thousand_contacts_become_rows_quickly() -> None:
    items = [item(Kind.CONTACTS, f"Person {number}") for number in range(20_000)]
    before = datetime.now(UTC)

    rows = item_rows(Kind.CONTACTS, items, KindChanges(Kind.CONTACTS), {}, NOW)

    assert len(rows) == 20_000
    assert (datetime.now(UTC) - before).total_seconds() < 2.0
