from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from holdfast.ui.languages import turn
from holdfast.ui.look import Theme
from holdfast.ui.main_window import MainWindow
from holdfast.ui.tables.timeline import Timeline
from holdfast.ui.widgets.choices import Choice, Tabs
from holdfast.ui.widgets.search_field import SearchField
from holdfast.wording import languages
from holdfast.wording.pseudo import LONG, RIGHT_TO_LEFT


@pytest.fixture
def pseudo() -> Iterator[None]:
    languages.choose(LONG)
    yield
    languages.choose(None)


@pytest.fixture
def filled(room):
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.wipe()
    room.back_up()
    return room


@pytest.fixture
def filled_pseudo(pseudo, room):
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.wipe()
    room.back_up()
    return room


def cut_buttons(window: MainWindow) -> list[str]:
    shown = [b for b in window.findChildren(QAbstractButton) if b.isVisible() and b.text()]
    return [b.text() for b in shown if b.width() < b.minimumSizeHint().width() - 2]


def cut_labels(window: MainWindow) -> list[str]:
    shown = [w for w in window.findChildren(QLabel) if w.isVisible() and w.text()]
    return [w.text() for w in shown if w.wordWrap() and w.height() < w.heightForWidth(w.width())]


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800), (2560, 1600)])
def test_nothing_is_cut_off(filled, size: tuple[int, int]) -> None:
    filled.window.resize(*size)
    filled.qtbot.wait(120)

    assert (filled.window.width(), filled.window.height()) == size
    assert cut_buttons(filled.window) == []
    assert cut_labels(filled.window) == []


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_a_language_forty_per_cent_longer_fits(filled_pseudo, size: tuple[int, int]) -> None:
    window = filled_pseudo.window
    window.resize(*size)
    filled_pseudo.qtbot.wait(120)

    assert (window.width(), window.height()) == size
    assert cut_buttons(window) == []
    assert cut_labels(window) == []


def test_everything_that_can_be_reached_has_a_name(filled) -> None:
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in filled.window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() and _lacks_name(widget)
    ]

    assert nameless == []


def _lacks_name(widget: QWidget) -> bool:
    inner = widget.objectName().startswith("qt_") or "ScrollBar" in type(widget).__name__
    takes_keys = isinstance(widget, QAbstractButton) or hasattr(widget, "model")
    return takes_keys and not inner and not widget.accessibleName().strip()


def test_the_dark_theme_looks_different_everywhere(filled) -> None:
    light = filled.window.grab().toImage()
    filled.window.wear(Theme.DARK)
    filled.qtbot.wait(50)
    dark = filled.window.grab().toImage()

    points = [(4, 790), (640, 5), (1275, 795), (700, 700)]
    for x, y in points:
        assert light.pixelColor(x, y).lightness() > 200, (x, y)
        assert dark.pixelColor(x, y).lightness() < 80, (x, y)


def test_tabs_grow_with_their_counts(app, qtbot) -> None:
    tabs = Tabs("kinds")
    qtbot.addWidget(tabs)
    tabs.resize(800, 60)
    tabs.show_choices([Choice("a", "Contacts  6"), Choice("b", "Notes  1")], "a")
    tabs.show()
    tabs.show_choices([Choice("a", "Contacts  20,202"), Choice("b", "Notes  1")], "a")

    first, second = tabs.findChildren(QPushButton)
    qtbot.waitUntil(lambda: first.width() >= first.sizeHint().width())
    assert second.x() > first.geometry().right()


@pytest.fixture
def turned(app) -> Iterator[None]:
    languages.choose(RIGHT_TO_LEFT)
    turn(app)
    yield
    languages.choose(languages.ENGLISH)
    turn(app)
    languages.choose(None)


def test_a_window_from_right_to_left_fits_and_is_turned(turned, room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    window = room.window
    window.resize(1024, 640)
    room.qtbot.wait(120)

    assert cut_buttons(window) == []
    assert cut_labels(window) == []
    middle = window.width() / 2
    search = window.findChild(SearchField)
    timeline = window.findChild(Timeline)
    assert timeline.mapTo(window, timeline.rect().center()).x() > middle
    assert search.mapTo(window, search.rect().center()).x() < timeline.mapTo(window, QPoint()).x()


@pytest.mark.parametrize("theme", [Theme.CONTRAST_LIGHT, Theme.CONTRAST_DARK])
def test_high_contrast_fits(filled, theme: Theme) -> None:
    filled.window.resize(1024, 640)
    filled.window.wear(theme)
    filled.qtbot.wait(120)

    assert cut_buttons(filled.window) == []
    assert cut_labels(filled.window) == []
    filled.window.wear(Theme.LIGHT)
