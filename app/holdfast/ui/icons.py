"""Icons: one set of SVG files, recoloured for the theme and drawn at the screen's own scale."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache, QTransform
from PySide6.QtSvg import QSvgRenderer

from holdfast.records.model.kinds import Kind
from holdfast.ui.direction import is_right_to_left, upright

STROKE = 'stroke-width="2"'
THIN_STROKE = 'stroke-width="1.75"'


class Icon(StrEnum):
    """The icons the window uses; the value is the file's name."""

    ALERT = "triangle-alert"
    ARCHIVE = "archive"
    BACK = "arrow-left"
    BACK_UP = "download"
    BATTERY = "battery-warning"
    BOOK = "book-open"
    BRIEFCASE = "briefcase"
    CABLE = "cable"
    CAKE = "cake"
    CALENDAR = "calendar"
    CALENDAR_DAYS = "calendar-days"
    CALLS = "phone"
    CALL_ELSEWHERE = "phone-forwarded"
    CALL_IN = "phone-incoming"
    CALL_MISSED = "phone-missed"
    CALL_OUT = "phone-outgoing"
    CALL_REFUSED = "phone-off"
    CHECK = "check"
    CHOOSE = "chevrons-up-down"
    CLOSE = "x"
    CONTACTS = "users"
    COPY = "copy"
    DONE = "circle-check"
    DOWN = "chevron-down"
    EMPTY = "circle"
    EXPORT = "external-link"
    FILES = "file"
    FOLDER = "folder-open"
    GLOBE = "globe"
    HISTORY = "history"
    INFO = "info"
    KEY = "key-round"
    LIST = "list"
    LOCK = "lock"
    LOOK = "refresh-cw"
    MAIL = "mail"
    MESSAGES = "message-square"
    MINUS = "minus"
    MOON = "moon"
    MORE = "ellipsis"
    NEXT = "chevron-right"
    NOTES = "sticky-note"
    PENCIL = "pencil"
    PERSON = "user"
    PHONE = "smartphone"
    PHOTOS = "image"
    PIN = "pin"
    PLACE = "map-pin"
    PLAY = "play"
    PLUS = "plus"
    PREVIOUS = "chevron-left"
    PRINT = "printer"
    PUT_BACK = "rotate-ccw"
    REFUSED = "circle-x"
    REPEAT = "repeat"
    SAFE = "shield-check"
    SAVE = "save"
    SEARCH = "search"
    SETTINGS = "settings"
    SHIELD = "shield"
    STOP = "circle-stop"
    SUN = "sun"
    TAG = "tag"
    TODOS = "list-todo"
    UNDO = "undo-2"
    UNREADABLE = "file-question"
    UNSAFE = "shield-alert"
    UP = "arrow-up"
    VAULT = "hard-drive"
    VIDEO = "video"
    VOICEMAIL = "voicemail"
    ZOOM = "zoom-in"


POINTING = frozenset(
    {Icon.BACK, Icon.EXPORT, Icon.LIST, Icon.NEXT, Icon.PREVIOUS, Icon.TODOS, Icon.UNDO}
)
"""Icons that point along the line of writing, or are written themselves, and turn with it."""

KIND_ICONS: dict[Kind, Icon] = {
    Kind.CONTACTS: Icon.CONTACTS,
    Kind.CALENDAR: Icon.CALENDAR,
    Kind.TODOS: Icon.TODOS,
    Kind.NOTES: Icon.NOTES,
    Kind.MESSAGES: Icon.MESSAGES,
    Kind.CALLS: Icon.CALLS,
    Kind.PHOTOS: Icon.PHOTOS,
    Kind.FILES: Icon.FILES,
}


@lru_cache(maxsize=128)
def svg(name: str) -> str:
    """The text of an icon's file; raises FileNotFoundError for an unknown name."""
    file = files("holdfast.resources") / "icons" / f"{name}.svg"
    return file.read_text(encoding="utf-8").replace(STROKE, THIN_STROKE)


def paint_icon(painter: QPainter, icon: Icon, rect: QRectF, colour: str) -> None:
    """Draw `icon` in `colour` into `rect`."""
    ratio = painter.device().devicePixelRatioF()
    place = rect.toRect()
    with upright(painter, QRectF(place)):
        painter.drawPixmap(place, pixmap(icon, colour, round(rect.width()), ratio))


def pixmap(icon: Icon, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """`icon` in `colour`, `size` logical pixels square, for a screen of `ratio`."""
    turned = icon in POINTING and is_right_to_left()
    key = f"holdfast-icon-{icon}-{colour}-{size}-{ratio}-{turned}"
    found = QPixmap()
    if not QPixmapCache.find(key, found):
        found = _render(icon, colour, size, ratio)
        if turned:
            found = found.transformed(QTransform.fromScale(-1, 1))
        QPixmapCache.insert(key, found)
    return found


def _render(icon: Icon, colour: str, size: int, ratio: float) -> QPixmap:
    text = svg(icon).replace("currentColor", colour)
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(text.encode())).render(painter)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def make_icon(
    icon: Icon, colour: str, size: int, disabled: str | None = None, *, gap: int = 0
) -> QIcon:
    """A QIcon for buttons and menus, sharp at 100 % and 200 %.

    `gap` is kept free between it and the words that follow.
    """
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(_with_gap(pixmap(icon, colour, size, ratio), gap))
        if disabled is not None:
            faded = _with_gap(pixmap(icon, disabled, size, ratio), gap)
            made.addPixmap(faded, QIcon.Mode.Disabled)
    return made


def _with_gap(drawn: QPixmap, gap: int) -> QPixmap:
    ratio = drawn.devicePixelRatio()
    wide = QPixmap(drawn.width() + round(gap * ratio), drawn.height())
    wide.fill(Qt.GlobalColor.transparent)
    wide.setDevicePixelRatio(ratio)
    painter = QPainter(wide)
    painter.drawPixmap(gap if is_right_to_left() else 0, 0, drawn)
    painter.end()
    return wide
