"""The status strip: am I safe? One line, a second one, and the one thing to do about it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from holdfast.ui.home_state import HomeState, LossLine
from holdfast.ui.icons import KIND_ICONS, Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.widgets.boxes import Card, column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.flow import Flow
from holdfast.ui.widgets.labels import IconLabel, label, set_tone
from holdfast.wording import android, controls, states, times, window
from holdfast.wording.controls import Label
from holdfast.wording.i18n import sentences
from holdfast.wording.states import Level, NextStep, Status

STEPS = 1000
"""The progress bar's length in steps."""

_ICONS = {
    Level.CALM: (Icon.PHONE, Meaning.CALM),
    Level.SAFE: (Icon.SAFE, Meaning.SAFE),
    Level.ATTENTION: (Icon.UNSAFE, Meaning.ATTENTION),
    Level.DANGER: (Icon.ALERT, Meaning.DANGER),
    Level.BUSY: (Icon.BACK_UP, Meaning.CALM),
}


class Strip(Card):
    """Shows the status of the chosen handset.

    Signals:
        wanted: what a person asked for (`NextStep`).
        undo_wanted: the last restore is to be undone.
        safety_wanted: how safe the backups are is to be shown.
        bring_wanted: this new phone is to get what another one had.
        why_wanted: it is to be told why something was not backed up.
        limits_wanted: it is to be told what is in the last backup and what is not.
    """

    wanted = Signal(object)
    undo_wanted = Signal()
    safety_wanted = Signal()
    bring_wanted = Signal()
    why_wanted = Signal()
    limits_wanted = Signal()

    def __init__(self) -> None:
        """An empty strip until it is shown a state."""
        super().__init__()
        self._icon = IconLabel(Icon.PHONE, 24, meaning=Meaning.CALM, halo=True)
        self._line = label(step=Type.PAGE, wrap=True)
        self._detail = label(tone="quiet", wrap=True)
        self._safety = label(step=Type.SMALL, tone="quiet", wrap=True)
        self.why = Button(states.why(), Role.LINK)
        self.why.clicked.connect(self.why_wanted)
        self.limits = Button(android.not_in_backup_title(), Role.LINK)
        self.limits.clicked.connect(self.limits_wanted)
        self._bar = progress_bar(controls.label(Label.BACK_UP))
        self._bar.hide()
        self._step = NextStep.NONE
        self.primary = Button(" ", Role.PRIMARY)
        self.primary.clicked.connect(lambda: self.wanted.emit(self._step))
        self._undo = Button(controls.label(Label.UNDO), Role.SECONDARY, Icon.UNDO)
        self._undo.clicked.connect(self.undo_wanted)
        self._bring = Button(window.bring_over(""), Role.SECONDARY, Icon.PUT_BACK)
        self._bring.clicked.connect(self.bring_wanted)
        self.safety = Button(controls.label(Label.SAFETY_PAGE), Role.LINK)
        self.safety.clicked.connect(self._want_safety)
        links = Flow(self._bring, self.why, self.limits, self.safety, gap=16, line_gap=0)
        words = column(self._line, self._detail, self._safety, self._bar, gap=4)
        line = row(self._icon, words, self._undo, self.primary, gap=16)
        line.setStretch(1, 1)
        # Below, not beside the buttons: one link alone can be as wide as the words.
        below = row(self._icon.width() + 16, links)
        below.setStretch(1, 1)
        self.setLayout(column(line, below, gap=8, margins=(16, 14, 16, 14)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _want_safety(self) -> None:
        self.safety_wanted.emit()

    def show_state(self, state: HomeState) -> None:
        """Show `state` in words."""
        status = state.status
        icon, meaning = _ICONS[status.level]
        self._icon.show_icon(icon, meaning)
        self._line.setText(status.line)
        self._detail.setText(" · ".join(part for part in (status.detail, *status.notes) if part))
        self._safety.setText(status.safety)
        self._safety.setVisible(bool(status.safety))
        self.why.setVisible(status.why)
        self.limits.setVisible(state.last is not None)
        self._show_progress(state, status)
        self._show_buttons(state, status)
        self.setAccessibleName(" ".join((f"{status.line}.", status.detail, status.safety)).strip())

    def _show_progress(self, state: HomeState, status: Status) -> None:
        busy = status.level is Level.BUSY and state.running is not None
        self._bar.setVisible(busy)
        if state.running is not None and busy:
            self._bar.setValue(round(state.running.fraction * STEPS))

    def _show_buttons(self, state: HomeState, status: Status) -> None:
        self._step = status.step
        running = state.running
        self.primary.setVisible(status.step is not NextStep.NONE)
        self.primary.say(states.step_label(status.step) or " ")
        self.primary.set_role(Role.SECONDARY if status.step is NextStep.STOP else Role.PRIMARY)
        self.primary.set_icon(Icon.STOP if status.step is NextStep.STOP else Icon.BACK_UP)
        idle = running is None
        self.primary.setEnabled(running is None or not running.stopping)
        self._undo.setVisible(idle and state.can_undo)
        other = state.other_phone
        self._bring.setVisible(idle and other is not None)
        if other is not None:
            self._bring.say(window.bring_over(other.title))


def progress_bar(name: str) -> QProgressBar:
    """A thin bar without figures of its own; the words beside it tell them."""
    made = QProgressBar()
    made.setRange(0, STEPS)
    made.setTextVisible(False)
    made.setAccessibleName(name)
    return made


class LossCard(Card):
    """The loss alarm: what the phone holds now, what the last good backup held, what to do.

    Signals:
        put_back_wanted: everything lost is to be put back.
        accepted: the emptiness is meant.
        back_up_wanted: the phone is to be backed up again.
    """

    put_back_wanted = Signal()
    accepted = Signal()
    back_up_wanted = Signal()

    def __init__(self) -> None:
        """Hidden until there is an alarm."""
        super().__init__()
        set_tone(self, "meaning", "danger")
        icon = IconLabel(Icon.UNSAFE, 26, meaning=Meaning.DANGER)
        self._title = label(step=Type.PAGE, wrap=True)
        self._promise = label(wrap=True)
        self._lines = Flow(gap=8, line_gap=8)
        self.primary = Button(states.step_label(NextStep.PUT_BACK), Role.PRIMARY, Icon.PUT_BACK)
        self._accept = Button(controls.label(Label.ACCEPT_LOSS), Role.SECONDARY)
        self._again = Button(controls.label(Label.BACK_UP), Role.QUIET, Icon.BACK_UP)
        self.primary.clicked.connect(self.put_back_wanted)
        self._accept.clicked.connect(self.accepted)
        self._again.clicked.connect(self.back_up_wanted)
        buttons = Flow(self.primary, self._accept, self._again)
        words = column(self._title, self._promise, 2, self._lines, 4, buttons, gap=6)
        line = row(icon, words, gap=16, margins=(20, 18, 20, 18))
        line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def set_compact(self, *, on: bool) -> None:
        """Leave the kinds out where the window is low; the timeline has them too."""
        self._lines.setVisible(not on)

    def show_state(self, state: HomeState) -> None:
        """Show the alarms of `state`, or hide."""
        lines = state.loss
        shown = bool(lines) and state.running is None
        self.setVisible(shown)
        if not shown:
            return
        self._title.setText(states.loss(lines[0].alarm, lines[0].when, state.now))
        self._promise.setText(_promise(lines, state.now))
        self._lines.clear()
        for entry in lines:
            self._lines.add(_chip(entry))
        taken = any(entry.taken for entry in lines)
        self.primary.setVisible(taken)
        self._accept.set_role(Role.SECONDARY if taken else Role.PRIMARY)
        ready = any(phone.connected for phone in state.phones)
        self.primary.setEnabled(ready)
        self.primary.setToolTip("" if ready else window.plug_in().title)
        self._again.setVisible(state.connected)
        self.setAccessibleName(f"{self._title.text()}. {self._promise.text()}")


def _promise(lines: tuple[LossLine, ...], now: datetime) -> str:
    when = lines[0].when
    kept = states.nothing_removed() if when is None else window.last_good(times.moment(when, now))
    barred = [entry.alarm.kind for entry in lines if not entry.taken]
    return sentences(states.not_taken(barred), kept) if barred else kept


def _chip(line: LossLine) -> Card:
    icon = IconLabel(KIND_ICONS[line.alarm.kind], 16)
    words = label(window.loss_line(line.alarm), Type.SMALL)
    return Card(row(icon, words, gap=8, margins=(10, 5, 12, 5)), surface="pane")
