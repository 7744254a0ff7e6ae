from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from holdfast.ui.look import Theme
from holdfast.ui.main_window import MainWindow
from holdfast.ui.widgets.choices import Choice, Tabs
from holdfast.wording import languages
from holdfast.wording.pseudo import LONG


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
