"""The cards of putting back: plan, work, receipt, and why it did not work."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from holdfast.errors import Problem
from holdfast.records.matching.room import shortages
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import WRITING, Mode, Plan, Receipt, Step
from holdfast.ui.errands import Way
from holdfast.ui.home_state import Running
from holdfast.ui.icons import KIND_ICONS, Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.widgets.boxes import Card, clear, column, panel, row
from holdfast.ui.widgets.buttons import Button, Role, Tick
from holdfast.ui.widgets.choices import Choice, Tabs
from holdfast.ui.widgets.labels import IconLabel, label, rule
from holdfast.ui.widgets.strip import STEPS, progress_bar
from holdfast.wording import (
    controls,
    fidelity,
    likeness,
    pages,
    plans,
    progress,
    receipts,
    restores,
)
from holdfast.wording import kinds as kind_words
from holdfast.wording.controls import Label
from holdfast.wording.i18n import sentences
from holdfast.wording.problems import say
from holdfast.wording.window import Words

_INSET = (20, 20, 20, 20)
_WRITES = (Step.ADD, Step.UPDATE, Step.REMOVE)
_MOST_ALIKE = 5


class PlanCard(Card):
    """What would be done, kind by kind, before anything is written.

    Its `decision`, the go-ahead and what it takes, belongs where nothing scrolls it away.

    Signals:
        way_chosen: another way of putting back.
        changed: the kinds that are ticked now.
        confirmed: it is to be done.
        cancelled: it is not.
    """

    way_chosen = Signal()
    changed = Signal(object)
    confirmed = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        """Empty until it is shown a plan."""
        super().__init__()
        self._ticks: dict[Kind, Tick] = {}
        self._headline = label(step=Type.CARD, wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self._cannot = label(tone="attention", wrap=True)
        self._ways = Tabs(pages.way_to_put_back())
        self._ways.chosen.connect(lambda _key: self._turn())
        self._hint = label(tone="quiet", wrap=True)
        self._notes = label(tone="quiet", wrap=True)
        self._losing = label(tone="attention", wrap=True)
        self._anyway = Tick(pages.remove_anyway())
        self._anyway.toggled.connect(lambda _on: self.changed.emit(self.kinds))
        self._offered: Mapping[Mode, Way] = {}
        self._target = ""
        safety = row(
            IconLabel(Icon.SAFE, 18, meaning=Meaning.SAFE), label(plans.safety(), wrap=True), gap=10
        )
        safety.setStretch(1, 1)
        self._cancel = Button(controls.label(Label.CANCEL), Role.QUIET)
        self.primary = Button(" ", Role.PRIMARY, Icon.PUT_BACK)
        self._cancel.clicked.connect(self.cancelled)
        self.primary.clicked.connect(self.confirmed)
        ends = row(safety, self._cancel, self.primary, gap=12)
        ends.setStretch(0, 1)
        self.decision = panel(column(rule(), self._losing, self._anyway, ends, gap=10))
        parts = (self._headline, self._ways, self._hint, self._grid, self._cannot, self._notes)
        self.setLayout(column(*parts, gap=14, margins=_INSET))
        self.hide()

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that are ticked."""
        return frozenset(kind for kind, tick in self._ticks.items() if tick.isChecked())

    @property
    def way(self) -> Way:
        """The way of putting back that is chosen."""
        return self._offered[Mode(self._ways.current)]

    def show_ways(self, offered: Mapping[Mode, Way], target: str) -> None:
        """Show the ways there are, the one that changes least chosen."""
        self._offered, self._target = offered, target
        choices = [
            Choice(mode, pages.way(plans.mode(mode), way.plan.writes))
            for mode, way in offered.items()
        ]
        self._ways.show_choices(choices, Mode.ADD)
        self._turn()

    def _turn(self) -> None:
        self._show_plan(self.way.plan, self._target)
        self.way_chosen.emit()

    def _show_plan(self, made: Plan, target: str) -> None:
        """Show a new plan, everything ticked."""
        self._hint.setText(plans.mode_hint(made.mode))
        self._anyway.setChecked(False)
        notes = _notes(self.way)
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        clear(self._grid)
        self._ticks = {}
        for number, kind in enumerate(kind for kind in Kind if _lines(made, kind)):
            self._add_kind(made, kind, number)
        self.show_choice(made, target)

    def _add_kind(self, made: Plan, kind: Kind, number: int) -> None:
        tick = Tick(kind_words.title(kind))
        tick.setEnabled(any(made.counted(step)[kind] for step in WRITING))
        tick.toggled.connect(lambda _on: self.changed.emit(self.kinds))
        words = label(_lines(made, kind), tone="quiet", wrap=True)
        tick.setAccessibleDescription(words.text())
        self._ticks[kind] = tick
        self._grid.addWidget(IconLabel(KIND_ICONS[kind], 18), number, 0)
        self._grid.addWidget(tick, number, 1)
        self._grid.addWidget(words, number, 2, Qt.AlignmentFlag.AlignVCenter)

    def show_choice(self, chosen: Plan, target: str) -> None:
        """Show what the ticked part of the plan would do."""
        self._headline.setText(plans.headline(chosen, target))
        self.primary.say(plans.effect(chosen, target))
        losing = [kind for kind in self.way.losing if kind in self.kinds]
        self._losing.setText(plans.losing(losing, target) if losing else "")
        for part in (self._losing, self._anyway):
            part.setVisible(bool(losing))
        self.primary.setEnabled(bool(chosen.writes) and (not losing or self._anyway.isChecked()))
        cannot = [*plans.lines(chosen)[len(_kinds_with_lines(chosen)) :], *plans.giants(chosen)]
        cannot += [plans.short(each, target) for each in shortages(chosen, self.way.room)]
        self._cannot.setText("\n".join(cannot))
        self._cannot.setVisible(bool(cannot))


def _kinds_with_lines(made: Plan) -> list[Kind]:
    return [kind for kind in Kind if _lines(made, kind)]


def _lines(made: Plan, kind: Kind) -> str:
    """The counts of one kind, without its name; empty when the plan has nothing of it."""
    steps = [s for s in made.steps if s.item.kind is kind and s.step is not Step.CANNOT]
    if not steps:
        return ""
    counts = {step: sum(entry.step is step for entry in steps) for step in Step}
    return pages.plan_counts(*(counts[step] for step in (*_WRITES, Step.SKIP)))


def _notes(way: Way) -> list[str]:
    """What the target cannot hold, what may be there already, and how long it takes."""
    lines = [line for report in way.fidelity for line in fidelity.lines(report, fidelity.a_phone())]
    if way.alike:
        lines.append(restores.alike_heading(len(way.alike)))
    lines += [
        plans.alike(one.item.title, one.present.title, likeness.reasons(one.reasons))
        for one in way.alike[:_MOST_ALIKE]
    ]
    if way.plan.writes and way.seconds is not None:
        lines.append(plans.about(way.seconds))
    return lines


class WorkCard(Card):
    """Work under way: what, how far, how long still, and a way to stop.

    Signals:
        stopped: a person wants it to stop.
    """

    stopped = Signal()

    def __init__(self) -> None:
        """Hidden until work begins."""
        super().__init__()
        self._title = label(step=Type.CARD, wrap=True)
        self._line = label(wrap=True)
        self._left = label(tone="quiet", wrap=True)
        self._bar = progress_bar(controls.label(Label.LOADING))
        self.primary = Button(controls.label(Label.STOP), Role.SECONDARY, Icon.STOP)
        self.primary.clicked.connect(self.stopped)
        self.setLayout(
            column(
                self._title,
                self._line,
                self._bar,
                row(self._left, None, self.primary),
                gap=12,
                margins=_INSET,
            )
        )
        self.hide()

    def begin(self, title: str, *, writing: bool) -> None:
        """Show the beginning of new work; before writing it can be cancelled, then stopped."""
        self._title.setText(title)
        self._line.setText(controls.label(Label.LOADING))
        self._left.setText("")
        self._bar.setValue(0)
        self.primary.say(controls.label(Label.STOP if writing else Label.CANCEL))
        self.primary.setEnabled(True)

    def show_running(self, running: Running) -> None:
        """Show how far it is."""
        self._line.setText(progress.line(running.report))
        self._left.setText(progress.time_left(running.seconds_left))
        self._bar.setValue(round(running.fraction * STEPS))
        self.primary.setEnabled(not running.stopping)


class ReceiptCard(Card):
    """What the read-back confirmed.

    Signals:
        closed, undo_wanted, redo_wanted, save_wanted: what a person does with it.
    """

    closed = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    save_wanted = Signal()

    def __init__(self) -> None:
        """Hidden until there is a receipt."""
        super().__init__()
        self.receipt: Receipt | None = None
        self._icon = IconLabel(Icon.DONE, 26, meaning=Meaning.SAFE, halo=True)
        self._headline = label(step=Type.PAGE, wrap=True)
        self._proof = label(tone="quiet", wrap=True)
        self._lines: QVBoxLayout = column(gap=8)
        save = Button(controls.label(Label.SAVE), Role.QUIET, Icon.SAVE)
        self._undo = Button(controls.label(Label.UNDO), Role.SECONDARY, Icon.UNDO)
        self.primary = Button(controls.label(Label.DONE), Role.PRIMARY)
        save.clicked.connect(self.save_wanted)
        self._undo.clicked.connect(self.undo_wanted)
        self._redo = Button(pages.redo(), Role.SECONDARY, Icon.PUT_BACK)
        self._redo.clicked.connect(self.redo_wanted)
        self.primary.clicked.connect(self.closed)
        words = column(self._headline, self._proof, gap=4)
        head = row(self._icon, words, gap=16)
        head.setStretch(1, 1)
        buttons = row(save, None, self._undo, self._redo, self.primary)
        self.setLayout(column(head, rule(), self._lines, rule(), buttons, gap=14, margins=_INSET))
        self.hide()

    def show_receipt(self, receipt: Receipt, *, undo: bool, redo: bool) -> None:
        """Show `receipt`, and whether what it tells of can be undone or done again."""
        self.receipt = receipt
        icon = (Icon.DONE, Meaning.SAFE) if receipt.whole else (Icon.ALERT, Meaning.ATTENTION)
        self._icon.show_icon(*icon)
        self._headline.setText(receipts.headline(receipt))
        self._proof.setText(pages.receipt_proof(undone=bool(receipt.undoes)))
        clear(self._lines)
        for line in receipts.lines(receipt):
            self._lines.addWidget(label(line, wrap=True))
        self._undo.setVisible(undo)
        self._redo.setVisible(redo)


class WrongCard(Card):
    """Why it did not work, what was kept, and what to do next.

    Signals:
        again: it is to be tried again.
        closed: it is not.
    """

    again = Signal()
    closed = Signal()

    def __init__(self) -> None:
        """Hidden until something goes wrong."""
        super().__init__()
        icon = IconLabel(Icon.ALERT, 24, meaning=Meaning.ATTENTION, halo=True)
        self._title = label(step=Type.CARD, wrap=True)
        self._text = label(wrap=True)
        self.primary = Button(controls.label(Label.TRY_AGAIN), Role.PRIMARY)
        close = Button(controls.label(Label.BACK), Role.SECONDARY)
        self.primary.clicked.connect(self.again)
        close.clicked.connect(self.closed)
        words = column(self._title, self._text, 4, row(self.primary, close, None), gap=6)
        line = row(icon, words, gap=16, margins=_INSET)
        line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def show_problem(self, problem: Problem) -> None:
        """Say `problem`."""
        said = say(problem)
        text = sentences(said.kept, said.next)
        self.show_words(Words(said.what, text))

    def show_words(self, words: Words) -> None:
        """Say `words`."""
        self._title.setText(words.title)
        self._text.setText(words.sentence)
        self._text.setVisible(bool(words.sentence))
