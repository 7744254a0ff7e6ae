from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QThread, QTimer, qCritical, qWarning

from holdfast.ui.bugs import Bugs, qts_own


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


def test_what_a_thread_raises_is_told_in_the_windows_thread(app, tmp_path, qtbot) -> None:
    current = QThread.currentThread
    found, where = [], []

    def tell(error, report) -> None:
        found.append((error, report))
        where.append(current())

    bugs = Bugs(tmp_path / "logs", tell)
    with bugs.watching():
        thread = threading.Thread(target=boom)
        thread.start()
        qtbot.waitUntil(lambda: bool(found))
        thread.join()

    assert where == [current()]
    assert "in boom" in found[0][1].read_text()


@pytest.mark.qt_no_exception_capture
def test_what_qt_said_before_stands_below_the_report(told, qtbot, capsys) -> None:
    bugs, found = told
    with bugs.watching():
        qWarning("QPainter::begin: no device for Zsofia in /home/amara")
        qCritical("QTimer::start: once more")
        QTimer.singleShot(0, boom)
        qtbot.waitUntil(lambda: bool(found))

    text = found[0][1].read_text()
    assert "Qt: QPainter::begin: no device for … in …" in text
    assert "Qt: QTimer::start: once more" in text
    assert "amara" not in text


def test_of_what_qt_says_only_its_own_words_stay() -> None:
    said = 'QObject::connect(Amara, Label): "Zsófia" Quill 0199555 at (3,4)'
    assert qts_own(said) == "… at …"
