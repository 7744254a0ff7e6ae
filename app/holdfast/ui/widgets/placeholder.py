"""What stands where there is nothing to show: why, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.widgets.boxes import clear, column, panel, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, label

_WIDEST = 440
_GAP = 8


@dataclass(frozen=True, slots=True)
class Blank:
    """The words of an empty, loading or failed view, and of the link below them, if any."""

    icon: Icon
    title: str
    sentence: str = ""
    meaning: Meaning = Meaning.CALM
    link: str = ""


class Placeholder(QWidget):
    """An icon, a title, a sentence and at most two buttons, in the middle of its place.

    A low place goes without the icon; one lower still scrolls.

    Signals:
        acted: the link of what is shown was followed.
    """

    acted = Signal()

    def __init__(self, blank: Blank | None = None, *buttons: Button) -> None:
        """Show `blank` with `buttons` below each other's side."""
        super().__init__()
        self._shown: Blank | None = None
        self._symbol: IconLabel | None = None
        self._layout = column(margins=(24, 12, 24, 12))
        self._area = scrolling(panel(self._layout))
        self.setLayout(column(self._area))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if blank is not None:
            self.show_blank(blank, *buttons)

    def show_blank(self, blank: Blank, *buttons: Button) -> None:
        """Replace what was shown."""
        if blank == self._shown and not buttons:
            return
        self._shown = blank
        clear(self._layout)
        middle = Qt.AlignmentFlag.AlignHCenter
        title = label(blank.title, Type.CARD, wrap=True)
        sentence = label(blank.sentence, tone="quiet", wrap=True)
        self._layout.addStretch(2)
        self._symbol = IconLabel(blank.icon, 28, meaning=blank.meaning, halo=True)
        self._layout.addWidget(self._symbol, 0, middle)
        self._layout.addSpacing(_GAP)
        for words in (title, sentence):
            words.setAlignment(middle | Qt.AlignmentFlag.AlignTop)
            words.setMaximumWidth(_WIDEST)
            if not words.text():
                words.hide()
            line = row(None, words, None, gap=0)
            line.setStretch(1, 20)
            self._layout.addLayout(line)
        if buttons:
            self._layout.addSpacing(_GAP)
            self._layout.addLayout(row(None, *buttons, None))
        if blank.link:
            link = Button(blank.link, Role.LINK)
            link.clicked.connect(lambda _on: self.acted.emit())
            self._layout.addWidget(link, 0, middle)
        self._layout.addStretch(3)
        self.setAccessibleName(f"{blank.title}. {blank.sentence}".strip())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the icon where it has room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._symbol is None:
            return
        needed = self._layout.totalHeightForWidth(self.width())
        if self._symbol.isHidden():
            needed += self._symbol.height() + _GAP
        self._symbol.setHidden(needed > self.height())
