"""What was put back is found again later, undone, and put back once more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.flows.hands import beginning, button, click_row, key, press, rows, said


@pytest.fixture
def put_back(backed_up):
    """Five of twelve contacts went, and were put back from the first backup."""
    room = backed_up
    for path in sorted((room.phones["phone"] / "contacts").iterdir())[:5]:
        path.unlink()
    press(room, "Back up now")
    key(room, Qt.Key.Key_End)
    press(room, "Put back…")
    press(room, beginning(room, "Add 5"))
    press(room, "Done")
    return room


@pytest.fixture
def undone(put_back):
    """The same, taken back from the page that everything begins on."""
    room = put_back
    press(room, "Undo this restore")
    key(room, Qt.Key.Key_Space)
    assert contacts(room) == 7
    return room


def contacts(room) -> int:
    return len(list((room.phones["phone"] / "contacts").iterdir()))


def test_the_receipt_of_an_earlier_restore_is_found_on_the_timeline(put_back) -> None:
    room = put_back
    click_row(room, "History", "Put back: 5 of 5 confirmed")
    press(room, "Receipt…")

    assert "5 of 5 contacts confirmed." in said(room)
    assert "What was put back on “" in said(room)

    press(room, "Done")
    assert "What was put back on “" not in said(room)


def test_an_earlier_restore_is_undone_from_its_receipt_once_that_is_asked(put_back) -> None:
    room = put_back
    click_row(room, "History", "Put back: 5 of 5 confirmed")
    press(room, "Receipt…")
    press(room, "Undo this restore")
    assert contacts(room) == 12
    assert "Undo the restore of" in said(room)

    key(room, Qt.Key.Key_Space)

    assert "5 of 5 contacts removed." in said(room)
    assert contacts(room) == 7
    press(room, "Done")
    history = "\n".join(rows(room, "History"))
    assert "Undone: 5 of 5 removed" in history
    assert "Safety backup before undoing" in history
    assert "Safety backup before putting back" in history


def test_what_was_undone_is_put_back_again_once_that_is_asked(undone) -> None:
    room = undone
    press(room, "Put back again…")
    assert contacts(room) == 7
    assert "Put back the 5 items that were undone?" in said(room)

    press(room, "Put back again")

    assert "5 of 5 contacts confirmed." in said(room)
    assert contacts(room) == 12


def test_an_old_receipt_offers_no_undo_of_something_else(undone) -> None:
    room = undone
    press(room, "Done")
    click_row(room, "History", "Put back: 5 of 5 confirmed")
    press(room, "Receipt…")

    with pytest.raises(AssertionError, match="Undo this restore: 0"):
        button(room, "Undo this restore")
    press(room, "Done")
