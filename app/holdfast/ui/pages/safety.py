"""The page *Safety*: what stands between a person and losing their backups, card by card."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from holdfast.actions.forget import ForgetPlan
from holdfast.errors import Problem
from holdfast.ui.dialogs import ask_new_folder
from holdfast.ui.home_state import HomeState
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.safety_deeds import SafetyDeeds
from holdfast.ui.safety_readings import SafetyReading, read_safety
from holdfast.ui.safety_state import Standing, card_states
from holdfast.ui.session import Session
from holdfast.ui.widgets.boxes import column, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.safety_card import SafetyCard
from holdfast.ui.widgets.safety_kept import KeptCard
from holdfast.ui.widgets.safety_passwords import PasswordsCard
from holdfast.ui.widgets.safety_simple_cards import (
    CheckCard,
    CopiesCard,
    RehearsalCard,
    SheetCard,
    VaultCard,
)
from holdfast.wording import controls, safety
from holdfast.wording.controls import Label
from holdfast.wording.problems import say
from holdfast.wording.safety_labels import Act, Topic, act


class SafetyPage(QWidget):
    """Seven cards over one vault and the chosen phone.

    Signals:
        left: a person is done here.
        sheet_wanted: the recovery sheet is to be shown; of this password, if it is not empty.
        open_wanted: another vault is to be opened.
        create_wanted: a new vault is to be made.
    """

    left = Signal()
    sheet_wanted = Signal(str)
    open_wanted = Signal()
    create_wanted = Signal()

    def __init__(self, session: Session, deeds: SafetyDeeds) -> None:
        """Nothing is read before `open`; what is asked for here, `deeds` do."""
        super().__init__()
        self._session = session
        self.deeds = deeds
        self.sheet = SheetCard()
        self.check = CheckCard()
        self.rehearsal = RehearsalCard()
        self.kept = KeptCard()
        self.copies = CopiesCard()
        self.passwords = PasswordsCard()
        self.vault = VaultCard()
        self.cards: dict[Topic, SafetyCard] = {card.topic: card for card in self._in_order()}
        self._seen: tuple[object, ...] = ()
        self._scroll: QScrollArea
        self.setLayout(self._parts())
        self._connect_cards()
        self._connect_deeds()
        session.changed.connect(self._follow)

    def _in_order(self) -> tuple[SafetyCard, ...]:
        first = (self.sheet, self.check, self.rehearsal, self.kept)
        return (*first, self.copies, self.passwords, self.vault)

    def _parts(self) -> QVBoxLayout:
        back = Button("", Role.QUIET, Icon.BACK, name=controls.label(Label.BACK))
        back.clicked.connect(self.left)
        words = safety.page()
        head = row(back, label(words.title, Type.PAGE), None, gap=12)
        inner = QWidget()
        inner.setLayout(column(*self.cards.values(), None, gap=12, margins=(0, 0, 12, 0)))
        self._scroll = scrolling(inner)
        hint = label(words.sentence, tone="quiet", wrap=True)
        return column(head, hint, self._scroll, gap=12, margins=(24, 20, 24, 24))

    def _connect_cards(self) -> None:
        deeds, kept = self.deeds, self.kept
        for card in self.cards.values():
            card.stop_wanted.connect(self._session.stop)
        self.sheet.action.clicked.connect(lambda: self.sheet_wanted.emit(""))
        self.check.check_wanted.connect(deeds.check)
        self.check.repair_wanted.connect(deeds.repair)
        self.rehearsal.wanted.connect(deeds.rehearse)
        self.rehearsal.typed.connect(deeds.rehearse_typed)
        kept.preview_wanted.connect(deeds.preview)
        kept.forget_wanted.connect(deeds.forget)
        kept.remember_wanted.connect(deeds.remember)
        kept.pin_wanted.connect(deeds.pin)
        kept.rehearse_wanted.connect(deeds.rehearse)
        kept.release_wanted.connect(deeds.release)
        self.copies.choose_wanted.connect(self._choose_mirror)
        self.copies.update_wanted.connect(deeds.mirror)
        self.copies.off_wanted.connect(deeds.end_mirror)
        self.passwords.new_wanted.connect(deeds.take_password)
        self.passwords.remove_wanted.connect(deeds.remove_password)
        self.passwords.wrong.connect(deeds.refuse_password)
        self.passwords.keep_wanted.connect(deeds.keep_password)
        self.passwords.forget_wanted.connect(self._session.forget_vault)
        self.vault.open_wanted.connect(self.open_wanted)
        self.vault.create_wanted.connect(self.create_wanted)
        self.vault.rebuild_wanted.connect(deeds.rebuild)

    def _connect_deeds(self) -> None:
        deeds = self.deeds
        deeds.said.connect(self._say)
        deeds.settled.connect(self.read)
        deeds.previewed.connect(self._show_plan)
        deeds.not_previewed.connect(self._show_no_plan)
        deeds.sheet_needed.connect(self.rehearsal.ask_sheet)
        deeds.sheet_wanted.connect(self.sheet_wanted)

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        return tuple(card.action for card in self.cards.values())

    def open(self, topic: Topic | None = None) -> None:
        """Read everything anew; unfold the card of `topic`, if there is one."""
        for card in self.cards.values():
            card.notice.clear()
            if topic is not None:
                card.unfold(on=card.topic is topic)
        self.passwords.clear_fields()
        self.read()
        if topic is not None:
            # Once it is unfolded, and knows how high it is.
            QTimer.singleShot(0, lambda: self._bring_up(self.cards[topic]))

    def _bring_up(self, card: SafetyCard) -> None:
        self._scroll.verticalScrollBar().setValue(card.y())
        card.action.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """What another page changed shows here, too."""
        super().showEvent(event)
        self.read()

    def read(self) -> None:
        """Read everything the cards say, behind the window."""
        session, vault = self._session, self._session.vault
        if vault is None:
            return
        handset = session.state.current
        session.bridge.run(
            session.read_queue,
            lambda task: read_safety(session.desk, vault, handset, task),
            done=self._show,
        )

    def _show(self, read: SafetyReading) -> None:
        state = self._session.state
        if read.handset != state.current or self._session.vault is None:
            return
        standing = Standing(read, state.sheet_proven, state.now)
        for topic, card_state in card_states(standing).items():
            self.cards[topic].show_head(card_state)
        phones = [phone.title for phone in state.phones if phone.connected and phone.known]
        self.check.show_reading(read, phones)
        self.rehearsal.show_reading(read)
        self.kept.show_reading(read, state.now)
        self.copies.show_reading(read)
        self.passwords.show_reading(read)
        self.vault.show_reading(read)
        self._show_running(state)

    def _follow(self) -> None:
        if not self.isVisible():
            return
        state = self._session.state
        seen = (state.current, state.reading, state.sheet_proven, state.phones)
        if seen != self._seen and state.running is None:
            self._seen = seen
            self.read()
        self._show_running(state)

    def _show_running(self, state: HomeState) -> None:
        for card in self.cards.values():
            card.show_running(state.running)

    def _say(self, topic: Topic, meaning: Meaning, title: str, text: str) -> None:
        card = self.cards[topic]
        card.say(meaning, title, text)
        if topic is Topic.PASSWORDS and meaning is Meaning.SAFE:
            self.passwords.clear_fields()
        if topic is Topic.REHEARSAL and meaning is Meaning.SAFE:
            self.rehearsal.sheet.clear()
        QTimer.singleShot(0, lambda: self._scroll.ensureWidgetVisible(card.notice))

    def _show_plan(self, plan: ForgetPlan) -> None:
        state = self._session.state
        if plan.handset == state.current and state.phone is not None:
            self.kept.show_plan(plan, state.phone.title)

    def _show_no_plan(self, problem: Problem) -> None:
        words = say(problem)
        self.kept.show_trouble(words.what, words.next)

    def _choose_mirror(self) -> None:
        folder = ask_new_folder(self, act(Act.CHOOSE_MIRROR))
        if folder is not None:
            self.deeds.mirror(folder)
