"""Opens the window and runs it to its end."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from platformdirs import user_data_path
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from holdfast import late
from holdfast.actions.desk import Desk
from holdfast.progress import Task
from holdfast.ui import languages, motion
from holdfast.ui.background import Background
from holdfast.ui.icons import Icon, make_icon
from holdfast.ui.look import LIGHT, Theme
from holdfast.ui.main_window import USUAL, MainWindow
from holdfast.ui.notices_desktop import Notices
from holdfast.ui.session import Session
from holdfast.ui.single import Single, Start, server_name
from holdfast.ui.style import dress, put_on, undressed
from holdfast.ui.tray import Tray
from holdfast.vault.keys import read_password_file
from holdfast.wording import controls
from holdfast.wording.controls import Label

_TITLE_BAR = 36
_LATE = 3_000
"""Milliseconds after the start, when the window was seen; then the rest is imported."""

_BREATH = 0.02
"""Seconds between two modules, in which the window has the interpreter for itself."""


class Options(Protocol):
    """What the command line hands over."""

    @property
    def samples(self) -> tuple[Path, ...]:
        """The sample phones that are plugged in already."""
        ...

    @property
    def background(self) -> bool:
        """Whether the window stays away until somebody wants it."""
        ...

    @property
    def vault(self) -> Path | None:
        """The vault to open instead of the last one."""
        ...

    @property
    def password_file(self) -> Path | None:
        """The file that holds its password."""
        ...


def open_window(desk: Desk, options: Options, *, reports: Path | None = None) -> int:
    """Show the window until it is closed; returns the exit status.

    Where a window is open already, that one comes up and takes over what this start was told.
    `reports` is the folder that the full report of a bug goes to. Raises
    `PasswordFileUnreadable` before anything is shown.
    """
    password = read_password_file(options.password_file) if options.password_file else None
    languages.prefer(desk.settings.now.language)
    app = make_application()
    motion.keep_still(app, calm=desk.settings.now.calm)
    single = Single(server_name(desk.settings.folder))
    if not single.claim(Start(options.vault, options.password_file, options.samples)):
        return 0
    shown = make_window(app, desk, reports=reports)
    fit(shown)
    life = make_background(shown)
    single.again.connect(life.start_again)
    if options.vault is not None:
        shown.session.open_vault(options.vault, password)
        shown.session.watch.start()
    else:
        shown.session.start()
    life.begin(hidden=options.background)
    QTimer.singleShot(_LATE, shown, lambda: shown.session.bridge.run("late", import_late))
    with shown.bugs.watching():
        status = app.exec()
    single.close()
    life.close()
    return status


def fit(shown: MainWindow) -> None:
    """Make the window as large as usual, or as its screen has room for."""
    room = shown.screen().availableSize() - QSize(0, _TITLE_BAR)
    shown.resize(QSize(*USUAL).boundedTo(room))


def make_background(shown: MainWindow) -> Background:
    """What lives on while the window is closed."""
    return Background(shown, shown, Tray(), Notices(shown.session.bridge))


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The application, dressed; there is only ever one."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication([sys.argv[0], *arguments])
    app.setApplicationName("holdfast")
    app.setApplicationDisplayName(controls.label(Label.APP))
    app.setDesktopFileName("holdfast")
    languages.turn(app)
    dress(app)
    app.setWindowIcon(QIcon(make_icon(Icon.SAFE, LIGHT.accent, 64)))
    return app


def make_window(
    app: QApplication,
    desk: Desk,
    *,
    theme: Theme | None = None,
    samples: Path | None = None,
    reports: Path | None = None,
) -> MainWindow:
    """The window over `desk`, in the remembered theme unless another is given."""
    remembered = desk.settings.now.theme
    chosen = theme or (Theme(remembered) if remembered in set(Theme) else Theme.SYSTEM)
    put_on(app, chosen)
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: _follow_system(app, desk))
    # Qt tells of contrast from 6.10 on.
    if hasattr(hints, "accessibility"):
        hints.accessibility().contrastPreferenceChanged.connect(
            lambda _preference: _follow_system(app, desk)
        )
    place = samples if samples is not None else user_data_path("holdfast") / "sample"
    with undressed(app):
        return MainWindow(Session(desk), place, reports)


def import_late(task: Task) -> None:
    """Import, in a job, what the window was opened without, before somebody waits for it."""

    def between() -> None:
        task.check()
        time.sleep(_BREATH)

    late.use_all(between)


def _follow_system(app: QApplication, desk: Desk) -> None:
    if desk.settings.now.theme == Theme.SYSTEM:
        put_on(app, Theme.SYSTEM)
