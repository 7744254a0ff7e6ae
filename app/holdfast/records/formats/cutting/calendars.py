"""A calendar of many entries, cut into calendars of one each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from holdfast.records.formats.components import Component
from holdfast.records.formats.cutting.slices import Slice, mark, span
from holdfast.records.formats.reading import read_components
from holdfast.records.model.kinds import Kind

_KINDS = {"VEVENT": Kind.CALENDAR, "VTODO": Kind.TODOS, "VJOURNAL": Kind.NOTES}
_ZONE = "VTIMEZONE"
Span = tuple[int, int]


def cut_calendar(data: bytes) -> tuple[Kind, tuple[Slice, ...]]:
    """Return the kind of a file that is one item (no slices), or the items of one that is more.

    An item is an event, a to-do or a journal entry with all the exceptions that share its UID
    (RFC 5545, section 3.8.4.4). Each gets the calendar's own lines around it, and those time
    zones that it names; whatever else the calendar holds is in none of them.
    """
    calendars = [_Calendar.of(data, each) for each in _outermost(data)]
    groups = [(calendar, group) for calendar in calendars for group in calendar.groups()]
    if len(groups) < 2:  # noqa: PLR2004 - one is the file itself
        return (_KINDS[groups[0][1][0].name] if groups else Kind.CALENDAR), ()
    return Kind.CALENDAR, tuple(calendar.slice(group) for calendar, group in groups)


def _outermost(data: bytes) -> tuple[Component, ...]:
    return read_components(data).items("VCALENDAR", *_KINDS)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """A calendar, or an entry that stands in none (`outer` is None then)."""

    data: bytes
    outer: Component | None
    entries: tuple[Component, ...]

    @classmethod
    def of(cls, data: bytes, found: Component) -> _Calendar:
        if found.name in _KINDS:
            return cls(data, None, (found,))
        inside = tuple(child for child in found.children if child.name in _KINDS)
        return cls(data, found, inside)

    def groups(self) -> Sequence[Sequence[Component]]:
        """Entries that are one item, in the order of the first of each."""
        groups: dict[tuple[str, str], list[Component]] = {}
        for entry in self.entries:
            # Two entries of one UID of which none is an exception are two items of a bad writer.
            uid = entry.text("UID")
            groups.setdefault((entry.name, uid or f"\0{entry.start}"), []).append(entry)
        return [part for group in groups.values() for part in _parted(group)]

    def slice(self, group: Sequence[Component]) -> Slice:
        spans = [span(self.data, entry) for entry in group]
        own = b"".join(self.data[start:end] for start, end in spans)
        body = own if self.outer is None else b"".join(self._around(self.outer, own))
        # In UTF-16 the mark stands once at the beginning of the whole file.
        bom = mark(self.data)
        whole = body if body.startswith(bom) else bom + body
        return Slice(_KINDS[group[0].name], whole, tuple(spans))

    def _around(self, outer: Component, own: bytes) -> Iterator[bytes]:
        """The calendar's own lines, the zones that `own` names, and `own` where entries stood."""
        at = outer.start
        placed = False
        for child in outer.children:
            start, end = span(self.data, child)
            yield self.data[at:start]
            at = end
            if child.name == _ZONE and _names(own, child):
                yield self.data[start:end]
            elif child.name in _KINDS and not placed:
                placed = True
                yield own
        yield self.data[at : span(self.data, outer)[1]]


def _parted(group: Sequence[Component]) -> Iterator[Sequence[Component]]:
    masters = [entry for entry in group if not entry.text("RECURRENCE-ID")]
    if len(masters) < 2:  # noqa: PLR2004 - one master and its exceptions
        yield group
    else:
        yield from ([entry] for entry in group)


def _names(own: bytes, zone: Component) -> bool:
    """Whether an entry names a zone; one that has no name is needed by whoever knows."""
    first = zone.first("TZID")
    return first is None or first.raw.strip() in own
