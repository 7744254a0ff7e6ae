"""What stands where there is nothing to show: why, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.widgets.boxes import clear, column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, label

_WIDEST = 440


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

    Signals:
        acted: the link of what is shown was followed.
    """

    acted = Signal()

    def __init__(self, blank: Blank | None = None, *buttons: Button) -> None:
        """Show `blank` with `buttons` below each other's side."""
        super().__init__()
        self._shown: Blank | None = None
        self._layout = column(margins=(24, 24, 24, 24))
        self.setLayout(self._layout)
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
        self._layout.addWidget(
            IconLabel(blank.icon, 28, meaning=blank.meaning, halo=True), 0, middle
        )
        self._layout.addSpacing(8)
        for words in (title, sentence):
            words.setAlignment(middle | Qt.AlignmentFlag.AlignTop)
            words.setMaximumWidth(_WIDEST)
            if not words.text():
                words.hide()
            line = row(None, words, None, gap=0)
            line.setStretch(1, 20)
            self._layout.addLayout(line)
        if buttons:
            self._layout.addSpacing(8)
            self._layout.addLayout(row(None, *buttons, None))
        if blank.link:
            link = Button(blank.link, Role.LINK)
            link.clicked.connect(lambda _on: self.acted.emit())
            self._layout.addWidget(link, 0, middle)
        self._layout.addStretch(3)
        self.setAccessibleName(f"{blank.title}. {blank.sentence}".strip())
