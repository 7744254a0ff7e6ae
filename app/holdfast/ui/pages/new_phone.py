"""The way to a new phone: four steps on one page, of which the next one is always open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from holdfast.errors import Problem
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.ui.errands import Wanted
from holdfast.ui.home_state import HomeState, Phone
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.new_phone_state import NewPhone, Stage, new_phone
from holdfast.ui.readings import best_source
from holdfast.ui.session import Session
from holdfast.ui.widgets.boxes import Card, Part, clear, column, panel, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.how_to_connect import HowToConnect
from holdfast.ui.widgets.labels import IconLabel, label
from holdfast.ui.widgets.notice import Notice
from holdfast.ui.widgets.waiting import WaitingCard
from holdfast.wording import connecting, controls
from holdfast.wording import new_phone as words
from holdfast.wording.controls import Label
from holdfast.wording.i18n import sentences
from holdfast.wording.problems import say
from holdfast.wording.window import Words, phone_entry


class StepCard(Card):
    """One step: a tick once it is done, and what it needs while it is the next one."""

    def __init__(self, number: int, *parts: Part) -> None:
        """Step `number`, with `parts` shown while it is the next."""
        super().__init__()
        self._number = number
        self._icon = IconLabel(Icon.EMPTY, 20)
        self._title = label(step=Type.CARD, wrap=True)
        self._sentence = label(tone="quiet", wrap=True)
        self.body = panel(column(*parts, gap=12, margins=(0, 8, 0, 4)))
        lines = column(self._title, self._sentence, self.body, gap=4)
        line = row(self._icon, lines, gap=14, margins=(16, 14, 16, 14))
        line.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_step(self, said: Words, *, done: bool, now: bool) -> None:
        """Show how it stands; its parts are there only while it is the next one."""
        icon = Icon.DONE if done else Icon.NEXT if now else Icon.EMPTY
        meaning = Meaning.SAFE if done else Meaning.CALM if now else None
        self._icon.show_icon(icon, meaning)
        self._title.setText(said.title)
        self._sentence.setText(said.sentence)
        self._sentence.setVisible(bool(said.sentence) and (done or now))
        self.body.setVisible(now)
        self.setAccessibleName(words.step(self._number, said.title, done=done))


class NewPhonePage(QWidget):
    """From *I have a new phone* to the plan of what is put on it.

    Signals:
        left: a person is done here.
        open_wanted: a vault is to be opened.
        connect_wanted: how the old phone is connected is to be shown.
        doctor_wanted: the new phone does not show up.
        plan_wanted: what is to be put back (`Wanted`), and the id of the phone that gets it.
    """

    left = Signal()
    open_wanted = Signal()
    connect_wanted = Signal()
    doctor_wanted = Signal()
    plan_wanted = Signal(object, str)

    def __init__(self, session: Session) -> None:
        """Follow `session`."""
        super().__init__()
        self._session = session
        self._chosen = ""
        self._same = False
        self._ask = False
        self._asking = False
        self._stage: Stage | None = None
        self.olds: dict[str, Button] = {}
        """The buttons that choose the old phone, by its id."""
        self.notice = Notice(controls.label(Label.CLOSE))
        self._make_controls()
        self._make_steps()
        self.setLayout(self._parts())
        session.changed.connect(self._follow)
        session.failed.connect(self._tell)
        self._follow()

    def _make_controls(self) -> None:
        self.open_vault = Button(controls.label(Label.OPEN_VAULT), Role.PRIMARY, Icon.FOLDER)
        self.connect_old = Button(connecting.help_connecting(), Role.SECONDARY, Icon.CABLE)
        self.other = Button(words.choose_other(), Role.LINK)
        self.same = Button(words.onto_same(), Role.SECONDARY, Icon.PUT_BACK)
        self.not_shown = Button(connecting.not_shown(), Role.SECONDARY, Icon.SEARCH)
        self.see = Button(words.see_plan(), Role.PRIMARY, Icon.PUT_BACK)
        self.waiting = WaitingCard(helped=False)
        self.how = HowToConnect()
        self.open_vault.clicked.connect(self.open_wanted)
        self.connect_old.clicked.connect(self.connect_wanted)
        self.other.clicked.connect(lambda: self.choose(""))
        self.same.clicked.connect(self._take_same)
        self.not_shown.clicked.connect(self.doctor_wanted)
        self.see.clicked.connect(self._plan)
        self.waiting.let_go_wanted.connect(self._session.watch.ask_to_let_go)

    def _make_steps(self) -> None:
        self._olds = column(gap=8)
        self.steps = (
            StepCard(1, row(self.open_vault, self.connect_old, None, gap=12)),
            StepCard(2, self._olds),
            StepCard(
                3,
                self.waiting,
                row(self.same, self.other, None, self.not_shown, gap=16),
                self.how,
            ),
            StepCard(4, row(self.see, None)),
        )

    def _parts(self) -> QVBoxLayout:
        self._back = Button("", Role.QUIET, Icon.BACK, name=controls.label(Label.BACK))
        self._back.clicked.connect(self.left)
        said = words.page()
        head = row(self._back, label(said.title, Type.PAGE), None, gap=12)
        hint = label(said.sentence, tone="quiet", wrap=True)
        inner = QWidget()
        inner.setLayout(column(*self.steps, None, gap=10, margins=(0, 0, 12, 0)))
        parts = (head, hint, self.notice, scrolling(inner))
        return column(*parts, gap=12, margins=(24, 20, 24, 24))

    def open(self) -> None:
        """Begin anew: a phone that is connected already goes straight on."""
        self.notice.clear()
        self._chosen, self._same, self._ask = "", False, False
        self._asking, self._stage = False, None
        self._follow()

    def choose(self, handset: str) -> None:
        """The old phone is `handset`, or another one than before if it is empty."""
        self._chosen, self._same, self._ask = handset, False, not handset
        self._follow()

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        how = self.how.first_controls()
        return (self.see, self.open_vault, *self.olds.values(), *how, self._back)

    def showEvent(self, event: QShowEvent) -> None:
        """What happened meanwhile counts, too."""
        super().showEvent(event)
        self._follow()

    def _take_same(self) -> None:
        self._same = True
        self._follow()

    def _follow(self) -> None:
        state = self._session.state
        found = new_phone(state, self._chosen, same=self._same, ask=self._ask)
        self._show(found, state)
        came, self._stage = found.stage is not self._stage, found.stage
        if came and found.stage is Stage.READY and self.isVisible():
            self._plan()
        if not self.isVisible():
            # So that it goes on by itself once it is looked at again.
            self._stage = None

    def _show(self, found: NewPhone, state: HomeState) -> None:
        first, second, third, last = self.steps
        stage = found.stage
        in_vault = stage in (Stage.VAULT, Stage.READING, Stage.NOTHING)
        first.show_step(_vault_words(found, state), done=not in_vault, now=in_vault)
        self.open_vault.setVisible(stage is not Stage.READING)
        self.connect_old.setVisible(stage is Stage.NOTHING)
        old = found.old
        if old is None:
            second.show_step(words.old(), done=False, now=stage is Stage.OLD)
        else:
            said = words.old_chosen(old.title, old.kept(state.now))
            second.show_step(said, done=True, now=False)
        self._show_olds(found.olds, state)
        self._show_third(third, found, state)
        last.show_step(words.put_back(), done=False, now=stage is Stage.READY)
        self.see.setEnabled(state.running is None and not self._asking)

    def _show_olds(self, olds: tuple[Phone, ...], state: HomeState) -> None:
        wanted = {phone.id: phone_entry(phone.title, phone.kept(state.now)) for phone in olds}
        if {key: button.text() for key, button in self.olds.items()} == wanted:
            return
        clear(self._olds)
        self.olds = {key: Button(text, Role.SECONDARY, Icon.PHONE) for key, text in wanted.items()}
        for key, button in self.olds.items():
            button.clicked.connect(lambda _=False, key=key: self.choose(key))
            self._olds.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_third(self, third: StepCard, found: NewPhone, state: HomeState) -> None:
        asked = found.stage in (Stage.NEW, Stage.SAME)
        said = words.new()
        if found.new is not None:
            said = words.new_there(found.new.title)
        elif found.stage is Stage.SAME and found.old is not None:
            said = words.same(found.old.title)
        third.show_step(said, done=found.new is not None, now=asked)
        self.same.setVisible(found.stage is Stage.SAME)
        self.how.setVisible(found.stage is Stage.NEW and not state.waiting)
        self.not_shown.setVisible(found.stage is Stage.NEW)
        self.other.setVisible(len(found.olds) > 1)
        self.waiting.show_waiting(state.waiting[0] if state.waiting else None)

    def _plan(self) -> None:
        found = new_phone(self._session.state, self._chosen, same=self._same, ask=self._ask)
        vault, old, new = self._session.vault, found.old, found.new
        if vault is None or old is None or new is None or self._asking:
            return
        self._asking = True
        self._session.bridge.run(
            self._session.read_queue,
            lambda task: best_source(vault, old.id, task),
            done=lambda source: self._go(source, new.id),
            stopped=self._end_asking,
        )

    def _go(self, source: SnapshotInfo | None, target: str) -> None:
        self._end_asking()
        if source is None:
            said = words.no_source()
            self.notice.say(Meaning.ATTENTION, said.title, said.sentence)
        elif self.isVisible():
            self.plan_wanted.emit(Wanted(source), target)

    def _tell(self, problem: Problem) -> None:
        """Say here why a vault could not be opened."""
        if self.isVisible():
            said = say(problem)
            self.notice.say(Meaning.ATTENTION, said.what, sentences(said.kept, said.next))

    def _end_asking(self) -> None:
        self._asking = False
        self.see.setEnabled(True)


def _vault_words(found: NewPhone, state: HomeState) -> Words:
    match found.stage:
        case Stage.VAULT:
            return words.vault()
        case Stage.READING:
            return Words(words.vault_open(state.vault).title, words.reading())
        case Stage.NOTHING:
            return words.nothing()
    return words.vault_open(state.vault)
