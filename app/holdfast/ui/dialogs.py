"""Asks for a name, and for folders and files, beginning where a person keeps theirs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, QStandardPaths
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QToolButton,
    QWidget,
)

from holdfast.ui.icons import Icon, make_icon
from holdfast.ui.look import tokens
from holdfast.wording.window import Words

_TEXT = "*.txt"
_NAME_WIDTH = 420
_PAPER = "*.pdf;;*.html;;*.txt"
# Of two labels Qt 6.8 to 6.11 changed the words, and left most of its catalogues as they were.
_OLDER = {
    QFileDialog.DialogLabel.LookIn: "Look in:",
    QFileDialog.DialogLabel.FileType: "Files of type:",
}
_ICONS = {
    "backButton": Icon.BACK,
    "forwardButton": Icon.NEXT,
    "toParentButton": Icon.UP,
    "newFolderButton": Icon.PLUS,
}
_ICON = 18
_OF_VIEWS = ("listModeButton", "detailModeButton")
_OF_KINDS = ("fileTypeLabel", "fileTypeCombo")


def documents() -> Path:
    """The person's folder of documents, or their home where there is none."""
    places = QStandardPaths.StandardLocation
    for place in (places.DocumentsLocation, places.HomeLocation):
        folder = QStandardPaths.writableLocation(place)
        if folder and Path(folder).is_dir():
            return Path(folder)
    return Path.home()


def ask_name(parent: QWidget, title: str, field: str, name: str) -> str | None:
    """Ask for another `name`, in a field with room for a long one; None when nobody wants one."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(field)
    dialog.setTextValue(name)
    dialog.resize(_NAME_WIDTH, dialog.sizeHint().height())
    chosen = dialog.exec() == QInputDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.textValue().strip() if chosen else None


def ask_sure(parent: QWidget, words: Words, yes: str, no: str) -> bool:
    """Ask whether something is meant; only a press on `yes` says so."""
    box = QMessageBox(parent)
    box.setWindowTitle(words.title)
    box.setText(words.title)
    box.setInformativeText(words.sentence)
    sure = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    meant = box.clickedButton() is sure
    box.deleteLater()
    return meant


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder; None when nobody wants one."""
    dialog = _dialog(parent, title, str(documents()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _hide(dialog, _OF_KINDS)
    return _chosen(dialog)


def ask_new_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder that may not be there yet; it is not made. None when nobody wants one."""
    return _chosen(folder_dialog(parent, title))


def folder_dialog(parent: QWidget, title: str) -> QFileDialog:
    """A dialog for a folder in which also the name of a new one can be typed."""
    dialog = _NewFolderDialog(parent, title, str(documents()))
    _dress(dialog)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _hide(dialog, _OF_KINDS)
    box, field = dialog.findChild(QDialogButtonBox), dialog.findChild(QLineEdit)
    if isinstance(box, QDialogButtonBox) and isinstance(field, QLineEdit):
        button = box.button(QDialogButtonBox.StandardButton.Open)
        # After Qt, which would switch the button off for a name that is not there.
        field.textChanged.connect(lambda text: button.setEnabled(button.isEnabled() or bool(text)))
    return dialog


class _NewFolderDialog(QFileDialog):
    """The dialogs of systems make a new folder themselves; Qt's own would refuse its name."""

    def accept(self) -> None:
        """Take a name that is not there yet, whether it was clicked or entered."""
        chosen = self.selectedFiles()
        if chosen and not Path(chosen[0]).exists():
            self.done(QFileDialog.DialogCode.Accepted)
        else:
            super().accept()


def ask_text_file(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where to write a text file that would be called `name`."""
    return _ask_file(parent, title, name, _TEXT)


def ask_paper_file(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where to write a page to print that would be called `name`: PDF, HTML or text."""
    return _ask_file(parent, title, name, _PAPER)


def _ask_file(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    dialog = _dialog(parent, title, str(documents()), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(name)
    return _chosen(dialog)


def _dialog(parent: QWidget, title: str, folder: str, kinds: str = "") -> QFileDialog:
    dialog = QFileDialog(parent, title, folder, kinds)
    _dress(dialog)
    return dialog


def _dress(dialog: QFileDialog) -> None:
    """Give Qt's own dialog, where it is the one that comes, our icons and words."""
    for label, told in _OLDER.items():
        translated = QCoreApplication.translate("QFileDialog", told)
        if translated != told:
            dialog.setLabelText(label, translated)
    look = tokens()
    for name, icon in _ICONS.items():
        button = dialog.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            button.setIcon(make_icon(icon, look.text, _ICON, look.quiet))
            button.setIconSize(QSize(_ICON, _ICON))
            button.setProperty("role", "tool")
            button.style().polish(button)
    _hide(dialog, _OF_VIEWS)


def _hide(dialog: QFileDialog, names: tuple[str, ...]) -> None:
    for name in names:
        found = dialog.findChild(QWidget, name)
        if isinstance(found, QWidget):
            found.hide()


def _chosen(dialog: QFileDialog) -> Path | None:
    chosen = dialog.exec() and dialog.selectedFiles()
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None
