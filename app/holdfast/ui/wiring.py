"""Joins the window's parts: which signal of a page leads where, and what each key does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from holdfast.ui.errands import Wanted
from holdfast.ui.menus import fill_menu

if TYPE_CHECKING:
    from holdfast.ui.main_window import MainWindow


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
    deeds, put_back = window.deeds, window.put_back
    deeds.said.connect(window.say)
    deeds.began.connect(window.home.notice.clear)
    deeds.changed_history.connect(window.home.results.forget)
    deeds.changed_history.connect(window.safety.deeds.look_after_backup)
    deeds.undo_began.connect(window.show_undo)
    deeds.undone.connect(put_back.show_receipt)
    deeds.undo_failed.connect(put_back.fail)
    put_back.undo_wanted.connect(deeds.undo)


def _connect_timeline(window: MainWindow) -> None:
    side = window.sidebar
    side.phones.chosen.connect(window.session.choose_phone)
    side.phones.rename_wanted.connect(window.rename)
    side.entry_chosen.connect(window.show_entry)
    side.now_chosen.connect(window.show_now)
    side.touched.connect(window.go_home)
    side.keepsake_chosen.connect(window.home.show_keepsake)
    side.sheet_wanted.connect(window.show_sheet)
    side.menu.put_back_wanted.connect(lambda found: window.open_put_back(Wanted(found)))
    side.menu.export_wanted.connect(window.open_export)
    side.menu.pin_wanted.connect(window.deeds.pin)
    side.menu.limits_wanted.connect(lambda entry: window.show_coverage(entry.snapshot))


def _connect_home(window: MainWindow) -> None:
    home, opener, deeds = window.home, window.opener, window.deeds
    strip, loss, content, results = home.strip, home.loss, home.content, home.results
    strip.wanted.connect(window.do_step)
    strip.why_wanted.connect(window.tell_why)
    strip.limits_wanted.connect(window.show_limits)
    strip.undo_wanted.connect(deeds.undo)
    strip.bring_wanted.connect(opener.open_other)
    strip.safety_wanted.connect(window.show_safety)
    loss.put_back_wanted.connect(opener.open_lost)
    loss.accepted.connect(deeds.accept_loss)
    loss.back_up_wanted.connect(deeds.back_up)
    home.menu_wanted.connect(lambda menu: fill_menu(menu, window))
    content.put_back_wanted.connect(lambda snapshot: window.open_put_back(Wanted(snapshot)))
    content.item_wanted.connect(opener.open_item)
    content.items_wanted.connect(opener.open_items)
    content.export_wanted.connect(window.open_export)
    content.items_export_wanted.connect(window.open_export)
    for browser in (content.browser, results.browser):
        browser.version_back_wanted.connect(opener.open_hit)
    results.items_export_wanted.connect(lambda items: window.open_export(None, items))
    results.item_wanted.connect(opener.open_hit)
    results.open_wanted.connect(window.hits.open)


def _connect_pages(window: MainWindow) -> None:
    welcome, unlock, safety = window.welcome, window.unlock, window.safety
    welcome.sample_wanted.connect(lambda: window.session.try_sample(window.sample_folder))
    welcome.open_wanted.connect(window.choose_vault)
    welcome.create_wanted.connect(window.choose_new_vault)
    welcome.waiting.let_go_wanted.connect(window.session.watch.ask_to_let_go)
    unlock.entered.connect(window.session.open_vault)
    unlock.left.connect(lambda: window.outer.setCurrentWidget(window.resting_page()))
    for page in (window.coverage, window.put_back, window.export, safety):
        page.left.connect(window.show_home)
    window.sheet.left.connect(window.leave_sheet)
    safety.sheet_wanted.connect(window.show_sheet)
    safety.open_wanted.connect(window.choose_vault)
    safety.create_wanted.connect(window.choose_new_vault)
    safety.deeds.offered.connect(window.offer_to_forget)
    window.settings.left.connect(window.leave_settings)
    window.settings.theme_chosen.connect(window.choose_theme)


def _connect_help(window: MainWindow) -> None:
    room = window.help
    room.wanted.connect(lambda: window.outer.setCurrentWidget(room))
    room.left.connect(lambda: window.outer.setCurrentWidget(window.resting_page()))
    room.open_wanted.connect(window.choose_vault)
    room.imported.connect(window.session.choose_phone)
    room.plan_wanted.connect(window.open_put_back)
    room.lead_from(window.welcome, window.home)


def _bind_keys(window: MainWindow) -> None:
    for keys, call in (
        ("Ctrl+,", window.show_settings),
        ("Ctrl+B", window.deeds.back_up),
        ("Ctrl+F", window.find_items),
        ("/", window.find_items),
        ("Ctrl+Z", window.deeds.undo),
        ("F1", window.explain),
        ("Esc", window.escape),
    ):
        QShortcut(QKeySequence(keys), window).activated.connect(call)


def _lead_keyboard(window: MainWindow) -> None:
    focus, home = window.focus, window.home
    focus.add(window.welcome, lambda: (window.welcome,))
    focus.add(window.unlock, window.unlock.first_controls)
    focus.add(window.settings, window.settings.first_controls)
    focus.add(home, lambda: (window.sidebar.timeline, *home.first_controls()))
    focus.add(window.put_back, window.put_back.first_controls)
    focus.add(window.help, window.help.first_controls)
    window.help.moved.connect(focus.begin)
    focus.add(window.coverage, window.coverage.first_controls)
    focus.add(window.sheet, window.sheet.first_controls)
    focus.add(window.export, window.export.first_controls)
    focus.add(window.safety, window.safety.first_controls)
    window.outer.currentChanged.connect(lambda _number: focus.begin())
    window.pages.currentChanged.connect(lambda _number: focus.begin())
    window.put_back.stepped.connect(focus.begin)
