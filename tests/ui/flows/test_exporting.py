"""A backup leaves as files that other programs read."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QRadioButton

from tests.ui.flows.hands import (
    CONTROL,
    LEFT,
    button,
    choose,
    click_row,
    key,
    press,
    rows,
    said,
    shown,
)


@pytest.fixture
def folder(room, answer_folder):
    return answer_folder(room.folder / "out")


def test_a_whole_backup_becomes_pages_for_a_browser(backed_up, folder) -> None:
    room = backed_up
    press(room, "Export…")
    choose(room, "As", "Everything to look at")
    press(room, "Choose a folder…")

    assert f"written to {folder}" in said(room)
    assert button(room, "Open folder").isEnabled()
    (index,) = folder.glob("*/index.html")
    assert "Contacts" in index.read_text()
    assert len(list(index.parent.rglob("*.JPG"))) >= 6


def test_contacts_become_a_table(backed_up, folder) -> None:
    room = backed_up
    press(room, "Export…")
    choose(room, "As", "Tables")
    press(room, "Choose a folder…")

    tables = [list(csv.reader(StringIO(file.read_text()))) for file in folder.rglob("*.csv")]
    assert 13 in [len(table) for table in tables]


def test_what_is_selected_becomes_files_of_its_own(backed_up, folder) -> None:
    room = backed_up
    names = [entry for entry in rows(room, "Kinds") if entry]
    click_row(room, "Kinds", names[1])
    key(room, Qt.Key.Key_A, CONTROL)
    press(room, "Export 12 items…")
    choose(room, "As", "One file of contacts")
    press(room, "Choose a folder…")

    (file,) = folder.rglob("*.vcf")
    assert file.read_text().count("BEGIN:VCARD") == 12


def test_the_contact_that_is_shown_becomes_a_file_of_its_own(backed_up, folder) -> None:
    room = backed_up
    names = [entry for entry in rows(room, "Kinds") if entry]
    click_row(room, "Kinds", names[2])
    press(room, "Export this item…")
    choose(room, "As", "One file of contacts")
    press(room, "Choose a folder…")

    (file,) = folder.rglob("*.vcf")
    assert file.read_text().count("BEGIN:VCARD") == 1


def test_of_a_whole_backup_the_contact_that_is_shown_can_be_chosen(backed_up, folder) -> None:
    room = backed_up
    names = [entry for entry in rows(room, "Kinds") if entry]
    click_row(room, "Kinds", names[2])
    press(room, "Export…")
    assert button(room, "The whole backup").isChecked()
    narrow = next(each for each in shown(room, QRadioButton) if "“" in each.text())
    room.qtbot.mouseClick(narrow, LEFT, pos=QPoint(8, narrow.height() // 2))
    choose(room, "As", "One file of contacts")
    press(room, "Choose a folder…")

    (file,) = folder.rglob("*.vcf")
    assert file.read_text().count("BEGIN:VCARD") == 1
