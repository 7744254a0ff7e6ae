from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from holdfast.ui.direction import readable, turn, upright
from holdfast.ui.icons import POINTING, Icon, pixmap
from holdfast.ui.look import tokens
from holdfast.ui.tables.drawing import paint_avatar, paint_badges, paint_line
from holdfast.ui.tables.rows import Badge
from holdfast.ui.widgets.boxes import row
from holdfast.ui.widgets.buttons import Tick
from holdfast.ui.widgets.flow import Flow
from holdfast.ui.widgets.search_field import SearchField

RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft
SIZE = QRect(0, 0, 200, 40)


@pytest.fixture
def turned(app: QApplication) -> Iterator[None]:
    app.setLayoutDirection(RIGHT_TO_LEFT)
    yield
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def painted(draw: Callable[[QPainter], None], direction: Qt.LayoutDirection) -> QImage:
    picture = QImage(SIZE.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    turn(painter, QRectF(SIZE), direction)
    draw(painter)
    painter.end()
    return picture


def inked(picture: QImage) -> tuple[int, int]:
    """The first and the last column that is not white."""
    white = QColor("white").rgb()
    columns = [
        x
        for x in range(picture.width())
        if any(picture.pixel(x, y) != white for y in range(picture.height()))
    ]
    return columns[0], columns[-1]


def test_a_shape_lands_on_the_other_side(app) -> None:
    def draw(painter: QPainter) -> None:
        painter.fillRect(QRectF(10, 10, 20, 20), QColor("black"))

    assert inked(painted(draw, Qt.LayoutDirection.LeftToRight)) == (10, 29)
    assert inked(painted(draw, RIGHT_TO_LEFT)) == (170, 189)


def test_a_picture_lands_there_too_and_is_not_turned_round(app) -> None:
    half = QImage(20, 20, QImage.Format.Format_RGB32)
    half.fill(QColor("white"))
    for y in range(20):
        for x in range(10):
            half.setPixelColor(x, y, QColor("black"))

    def draw(painter: QPainter) -> None:
        place = QRectF(10, 10, 20, 20)
        with upright(painter, place):
            painter.drawImage(place, half)

    assert inked(painted(draw, RIGHT_TO_LEFT)) == (170, 179)


def test_words_begin_at_the_right_and_can_be_read(app) -> None:
    def draw(painter: QPainter) -> None:
        paint_line(painter, QRectF(10, 0, 180, 40), "F")

    turned = painted(draw, RIGHT_TO_LEFT)
    begin, end = inked(turned)
    assert end >= 184
    assert begin > 100
    middle = (begin + end) // 2
    assert dark(turned, begin, middle) > dark(turned, middle, end + 1)


def dark(picture: QImage, begin: int, end: int) -> int:
    """How much is painted between two columns."""
    return sum(
        255 - QColor(picture.pixel(x, y)).lightness()
        for x in range(begin, end)
        for y in range(picture.height())
    )


def test_avatars_and_badges_stand_at_the_right(app) -> None:
    def draw(painter: QPainter) -> None:
        paint_avatar(painter, QRectF(2, 2, 36, 36), "A", "A", None)

    def badges(painter: QPainter) -> None:
        paint_badges(painter, QRectF(SIZE), (Badge("new", Icon.PLUS),))

    assert inked(painted(draw, RIGHT_TO_LEFT))[0] > 150
    assert inked(painted(badges, RIGHT_TO_LEFT))[0] > 100


def test_numbers_and_paths_keep_their_order(turned) -> None:
    said = readable("+44 20 7946 0123")

    assert said[1:-1] == "+44 20 7946 0123"
    assert readable("\N{RIGHT-TO-LEFT MARK}now") == "\N{RIGHT-TO-LEFT MARK}now"


def test_from_left_to_right_nothing_is_added(app) -> None:
    assert readable("+44") == "+44"


@pytest.mark.parametrize("icon", Icon)
def test_icons_that_point_turn_and_no_others(app, icon: Icon) -> None:
    usual = pixmap(icon, tokens().text, 20).toImage()
    app.setLayoutDirection(RIGHT_TO_LEFT)
    try:
        now = pixmap(icon, tokens().text, 20).toImage()
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    assert now == (usual.transformed(QTransform.fromScale(-1, 1)) if icon in POINTING else usual)


def test_a_flow_begins_at_the_right(turned, qtbot) -> None:
    first, second = QLabel("one"), QLabel("two")
    flow = Flow(first, second)
    qtbot.addWidget(flow)
    flow.resize(300, 40)
    flow.show()

    assert first.geometry().right() == 299
    assert second.geometry().right() < first.geometry().left()


def test_margins_count_from_where_writing_begins(turned, qtbot) -> None:
    shown = QWidget()
    qtbot.addWidget(shown)
    inner = QLabel("one")
    shown.setLayout(row(inner, margins=(34, 0, 8, 0)))
    shown.resize(200, 40)
    shown.show()

    assert (inner.geometry().left(), inner.geometry().right()) == (8, 165)


def test_a_tick_and_the_glass_of_a_search_stand_at_the_right(turned, qtbot) -> None:
    tick, field = Tick("Contacts"), SearchField()
    for made in (tick, field):
        qtbot.addWidget(made)
        made.resize(300, 40)
        made.show()
    field.setText("Ada")

    box = tick.grab().toImage()
    assert QColor(box.pixel(285, 13)).name() == tokens().accent
    margins = field.textMargins()
    assert margins.left() > margins.right()
