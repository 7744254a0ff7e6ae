"""Measures what a window shows: is a text cut, does a control lack a name, does Tab come round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, Qt, QTextBoundaryFinder
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QStyleOptionViewItem,
    QTextEdit,
    QWidget,
)

from holdfast.ui.tables.photo_grid import PhotoGrid
from holdfast.ui.widgets.labels import ShortLabel

SMALLEST_SCREEN = (1024, 640)
SLACK = 2
"""Pixels that rounding may take."""
_ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one widget; `what` is the kind of fault, `who` widget and text."""

    what: str
    who: str


def faults(window: QWidget) -> list[Fault]:
    """Everything that is wrong with what `window`, or a menu or dialog of it, shows now."""
    if isinstance(window, QMenu):
        return list(_faults_of_menu(window))
    return [*cut(window), *nameless(window), *unreached(window)]


def _faults_of_menu(menu: QMenu) -> Iterator[Fault]:
    """A menu makes its own room; it must fit the smallest screen, and the arrows go through it."""
    needed = menu.sizeHint()
    for has, needs in ((menu.width(), needed.width()), (menu.height(), needed.height())):
        if has < needs - SLACK:
            yield Fault(f"has {has} of {needs} px", describe(menu))
    if needed.width() > SMALLEST_SCREEN[0] or needed.height() > SMALLEST_SCREEN[1]:
        yield Fault(f"asks for {needed.width()}x{needed.height()} px", describe(menu))
    wanted = [each for each in menu.actions() if each.isEnabled() and not each.isSeparator()]
    reached = []
    for _ in menu.actions():
        QTest.keyClick(menu, Qt.Key.Key_Down)
        reached.append(menu.activeAction())
    for each in wanted:
        if not each.text().strip():
            yield Fault("has an entry without words", describe(menu))
        if each not in reached:
            yield Fault(f"does not come to {each.text()!r}", describe(menu))


def cut(window: QWidget) -> Iterator[Fault]:
    """Texts that have less room than they need."""
    for widget in _seen(window):
        for what in _cuts(widget):
            yield Fault(what, describe(widget))
        if isinstance(widget, (QLabel, QAbstractButton, QLineEdit, QComboBox)):
            beyond = _beyond(widget, window)
            if beyond is not None:
                yield Fault(f"is cut by {type(beyond).__name__}", describe(widget))


def _seen(window: QWidget) -> list[QWidget]:
    shown = [w for w in window.findChildren(QWidget) if w.isVisible() and w.window() is window]
    return [w for w in shown if not _covered(w, window)]


def _covered(widget: QWidget, window: QWidget) -> bool:
    """Whether something else lies over the whole window, as the full view of a photo does."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    parts = [part for part in window.findChildren(QWidget, options=direct) if part.isVisible()]
    full = [part for part in parts if part.geometry().contains(window.rect())]
    return bool(full) and not (widget is full[-1] or full[-1].isAncestorOf(widget))


def _cuts(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel) and widget.text():
        yield from _cut_label(widget)
    elif isinstance(widget, QAbstractButton) and widget.text():
        needed = widget.minimumSizeHint()
        if isinstance(widget, QPushButton) is False:
            needed = widget.sizeHint()
        if widget.width() < needed.width() - SLACK:
            yield f"has {widget.width()} of {needed.width()} px width"
        if widget.height() < widget.fontMetrics().height() - SLACK:
            yield f"has {widget.height()} of {widget.fontMetrics().height()} px height"
    elif isinstance(widget, QLineEdit):
        yield from _cut_placeholder(widget)
    elif isinstance(widget, QComboBox) and not isinstance(widget.window(), QFileDialog):
        # Qt's own would be as long as any folder's path.
        needed = widget.minimumSizeHint()
        if widget.width() < needed.width() - SLACK:
            yield f"has {widget.width()} of {needed.width()} px width"
    elif isinstance(widget, QAbstractItemView):
        yield from _cut_rows(widget)


def _cut_label(label: QLabel) -> Iterator[str]:
    if isinstance(label, ShortLabel):
        return  # made to be shortened; its tooltip has it whole
    inner = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if label.height() < needed - SLACK:
            yield f"has {label.height()} of {needed} px height"
        parts = _unbroken(label.text())
        longest = max(map(label.fontMetrics().horizontalAdvance, parts), default=0)
        if label.textFormat() is Qt.TextFormat.PlainText and longest > inner.width() + SLACK:
            yield f"has {inner.width()} px for a word of {longest}"
        return
    hint = label.sizeHint()
    if label.width() < hint.width() - SLACK or label.height() < hint.height() - SLACK:
        yield f"has {label.width()}x{label.height()} of {hint.width()}x{hint.height()} px"


def _unbroken(text: str) -> Iterator[str]:
    """The parts of `text` between which a line may end; in Chinese that is nearly anywhere."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    units, start = text.encode("utf-16-le"), 0
    while (end := finder.toNextBoundary()) > 0:
        yield units[2 * start : 2 * end].decode("utf-16-le").strip()
        start = end


def _cut_placeholder(field: QLineEdit) -> Iterator[str]:
    if field.text() or not field.placeholderText():
        return
    margins = field.textMargins()
    room = field.contentsRect().width() - margins.left() - margins.right()
    needed = field.fontMetrics().horizontalAdvance(field.placeholderText())
    if needed > room:
        yield f"has {room} px for a hint of {needed}"


def _cut_rows(view: QAbstractItemView) -> Iterator[str]:
    """Rows in sight that are lower than their delegate asks for."""
    model, area = view.model(), view.viewport().rect()
    if model is None or isinstance(view, PhotoGrid):
        return  # the grid lays its cells out itself
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    for row in range(min(model.rowCount(view.rootIndex()), _ROUNDS)):
        index = model.index(row, 0, view.rootIndex())
        given = view.visualRect(index)
        if not given.intersects(area):
            continue
        option.rect = given
        needed = view.itemDelegateForIndex(index).sizeHint(option, index).height()
        if given.height() < needed - SLACK:
            yield f"gives row {row} {given.height()} of {needed} px"


def _beyond(widget: QWidget, window: QWidget) -> QWidget | None:
    """Whoever stands around `widget` without room for it; what scrolls makes room."""
    inner = widget.rect()
    parent, place = widget.parentWidget(), widget.pos()
    while parent is not None and widget is not window:
        box = QRect(place, inner.size()).adjusted(SLACK, SLACK, -SLACK, -SLACK)
        scrolled = _scroller(parent)
        limit = parent.rect()
        if scrolled is not None:
            limit.setTop(min(limit.top(), box.top()))
            limit.setBottom(max(limit.bottom(), box.bottom()))
            if scrolled.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
                return None
        if box.isValid() and not limit.contains(box):
            return parent
        if scrolled is not None or parent is window:
            return None
        place += parent.pos()
        parent = parent.parentWidget()
    return None


def _scroller(viewport: QWidget) -> QAbstractScrollArea | None:
    parent = viewport.parentWidget()
    scrolls = isinstance(parent, QAbstractScrollArea) and parent.viewport() is viewport
    return parent if scrolls and isinstance(parent, QAbstractScrollArea) else None


def nameless(window: QWidget) -> Iterator[Fault]:
    """Controls that a screen reader has no name for."""
    for widget in _controls(window):
        spoken = QAccessible.queryAccessibleInterface(widget)
        named = spoken.text(QAccessible.Text.Name) if spoken is not None else ""
        if not named.strip() and not widget.accessibleName().strip():
            yield Fault("has no name", describe(widget))


def _controls(window: QWidget) -> list[QWidget]:
    """What the keyboard can reach."""
    inner = (QScrollBar, QSplitterHandle)
    return [
        w
        for w in _seen(window)
        if w.isEnabled()
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and w.focusProxy() is None
        and not isinstance(w, inner)
        and not _is_inner(w)
        and not (isinstance(w, QScrollArea) and _still(w))
        and not _beside_the_chosen(w)
    ]


def _beside_the_chosen(widget: QWidget) -> bool:
    """Of a group of which one is chosen that one has the Tab, the arrows lead to the rest."""
    if not isinstance(widget, QAbstractButton) or widget.isChecked():
        return False
    group = widget.group()
    return group is not None and group.exclusive() and group.checkedButton() is not None


def _is_inner(widget: QWidget) -> bool:
    """A part that Qt made of one of its own controls."""
    parent = widget.parentWidget()
    return widget.objectName().startswith("qt_") or (
        isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget
    )


def _still(area: QScrollArea) -> bool:
    return not area.verticalScrollBar().maximum()


def unreached(window: QWidget) -> Iterator[Fault]:
    """Controls that Tab does not come to before it comes round, on the top level of the page."""
    wanted = set(_controls(window))
    if not wanted:
        return
    start = window.focusWidget()
    if start is None or start not in wanted:
        start = next(iter(wanted))
        start.setFocus(Qt.FocusReason.TabFocusReason)
    reached = [start]
    for _ in range(_ROUNDS):
        _press_tab()
        now = window.focusWidget()
        if now is None or now is start:
            break
        reached.append(now)
    else:
        yield Fault("keeps Tab from coming round", describe(reached[-1]))
    start.setFocus(Qt.FocusReason.OtherFocusReason)
    for widget in wanted.difference(reached):
        yield Fault("is not reached by Tab", describe(widget))


def _press_tab() -> None:
    """As the keyboard does; what a press would choose or type is the widget's affair."""
    holder = QApplication.focusWidget()
    if holder is None:
        return
    typed = isinstance(holder, (QTextEdit, QPlainTextEdit))
    if typed and not holder.isReadOnly() and not holder.tabChangesFocus():  # type: ignore[attr-defined] # of both
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(holder, key)
        holder = QApplication.focusWidget() or holder


def describe(widget: QWidget) -> str:
    """Which widget it is, for a person who has to find it."""
    said = widget.property("text") or widget.accessibleName() or ""
    owners = []
    parent = widget.parentWidget()
    while parent is not None and len(owners) < 3:
        if type(parent).__module__.startswith("holdfast"):
            owners.append(type(parent).__name__)
        parent = parent.parentWidget()
    return f"{type(widget).__name__} {str(said)!r} in {'/'.join(owners)}"
