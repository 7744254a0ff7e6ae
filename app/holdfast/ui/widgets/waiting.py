"""A phone that waits for its owner: what to do on its screen, step by step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.widgets.boxes import Card, clear, column, panel, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, label
from holdfast.wording import connecting, controls
from holdfast.wording.controls import Label
from holdfast.wording.waiting import Waiting, step


class WaitingCard(Card):
    """Hidden until a phone waits; goes by itself when it does no more.

    Signals:
        let_go_wanted: whoever has the phone is to be asked to let go of it.
        help_wanted: all steps are to be shown, with pictures.
    """

    let_go_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, *, helped: bool = True) -> None:
        """Nothing waits yet; `helped` leads to more help."""
        super().__init__()
        self._shown: Waiting | None = None
        self._compact = False
        self._icon = IconLabel(Icon.PHONE, 24, meaning=Meaning.CALM, halo=True)
        self._title = label(step=Type.PAGE, wrap=True)
        self._sentence = label(tone="quiet", wrap=True)
        self._code = label(step=Type.STRONG, wrap=True)
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines = column(gap=6)
        self.steps = panel(self._lines)
        self.how = Button(controls.label(Label.HOW), Role.LINK)
        self.how.clicked.connect(self._unfold)
        self.ask = Button(controls.label(Label.ASK_TO_LET_GO), Role.SECONDARY)
        self.ask.clicked.connect(self.let_go_wanted)
        self.help = Button(connecting.with_pictures(), Role.LINK)
        self.help.clicked.connect(lambda _on: self.help_wanted.emit())
        if not helped:  # shown before it has a place it would be a window of its own
            self.help.hide()
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        head = row(self._title, self.help, gap=16)
        head.setStretch(0, 1)
        parts = (head, self._sentence, self._code, self.steps, self.how, self.ask)
        words = column(*parts, gap=6)
        for button in (self.how, self.ask):
            words.setAlignment(button, Qt.AlignmentFlag.AlignLeft)
        line = row(self._icon, words, gap=16, margins=(16, 14, 16, 14))
        line.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_compact(self, *, on: bool) -> None:
        """Fold the steps where the window is low."""
        if on != self._compact:
            self._compact = on
            self._fold()

    def show_waiting(self, found: Waiting | None) -> None:
        """Show what a phone waits for, or hide."""
        if found == self._shown:
            return
        self._shown = found
        self.setVisible(found is not None)
        if found is None:
            return
        steps = [step(number, text) for number, text in enumerate(found.steps, 1)]
        self._title.setText(found.title)
        self._sentence.setText(found.sentence)
        self._code.setText(found.code)
        self._code.setVisible(bool(found.code))
        self.ask.setVisible(found.askable)
        self.ask.setEnabled(not found.asked)
        clear(self._lines)
        for text in steps:
            self._lines.addWidget(label(text, wrap=True))
        self._fold()
        said = (found.title, found.sentence, found.code, *steps)
        self.setAccessibleName(" ".join(part for part in said if part))

    def _fold(self) -> None:
        any_steps = self._shown is not None and bool(self._shown.steps)
        self.steps.setVisible(any_steps and not self._compact)
        self.how.setVisible(any_steps and self._compact)

    def _unfold(self) -> None:
        self.steps.show()
        self.how.hide()
