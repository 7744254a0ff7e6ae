"""A phone that lost everything: the alarm, putting it back, undoing that, or meaning it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from holdfast.ui.widgets.buttons import Button
from tests.ui.flows.hands import CONTROL, beginning, key, press, rows, said, shown


@pytest.fixture
def emptied(backed_up):
    room = backed_up
    room.wipe()
    press(room, "Back up now")
    return room


def test_what_was_lost_is_put_back_and_that_is_undone(emptied) -> None:
    room = emptied
    assert "Nothing has been removed from your history" in said(room)
    assert "Sudden loss" in "\n".join(rows(room, "History"))
    phone = room.phones["phone"] / "contacts"

    press(room, "Put them back…")
    press(room, beginning(room, "Add "))
    assert "confirmed." in said(room)
    assert "read again and compared" in said(room)
    assert len(list(phone.iterdir())) == 12
    assert "Nothing on the phone has changed" not in "".join(rows(room, "History"))

    press(room, "Undo this restore")
    assert "Undone." in said(room)
    assert not list(phone.iterdir())


def test_a_restore_is_undone_later_by_a_key(emptied) -> None:
    room = emptied
    press(room, "Put them back…")
    press(room, beginning(room, "Add "))
    press(room, "Done")

    key(room, Qt.Key.Key_Z, CONTROL)
    assert "Undo the restore of" in said(room)
    assert len(list((room.phones["phone"] / "contacts").iterdir())) == 12
    key(room, Qt.Key.Key_Return)

    assert "Undone." in said(room)
    assert not list((room.phones["phone"] / "contacts").iterdir())


def alarmed(room) -> bool:
    return any(each.text() == "It is meant to be empty" for each in shown(room, Button))


def test_a_phone_that_is_meant_to_be_empty_is_believed(emptied) -> None:
    room = emptied
    press(room, "It is meant to be empty")

    assert not alarmed(room)
    assert "This phone held nothing then." in said(room)
    assert len(room.state.entries) == 2
    press(room, "Back up now")
    assert not alarmed(room)


def test_a_loss_of_what_the_phone_never_takes_back_is_told_so_and_settled(room) -> None:
    room.vault()
    room.make_phone(family="at")
    room.plug()
    room.back_up()
    room.wipe()
    press(room, "Back up now")
    press(room, "Put them back…")
    press(room, beginning(room, "Add "))
    press(room, "Done")

    assert "This phone has 0 calls" in said(room)
    assert "This phone does not take calls back." in said(room)
    assert not [each for each in shown(room, Button) if each.text() == "Put them back…"]
    press(room, "It is meant to be empty")

    assert "This phone has 0 calls" not in said(room)
