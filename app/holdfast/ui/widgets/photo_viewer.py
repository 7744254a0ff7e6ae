"""The full view of photos and videos, over the whole window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.full_pictures import FullPictures
from holdfast.ui.icons import Icon
from holdfast.ui.look import Type
from holdfast.ui.photo_facts import FactLine, apology, fact_lines
from holdfast.ui.session import Session
from holdfast.ui.tables.photo_delegate import is_video
from holdfast.ui.thumbnails import Pictures
from holdfast.ui.widgets.boxes import column, panel, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.flow import Flow
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.photo_canvas import PhotoCanvas
from holdfast.wording import controls, photos, selections
from holdfast.wording.controls import Label

_EARLY = 280
_PAN = 80.0


class PhotoViewer(QWidget):
    """Lies over the window it was opened in, and takes the keyboard until it is closed.

    Signals:
        closed: no longer shown; `place` is where it was last.
    """

    closed = Signal()

    def __init__(
        self,
        session: Session,
        pictures: Pictures,
        items: Sequence[StoredItem],
        place: int,
        window: QWidget,
    ) -> None:
        """Show `items`, beginning with that at `place`."""
        super().__init__(window)
        self._session = session
        self._small = pictures
        self._full: FullPictures = pictures.full
        self._items = items
        self.place = place
        self._open = True
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(photos.viewer())
        self.title = label(step=Type.CARD)
        self.position = label(tone="quiet")
        self.note = label(tone="quiet", wrap=True)
        self.facts = Flow(gap=24, line_gap=4)
        self.canvas = PhotoCanvas()
        self.leave = Button("", Role.QUIET, Icon.BACK, name=controls.label(Label.BACK))
        self.before = Button("", Role.QUIET, Icon.PREVIOUS, name=photos.previous())
        self.after = Button("", Role.QUIET, Icon.NEXT, name=photos.following())
        self.zoom = Button(photos.whole_size(), Role.SECONDARY, Icon.ZOOM)
        self.outside = Button(selections.play_outside(), Role.SECONDARY, Icon.EXPORT)
        self._lay_out()
        self._connect()
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self._show()

    def _lay_out(self) -> None:
        words = column(self.title, self.position, gap=2)
        top = row(self.leave, words, None, self.outside, self.zoom, gap=8)
        middle = row(self.before, self.canvas, self.after, gap=8)
        middle.setStretch(1, 1)
        foot = panel(column(self.note, self.facts, gap=4))
        parts = column(top, middle, foot, gap=12, margins=(16, 12, 16, 16))
        parts.setStretch(1, 1)
        self.setLayout(parts)

    def _connect(self) -> None:
        self.leave.clicked.connect(self.finish)
        self.before.clicked.connect(lambda: self.go(-1))
        self.after.clicked.connect(lambda: self.go(1))
        self.zoom.clicked.connect(self.toggle_zoom)
        self.outside.clicked.connect(self.open_outside)
        self.canvas.zoom_wanted.connect(self.toggle_zoom)
        self._full.arrived.connect(self._arrived)
        self._small.arrived.connect(self._arrived)

    @property
    def item(self) -> StoredItem:
        """What is shown."""
        return self._items[self.place]

    # Showing

    def go(self, step: int) -> None:
        """Go on by some photos; stays at the first and the last."""
        place = max(0, min(len(self._items) - 1, self.place + step))
        if place != self.place:
            self.place = place
            self._show()

    def toggle_zoom(self) -> None:
        """Change between as large as fits and pixel by pixel."""
        self.canvas.zoom(whole_size=not self.canvas.whole_size)
        self.zoom.say(photos.fit() if self.canvas.whole_size else photos.whole_size())

    def open_outside(self) -> None:
        """Open it with the program that the system has for it."""
        self._session.handout.open_outside(self.item, self._say)

    def finish(self) -> None:
        """Go back to the grid."""
        if self._open:
            self._open = False
            self._full.forget()
            self.close()
            self.closed.emit()

    def _show(self) -> None:
        item = self.item
        video = is_video(item.title)
        self.canvas.video = video
        self.title.setText(item.title)
        self.position.setText(photos.position(self.place + 1, len(self._items)))
        self.outside.setVisible(video)
        self.zoom.setVisible(not video)
        self.before.setEnabled(self.place > 0)
        self.after.setEnabled(self.place < len(self._items) - 1)
        self._say("")
        self._draw()
        near = (self.place + step for step in (0, 1, -1))
        self._full.want(*(self._items[n] for n in near if 0 <= n < len(self._items)))

    def _draw(self) -> None:
        full = self._full.get(self.item)
        early = self._small.of_item(self.item, _EARLY)
        self.canvas.show_image(full.image if full is not None else None, early)
        if full is None:
            self._say(controls.label(Label.LOADING) if early is None else "")
            self.facts.clear()
            return
        self._say(apology(full.refusal, whole=full.whole))
        self.facts.clear()
        for line in fact_lines(self.item, full.facts):
            self.facts.add(_fact(line))

    def _arrived(self, item: StoredItem) -> None:
        if self._open and item is self.item:
            self._draw()

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    # Keyboard and window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def event(self, event: QEvent) -> bool:
        """Keys are ours before they are the window's shortcuts."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Tab stays among the controls of the full view."""
        stops = [self, *self._controls()]
        focused = self.focusWidget() if self.focusWidget() in stops else self
        place = stops.index(focused or self) + (1 if forward else -1)
        stops[place % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _controls(self) -> list[QWidget]:
        every = (self.leave, self.before, self.after, self.outside, self.zoom)
        return [one for one in every if one.isVisible() and one.isEnabled()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go on, Escape goes back, Space zooms, Enter opens a video."""
        act = self._acts(event).get(Qt.Key(event.key()))
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def _acts(self, event: QKeyEvent) -> dict[Qt.Key, Callable[[], None]]:
        key = Qt.Key
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return {
                key.Key_Left: lambda: self.canvas.pan(_PAN, 0),
                key.Key_Right: lambda: self.canvas.pan(-_PAN, 0),
                key.Key_Up: lambda: self.canvas.pan(0, _PAN),
                key.Key_Down: lambda: self.canvas.pan(0, -_PAN),
            }
        on = -1 if self.isRightToLeft() else 1
        use = self.open_outside if is_video(self.item.title) else self.toggle_zoom
        return {
            key.Key_Left: lambda: self.go(-on),
            key.Key_Right: lambda: self.go(on),
            key.Key_Up: lambda: self.go(-1),
            key.Key_Down: lambda: self.go(1),
            key.Key_PageUp: lambda: self.go(-10),
            key.Key_PageDown: lambda: self.go(10),
            key.Key_Home: lambda: self.go(-len(self._items)),
            key.Key_End: lambda: self.go(len(self._items)),
            key.Key_Escape: self.finish,
            key.Key_Backspace: self.finish,
            key.Key_Space: use,
            key.Key_Return: use,
            key.Key_Enter: use,
        }


def _fact(line: FactLine) -> QWidget:
    parts = row(label(line.label, Type.SMALL, tone="quiet"), label(line.value), gap=6)
    made = QWidget()
    made.setLayout(parts)
    made.setAccessibleName(line.spoken)
    return made
