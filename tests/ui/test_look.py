from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QPainter, QPixmap

from holdfast.ui.look import DARK, LIGHT, Meaning, Theme, Tokens, contrast
from holdfast.ui.style import put_on
from holdfast.ui.tables.drawing import avatar_colours

BOTH = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
TEXT, SHAPE = 4.5, 3.0


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@BOTH
def test_text_can_be_read_on_every_surface(look: Tokens) -> None:
    for surface in (look.window, look.side, look.card, look.hover, look.accent_soft):
        assert contrast(look.text, surface) >= TEXT, surface
        assert contrast(look.quiet, surface) >= TEXT, surface


@BOTH
def test_words_with_a_meaning_can_be_read(look: Tokens) -> None:
    for meaning in Meaning:
        for surface in (look.card, look.soft(meaning), look.window, look.side):
            assert contrast(look.strong(meaning), surface) >= TEXT, (meaning, surface)
        assert contrast(look.text, look.soft(meaning)) >= TEXT, meaning


@BOTH
def test_words_on_filled_buttons_can_be_read(look: Tokens) -> None:
    assert contrast(look.on_accent, look.accent) >= TEXT
    assert contrast(look.on_accent, look.accent_hover) >= TEXT
    assert contrast(look.on_danger, look.danger) >= TEXT


@BOTH
def test_controls_stand_out_from_every_surface(look: Tokens) -> None:
    for surface in (look.window, look.side, look.card):
        assert contrast(look.outline, surface) >= SHAPE, surface
        assert contrast(look.accent, surface) >= SHAPE, surface


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_initials_can_be_read_on_every_avatar(app, theme: Theme) -> None:
    put_on(app, theme)

    for letter in "abcdefghijklmnop":
        surface, letters = avatar_colours(letter)
        assert contrast(letters.name(), surface.name()) >= TEXT, letter


def test_qt_does_not_eat_references_to_none(app) -> None:
    # One broken release of the binding dropped one with each call, and the program died.
    picture = QPixmap(4, 4)
    painter = QPainter(picture)
    before = sys.getrefcount(None)
    for _ in range(1000):
        painter.save()
        painter.restore()

    assert sys.getrefcount(None) - before >= -50
    painter.end()
