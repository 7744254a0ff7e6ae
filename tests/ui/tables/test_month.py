from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.calendar_days import Happening, MonthPage, weeks_of
from holdfast.ui.tables.month_delegate import DayCell, chip_areas
from holdfast.ui.tables.month_view import MonthModel, MonthView

DAY = date(2009, 10, 14)


def happening(title: str) -> Happening:
    return Happening(StoredItem("x", Kind.CALENDAR, title, (), title, title), title, "09:00")


def page(count: int) -> MonthPage:
    days = {DAY: tuple(happening(f"Event {number}") for number in range(count))}
    return MonthPage(2009, 10, weeks_of(2009, 10, 0), days, date(2009, 10, 12))


def test_the_month_keeps_qts_rules(app, qtmodeltester) -> None:
    model = MonthModel()
    model.show(page(2), DAY)

    qtmodeltester.check(model)


def test_weekdays_stand_over_their_columns(app) -> None:
    model = MonthModel()
    model.show(page(0), DAY)

    names = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(7)]
    assert names == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@pytest.mark.parametrize(("height", "shown"), [(20, 0), (39, 1), (58, 2), (200, 5)])
def test_as_many_chips_are_drawn_as_have_room(height: int, shown: int) -> None:
    areas = chip_areas(QRectF(0, 0, 60, height), 5)

    assert len(areas) == shown
    assert all(area.bottom() <= height for area in areas)


def test_a_day_says_all_its_events_and_that_it_is_the_backups() -> None:
    cell = DayCell(DAY, (happening("Dentist"),), backup=True)

    assert cell.spoken == "Wednesday 14 October 2009. Day of this backup. 1 event. 09:00 Dentist"


def test_a_click_on_a_chip_picks_its_event(app, qtbot) -> None:
    view = MonthView("Month")
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show_page(page(3), DAY, DAY)
    view.show()
    picked = []
    view.picked.connect(picked.append)
    rect = view.visualRect(view.days.index_of(DAY))

    area = chip_areas(QRectF(rect).adjusted(1, 1, -1, -1), 3)[1]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=area.center().toPoint())

    assert [each.title for each in picked] == ["Event 1"]


def test_hundreds_of_events_on_a_narrow_day_are_still_told(app, qtbot) -> None:
    view = MonthView("Month")
    qtbot.addWidget(view)
    view.resize(330, 280)
    view.show_page(page(400), DAY, DAY)
    view.show()

    rect = view.visualRect(view.days.index_of(DAY))
    image: QImage = view.viewport().grab(rect).toImage()
    corner = [
        image.pixelColor(x, y)
        for x in range(image.width() // 2 + 2, image.width() - 4)
        for y in range(5, 18)
    ]
    assert len({QColor(each).name() for each in corner}) > 3
