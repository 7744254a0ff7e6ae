"""The fields in which an item changed: what was, struck, and what is now, marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from holdfast.ui.item_diff import DiffLine
from holdfast.ui.look import Type
from holdfast.ui.widgets.boxes import column
from holdfast.ui.widgets.labels import label
from holdfast.wording import comparing

_MOST = 60
_TOP = Qt.AlignmentFlag.AlignTop


class DiffBlock(QFrame):
    """Shows `lines`; without any it says that no field differs."""

    def __init__(self, lines: tuple[DiffLine, ...]) -> None:
        """Screen readers are told each change as a sentence."""
        super().__init__()
        heading = label(comparing.changed_heading(), Type.SMALL_STRONG, tone="quiet", wrap=True)
        self.setAccessibleName(". ".join((heading.text(), *(line.spoken for line in lines))))
        box = column(heading, gap=10)
        for line in lines[:_MOST]:
            box.addLayout(_lines(line))
        if not lines:
            box.addWidget(label(comparing.changed_form_only(), wrap=True))
        self.setLayout(box)


def _lines(line: DiffLine) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    grid.addWidget(label(line.label, Type.SMALL, tone="quiet", wrap=True), 0, 0, 1, 2)
    if line.before:
        word = comparing.was() if line.after else comparing.went()
        _add(grid, 1, word, _marked(line.before, "old", line.spoken))
    if line.after:
        word = comparing.now() if line.before else comparing.came()
        _add(grid, 2, word, _marked(line.after, "new", line.spoken))
    return grid


def _add(grid: QGridLayout, number: int, word: str, value: QLabel) -> None:
    grid.addWidget(label(word, Type.SMALL_STRONG), number, 0, _TOP)
    grid.addWidget(value, number, 1, _TOP)


def _marked(text: str, mark: str, spoken: str) -> QLabel:
    made = label(text, wrap=True)
    made.setProperty("mark", mark)
    made.setAccessibleName(spoken)
    return made
