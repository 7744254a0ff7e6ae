"""Opens the window and runs it to its end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from platformdirs import user_data_path
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from holdfast.actions.desk import Desk
from holdfast.ui import languages, motion
from holdfast.ui.icons import Icon, make_icon
from holdfast.ui.look import LIGHT, Theme
from holdfast.ui.main_window import MainWindow
from holdfast.ui.session import Session
from holdfast.ui.style import dress, put_on
from holdfast.vault.keys import read_password_file
from holdfast.wording import controls
from holdfast.wording.controls import Label


class Options(Protocol):
    """What the command line hands over."""

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

    `reports` is the folder that the full report of a bug goes to. Raises
    `PasswordFileUnreadable` before anything is shown.
    """
    password = read_password_file(options.password_file) if options.password_file else None
    languages.prefer(desk.settings.now.language)
    app = make_application()
    motion.keep_still(app, calm=desk.settings.now.calm)
    shown = make_window(app, desk, reports=reports)
    if options.vault is not None:
        shown.session.open_vault(options.vault, password)
        shown.session.watch.start()
    else:
        shown.session.start()
    shown.show()
    # Where no window manager does it, the window itself asks for the keyboard.
    shown.activateWindow()
    with shown.bugs.watching():
        return app.exec()


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
    return MainWindow(Session(desk), place, reports)


def _follow_system(app: QApplication, desk: Desk) -> None:
    if desk.settings.now.theme == Theme.SYSTEM:
        put_on(app, Theme.SYSTEM)
