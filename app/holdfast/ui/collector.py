"""Keeps Python's garbage collector in the window's thread.

Widgets and the functions connected to them form cycles. Were such a cycle collected while a
job's thread happens to run, Qt objects would be destroyed there, and the program would crash
now and then.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL = 400
_USUAL = (700, 10, 10)
"""How many new objects, and collections of younger ones, Python by itself waits for."""


class Collector(QObject):
    """Collects on a timer while it lives, in generations as Python itself would."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Take over from the automatic collector; what is there by now is left to live."""
        super().__init__(parent)
        gc.disable()
        gc.set_threshold(*_USUAL)
        # Mostly modules, four fifths of what is there during a backup: gone through in vain.
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [number for number in range(len(counts)) if counts[number] > limits[number]]
        if due:
            gc.collect(due[-1])

    def close(self) -> None:
        """Collect everything and hand back to the automatic collector."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        gc.enable()
