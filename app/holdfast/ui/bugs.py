"""Meets exceptions that are bugs: each is written down once and told in a sentence."""

from __future__ import annotations

import re
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from holdfast.actions.plain_traces import MASK
from holdfast.actions.reports import crashes_kept, write_report

Tell = Callable[[BaseException, Path | None], None]
"""Tells of a bug and where its report is; None where it could not be written."""

_KEPT = 20
"""Messages of Qt that stand below a report; the last ones tell the most."""

_QTS_OWN = re.compile(r"[a-z]+[a-z:()'.,-]*|Q[A-Z]\w*(::~?\w+)*(\(\))?[:.,]?|\d{1,3}|Could|Cannot")


class _Hop(QObject):
    """Carries an exception from any thread into the window's."""

    met = Signal(object)


class Bugs:
    """Writes reports into `folder` and hands them to `tell`, in the window's thread."""

    def __init__(self, folder: Path | None, tell: Tell) -> None:
        """Nothing has been told yet."""
        self.folder = folder
        self._tell = tell
        self._met: set[str] = set()
        self._said: deque[str] = deque(maxlen=_KEPT)
        self._hop = _Hop()
        self._hop.met.connect(self.meet)

    def meet(self, error: BaseException) -> None:
        """Write `error` down and tell it, unless it was met at the same place before."""
        # What fails while drawing fails again with each drawing.
        place = "".join(traceback.format_tb(error.__traceback__)[-1:]) + type(error).__name__
        if place not in self._met:
            self._met.add(place)
            self._tell(error, write_report(error, self.folder, tuple(self._said)))

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Meet what slots and threads raise, keep what Qt says, and note where Python broke."""
        with crashes_kept(self.folder), self._hooked(), self._hearing():
            yield

    @contextmanager
    def _hooked(self) -> Iterator[None]:
        # Qt's loop goes on after an exception in a slot and leaves it to Python's last hook.
        before, before_in_threads = sys.excepthook, threading.excepthook

        def hook(
            kind: type[BaseException], error: BaseException, trace: TracebackType | None
        ) -> None:
            if isinstance(error, Exception):
                self._hop.met.emit(error)
            else:
                before(kind, error, trace)

        def hook_in_threads(found: threading.ExceptHookArgs) -> None:
            if isinstance(found.exc_value, Exception):
                self._hop.met.emit(found.exc_value)

        sys.excepthook, threading.excepthook = hook, hook_in_threads
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook = before, before_in_threads

    @contextmanager
    def _hearing(self) -> Iterator[None]:
        def hear(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
            del context
            if kind is not QtMsgType.QtDebugMsg:
                self._said.append(f"Qt: {qts_own(text)}")
                # Qt's own handler would have written it here; a frozen app may have no such place.
                if sys.stderr is not None:
                    sys.stderr.write(f"{text}\n")

        before = qInstallMessageHandler(hear)
        try:
            yield
        finally:
            qInstallMessageHandler(before)


def qts_own(text: str) -> str:
    """A message of Qt with a mask for what may not be Qt's: names, paths, long numbers."""
    words = (word if _QTS_OWN.fullmatch(word) else MASK for word in text.split())
    return re.sub(rf"{MASK}( {MASK})+", MASK, " ".join(words))
