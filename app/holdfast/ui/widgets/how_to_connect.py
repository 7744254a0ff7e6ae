"""The steps that connect a phone of one kind, each with its picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QWidget

from holdfast.phones.handsets.android.asleep import Maker
from holdfast.ui.direction import turn
from holdfast.ui.drawings import HEIGHT, WIDTH, draw
from holdfast.ui.icons import Icon
from holdfast.ui.look import Type
from holdfast.ui.widgets.boxes import Card, clear, column, panel, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.choices import Choice, Tabs
from holdfast.ui.widgets.labels import label
from holdfast.wording import connecting
from holdfast.wording.connecting import How, Kin, Picture

_COLUMNS = 3


class StepPicture(QWidget):
    """One schematic picture; what it shows is its accessible name."""

    def __init__(self, picture: Picture) -> None:
        """Draw `picture`."""
        super().__init__()
        self._picture = picture
        self.setAccessibleName(connecting.shown(picture))
        self.setFixedSize(QSize(WIDTH, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the theme's colours of this moment."""
        del event
        painter = QPainter(self)
        turn(painter, QRectF(self.rect()), self.layoutDirection())
        draw(painter, self._picture)
        painter.end()


class StepCard(Card):
    """One numbered step below its picture."""

    def __init__(self, number: int, how: How) -> None:
        """Show step `number`."""
        super().__init__()
        count = label(str(number), Type.PAGE, tone="quiet")
        words = label(how.text, wrap=True)
        line = row(count, words, gap=12)
        line.setAlignment(count, Qt.AlignmentFlag.AlignTop)
        line.setAlignment(words, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        picture = row(None, StepPicture(how.picture), None)
        self.setLayout(column(picture, line, None, gap=12, margins=(16, 14, 16, 14)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(f"{number}. {how.text}")


class HowToConnect(QWidget):
    """Tabs of the kinds of phone, and the steps of the chosen one.

    Signals:
        chosen: another kind of phone is shown (a `Kin`).
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        """Begin with Android phones."""
        super().__init__()
        self.kin = Kin.ANDROID
        self._maker = Maker.OTHER
        self.tabs = Tabs(connecting.choose_kin())
        choices = [Choice(str(kin), connecting.kin(kin)) for kin in Kin]
        self.tabs.show_choices(choices, str(self.kin))
        self.tabs.chosen.connect(lambda key: self.show_kin(Kin(key)))
        self._comes = label(tone="quiet", wrap=True)
        self.maker = Button(" ", Role.SECONDARY, Icon.CHOOSE)
        self._makers = QMenu(self)
        self.maker.setMenu(self._makers)
        self._made_by = panel(row(label(connecting.choose_maker()), self.maker, None, gap=12))
        self._steps = QGridLayout()
        self._steps.setSpacing(12)
        for at in range(_COLUMNS):
            self._steps.setColumnStretch(at, 1)
        self._fill_makers()
        self.setLayout(column(self.tabs, self._comes, self._made_by, self._steps, gap=12))
        self.show_kin(self.kin)

    def _fill_makers(self) -> None:
        for maker in Maker:
            action = self._makers.addAction(connecting.maker(maker))
            action.triggered.connect(lambda _=False, maker=maker: self.show_maker(maker))

    def show_kin(self, kin: Kin) -> None:
        """Show the steps for this kind of phone."""
        self.kin = kin
        self.tabs.press(str(kin))
        self._comes.setText(connecting.what_comes(kin))
        self._made_by.setVisible(kin is Kin.ANDROID)
        self._show_steps()
        self.chosen.emit(kin)

    def show_maker(self, maker: Maker) -> None:
        """Show the steps for phones of this maker."""
        self._maker = maker
        self._show_steps()

    def _show_steps(self) -> None:
        self.maker.say(connecting.maker(self._maker))
        clear(self._steps)
        for at, how in enumerate(connecting.steps(self.kin, self._maker)):
            self._steps.addWidget(StepCard(at + 1, how), *divmod(at, _COLUMNS))

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        focus = Qt.FocusPolicy.NoFocus
        return tuple(
            each for each in self.tabs.findChildren(Button) if each.focusPolicy() is not focus
        )
