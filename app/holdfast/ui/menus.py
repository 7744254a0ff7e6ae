"""The window's menu, filled each time it opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeAlias

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from holdfast.ui.asking import Asking
from holdfast.ui.deeds import Deeds
from holdfast.ui.icons import Icon, make_icon
from holdfast.ui.look import Theme, tokens
from holdfast.ui.pages import help as help_room
from holdfast.ui.session import Session
from holdfast.wording import background, controls
from holdfast.wording.controls import Label

Entry: TypeAlias = tuple[Label, Icon, Callable[[], None], bool, str]
"""Words, icon, what is called, whether it can be chosen, and its keys."""


class Commands(Protocol):
    """What the menu calls."""

    session: Session
    deeds: Deeds
    asking: Asking

    def in_help(self, go: Callable[[help_room.HelpRoom], None]) -> Callable[[], None]:
        """What goes to a page of the room for help."""
        ...

    def show_sheet(self) -> None:
        """Show the recovery sheet."""
        ...

    def show_safety(self) -> None:
        """Show how safe the backups are."""
        ...

    def show_settings(self) -> None:
        """Show what can be chosen about Holdfast itself."""
        ...

    leave: Callable[[], object]
    """Ends the program."""

    def choose_theme(self, theme: Theme) -> None:
        """Put on a theme and remember it."""
        ...


def fill_menu(menu: QMenu, commands: Commands) -> None:
    """Offer what can be done now; what cannot is greyed, not hidden."""
    menu.clear()
    for inner in menu.findChildren(QMenu):
        # Cleared away are only the entries that led to it.
        inner.deleteLater()
    state = commands.session.state
    idle = state.running is None
    new_phone = commands.in_help(lambda room: room.show_new_phone())
    entries: tuple[Entry, ...] = (
        (Label.BACK_UP, Icon.BACK_UP, commands.deeds.back_up, idle and state.connected, "Ctrl+B"),
        (Label.UNDO, Icon.UNDO, commands.asking.undo, idle and state.can_undo, "Ctrl+Z"),
        (Label.CHECK, Icon.SAFE, commands.deeds.check, idle, ""),
        (Label.SAFETY_PAGE, Icon.VAULT, commands.show_safety, True, ""),
        (Label.MAKE_SHEET, Icon.KEY, commands.show_sheet, True, ""),
        (Label.NEW_PHONE, Icon.PHONE, new_phone, idle, ""),
        (Label.OPEN_VAULT, Icon.FOLDER, commands.asking.vault, idle, ""),
        (Label.CREATE_VAULT, Icon.PLUS, commands.asking.new_vault, idle, ""),
    )
    entries += (_to_or_from_sample(commands.session, idle=idle),)
    for number, (name, icon, call, enabled, keys) in enumerate(entries):
        if number in (2, 5, 6):
            menu.addSeparator()
        text = f"{controls.label(name)}\t{keys}" if keys else controls.label(name)
        action = menu.addAction(make_icon(icon, tokens().text, 18), text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _=False, call=call: call())
    menu.addSeparator()
    _add_themes(menu, commands)
    words = f"{controls.label(Label.SETTINGS)}\tCtrl+,"
    settings = menu.addAction(make_icon(Icon.SETTINGS, tokens().text, 18), words)
    settings.triggered.connect(lambda _=False: commands.show_settings())
    _add_help(menu, commands)
    menu.addSeparator()
    leave = menu.addAction(f"{background.leave()}\tCtrl+Q")
    leave.triggered.connect(lambda _=False: commands.leave())


def _to_or_from_sample(session: Session, *, idle: bool) -> Entry:
    """The sample phone with a vault of its own, or the way back from there."""
    sample = session.state.sample
    if sample is None:
        return Label.SAMPLE, Icon.PLAY, session.try_sample, idle, ""
    own = Path(sample.own)
    return (
        Label.OWN_VAULT,
        Icon.BACK,
        lambda: session.open_vault(own),
        idle and bool(sample.own),
        "",
    )


def _add_help(menu: QMenu, commands: Commands) -> None:
    inner = menu.addMenu(make_icon(Icon.BOOK, tokens().text, 18), controls.label(Label.HELP))
    entries: tuple[tuple[Label, Icon, Callable[[], None], str], ...] = (
        (Label.GUIDE, Icon.BOOK, commands.in_help(lambda room: room.show_guide()), "F1"),
        (Label.CONNECT, Icon.CABLE, commands.in_help(lambda room: room.show_connecting()), ""),
        (Label.CHECK_UP, Icon.LOOK, commands.in_help(lambda room: room.show_doctor()), ""),
    )
    for name, icon, call, keys in entries:
        text = f"{controls.label(name)}\t{keys}" if keys else controls.label(name)
        action = inner.addAction(make_icon(icon, tokens().text, 18), text)
        action.triggered.connect(lambda _=False, call=call: call())


def _add_themes(menu: QMenu, commands: Commands) -> None:
    inner = menu.addMenu(controls.label(Label.THEME))
    group = QActionGroup(inner)
    chosen = commands.session.desk.settings.now.theme
    for theme, name in (
        (Theme.SYSTEM, Label.SYSTEM_THEME),
        (Theme.LIGHT, Label.LIGHT),
        (Theme.DARK, Label.DARK),
        (Theme.CONTRAST_LIGHT, Label.CONTRAST_LIGHT),
        (Theme.CONTRAST_DARK, Label.CONTRAST_DARK),
    ):
        action = inner.addAction(controls.label(name))
        action.setCheckable(True)
        action.setChecked(chosen == theme)
        action.triggered.connect(lambda _=False, theme=theme: commands.choose_theme(theme))
        group.addAction(action)
