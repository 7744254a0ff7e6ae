"""What measures a window from inside its own process: a heart, and eyes for what is painted."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from holdfast.ui.main_window import MainWindow

BEAT = 5
"""Milliseconds between two beats."""
_PATIENCE = 120.0
_QUIET = 0.15


class Heart:
    """Beats in the window's thread; what is longer between two beats, it was held."""

    def __init__(self) -> None:
        """Begin to beat."""
        self._held: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._held.append(max(0.0, (now - self._last) * 1000 - BEAT))
        self._last = now

    def stop(self) -> list[float]:
        """End; return for each beat how many milliseconds it came late."""
        self._timer.stop()
        self._beat()
        return self._held


class Painted(QObject):
    """Sees when `widget` is painted for the first time after `ready` is true."""

    def __init__(self, widget: QWidget, ready: Callable[[], bool]) -> None:
        """Look from now on."""
        super().__init__()
        self._ready = ready
        self.seen = False
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Have it painted, then note it."""
        if event.type() is not QEvent.Type.Paint or self.seen or not self._ready():
            return False
        self._widget.removeEventFilter(self)
        QApplication.sendEvent(watched, event)
        self.seen = True
        return True


def pump(done: Callable[[], bool]) -> None:
    """Let the window live until `done`."""
    end = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the window never came so far")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        if not done():
            time.sleep(0.0005)


def live(seconds: float) -> None:
    """Let the window live for a while."""
    end = time.monotonic() + seconds
    pump(lambda: time.monotonic() >= end)


def settle(shown: MainWindow) -> None:
    """Let the window live until it has nothing to do."""
    quiet = [time.monotonic()]

    def done() -> bool:
        if not shown.session.bridge.idle or shown.session.state.running is not None:
            quiet[0] = time.monotonic()
        return time.monotonic() - quiet[0] >= _QUIET

    pump(done)


def peak_megabytes() -> float:
    """Most memory that this process alone ever held."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6
