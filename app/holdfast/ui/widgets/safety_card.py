"""A card of the page *Safety*: how something stands, one thing to do, and more below."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from holdfast.ui.home_state import Doing, Running
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.safety_state import CardState
from holdfast.ui.widgets.boxes import Card, Part, column, panel, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, label, rule
from holdfast.ui.widgets.notice import Notice
from holdfast.ui.widgets.strip import STEPS, progress_bar
from holdfast.wording import controls, progress, safety
from holdfast.wording.controls import Label
from holdfast.wording.safety_labels import Act, Topic, act, topic

_ICONS = {
    Meaning.CALM: Icon.INFO,
    Meaning.SAFE: Icon.SAFE,
    Meaning.ATTENTION: Icon.UNSAFE,
    Meaning.DANGER: Icon.ALERT,
}


class SafetyCard(Card):
    """The head of every card; what unfolds below it is each card's own.

    Signals:
        stop_wanted: the work under way is to stop.
    """

    stop_wanted = Signal()

    def __init__(self, of: Topic, action: Button, doings: Collection[Doing] = ()) -> None:
        """`action` is the one thing to do; work of the kinds `doings` is shown here."""
        super().__init__()
        self.topic = of
        self.action = action
        self._doings = frozenset(doings)
        self._idle = True
        self._workers: list[QAbstractButton] = []
        self._icon = IconLabel(Icon.INFO, 20, meaning=Meaning.CALM, halo=True)
        self._title = label(topic(of), Type.CARD, wrap=True)
        self._sentence = label(safety.reading(), wrap=True)
        self._said = label(step=Type.SMALL, tone="quiet", wrap=True)
        self._said.hide()
        self.body = QWidget()
        self.body.hide()
        self.fold = Button(act(Act.MORE), Role.LINK, name=safety.more(topic(of)))
        self.fold.clicked.connect(lambda: self.unfold(on=self.body.isHidden()))
        self.notice = Notice(controls.label(Label.CLOSE))
        self._work = self._work_part()
        self._lay_out()

    def _work_part(self) -> QWidget:
        self._line = label(wrap=True)
        self._bar = progress_bar(topic(self.topic))
        self.stop = Button(controls.label(Label.STOP), Role.SECONDARY, Icon.STOP)
        self.stop.clicked.connect(self.stop_wanted)
        line = row(column(self._line, self._bar, gap=6), self.stop, gap=16)
        line.setStretch(0, 1)
        made = panel(line)
        made.hide()
        return made

    def _lay_out(self) -> None:
        words = column(self._title, self._sentence, self._said, self.fold, gap=4)
        words.setAlignment(self.fold, Qt.AlignmentFlag.AlignLeading)
        head = row(self._icon, words, self.action, gap=16)
        head.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        head.setAlignment(self.action, Qt.AlignmentFlag.AlignTop)
        head.setStretch(1, 1)
        self.setLayout(
            column(head, self._work, self.notice, self.body, gap=12, margins=(16, 16, 16, 14))
        )

    def fill(self, *parts: Part, workers: Collection[QAbstractButton] = ()) -> None:
        """Put `parts` into what unfolds; `workers` rest while anything is under way."""
        self.body.setLayout(column(rule(), 4, *parts, gap=12))
        self._workers = [self.action, *workers]

    def unfold(self, *, on: bool = True) -> None:
        """Show, or hide, what is below the head."""
        self.body.setVisible(on)
        self.fold.setText(act(Act.FEWER if on else Act.MORE))
        title = topic(self.topic)
        self.fold.setAccessibleName(safety.fewer(title) if on else safety.more(title))

    def show_head(self, state: CardState) -> None:
        """Say how it stands."""
        self._icon.show_icon(_ICONS[state.meaning], state.meaning)
        self._sentence.setText(state.sentence)
        self._said.setText(state.said)
        self._said.setVisible(bool(state.said))
        self.setAccessibleName(safety.of_card(topic(self.topic), state.sentence, state.said))

    def show_running(self, running: Running | None) -> None:
        """Show how far work of this card is; buttons rest while any work is under way."""
        mine = running is not None and running.doing in self._doings
        self._work.setVisible(mine)
        if running is not None and mine:
            self._line.setText(progress.line(running.report))
            self._bar.setValue(round(running.fraction * STEPS))
            self.stop.setEnabled(not running.stopping)
            self.notice.clear()
        self._idle = running is None
        self.refresh_workers()

    def refresh_workers(self) -> None:
        """Set what can be pressed now."""
        for button in self._workers:
            button.setEnabled(self._idle and self.may(button))

    def may(self, button: QAbstractButton) -> bool:
        """Whether `button` makes sense where nothing is under way; each card knows its own."""
        del button
        return True

    def say(self, meaning: Meaning, title: str, text: str = "") -> None:
        """Say how something on this card went."""
        self.notice.say(meaning, title, text)
