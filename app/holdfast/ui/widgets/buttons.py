"""Buttons: their role, their icon in the theme's colour, and their name for screen readers."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton, QWidget

from holdfast.ui.direction import turn, upright
from holdfast.ui.icons import Icon, make_icon, paint_icon
from holdfast.ui.look import Type, font, tokens
from holdfast.ui.mnemonics import plain
from holdfast.ui.widgets.labels import set_tone

_SMALL = 18


class Role(StrEnum):
    """What a button is to its page; a page has at most one *primary*."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    DANGER = "danger"
    QUIET = "quiet"
    LINK = "link"
    TAB = "tab"
    SEGMENT = "segment"
    CHOOSER = "chooser"
    PHONE = "phone"


class Button(QPushButton):
    """A push button whose icon follows the theme and its state."""

    def __init__(
        self,
        text: str,
        role: Role = Role.SECONDARY,
        icon: Icon | None = None,
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`name` is for screen readers where `text` does not say it all."""
        # Qt asks for sizes and tells of palettes before this is done.
        self._icon: Icon | None = None
        self._role = role
        self._drawn: tuple[Icon, str] | None = None
        super().__init__(plain(text), parent)
        self._icon = icon
        self.setProperty("role", str(role))
        self.setAccessibleName(name or text)
        if not text and icon is not None:
            self.setToolTip(name)
            self.setFixedWidth(40)
        self._gap = 6 if text else 0
        self.setIconSize(QSize(_SMALL + self._gap, _SMALL))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._draw_icon()

    def say(self, text: str) -> None:
        """Change the words, for eyes and for screen readers."""
        self.setText(plain(text))
        self.setAccessibleName(text)

    def set_role(self, role: Role) -> None:
        """Make it another kind of button."""
        self._role = role
        set_tone(self, "role", str(role))
        self._draw_icon()

    def set_icon(self, icon: Icon | None) -> None:
        """Show another icon."""
        self._icon = icon
        self._draw_icon()

    def setMenu(self, menu: QMenu) -> None:
        """Open `menu` when pressed; what was hovered meanwhile is not told by Qt."""
        super().setMenu(menu)
        menu.aboutToHide.connect(self._look_for_pointer)

    def _look_for_pointer(self) -> None:
        under = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, under)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icon when the theme changes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it on every desktop, as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _draw_icon(self) -> None:
        if self._icon is None:
            return
        look = tokens()
        colours = {
            Role.PRIMARY: look.on_accent,
            Role.DANGER: look.on_danger,
            Role.LINK: look.accent,
            Role.TAB: look.quiet,
        }
        colour = colours.get(self._role, look.text)
        # Qt tells of one new theme many times.
        if self._drawn == (self._icon, colour):
            return
        self._drawn = (self._icon, colour)
        self.setIcon(make_icon(self._icon, colour, _SMALL, look.quiet, gap=self._gap))


class Tick(QCheckBox):
    """A check box drawn with the icon set, big enough for a finger."""

    _BOX = 20

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        """A box that is ticked by default."""
        super().__init__(plain(text), parent)
        self.setChecked(True)
        self.setAccessibleName(text)
        self.setMinimumHeight(32)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Room for the box and the words."""
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(self._BOX + 16 + width, 32)

    def hitButton(self, pos: object) -> bool:
        """The words belong to the box."""
        del pos
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, tick, words, and a ring when the keyboard is here."""
        del event
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        turn(painter, QRectF(self.rect()), self.layoutDirection())
        box = QRectF(2, (self.height() - self._BOX) / 2, self._BOX, self._BOX)
        on = self.isChecked() and self.isEnabled()
        edge = look.accent if on or self.hasFocus() else look.outline
        painter.setPen(QPen(QColor(edge), look.ring if self.hasFocus() else 1.5))
        painter.setBrush(QColor(look.accent if on else look.card))
        painter.drawRoundedRect(box, 6, 6)
        if self.isChecked():
            colour = look.on_accent if on else look.quiet
            paint_icon(painter, Icon.CHECK, box.adjusted(3, 3, -3, -3), colour)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 7, 7)
        painter.setFont(font(Type.BODY))
        painter.setPen(QColor(look.text if self.isEnabled() else look.quiet))
        words = QRectF(box.right() + 12, 0, self.width() - box.right() - 12, self.height())
        with upright(painter, words):
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
