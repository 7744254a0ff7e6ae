"""Cards, rows and columns on the 8 px grid."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from holdfast.ui.direction import is_right_to_left
from holdfast.ui.look import CARD

Margins = tuple[int, int, int, int]
"""Before, above, behind and below; before is where writing begins."""
_NONE: Margins = (0, 0, 0, 0)

Part = QWidget | QLayout | int | None
"""A widget, a layout, a gap in pixels, or None for what stretches."""


def column(*parts: Part, gap: int = 8, margins: Margins = _NONE) -> QVBoxLayout:
    """Parts below each other."""
    made = QVBoxLayout()
    _fill(made, parts, gap, margins)
    return made


def row(*parts: Part, gap: int = 8, margins: Margins = _NONE) -> QHBoxLayout:
    """Parts beside each other, centred on one line."""
    made = QHBoxLayout()
    _fill(made, parts, gap, margins)
    return made


def _fill(layout: QBoxLayout, parts: tuple[Part, ...], gap: int, margins: Margins) -> None:
    layout.setSpacing(gap)
    before, above, behind, below = margins
    if is_right_to_left():
        before, behind = behind, before
    layout.setContentsMargins(before, above, behind, below)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


def panel(layout: QLayout, surface: str = "") -> QWidget:
    """A plain widget around `layout`."""
    made = QWidget()
    if surface:
        made.setProperty("surface", surface)
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setLayout(layout)
    return made


class Card(QFrame):
    """A rounded surface around a layout; `meaning` tints it."""

    def __init__(self, layout: QLayout | None = None, *, surface: str = "card") -> None:
        """An empty card is given its layout later."""
        super().__init__()
        self.setProperty("surface", surface)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        if layout is not None:
            self.setLayout(layout)


def card(*parts: Part, gap: int = 8) -> Card:
    """A card around a column of parts."""
    return Card(column(*parts, gap=gap, margins=(CARD, CARD, CARD, CARD)))


class _Inside(QWidget):
    """As high as its words are at the width they have.

    Their smallest height is that at their smallest width: emptiness to scroll through.
    """

    def minimumSizeHint(self) -> QSize:
        """Leave the height to the area, which asks for it at its width."""
        hint, inner = super().minimumSizeHint(), self.layout()
        if inner is not None and inner.hasHeightForWidth():
            hint.setHeight(0)
        return hint


def scrolling(inner: QWidget) -> QScrollArea:
    """A frameless area in which `inner` scrolls up and down."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside = _Inside()
    inside.setLayout(column(inner))
    made.setWidget(inside)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of `layout` and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            # Hidden first, and never orphaned: a layout shows its new children later, and an
            # orphan would come up as a window of its own.
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
