"""Events and to-dos as rows of a table, in the columns that Outlook and Google import."""

from __future__ import annotations

from holdfast.actions.mirroring.pages import here
from holdfast.records.formats.components import Component
from holdfast.records.formats.converting.values import parted
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.icalendar import is_done, times_of, title_of
from holdfast.records.formats.zoning.zones import Zones

EVENT = (
    "Subject",
    "Start Date",
    "Start Time",
    "End Date",
    "End Time",
    "All Day Event",
    "Location",
    "Description",
    "Categories",
    "Private",
    "Recurrence",
)
TODO = (
    "Subject",
    "Start Date",
    "Due Date",
    "Status",
    "% Complete",
    "Date Completed",
    "Priority",
    "Categories",
    "Notes",
)
_NORMAL = 5
_HIGHEST, _LOWEST = 1, 9


def event_row(event: Component, zones: Zones) -> tuple[str, ...]:
    """An event by the columns of `EVENT`; times are this computer's, as importers take them."""
    times = times_of(event, zones)
    end = times.end or times.start
    return (
        title_of(event),
        _day(times.start),
        _hour(times.start),
        _day(end),
        _hour(end),
        "TRUE" if times.all_day else "FALSE",
        event.text("LOCATION"),
        event.text("DESCRIPTION"),
        _categories(event),
        "TRUE" if event.text("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL") else "FALSE",
        "\n".join(entry.text() for entry in event.all("RRULE")),
    )


def todo_row(todo: Component, zones: Zones) -> tuple[str, ...]:
    """A to-do by the columns of `TODO`."""
    times = times_of(todo, zones)
    completed = zones.moment(todo.first("COMPLETED"))
    return (
        title_of(todo),
        _day(times.start),
        _day(times.due),
        _status(todo),
        "100" if is_done(todo) else todo.text("PERCENT-COMPLETE"),
        _day(completed),
        _priority(todo.text("PRIORITY")),
        _categories(todo),
        todo.text("DESCRIPTION"),
    )


def _day(moment: Moment | None) -> str:
    return f"{here(moment.when):%Y-%m-%d}" if moment is not None else ""


def _hour(moment: Moment | None) -> str:
    if moment is None or moment.all_day:
        return ""
    return f"{here(moment.when):%H:%M}"


def _categories(item: Component) -> str:
    found = (part.strip() for each in item.all("CATEGORIES") for f in parted(each) for part in f)
    return ";".join(filter(None, found))


def _status(todo: Component) -> str:
    if is_done(todo):
        return "Completed"
    begun = todo.text("STATUS").upper() == "IN-PROCESS"
    return "In Progress" if begun or todo.text("PERCENT-COMPLETE") else "Not Started"


def _priority(text: str) -> str:
    """1 to 4 are high and 6 to 9 low (RFC 5545, 3.8.1.9)."""
    rank = int(text) if text.isdecimal() and len(text) == 1 else 0
    if _HIGHEST <= rank < _NORMAL:
        return "High"
    return "Low" if _NORMAL < rank <= _LOWEST else "Normal"
