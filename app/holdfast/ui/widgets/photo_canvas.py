"""The surface of the full view: a picture as large as fits, or pixel by pixel."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from holdfast.ui.icons import Icon, paint_icon


class PhotoCanvas(QWidget):
    """Shows one picture.

    Signals:
        zoom_wanted: the picture was double-clicked.
    """

    zoom_wanted = Signal()

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self._image: QImage | None = None
        self._early: QPixmap | None = None
        self._shift = QPointF()
        self._pressed: QPointF | None = None
        self.whole_size = False
        self.video = False
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)

    def show_image(self, image: QImage | None, early: QPixmap | None = None) -> None:
        """Show `image`, or a small `early` one until it is there."""
        self._image, self._early = image, early
        self._shift = QPointF()
        self.update()

    def zoom(self, *, whole_size: bool) -> None:
        """Show it as large as fits, or pixel by pixel."""
        self.whole_size = whole_size
        self._shift = QPointF()
        self.update()

    def pan(self, x: float, y: float) -> None:
        """Move a picture that is larger than the window."""
        self._shift = self._bounded(self._shift + QPointF(x, y))
        self.update()

    @property
    def picture_rect(self) -> QRectF:
        """Where the picture is drawn, in logical pixels."""
        size = self._size()
        middle = QRectF(self.rect()).center() + self._shift
        return QRectF(middle - QPointF(size.width() / 2, size.height() / 2), size)

    def _size(self) -> QSizeF:
        held: QImage | QPixmap | None = self._image or self._early
        if held is None:
            return QSizeF()
        size = QSizeF(held.size()) / self.devicePixelRatioF()
        room = QSizeF(self.size())
        if self._image is None:  # small by itself: it stands for what comes
            return size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        if self.whole_size or (size.width() <= room.width() and size.height() <= room.height()):
            return size
        return size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def _bounded(self, shift: QPointF) -> QPointF:
        size = self._size()
        wide = max(0.0, (size.width() - self.width()) / 2)
        high = max(0.0, (size.height() - self.height()) / 2)
        return QPointF(max(-wide, min(wide, shift.x())), max(-high, min(high, shift.y())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, and the mark of a video over it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.picture_rect
        if self._image is not None:
            painter.drawImage(rect, self._image)
        elif self._early is not None:
            painter.drawPixmap(rect, self._early, QRectF(self._early.rect()))
        if self.video:
            _paint_play(painter, QRectF(self.rect()).center())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A picture that is larger than the window is moved by hand."""
        self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        if self._pressed is not None:
            moved = event.position() - self._pressed
            self._pressed = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        del event
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom in or out."""
        del event
        self.zoom_wanted.emit()


def _paint_play(painter: QPainter, centre: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawEllipse(centre, 36, 36)
    area = QRectF(centre.x() - 16, centre.y() - 16, 32, 32)
    paint_icon(painter, Icon.PLAY, area, "#ffffff")
