"""The first page: no vault is open yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from holdfast.ui.home_state import HomeState
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.widgets.boxes import column, panel, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, label
from holdfast.ui.widgets.notice import Notice
from holdfast.ui.widgets.waiting import WaitingCard
from holdfast.wording import controls, window
from holdfast.wording.controls import Label

_WIDEST = 560


class WelcomePage(QWidget):
    """Says what this is and offers the three ways in.

    Signals:
        sample_wanted, open_wanted, create_wanted: the way a person chose.
        new_phone_wanted, connect_wanted, guide_wanted: the help a person chose.
    """

    sample_wanted = Signal()
    open_wanted = Signal()
    create_wanted = Signal()
    new_phone_wanted = Signal()
    connect_wanted = Signal()
    guide_wanted = Signal()

    def __init__(self) -> None:
        """The page as it is without a phone."""
        super().__init__()
        self.setProperty("surface", "window")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._title = label(step=Type.HERO, wrap=True)
        self._sentence = label(wrap=True, tone="quiet")
        self._phone = label(step=Type.STRONG, wrap=True)
        self._busy = label(controls.label(Label.LOADING), tone="quiet")
        self.waiting = WaitingCard()
        self.waiting.setMaximumWidth(_WIDEST)
        self.notice = Notice(controls.label(Label.CLOSE))
        self.sample = Button(controls.label(Label.SAMPLE), Role.PRIMARY, Icon.PLAY)
        self.create_vault = Button(controls.label(Label.CREATE_VAULT), Role.SECONDARY, Icon.PLUS)
        self.open_vault = Button(controls.label(Label.OPEN_VAULT), Role.SECONDARY, Icon.FOLDER)
        self.new_phone = Button(controls.label(Label.NEW_PHONE), Role.LINK, Icon.PHONE)
        self.connect_phone = Button(controls.label(Label.CONNECT), Role.LINK, Icon.CABLE)
        self.guide = Button(controls.label(Label.GUIDE), Role.LINK, Icon.BOOK)
        for link, wanted in (
            (self.new_phone, self.new_phone_wanted),
            (self.connect_phone, self.connect_wanted),
            (self.guide, self.guide_wanted),
        ):
            link.clicked.connect(lambda _on, wanted=wanted: wanted.emit())
        self.sample.clicked.connect(self.sample_wanted)
        self.create_vault.clicked.connect(self.create_wanted)
        self.open_vault.clicked.connect(self.open_wanted)
        # The steps of a phone that waits need more height than the lowest window has.
        self.setLayout(column(scrolling(panel(self._parts()))))

    def _parts(self) -> QVBoxLayout:
        middle = Qt.AlignmentFlag.AlignHCenter
        for words in (self._title, self._sentence, self._phone):
            words.setAlignment(middle)
            words.setMaximumWidth(_WIDEST)
        self._icon = IconLabel(Icon.SAFE, 40, meaning=Meaning.CALM, halo=True)
        self._buttons = row(None, self.sample, self.create_vault, self.open_vault, None, gap=12)
        self.notice.setMaximumWidth(_WIDEST)
        parts = column(
            row(None, self.notice, None), None, self._icon, 16, margins=(24, 24, 24, 24), gap=10
        )
        parts.setAlignment(self._icon, middle)
        for words in (self._title, self._sentence, self._phone, self._busy):
            line = row(None, words, None, gap=0)
            line.setStretch(1, 20 if words is not self._busy else 0)
            parts.addLayout(line)
        card = row(None, self.waiting, None, gap=0)
        card.setStretch(1, 20)
        parts.addSpacing(8)
        parts.addLayout(card)
        parts.addSpacing(12)
        parts.addLayout(self._buttons)
        parts.addSpacing(8)
        helps = row(None, self.new_phone, self.connect_phone, self.guide, None, gap=24)
        parts.addLayout(helps)
        parts.addStretch(2)
        return parts

    def show_state(self, state: HomeState, *, busy: bool) -> None:
        """Greet the phone that is there; wait visibly while a vault is being opened."""
        phone = next((phone for phone in state.phones if phone.connected), None)
        words = window.welcome()
        self._title.setText(words.title)
        self._sentence.setText(words.sentence)
        found = window.phone_found(phone.title) if phone is not None else window.plug_in()
        self._phone.setText(f"{found.title}. {found.sentence}" if phone else found.title)
        self._phone.setVisible(phone is not None or not state.waiting)
        self._icon.setVisible(not state.waiting)
        self.waiting.show_waiting(state.waiting[0] if state.waiting else None)
        self.create_vault.set_role(Role.PRIMARY if phone is not None else Role.SECONDARY)
        self.sample.set_role(Role.SECONDARY if phone is not None else Role.PRIMARY)
        self._busy.setVisible(busy)
        for button in (self.sample, self.create_vault, self.open_vault):
            button.setEnabled(not busy)
