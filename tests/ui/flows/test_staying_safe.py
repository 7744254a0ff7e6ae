"""The page on safety: damage found and repaired, a rehearsal, and the sheet typed back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.flows.hands import key, press, read, said, type_into


@pytest.fixture
def safety(backed_up):
    press(backed_up, "Safety…")
    return backed_up


def damage(room) -> None:
    """Flip one bit of the largest file of the vault, as a failing disk does."""
    packs = [path for path in (room.session.vault.place / "data").rglob("*") if path.is_file()]
    path = max(packs, key=lambda pack: pack.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def test_damage_is_found_told_on_the_home_page_and_repaired_from_the_phone(safety) -> None:
    room = safety
    damage(room)
    press(room, "Check: show more")
    press(room, "Read every byte")
    assert "IMG_" in said(room)

    key(room, Qt.Key.Key_Escape)
    press(room, "Check now")
    press(room, "Repair…")
    press(room, "Repair now")

    assert "1 damaged item is whole again." in said(room)
    assert "The last check found everything whole." in said(room)
    assert not room.state.damage


def test_a_rehearsal_shows_that_everything_would_come_back(safety) -> None:
    room = safety
    press(room, "Rehearse now")

    assert "In the last rehearsal everything came back." in said(room)
    key(room, Qt.Key.Key_Escape)
    assert "ehears" in said(room)


def test_the_sheet_is_shown_typed_back_and_no_longer_asked_for(safety) -> None:
    room = safety
    press(room, "Show the sheet", wait=False)
    read(room, "HOLDFAST RECOVERY SHEET")

    type_into(room, "Type it back once", room.session.password or "")
    press(room, "Check what I typed")
    assert "What you typed is right" in said(room)
    press(room, "Back")

    assert "typed back" in said(room)
    assert room.state.sheet_proven
