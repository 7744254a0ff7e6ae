"""Joins the window's parts: which signal of a page leads where, and what each key does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from holdfast.ui.errands import Wanted
from holdfast.ui.focus import First
from holdfast.ui.menus import fill_menu

if TYPE_CHECKING:
    from holdfast.ui.main_window import MainWindow
    from holdfast.ui.pages.coverage import CoveragePage
    from holdfast.ui.pages.export import ExportPage
    from holdfast.ui.pages.help import HelpRoom
    from holdfast.ui.pages.put_back import PutBackPage
    from holdfast.ui.pages.safety import SafetyPage
    from holdfast.ui.pages.settings import SettingsPage
    from holdfast.ui.pages.sheet import SheetPage


def wire(window: MainWindow) -> None:
    """Connect everything, once."""
    _connect_session(window)
    _connect_deeds(window)
    _connect_timeline(window)
    _connect_home(window)
    _connect_pages(window)
    _connect_help(window)
    _bind_keys(window)
    _lead_keyboard(window)


def _connect_session(window: MainWindow) -> None:
    session = window.session
    session.changed.connect(window.follow)
    session.vault_changed.connect(window.take_vault)
    session.password_wanted.connect(window.ask_password)
    session.sheet_wanted.connect(window.show_sheet)
    session.failed.connect(window.deeds.tell)
    session.phone_failed.connect(window.deeds.tell)
    session.bridge.broke.connect(window.bugs.meet)


def _connect_deeds(window: MainWindow) -> None:
    deeds = window.deeds
    deeds.said.connect(window.say)
    deeds.began.connect(window.home.notice.clear)
    deeds.hurried.connect(window.counter.pause)
    deeds.changed_history.connect(window.home.results.forget)
    deeds.changed_history.connect(window.safety_deeds.look_after_backup)
    deeds.undo_began.connect(window.show_undo)
    window.safety_deeds.offered.connect(window.offer_to_forget)


def _connect_timeline(window: MainWindow) -> None:
    side = window.sidebar
    side.phones.chosen.connect(window.session.choose_phone)
    side.phones.rename_wanted.connect(window.asking.name)
    side.entry_chosen.connect(window.show_entry)
    side.now_chosen.connect(window.show_now)
    side.touched.connect(window.go_home)
    side.keepsake_chosen.connect(window.home.show_keepsake)
    side.sheet_wanted.connect(window.show_sheet)
    side.own_wanted.connect(window.session.open_vault)
    side.menu.put_back_wanted.connect(lambda found: window.open_put_back(Wanted(found)))
    side.menu.export_wanted.connect(window.open_export)
    side.menu.pin_wanted.connect(window.deeds.pin)
    side.menu.receipt_wanted.connect(window.opener.open_receipt)
    side.menu.limits_wanted.connect(lambda entry: window.show_coverage(entry.snapshot))


def _connect_home(window: MainWindow) -> None:
    home, opener, deeds = window.home, window.opener, window.deeds
    strip, loss, content, results = home.strip, home.loss, home.content, home.results
    strip.wanted.connect(window.do_step)
    strip.why_wanted.connect(window.tell_why)
    strip.limits_wanted.connect(window.show_limits)
    strip.undo_wanted.connect(window.asking.undo)
    strip.bring_wanted.connect(opener.open_other)
    strip.safety_wanted.connect(window.show_safety)
    loss.put_back_wanted.connect(opener.open_lost)
    loss.accepted.connect(deeds.accept_loss)
    loss.back_up_wanted.connect(deeds.back_up)
    home.menu_wanted.connect(lambda menu: fill_menu(menu, window))
    content.put_back_wanted.connect(lambda snapshot: window.open_put_back(Wanted(snapshot)))
    content.receipt_wanted.connect(opener.open_receipt)
    content.item_wanted.connect(opener.open_item)
    content.items_wanted.connect(opener.open_items)
    content.export_wanted.connect(window.open_export_of)
    content.items_export_wanted.connect(window.open_export)
    for browser in (content.browser, results.browser):
        browser.version_back_wanted.connect(opener.open_hit)
    results.items_export_wanted.connect(lambda items: window.open_export(None, items))
    results.item_wanted.connect(opener.open_hit)
    results.open_wanted.connect(window.hits.open)


def _connect_pages(window: MainWindow) -> None:
    welcome, unlock = window.welcome, window.unlock
    welcome.sample_wanted.connect(window.session.try_sample)
    welcome.open_wanted.connect(window.asking.vault)
    welcome.create_wanted.connect(window.asking.new_vault)
    welcome.waiting.let_go_wanted.connect(window.session.watch.ask_to_let_go)
    unlock.entered.connect(window.session.open_vault)
    unlock.left.connect(lambda: window.outer.setCurrentWidget(window.resting_page()))


def _connect_help(window: MainWindow) -> None:
    welcome, home = window.welcome, window.home
    welcome.new_phone_wanted.connect(window.in_help(lambda room: room.show_new_phone()))
    welcome.guide_wanted.connect(window.in_help(lambda room: room.show_guide()))
    for wanted in (welcome.connect_wanted, home.blank.acted):
        wanted.connect(window.in_help(lambda room: room.show_connecting()))
    for card in (welcome.waiting, home.waiting):
        card.help_wanted.connect(window.in_help(lambda room: room.show_connecting()))


def _bind_keys(window: MainWindow) -> None:
    for keys, call in (
        ("Ctrl+,", window.show_settings),
        ("Ctrl+B", window.deeds.back_up),
        ("Ctrl+F", window.find_items),
        ("/", window.find_items),
        ("Ctrl+Q", lambda: window.leave()),  # noqa: PLW0108 - whoever brings the window back sets it later
        ("Ctrl+Z", window.asking.undo),
        ("F1", window.explain),
        ("Esc", window.escape),
    ):
        QShortcut(QKeySequence(keys), window).activated.connect(call)


def _lead_keyboard(window: MainWindow) -> None:
    focus, home = window.focus, window.home
    focus.add(window.welcome, lambda: (window.welcome,))
    focus.add(window.unlock, window.unlock.first_controls)
    focus.add(home, lambda: (window.sidebar.timeline, *home.first_controls()))
    window.outer.currentChanged.connect(lambda _number: focus.begin())
    window.pages.currentChanged.connect(lambda _number: focus.begin())


# Pages that are made late: each has its place, its way back, and its first control.


def add_coverage(window: MainWindow, page: CoveragePage) -> CoveragePage:
    """Take in the page on what a backup holds."""
    _add_inner(window, page, page.first_controls, window.show_home)
    page.left.connect(window.show_home)
    return page


def add_export(window: MainWindow, page: ExportPage) -> ExportPage:
    """Take in the page that exports."""
    _add_inner(window, page, page.first_controls, window.show_home)
    page.left.connect(window.show_home)
    return page


def add_put_back(window: MainWindow, page: PutBackPage) -> PutBackPage:
    """Take in the page that puts back; it shows as well how that is undone."""
    _add_inner(window, page, page.first_controls, page.leave)
    page.left.connect(window.show_home)
    page.stepped.connect(window.focus.begin)
    page.undo_wanted.connect(window.deeds.undo)
    page.undo_asked.connect(window.asking.undo)
    page.redo_asked.connect(window.asking.redo)
    window.deeds.undone.connect(page.show_receipt)
    window.deeds.undo_failed.connect(page.fail)
    return page


def add_sheet(window: MainWindow, page: SheetPage) -> SheetPage:
    """Take in the page of the recovery sheet."""
    _add_inner(window, page, page.first_controls, window.leave_sheet)
    page.left.connect(window.leave_sheet)
    return page


def add_safety(window: MainWindow, page: SafetyPage) -> SafetyPage:
    """Take in the page on safety."""
    _add_inner(window, page, page.first_controls, window.show_home)
    page.left.connect(window.show_home)
    page.sheet_wanted.connect(window.show_sheet)
    page.open_wanted.connect(window.asking.vault)
    page.create_wanted.connect(window.asking.new_vault)
    return page


def add_settings(window: MainWindow, page: SettingsPage) -> SettingsPage:
    """Take in the page of what can be chosen."""
    window.outer.addWidget(page)
    window.ways_back[page] = window.leave_settings
    window.focus.add(page, page.first_controls)
    page.left.connect(window.leave_settings)
    page.theme_chosen.connect(window.choose_theme)
    page.show_state(window.session.state)
    return page


def add_help(window: MainWindow, room: HelpRoom) -> HelpRoom:
    """Take in the room for help."""
    window.outer.addWidget(room)
    window.ways_back[room] = room.back
    window.focus.add(room, room.first_controls)
    room.moved.connect(window.focus.begin)
    room.wanted.connect(lambda: window.outer.setCurrentWidget(room))
    room.left.connect(lambda: window.outer.setCurrentWidget(window.resting_page()))
    room.open_wanted.connect(window.asking.vault)
    room.imported.connect(window.session.choose_phone)
    room.plan_wanted.connect(window.open_put_back)
    return room


def _add_inner(
    window: MainWindow, page: QWidget, first: First, way_back: Callable[[], None]
) -> None:
    window.pages.addWidget(page)
    window.ways_back[page] = way_back
    window.focus.add(page, first)
