"""The calendar of a backup in the real window, by keyboard and pointer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from holdfast.ui.calendar_days import moved_month
from holdfast.ui.tables.rows import ItemRow
from holdfast.ui.widgets.calendar_pane import Look

EVENT = """BEGIN:VCALENDAR
VERSION:1.0
BEGIN:VEVENT
SUMMARY:{title}
DTSTART:{day}T{hour}0000
DTEND:{day}T{hour}3000
END:VEVENT
END:VCALENDAR
"""


def press(room, key: str) -> None:
    content = room.window.home.content
    (button,) = [b for b in content.findChildren(QAbstractButton) if b.property("key") == key]
    button.click()
    room.settle()


@pytest.fixture
def calendar(room):
    folder = room.folder / "events"
    folder.mkdir()
    today = date.today()  # noqa: DTZ011 - the window's own day
    first = today.replace(day=1)
    for title, day, hour in (
        ("Dentist", today, "09"),
        ("Lunch", today, "12"),
        ("Elsewhere", moved_month(first, 2), "10"),
    ):
        said = EVENT.format(title=title, day=f"{day:%Y%m%d}", hour=hour)
        (folder / f"{title}.vcs").write_text(said, "utf-8", newline="\r\n")
    room.vault()
    room.make_phone(fill_from=folder)
    room.plug()
    room.back_up()
    press(room, "calendar")
    return room.window.home.content.browser.calendar


def test_the_month_opens_on_the_backups_day_and_shows_its_first_event(room, calendar) -> None:
    panel = room.window.home.content.browser.panel

    assert calendar.month.isVisible()
    assert calendar.month.day == date.today()  # noqa: DTZ011 - the window's own day
    assert panel.item.title == "Dentist"
    spoken = calendar.month.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "2 events. 09:00 Dentist. 12:00 Lunch" in spoken


def test_arrows_move_the_day_and_page_keys_the_month(room, calendar) -> None:
    month, today = calendar.month, date.today()  # noqa: DTZ011 - the window's own day
    month.setFocus()
    for key, there in (
        (Qt.Key.Key_Down, today + timedelta(7)),
        (Qt.Key.Key_Right, today + timedelta(8)),
        (Qt.Key.Key_Up, today + timedelta(1)),
        (Qt.Key.Key_Left, today),
        (Qt.Key.Key_PageDown, moved_month(today, 1)),
        (Qt.Key.Key_PageDown, moved_month(moved_month(today, 1), 1)),
        (Qt.Key.Key_Home, today),
    ):
        room.qtbot.keyClick(month, key)
        room.settle()
        assert month.day == there

    assert month.hasFocus()


def test_enter_opens_the_day_in_the_agenda_where_each_event_can_be_reached(room, calendar) -> None:
    calendar.month.setFocus()
    room.qtbot.keyClick(calendar.month, Qt.Key.Key_Return)

    assert calendar.agenda.hasFocus()
    room.qtbot.keyClick(calendar.agenda, Qt.Key.Key_Down)
    room.settle()
    assert room.window.home.content.browser.panel.item.title == "Lunch"


def test_the_way_to_look_is_remembered_while_the_program_runs(room, calendar) -> None:
    press(room, Look.AGENDA)
    press(room, "contacts")
    press(room, "calendar")

    assert calendar.agenda.isVisible()
    titles = [row.title for row in calendar.agenda.rows.rows if isinstance(row, ItemRow)]
    assert titles == ["Dentist", "Lunch"]


def test_an_empty_month_leads_to_the_nearest_event(room, calendar) -> None:
    calendar.later.click()
    calendar.later.click()
    calendar.later.click()
    room.settle()
    assert calendar.nearest.isVisible()

    calendar.nearest.click()
    room.settle()
    assert room.window.home.content.browser.panel.item.title == "Elsewhere"


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("title", ["Lunch", "Elsewhere"])
def test_an_event_that_was_searched_for_is_shown_on_its_day(room, calendar, look, title) -> None:
    calendar.looks.press(look)
    room.window.find_items()
    room.qtbot.keyClicks(room.window.home.search, title)
    room.wait(lambda: room.window.home.results.answered == title)
    room.settle()
    results = room.window.home.results.browser.list

    room.qtbot.keyClick(room.window.home.search, Qt.Key.Key_Down)
    room.wait(results.hasFocus)
    room.qtbot.keyClick(results, Qt.Key.Key_Return)
    room.settle()

    today = date.today()  # noqa: DTZ011 - the window's own day
    assert room.window.home.content.browser.panel.item.title == title
    assert calendar.month.day == (
        today if title == "Lunch" else moved_month(today.replace(day=1), 2)
    )
