"""The style sheet, made from the tokens, and the one call that puts a theme on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from string import Template

from PySide6.QtWidgets import QApplication

from holdfast.ui.fonts import load_typeface
from holdfast.ui.look import (
    CONTRAST_DARK,
    CONTRAST_LIGHT,
    TOKENS,
    Theme,
    Tokens,
    mark_theme,
    palette,
    resolve,
)

_SHEET = Template("""
QWidget { font-size: 13px; }
QMainWindow, QDialog, QWidget[surface="window"] { background: $window; }
QWidget[surface="side"] { background: $side; }
QFrame[surface="card"] { background: $card; border: 1px solid $line; border-radius: 12px; }
QFrame[surface="card"][meaning="attention"] {
    background: $attention_soft; border-color: $attention_soft;
}
QFrame[surface="card"][meaning="danger"] { background: $danger_soft; border: 1px solid $danger; }
QFrame[surface="card"][meaning="safe"] { background: $safe_soft; border-color: $safe_soft; }
QFrame[surface="card"][meaning="calm"] { background: $accent_soft; border-color: $accent_soft; }
QFrame[surface="line"] { background: $line; border: none; }

QLabel { background: transparent; color: $text; }
QLabel[tone="quiet"] { color: $quiet; }
QLabel[tone="safe"] { color: $safe; }
QLabel[tone="attention"] { color: $attention; }
QLabel[tone="danger"] { color: $danger; }
QLabel[step="small"] { font-size: 12px; }
QLabel[step="strong"] { font-weight: 600; }
QLabel[step="small-strong"] { font-size: 12px; font-weight: 600; }
QLabel[step="card"] { font-size: 15px; font-weight: 600; }
QLabel[step="page"] { font-size: 20px; font-weight: 600; }
QLabel[mark="old"] {
    background: $danger_soft; color: $quiet; border-radius: 5px; padding: 2px 6px;
    text-decoration: line-through;
}
QLabel[mark="new"] {
    background: $safe_soft; border-radius: 5px; padding: 2px 6px; font-weight: 500;
}
QLabel[step="hero"] { font-size: 28px; font-weight: 600; }

QPushButton, QToolButton {
    background: $card; color: $text; border: 1px solid $outline; border-radius: 8px;
    padding: 0 14px; min-height: 34px; font-weight: 500; outline: none;
}
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:focus, QToolButton:focus {
    border: ${ring}px solid $accent; padding: 0 ${pad14}px; min-height: ${high34}px;
}
QPushButton:disabled, QToolButton:disabled {
    color: $quiet; background: transparent; border-color: $line;
}
QPushButton[role="primary"] {
    background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600;
    padding: 0 20px;
}
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus { border: ${ring}px solid $text; padding: 0 ${pad20}px; }
QPushButton[role="primary"]:disabled { background: $hover; color: $quiet; border-color: $hover; }
QPushButton[role="danger"] {
    background: $danger; color: $on_danger; border: 1px solid $danger; font-weight: 600;
    padding: 0 20px;
}
QPushButton[role="danger"]:disabled { background: $hover; color: $quiet; border-color: $hover; }
QPushButton[role="danger"]:focus { border: ${ring}px solid $text; padding: 0 ${pad20}px; }
QPushButton[role="quiet"], QToolButton[role="quiet"] {
    background: transparent; border: 1px solid transparent;
}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus {
    border: ${ring}px solid $accent;
}
QToolButton[role="tool"] { padding: 0; border-color: transparent; background: transparent; }
QToolButton[role="tool"]:hover { background: $hover; }
QToolButton[role="tool"]:focus { border: ${ring}px solid $accent; padding: 0; }
QToolButton[role="quiet"] { padding: 0 8px; }
QToolButton[role="quiet"]:focus { padding: 0 ${pad8}px; }
QPushButton[role="link"] {
    background: transparent; border: none; border-radius: 4px; color: $accent; padding: 0 2px;
    min-height: 24px;
    text-align: left;
}
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus {
    border: ${ring}px solid $accent; padding: 0; min-height: ${link}px;
}
QPushButton[role="chooser"], QPushButton[role="phone"] {
    background: transparent; border: 1px solid transparent; border-radius: 12px; padding: 0 2px;
    min-height: 40px; text-align: left;
}
QPushButton[role="phone"] { min-height: 62px; }
QPushButton[role="chooser"]:hover, QPushButton[role="phone"]:hover { background: $hover; }
QPushButton[role="chooser"]:focus, QPushButton[role="phone"]:focus {
    border: ${ring}px solid $accent; padding: 0 ${pad2}px; min-height: ${high40}px;
}
QPushButton[role="phone"]:focus { min-height: ${high62}px; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }

QPushButton[role="segment"] {
    background: transparent; border: 1px solid transparent; border-radius: 7px; padding: 0 12px;
    min-height: 28px; color: $quiet;
}
QPushButton[role="segment"]:checked {
    background: $card; color: $text; border: 1px solid $line;
}
QPushButton[role="segment"]:focus {
    border: ${ring}px solid $accent; padding: 0 ${pad12}px; min-height: ${high28}px;
}
QFrame[surface="segments"] { background: $hover; border: none; border-radius: 9px; }

QPushButton[role="tab"] {
    background: transparent; border: none; border-bottom: 2px solid transparent; border-radius: 0;
    padding: 0 4px; min-height: 36px; color: $quiet;
}
QPushButton[role="tab"]:hover {
    color: $text; background: transparent; border-bottom: 2px solid $outline;
}
QPushButton[role="tab"]:checked {
    color: $text; border-bottom: ${ring}px solid $accent;
}
QPushButton[role="tab"]:focus {
    background: $hover; border-top-left-radius: 6px; border-top-right-radius: 6px;
}

QLineEdit, QPlainTextEdit {
    background: $card; color: $text; border: 1px solid $outline; border-radius: 8px;
    padding: 0 12px;
    min-height: 34px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit { placeholder-text-color: $quiet; }
QPlainTextEdit { padding: 8px; }
QLineEdit:focus, QPlainTextEdit:focus {
    border: ${ring}px solid $accent; padding: 0 ${pad12}px; min-height: ${high34}px;
}
QPlainTextEdit:focus { padding: ${pad8}px; }

QComboBox {
    background: $card; color: $text; border: 1px solid $outline; border-radius: 8px;
    padding: 0 12px; min-height: 34px; combobox-popup: 0;
}
QComboBox:hover { background: $hover; }
QComboBox:focus { border: ${ring}px solid $accent; padding: 0 ${pad12}px; min-height: ${high34}px; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $card; color: $text; border: 1px solid $line; padding: 4px;
    selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 30px; padding: 0 8px; border-radius: 6px; }
QComboBox QAbstractItemView::item:selected { background: $accent_soft; color: $text; }

QListView, QTreeView, QTableView { background: transparent; border: none; outline: none; }
QTableView { selection-background-color: transparent; }
QHeaderView { background: transparent; }
QHeaderView::section { background: transparent; color: $quiet; border: none; font-size: 12px; }
QTreeView::item { min-height: 32px; color: $text; padding: 0 4px; }
QTreeView::item:hover { background: $hover; }
QTreeView::item:selected, QFileDialog QListView::item:selected {
    background: $accent_soft; color: $text;
}
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QTreeView::item:selected:focus { border: 1px solid $accent; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: transparent; color: $quiet; border: none; border-bottom: 1px solid $line;
    padding: 6px 8px; font-size: 12px; font-weight: 600;
}
QFrame[surface="pane"] { background: $card; border: 1px solid $line; border-radius: 12px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }

QScrollBar:vertical { background: transparent; width: 11px; margin: 2px; }
QScrollBar::handle:vertical { background: $outline; border-radius: 3px; min-height: 32px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle:horizontal { background: $outline; border-radius: 4px; min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar {
    background: $hover; border: none; border-radius: 4px; min-height: 8px; max-height: 8px;
}
QProgressBar::chunk { background: $accent; border-radius: 4px; }


QMenu {
    background: $card; color: $text; border: 1px solid $line; border-radius: 10px; padding: 6px;
}
QMenu::item { padding: 8px 24px 8px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }
QMenu::icon { padding-left: 8px; }
QToolTip { background: $text; color: $card; border: none; padding: 6px 8px; border-radius: 6px; }
QSplitter::handle { background: transparent; }
""")


_CONTRAST = Template("""
QPushButton[role="quiet"], QToolButton[role="quiet"], QPushButton[role="chooser"],
QPushButton[role="phone"], QPushButton[role="segment"] { border-color: $outline; }
QPushButton[role="segment"]:checked {
    background: $accent; color: $on_accent; border-color: $accent;
}
QPushButton:disabled, QToolButton:disabled, QPushButton[role="primary"]:disabled,
QPushButton[role="danger"]:disabled {
    border: 1px dashed $outline; background: transparent;
}
QPushButton[role="link"] { text-decoration: underline; }
QPushButton[role="tab"] {
    border: ${ring}px solid transparent; border-radius: 0; padding: 0 1px; min-height: 32px;
}
QPushButton[role="tab"]:checked { border-bottom: ${ring}px solid $accent; }
QPushButton[role="tab"]:focus { border: ${ring}px solid $accent; }
QFrame[surface="card"][meaning="attention"] { border-color: $attention; }
QFrame[surface="card"][meaning="safe"] { border-color: $safe; }
QFrame[surface="card"][meaning="calm"] { border-color: $accent; }
QFrame[surface="segments"] { border: 1px solid $outline; }
QProgressBar { border: 1px solid $outline; }
QMenu::item:selected, QComboBox QAbstractItemView::item:selected {
    background: $accent; color: $on_accent;
}
QToolTip { border: 1px solid $card; }
""")
"""What is added where nothing may be told by a shade of its surface alone."""


def style_sheet(look: Tokens) -> str:
    """The style sheet in the colours of `look`."""
    values = {name: getattr(look, name) for name in Tokens.__dataclass_fields__}
    values |= _less_ring(look.ring)
    contrasting = look in (CONTRAST_LIGHT, CONTRAST_DARK)
    sheets = (_SHEET, _CONTRAST) if contrasting else (_SHEET,)
    return "\n".join(sheet.substitute(values) for sheet in sheets)


def _less_ring(ring: int) -> dict[str, int]:
    """Paddings and heights inside a focus ring, so that nothing grows when it comes."""
    wider = ring - 1
    paddings = {f"pad{plain}": plain - wider for plain in (2, 8, 12, 14, 20)}
    heights = {f"high{plain}": plain - 2 * wider for plain in (28, 34, 40, 62)}
    return paddings | heights | {"link": 24 - 2 * ring}


def dress(app: QApplication) -> None:
    """Give the application its style and typeface, once, before any window is made."""
    app.setStyle("Fusion")
    app.setFont(load_typeface())


def put_on(app: QApplication, theme: Theme) -> None:
    """Change the whole application to `theme` at once."""
    mark_theme(app, theme)
    look = TOKENS[resolve(theme)]
    sheet = style_sheet(look)
    # Each of both makes Qt look at every widget anew.
    if app.styleSheet() != sheet:
        app.setPalette(palette(look))
        app.setStyleSheet(sheet)


@contextmanager
def undressed(app: QApplication) -> Iterator[None]:
    """Make widgets without the style sheet, and put it on them all at the end.

    Otherwise Qt dresses every part anew each time it is put into a larger one, which takes
    half of the time that a window takes.
    """
    sheet = app.styleSheet()
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(sheet)
