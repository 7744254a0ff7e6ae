from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

from holdfast.ui.look import TOKENS, Meaning, Theme, Tokens, contrast, resolve, tokens
from holdfast.ui.motion import EFFECTS, keep_still
from holdfast.ui.style import put_on, undressed
from holdfast.ui.tables.drawing import avatar_colours

EACH = pytest.mark.parametrize("look", TOKENS.values(), ids=TOKENS)
CONTRASTING = (Theme.CONTRAST_LIGHT, Theme.CONTRAST_DARK)
SHAPE = 3.0


def text(look: Tokens) -> float:
    """The contrast that words need: WCAG's AA, and its AAA where the person asked for it."""
    return 7.0 if look in [TOKENS[theme] for theme in CONTRASTING] else 4.5


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@EACH
def test_text_can_be_read_on_every_surface(look: Tokens) -> None:
    for surface in (look.window, look.side, look.card, look.hover, look.accent_soft):
        assert contrast(look.text, surface) >= text(look), surface
        assert contrast(look.quiet, surface) >= text(look), surface


@EACH
def test_words_with_a_meaning_can_be_read(look: Tokens) -> None:
    for meaning in Meaning:
        for surface in (look.card, look.soft(meaning), look.window, look.side):
            assert contrast(look.strong(meaning), surface) >= text(look), (meaning, surface)
        assert contrast(look.text, look.soft(meaning)) >= text(look), meaning


@EACH
def test_words_on_filled_buttons_can_be_read(look: Tokens) -> None:
    assert contrast(look.on_accent, look.accent) >= text(look)
    assert contrast(look.on_accent, look.accent_hover) >= text(look)
    assert contrast(look.on_danger, look.danger) >= text(look)


@EACH
def test_controls_stand_out_from_every_surface(look: Tokens) -> None:
    for surface in (look.window, look.side, look.card):
        assert contrast(look.outline, surface) >= SHAPE, surface
        assert contrast(look.accent, surface) >= SHAPE, surface


@pytest.mark.parametrize("theme", TOKENS)
def test_initials_can_be_read_on_every_avatar(app, theme: Theme) -> None:
    put_on(app, theme)

    for letter in "abcdefghijklmnop":
        surface, letters = avatar_colours(letter)
        assert contrast(letters.name(), surface.name()) >= text(TOKENS[theme]), letter


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


@pytest.mark.parametrize("theme", CONTRASTING)
def test_in_high_contrast_every_line_bounds_something(theme: Theme) -> None:
    look = TOKENS[theme]

    for surface in (look.window, look.side, look.card):
        assert contrast(look.line, surface) >= 7, surface


@pytest.mark.parametrize("theme", CONTRASTING)
@pytest.mark.parametrize("role", ["", "primary", "quiet", "chooser", "segment", "tab"])
def test_in_high_contrast_every_button_has_a_border_and_a_thick_ring(
    app, qtbot, theme: Theme, role: str
) -> None:
    put_on(app, theme)
    plain, focused = (button(qtbot, role) for _ in range(2))
    qtbot.wait_until(focused.isVisible)
    focused.activateWindow()
    focused.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.wait_until(focused.hasFocus)

    surface = tokens().window
    assert role == "tab" or contrast(edge(plain, 0), surface) >= 7
    assert {contrast(edge(focused, depth), surface) >= 7 for depth in range(3)} == {True}
    assert plain.sizeHint() == focused.sizeHint()


def button(qtbot, role: str) -> QPushButton:
    made = QPushButton("Stop")
    made.setProperty("role", role)
    qtbot.addWidget(made)
    made.resize(120, 48)
    made.show()
    return made


def edge(shown: QWidget, depth: int) -> str:
    """The colour so many pixels below the middle of the upper edge."""
    picture = shown.grab().toImage()
    return picture.pixelColor(picture.width() // 2, depth).name()


def test_the_desktop_may_ask_for_high_contrast(app) -> None:
    assert resolve(Theme.SYSTEM) in TOKENS
    assert [resolve(theme) for theme in TOKENS] == list(TOKENS)


def test_a_calm_window_shows_no_effects(app) -> None:
    before = {effect: app.isEffectEnabled(effect) for effect in EFFECTS}
    try:
        app.setEffectEnabled(Qt.UIEffect.UI_AnimateMenu, True)
        keep_still(app, calm=True)
        assert [effect for effect in EFFECTS if app.isEffectEnabled(effect)] == []
    finally:
        for effect, on in before.items():
            app.setEffectEnabled(effect, on)


def test_what_is_made_undressed_wears_the_theme_afterwards(app, qtbot) -> None:
    sheet = app.styleSheet()
    with undressed(app):
        assert not app.styleSheet()
        made = button(qtbot, "secondary")

    assert app.styleSheet() == sheet
    assert edge(made, 0) == tokens().outline
