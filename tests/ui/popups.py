"""Opens every menu and dialog of the window with real clicks, and knows which never came up."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

import holdfast.ui

_HOME = Path(holdfast.ui.__file__).parent
_ASKERS = "dialogs.py"
"""Its functions ask; who calls them opens a dialog."""
_SHOWN = "shown on the tour"


def front(window: QWidget) -> QWidget:
    """What lies in front: a menu, a dialog, or else `window`."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget() or window


def note(shown: QWidget) -> None:
    """Remember that it was shown, if it is a menu."""
    if isinstance(shown, QMenu):
        shown.setProperty(_SHOWN, True)


def never_opened(window: QWidget) -> list[str]:
    """The menus of `window` that nobody noted, nor one of the same kind elsewhere.

    Inner ones are made anew with their outer one.
    """
    menus = [menu for menu in window.findChildren(QMenu) if not isinstance(menu.parent(), QMenu)]
    opened = {_owner(menu) for menu in menus if menu.property(_SHOWN)}
    return sorted(f"menu of {owner}" for owner in {*map(_owner, menus)} - opened)


def _owner(menu: QMenu) -> str:
    parent = menu.parentWidget()
    return f"{type(parent).__name__} {parent.accessibleName() if parent else ''}".strip()


def inner_entries(menu: QMenu) -> list[QAction]:
    """The entries of `menu` that lead to a menu of their own."""
    return [action for action in menu.actions() if isinstance(action.menu(), QMenu)]


def entry(menu: QMenu, words: str) -> QAction:
    """The entry of `menu` that is called `words`."""
    (found,) = [each for each in menu.actions() if each.text().partition("\t")[0] == words]
    return found


def click(menu: QMenu, action: QAction) -> None:
    """Click an entry with the mouse."""
    place = menu.actionGeometry(action).center()
    QTest.mouseMove(menu, place)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)


def openers() -> set[str]:
    """The functions of the window that open a dialog, as "module:function"."""
    found: set[str] = set()
    for file in _HOME.rglob("*.py"):
        if file.name != _ASKERS:
            for within in _functions(ast.parse(file.read_text("utf-8"))):
                if any(map(_opens, ast.walk(within))):
                    found.add(f"{file.relative_to(_HOME).as_posix()}:{within.name}")
    return found


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _opens(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    words = ast.unparse(node.func).split(".")
    return (words[-1].startswith("ask_") and words[0] in {"dialogs", words[-1]}) or any(
        word.startswith("Q") and word.endswith(("Dialog", "MessageBox")) for word in words
    )


def opening() -> set[str]:
    """The functions of the window that are waiting now, as while a dialog is open."""
    found: set[str] = set()
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(_HOME):
            found.add(f"{file.relative_to(_HOME).as_posix()}:{frame.f_code.co_name}")
        frame = frame.f_back
    return found
