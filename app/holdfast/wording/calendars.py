"""What the calendar's month and agenda say, and the to-do list beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from holdfast.wording import times
from holdfast.wording.i18n import _, counted, number
from holdfast.wording.window import Words


def month_title(year: int, month: int) -> str:
    """The heading of a month: "October 2009"."""
    return _("{month} {year}").format(month=times.month(month), year=year)


def earlier_month() -> str:
    """The button that goes a month back."""
    return _("Month before")


def later_month() -> str:
    """The button that goes a month on."""
    return _("Month after")


def backup_day() -> str:
    """The button that goes to the day on which the backup was made."""
    return _("Day of this backup")


def ways_to_look() -> str:
    """The switch between month and agenda."""
    return _("How to show the calendar")


def as_month() -> str:
    """The calendar as a month's days."""
    return _("Month")


def as_agenda() -> str:
    """The calendar as a list."""
    return _("Agenda")


def more(count: int) -> str:
    """Events of a day for which there is no room: "+2 more"."""
    return _("+{n} more").format(n=number(count))


def more_short(count: int) -> str:
    """The same where there is hardly any room: "+2"."""
    return _("+{n}").format(n=number(count))


def very_many() -> str:
    """A day with so many events that their number does not fit beside that of the day."""
    return _("99+")


def short_week_day(of: date) -> str:
    """The name of a weekday over its column: "Mon"."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[of.weekday()]


def day_spoken(of: date, events: Sequence[str], *, backup: bool) -> str:
    """What a screen reader says of a day: "Monday 12 October 2009. 1 event. 09:00 Dentist"."""
    day = _("{weekday} {date}").format(weekday=times.week_day(of), date=times.calendar_day(of))
    said = [day, *([backup_day()] if backup else [])]
    said.append(counted("{n} event", "{n} events", len(events)) if events else _("No events"))
    return ". ".join([*said, *events])


def event_spoken(clock: str, title: str) -> str:
    """An event with its time: "09:00 Dentist", "All day Holiday"."""
    return _("{time} {title}").format(time=clock, title=title)


def nothing_in(year: int, month: int) -> Words:
    """A month without any event."""
    return Words(
        _("Nothing in {month}").format(month=month_title(year, month)),
        _("This backup holds events of other months."),
    )


def go_to(day: date) -> str:
    """The button that leads to the nearest day with an event."""
    return _("Show {day}").format(day=times.calendar_day(day))


def nothing_on(day: date) -> Words:
    """A day without any event."""
    title = _("Nothing on {day}").format(day=times.calendar_day(day))
    return Words(title, _("Choose another day with the arrow keys, or a day that shows an event."))


def not_worked_out(count: int) -> str:
    """Events whose rules of repeating could not be followed."""
    return counted(
        "{n} event repeats in a way that cannot be followed; only its first day is shown.",
        "{n} events repeat in a way that cannot be followed; only their first day is shown.",
        count,
    )


def elsewhere(when: datetime, zone: str) -> str:
    """The time on the clock of an event's own zone: "17:00 in Asia/Tokyo"."""
    clock = times.time_of_day(when.time())
    return _("{time} in {zone}").format(time=clock, zone=zone)


def until_day(last: date) -> str:
    """An event that takes several days: "to 14 October 2009"."""
    return _("to {day}").format(day=times.calendar_day(last))


def due(day: str) -> str:
    """When a to-do is due: "due tomorrow", "due 12 May"."""
    return _("due {day}").format(day=day)


def priority(level: int) -> str:
    """How urgent a to-do is, from its priority of 1 to 9; empty for an ordinary one."""
    middle = 5
    if not 1 <= level <= 9 or level == middle:  # noqa: PLR2004 - the scale of iCalendar
        return ""
    return _("High priority") if level < middle else _("Low priority")
