from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt

_LATE = ("coverage", "export", "help", "put_back", "safety", "settings", "sheet")
_PANES = ("calendar", "comparison", "talk", "tree")


def test_what_is_read_first_of_an_opened_vault_is_shown_at_once(room):
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.pull()
    seen: list[bool] = []
    before = room.session.vault

    def look() -> None:
        if room.session.vault is not before and room.state.loaded:
            seen.append(bool(room.state.entries))

    room.session.changed.connect(look)
    room.session.open_vault(room.session.vault.place, room.session.password)
    room.wait(lambda: bool(seen))
    room.settle()
    assert seen
    assert all(seen)


def test_a_page_is_made_when_it_is_wanted(room):
    room.vault()
    # The sheet of a new vault is shown by itself.
    assert [page for page in _LATE if room.window.has(page)] == ["sheet"]
    room.window.show_safety()
    assert [page for page in _LATE if room.window.has(page)] == ["safety", "sheet"]


def test_a_pane_is_made_when_it_is_wanted(room):
    room.vault()
    browser = room.window.home.content.browser
    assert [pane for pane in _PANES if browser.has(pane)] == []
    assert browser.talk is browser.talk
    assert [pane for pane in _PANES if browser.has(pane)] == ["talk"]


@pytest.mark.parametrize("page", _LATE)
def test_escape_leads_away_from_a_page_that_was_made_late(room, page: str):
    room.vault()
    window = room.window
    shown = getattr(window, page)
    opened = {
        "help": window.in_help(lambda room: room.show_guide()),
        "settings": window.show_settings,
    }
    opened.get(page, partial(window.pages.setCurrentWidget, shown))()
    assert shown.isVisible()
    room.qtbot.keyClick(window, Qt.Key.Key_Escape)
    room.wait(lambda: not shown.isVisible())
