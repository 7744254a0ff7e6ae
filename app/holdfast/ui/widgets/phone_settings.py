"""One phone among the settings: its name, and what happens when it is plugged in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from holdfast.actions.settings import AtPlugIn
from holdfast.ui.icons import Icon
from holdfast.ui.widgets.boxes import column, row
from holdfast.ui.widgets.choices import Choice, Segments
from holdfast.ui.widgets.labels import IconLabel, label
from holdfast.wording import preferences

_LONGEST = 80


class PhoneSettings(QWidget):
    """Tells what a person changed.

    Signals:
        renamed: the phone's new name, empty to take it off.
        chosen: an `AtPlugIn`.
    """

    renamed = Signal(str)
    chosen = Signal(object)

    def __init__(self, title: str, choice: AtPlugIn) -> None:
        """The phone is called `title` now and does `choice`."""
        super().__init__()
        self._title = title
        self.name = QLineEdit(title)
        self.name.setMaxLength(_LONGEST)
        self.name.setMaximumWidth(360)
        self.name.setAccessibleName(preferences.name_of(title))
        self.name.editingFinished.connect(self._rename)
        self._hint = label(tone="quiet", wrap=True)
        choices = [Choice(str(each), preferences.at_plug_in(each)) for each in AtPlugIn]
        self.choices = Segments(preferences.when_plugged_in(title), choices)
        self.choices.chosen.connect(self._choose)
        self.choices.press(str(choice))
        self._show_hint(choice)
        line = row(IconLabel(Icon.PHONE), self.name, gap=12)
        line.setStretch(1, 1)
        line.addStretch(0)
        self.setLayout(column(line, row(self.choices, None), self._hint, gap=8))

    def _rename(self) -> None:
        name = self.name.text().strip()
        if name != self._title:
            self._title = name
            self.renamed.emit(name)

    def _choose(self, key: str) -> None:
        choice = AtPlugIn(key)
        self._show_hint(choice)
        self.chosen.emit(choice)

    def _show_hint(self, choice: AtPlugIn) -> None:
        self._hint.setText(preferences.at_plug_in_hint(choice))
