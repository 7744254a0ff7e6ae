"""Asks for folders and files, beginning where a person keeps theirs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

_TEXT = "*.txt"
_PAPER = "*.pdf;;*.html;;*.txt"


def documents() -> Path:
    """The person's folder of documents, or their home where there is none."""
    places = QStandardPaths.StandardLocation
    for place in (places.DocumentsLocation, places.HomeLocation):
        folder = QStandardPaths.writableLocation(place)
        if folder and Path(folder).is_dir():
            return Path(folder)
    return Path.home()


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder; None when nobody wants one."""
    name = QFileDialog.getExistingDirectory(parent, title, str(documents()))
    return Path(name) if name else None


def ask_text_file(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where to write a text file that would be called `name`."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(documents() / name), _TEXT)
    return Path(chosen) if chosen else None


def ask_paper_file(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where to write a page to print that would be called `name`: PDF, HTML or text."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(documents() / name), _PAPER)
    return Path(chosen) if chosen else None
