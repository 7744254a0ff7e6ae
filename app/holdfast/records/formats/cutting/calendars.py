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
    found = read_components(data).items("VCALENDAR", *_KINDS)
    groups = [(each, group) for each in found for group in _groups(_entries(each))]
    if len(groups) < 2:  # noqa: PLR2004 - one is the file itself
        return (_KINDS[groups[0][1][0].name] if groups else Kind.CALENDAR), ()
    frames = {each.start: _Frame.of(data, each) for each in found}
    return Kind.CALENDAR, tuple(frames[each.start].around(data, group) for each, group in groups)


def _entries(found: Component) -> Sequence[Component]:
    """The entries of a calendar; itself, where it is one that stands in none."""
    if found.name in _KINDS:
        return (found,)
    return tuple(child for child in found.children if child.name in _KINDS)


def _groups(entries: Sequence[Component]) -> Iterator[Sequence[Component]]:
    """Entries that are one item, in the order of the first of each."""
    groups: dict[tuple[str, str], list[Component]] = {}
    for entry in entries:
        uid = entry.text("UID") or f"\0{entry.start}"
        groups.setdefault((entry.name, uid), []).append(entry)
    for group in groups.values():
        yield from _parted(group)


@dataclass(frozen=True, slots=True)
class _Zone:
    """A time zone: what entries call it, and its bytes."""

    name: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around the entries of a calendar, in pieces: bytes, and zones to choose from."""

    ahead: tuple[bytes | _Zone, ...] = ()
    behind: tuple[bytes | _Zone, ...] = ()

    @classmethod
    def of(cls, data: bytes, found: Component) -> _Frame:
        """The frame of one calendar of `data`; an empty one for an entry that stands in none."""
        if found.name in _KINDS:
            return cls()
        ahead: list[bytes | _Zone] = []
        behind: list[bytes | _Zone] = []
        side, at = ahead, found.start
        for child in found.children:
            start, end = span(data, child)
            side.append(data[at:start])
            at = end
            if child.name == _ZONE:
                side.append(_Zone(_name_of(child), data[start:end]))
            elif child.name in _KINDS:
                side = behind
        side.append(data[at : span(data, found)[1]])
        return cls(tuple(filter(None, ahead)), tuple(filter(None, behind)))

    def around(self, data: bytes, group: Sequence[Component]) -> Slice:
        """The calendar of one group of entries."""
        spans = tuple(span(data, entry) for entry in group)
        own = b"".join(data[start:end] for start, end in spans)
        body = b"".join((*_chosen(self.ahead, own), own, *_chosen(self.behind, own)))
        # In UTF-16 the mark stands once at the beginning of the whole file.
        bom = mark(data)
        return Slice(_KINDS[group[0].name], body if body.startswith(bom) else bom + body, spans)


def _chosen(parts: Sequence[bytes | _Zone], own: bytes) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, bytes):
            yield part
        elif part.name in own:
            yield part.data


def _name_of(zone: Component) -> bytes:
    """What a zone is called; one without a name is needed by whoever knows."""
    first = zone.first("TZID")
    return first.raw.strip() if first is not None else b""


def _parted(group: Sequence[Component]) -> Iterator[Sequence[Component]]:
    """One item, unless a bad writer gave several of them the same UID."""
    masters = [entry for entry in group if not entry.text("RECURRENCE-ID")]
    if len(masters) < 2:  # noqa: PLR2004 - one master and its exceptions
        yield group
    else:
        yield from ([entry] for entry in group)
