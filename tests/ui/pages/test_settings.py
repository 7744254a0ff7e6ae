from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from holdfast.actions.login import login
from holdfast.actions.settings import AtPlugIn
from holdfast.ui.look import Theme, is_dark
from holdfast.ui.pages.settings import SettingsPage
from holdfast.wording import languages
from holdfast.wording.pseudo import LONG

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(room) -> SettingsPage:
    room.vault()
    room.make_phone()
    room.plug()
    room.qtbot.keyClick(room.window, Qt.Key.Key_Comma, CONTROL)
    room.wait(room.window.settings.isVisible)
    room.settle()
    return room.window.settings


def click(room, widget: QWidget) -> None:
    room.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    room.settle()


def segment(page: SettingsPage, text: str) -> QPushButton:
    return next(each for each in page.findChildren(QPushButton) if each.text() == text)


def test_escape_leads_back_to_where_one_came_from(room, page) -> None:
    room.qtbot.keyClick(room.window, Qt.Key.Key_Escape)

    assert room.window.home.isVisible()
    assert not page.isVisible()


def test_what_a_phone_does_at_plug_in_is_chosen_and_remembered(room, page) -> None:
    click(room, segment(page, "Back up by itself"))

    assert room.desk.settings.at_plug_in(room.state.current) is AtPlugIn.BACK_UP
    assert any("at once" in each.text() for each in page.findChildren(QLabel))


def test_a_phone_is_given_a_name_by_typing_it(room, page) -> None:
    field = page.phones[room.state.current].name
    field.selectAll()
    room.qtbot.keyClicks(field, "Amara's phone")
    room.qtbot.keyClick(field, Qt.Key.Key_Return)
    room.settle()

    assert room.state.phone.title == "Amara's phone"
    assert room.desk.settings.name_of(room.state.current) == "Amara's phone"


def test_switches_are_remembered(room, page) -> None:
    click(room, page.remind.tick)
    click(room, page.calm.tick)

    assert not room.desk.settings.now.reminds
    assert room.desk.settings.now.calm


def test_where_there_is_no_place_for_an_icon_starting_at_login_tells_how(room, page) -> None:
    made = SettingsPage(room.session, None, tray=False)
    made.setParent(room.window)
    texts = [each.text() for each in made.findChildren(QLabel)]
    made.deleteLater()

    assert not made.stay.isEnabled()
    assert any("its window starts minimised" in text for text in texts)
    assert "Without showing its window." not in texts


def test_a_theme_is_put_on_at_once(room, page) -> None:
    # Keys go by the way of the list, so nothing has to be clicked.
    room.qtbot.keyClick(page.theme, Qt.Key.Key_Home)
    room.qtbot.keyClick(page.theme, Qt.Key.Key_Down)
    room.qtbot.keyClick(page.theme, Qt.Key.Key_Down)
    room.settle()

    assert is_dark()
    assert room.desk.settings.now.theme == Theme.DARK


def test_a_language_is_remembered_for_the_next_start(room, page) -> None:
    room.qtbot.keyClicks(page.language, "Deu")
    room.settle()

    assert room.desk.settings.now.language == "de"


def test_where_there_is_no_place_for_an_icon_staying_cannot_be_chosen(room, page) -> None:
    assert not page.stay.isEnabled()


@pytest.fixture
def own(room, qtbot, tmp_path: Path) -> Iterator[SettingsPage]:
    """A page of its own, whose start at login is written into a folder of the test's."""
    way = login(("holdfast",), system="linux", home=tmp_path)
    made = SettingsPage(room.session, tmp_path / "logs", tray=True, at_login=way)
    qtbot.addWidget(made)
    made.open()
    room.settle()
    yield made
    made.hide()


def test_starting_at_login_is_off_until_it_is_turned_on(room, own, tmp_path) -> None:
    file = tmp_path / ".config/autostart/holdfast.desktop"
    assert not own.at_login.on

    click(room, own.at_login.tick)
    assert file.is_file()
    click(room, own.at_login.tick)
    assert not file.exists()


def test_a_start_at_login_that_cannot_be_written_is_not_shown_as_on(room, own, tmp_path) -> None:
    (tmp_path / ".config").touch()
    click(room, own.at_login.tick)

    assert not own.at_login.on
    assert any("did not let" in each.text() for each in own.findChildren(QLabel))


def test_staying_is_chosen_where_there_is_a_place_for_an_icon(room, own) -> None:
    click(room, own.stay.tick)

    assert room.desk.settings.now.stays


class Opened:
    """Takes what is to be shown to the person's file manager."""

    def __init__(self) -> None:
        self.places: list[str] = []

    def take(self, url: QUrl) -> bool:
        self.places.append(url.toLocalFile())
        return True


def test_the_folder_of_crash_reports_is_told_and_opened(room, own, tmp_path, monkeypatch) -> None:
    opened = Opened()
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.take)
    folder = str(tmp_path / "logs")
    assert folder in [each.text() for each in own.findChildren(QLabel)]

    click(room, own.open_folder)
    assert opened.places == [folder]
    assert (tmp_path / "logs").is_dir()


@pytest.fixture
def long() -> Iterator[None]:
    languages.choose(LONG)
    yield
    languages.choose(None)


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_a_language_forty_per_cent_longer_fits(long, room, page, size) -> None:
    room.window.resize(*size)
    room.qtbot.wait(100)
    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisible() and b.text()]
    labels = [w for w in page.findChildren(QLabel) if w.isVisible() and w.wordWrap()]

    assert [b.text() for b in buttons if b.width() < b.minimumSizeHint().width() - 2] == []
    assert [w.text() for w in labels if w.height() < w.heightForWidth(w.width())] == []


def test_everything_that_can_be_reached_has_a_name(room, page) -> None:
    inner = ("ScrollBar", "QAbstractScrollAreaScrollBarContainer")
    nameless = [
        type(each).__name__
        for each in page.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not type(each).__name__.endswith(inner)
        and not each.accessibleName().strip()
    ]

    assert nameless == []
