"""A line on a tinted surface: what a person should know here, and one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.widgets.boxes import Card, column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, label, set_tone

_ICONS = {
    Meaning.CALM: Icon.INFO,
    Meaning.SAFE: Icon.DONE,
    Meaning.ATTENTION: Icon.ALERT,
    Meaning.DANGER: Icon.ALERT,
}


class Notice(Card):
    """Hidden until it has something to say.

    Signals:
        closed: a person put it away.
    """

    closed = Signal()

    def __init__(self, close_name: str) -> None:
        """`close_name` names the closing button for screen readers."""
        super().__init__()
        self._icon = IconLabel(Icon.INFO, 18)
        self._title = label(step=Type.STRONG, wrap=True)
        self._text = label(wrap=True)
        self.action = Button(" ", Role.LINK)
        self._close = Button("", Role.QUIET, Icon.CLOSE, name=close_name)
        self._call: Callable[[], None] = self.clear
        self.action.clicked.connect(self._act)
        self._close.clicked.connect(self._put_away)
        words: QVBoxLayout = column(self._title, self._text, gap=4)
        # Beside the words: below them it would take a line of what they stand above.
        line = row(self._icon, words, self.action, self._close, gap=12, margins=(16, 10, 8, 10))
        for part in (self._icon, self._close):
            line.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def say(
        self,
        meaning: Meaning,
        title: str,
        text: str = "",
        action: tuple[str, Callable[[], None]] | None = None,
        *,
        closable: bool = True,
    ) -> None:
        """Show this instead of what was shown."""
        self._icon.show_icon(_ICONS[meaning], meaning)
        set_tone(self, "meaning", str(meaning))
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.action.setVisible(action is not None)
        if action is not None:
            self.action.say(action[0])
            self._call = action[1]
        self._close.setVisible(closable)
        self.setAccessibleName(f"{title} {text}".strip())
        self.show()

    def clear(self) -> None:
        """Say nothing any more."""
        self.hide()

    def _act(self) -> None:
        self._call()

    def _put_away(self) -> None:
        self.hide()
        self.closed.emit()
