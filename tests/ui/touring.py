"""A tour of the window: from one state to the next, through every page, pane and dialog."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QStackedWidget,
    QWidget,
)

from holdfast.records.model.kinds import Kind
from holdfast.ui.guide import Topic
from holdfast.ui.look import Theme
from holdfast.ui.pages.put_back import Step
from holdfast.ui.readings import Scope
from holdfast.ui.tables.rows import TimelineRow
from holdfast.ui.tray import Tray
from holdfast.ui.widgets.buttons import Button
from holdfast.ui.widgets.choices import Tabs
from holdfast.ui.widgets.photo_viewer import PhotoViewer
from holdfast.ui.window import make_window
from holdfast.wording import comparing, controls
from holdfast.wording.connecting import Kin
from holdfast.wording.controls import Label
from holdfast.wording.safety_labels import Topic as SafetyTopic
from tests.ui import popups
from tests.ui.handling import Hands, Take, pump
from tests.ui.preparing import EMPTY, NEW, OLD, PASSWORD

SIZE = (1024, 640)


def late_pages(window: type[QWidget]) -> list[str]:
    """The pages of a window that are made when they are first wanted."""
    return [name for name, made in vars(window).items() if isinstance(made, cached_property)]


class Tour(Hands):
    """One window on a copy of what was prepared; `lead` leads it through all its states."""

    def __init__(self, prepared: Path, folder: Path, theme: Theme) -> None:
        """Open the window, in the language that is spoken now."""
        shutil.copytree(prepared, folder)
        super().__init__(folder)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.window = make_window(
            app, self._desk, theme=theme, samples=folder / "sample", reports=folder / "logs"
        )
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self._seen: set[type[QWidget]] = set()
        self._take: Take = lambda _name, _front: None

    def close(self) -> None:
        """End the window and the desk."""
        self.window.close()
        self._desk.close()
        self.window.deleteLater()
        pump()
        shutil.rmtree(self._folder)

    def lead(self, take: Take) -> None:
        """Lead the window from state to state; `take` gets each by its name, and what is in front.

        A dialog is there only as long as `take` looks at it, in the loop that waits for it.
        """
        self._take = take
        for part in (
            self._before,
            self._loss,
            self._contents,
            self._search,
            self._put_back,
            self._menus,
            self._pages,
            self._first_backup,
        ):
            for name in part():
                self._stop(name)

    def unseen(self) -> list[str]:
        """Pages, menus and dialogs that the window has and the tour never showed."""
        every = {
            type(stack.widget(number))
            for stack in self.window.findChildren(QStackedWidget)
            for number in range(stack.count())
        }
        pages = sorted(page.__name__ for page in every - self._seen if page is not QWidget)
        late = [name for name in late_pages(type(self.window)) if not self.window.has(name)]
        dialogs = sorted(f"dialog of {name}" for name in popups.openers() - self._asked)
        return [*pages, *late, *popups.never_opened(self.window), *dialogs]

    def _stop(self, name: str) -> None:
        front = popups.front(self.window)
        popups.note(front)
        for stack in self.window.findChildren(QStackedWidget):
            page = stack.currentWidget()
            if page is not None and page.isVisible():
                self._seen.add(type(page))
        self._take(name, front)

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
        contacts = self._press_key(Kind.CONTACTS)
        view = self.window.home.content.browser.current_view
        assert contacts
        assert view is not None
        view.choose_first()
        self._right_click(view, view.visualRect(view.currentIndex()).center())
        yield "menu-of-items"
        self._close_menu()

    def _search(self) -> Iterator[str]:
        search = self.window.home.search
        for words in ("a", "nobody has this name"):
            search.setText(words)
            self.wait(partial(self._answered, words))
            self.settle()
            yield f"search-{len(words)}"
        filters = self.window.home.results.filters
        for button in (filters.kind, filters.phone, filters.time):
            yield from self._menu_of(button, "menu-of-filter")
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
        self._plug(NEW)
        self._choose(OLD)
        window.home.loss.put_back_wanted.emit()
        self.settle()
        self.wait(lambda: page.step is Step.PLANNED)
        self.settle()
        (onto,) = [each for each in page.findChildren(Button) if each.menu() is not None]
        yield from self._menu_of(onto, "menu-of-phones-to-put-back-on")
        page.leave()
        self._pull(NEW)
        self._choose(OLD)
        self.settle()
        window.home.loss.put_back_wanted.emit()
        self.settle()
        self.wait(lambda: page.step is Step.PLANNED)
        QTest.mouseClick(page.plan_card.primary, Qt.MouseButton.LeftButton)
        yield "writing"
        self.wait(lambda: page.step is Step.DONE)
        self.settle()
        yield "receipt"
        self._meet("save-receipt", partial(self._click, page.receipt_card, Label.SAVE))
        page.leave()
        self.settle()
        yield "after"
        window.asking.undo()
        self.settle()
        yield "undo-asked"
        QTest.mouseClick(window.home.notice.action, Qt.MouseButton.LeftButton)
        self.wait(lambda: page.step is Step.DONE)
        self.settle()
        yield "undone"
        page.leave()
        yield from self._past()
        self._pull(OLD)
        first = self._session.state.entries[-1].snapshot
        window.home.content.put_back_wanted.emit(first)
        self.wait(lambda: page.step is Step.FAILED)
        yield "nowhere-to-put-it"
        page.leave()

    def _past(self) -> Iterator[str]:
        """The receipt of a restore as it is found later, and the way on from there."""
        window, side = self.window, self.window.sidebar
        side.choose(self._session.state.entries[0].snapshot.id)
        self.settle()
        yield "restore-on-the-timeline"
        window.home.content.receipt_wanted.emit(window.home.content.snapshot)
        self.wait(window.put_back.receipt_card.isVisible)
        self.settle()
        yield "receipt-of-the-past"
        window.put_back.leave()
        window.asking.redo()
        self.settle()
        yield "redo-asked"
        window.home.notice.clear()

    def _menus(self) -> Iterator[str]:
        """The menus that stand beside what they are about, and the dialogs these lead to."""
        home, side = self.window.home, self.window.sidebar
        yield from self._menu_of(side.phones, "menu-of-phones")
        yield from self._menu_of(side.jump, "menu-of-years")
        row = side.timeline.currentIndex()
        self._right_click(side.timeline, side.timeline.visualRect(row).center())
        yield "menu-of-backup"
        self._close_menu()
        yield from self._menu_of(home.menu_button, "menu")
        yield from self._menu_of_tray()
        for button, words in (
            (side.phones, Label.RENAME),
            (home.menu_button, Label.OPEN_VAULT),
            (home.menu_button, Label.CREATE_VAULT),
        ):
            self._meet(f"dialog-{words}", partial(self._pick, button, controls.label(words)))
        self._meet("dialog-sure-to-leave", self.window.asking.sure_to_leave)

    def _menu_of_tray(self) -> Iterator[str]:
        """The menu beside the clock, as where there is a place for it."""
        tray = Tray(available=True)
        tray.follow(self._session.state)
        tray.menu.popup(self.window.mapToGlobal(self.window.rect().center()))
        yield "menu-of-tray"
        tray.menu.close()
        tray.deleteLater()

    def _pages(self) -> Iterator[str]:
        """Pages that the menu leads to, and whatever stands on none of the ways before."""
        window = self.window
        window.show_sheet()
        self.settle()
        yield "sheet"
        self._meet("save-sheet", partial(self._click, window.sheet, Label.SAVE))
        self._meet("print-sheet", partial(self._click, window.sheet, Label.PRINT))
        window.show_home()
        window.show_safety()
        self.settle()
        yield "safety"
        for topic, card in window.safety.cards.items():
            window.show_safety(topic)
            self.settle()
            self.wait(card.body.isVisible)
            yield f"safety-{topic}"
        copies = window.safety.cards[SafetyTopic.COPIES]
        self._meet("choose-mirror", partial(self.press, copies.action))
        window.show_home()
        window.home.strip.limits_wanted.emit()
        self.settle()
        yield "coverage"
        window.show_home()
        window.open_export(self._session.state.entries[0].snapshot)
        self.settle()
        yield "export"
        self._meet("choose-export", partial(self.press, window.export.go))
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
        self._meet("choose-folder", partial(self.press, room.connecting.folder))
        room.show_connecting(Kin.ANDROID)
        self.settle()
        yield from self._menu_of(room.connecting.how.maker, "menu-of-makers")
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
