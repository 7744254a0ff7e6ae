"""Moments, rules' ends and alarms as vCalendar 1.0 tells them: local time, or UTC."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from holdfast.records.formats.components import Component
from holdfast.records.formats.converting.contents import Content, Loss, Text, Unheld, said
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.events import zones as event_zones
from holdfast.records.formats.dates import Moment, parse_duration, told_in
from holdfast.records.formats.icalendar import Times, times_of
from holdfast.records.formats.occurrences import repeats
from holdfast.records.formats.recurring.rules import Rule, moment_text
from holdfast.records.formats.zoning.zones import MAX_DATE, Zones

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """What one item's times are written by, for a phone that knows no zones but its own.

    `instance` is the moment of a series that the item stands for, where it is one that was
    moved (RECURRENCE-ID).
    """

    dialect: Dialect
    zones: Zones
    times: Times
    instance: Moment | None
    repeats: bool

    @classmethod
    def of(cls, item: Component, dialect: Dialect, zones: Zones) -> Clock:
        """The clock of `item`, an iCalendar component."""
        instance = zones.moment(item.first("RECURRENCE-ID"))
        return cls(dialect, zones, times_of(item, zones), instance, repeats(item))

    @property
    def start(self) -> Moment | None:
        """When it begins, or is due."""
        return self.times.start or self.times.due

    @property
    def zone(self) -> tzinfo | None:
        """The zone whose clock the rules go by."""
        return self.start.when.tzinfo if self.start is not None else None

    @property
    def has_rules_in_utc(self) -> bool:
        """Whether the item repeats and its times are written in UTC."""
        series = self.instance is None and self.repeats and self.start is not None
        return series and self.start is not None and self.text(self.start).endswith("Z")

    def lost_zone(self, home: tuple[tzinfo, int] | None) -> Unheld | None:
        """What a phone without zones loses: the item's clock after it is changed next.

        `home` is the zone that the calendar as a whole tells (TZ), with its first year.
        """
        start, zone = self.start, self.zone
        if start is None or start.all_day:
            return None
        loses = bool(start.zone) and zone is None
        if zone is not None and zone is not UTC and self.has_rules_in_utc:
            loses = home is None or event_zones.shifts(zone, start.when.year)
        if not loses:
            return None
        name = "DTSTART" if self.times.start is not None else "DUE"
        own = f"{moment_text(start).rstrip('Z')} {self.zones.known_as(start)}"
        return Unheld(name, own, Loss.NO_ZONE, self.text(start))

    def moment(self, content: Content) -> Moment | None:
        """The moment of a neutral content; None where it was not understood."""
        if isinstance(content.value, Text):
            return None
        zone = content.params.get("TZID", ("",))[0]
        return self.zones.read(said(content.value)[:MAX_DATE], zone)

    def text(self, moment: Moment) -> str:
        """A moment by the phone's own clock where it goes by the same, else in UTC."""
        when = moment.when
        if moment.all_day:
            return f"{moment_text(moment)}T000000"
        if when.tzinfo is None or self._is_local(moment):
            return moment_text(Moment(when.replace(tzinfo=None)))
        return moment_text(Moment(told_in(when, UTC), zone="UTC"))

    def _is_local(self, moment: Moment) -> bool:
        zone = self.dialect.zone
        return bool(zone) and moment.when.tzinfo is not UTC and self.zones.known_as(moment) == zone

    def exception(self, moment: Moment) -> str:
        """A date of EXDATE or RDATE; one told by its day alone at the series' time of day."""
        start = self.start
        if start is None or start.all_day or not moment.all_day:
            return self.text(moment)
        when = datetime.combine(moment.when, start.when.time(), start.when.tzinfo)
        return self.text(replace(start, when=when))

    def end_of(self, rule: Rule) -> str:
        """``#0`` for ever, ``#5`` five times, or the last moment."""
        until, start = rule.until, self.start
        if rule.count is not None:
            return f"#{rule.count}"
        if until is None or start is None:
            return "#0"
        if start.all_day:
            return self.text(Moment(until.when.replace(tzinfo=None), all_day=True))
        zone = start.when.tzinfo
        if until.all_day:
            last = datetime.combine(until.when, time(23, 59, 59), zone)
            return self.text(replace(start, when=last))
        if zone is None:
            return self.text(Moment(until.when.replace(tzinfo=None)))
        told = until.when if until.when.tzinfo else until.when.replace(tzinfo=zone)
        return self.text(replace(start, when=told_in(told, zone)))

    def alarm(self, trigger: Content) -> str:
        """When an alarm sounds; empty if nobody knows."""
        before = parse_duration(said(trigger.value)[:MAX_DATE])
        if before is None:
            moment = self.moment(trigger)
            return self.text(moment) if moment is not None else ""
        of_end = trigger.params.get("RELATED", ("",))[0].upper() == "END"
        anchor = (self.times.end or self.times.due) if of_end else self.times.start
        anchor = anchor or self.start
        if anchor is None:
            return ""
        when = day_after(anchor.when) if of_end and anchor.all_day else anchor.when
        try:
            when = (
                told_in(told_in(when, UTC) + before, when.tzinfo) if when.tzinfo else when + before
            )
        except OverflowError:
            return ""
        return self.text(replace(anchor, when=when, all_day=False))


def day_after(when: datetime) -> datetime:
    """The same time a day later; at the calendar's end the same day."""
    try:
        return when + _DAY
    except OverflowError:
        return when
