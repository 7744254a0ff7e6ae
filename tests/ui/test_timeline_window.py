"""The timeline in a real window, by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt

from holdfast.records.model.snapshot import Tag
from holdfast.ui.tables.rows import SectionRow, TimelineRow


def rows(room) -> list[TimelineRow]:
    return [
        row for row in room.window.sidebar.timeline.rows.rows if not isinstance(row, SectionRow)
    ]


def press(room, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    room.qtbot.keyClick(room.window.sidebar.timeline, key, modifier)


def grown(room, backups: int) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    for _ in range(backups):
        room.back_up()


def test_a_run_is_opened_and_closed_by_the_arrows(room) -> None:
    grown(room, 4)
    timeline = room.window.sidebar.timeline
    assert [len(row.folded) for row in rows(room)] == [0, 0, 2, 0]
    timeline.choose(lambda row: isinstance(row, TimelineRow) and bool(row.folded))

    press(room, Qt.Key.Key_Right)
    assert [row.open for row in rows(room)] == [False, False, True, False, False, False]
    assert timeline.current.folded

    press(room, Qt.Key.Key_Down)
    press(room, Qt.Key.Key_Left)
    assert [row.open for row in rows(room)] == [False, False, False, False]
    assert timeline.current.folded


def test_alt_and_down_goes_to_the_next_backup_that_changed_something(room) -> None:
    grown(room, 3)
    first = room.state.entries[-1].snapshot.id

    press(room, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)

    assert room.window.sidebar.timeline.current.ident == first
    room.wait(lambda: room.window.home.content.snapshot.id == first)


def test_a_backup_is_pinned_from_its_menu_and_stays_chosen(room) -> None:
    grown(room, 2)
    side = room.window.sidebar
    side.menu.fill(room.state.entries[0])
    actions = {action.text(): action for action in side.menu.actions()}

    actions["Pin this backup"].trigger()
    room.wait(lambda: Tag.PINNED in room.state.entries[0].snapshot.tags)

    assert side.timeline.current.ident == room.state.entries[0].snapshot.id
    assert [badge.text for badge in side.timeline.current.badges] == ["Pinned"]
    side.menu.fill(room.state.entries[0])
    assert "Take the pin off" in [action.text() for action in side.menu.actions()]
