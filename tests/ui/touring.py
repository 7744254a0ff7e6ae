"""A tour of the window: from one state to the next, through every page, pane and dialog."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QWidget

from holdfast.actions.back_up import back_up
from holdfast.actions.desk import Desk
from holdfast.actions.settings import Settings
from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from holdfast.phones.virtual.store import create_sample, edit_sample, open_sample, wipe_sample
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.ui.guide import Topic
from holdfast.ui.look import Theme
from holdfast.ui.pages.put_back import Step
from holdfast.ui.readings import Scope
from holdfast.ui.tables.rows import TimelineRow
from holdfast.ui.widgets.buttons import Button
from holdfast.ui.widgets.choices import Tabs
from holdfast.ui.widgets.photo_viewer import PhotoViewer
from holdfast.ui.window import make_window
from holdfast.vault.keys import Keychain
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.wording import comparing
from holdfast.wording.connecting import Kin

SIZE = (1024, 640)
PASSWORD = "walk"  # noqa: S105 - of a vault that holds fictional people only
OLD, NEW, EMPTY = "old", "new", "empty"
"""The phones: an old one that lost everything, an Android phone, one never backed up."""
SERIALS = {OLD: "OLD1", NEW: "NEW1"}
_CHEAP = ScryptCost(n=2, r=8, p=1)
_PATIENCE = 120.0
_QUIET = 0.04
_TURNS = 6
"""Layouts pass a new size on from one to the next, a turn for each."""
_BULK = (Endpoint(0x81, Transfer.BULK, 512), Endpoint(0x02, Transfer.BULK, 512))
_SHARING = (AltSetting(0, 0, 0xE0, 0x01, 0x03, _BULK, b"", "RNDIS"),)


class Clock:
    """Real time, moved on when the tour says so."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def desk_in(folder: Path, clock: Clock) -> Desk:
    """A desk whose vaults are cheap and whose keychain knows nothing."""
    return Desk(
        settings=Settings(folder / "settings"),
        keychain=Keychain(None),
        cache=folder / "cache",
        bus=UsbBus(()),
        clock=clock,
        cost=_CHEAP,
        settle=0.0,
    )


def prepare(folder: Path) -> None:
    """Make phones and a vault with a history in `folder`; every tour goes through a copy."""
    clock = Clock()
    clock.ahead = timedelta(days=-40)
    desk = desk_in(folder, clock)
    vault, _ = desk.create_vault(folder / "vault", PASSWORD)

    def keep(name: str, days: int) -> None:
        clock.ahead += timedelta(days=days)
        desk.hang_sample(folder / name)
        (found,) = desk.look().present
        phone = desk.connect(found.info.id)
        assert back_up(phone, vault, task=Task(), clock=clock).snapshot is not None
        phone.close()
        desk.unhang_sample(folder / name)
        desk.look()

    create_sample(folder / OLD, small=True, serial="OLD1", name="Sidekick LX 2009 of Grandma")
    create_sample(folder / NEW, family="android", serial="NEW1", small=True)
    create_sample(folder / EMPTY, small=True, serial="EMPTY1")
    wipe_sample(folder / EMPTY)
    keep(OLD, 0)
    edit_sample(folder / OLD, clock)
    for days in (9, 9, 9):
        keep(OLD, days)
    keep(NEW, 3)
    edit_sample(folder / NEW, clock)
    keep(NEW, 3)
    wipe_sample(folder / OLD)
    keep(OLD, 3)
    desk.close()


class Tour:
    """One window on a copy of what was prepared; `stops` leads it through all its states."""

    def __init__(self, prepared: Path, folder: Path, theme: Theme) -> None:
        """Open the window, in the language that is spoken now."""
        shutil.copytree(prepared, folder)
        self._folder = folder
        self._clock = Clock()
        self._desk = desk_in(folder, self._clock)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.window = make_window(
            app, self._desk, theme=theme, samples=folder / "sample", reports=folder / "logs"
        )
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self._seen: set[type[QWidget]] = set()

    @property
    def _session(self):
        return self.window.session

    def close(self) -> None:
        """End the window and the desk."""
        self.window.close()
        self._desk.close()
        self.window.deleteLater()
        _pump()
        shutil.rmtree(self._folder)

    def stops(self) -> Iterator[str]:
        """Lead the window from state to state; each is told by its name when it is there."""
        for part in (
            self._before,
            self._loss,
            self._contents,
            self._search,
            self._put_back,
            self._pages,
            self._first_backup,
        ):
            for name in part():
                self._note()
                yield name

    def unseen(self) -> list[str]:
        """Pages that the window has and the tour never showed."""
        every = {
            type(stack.widget(number))
            for stack in self.window.findChildren(QStackedWidget)
            for number in range(stack.count())
        }
        return sorted(page.__name__ for page in every - self._seen if page is not QWidget)

    def _note(self) -> None:
        for stack in self.window.findChildren(QStackedWidget):
            page = stack.currentWidget()
            if page is not None and page.isVisible():
                self._seen.add(type(page))

    # The parts of the tour

    def _before(self) -> Iterator[str]:
        window = self.window
        self.settle()
        yield "welcome"
        slot = self._plug_sharing()
        yield "welcome-waiting"
        self._desk.virtual.unplug(slot)
        self._look(lambda: not self._session.state.waiting)
        self._session.open_vault(self._folder / "vault")
        self.wait(window.unlock.isVisible)
        self.settle()
        yield "unlock"
        self.press(window.unlock.other)
        yield "unlock-sheet"
        self.press(window.unlock.other)
        self._session.open_vault(self._folder / "vault", "wrong")
        self.wait(window.unlock.wrong.isVisible)
        yield "unlock-wrong"
        self._session.open_vault(self._folder / "vault", PASSWORD)
        self.wait(lambda: self._session.vault is not None)
        self.settle()

    def _loss(self) -> Iterator[str]:
        self._choose(OLD)
        yield "lost-unplugged"
        self._plug(OLD)
        yield "lost"
        for entry in list(self._session.state.entries):
            self.window.sidebar.choose(entry.snapshot.id)
            self.settle()
            yield f"backup-{len(self._session.state.entries)}"
            break
        timeline = self.window.sidebar.timeline
        timeline.choose(lambda row: isinstance(row, TimelineRow) and not row.ident)
        self.settle()
        yield "now"
        folded = timeline.choose(lambda row: isinstance(row, TimelineRow) and bool(row.folded))
        if folded:
            QTest.keyClick(timeline, Qt.Key.Key_Return)
            self.settle()
            yield "run-open"

    def _contents(self) -> Iterator[str]:
        """Everything and the changes of each kind."""
        for phone in (OLD, NEW):
            self._choose(phone)
            entries = self._session.state.entries
            full = entries[-1] if phone == OLD else entries[0]
            self.window.sidebar.choose(full.snapshot.id)
            self.settle()
            for scope in Scope:
                self._press_key(scope)
                yield from self._kinds(f"{phone}-{scope}")
        yield from self._viewer()

    def _kinds(self, name: str) -> Iterator[str]:
        content = self.window.home.content
        for kind in Kind:
            if not self._press_key(kind):
                continue
            yield f"{name}-{kind}"
            compare = content.browser.panel.findChildren(Button)
            for found in [b for b in compare if b.text() == comparing.compare()]:
                self.press(found)
                yield f"{name}-{kind}-compared"
                QTest.keyClick(self.window, Qt.Key.Key_Escape)
                self.settle()
                self._press_key(kind)
            view = content.browser.current_view
            if view is not None and view.choose_first():
                last = view.rows.index(view.rows.rowCount() - 1)
                view.setCurrentIndex(last)
                self.settle()
                yield f"{name}-{kind}-last"
            if content.browser.calendar.isVisible():
                for button in content.browser.calendar.looks.findChildren(QAbstractButton):
                    self.press(button)
                    yield f"{name}-{kind}-{button.property('key')}"

    def _viewer(self) -> Iterator[str]:
        self._press_key(Scope.EVERYTHING)
        self._press_key(Kind.PHOTOS)
        grid = self.window.home.content.browser.grid
        grid.choose_first()
        grid.setFocus()
        QTest.keyClick(grid, Qt.Key.Key_Return)
        self.settle()
        viewer = self.window.findChild(PhotoViewer)
        assert viewer is not None
        yield "viewer"
        viewer.finish()
        grid.selectAll()
        self.settle()
        yield "selected"
        grid.clearSelection()

    def _search(self) -> Iterator[str]:
        search = self.window.home.search
        for words in ("a", "nobody has this name"):
            search.setText(words)
            self.wait(partial(self._answered, words))
            self.settle()
            yield f"search-{len(words)}"
        search.clear()
        self.settle()

    def _answered(self, words: str) -> bool:
        return self.window.home.results.answered == words

    def _put_back(self) -> Iterator[str]:
        window = self.window
        self._choose(OLD)
        window.home.loss.put_back_wanted.emit()
        page = window.put_back
        self.wait(lambda: page.step is Step.PLANNED)
        self.settle()
        yield "plan"
        (ways,) = page.plan_card.findChildren(Tabs)
        for key in [way.property("key") for way in ways.findChildren(QAbstractButton)][1:]:
            self._press_in(ways, key)
            yield f"plan-{key}"
        page.leave()
        self.settle()
        window.home.loss.put_back_wanted.emit()
        self.settle()
        self.wait(lambda: page.step is Step.PLANNED)
        QTest.mouseClick(page.plan_card.primary, Qt.MouseButton.LeftButton)
        yield "writing"
        self.wait(lambda: page.step is Step.DONE)
        self.settle()
        yield "receipt"
        page.leave()
        self.settle()
        yield "after"
        window.deeds.undo()
        self.wait(lambda: page.step is Step.DONE)
        self.settle()
        yield "undone"
        page.leave()
        self._pull(OLD)
        first = self._session.state.entries[-1].snapshot
        window.home.content.put_back_wanted.emit(first)
        self.wait(lambda: page.step is Step.FAILED)
        yield "nowhere-to-put-it"
        page.leave()

    def _pages(self) -> Iterator[str]:
        """Pages that the menu leads to, and whatever stands on none of the ways before."""
        window = self.window
        window.show_sheet()
        self.settle()
        yield "sheet"
        window.show_home()
        window.show_safety()
        self.settle()
        yield "safety"
        for topic, card in window.safety.cards.items():
            window.show_safety(topic)
            self.settle()
            self.wait(card.body.isVisible)
            yield f"safety-{topic}"
        window.show_home()
        window.home.strip.limits_wanted.emit()
        self.settle()
        yield "coverage"
        window.show_home()
        window.open_export(self._session.state.entries[0].snapshot)
        self.settle()
        yield "export"
        window.show_home()
        window.show_settings()
        self.settle()
        yield "settings"
        QTest.keyClick(window, Qt.Key.Key_Escape)
        self.settle()
        yield from self._help()

    def _help(self) -> Iterator[str]:
        room = self.window.help
        for kin in Kin:
            room.show_connecting(kin)
            self.settle()
            yield f"connect-{kin}"
        for topic in Topic:
            room.show_guide(topic)
            self.settle()
            yield f"guide-{topic}"
        room.show_doctor()
        self.settle()
        yield "doctor"
        room.show_new_phone()
        self.settle()
        yield "new-phone"
        while room.isVisible():
            room.back()
        self.settle()

    def _first_backup(self) -> Iterator[str]:
        """A phone that was never backed up, in a vault that has nothing of it."""
        self._plug(EMPTY)
        self._choose_connected()
        yield "bring"
        self._pull(EMPTY)
        self._session.create_vault(self._folder / "second")
        self.wait(lambda: self._session.vault.place.name == "second")
        self.settle()
        self.window.show_home()
        yield "empty"
        self._plug(NEW)
        yield "never-backed-up"
        self.window.deeds.back_up()
        yield "backing-up"
        self.wait(lambda: bool(self._session.state.entries))
        self.settle()
        yield "first-backup"

    # What a person does

    def press(self, button: QAbstractButton) -> None:
        """Press it with the mouse, and let everything come of it that comes."""
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def _press_key(self, key: str) -> bool:
        return self._press_in(self.window.home.content, key)

    def _press_in(self, within: QWidget, key: str) -> bool:
        buttons = within.findChildren(QAbstractButton)
        found = [b for b in buttons if b.property("key") == str(key) and b.isVisible()]
        for button in found[:1]:
            self.press(button)
        return bool(found)

    def _choose(self, name: str) -> None:
        """Choose a phone that the vault knows."""
        phones = self._session.state.phones
        self._session.choose_phone(
            next(phone.id for phone in phones if self._serial_of(phone.id) == SERIALS[name])
        )
        self.settle()
        self.window.show_home()

    def _choose_connected(self) -> None:
        phones = self._session.state.phones
        self._session.choose_phone(next(phone.id for phone in phones if phone.connected))
        self.settle()
        self.window.show_home()

    def _serial_of(self, handset: str) -> str:
        vault = self._session.vault
        infos = vault.history.handsets() if vault is not None else ()
        return next((info.serial for info in infos if info.id == handset), "")

    def _plug(self, name: str) -> None:
        before = self._connected()
        self._desk.hang_sample(self._folder / name)
        self._look(lambda: self._connected() > before)

    def _pull(self, name: str) -> None:
        before = self._connected()
        self._desk.unhang_sample(self._folder / name)
        self._look(lambda: self._connected() < before)

    def _plug_sharing(self) -> int:
        """A phone that shares its network and nothing else: it waits for its owner."""
        said = Descriptors(0x2717, 0xFF40, "Xiaomi", "Redmi Note 12", "R5CX", _SHARING)
        silent = open_sample(self._folder / EMPTY, clock=self._clock).function
        slot = self._desk.virtual.plug(VirtualDevice(said, silent))
        self._session.watch.start()
        self._look(lambda: bool(self._session.state.waiting))
        return slot

    def _connected(self) -> int:
        return sum(phone.connected for phone in self._session.state.phones)

    def _look(self, done: Callable[[], bool]) -> None:
        self._session.watch.look()
        self.wait(done)
        self.settle()

    def wait(self, done: Callable[[], bool]) -> None:
        """Let the window live until `done`."""
        end = time.monotonic() + _PATIENCE
        while not done():
            assert time.monotonic() < end, "the window never came so far"
            _pump()
            time.sleep(0.002)

    def settle(self) -> None:
        """Let the window live until it has nothing to do and everything is drawn."""
        quiet, turns = time.monotonic(), 0

        def done() -> bool:
            nonlocal quiet, turns
            turns += 1
            if not self._session.bridge.idle or self._session.state.running is not None:
                quiet, turns = time.monotonic(), 0
            return turns > _TURNS and time.monotonic() - quiet >= _QUIET

        self.wait(done)


def _pump() -> None:
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
