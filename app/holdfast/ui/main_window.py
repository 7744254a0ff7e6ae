"""The main window: its pages, what leads from one to the other, and the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, TimelineEntry
from holdfast.records.pictures.thumbnails import ThumbnailWorker
from holdfast.ui import readings
from holdfast.ui.bugs import Bugs
from holdfast.ui.collector import Collector
from holdfast.ui.counting import ChangeCounter
from holdfast.ui.deeds import Deeds
from holdfast.ui.dialogs import ask_folder
from holdfast.ui.errands import Wanted
from holdfast.ui.focus import Focus
from holdfast.ui.full_pictures import load_full
from holdfast.ui.hit_opener import HitOpener
from holdfast.ui.look import Meaning, Theme
from holdfast.ui.menus import fill_menu
from holdfast.ui.pages.coverage import CoveragePage
from holdfast.ui.pages.help import HelpRoom
from holdfast.ui.pages.home import HomePage
from holdfast.ui.pages.put_back import PutBackPage, Step
from holdfast.ui.pages.safety import SafetyPage
from holdfast.ui.pages.settings import SettingsPage
from holdfast.ui.pages.sheet import SheetPage
from holdfast.ui.pages.unlock import UnlockPage
from holdfast.ui.pages.welcome import WelcomePage
from holdfast.ui.put_back_opener import PutBackOpener
from holdfast.ui.session import Session
from holdfast.ui.style import put_on
from holdfast.ui.thumbnails import Pictures
from holdfast.ui.widgets.boxes import row
from holdfast.ui.widgets.sidebar import NARROW, WIDE, Sidebar
from holdfast.wording import controls, safety, window
from holdfast.wording.controls import Label
from holdfast.wording.safety_labels import Act, Topic, act
from holdfast.wording.states import NextStep

SMALLEST = (960, 600)
USUAL = (1280, 800)
_ROOMY = 1180


class MainWindow(QMainWindow):
    """One window; `session` tells what it shows, `sample_folder` is where the sample lives.

    Reports of bugs go into `reports`, if that is given.
    """

    def __init__(self, session: Session, sample_folder: Path, reports: Path | None = None) -> None:
        """Build every page once."""
        super().__init__()
        self.session = session
        self.deeds = Deeds(session, self)
        self.bugs = Bugs(reports, self._tell_bug)
        self._collector = Collector(self)
        self._sample_folder = sample_folder
        self._worker = ThumbnailWorker()
        self.pictures = Pictures(session.bridge, self)
        self.welcome = WelcomePage()
        self.unlock = UnlockPage()
        self.sidebar = Sidebar()
        self.home = HomePage(session, self.pictures)
        self.put_back = PutBackPage(session)
        self.opener = PutBackOpener(session, self.open_put_back)
        self._hits = HitOpener(session, self)
        self.counter = ChangeCounter(session, self)
        self._hits.ready.connect(self._show_hit)
        self.sheet = SheetPage(session)
        self._sheet_from: QWidget | None = None
        self.safety = SafetyPage(session)
        self.coverage = CoveragePage()
        self._pages = _stack(self.home, self.coverage, self.put_back, self.sheet, self.safety)
        self._work = QWidget()
        line = row(self.sidebar, self._pages, gap=0)
        line.setStretch(1, 1)
        self._work.setLayout(line)
        self.settings = SettingsPage(session, reports)
        self.help = HelpRoom(session)
        self._outer = _stack(self.welcome, self.unlock, self._work, self.settings, self.help)
        self._settings_from: QWidget = self.welcome
        # Whether closing the window only hides it; decided by whoever brings it back.
        self.keeps_running: Callable[[], bool] = lambda: False
        self._focus = Focus(self, self._shown_page)
        self.setCentralWidget(self._outer)
        self.setWindowTitle(controls.label(Label.APP))
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self._connect_session()
        self._connect_deeds()
        self._connect_pages()
        self._bind_keys()
        self._follow()
        self._lead_keyboard()
        # Nothing looks pressed before a key was: the ring comes with the first Tab.
        self.welcome.setFocus()

    # Wiring

    def _connect_session(self) -> None:
        session = self.session
        session.changed.connect(self._follow)
        session.vault_changed.connect(self._take_vault)
        session.password_wanted.connect(self._ask_password)
        session.sheet_wanted.connect(self.show_sheet)
        session.failed.connect(self.deeds.tell)
        session.phone_failed.connect(self.deeds.tell)
        session.bridge.broke.connect(self.bugs.meet)

    def _connect_deeds(self) -> None:
        deeds, put_back = self.deeds, self.put_back
        deeds.said.connect(self._say)
        deeds.began.connect(self.home.notice.clear)
        deeds.changed_history.connect(self.home.results.forget)
        deeds.changed_history.connect(self.safety.deeds.look_after_backup)
        deeds.undo_began.connect(self._show_undo)
        deeds.undone.connect(put_back.show_receipt)
        deeds.undo_failed.connect(put_back.fail)
        put_back.undo_wanted.connect(deeds.undo)

    def _connect_pages(self) -> None:
        self.welcome.sample_wanted.connect(lambda: self.session.try_sample(self._sample_folder))
        self.welcome.open_wanted.connect(self.choose_vault)
        self.welcome.waiting.let_go_wanted.connect(self.session.watch.ask_to_let_go)
        self.welcome.create_wanted.connect(self.choose_new_vault)
        self.unlock.entered.connect(self.session.open_vault)
        self.unlock.left.connect(lambda: self._outer.setCurrentWidget(self._resting_page()))
        side, home, content = self.sidebar, self.home, self.home.content
        side.phones.chosen.connect(self.session.choose_phone)
        side.phones.rename_wanted.connect(self._rename)
        side.entry_chosen.connect(self._show_entry)
        side.now_chosen.connect(self._show_now)
        side.touched.connect(self._go_home)
        side.keepsake_chosen.connect(home.show_keepsake)
        side.menu.put_back_wanted.connect(lambda found: self.open_put_back(Wanted(found)))
        side.menu.export_wanted.connect(self._export)
        side.menu.pin_wanted.connect(self.deeds.pin)
        side.sheet_wanted.connect(self.show_sheet)
        home.strip.wanted.connect(self._do_step)
        home.strip.why_wanted.connect(self._tell_why)
        home.strip.limits_wanted.connect(self._show_limits)
        side.menu.limits_wanted.connect(lambda entry: self._show_coverage(entry.snapshot))
        self.coverage.left.connect(self.show_home)
        home.strip.undo_wanted.connect(self.deeds.undo)
        home.strip.bring_wanted.connect(self.opener.open_other)
        home.loss.put_back_wanted.connect(self.opener.open_lost)
        home.loss.accepted.connect(self.deeds.accept_loss)
        home.loss.back_up_wanted.connect(self.deeds.back_up)
        home.menu_wanted.connect(lambda menu: fill_menu(menu, self))
        content.put_back_wanted.connect(lambda snapshot: self.open_put_back(Wanted(snapshot)))
        content.item_wanted.connect(self.opener.open_item)
        for browser in (content.browser, home.results.browser):
            browser.version_back_wanted.connect(self.opener.open_hit)
        content.export_wanted.connect(self._export)
        content.items_wanted.connect(self.opener.open_items)
        content.items_export_wanted.connect(lambda _snapshot, items: self._export_items(items))
        home.results.items_export_wanted.connect(self._export_items)
        home.results.item_wanted.connect(self.opener.open_hit)
        home.results.open_wanted.connect(self._hits.open)
        self.put_back.left.connect(self.show_home)
        self._connect_help(self.help)
        self.sheet.left.connect(self._leave_sheet)
        self.safety.left.connect(self.show_home)
        self.safety.sheet_wanted.connect(self.show_sheet)
        self.safety.open_wanted.connect(self.choose_vault)
        self.safety.create_wanted.connect(self.choose_new_vault)
        self.safety.deeds.offered.connect(self._offer_to_forget)
        home.strip.safety_wanted.connect(self.show_safety)
        self.settings.left.connect(self._leave_settings)
        self.settings.theme_chosen.connect(self.choose_theme)

    def _connect_help(self, room: HelpRoom) -> None:
        room.wanted.connect(lambda: self._outer.setCurrentWidget(room))
        room.left.connect(lambda: self._outer.setCurrentWidget(self._resting_page()))
        room.open_wanted.connect(self.choose_vault)
        room.imported.connect(self.session.choose_phone)
        room.plan_wanted.connect(self.open_put_back)
        room.lead_from(self.welcome, self.home)

    def _bind_keys(self) -> None:
        for keys, call in (
            ("Ctrl+,", self.show_settings),
            ("Ctrl+B", self.deeds.back_up),
            ("Ctrl+F", self.find_items),
            ("/", self.find_items),
            ("Ctrl+Z", self.deeds.undo),
            ("F1", self._explain),
            ("Esc", self._escape),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(call)

    def _lead_keyboard(self) -> None:
        focus, home = self._focus, self.home
        focus.add(self.welcome, lambda: (self.welcome,))
        focus.add(self.unlock, self.unlock.first_controls)
        focus.add(self.settings, self.settings.first_controls)
        focus.add(home, lambda: (self.sidebar.timeline, *home.first_controls()))
        focus.add(self.put_back, self.put_back.first_controls)
        focus.add(self.help, self.help.first_controls)
        self.help.moved.connect(focus.begin)
        focus.add(self.coverage, self.coverage.first_controls)
        focus.add(self.sheet, self.sheet.first_controls)
        focus.add(self.safety, self.safety.first_controls)
        self._outer.currentChanged.connect(lambda _number: focus.begin())
        self._pages.currentChanged.connect(lambda _number: focus.begin())
        self.put_back.stepped.connect(focus.begin)

    # Showing

    def _shown_page(self) -> QWidget | None:
        outer = self._outer.currentWidget()
        return self._pages.currentWidget() if outer is self._work else outer

    def _follow(self) -> None:
        held = self._focus.holder()
        self._show_state()
        self._focus.keep(held)

    def _show_state(self) -> None:
        state = self.session.state
        self.welcome.show_state(state, busy=self.session.opening)
        self.settings.show_state(state)
        if self.session.vault is not None:
            self.sidebar.show_state(state)
            self.home.show_state(state)

    def _take_vault(self) -> None:
        vault, worker = self.session.vault, self._worker
        if vault is not None:
            self.pictures.set_source(
                lambda item, size: readings.load_picture(vault, worker, item, size),
                lambda item: load_full(vault, worker, item),
            )
            self._outer.setCurrentWidget(self._resting_page())
            self.show_home()
            self._focus.begin()

    def _resting_page(self) -> QWidget:
        if self.help.under_way:
            return self.help
        return self.welcome if self.session.vault is None else self._work

    def _ask_password(self, place: Path, again: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._outer.setCurrentWidget(self.unlock)
        self.unlock.ask(place, again=again)

    def show_home(self) -> None:
        """Go to the home page."""
        self._pages.setCurrentWidget(self.home)

    def show_sheet(self, password: str = "") -> None:
        """Go to the recovery sheet: of `password`, or of the one in use."""
        if self.session.vault is not None:
            self._sheet_from = self._pages.currentWidget()
            self.sheet.open(password or None)
            self._pages.setCurrentWidget(self.sheet)

    def _leave_sheet(self) -> None:
        from_safety = self._sheet_from is self.safety
        self._pages.setCurrentWidget(self.safety if from_safety else self.home)

    def show_safety(self, topic: Topic | None = None) -> None:
        """Go to the page on safety, to the card of `topic` if one is given."""
        if self.session.vault is not None:
            self._pages.setCurrentWidget(self.safety)
            self.safety.open(topic)

    def show_settings(self) -> None:
        """Go to what can be chosen about Holdfast itself."""
        now = self._outer.currentWidget()
        if now is not self.settings and now is not None:
            self._settings_from = now
            self.settings.open()
            self._outer.setCurrentWidget(self.settings)

    def _leave_settings(self) -> None:
        self._outer.setCurrentWidget(self._settings_from)

    def _offer_to_forget(self, going: int) -> None:
        if self.home.notice.isHidden():
            words = safety.offer(going)
            action = act(Act.LOOK), lambda: self.show_safety(Topic.KEPT)
            self.home.notice.say(Meaning.CALM, words.title, words.sentence, action)

    def _show_entry(self, entry: TimelineEntry) -> None:
        self.home.show_entry(entry)

    def _show_coverage(self, snapshot: SnapshotInfo) -> None:
        self.coverage.open(snapshot, self.session.desk.clock())
        self._pages.setCurrentWidget(self.coverage)

    def _show_limits(self) -> None:
        last = self.session.state.last
        if last is not None:
            self._show_coverage(last)

    def _tell_why(self) -> None:
        missed = self.session.state.not_made
        if missed is not None:
            self.deeds.tell(missed.problem)
        else:
            self._show_limits()

    def _show_hit(self, entry: TimelineEntry, item: StoredItem) -> None:
        self.sidebar.choose(entry.snapshot.id)
        self.home.show_found(entry, item)

    def _show_now(self) -> None:
        self.home.show_now()

    def _go_home(self) -> None:
        if self.put_back.step is not Step.WRITING:
            self.put_back.leave()
            self.show_home()

    def _tell_bug(self, error: BaseException, report: Path | None) -> None:
        words = window.bug(type(error).__name__, report)
        self._say(Meaning.DANGER, words.title, words.sentence)

    def _say(self, meaning: Meaning, title: str, text: str = "") -> None:
        if self.session.vault is None:
            self.welcome.notice.say(meaning, title, text)
        else:
            self.home.notice.say(meaning, title, text)

    # Doing

    def find_items(self) -> None:
        """Put the cursor into the search field."""
        if self.session.vault is not None:
            self.show_home()
            self.home.search.setFocus()
            self.home.search.selectAll()

    def _explain(self) -> None:
        self.help.show_about(self._shown_page(), alarmed=bool(self.session.state.loss))

    def _escape(self) -> None:
        if self._outer.currentWidget() is self.settings:
            self._leave_settings()
        elif self._outer.currentWidget() is self.help:
            self.help.back()
        elif self._pages.currentWidget() is self.put_back:
            self.put_back.leave()
        elif self._pages.currentWidget() is self.sheet:
            self._leave_sheet()
        elif self._pages.currentWidget() in (self.safety, self.coverage):
            self.show_home()
        else:
            self.home.search.clear()

    def _do_step(self, step: NextStep) -> None:
        calls = {
            NextStep.BACK_UP: self.deeds.back_up,
            NextStep.STOP: self.session.stop,
            NextStep.CHECK: lambda: self.show_safety(Topic.CHECK),
            NextStep.PUT_BACK: self.opener.open_lost,
        }
        if step in calls:
            calls[step]()

    def open_put_back(self, wanted: Wanted, target: str = "") -> None:
        """Plan to put `wanted` back, onto the phone with the id `target` if one is named."""
        self._pages.setCurrentWidget(self.put_back)
        self.put_back.open(wanted, target)

    def _show_undo(self) -> None:
        self._pages.setCurrentWidget(self.put_back)
        self.put_back.show_undo()

    def _export(self, snapshot: SnapshotInfo) -> None:
        folder = ask_folder(self, controls.label(Label.EXPORT))
        if folder is not None:
            self.deeds.export(snapshot, folder)

    def _export_items(self, items: tuple[StoredItem, ...]) -> None:
        folder = ask_folder(self, controls.label(Label.EXPORT))
        if folder is not None:
            self.deeds.export_items(items, folder)

    def _rename(self) -> None:
        phone = self.session.state.phone
        if phone is None:
            return
        name, chosen = QInputDialog.getText(
            self, controls.label(Label.RENAME), controls.label(Label.PHONE), text=phone.title
        )
        if chosen:
            self.session.rename_phone(phone.id, name.strip())

    def choose_vault(self) -> None:
        """Ask for a vault's folder and open it."""
        place = ask_folder(self, controls.label(Label.OPEN_VAULT))
        if place is not None:
            self.session.open_vault(place)

    def choose_new_vault(self) -> None:
        """Ask for a place and make a vault there."""
        place = ask_folder(self, controls.label(Label.CREATE_VAULT))
        if place is not None:
            self.session.create_vault(place)

    # Theme, size, end

    def choose_theme(self, theme: Theme) -> None:
        """Put on another theme and remember it."""
        self.wear(theme)
        settings = self.session.desk.settings
        self.session.bridge.run("keys", lambda _task: settings.choose_theme(str(theme)))

    def wear(self, theme: Theme) -> None:
        """Put on a theme for this run."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            put_on(app, theme)
            self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sidebar is narrower in a narrow window."""
        super().resizeEvent(event)
        self.sidebar.setFixedWidth(WIDE if self.width() >= _ROOMY else NARROW)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins on the page that is shown first, not on whatever Qt finds."""
        super().showEvent(event)
        if not event.spontaneous():
            self._focus.begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End quietly: what is being written stops at its next step."""
        if self.keeps_running():
            event.ignore()
            self.hide()
            return
        self.session.close()
        self._worker.close()
        self._collector.close()
        super().closeEvent(event)


def _stack(*pages: QWidget) -> QStackedWidget:
    made = QStackedWidget()
    for page in pages:
        made.addWidget(page)
    return made
