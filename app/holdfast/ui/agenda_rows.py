"""Makes the rows of the agenda: the events of one month under their days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from holdfast.ui.calendar_days import Happening, MonthPage
from holdfast.ui.tables.rows import ItemRow, Row, SectionRow, Shape
from holdfast.wording import window
from holdfast.wording.controls import Label, label


@dataclass(frozen=True, slots=True)
class Agenda:
    """Rows, and for each day the number of its first event's row."""

    rows: tuple[Row, ...]
    first_of: dict[date, int]

    def row_from(self, day: date) -> Row | None:
        """The first event on `day` or after it, else the last before it."""
        days = sorted(self.first_of)
        coming = next((each for each in days if each >= day), days[-1] if days else None)
        return self.rows[self.first_of[coming]] if coming is not None else None


def agenda_of(page: MonthPage, today: date) -> Agenda:
    """The events of the month itself by day, and those without a date."""
    rows: list[Row] = []
    first_of: dict[date, int] = {}
    for day in sorted(filter(page.own, page.days)):
        rows.append(SectionRow(window.agenda_day(day, today)))
        first_of[day] = len(rows)
        rows.extend(event_rows(page.of(day)))
    if page.undated:
        rows.append(SectionRow(label(Label.UNDATED)))
        rows.extend(ItemRow(item, Shape.EVENT, item.title or item.key) for item in page.undated)
    return Agenda(tuple(rows), first_of)


def event_rows(happenings: Iterable[Happening]) -> Iterable[ItemRow]:
    """One row of each event."""
    for each in happenings:
        yield ItemRow(
            each.item,
            Shape.EVENT,
            each.title,
            " · ".join(part for part in (each.place, each.note) if part),
            lead="\n".join(part for part in (each.clock, each.ends) if part),
            repeats=each.repeats,
            spoken=each.spoken,
        )
