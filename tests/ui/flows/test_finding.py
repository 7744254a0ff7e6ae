"""Finding something over all time, holding the search to less, and opening what is found."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.flows.hands import CONTROL, button, click_row, key, pick, press, read, rows, said

RESULTS = "Search all backups"


def look_for(room, words: str) -> None:
    key(room, Qt.Key.Key_F, CONTROL)
    room.qtbot.keyClicks(QApplication.focusWidget(), words)
    read(room, f"“{words}”")


def test_a_search_is_held_to_a_kind_and_what_is_found_is_opened(backed_up) -> None:
    room = backed_up
    look_for(room, "a")
    everything = len(rows(room, RESULTS))

    pick(room, "Kind: All kinds", "Contacts")
    found = rows(room, RESULTS)
    assert 1 < len(found) < everything
    assert button(room, "Kind: Contacts")

    name = found[1].split(", ")[1]
    click_row(room, RESULTS, name)
    key(room, Qt.Key.Key_Return)
    assert "Backup of " in said(room)
    assert any(name in entry for entry in rows(room, "Kinds"))
    assert button(room, "Put this back…").isEnabled()


def test_a_search_that_filters_leave_empty_says_so_and_ends_by_escape(backed_up) -> None:
    room = backed_up
    look_for(room, "a")
    everything = len(rows(room, RESULTS))

    pick(room, "Time: Any time", "No longer there")
    assert "The filters above leave things out" in said(room)
    key(room, Qt.Key.Key_F, CONTROL)
    pick(room, "Time: No longer there", "Any time")
    assert len(rows(room, RESULTS)) == everything

    key(room, Qt.Key.Key_Escape)
    assert "“a”" not in said(room)
    assert "Backup of " in said(room)


def test_what_is_gone_is_found_and_put_back_from_the_results(backed_up) -> None:
    room = backed_up
    phone = room.phones["phone"] / "contacts"
    next(phone.iterdir()).unlink()
    press(room, "Back up now")
    look_for(room, "a")
    pick(room, "Time: Any time", "No longer there")
    if "leave things out" in said(room):
        look_for(room, "e")

    click_row(room, RESULTS, "Gone since today")
    press(room, "Put this back…")
    press(room, "Add 1 contact")

    assert "1 of 1 contact confirmed." in said(room)
    assert len(list(phone.iterdir())) == 12


def test_an_event_that_is_found_tells_its_day(backed_up) -> None:
    room = backed_up
    look_for(room, "a")

    pick(room, "Kind: All kinds", "Calendar")

    found = [each for each in rows(room, RESULTS) if each.startswith("Calendar, ")]
    assert found
    assert all(re.search(r", \d+ [A-Z][a-z]+", each) for each in found)
