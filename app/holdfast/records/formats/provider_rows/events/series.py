"""Rules and lists of dates: as the provider keeps them in columns, and as iCalendar lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from holdfast.records.formats.converting.contents import Content, Exact
from holdfast.records.formats.converting.events.reading import ending_for
from holdfast.records.formats.dates import Moment, parse_moment, told_in
from holdfast.records.formats.provider_rows.events.clocks import Clock
from holdfast.records.formats.provider_rows.events.times import (
    day_content,
    day_text,
    is_telling,
    midnight,
    utc_text,
    wall_text,
)
from holdfast.records.formats.recurring.rules import read_rule
from holdfast.records.formats.zoning.names import zone_named

_LONGEST_DATE = 40


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a series begins, in UTC, and the clock it goes by; whole days go by none."""

    start: datetime
    clock: Clock
    all_day: bool

    def fitted(self, rule: str) -> str:
        """A rule with its end in the form that its start has; one not understood, as it is."""
        rule = " ".join(rule.split())
        read = read_rule(rule)
        if read is None:
            return rule
        zone = None if self.all_day else self.clock.zone
        return ending_for(read, zone, all_day=self.all_day).text()

    def placed(self, moment: Moment) -> datetime | None:
        """A date of the series in UTC; one told by its day alone at the start's time of day."""
        when = moment.when
        if self.all_day:
            found = when.replace(hour=0, minute=0, second=0, tzinfo=UTC)
        elif moment.all_day:
            wall = told_in(self.start, self.clock.zone)
            found = told_in(datetime.combine(when, wall.time(), self.clock.zone), UTC)
        else:
            found = told_in(when if when.tzinfo else when.replace(tzinfo=self.clock.zone), UTC)
        return found if is_telling(found) else None


def rules_of(column: str) -> Iterator[str]:
    """The rules of a column, which stand on lines of their own."""
    for line in column.splitlines():
        rule = line.strip()
        if rule:
            yield rule.partition(":")[2] if rule[:7].upper() in ("RRULE:", "EXRULE:") else rule


def dates_of(column: str, beginning: Beginning) -> Iterator[datetime | None]:
    """The dates of a column, in UTC; None for one that is none.

    Each line may begin with its zone ("Europe/Berlin;20091012T100000,…"); without one a date
    that does not say is in UTC.
    """
    for line in column.splitlines():
        zone, semicolon, rest = line.rpartition(";")
        known = zone_named(zone.rpartition("=")[2].strip()) if semicolon else None
        for text in rest.split(","):
            moment = parse_moment(text.partition("/")[0][:_LONGEST_DATE])
            if moment is None:
                if text.strip():
                    yield None
                continue
            if moment.when.tzinfo is None and not moment.all_day:
                moment = Moment(moment.when.replace(tzinfo=known or UTC))
            yield beginning.placed(moment)


def dates_column(dates: Iterable[datetime]) -> str:
    """Dates (UTC) as a column; those of whole days are their midnights."""
    return ",".join(map(utc_text, sorted(set(dates))))


def dates_contents(name: str, dates: Iterable[datetime], beginning: Beginning) -> Iterator[Content]:
    """RDATE or EXDATE for dates in UTC, by the clock.

    A time that the clock shows twice stands on a line in UTC.
    """
    ordered = sorted(set(dates))
    if beginning.all_day:
        texts = list(dict.fromkeys(day_text(midnight(when)) for when in ordered))
        if texts:
            first = day_content(name, ordered[0])
            yield Content(name, Exact(",".join(texts)), first.params)
        return
    walls = [(wall_text(when, beginning.clock), when) for when in ordered]
    told = [text for text, _ in walls if text]
    if told:
        yield Content(name, Exact(",".join(told))).with_params(TZID=(beginning.clock.name,))
    rest = [utc_text(when) for text, when in walls if not text]
    if rest:
        yield Content(name, Exact(",".join(rest)))
