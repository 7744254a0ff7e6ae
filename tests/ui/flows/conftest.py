"""Phones that the flows share."""

from __future__ import annotations

import pytest

from tests.ui.conftest import Room


@pytest.fixture
def backed_up(room: Room) -> Room:
    """A vault with one backup of a phone that is still plugged in."""
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    return room
