"""The status of a phone in a real window."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from holdfast.phones.links.link import Unplugged
from holdfast.progress import Task
from holdfast.records.model.snapshot import Tag
from holdfast.ui import counting


def texts(widget) -> str:
    return " ".join(found.text() for found in widget.findChildren(QLabel) if found.isVisible())


def backed_up(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()


def test_changes_on_a_phone_that_came_back_are_counted(room, monkeypatch) -> None:
    monkeypatch.setattr(counting, "START", 0)
    backed_up(room)
    assert room.state.waiting_changes == 0
    room.pull()
    for path in list((room.phones["phone"] / "contacts").glob("*.vcf"))[:3]:
        path.unlink()
    room.clock.ahead += timedelta(minutes=10)

    room.plug()
    room.wait(lambda: room.state.waiting_changes is not None)

    assert room.state.waiting_changes == 3
    assert "3 changes on the phone are not backed up" in texts(room.window.home.strip)
    room.pull()
    assert room.state.waiting_changes is None


def test_a_backup_does_not_wait_for_a_count(room, monkeypatch) -> None:
    backed_up(room)
    room.pull()
    room.clock.ahead += timedelta(minutes=10)
    monkeypatch.setattr(counting, "START", 0)
    room.desk.hang_sample(room.phones["phone"])
    room.session.watch.look()
    room.wait(lambda: room.state.connected)

    room.back_up()

    assert len(room.state.entries) == 2


@pytest.fixture
def counts(monkeypatch) -> list[Task]:
    """Counts that take until they are stopped, as they are begun."""
    begun: list[Task] = []

    def count(_desk, _vault, _handset, _last, task: Task) -> int:
        begun.append(task)
        while True:
            task.check()
            time.sleep(0.002)

    monkeypatch.setattr(counting, "START", 0)
    monkeypatch.setattr(counting, "run_count", count)
    return begun


def test_a_pin_does_not_wait_for_a_count_which_begins_again_after_it(room, counts) -> None:
    backed_up(room)
    room.pull()
    room.clock.ahead += timedelta(minutes=10)
    room.desk.hang_sample(room.phones["phone"])
    room.session.watch.look()
    room.wait(lambda: len(counts) == 1)

    room.window.sidebar.menu.pin_wanted.emit(room.state.entries[0].snapshot, True)
    room.wait(lambda: Tag.PINNED in room.state.entries[0].snapshot.tags)

    room.wait(lambda: len(counts) == 2)
    room.pull()


def test_the_strip_tells_of_checks_and_copies(room) -> None:
    backed_up(room)

    assert "Never checked · Only 1 copy" in texts(room.window.home.strip)


def test_what_is_in_a_backup_and_what_is_not_is_one_click_away(room) -> None:
    backed_up(room)
    window = room.window

    room.qtbot.mouseClick(window.home.strip.limits, Qt.MouseButton.LeftButton)

    assert window.coverage.isVisible()
    assert "Contacts: 12, all of them" in texts(window.coverage)
    assert "What is not in this backup" in texts(window.coverage)
    room.qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.home.isVisible()


def test_a_backup_that_did_not_come_about_says_so_and_why(room) -> None:
    backed_up(room)
    strip = room.window.home.strip
    assert not strip.why.isVisible()

    room.session.note_missed(Unplugged())

    assert "no backup was made" in texts(strip)
    room.qtbot.mouseClick(strip.why, Qt.MouseButton.LeftButton)
    assert room.window.home.notice.isVisible()
    room.back_up()
    assert not strip.why.isVisible()
