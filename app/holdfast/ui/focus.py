"""Keeps the keyboard on a control of the page that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

First = Callable[[], Sequence[QWidget]]
"""The controls that a page would like to begin with, the best first."""


class Focus:
    """Where the keyboard begins on each page of `window`.

    A page is asked for its controls each time, since what can be used there changes.
    """

    def __init__(self, window: QWidget, shown: Callable[[], QWidget | None]) -> None:
        """`shown` tells which page is seen now."""
        self._window = window
        self._shown = shown
        self._firsts: dict[QWidget | None, First] = {}

    def add(self, page: QWidget, first: First) -> None:
        """On `page` begin with the first of `first()` that can be used."""
        self._firsts[page] = first

    def begin(self) -> None:
        """A page came up: put the keyboard on its first control."""
        first = self._firsts.get(self._shown(), tuple)
        for control in first():
            if _usable(control):
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def keep(self, held: QWidget | None) -> None:
        """Something changed: begin anew if what `held` the keyboard before cannot any more."""
        if held is None or not _usable(held):
            self.begin()

    def holder(self) -> QWidget | None:
        """The control that has the keyboard, or would have if the window were in front."""
        return self._window.focusWidget()


def _usable(control: QWidget) -> bool:
    return control.isVisible() and control.isEnabled()
