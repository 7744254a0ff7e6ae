"""Putting back: the plan with its counts, then the work, then the receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from holdfast.errors import Problem
from holdfast.records.model import plan as plans
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Plan, Receipt
from holdfast.ui.dialogs import ask_text_file
from holdfast.ui.errands import Wanted, Way, run_proposal, run_restore
from holdfast.ui.home_state import Doing, HomeState, Phone
from holdfast.ui.icons import Icon
from holdfast.ui.look import Type
from holdfast.ui.mnemonics import plain
from holdfast.ui.pace import Expected
from holdfast.ui.pages.sheet import writing
from holdfast.ui.session import Session
from holdfast.ui.widgets.boxes import column, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.put_back_cards import PlanCard, ReceiptCard, WorkCard, WrongCard
from holdfast.wording import controls, pages, receipt_page, receipts, times, window
from holdfast.wording.controls import Label


class Step(StrEnum):
    """Where putting back stands."""

    ASKING = "asking"
    PLANNED = "planned"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"


class PutBackPage(QWidget):
    """One page from the plan to the receipt.

    Signals:
        left: a person is done here.
        undo_wanted: what was put back just now is to be undone.
        undo_asked: what was put back earlier may have to be undone.
        redo_asked: what was undone may have to be put back again.
        stepped: it stands elsewhere now.
    """

    left = Signal()
    undo_wanted = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    stepped = Signal()

    def __init__(self, session: Session) -> None:
        """Empty until it is opened."""
        super().__init__()
        self._session = session
        self._wanted: Wanted | None = None
        self._target: Phone | None = None
        self._made: Plan | None = None
        self._is_past = False
        self.step = Step.ASKING
        self._from = label(tone="quiet", wrap=True)
        self._choose_target = Button(" ", Role.SECONDARY, Icon.PHONE)
        self._targets = QMenu(self)
        self._choose_target.setMenu(self._targets)
        self.plan_card = PlanCard()
        self.work_card = WorkCard()
        self.receipt_card = ReceiptCard()
        self.wrong_card = WrongCard()
        self._cards = (self.plan_card, self.work_card, self.receipt_card, self.wrong_card)
        self._lay_out()
        self._connect()
        session.changed.connect(self._follow)

    def _lay_out(self) -> None:
        self._back = Button("", Role.QUIET, Icon.BACK, name=controls.label(Label.BACK))
        self._back.clicked.connect(self.leave)
        self._title = label(pages.put_back_title(), Type.PAGE)
        head = row(self._back, self._title, None, gap=12)
        self._onto = label(pages.put_back_onto())
        where = row(self._onto, self._choose_target, None, gap=12)
        inner = QWidget()
        inner.setLayout(column(*self._cards, None, gap=16, margins=(0, 0, 12, 0)))
        parts = (head, self._from, where, scrolling(inner), self.plan_card.decision)
        self.setLayout(column(*parts, gap=12, margins=(24, 20, 24, 24)))

    def _connect(self) -> None:
        self.plan_card.way_chosen.connect(self._choose_way)
        self.plan_card.changed.connect(self._choose_kinds)
        self.plan_card.confirmed.connect(self._write)
        self.plan_card.cancelled.connect(self.leave)
        self.work_card.stopped.connect(self._session.stop)
        self.receipt_card.closed.connect(self.leave)
        self.receipt_card.undo_wanted.connect(self._undo)
        self.receipt_card.redo_wanted.connect(self.redo_asked)
        self.receipt_card.save_wanted.connect(self._ask_where)
        self.wrong_card.again.connect(self._ask)
        self.wrong_card.closed.connect(self.leave)

    def open(self, wanted: Wanted, target: str = "") -> None:
        """Begin with `wanted`; it goes onto `target` if it is there, else whence it came."""
        self._wanted = wanted
        self._title.setText(pages.put_back_title())
        state = self._session.state
        ready = [phone for phone in state.phones if phone.connected]
        named = [phone for phone in ready if phone.id == target]
        own = [phone for phone in ready if phone.id == wanted.snapshot.handset.id]
        current = [phone for phone in ready if phone.id == state.current]
        self._target = next(iter([*named, *own, *current, *ready]), None)
        self._from.setText(self._source_line(wanted, state))
        self._show_targets(ready)
        self._ask()

    def _source_line(self, wanted: Wanted, state: HomeState) -> str:
        when = times.moment(wanted.snapshot.time, state.now)
        titles = {phone.id: phone.title for phone in state.phones}
        title = titles.get(wanted.snapshot.handset.id, wanted.snapshot.handset.title)
        if wanted.items is not None and len(wanted.items) == 1:
            return pages.put_back_item_from(wanted.items[0].title, when, title)
        return pages.put_back_from(when, title)

    def _show_targets(self, ready: Sequence[Phone]) -> None:
        self._targets.clear()
        for phone in ready:
            action = self._targets.addAction(plain(phone.title))
            action.triggered.connect(lambda _=False, phone=phone: self._retarget(phone))
        title = self._target.title if self._target else controls.label(Label.NOT_CONNECTED)
        self._choose_target.say(title)
        self._choose_target.setEnabled(len(ready) > 1)

    def _retarget(self, phone: Phone) -> None:
        self._target = phone
        self._choose_target.say(phone.title)
        self._ask()

    def _show(self, step: Step) -> None:
        self.step = step
        shown = {
            Step.ASKING: self.work_card,
            Step.PLANNED: self.plan_card,
            Step.WRITING: self.work_card,
            Step.DONE: self.receipt_card,
            Step.FAILED: self.wrong_card,
        }[step]
        for part in self._cards:
            part.setVisible(part is shown)
        self.plan_card.decision.setVisible(step is Step.PLANNED)
        for shown_before in (self._onto, self._choose_target):
            shown_before.setVisible(step in (Step.PLANNED, Step.FAILED))
        self.stepped.emit()

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        return (*(card.primary for card in self._cards), self._back)

    def _ask(self) -> None:
        wanted, target, vault = self._wanted, self._target, self._session.vault
        if wanted is None or vault is None:
            return
        if target is None:
            self.wrong_card.show_words(window.plug_in())
            self._show(Step.FAILED)
            return
        self.work_card.begin(pages.comparing(target.title), writing=False)
        self._show(Step.ASKING)
        desk = self._session.desk
        begun = self._session.run(
            Doing.PLAN,
            lambda task: run_proposal(desk, vault, target.id, wanted, task),
            self._planned,
            self._failed,
            self.left.emit,
        )
        if not begun:
            self.wrong_card.show_words(pages.busy())
            self._show(Step.FAILED)

    def _planned(self, offered: Mapping[Mode, Way]) -> None:
        if self._target is not None:
            self._session.note_untaken(self._target.id, offered[Mode.ADD].plan.untaken)
        self.plan_card.show_ways(offered, self._target.title if self._target else "")
        self._show(Step.PLANNED)

    def _choose_way(self) -> None:
        self._made = self.plan_card.way.plan

    def _choose_kinds(self, kinds: frozenset[Kind]) -> None:
        if self._made is not None and self._target is not None:
            self.plan_card.show_choice(only(self._made, kinds), self._target.title)

    def _write(self) -> None:
        made, vault = self._made, self._session.vault
        if made is None or vault is None or self._target is None:
            return
        chosen = only(made, self.plan_card.kinds)
        self.work_card.begin(pages.putting_back(self._target.title), writing=True)
        desk = self._session.desk
        begun = self._session.run(
            Doing.RESTORE,
            lambda task: run_restore(desk, vault, chosen, task),
            self.show_receipt,
            self._failed,
            self._stopped,
            Expected.of_plan(chosen),
        )
        if begun:
            self._show(Step.WRITING)

    def _stopped(self) -> None:
        self.wrong_card.show_words(pages.stopped_before_writing())
        self._show(Step.FAILED)

    def show_receipt(self, receipt: Receipt) -> None:
        """Show what was confirmed just now, also after an undo."""
        self._is_past = False
        possible = bool(receipt.lines)
        undo, redo = possible and not receipt.undoes, possible and bool(receipt.undoes)
        self.receipt_card.show_receipt(receipt, undo=undo, redo=redo)
        self._show(Step.DONE)

    def show_past(self, receipt: Receipt, when: datetime) -> None:
        """Show the receipt of an earlier restore, or undo, that was read back at `when`."""
        self._is_past = True
        state = self._session.state
        titles = {phone.id: phone.title for phone in state.phones}
        name = titles.get(receipt.target, receipt.target)
        undone = bool(receipt.undoes)
        self._title.setText(pages.receipt_title())
        self._from.setText(receipt_page.title(name, when, undone=undone))
        undo, redo = state.can_be_undone(receipt), state.can_be_redone(receipt)
        self.receipt_card.show_receipt(receipt, undo=undo, redo=redo)
        self._show(Step.DONE)

    def show_undo(self, *, again: bool = False) -> None:
        """Show that the last restore is being taken back, or done again."""
        self._title.setText(pages.put_back_title() if again else pages.undo_title())
        self._from.setText("")
        self.work_card.begin(pages.redoing() if again else pages.undoing(), writing=True)
        self._show(Step.WRITING)

    def _undo(self) -> None:
        (self.undo_asked if self._is_past else self.undo_wanted).emit()

    def fail(self, problem: Problem) -> None:
        """Show why it did not work."""
        self._failed(problem)

    def _failed(self, problem: Problem) -> None:
        self.wrong_card.show_problem(problem)
        self._show(Step.FAILED)

    def _follow(self) -> None:
        running = self._session.state.running
        if self.step in (Step.ASKING, Step.WRITING) and running is not None:
            self.work_card.show_running(running)

    def leave(self) -> None:
        """Go back; what is being written goes on to its end."""
        running = self._session.state.running
        if self.step is Step.ASKING and running is not None and running.doing is Doing.PLAN:
            self._session.stop()
        if self.step is not Step.WRITING:
            self._made = None
            self.left.emit()

    def _ask_where(self) -> None:
        file = ask_text_file(self, controls.label(Label.SAVE), pages.receipt_file())
        receipt = self.receipt_card.receipt
        if file is not None and receipt is not None:
            self._session.bridge.run("keys", writing(file, receipts.text(receipt)))


def only(made: Plan, kinds: frozenset[Kind]) -> Plan:
    """The part of a plan that is about `kinds`; what could not be chosen anyhow stays told."""
    carried = (entry for entry in made.steps if entry.step is not plans.Step.CANNOT)
    left_out = {entry.item.kind for entry in carried} - kinds
    return replace(
        made,
        kinds=tuple(kind for kind in made.kinds if kind in kinds),
        steps=tuple(entry for entry in made.steps if entry.item.kind not in left_out),
    )
