"""The item panel: one item as it was, and underneath its own history."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui import contact_card, item_panel_state
from holdfast.ui.direction import is_right_to_left, turn
from holdfast.ui.icons import KIND_ICONS, Icon, paint_icon
from holdfast.ui.item_rows import initials
from holdfast.ui.look import Type, tokens
from holdfast.ui.tables import drawing
from holdfast.ui.tables.rows import Badge
from holdfast.ui.thumbnails import Pictures
from holdfast.ui.widgets import copying, diff_block
from holdfast.ui.widgets.boxes import Card, Part, clear, column, row, scrolling
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.flow import Flow
from holdfast.ui.widgets.labels import label, rule
from holdfast.ui.widgets.placeholder import Blank, Placeholder
from holdfast.wording import comparing, controls, selections, window
from holdfast.wording.controls import Label

_PORTRAIT = 64
_PICTURE = 280
_SHORT_TEXT = 4000
_LONG_TEXT_HEIGHT = 360
_INSET = (20, 20, 20, 20)


class Portrait(QWidget):
    """A contact's picture or initials, a photo in full width, or a kind's icon."""

    def __init__(self, pictures: Pictures) -> None:
        """Ask `pictures`, and draw again when one arrives."""
        super().__init__()
        self._pictures = pictures
        self._item: StoredItem | None = None
        pictures.arrived.connect(self._arrived)

    def show_item(self, item: StoredItem) -> None:
        """Show the picture of `item`."""
        self._item = item
        wide = item.kind is Kind.PHOTOS
        policy = QSizePolicy.Policy.Expanding if wide else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.setMinimumSize(QSize(_PORTRAIT, _PICTURE if wide else _PORTRAIT))
        self.setMaximumSize(QSize(16_777_215 if wide else _PORTRAIT, _PICTURE))
        self.setAccessibleName(item.title)
        self.update()

    def _arrived(self, item: StoredItem) -> None:
        if self._item is not None and item.parts == self._item.parts:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is there by now."""
        del event
        if self._item is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self._item.kind is Kind.PHOTOS:
            self._paint_photo(painter, rect, self._item)
        elif self._item.kind is Kind.CONTACTS:
            picture = self._pictures.of_item(self._item, _PORTRAIT)
            letters = initials(self._item.title)
            drawing.paint_avatar(painter, rect, letters, self._item.title, picture)
        else:
            self._paint_symbol(painter, rect, KIND_ICONS[self._item.kind])
        painter.end()

    def _paint_photo(self, painter: QPainter, rect: QRectF, item: StoredItem) -> None:
        picture = self._pictures.of_item(item, _PICTURE)
        if picture is None:
            self._paint_symbol(painter, rect, Icon.PHOTOS)
            return
        size = picture.size().scaled(rect.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRectF((rect.width() - size.width()) / 2, 0, size.width(), size.height())
        area.moveTop((rect.height() - size.height()) / 2)
        drawing.paint_cover(painter, area, picture, 10)

    def _paint_symbol(self, painter: QPainter, rect: QRectF, icon: Icon) -> None:
        look = tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.accent_soft))
        painter.drawRoundedRect(rect, 14, 14)
        middle = rect.center()
        area = QRectF(middle.x() - 14, middle.y() - 14, 28, 28)
        paint_icon(painter, icon, area, look.accent)


class BadgeLine(QWidget):
    """Badges beside each other, drawn as in lists."""

    def __init__(self, badges: tuple[Badge, ...]) -> None:
        """Show `badges`."""
        super().__init__()
        self._badges = badges
        self.setFixedHeight(round(drawing.BADGE_HEIGHT))
        self.setAccessibleName(", ".join(badge.text for badge in badges))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the badges."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        turn(painter, QRectF(self.rect()), self.layoutDirection())
        drawing.paint_badges(painter, QRectF(self.rect()), self._badges)
        painter.end()


class VersionButton(Button):
    """One version in an item's history; choosing it shows the item as it was then."""

    def __init__(self, line: item_panel_state.VersionLine) -> None:
        """Show `line`."""
        super().__init__("", Role.CHOOSER, name=line.spoken)
        self.setMinimumHeight(52 if line.detail else 40)
        # A button is never narrower than its hint, and would widen the panel beyond its place.
        # Nor is it higher than its hint unless it may grow, however many lines its words need.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._line = line
        title = label(line.title, Type.STRONG if line.shown else Type.BODY, wrap=True)
        detail = label(line.detail, Type.SMALL, tone="quiet", wrap=True)
        if not line.detail:
            detail.hide()
        words = column(None, title, detail, None, gap=1)
        box = row(words, gap=0, margins=(34, 6, 8, 6))
        self.setLayout(box)
        for words_of in (title, detail):
            words_of.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As the words need."""
        inner = self.layout()
        return (inner.sizeHint() if inner else QSize()).expandedTo(self.minimumSize())

    def minimumSizeHint(self) -> QSize:
        """As narrow as its longest word; the words then need more lines."""
        inner = self.layout()
        narrow = inner.minimumSize() if inner else QSize()
        return narrow.expandedTo(self.minimumSize())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dot of the version on its line."""
        super().paintEvent(event)
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        turn(painter, QRectF(self.rect()), self.layoutDirection())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(QRectF(16.25, 0, 1.5, self.height()), QColor(look.outline))
        painter.setBrush(QColor(look.card))
        centre = self.rect().center()
        centre.setX(17)
        painter.drawEllipse(centre, 8, 8)
        painter.setBrush(QColor(look.accent if self._line.shown else look.quiet))
        radius = 6 if self._line.shown else 4
        painter.drawEllipse(centre, radius, radius)
        painter.end()


class ItemPanel(Card):
    """Shows one item, a placeholder while none is chosen, or that it is being read.

    Signals:
        version_wanted: the stored item of another version.
        put_back_wanted: the stored item that is to be put back.
        export_wanted: the stored item that is to be written as a file.
        compare_wanted: what is shown, of which two versions are to be seen side by side.
    """

    version_wanted = Signal(object)
    put_back_wanted = Signal(object)
    export_wanted = Signal(object)
    compare_wanted = Signal(object)

    def __init__(self, pictures: Pictures) -> None:
        """Portraits come from `pictures`."""
        super().__init__(surface="pane")
        self._pictures = pictures
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._box)
        self.setAccessibleName(controls.label(Label.ITEM_HISTORY))
        self.item: StoredItem | None = None
        self._compare: Button | None = None
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that something is to be chosen."""
        self.item = None
        self._compare = None
        words = window.choose_item()
        self._show(Placeholder(Blank(Icon.HISTORY, words.title, words.sentence)))

    def show_state(self, state: item_panel_state.PanelState) -> None:
        """Show one item."""
        self.item = state.item
        self._compare = None
        inner = QWidget()
        inner.setLayout(self._parts(state))
        self._show(scrolling(inner))

    def focus_history(self) -> None:
        """Put the keyboard on the button that compares versions, where there is one."""
        if self._compare is not None:
            self._compare.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, widget: QWidget) -> None:
        clear(self._box)
        self._box.addWidget(widget)

    def _parts(self, state: item_panel_state.PanelState) -> QVBoxLayout:
        parts: list[Part] = [self._head(state)]
        if state.badges:
            parts.append(BadgeLine(state.badges))
        parts.append(self._deeds(state.item))
        if state.changed is not None:
            parts += [rule(), diff_block.DiffBlock(state.changed)]
        if state.body:
            parts.append(reading_text(state.body))
        if state.fields:
            parts += [rule(), _lines(state)]
        for heading, lines in ((Label.OTHERS, state.others), (Label.UNREAD, state.unread)):
            if lines:
                parts += [rule(), label(controls.label(heading), Type.SMALL_STRONG, tone="quiet")]
                parts.append(selectable(label("\n".join(lines[:50]), Type.SMALL, wrap=True)))
        if state.versions:
            parts += [rule(), self._history(state)]
        return column(*parts, None, gap=14, margins=_INSET)

    def _head(self, state: item_panel_state.PanelState) -> QVBoxLayout | QHBoxLayout:
        portrait = Portrait(self._pictures)
        portrait.show_item(state.item)
        title = selectable(label(state.title, Type.PAGE, wrap=True))
        under = state.subtitle
        if state.item.kind is Kind.CONTACTS:
            under = "\n".join(contact_card.headline(state.fields))
        subtitle = selectable(label(under, tone="quiet", wrap=True))
        if not under:
            subtitle.hide()
        words = column(title, subtitle, gap=4)
        if state.item.kind is Kind.PHOTOS:
            return column(portrait, words, gap=14)
        line = row(portrait, words, gap=16)
        line.setStretch(1, 1)
        return line

    def _deeds(self, item: StoredItem) -> Flow:
        put_back = Button(controls.label(Label.PUT_BACK_ITEM), Role.SECONDARY, Icon.PUT_BACK)
        put_back.clicked.connect(lambda: self.put_back_wanted.emit(item))
        words = controls.label(Label.EXPORT)
        export = Button(words, Role.QUIET, Icon.EXPORT, name=selections.export_shown())
        export.clicked.connect(lambda: self.export_wanted.emit(item))
        return Flow(put_back, export)

    def _history(self, state: item_panel_state.PanelState) -> QVBoxLayout:
        versions = state.versions
        heading = label(window.versions_heading(len(versions)), Type.SMALL_STRONG, tone="quiet")
        buttons: list[Part] = []
        for line in versions:
            button = VersionButton(line)
            button.clicked.connect(lambda _=False, item=line.item: self.version_wanted.emit(item))
            buttons.append(button)
        made = column(heading, column(*buttons, gap=0), gap=8)
        if len(versions) > 1:
            compare = Button(comparing.compare(), Role.SECONDARY, Icon.HISTORY)
            compare.clicked.connect(lambda: self.compare_wanted.emit(state))
            self._compare = compare
            made.addLayout(row(compare, None))
        return made


_AT_RIGHT = (
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
)


def selectable(made: QWidget) -> QWidget:
    """Let a label's text be copied with the mouse."""
    if is_right_to_left():
        # A label whose text can be chosen asks the text for its side, not the window.
        made.setAlignment(_AT_RIGHT)  # type: ignore[attr-defined]
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # type: ignore[attr-defined]
    return made


def reading_text(text: str) -> QWidget:
    """A note's text, to be read and copied; long ones scroll, laid out as far as they are seen."""
    if len(text) <= _SHORT_TEXT:
        return selectable(label(text, wrap=True))
    made = QPlainTextEdit(text)
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setFixedHeight(_LONG_TEXT_HEIGHT)
    made.setAccessibleName(window.field_text())
    return made


def _lines(state: item_panel_state.PanelState) -> QLayout:
    if state.item.kind is Kind.CONTACTS:
        return copying.card_lines(contact_card.card_groups(state.fields))
    return _pairs(state.fields)


def _pairs(lines: tuple[item_panel_state.FieldLine, ...]) -> QVBoxLayout:
    """Each value below its name, as on a contact's card: beside it, long words had no room."""
    return column(*map(_pair, lines), gap=10)


def _pair(line: item_panel_state.FieldLine) -> QVBoxLayout:
    name = label(line.label, Type.SMALL, tone="quiet", wrap=True)
    return column(name, selectable(label(line.value, wrap=True)), gap=1)
