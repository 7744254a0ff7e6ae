"""Meets exceptions that are bugs: each is written down once and told in a sentence."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from holdfast.actions.reports import write_report

Tell = Callable[[BaseException, Path | None], None]
"""Tells of a bug and where its report is; None where it could not be written."""


class Bugs:
    """Writes reports into `folder` and hands them to `tell`, in the window's thread."""

    def __init__(self, folder: Path | None, tell: Tell) -> None:
        """Nothing has been told yet."""
        self._folder = folder
        self._tell = tell
        self._met: set[str] = set()

    def meet(self, error: BaseException) -> None:
        """Write `error` down and tell it, unless it was met at the same place before."""
        # What fails while drawing fails again with each drawing.
        place = "".join(traceback.format_tb(error.__traceback__)[-1:]) + type(error).__name__
        if place not in self._met:
            self._met.add(place)
            self._tell(error, write_report(error, self._folder))

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Meet what slots raise, too: Qt's loop goes on and leaves it to Python's last hook."""
        before = sys.excepthook

        def hook(
            kind: type[BaseException], error: BaseException, trace: TracebackType | None
        ) -> None:
            if isinstance(error, Exception):
                self.meet(error)
            else:
                before(kind, error, trace)

        sys.excepthook = hook
        try:
            yield
        finally:
            sys.excepthook = before
