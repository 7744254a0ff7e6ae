"""What is told of what a person selects."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from tests.ui.flows.hands import CONTROL, click_row, key, press, rows, said, shown


def names(room) -> list[str]:
    return [each.accessibleName() for each in shown(room, QAbstractButton)]


def test_a_conversation_counts_as_one_however_many_messages_it_has(room) -> None:
    room.vault()
    room.make_phone(family="at")
    room.plug()
    room.back_up()
    press(room, next(name for name in names(room) if name.endswith(" messages")))
    talks = rows(room, "Kinds")
    long = next(each for each in talks if "1 message" not in each)

    click_row(room, "Kinds", long)
    assert "1 selected" in said(room)
    key(room, Qt.Key.Key_A, CONTROL)

    assert f"{len(talks)} selected" in said(room)
