"""Phones and dialogs that the flows share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.ui.conftest import Room


@pytest.fixture
def answer_folder(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Path]:
    """Answers what the system's dialog for folders asks, and makes that folder."""

    def answer(folder: Path) -> Path:
        def into(dialog: QFileDialog) -> int:
            dialog.setDirectory(str(folder))
            return int(QFileDialog.DialogCode.Accepted)

        folder.mkdir(exist_ok=True)
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
        monkeypatch.setattr(QFileDialog, "exec", into)
        return folder

    return answer


@pytest.fixture
def backed_up(room: Room) -> Room:
    """A vault with one backup of a phone that is still plugged in."""
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    return room
