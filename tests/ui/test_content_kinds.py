"""Messages, calls, files and photos of a backup, and what can be done with several of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from holdfast.actions.export import Form
from holdfast.records.model.kinds import Kind
from holdfast.ui.tables.bubbles import Bubble
from holdfast.ui.tables.rows import ItemRow, SectionRow
from holdfast.ui.widgets.buttons import Button
from holdfast.ui.widgets.photo_viewer import PhotoViewer
from tests.ui.flows.hands import shown


@pytest.fixture
def android(room):
    room.vault()
    room.make_phone(family="android")
    room.plug()
    room.back_up()
    return room


def show(room, kind: Kind):
    content = room.window.home.content
    tab = next(each for each in shown(room, Button) if each.property("key") == str(kind))
    room.qtbot.mouseClick(tab, Qt.MouseButton.LeftButton)
    room.settle()
    return content.browser


def test_messages_are_conversations_beside_their_bubbles(android) -> None:
    browser = show(android, Kind.MESSAGES)
    talks = browser.list.rows.rows
    assert talks

    browser.list.setCurrentIndex(browser.list.rows.index(len(talks) - 1))
    android.settle()

    assert talks[-1].title.startswith(browser.talk.talk.who)
    rows = browser.talk.list.rows.rows
    assert isinstance(rows[0], SectionRow)
    assert sum(isinstance(row, Bubble) for row in rows) == len(browser.talk.talk.items)
    assert all(row.spoken for row in rows)
    assert browser.talk.list.accessibleName().endswith(browser.talk.talk.who)


def test_words_are_found_in_a_conversation_from_the_newest_back(android) -> None:
    browser = show(android, Kind.MESSAGES)
    said = browser.talk.talk.items[0].subtitle.split()[0]

    android.qtbot.keyClicks(browser.talk.field, said)
    android.qtbot.keyClick(browser.talk.field, Qt.Key.Key_Return)
    android.settle()
    assert said.lower() in browser.talk.list.current.text.lower()
    assert browser.talk.found.text().startswith("Message ")

    browser.talk.field.setText("no such words")
    android.qtbot.keyClick(browser.talk.field, Qt.Key.Key_Return)
    android.settle()
    assert browser.talk.found.text() == "No message here says “no such words”"


def test_calls_stand_under_days(android) -> None:
    rows = show(android, Kind.CALLS).list.rows.rows

    assert isinstance(rows[0], SectionRow)
    assert {row.subtitle.split(" · ")[0] for row in rows if isinstance(row, ItemRow)} <= {
        "Incoming",
        "Outgoing",
        "Missed",
        "Rejected",
        "Voicemail",
        "Blocked",
        "Answered on another device",
        "Call",
    }


def test_files_are_a_tree_that_the_keyboard_walks(android) -> None:
    browser = show(android, Kind.FILES)
    tree = browser.tree
    assert tree.isVisible()
    assert tree.currentIndex().isValid()

    tree.setCurrentIndex(tree.files.index(0, 0))
    tree.collapse(tree.currentIndex())
    android.qtbot.keyClick(tree, Qt.Key.Key_Right)
    android.qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert tree.files.line(tree.currentIndex()).name == "Documents"
    assert len(tree.chosen_items()) == 1


@pytest.fixture
def photos(room):
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    return room, show(room, Kind.PHOTOS)


def open_viewer(room, browser) -> PhotoViewer:
    room.qtbot.keyClick(browser.grid, Qt.Key.Key_Return)
    room.settle()
    return room.window.findChild(PhotoViewer)


def test_enter_shows_a_photo_in_full_arrows_go_on_and_escape_goes_back(photos) -> None:
    room, browser = photos
    first = browser.grid.current.item
    viewer = open_viewer(room, browser)
    assert viewer.geometry() == room.window.rect()
    assert viewer.item is first
    assert viewer.canvas.picture_rect.width() > 300

    QTest.keyClick(viewer, Qt.Key.Key_Right)
    room.settle()
    second = viewer.item
    assert second is not first
    QTest.keyClick(viewer, Qt.Key.Key_Escape)

    room.wait(lambda: room.window.findChild(PhotoViewer) is None)
    assert browser.grid.current.item is second
    assert browser.grid.hasFocus()


def test_the_full_view_tells_the_camera_and_zooms_by_key(photos) -> None:
    room, browser = photos
    viewer = open_viewer(room, browser)
    told = [fact.accessibleName() for fact in viewer.facts.findChildren(QWidget)]
    assert any(text.startswith("Taken ") for text in told)
    assert any(text.startswith("Pixels ") for text in told)

    QTest.keyClick(viewer, Qt.Key.Key_Space)

    assert viewer.canvas.whole_size
    assert viewer.zoom.text() == "Fit"


def test_tab_stays_within_the_full_view(photos) -> None:
    room, browser = photos
    viewer = open_viewer(room, browser)

    focused = QApplication.focusWidget()
    for _ in range(6):
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is viewer or viewer.isAncestorOf(focused)  # type: ignore[arg-type] # told above


def test_photos_stand_under_months_and_pages_go_from_one_to_the_next(photos) -> None:
    _, browser = photos
    rows = browser.grid.rows.rows
    headings = [number for number, row in enumerate(rows) if isinstance(row, SectionRow)]
    assert headings[0] == 0

    QTest.keyClick(browser.grid, Qt.Key.Key_PageDown)

    expected = headings[1] + 1 if len(headings) > 1 else len(rows) - 1
    assert browser.grid.currentIndex().row() == expected


def test_several_chosen_things_are_put_back_together(photos) -> None:
    room, browser = photos
    assert not browser.bar.isVisible()
    QTest.keyClick(browser.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert browser.bar.isVisible()
    assert browser.bar.count.text() == "6 selected"

    room.qtbot.mouseClick(browser.bar.put_back, Qt.MouseButton.LeftButton)
    room.settle()

    page = room.window.put_back
    assert page.isVisible()
    assert len(page.plan_card.way.plan.steps) == 6


def test_shift_chooses_a_run_and_control_single_photos(photos) -> None:
    _, browser = photos
    grid = browser.grid
    rows = [number for number, row in enumerate(grid.rows.rows) if isinstance(row, ItemRow)]

    def click(number: int, modifier: Qt.KeyboardModifier) -> None:
        grid.scrollTo(grid.rows.index(rows[number]))
        place = grid.visualRect(grid.rows.index(rows[number])).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    click(0, Qt.KeyboardModifier.NoModifier)
    click(2, Qt.KeyboardModifier.ShiftModifier)
    assert len(grid.chosen_items()) == 3
    click(1, Qt.KeyboardModifier.ControlModifier)
    assert len(grid.chosen_items()) == 2


def test_chosen_things_are_exported_as_files(photos, tmp_path, answer_folder) -> None:
    room, browser = photos
    folder = tmp_path / "out"
    answer_folder(folder)
    browser.grid.selectAll()

    room.qtbot.mouseClick(browser.bar.export, Qt.MouseButton.LeftButton)
    page = room.window.export
    assert page.isVisible()
    page.choose_form(Form.PHONE)
    room.qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    room.settle()

    assert sum(path.suffix == ".JPG" for path in folder.rglob("*.*")) == 6


def test_copied_photos_are_real_files_that_go_with_the_window(photos) -> None:
    room, browser = photos
    browser.grid.selectAll()

    QTest.keyClick(browser.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    room.settle()

    data = QApplication.clipboard().mimeData()
    files = [Path(url.toLocalFile()) for url in data.urls()]
    assert len(files) == 6
    assert all(file.stat().st_size for file in files)
    place = room.session.handout.place
    assert place.stat().st_mode & 0o077 == 0
    room.session.handout.close()
    assert not place.exists()
    QApplication.clipboard().setMimeData(QMimeData())


def test_copied_contacts_are_text_and_vcards(photos) -> None:
    room, _ = photos
    browser = show(room, Kind.CONTACTS)
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    browser.list.selectionModel().select(browser.list.rows.index(0), flags)

    QTest.keyClick(browser.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    room.settle()

    data = QApplication.clipboard().mimeData()
    title = browser.list.chosen_items()[0].title
    assert data.text().startswith(title)
    assert bytes(data.data("text/vcard").data()).startswith(b"BEGIN:VCARD")


class Opener(QObject):
    """What the system would open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


def test_a_file_is_opened_outside_from_a_private_copy(android) -> None:
    browser = show(android, Kind.FILES)
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")  # type: ignore[arg-type] # the stub asks for bytes, Qt for text
    try:
        android.qtbot.keyClick(browser.tree, Qt.Key.Key_Return)
        android.settle()
    finally:
        QDesktopServices.unsetUrlHandler("file")

    assert [path.name for path in opener.opened] == ["Packing list.txt"]
    assert opener.opened[0].is_relative_to(android.session.handout.place)


def test_a_drag_that_was_let_go_is_told_that_it_can_be_repeated(photos) -> None:
    room, browser = photos
    browser.grid.selectAll()

    browser.grid.drag_wanted.emit()
    assert browser.bar.note.text() == "Getting 6 files ready…"
    room.settle()

    assert browser.bar.note.text() == "Ready. Drag once more."
    assert len(list(room.session.handout.place.rglob("*.*"))) == 6
