"""The calendar of one backup: a month, or an agenda, of which one is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.agenda_rows import Agenda, event_rows
from holdfast.ui.calendar_days import Booked, Happening, MonthPage, moved_month
from holdfast.ui.calendar_readings import Shelf, read_month
from holdfast.ui.icons import Icon
from holdfast.ui.item_rows import day_of
from holdfast.ui.look import Type
from holdfast.ui.session import Session
from holdfast.ui.tables.month_view import MonthView
from holdfast.ui.tables.rows import ItemRow, Row, SectionRow
from holdfast.ui.tables.views import ItemList
from holdfast.ui.thumbnails import Pictures
from holdfast.ui.widgets.boxes import column, row
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.choices import Choice, Segments
from holdfast.ui.widgets.flow import Flow
from holdfast.ui.widgets.labels import label
from holdfast.ui.widgets.placeholder import Blank, Placeholder
from holdfast.wording import calendars, kinds, window

_KIND = Kind.CALENDAR
_SHOWN_AT_ONCE = 200
_ROOM_FOR_THE_DAY = 480
_DAY_LIST = 132


class Look(StrEnum):
    """How the calendar is shown."""

    MONTH = "month"
    AGENDA = "agenda"


class CalendarPane(QWidget):
    """Shows one month at a time; events are read and laid out in jobs.

    Signals:
        chosen: the stored item of the event that is chosen, or None on a day without any.
    """

    chosen = Signal(object)

    def __init__(self, session: Session, pictures: Pictures) -> None:
        """Read through `session`."""
        super().__init__()
        self._session = session
        self._shelf = Shelf()
        self._booked: tuple[Booked, ...] = ()
        self._day: date | None = None
        self._sought: StoredItem | None = None
        self._home = _today()
        self._page: MonthPage | None = None
        self._agenda = Agenda((), {})
        self._wanted = 0
        self.title = label(step=Type.CARD, wrap=True)
        self.month = MonthView(calendars.as_month())
        self.agenda = ItemList(calendars.as_agenda(), pictures.of_row)
        self.day_list = ItemList(calendars.as_agenda(), pictures.of_row)
        self.looks = _looks()
        self._blank = Placeholder()
        self._hint = label(step=Type.SMALL, tone="quiet", wrap=True)
        self.nearest = Button("", Role.LINK)
        self._views = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.earlier = _small(Icon.PREVIOUS, calendars.earlier_month())
        self.later = _small(Icon.NEXT, calendars.later_month())
        self.homewards = _small(Icon.CALENDAR_DAYS, calendars.backup_day())
        steps = row(self.earlier, self.later, gap=2)
        moves = QWidget()
        moves.setLayout(steps)
        switches = QWidget()
        switches.setLayout(row(self.homewards, self.looks, gap=4))
        head = row(moves, self.title, switches, gap=8, margins=(8, 0, 8, 0))
        head.setStretch(1, 1)
        self.day_list.setFixedHeight(_DAY_LIST)
        self._days = QWidget()
        self._days.setLayout(column(self.month, self.day_list, gap=8, margins=(8, 0, 8, 4)))
        for view in (self._days, self.agenda, self._blank):
            self._views.addWidget(view)
        hints = Flow(self._hint, self.nearest)
        hints.setContentsMargins(8, 0, 8, 0)
        self._hints = hints
        parts = column(head, hints, self._views, gap=6)
        parts.setStretch(2, 1)
        self.setLayout(parts)

    def _connect(self) -> None:
        self.earlier.clicked.connect(lambda: self._step(-1))
        self.later.clicked.connect(lambda: self._step(1))
        self.homewards.clicked.connect(lambda: self.go_to(self._home))
        self.looks.chosen.connect(lambda _key: self._show_look())
        self.nearest.clicked.connect(self._go_to_nearest)
        self.month.day_wanted.connect(self.go_to)
        self.month.opened.connect(self._open_day)
        self.month.picked.connect(self._pick)
        for view in (self.agenda, self.day_list):
            view.chosen.connect(self._choose_row)

    # What is shown

    def show_events(self, items: Sequence[StoredItem], home: date) -> None:
        """Show the events of a backup that was made on the day `home`.

        The day that was shown stays, so that backups can be compared.
        """
        vault = self._session.vault
        if vault is None:
            return
        self._wanted += 1
        self._sought = None
        number, shelf, listed = self._wanted, self._shelf, tuple(items)
        self._home = home
        self._page = None
        self._booked = tuple(Booked(item) for item in listed)
        if len(listed) > _SHOWN_AT_ONCE and not shelf.has_all(listed):
            self._lay_month(self._day or home)

        def done(booked: tuple[Booked, ...]) -> None:
            if number == self._wanted:
                self._booked = booked
                self._lay_month(self._day or home)

        self._session.bridge.run(
            self._session.read_queue, lambda task: shelf.booked(vault, listed, task), done=done
        )

    def show_event(self, item: StoredItem) -> None:
        """Show one of the events that `show_events` was given, on the day it begins."""
        self._sought = item
        self._day = day_of(item.when) or self._day or self._home
        self.chosen.emit(item)

    def go_to(self, day: date) -> None:
        """Show `day`, in whatever month it lies."""
        self._sought = None
        page = self._page
        if page is not None and page.own(day):
            self._day = day
            self._show_day()
        else:
            self._lay_month(day)

    def _step(self, months: int) -> None:
        self.go_to(moved_month(self._day or self._home, months))

    def _go_to_nearest(self) -> None:
        if self._page is not None and self._page.nearest is not None:
            self.go_to(self._page.nearest)

    def _lay_month(self, day: date) -> None:
        booked, home, number, first = self._booked, self._home, self._wanted, _first_weekday()
        came_first = self._day is None
        if not came_first:
            self._day = day
        self.title.setText(calendars.month_title(day.year, day.month))

        def done(found: tuple[MonthPage, Agenda]) -> None:
            page, agenda = found
            if number != self._wanted or (self._day is not None and not page.own(self._day)):
                return
            self._day = day
            if came_first and page.nearest is not None:
                self._lay_month(page.nearest)
            else:
                self._show_page(page, agenda)

        self._session.bridge.run(
            self._session.read_queue,
            lambda task: read_month(booked, day, home, first, _today(), task),
            done=done,
        )

    def _show_page(self, page: MonthPage, agenda: Agenda) -> None:
        self._page, self._agenda = page, agenda
        self.agenda.show_rows(self._agenda.rows)
        words = calendars.nothing_in(page.year, page.month)
        self._blank.show_blank(Blank(Icon.CALENDAR, words.title, words.sentence))
        hints = [words.title] if page.empty else []
        hints += [calendars.not_worked_out(page.unclear)] if page.unclear else []
        self._hint.setText("\n".join(hints))
        self.nearest.setVisible(page.nearest is not None)
        if page.nearest is not None:
            self.nearest.say(calendars.go_to(page.nearest))
        self._hints.setVisible(bool(hints))
        self._show_look()

    def _show_look(self) -> None:
        empty = not self._agenda.rows
        agenda = self._blank if empty else self.agenda
        self._views.setCurrentWidget(agenda if self.looks.current == Look.AGENDA else self._days)
        if self._page is not None:
            self.month.show_page(self._page, self._day or self._home, _today())
            self._show_day()

    def _show_day(self) -> None:
        day, page = self._day, self._page
        if day is None or page is None:
            return
        self.month.setCurrentIndex(self.month.days.index_of(day))
        heading = SectionRow(
            window.agenda_day(day, _today()), kinds.count(_KIND, len(page.of(day)))
        )
        self.day_list.show_rows((heading, *event_rows(page.of(day))))
        if self.looks.current == Look.AGENDA:
            self._choose_in_agenda(day)
            return
        sought = self._sought
        meant = (each for each in page.of(day) if sought is None or each.item.key == sought.key)
        happening = next(meant, None)
        if happening is not None:
            self._pick(happening)
        else:
            self.chosen.emit(sought)

    def _choose_in_agenda(self, day: date) -> None:
        sought, first = self._sought, self._agenda.row_from(day)

        def is_meant(row: Row) -> bool:
            if sought is None:
                return row is first
            return isinstance(row, ItemRow) and row.item.key == sought.key

        if not self.agenda.choose(is_meant):
            self.chosen.emit(sought)

    def _open_day(self, day: date) -> None:
        self.looks.press(Look.AGENDA)
        self._day = day
        self._show_look()
        self.agenda.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, happening: Happening) -> None:
        self.day_list.choose_quietly(
            lambda each: isinstance(each, ItemRow) and each.item is happening.item
        )
        self.chosen.emit(happening.item)

    def _choose_row(self, chosen: Row) -> None:
        if isinstance(chosen, ItemRow):
            self.chosen.emit(chosen.item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room, the day's events stand below the month."""
        super().resizeEvent(event)
        self.day_list.setVisible(self.height() >= _ROOM_FOR_THE_DAY)


def _small(icon: Icon, name: str) -> Button:
    made = Button("", Role.QUIET, icon, name=name)
    made.setFixedWidth(34)
    return made


def _looks() -> Segments:
    choices = [
        Choice(Look.MONTH, "", Icon.CALENDAR, calendars.as_month()),
        Choice(Look.AGENDA, "", Icon.LIST, calendars.as_agenda()),
    ]
    return Segments(calendars.ways_to_look(), choices)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day on this computer's clock


def _first_weekday() -> int:
    return QLocale().firstDayOfWeek().value - 1
