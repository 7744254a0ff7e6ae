"""The search field: its glass and its clearing cross follow the theme."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle

from holdfast.ui.direction import turn
from holdfast.ui.icons import Icon, paint_icon
from holdfast.ui.look import tokens
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.wording import controls
from holdfast.wording.controls import Label

_LEFT, _GLASS, _CROSS = 12, 18, 28


class SearchField(QLineEdit):
    """A field for words to be found in every version of everything.

    Signals:
        results_wanted: the keyboard is to go on to what was found.
    """

    results_wanted = Signal()

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self.setPlaceholderText(controls.label(Label.SEARCH))
        self.setAccessibleName(controls.label(Label.SEARCH))
        before, behind = _GLASS + 6, _CROSS
        if self.isRightToLeft():
            before, behind = behind, before
        self.setTextMargins(before, 0, behind, 0)
        self._clear = Button("", Role.QUIET, Icon.CLOSE, name=controls.label(Label.CLEAR))
        self._clear.setParent(self)
        self._clear.setFixedSize(_CROSS, _CROSS)
        self._clear.setStyleSheet("min-height: 0; padding: 0;")
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leads to the results."""
        if event.key() == Qt.Key.Key_Down and self.text():
            self.results_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross at the end."""
        super().resizeEvent(event)
        at_end = QRect(self.width() - _CROSS - 5, (self.height() - _CROSS) // 2, _CROSS, _CROSS)
        self._clear.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), at_end))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the glass in front of the words."""
        super().paintEvent(event)
        painter = QPainter(self)
        turn(painter, QRectF(self.rect()), self.layoutDirection())
        area = QRectF(_LEFT, (self.height() - _GLASS) / 2, _GLASS, _GLASS)
        paint_icon(painter, Icon.SEARCH, area, tokens().quiet)
        painter.end()
