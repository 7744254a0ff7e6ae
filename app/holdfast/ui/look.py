"""The look: colour tokens of each theme, sizes, and the palette made from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

CARD = 16
ROW = 56
RADIUS = 12
ICON = 20

_THEME_PROPERTY = "holdfast.theme"


class Theme(StrEnum):
    """What the person chose; *system* follows the desktop in darkness and in contrast."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast-light"
    CONTRAST_DARK = "contrast-dark"


class Meaning(StrEnum):
    """What a state means; never shown by its colour alone."""

    CALM = "calm"
    SAFE = "safe"
    ATTENTION = "attention"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, as #rrggbb.

    `window`, `side` and `card` are the three surfaces. `line` only decorates; `outline` bounds
    controls and has to be seen. Each meaning has a strong colour for words and icons and a
    soft one for surfaces. `ring` is the width of the ring around what the keyboard acts on, in
    logical pixels.
    """

    window: str
    side: str
    card: str
    hover: str
    line: str
    outline: str
    text: str
    quiet: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    safe: str
    safe_soft: str
    attention: str
    attention_soft: str
    danger: str
    danger_soft: str
    on_danger: str
    shadow: str
    ring: int = 2

    def strong(self, meaning: Meaning) -> str:
        """The colour of words and icons that carry `meaning`."""
        return {
            Meaning.CALM: self.accent,
            Meaning.SAFE: self.safe,
            Meaning.ATTENTION: self.attention,
            Meaning.DANGER: self.danger,
        }[meaning]

    def soft(self, meaning: Meaning) -> str:
        """The surface behind words that carry `meaning`."""
        return {
            Meaning.CALM: self.accent_soft,
            Meaning.SAFE: self.safe_soft,
            Meaning.ATTENTION: self.attention_soft,
            Meaning.DANGER: self.danger_soft,
        }[meaning]


LIGHT = Tokens(
    window="#f6f7f9",
    side="#eceef2",
    card="#ffffff",
    hover="#e3e6ec",
    line="#dfe2e8",
    outline="#7b8190",
    text="#191c24",
    quiet="#565c6b",
    accent="#2a56c6",
    accent_hover="#2148ab",
    on_accent="#ffffff",
    accent_soft="#dfe8fc",
    safe="#17693f",
    safe_soft="#ddf3e6",
    attention="#7d4f00",
    attention_soft="#fdf0cf",
    danger="#b3202d",
    danger_soft="#fde6e6",
    on_danger="#ffffff",
    shadow="#c9cdd6",
)

DARK = Tokens(
    window="#16181d",
    side="#1c1f26",
    card="#22262e",
    hover="#2c313b",
    line="#323742",
    outline="#747b8c",
    text="#eceef3",
    quiet="#a9afbd",
    accent="#8fb0ff",
    accent_hover="#abc4ff",
    on_accent="#0e1526",
    accent_soft="#2a3a63",
    safe="#77d6a3",
    safe_soft="#1d3a2c",
    attention="#f1c266",
    attention_soft="#413317",
    danger="#ff9a97",
    danger_soft="#4b2226",
    on_danger="#2a0a0c",
    shadow="#0d0f13",
)


CONTRAST_LIGHT = Tokens(
    window="#ffffff",
    side="#ffffff",
    card="#ffffff",
    hover="#e4e4e4",
    line="#000000",
    outline="#000000",
    text="#000000",
    quiet="#2b2b2b",
    accent="#00369f",
    accent_hover="#002673",
    on_accent="#ffffff",
    accent_soft="#d9e4ff",
    safe="#004d22",
    safe_soft="#d8f5e3",
    attention="#5a3800",
    attention_soft="#ffedc2",
    danger="#8a0012",
    danger_soft="#ffe0e0",
    on_danger="#ffffff",
    shadow="#000000",
    ring=3,
)

CONTRAST_DARK = Tokens(
    window="#000000",
    side="#000000",
    card="#000000",
    hover="#2a2a2a",
    line="#ffffff",
    outline="#ffffff",
    text="#ffffff",
    quiet="#dcdcdc",
    accent="#a8c8ff",
    accent_hover="#cfe0ff",
    on_accent="#000000",
    accent_soft="#10284f",
    safe="#7df0b0",
    safe_soft="#06301b",
    attention="#ffd76a",
    attention_soft="#3a2a00",
    danger="#ffb9b6",
    danger_soft="#4a0a10",
    on_danger="#000000",
    shadow="#ffffff",
    ring=3,
)

TOKENS = {
    Theme.LIGHT: LIGHT,
    Theme.DARK: DARK,
    Theme.CONTRAST_LIGHT: CONTRAST_LIGHT,
    Theme.CONTRAST_DARK: CONTRAST_DARK,
}
"""The colours of each theme that *system* may mean."""


def tokens() -> Tokens:
    """The colours that are on now."""
    return TOKENS[_theme()]


def is_dark() -> bool:
    """Whether a dark theme is on."""
    return _theme() in (Theme.DARK, Theme.CONTRAST_DARK)


def is_contrast() -> bool:
    """Whether a theme of high contrast is on."""
    return _theme() in (Theme.CONTRAST_LIGHT, Theme.CONTRAST_DARK)


def _theme() -> Theme:
    app = QApplication.instance()
    marked = app.property(_THEME_PROPERTY) if app is not None else None
    return Theme(marked) if marked else Theme.LIGHT


def resolve(theme: Theme) -> Theme:
    """The choice itself, or what the desktop says: light and usual where it is silent."""
    if theme is not Theme.SYSTEM:
        return theme
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() is Qt.ColorScheme.Dark
    # Qt tells of contrast from 6.10 on.
    if hasattr(hints, "accessibility"):
        preference = hints.accessibility().contrastPreference()
        if preference is Qt.ContrastPreference.HighContrast:
            return Theme.CONTRAST_DARK if dark else Theme.CONTRAST_LIGHT
    return Theme.DARK if dark else Theme.LIGHT


def mark_theme(app: QApplication, theme: Theme) -> None:
    """Note which theme is on, for `tokens`."""
    app.setProperty(_THEME_PROPERTY, str(resolve(theme)))


def palette(look: Tokens) -> QPalette:
    """The palette that Fusion draws with what the style sheet leaves alone."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: look.window,
        QPalette.ColorRole.Base: look.card,
        QPalette.ColorRole.AlternateBase: look.side,
        QPalette.ColorRole.Button: look.card,
        QPalette.ColorRole.Text: look.text,
        QPalette.ColorRole.WindowText: look.text,
        QPalette.ColorRole.ButtonText: look.text,
        QPalette.ColorRole.BrightText: look.danger,
        QPalette.ColorRole.PlaceholderText: look.quiet,
        QPalette.ColorRole.Highlight: look.accent,
        QPalette.ColorRole.HighlightedText: look.on_accent,
        QPalette.ColorRole.Link: look.accent,
        QPalette.ColorRole.LinkVisited: look.accent,
        QPalette.ColorRole.ToolTipBase: look.text,
        QPalette.ColorRole.ToolTipText: look.card,
        QPalette.ColorRole.Light: look.card,
        QPalette.ColorRole.Midlight: look.hover,
        QPalette.ColorRole.Mid: look.line,
        QPalette.ColorRole.Dark: look.outline,
        QPalette.ColorRole.Shadow: look.shadow,
        QPalette.ColorRole.Accent: look.accent,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.quiet))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, QColor(look.quiet))
    return made


def contrast(first: str, second: str) -> float:
    """Contrast of two colours by WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [_linear(channel) for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(channel: float) -> float:
    low = 0.04045
    return channel / 12.92 if channel <= low else ((channel + 0.055) / 1.055) ** 2.4


class Type(StrEnum):
    """The steps of the type scale."""

    BODY = "body"
    STRONG = "strong"
    SMALL = "small"
    SMALL_STRONG = "small-strong"
    CARD = "card"
    PAGE = "page"
    HERO = "hero"


_SCALE: dict[Type, tuple[int, QFont.Weight]] = {
    Type.BODY: (13, QFont.Weight.Normal),
    Type.STRONG: (13, QFont.Weight.DemiBold),
    Type.SMALL: (12, QFont.Weight.Normal),
    Type.SMALL_STRONG: (12, QFont.Weight.DemiBold),
    Type.CARD: (15, QFont.Weight.DemiBold),
    Type.PAGE: (20, QFont.Weight.DemiBold),
    Type.HERO: (28, QFont.Weight.DemiBold),
}


def font(step: Type, *, tabular: bool = False) -> QFont:
    """The application's typeface at one step of the scale, in logical pixels.

    `tabular` figures are all of one width, for columns of times.
    """
    size, weight = _SCALE[step]
    made = QFont(QApplication.font())
    made.setPixelSize(size)
    made.setWeight(weight)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
