"""A box that fills lines from their beginning and goes on below, as words do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget


class Flow(QWidget):
    """Places its widgets at their wished size, as many on a line as fit.

    A widget rather than a QLayout: layout items handed between Python and C++ are destroyed
    by either side.
    """

    def __init__(self, *widgets: QWidget, gap: int = 8, line_gap: int = 8) -> None:
        """`gap` between widgets, `line_gap` between lines, in pixels."""
        super().__init__()
        self._widgets: list[QWidget] = []
        self._gap = gap
        self._line_gap = line_gap
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for widget in widgets:
            self.add(widget)

    def add(self, widget: QWidget) -> None:
        """Put `widget` at the end."""
        widget.setParent(self)
        widget.installEventFilter(self)
        widget.show()
        self._widgets.append(widget)
        self._changed()

    def clear(self) -> None:
        """Let all widgets go."""
        for widget in self._widgets:
            widget.removeEventFilter(self)
            widget.hide()
            widget.deleteLater()
        self._widgets = []
        self._changed()

    def hasHeightForWidth(self) -> bool:
        """A narrower place needs more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines at `width`."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """Everything on one line."""
        hints = [widget.sizeHint() for widget in self._shown()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, self._place(max(width, self.width()), move=False))

    def minimumSizeHint(self) -> QSize:
        """The widest widget alone, at the height of the present width."""
        width = max((widget.sizeHint().width() for widget in self._shown()), default=0)
        return QSize(width, self._place(max(width, self.width()), move=False))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)
        self.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        """Place what came while nobody looked."""
        super().showEvent(event)
        self._changed()

    def event(self, event: QEvent) -> bool:
        """Break the lines anew when the words of a widget changed; Qt tells its parent."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._changed()
        return super().event(event)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Break the lines anew when a widget wants another size."""
        if event.type() in _TELLING:
            self._changed()
        return super().eventFilter(watched, event)

    def _changed(self) -> None:
        # While a window is made, everything tells of its size many times.
        if self.isVisible():
            self._place(self.width(), move=True)
        self.updateGeometry()

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]

    def _place(self, width: int, *, move: bool) -> int:
        """Break the lines for `width`, and `move` the widgets there; return the height."""
        lines = self._lines(width)
        y = 0
        for line in lines:
            height = max(hint.height() for _, hint in line)
            if move:
                self._place_line(line, QRect(0, y, width, height))
            y += height + self._line_gap
        return y - self._line_gap if lines else 0

    def _lines(self, width: int) -> list[list[tuple[QWidget, QSize]]]:
        lines: list[list[tuple[QWidget, QSize]]] = []
        x = 0
        for widget in self._shown():
            hint = widget.sizeHint().expandedTo(widget.minimumSize())
            if not lines or x + hint.width() > width:
                x = 0
                lines.append([])
            lines[-1].append((widget, hint))
            x += hint.width() + self._gap
        return lines

    def _place_line(self, line: list[tuple[QWidget, QSize]], room: QRect) -> None:
        """Beside each other, the lower ones in the middle of the line."""
        whole = QRect(0, 0, room.width(), self.height())
        x = 0
        for widget, hint in line:
            y = room.y() + (room.height() - hint.height()) // 2
            place = QRect(x, y, min(hint.width(), max(1, room.width())), hint.height())
            widget.setGeometry(QStyle.visualRect(self.layoutDirection(), whole, place))
            x += hint.width() + self._gap


_TELLING = (
    QEvent.Type.LayoutRequest,
    QEvent.Type.ShowToParent,
    QEvent.Type.HideToParent,
    QEvent.Type.FontChange,
    QEvent.Type.StyleChange,
)
