"""A contact's card, what a backup changed in it, and two versions side by side."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget

from holdfast.ui.pages.put_back import Step
from holdfast.ui.tables.compare_row import CompareRow
from holdfast.wording import comparing

CARD = "BEGIN:VCARD\nVERSION:2.1\nN:Lovelace;Ada\nFN:Ada Lovelace\n{}\nEND:VCARD\n"


def write(room, lines: str) -> None:
    (file,) = [
        path
        for path in room.folder.joinpath("phone").rglob("*.vcf")
        if b"Lovelace" in path.read_bytes()
    ]
    file.write_text(CARD.format(lines), "utf-8", newline="\r\n")


@pytest.fixture
def changed(room):
    folder = room.folder / "people"
    folder.mkdir()
    (folder / "ada.vcf").write_text(
        CARD.format("TEL;CELL:555 0100\nEMAIL:ada@example.org"), "utf-8", newline="\r\n"
    )
    room.vault()
    room.make_phone(fill_from=folder)
    room.plug()
    room.back_up()
    write(room, "TEL;CELL:555 0199\nEMAIL:ada@example.org")
    room.back_up()
    return room


@pytest.fixture
def panel(changed):
    return changed.window.home.content.browser.panel


def button(widget: QWidget, name: str) -> QAbstractButton:
    found = [b for b in widget.findChildren(QAbstractButton) if b.accessibleName() == name]
    assert found, name
    return found[0]


def marked(widget: QWidget, mark: str) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if each.property("mark") == mark]


def test_what_changed_is_shown_by_field_with_words_and_not_by_colour_alone(panel) -> None:
    texts = [each.text() for each in panel.findChildren(QLabel)]

    assert marked(panel, "old") == ["555 0100"]
    assert marked(panel, "new") == ["555 0199"]
    assert comparing.was() in texts
    assert comparing.now() in texts


def test_a_value_of_the_card_goes_to_the_clipboard_by_keyboard(changed, panel) -> None:
    line = button(panel, "Copy Email: ada@example.org")
    line.setFocus()
    changed.qtbot.keyClick(line, Qt.Key.Key_Space)

    assert QApplication.clipboard().text() == "ada@example.org"
    assert line.accessibleDescription() == "Copied"


def test_a_new_contact_and_a_removed_one_say_so(changed, panel) -> None:
    changed.wipe()
    changed.back_up()
    badges = [each.accessibleName() for each in panel.findChildren(QWidget)]

    assert any(comparing.removed_here() in name for name in badges)


def test_two_versions_stand_side_by_side_and_escape_leads_back(changed, panel) -> None:
    pane = changed.window.home.content.browser.comparison
    button(panel, comparing.compare()).click()
    changed.settle()

    differing = [row for row in pane.list.rows.rows if isinstance(row, CompareRow) and row.differs]
    assert [(row.before, row.after) for row in differing] == [("555 0100", "555 0199")]
    assert pane.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole).startswith("Phone")

    changed.qtbot.keyClick(pane.older, Qt.Key.Key_Escape)
    assert panel.isVisible()
    assert button(panel, comparing.compare()).hasFocus()


def test_other_versions_are_chosen_by_keyboard(changed, panel) -> None:
    pane = changed.window.home.content.browser.comparison
    button(panel, comparing.compare()).click()
    changed.settle()

    changed.qtbot.keyClick(pane.older, Qt.Key.Key_Up)
    changed.settle()

    assert pane.older.currentIndex() == pane.newer.currentIndex() == 0
    assert not any(row.differs for row in pane.list.rows.rows)


def test_either_version_can_be_put_back_from_there(changed, panel) -> None:
    page = changed.window.put_back
    pane = changed.window.home.content.browser.comparison
    button(panel, comparing.compare()).click()
    changed.settle()

    button(pane, comparing.put_version_back()).click()
    changed.wait(lambda: page.isVisible() and page.step is Step.PLANNED)


def test_the_panel_is_never_wider_than_its_place(changed, panel) -> None:
    changed.window.resize(1024, 640)
    changed.settle()

    area = panel.findChildren(QScrollArea)[0]
    assert area.widget().minimumSizeHint().width() <= 280
    assert area.widget().width() <= area.viewport().width()
