from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from holdfast.ui.pages.put_back import Step


def held(room) -> QWidget:
    """What gets the keys, which must be seen and usable on the page that is shown."""
    found = QApplication.focusWidget()
    assert found is not None
    assert found.isVisible()
    assert found.isEnabled()
    return found


def press(room, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    room.qtbot.keyClick(held(room), key, *modifiers)


@pytest.fixture
def locked(room):
    """A vault with one backup, locked again; the phone is plugged in."""
    room.vault()
    room.make_phone()
    room.plug()
    password = room.session.password
    room.session.forget_vault()
    room.wait(room.window.unlock.isVisible)
    room.settle()
    return password


def test_a_vault_unlocked_by_typing_is_backed_up_by_typing(room, locked) -> None:
    assert held(room) is room.window.unlock.field
    room.qtbot.keyClicks(held(room), locked)
    press(room, Qt.Key.Key_Return)
    room.wait(room.window.home.isVisible)
    room.settle()

    assert held(room) is room.window.sidebar.timeline
    press(room, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    room.wait(lambda: len(room.state.entries) == 1)


def test_a_wrong_password_leaves_the_cursor_in_its_field(room, locked) -> None:
    room.qtbot.keyClicks(held(room), "wrong")
    press(room, Qt.Key.Key_Return)
    room.wait(room.window.unlock.wrong.isVisible)

    assert held(room) is room.window.unlock.field


def test_the_recovery_sheet_is_typed_where_the_password_was(room, locked) -> None:
    room.qtbot.mouseClick(room.window.unlock.other, Qt.MouseButton.LeftButton)

    assert held(room) is room.window.unlock.sheet


def is_at(page, step: Step) -> bool:
    return page.step is step


def test_putting_back_goes_from_plan_to_receipt_by_the_keyboard(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.wipe()
    room.back_up()
    page = room.window.put_back
    room.window.home.loss.put_back_wanted.emit()
    room.wait(lambda: is_at(page, Step.PLANNED))
    assert held(room) is page.plan_card.primary

    press(room, Qt.Key.Key_Space)
    assert is_at(page, Step.WRITING)
    assert held(room) is page.work_card.primary
    room.wait(lambda: is_at(page, Step.DONE))
    assert held(room) is page.receipt_card.primary

    press(room, Qt.Key.Key_Space)
    assert held(room) is room.window.sidebar.timeline


def test_the_sheet_begins_where_it_is_typed_back_and_escape_leads_home(room) -> None:
    room.vault()
    room.window.show_sheet()
    assert held(room) is room.window.sheet.typed

    press(room, Qt.Key.Key_Escape)
    assert held(room).window() == room.window
    assert room.window.home.isVisible()


def test_the_keyboard_moves_on_when_the_history_it_was_in_is_gone(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.window.sidebar.timeline.setFocus()

    room.pull()

    assert held(room) is room.window.home.search


def test_what_a_person_types_is_not_disturbed_by_what_goes_on(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.window.find_items()

    room.back_up()

    assert held(room) is room.window.home.search


def test_a_window_that_opens_on_a_history_begins_there(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.window.hide()
    room.window.sidebar.phones.setFocus()

    room.window.show()

    assert room.window.focusWidget() is room.window.sidebar.timeline
