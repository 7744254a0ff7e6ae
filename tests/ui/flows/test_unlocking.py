"""A vault that is opened again on a computer that was told to forget it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.flows.hands import key, rows, type_into


def test_what_a_backup_holds_stands_in_the_same_order_as_before(backed_up) -> None:
    room = backed_up
    before, password = rows(room, "Kinds"), room.session.password
    room.session.forget_vault()
    room.wait(room.window.unlock.isVisible)
    room.settle()

    type_into(room, "Password", password)
    key(room, Qt.Key.Key_Return)
    room.wait(room.window.home.isVisible)
    room.settle()

    assert rows(room, "Kinds") == before
