"""Putting back one thing, several, a kind, or all of an older backup."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt

from holdfast.ui.widgets.buttons import Button
from tests.ui.flows.hands import (
    CONTROL,
    beginning,
    button,
    click_row,
    is_whole,
    key,
    press,
    rows,
    said,
    shown,
)


@pytest.fixture
def thinned(backed_up):
    """Five of twelve contacts and one note went; the newest backup saw it."""
    room = backed_up
    phone = room.phones["phone"]
    for path in sorted((phone / "contacts").iterdir())[:5]:
        path.unlink()
    min((phone / "notes").iterdir()).unlink()
    press(room, "Back up now")
    return room


def contacts(room) -> int:
    return len(list((room.phones["phone"] / "contacts").iterdir()))


def test_one_contact_is_put_back_from_its_card(thinned) -> None:
    room = thinned
    assert contacts(room) == 7
    click_row(room, "Kinds", "Owen Vance")

    press(room, "Put this back…")
    assert button(room, "Add 1 contact").isEnabled()
    press(room, "Add 1 contact")

    assert "1 of 1 contact confirmed." in said(room)
    assert contacts(room) == 8


def test_several_chosen_contacts_are_put_back_together(thinned) -> None:
    room = thinned
    press(room, "Everything")
    click_row(room, "History", "First")
    names = [entry for entry in rows(room, "Kinds") if entry]
    click_row(room, "Kinds", names[0])
    for name in names[1:]:
        click_row(room, "Kinds", name, CONTROL)

    press(room, "Put back 12 items…")
    press(room, "Add 5 contacts")

    assert "5 of 5 contacts confirmed." in said(room)
    assert contacts(room) == 12


def test_only_one_kind_of_an_older_backup_is_put_back(thinned) -> None:
    room = thinned
    key(room, Qt.Key.Key_End)
    press(room, "Put back…")
    assert "This adds 6 items" in said(room)

    press(room, "Contacts")
    press(room, "Add 1 note")

    assert "1 of 1 note confirmed." in said(room)
    assert contacts(room) == 7


def test_a_plan_that_is_left_writes_nothing(thinned) -> None:
    room = thinned
    key(room, Qt.Key.Key_End)
    press(room, "Put back…")
    assert beginning(room, "Add ")

    press(room, "Cancel")

    assert contacts(room) == 7
    assert not room.state.can_undo


def test_who_left_a_plan_while_it_was_made_stops_no_backup_later(backed_up) -> None:
    room = backed_up
    press(room, "Put back…", wait=False)
    press(room, "Cancel", wait=False)
    room.settle()

    press(room, "Back up now", wait=False)
    click_row(room, "History", "First", wait=False)
    room.settle()

    assert "Stopped" not in said(room)
    assert len(room.state.entries) == 2


def test_the_go_ahead_is_in_sight_in_a_small_window_where_the_plan_is_long(backed_up) -> None:
    room = backed_up
    phone = room.phones["phone"]
    full = shutil.copytree(phone, room.folder / "full")
    room.wipe()
    room.back_up()
    press(room, "It is meant to be empty")
    shutil.copytree(full, phone, dirs_exist_ok=True)
    room.back_up()
    room.window.resize(1024, 640)

    click_row(room, "History", "12 contacts removed")
    press(room, "Put back…")
    press(room, next(each.text() for each in shown(room, Button) if "match" in each.text()))

    for words in ("Yes, take them off the phone", beginning(room, "Remove ")):
        assert is_whole(button(room, words)), words
