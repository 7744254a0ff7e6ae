"""What can be chosen in the dialogs for files and folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QWidget

from holdfast.ui.dialogs import folder_dialog


def choose(qtbot, folder: Path, name: str, *, enter: bool = False) -> QFileDialog:
    """Type `name` into Qt's own dialog, which begins in `folder`, and click or enter it."""
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = folder_dialog(parent, "Where?")
    dialog.setDirectory(str(folder))
    dialog.show()
    field = dialog.findChild(QLineEdit)
    field.insert(name)
    button = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Open)
    if enter:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    else:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog.setParent(None)
    qtbot.addWidget(dialog)
    return dialog


@pytest.mark.parametrize("enter", [False, True], ids=["clicked", "entered"])
def test_a_folder_that_is_not_there_yet_can_be_chosen_by_its_name(
    qtbot, app, tmp_path, enter
) -> None:
    dialog = choose(qtbot, tmp_path, "my backups", enter=enter)

    assert dialog.result() == QFileDialog.DialogCode.Accepted
    assert dialog.selectedFiles() == [str(tmp_path / "my backups")]
    assert not (tmp_path / "my backups").exists()


def test_a_folder_that_is_there_can_be_chosen_too(qtbot, app, tmp_path) -> None:
    (tmp_path / "old").mkdir()

    dialog = choose(qtbot, tmp_path, "old")

    assert dialog.result() == QFileDialog.DialogCode.Accepted
    assert dialog.selectedFiles() == [str(tmp_path / "old")]
