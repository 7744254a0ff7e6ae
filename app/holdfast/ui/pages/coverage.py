"""What is in a backup and what is not: each kind with its reason, and what to do about it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from holdfast.records.model.coverage import Coverage
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.ui.icons import KIND_ICONS, Icon
from holdfast.ui.look import Meaning, Type
from holdfast.ui.widgets.boxes import card, column, panel, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import IconLabel, label
from holdfast.wording import controls, coverage_page
from holdfast.wording.controls import Label


class CoveragePage(QWidget):
    """Tells of one backup at a time; the kinds that are not whole come first.

    Signals:
        left: a person is done here.
    """

    left = Signal()

    def __init__(self) -> None:
        """Empty until opened."""
        super().__init__()
        self.back = Button("", Role.QUIET, Icon.BACK, name=controls.label(Label.BACK))
        self.back.clicked.connect(self.left)
        self._title = label(step=Type.PAGE, wrap=True)
        head = row(self.back, self._title, gap=12)
        head.setStretch(1, 1)
        self._inner = QWidget()
        self._area = scrolling(self._inner)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayout(column(head, self._area, gap=16, margins=(24, 20, 24, 24)))

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        return (self.back,)

    def open(self, snapshot: SnapshotInfo, now: datetime) -> None:
        """Show what is in `snapshot`."""
        self._title.setText(coverage_page.title(snapshot, now))
        self._inner = QWidget()
        self._inner.setLayout(_parts(snapshot))
        self._area.setWidget(self._inner)
        self._area.setAccessibleName(self._title.text())


def _parts(snapshot: SnapshotInfo) -> QVBoxLayout:
    entries = sorted(snapshot.coverage, key=lambda entry: entry.complete)
    lines = [_line(entry) for entry in entries]
    words = [label(sentence, wrap=True) for sentence in coverage_page.never(snapshot)]
    heading = label(coverage_page.never_title(), Type.CARD, wrap=True)
    return column(
        card(*lines, gap=14), card(heading, *words, gap=8), None, gap=16, margins=(0, 0, 12, 0)
    )


def _line(entry: Coverage) -> QWidget:
    meaning = Meaning.SAFE if entry.complete else Meaning.ATTENTION
    state = IconLabel(Icon.DONE if entry.complete else Icon.ALERT, 18, meaning=meaning)
    words = column(label(coverage_page.line(entry), Type.STRONG, wrap=True), gap=2)
    advice = coverage_page.advice(entry.reason)
    if advice:
        words.addWidget(label(advice, tone="quiet", wrap=True))
    outcome = label(coverage_page.outcome(entry), Type.SMALL, tone=str(meaning))
    line = row(IconLabel(KIND_ICONS[entry.kind], 20), words, state, outcome, gap=12)
    line.setStretch(1, 1)
    return panel(line)
