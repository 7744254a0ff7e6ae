"""Settings: what each phone does at plug-in, reminders, looks, and where crash reports lie."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QBoxLayout, QLabel, QSystemTrayIcon, QVBoxLayout, QWidget

from holdfast.actions.login import Login, login
from holdfast.actions.reports import reports_in
from holdfast.progress import Task
from holdfast.ui.home_state import HomeState
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning, Theme, Type
from holdfast.ui.session import Session
from holdfast.ui.widgets.boxes import card, clear, column, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.labels import label, rule
from holdfast.ui.widgets.notice import Notice
from holdfast.ui.widgets.options import Chooser, Option, Switch
from holdfast.ui.widgets.phone_settings import PhoneSettings
from holdfast.wording import controls, languages, preferences
from holdfast.wording.controls import Label
from holdfast.wording.window import Words

_QUEUE = "keys"
_WIDEST = 820

THEMES = {
    Theme.SYSTEM: Label.SYSTEM_THEME,
    Theme.LIGHT: Label.LIGHT,
    Theme.DARK: Label.DARK,
    Theme.CONTRAST_LIGHT: Label.CONTRAST_LIGHT,
    Theme.CONTRAST_DARK: Label.CONTRAST_DARK,
}


class SettingsPage(QWidget):
    """Everything takes effect at once and is remembered in a job.

    Signals:
        left: a person is done here.
        theme_chosen: another `Theme` is wanted.
    """

    left = Signal()
    theme_chosen = Signal(object)

    def __init__(
        self,
        session: Session,
        reports: Path | None,
        *,
        tray: bool | None = None,
        at_login: Login | None = None,
    ) -> None:
        """Crash reports lie in `reports`. `tray` and `at_login` are asked of the system."""
        super().__init__()
        self._session = session
        self._reports = reports
        self._login = at_login if at_login is not None else login()
        self._notice = Notice(controls.label(Label.CLOSE))
        self._phones: QVBoxLayout = column(gap=16)
        self._shown: tuple[str, ...] | None = None
        self._rows: dict[str, PhoneSettings] = {}
        available = QSystemTrayIcon.isSystemTrayAvailable() if tray is None else tray
        self.remind = _switch(preferences.remind(), self._choose_reminders)
        stay = preferences.stay(available=available)
        self.stay = _switch(stay, self._choose_stay)
        self.stay.setEnabled(available)
        self.at_login = _switch(preferences.at_login(available=available), self._choose_login)
        self.calm = _switch(preferences.calm(), self._choose_calm)
        self.theme = Chooser(preferences.theme(), _themes())
        self.theme.chosen.connect(lambda key: self.theme_chosen.emit(Theme(key)))
        self.language = Chooser(preferences.language(), _languages())
        self.language.chosen.connect(self._choose_language)
        self._count = label(tone="quiet", wrap=True)
        self._folder = label(tone="quiet", wrap=True)
        self.open_folder = Button(preferences.open_folder(), Role.SECONDARY, Icon.FOLDER)
        self.open_folder.clicked.connect(self._open_folder)
        if reports is None:
            self.open_folder.hide()
        self.setLayout(self._parts())

    def _parts(self) -> QVBoxLayout:
        back = Button("", Role.QUIET, Icon.BACK, name=controls.label(Label.BACK))
        back.clicked.connect(self.left)
        head = row(back, label(preferences.heading(), Type.PAGE), None, gap=12)
        phones, reports = preferences.phones(), preferences.reports()
        looks: QBoxLayout = row(
            column(label(preferences.theme()), self.theme, None, gap=4),
            column(
                label(preferences.language()),
                self.language,
                _quiet(preferences.at_next_start()),
                gap=4,
            ),
            None,
            gap=24,
        )
        inner = _Inner()
        inner.setLayout(
            column(
                self._notice,
                card(_title(phones.title), _quiet(phones.sentence), self._phones, gap=12),
                card(
                    _title(preferences.background()), self.remind, self.stay, self.at_login, gap=12
                ),
                card(
                    _title(preferences.looks()),
                    looks,
                    self.calm,
                    gap=12,
                ),
                card(
                    _title(reports.title),
                    _quiet(reports.sentence),
                    self._folder,
                    self._count,
                    row(self.open_folder, None),
                    gap=8,
                ),
                None,
                gap=16,
                margins=(0, 0, 12, 0),
            )
        )
        inner.setMaximumWidth(_WIDEST)
        return column(head, scrolling(inner), gap=16, margins=(24, 20, 24, 24))

    def first_controls(self) -> tuple[QWidget, ...]:
        """The controls that the keyboard may begin with, the best first."""
        return (*(each.name for each in self._rows.values()), self.remind)

    def open(self) -> None:
        """Show what is remembered now."""
        now = self._session.desk.settings.now
        self._notice.clear()
        self.remind.set_on(on=now.reminds)
        self.stay.set_on(on=now.stays)
        self.calm.set_on(on=now.calm)
        self.theme.show_choice(now.theme)
        self.language.show_choice(now.language)
        self._shown = None
        self.show_state(self._session.state)
        self._session.bridge.run(_QUEUE, self._ask_system, done=self._show_system)

    def show_state(self, state: HomeState) -> None:
        """Show the phones, unless a person may be at work on them."""
        ids = tuple(phone.id for phone in state.phones)
        if ids == self._shown:
            return
        self._shown = ids
        clear(self._phones)
        self._rows = {}
        settings = self._session.desk.settings
        for number, phone in enumerate(state.phones):
            if number:
                self._phones.addWidget(rule())
            made = PhoneSettings(phone.title, settings.at_plug_in(phone.id))
            made.renamed.connect(lambda name, h=phone.id: self._session.rename_phone(h, name))
            made.chosen.connect(
                lambda choice, h=phone.id: self._remember(
                    lambda _task: settings.choose_at_plug_in(h, choice)
                )
            )
            self._rows[phone.id] = made
            self._phones.addWidget(made)
        if not ids:
            self._phones.addWidget(_quiet(preferences.no_phones()))

    @property
    def phones(self) -> dict[str, PhoneSettings]:
        """The phones that are shown, by id."""
        return dict(self._rows)

    # Remembering

    def _remember(self, change: Callable[[Task], None]) -> None:
        done = self._session.note_settings
        self._session.bridge.run(_QUEUE, change, done=lambda _nothing: done())

    def _choose_reminders(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        settings = self._session.desk.settings
        self._remember(lambda _task: settings.choose_reminders(reminds=on))

    def _choose_stay(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        settings = self._session.desk.settings
        self._remember(lambda _task: settings.choose_stay(stays=on))

    def _choose_calm(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        settings = self._session.desk.settings
        self._remember(lambda _task: settings.choose_calm(calm=on))

    def _choose_language(self, language: str) -> None:
        settings = self._session.desk.settings
        self._remember(lambda _task: settings.choose_language(language))

    def _choose_login(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._session.bridge.run(_QUEUE, lambda _task: _turned(self._login, on), done=self._told)

    def _told(self, now: tuple[bool, bool]) -> None:
        on, worked = now
        self.at_login.set_on(on=on)
        if not worked:
            self._notice.say(Meaning.ATTENTION, preferences.login_failed())

    # Reports

    def _ask_system(self, _task: Task) -> tuple[bool, int]:
        found = reports_in(self._reports) if self._reports is not None else ()
        return self._login.on, len(found)

    def _show_system(self, found: tuple[bool, int]) -> None:
        on, count = found
        self.at_login.set_on(on=on)
        self._folder.setText(str(self._reports or ""))
        self._count.setText(preferences.report_count(count))

    def _open_folder(self) -> None:
        folder = self._reports
        if folder is not None:
            self._session.bridge.run(
                _QUEUE,
                lambda _task: _make(folder),
                done=lambda _nothing: self._show_folder(folder),
            )

    def _show_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._notice.say(Meaning.ATTENTION, preferences.no_folder())


class _Inner(QWidget):
    """What scrolls: as tall as its texts are at its width, not as they were at the narrowest."""

    def minimumSizeHint(self) -> QSize:
        """Leave the height to the width."""
        return QSize(super().minimumSizeHint().width(), 0)


def _make(folder: Path) -> None:
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)


def _turned(way: Login, on: bool) -> tuple[bool, bool]:  # noqa: FBT001 - what a switch tells
    """Turn starting at login on or off; returns how it is now and whether that worked."""
    try:
        way.turn(on=on)
    except OSError:
        return way.on, False
    return way.on, True


def _themes() -> list[Option]:
    return [Option(str(theme), controls.label(name)) for theme, name in THEMES.items()]


def _languages() -> list[Option]:
    system = Option(languages.SYSTEM, preferences.system_language())
    return [system, *(Option(code, name) for code, name in languages.LANGUAGES.items())]


def _switch(words: Words, chosen: Callable[[bool], None]) -> Switch:
    made = Switch(words.title, words.sentence)
    made.turned.connect(chosen)
    return made


def _title(text: str) -> QLabel:
    return label(text, Type.CARD, wrap=True)


def _quiet(text: str) -> QLabel:
    return label(text, tone="quiet", wrap=True)
