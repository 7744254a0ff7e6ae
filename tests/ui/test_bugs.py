from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QTimer

from holdfast.ui.bugs import Bugs


def boom(*_anything) -> None:
    message = "nobody foresaw this"
    raise RuntimeError(message)


@pytest.fixture
def told(tmp_path):
    found = []
    return Bugs(tmp_path / "logs", lambda error, report: found.append((error, report))), found


def test_what_a_slot_raises_is_written_down_and_told(told, qtbot) -> None:
    bugs, found = told
    with bugs.watching():
        QTimer.singleShot(0, boom)
        qtbot.waitUntil(lambda: bool(found))

    (error, report) = found[0]
    assert isinstance(error, RuntimeError)
    assert "nobody foresaw this" in report.read_text()


def test_what_fails_again_at_the_same_place_is_told_once(told) -> None:
    bugs, found = told
    for _ in range(3):
        try:
            boom()
        except RuntimeError as error:
            bugs.meet(error)

    assert len(found) == 1


def test_pythons_own_hook_is_back_afterwards(told) -> None:
    before = sys.excepthook
    with told[0].watching():
        assert sys.excepthook is not before

    assert sys.excepthook is before


def test_a_bug_in_a_job_is_told_with_the_place_of_its_report(room) -> None:
    room.vault()
    room.session.bridge.run("read", boom)
    notice = room.window.home.notice
    room.wait(notice.isVisible)

    report = next((room.folder / "logs").iterdir())
    assert str(report) in notice.accessibleName()
    assert "RuntimeError" in notice.accessibleName()
