"""Takes pictures of the real window off the screen, for the demo and for the README."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from holdfast.actions.desk import Desk
from holdfast.ui.look import Theme
from holdfast.ui.main_window import USUAL, MainWindow
from holdfast.ui.window import make_application, make_window
from holdfast.vault.library import Vault

SETTLED = 0.15
"""Seconds without any work under way after which the window counts as finished."""

PATIENCE = 20.0
"""Seconds after which a picture is taken as it is."""

PLANNED_STEPS = frozenset({"replaced"})
"""Steps of the demo after which the plan of putting back is what a person would look at."""


class PictureTaker:
    """Saves pictures of the window in `folder` as 01-….png, 02-….png and so on.

    Needs QT_QPA_PLATFORM=offscreen in the environment. With `scale` 2 the window is drawn as
    on a screen of 200 %; that must be known before the application is made, so it is read
    from QT_SCALE_FACTOR. `themes` are all pictured; the first gives the plain name.
    """

    def __init__(
        self,
        folder: Path,
        themes: Sequence[Theme] = (Theme.LIGHT, Theme.DARK),
        size: tuple[int, int] = USUAL,
    ) -> None:
        """Make `folder` if need be."""
        self._folder = folder
        self._themes = tuple(themes)
        self._size = size
        self._count = 0
        folder.mkdir(parents=True, exist_ok=True)
        self._app = make_application()

    def take(self, step: str, desk: Desk, vault: Vault) -> None:
        """Show the window over `desk` and `vault` as they are now, and save what is seen."""
        shown = self.open(desk, vault)
        try:
            self.save(shown, step)
            if step in PLANNED_STEPS and shown.session.state.other_phone is not None:
                shown.home.strip.bring_wanted.emit()
                self.settle(shown)
                self.save(shown, f"{step}-plan")
        finally:
            shown.session.vault = None  # it is the demo's, and stays open
            shown.close()
            shown.deleteLater()
            self._pump()

    def open(self, desk: Desk, vault: Vault) -> MainWindow:
        """The window, settled."""
        shown = make_window(self._app, desk, theme=self._themes[0])
        shown.resize(*self._size)
        shown.session.adopt(vault)
        shown.show()
        self.settle(shown)
        return shown

    def save(self, shown: MainWindow, name: str) -> list[Path]:
        """Save the window in every theme; returns the files."""
        self._count += 1
        files = []
        for theme in self._themes:
            shown.wear(theme)
            self.settle(shown)
            ending = "" if theme is self._themes[0] else f"-{theme}"
            file = self._folder / f"{self._count:02d}-{name}{ending}.png"
            shown.grab().save(str(file))
            files.append(file)
        return files

    def settle(self, shown: MainWindow, done: Callable[[], bool] = lambda: True) -> None:
        """Let the window work until nothing is under way and `done`."""
        end = time.monotonic() + PATIENCE
        quiet_since = time.monotonic()
        while time.monotonic() < end:
            self._pump()
            if not (shown.session.bridge.idle and done()):
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since >= SETTLED:
                return
            time.sleep(0.005)

    def _pump(self) -> None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        # Outside the event loop nobody else lets go of what is to be deleted.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
