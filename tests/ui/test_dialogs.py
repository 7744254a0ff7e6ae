"""What can be chosen in the dialogs for files and folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMargins, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QToolButton, QWidget

from holdfast.ui.dialogs import folder_dialog
from holdfast.ui.look import Theme
from holdfast.ui.style import put_on


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


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_what_its_buttons_show_can_be_seen(qtbot, app, theme) -> None:
    put_on(app, theme)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = folder_dialog(parent, "Where?")
    dialog.show()

    for button in (each for each in dialog.findChildren(QToolButton) if each.isVisible()):
        corner = button.mapTo(dialog, QPoint(3, 3))
        inner = QRect(corner, button.size().shrunkBy(QMargins(3, 3, 3, 3)))
        ground, *lit = _lightness(dialog.grab(inner).toImage())
        if button.isEnabled():
            assert max(abs(ground - each) for each in lit) > 100, button.objectName()
            assert sum(abs(ground - each) > 60 for each in lit) > 30, button.objectName()


def _lightness(picture: QImage) -> list[int]:
    places = ((x, y) for y in range(picture.height()) for x in range(picture.width()))
    return [picture.pixelColor(x, y).lightness() for x, y in places]
