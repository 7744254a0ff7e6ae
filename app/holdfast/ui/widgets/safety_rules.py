"""Chooses the rules by which backups stay: presets with a name, or one's own numbers."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from holdfast.actions.retention import ALL, PRESETS, Preset, Rules
from holdfast.ui.look import Type
from holdfast.ui.safety_state import preset_of
from holdfast.ui.widgets.boxes import column, panel
from holdfast.ui.widgets.choices import Choice, Tabs
from holdfast.ui.widgets.flow import Flow
from holdfast.ui.widgets.labels import label
from holdfast.wording import forgetting, keeping
from holdfast.wording.safety_labels import Act, act

_OWN = "own"
_MOST = 9999
_FIELD_WIDTH = 104


class RulesChooser(QWidget):
    """Tabs of presets, and six numbers where none of them fits.

    Signals:
        changed: other rules are chosen now.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Everything stays at first."""
        super().__init__()
        self.tabs = Tabs(act(Act.RULES))
        choices = [Choice(str(preset), forgetting.preset(preset)) for preset in Preset]
        self.tabs.show_choices([*choices, Choice(_OWN, act(Act.OWN_RULES))], Preset.EVERYTHING)
        self.tabs.chosen.connect(self._choose)
        self._hint = label(tone="quiet", wrap=True)
        self.numbers = {entry.name: _number(entry.name) for entry in fields(Rules)}
        for number in self.numbers.values():
            number.valueChanged.connect(lambda _value: self.changed.emit())
        parts = [_named(keeping.rule(name), number) for name, number in self.numbers.items()]
        self._own = Flow(*parts, gap=16)
        self._own.hide()
        self.setLayout(column(self.tabs, self._hint, self._own, gap=8))
        self._hint.setText(forgetting.preset_hint(Preset.EVERYTHING))

    @property
    def rules(self) -> Rules:
        """The rules that are chosen now."""
        if self.tabs.current == _OWN:
            return Rules(**{name: number.value() for name, number in self.numbers.items()})
        return PRESETS[Preset(self.tabs.current)]

    def show_rules(self, rules: Rules) -> None:
        """Choose `rules`; tells nobody."""
        preset = preset_of(rules)
        self._fill(rules)
        self.tabs.press(_OWN if preset is None else str(preset))
        self._show_hint()

    def _choose(self, key: str) -> None:
        if key == _OWN and self.rules.everything:
            self._fill(PRESETS[Preset.CAREFUL])
        self._show_hint()
        self.changed.emit()

    def _fill(self, rules: Rules) -> None:
        for name, number in self.numbers.items():
            number.blockSignals(True)
            number.setValue(getattr(rules, name))
            number.blockSignals(False)

    def _show_hint(self) -> None:
        own = self.tabs.current == _OWN
        self._own.setVisible(own)
        self._hint.setVisible(not own)
        if not own:
            self._hint.setText(forgetting.preset_hint(Preset(self.tabs.current)))


def _number(name: str) -> QSpinBox:
    made = number_field(keeping.rule(name), ALL, _MOST)
    made.setSpecialValueText(keeping.all_of_them())
    made.setValue(0)
    return made


def number_field(name: str, least: int, most: int, suffix: str = "") -> QSpinBox:
    """A field for a number; `name` is for screen readers."""
    made = QSpinBox()
    made.setRange(least, most)
    made.setSuffix(suffix)
    made.setAccessibleName(name)
    made.setMinimumWidth(_FIELD_WIDTH)
    made.setMinimumHeight(34)
    return made


def _named(name: str, field: QSpinBox) -> QWidget:
    return panel(column(label(name, Type.SMALL), field, gap=4))
