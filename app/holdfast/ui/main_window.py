"""The main window: its pages, what leads from one to the other, and the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Receipt
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, TimelineEntry
from holdfast.records.pictures.thumbnails import ThumbnailWorker
from holdfast.ui import readings, wiring
from holdfast.ui.asking import Asking
from holdfast.ui.bugs import Bugs
from holdfast.ui.collector import Collector
from holdfast.ui.counting import ChangeCounter
from holdfast.ui.deeds import Deeds
from holdfast.ui.errands import Wanted
from holdfast.ui.focus import Focus
from holdfast.ui.full_pictures import load_full
from holdfast.ui.hit_opener import HitOpener
from holdfast.ui.look import Meaning, Theme
from holdfast.ui.pages import coverage, export, put_back, settings, sheet
from holdfast.ui.pages import help as help_room
from holdfast.ui.pages import safety as safety_page
from holdfast.ui.pages.home import HomePage
from holdfast.ui.pages.unlock import UnlockPage
from holdfast.ui.pages.welcome import WelcomePage
from holdfast.ui.put_back_opener import PutBackOpener
from holdfast.ui.safety_deeds import SafetyDeeds
from holdfast.ui.session import Session
from holdfast.ui.style import put_on
from holdfast.ui.thumbnails import Pictures
from holdfast.ui.widgets.boxes import row
from holdfast.ui.widgets.sidebar import NARROW, WIDE, Sidebar
from holdfast.wording import controls, keeping, pages, window
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
        """Build the pages that are seen first; the others come when they are wanted."""
        super().__init__()
        self.session = session
        self.deeds = Deeds(session, self)
        self.safety_deeds = SafetyDeeds(session, self)
        self.bugs = Bugs(reports, self._tell_bug)
        self._collector = Collector(self)
        session.sample_folder = sample_folder
        self._worker = ThumbnailWorker()
        self.pictures = Pictures(session.bridge, self)
        self.welcome = WelcomePage()
        self.unlock = UnlockPage()
        self.sidebar = Sidebar()
        self.home = HomePage(session, self.pictures)
        self.opener = PutBackOpener(session, self.open_put_back, self.show_receipt)
        self.asking = Asking(self, session, self.deeds, self.home.notice, self.show_home)
        self.hits = HitOpener(session, self)
        self.counter = ChangeCounter(session, self)
        self.hits.ready.connect(self._show_hit)
        self._sheet_from: QWidget | None = None
        self.pages = _stack(self.home)
        self.work = QWidget()
        line = row(self.sidebar, self.pages, gap=0)
        line.setStretch(1, 1)
        self.work.setLayout(line)
        self._reports = reports
        self.ways_back: dict[QWidget | None, Callable[[], None]] = {}
        self.outer = _stack(self.welcome, self.unlock, self.work)
        self._settings_from: QWidget = self.welcome
        # Whether closing the window only hides it; decided by whoever brings it back.
        self.keeps_running: Callable[[], bool] = lambda: False
        self.leave: Callable[[], object] = self.close
        # Whether it may close though something is under way; asked only where a person is.
        self.may_leave: Callable[[], bool] = lambda: True
        self.focus = Focus(self, self._shown_page)
        self.setCentralWidget(self.outer)
        self.setWindowTitle(controls.label(Label.APP))
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        wiring.wire(self)
        self.follow()
        # Nothing looks pressed before a key was: the ring comes with the first Tab.
        self.welcome.setFocus()

    # Pages that are made when they are first wanted

    @cached_property
    def coverage(self) -> coverage.CoveragePage:
        """What a backup holds, and what not."""
        return wiring.add_coverage(self, coverage.CoveragePage())

    @cached_property
    def put_back(self) -> put_back.PutBackPage:
        """Putting back, from the plan to the receipt."""
        return wiring.add_put_back(self, put_back.PutBackPage(self.session))

    @cached_property
    def sheet(self) -> sheet.SheetPage:
        """The recovery sheet."""
        return wiring.add_sheet(self, sheet.SheetPage(self.session))

    @cached_property
    def safety(self) -> safety_page.SafetyPage:
        """How safe the backups are."""
        page = safety_page.SafetyPage(self.session, self.safety_deeds)
        return wiring.add_safety(self, page)

    @cached_property
    def export(self) -> export.ExportPage:
        """What to export, as what and where to."""
        return wiring.add_export(self, export.ExportPage(self.session))

    @cached_property
    def settings(self) -> settings.SettingsPage:
        """What can be chosen about Holdfast itself."""
        return wiring.add_settings(self, settings.SettingsPage(self.session, self._reports))

    @cached_property
    def help(self) -> help_room.HelpRoom:
        """The room for help."""
        return wiring.add_help(self, help_room.HelpRoom(self.session))

    def in_help(self, go: Callable[[help_room.HelpRoom], None]) -> Callable[[], None]:
        """What goes to a page of the room for help, which is made by then."""
        return lambda: go(self.help)

    def has(self, page: str) -> bool:
        """Whether the page of this name was made already."""
        return page in vars(self)

    # Showing

    def _shown_page(self) -> QWidget | None:
        outer = self.outer.currentWidget()
        return self.pages.currentWidget() if outer is self.work else outer

    def follow(self) -> None:
        """Show what the session knows now; the keyboard stays where it was."""
        held = self.focus.holder()
        self._show_state()
        self.focus.keep(held)

    def _show_state(self) -> None:
        state = self.session.state
        self.welcome.show_state(state, busy=self.session.opening)
        if self.has("settings"):
            self.settings.show_state(state)
        if self.session.vault is not None:
            self.sidebar.show_state(state)
            self.home.show_state(state)

    def take_vault(self) -> None:
        """Show the vault that was opened."""
        vault, worker = self.session.vault, self._worker
        if vault is None:
            self.outer.setCurrentWidget(self.resting_page())
        else:
            self.pictures.set_source(
                lambda item, size: readings.load_picture(vault, worker, item, size),
                lambda item: load_full(vault, worker, item),
            )
            self.outer.setCurrentWidget(self.resting_page())
            self.show_home()
            self.focus.begin()

    def resting_page(self) -> QWidget:
        """The page that is there while nothing is asked."""
        if self.has("help") and self.help.under_way:
            return self.help
        return self.welcome if self.session.vault is None else self.work

    def ask_password(self, place: Path, again: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Ask for the password of the vault in `place`."""
        self.outer.setCurrentWidget(self.unlock)
        self.unlock.ask(place, again=again)

    def show_home(self) -> None:
        """Go to the home page."""
        self.pages.setCurrentWidget(self.home)

    def show_sheet(self, password: str = "") -> None:
        """Go to the recovery sheet: of `password`, or of the one in use."""
        if self.session.vault is not None:
            self._sheet_from = self.pages.currentWidget()
            self.sheet.open(password or None)
            self.pages.setCurrentWidget(self.sheet)

    def leave_sheet(self) -> None:
        """Go back to where the recovery sheet was asked for."""
        from_safety = self.has("safety") and self._sheet_from is self.safety
        self.pages.setCurrentWidget(self.safety if from_safety else self.home)

    def show_safety(self, topic: Topic | None = None) -> None:
        """Go to the page on safety, to the card of `topic` if one is given."""
        if self.session.vault is not None:
            self.pages.setCurrentWidget(self.safety)
            self.safety.open(topic)

    def show_settings(self) -> None:
        """Go to what can be chosen about Holdfast itself."""
        now = self.outer.currentWidget()
        if now is not self.settings and now is not None:
            self._settings_from = now
            self.settings.open()
            self.outer.setCurrentWidget(self.settings)

    def leave_settings(self) -> None:
        """Go back to where the settings were asked for."""
        self.outer.setCurrentWidget(self._settings_from)

    def offer_to_forget(self, going: int) -> None:
        """Say that the rules would have `going` backups go; nothing goes by itself."""
        if self.home.notice.isHidden():
            words = keeping.offer(going)
            action = act(Act.LOOK), lambda: self.show_safety(Topic.KEPT)
            self.home.notice.say(Meaning.CALM, words.title, words.sentence, action)

    def show_receipt(self, receipt: Receipt | None, snapshot: SnapshotInfo) -> None:
        """Show the receipt of an earlier restore, after which `snapshot` was read back."""
        if receipt is None:
            words = pages.no_receipt()
            self.say(Meaning.ATTENTION, words.title, words.sentence)
            return
        if self.put_back.step is not put_back.Step.WRITING:
            self.put_back.leave()
            self.put_back.show_past(receipt, snapshot.time)
        self.pages.setCurrentWidget(self.put_back)

    def show_entry(self, entry: TimelineEntry) -> None:
        """Show one backup."""
        self.home.show_entry(entry)

    def show_coverage(self, snapshot: SnapshotInfo) -> None:
        """Tell what a backup holds, and what not."""
        self.coverage.open(snapshot, self.session.desk.clock())
        self.pages.setCurrentWidget(self.coverage)

    def show_limits(self) -> None:
        """Tell what the last backup does not hold."""
        last = self.session.state.last
        if last is not None:
            self.show_coverage(last)

    def tell_why(self) -> None:
        """Tell why there is no backup of today, or why it is not whole."""
        missed = self.session.state.not_made
        if missed is not None:
            self.deeds.tell(missed.problem)
        else:
            self.show_limits()

    def _show_hit(self, entry: TimelineEntry, item: StoredItem) -> None:
        self.sidebar.choose(entry.snapshot.id)
        self.home.show_found(entry, item)

    def show_now(self) -> None:
        """Show the phone as it is now."""
        self.home.show_now()

    def go_home(self) -> None:
        """Go to the home page, unless something is being written."""
        if self.has("put_back"):
            if self.put_back.step is put_back.Step.WRITING:
                return
            self.put_back.leave()
        self.show_home()

    def _tell_bug(self, error: BaseException, report: Path | None) -> None:
        words = window.bug(type(error).__name__, report)
        self.say(Meaning.DANGER, words.title, words.sentence)

    def say(self, meaning: Meaning, title: str, text: str = "") -> None:
        """Say something where the person looks."""
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

    def explain(self) -> None:
        """Open the guide at what is shown."""
        self.help.show_about(self._shown_page(), alarmed=bool(self.session.state.loss))

    def escape(self) -> None:
        """Go back one step."""
        self.ways_back.get(self._shown_page(), self.home.search.clear)()

    def do_step(self, step: NextStep) -> None:
        """Do what the status strip offers."""
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
        self.pages.setCurrentWidget(self.put_back)
        self.put_back.open(wanted, target)

    def show_undo(self, again: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Show how a restore is taken back, or done again."""
        self.pages.setCurrentWidget(self.put_back)
        self.put_back.show_undo(again=again)

    def open_export(
        self, snapshot: SnapshotInfo | None, items: tuple[StoredItem, ...] = ()
    ) -> None:
        """Ask what of a backup, or which of some `items`, to export, as what and where to."""
        self.export.open(snapshot, items=items)
        self.pages.setCurrentWidget(self.export)

    def open_export_of(
        self, snapshot: SnapshotInfo, kind: Kind | None, items: tuple[StoredItem, ...]
    ) -> None:
        """Ask the same about a whole backup, of which this kind and these items are shown."""
        self.export.open(snapshot, kind=kind, items=items, narrow=False)
        self.pages.setCurrentWidget(self.export)

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
            self.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sidebar is narrower in a narrow window."""
        super().resizeEvent(event)
        self.sidebar.setFixedWidth(WIDE if self.width() >= _ROOMY else NARROW)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins on the page that is shown first, not on whatever Qt finds."""
        super().showEvent(event)
        if not event.spontaneous():
            self.focus.begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End quietly: what is being written stops at its next step."""
        if self.keeps_running():
            event.ignore()
            self.hide()
            return
        if self.session.state.running is not None and not self.may_leave():
            event.ignore()
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
