"""What a person does at the window: finds things by what is said on them, never by their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from tests.ui.conftest import Room

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def shown(room: Room, kind: type[W]) -> list[W]:
    """The widgets of a kind that can be seen."""
    return [each for each in room.window.findChildren(kind) if each.isVisible()]


def said(room: Room) -> str:
    """All sentences that can be read now."""
    return "\n".join(each.text() for each in shown(room, QLabel) if each.text())


def button(room: Room, words: str) -> QAbstractButton:
    """The only button that is called so: by its spoken name, or else by its text."""
    there = shown(room, QAbstractButton)
    found = [each for each in there if each.accessibleName() == words]
    found = found or [each for each in there if each.text() == words]
    assert len(found) == 1, f"{words}: {len(found)} of {sorted({each.text() for each in there})}"
    return found[0]


def is_whole(part: QWidget) -> bool:
    """Whether all of it is in sight, nothing scrolled away."""
    return part.visibleRegion().boundingRect() == part.rect()


def press(room: Room, words: str, *, wait: bool = True) -> None:
    """Click a button, then wait until everything that follows from it is done."""
    found = button(room, words)
    assert found.isEnabled(), f"{words} cannot be pressed"
    room.qtbot.mouseClick(found, LEFT)
    if wait:
        room.settle()


def beginning(room: Room, words: str) -> str:
    """The full text of the only button that acts at once and begins with `words`."""
    there = [each for each in shown(room, QPushButton) if each.text().startswith(words)]
    there = [each for each in there if not each.isCheckable()]
    assert len(there) == 1, f"{words}: {[each.text() for each in there]}"
    return there[0].text()


def read(room: Room, words: str) -> None:
    """Wait until `words` can be read."""
    room.wait(lambda: words in said(room))
    room.settle()


def pick(room: Room, menu: str, words: str) -> None:
    """Open the menu of the button that is called `menu` and choose an entry of it."""
    holder = button(room, menu)
    assert isinstance(holder, QPushButton)
    assert holder.menu() is not None
    # A menu on the screen would wait for a real pointer.
    holder.menu().aboutToShow.emit()
    entries = {each.text().partition("\t")[0]: each for each in _entries(holder.menu())}
    assert entries[words].isEnabled(), f"{words} cannot be chosen"
    entries[words].trigger()
    room.settle()


def switch_phone(room: Room, words: str) -> None:
    """Choose the only phone whose entry in the menu of phones begins with `words`."""
    (holder,) = [each for each in shown(room, QPushButton) if "Phones: " in each.accessibleName()]
    holder.menu().aboutToShow.emit()
    (entry,) = [each for each in _entries(holder.menu()) if each.text().startswith(words)]
    entry.trigger()
    room.settle()


def _entries(menu: QMenu) -> Iterator[QAction]:
    inner = (each for each in menu.findChildren(QMenu) if each.title())
    yield from (entry for each in (menu, *inner) for entry in each.actions())


def type_into(room: Room, name: str, text: str) -> None:
    """Click into the field that is called `name` and type over what stands there."""
    fields = [*shown(room, QLineEdit), *shown(room, QPlainTextEdit)]
    (field,) = [each for each in fields if each.accessibleName() == name]
    room.qtbot.mouseClick(field, LEFT)
    room.qtbot.keyClick(field, Qt.Key.Key_A, CONTROL)
    room.qtbot.keyClicks(field, text)


def key(room: Room, which: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key wherever the keyboard is."""
    QTest.keyClick(room.window.focusWidget() or room.window, which, modifier)
    room.settle()


def choose(room: Room, name: str, words: str) -> None:
    """Go down the list to choose from that is called `name` to the entry that begins so."""
    (box,) = [each for each in shown(room, QComboBox) if each.accessibleName() == name]
    room.qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.count()):
        if box.currentText().startswith(words):
            return
        room.qtbot.keyClick(box, Qt.Key.Key_Down)
    raise AssertionError(words)


def rows(room: Room, name: str) -> list[str]:
    """What a screen reader says of each row of the list that is called `name`."""
    view = _view(room, name)
    return [_spoken(index) for index in _indexes(view)]


def click_row(
    room: Room,
    name: str,
    words: str,
    modifier: Qt.KeyboardModifier = PLAIN,
    *,
    wait: bool = True,
) -> None:
    """Click the first row of which `words` are said."""
    view = _view(room, name)
    index = next(each for each in _indexes(view) if words in _spoken(each))
    view.scrollTo(index)
    place = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), LEFT, modifier, place)
    if wait:
        room.settle()


def _view(room: Room, name: str) -> QAbstractItemView:
    (view,) = [each for each in shown(room, QAbstractItemView) if each.accessibleName() == name]
    return view


def _indexes(view: QAbstractItemView) -> list[QModelIndex]:
    model = view.model()
    return [model.index(number, 0) for number in range(model.rowCount())]


def _spoken(index: QModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))
