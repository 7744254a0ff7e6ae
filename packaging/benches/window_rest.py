"""What a window that is open is measured by: switching, searching, scrolling."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QPushButton

from benches.window_room import Heart, Painted, live, pump, settle
from holdfast.records.model.kinds import Kind
from holdfast.ui.main_window import MainWindow
from holdfast.ui.readings import Scope
from holdfast.ui.tables.rows import TimelineRow

SWITCHES = 20
FRAMES = 150
_WORDS = ("anberka", "kal mona", "img_0012", "0170")
_KEY_PAUSE = 0.12
_STEP = 40
_FRAME = 0.016
_MANY = 1_000


def measure(shown: MainWindow) -> dict[str, float]:
    """Every figure by its name, in milliseconds."""
    return _switching(shown) | _searching(shown) | _everything(shown)


def _switching(shown: MainWindow) -> dict[str, float]:
    timeline, content = shown.sidebar.timeline, shown.home.content
    rows = [
        number
        for number, row in enumerate(timeline.rows.rows)
        if isinstance(row, TimelineRow) and row.ident and not row.folded
    ]
    step = max(1, (len(rows) - 2) // SWITCHES)
    took = []
    for number in rows[1 : 1 + step * SWITCHES : step]:
        view = content.browser.list
        painted = Painted(view.viewport(), _reset(view.rows))
        began = time.perf_counter()
        timeline.setCurrentIndex(timeline.rows.index(number))
        _until(painted)
        took.append((time.perf_counter() - began) * 1000)
        settle(shown)
    return {"switch": statistics.median(took), "switch_worst": max(took)}


def _until(painted: Painted) -> None:
    pump(lambda: painted.seen)


def _reset(model: QAbstractItemModel) -> Callable[[], bool]:
    """Whether `model` was filled again since."""
    told: list[bool] = []
    model.modelReset.connect(lambda: told.append(True))
    return lambda: bool(told)


def _searching(shown: MainWindow) -> dict[str, float]:
    """How long the window is held for each key, while answers come and are drawn, too."""
    held = []
    field = shown.home.search
    for word in _WORDS:
        field.setFocus()
        for letter in word:
            heart = Heart()
            QTest.keyClicks(field, letter)
            live(_KEY_PAUSE)
            held.append(max(heart.stop()))
        settle(shown)
        field.clear()
        settle(shown)
    return {"search": statistics.median(held), "search_worst": max(held)}


def _everything(shown: MainWindow) -> dict[str, float]:
    """Scroll the timeline, all contacts and all photos of the newest backup."""
    content, timeline = shown.home.content, shown.sidebar.timeline
    timeline.choose(lambda row: isinstance(row, TimelineRow) and bool(row.ident))
    settle(shown)
    told = {f"timeline_{k}": v for k, v in _scroll(shown, timeline).items()}
    _press(shown, Scope.EVERYTHING)
    for kind, title, view in (
        (Kind.CONTACTS, "list", content.browser.list),
        (Kind.PHOTOS, "grid", content.browser.grid),
    ):
        heart = Heart()
        began = time.perf_counter()
        _press(shown, kind)
        settle(shown)
        told[f"{title}_open"] = (time.perf_counter() - began) * 1000
        told[f"{title}_held"] = max(heart.stop())
        if view.rows.rowCount() < _MANY:
            raise SystemExit(f"the {title} shows {view.rows.rowCount()} rows")
        told |= {f"{title}_{k}": v for k, v in _scroll(shown, view).items()}
    return told


def _press(shown: MainWindow, key: str) -> None:
    buttons = shown.home.content.findChildren(QPushButton)
    button = next(b for b in buttons if b.property("key") == key)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(shown)


def _scroll(shown: MainWindow, view: QAbstractItemView) -> dict[str, float]:
    bar, frames = view.verticalScrollBar(), []
    for number in range(FRAMES):
        # A stretch by the wheel, then a leap with the bar, and so on.
        target = bar.value() + _STEP if number % 10 else bar.maximum() * number // FRAMES
        began = time.perf_counter()
        bar.setValue(target)
        view.viewport().repaint()
        frames.append((time.perf_counter() - began) * 1000)
        live(_FRAME)
    settle(shown)
    return {"frame": statistics.median(frames), "worst": max(frames)}
