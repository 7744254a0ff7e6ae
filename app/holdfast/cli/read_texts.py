"""What `read` prints for a person: every item's fields, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from holdfast.cli.read_backups import kind_of
from holdfast.cli.read_shapes import items_in
from holdfast.cli.screen import Screen
from holdfast.records.formats.fields import Field
from holdfast.records.formats.occurrences import Calendar
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.sms_xml import SmsBackup
from holdfast.records.formats.view import View, unread_lines, view_entry, view_item
from holdfast.records.formats.xml.elements import looks_like_xml
from holdfast.records.matching.shown import picture
from holdfast.records.model.kinds import Kind
from holdfast.wording import fields, histories, kinds, readings

_MAX_UNREAD = 20
_MAX_LINE = 200


@dataclass(slots=True)
class _Rest:
    """What a file holds beside its items; complete once they were all seen."""

    unread: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def tell(data: bytes, screen: Screen) -> None:
    """Print the items in `data`, then the lines that could not be read and why."""
    rest, count = _Rest(), 0
    for count, (kind, seen) in enumerate(_views(data, rest), start=1):  # noqa: B007 - counted
        screen.say(f"  {kinds.title(kind)}: {seen.title or histories.unnamed_item()}")
        screen.table((row for one in _told(seen) for row in _rows(one)), indent=4)
    if not count:
        screen.say(f"  {readings.no_items() if data else readings.empty()}")
    elif rest.unread:
        screen.say(f"  {readings.not_understood()}:")
        _tell_lines(rest.unread, screen)
    for problem in rest.problems:
        screen.say(f"  {readings.problem(problem)}")


def _told(seen: View) -> Iterator[Field]:
    yield from seen.fields
    if seen.body:
        yield Field("text", seen.body)
    if seen.photo:
        yield picture(seen.photo)


def _rows(of: Field) -> Iterator[tuple[str, str]]:
    """The label and the lines of a value, as many as it has."""
    first, *others = fields.value(of).splitlines() or [""]
    yield fields.label(of), first
    yield from (("", line) for line in others)


def _tell_lines(lines: list[str], screen: Screen) -> None:
    for line in lines[:_MAX_UNREAD]:
        screen.say(f"    {line[:_MAX_LINE]}")
    if len(lines) > _MAX_UNREAD:
        screen.say(f"    {readings.more_lines(len(lines) - _MAX_UNREAD)}")


def _views(data: bytes, rest: _Rest) -> Iterator[tuple[Kind, View]]:
    return _entries(data, rest) if looks_like_xml(data) else _items(data, rest)


def _entries(data: bytes, rest: _Rest) -> Iterator[tuple[Kind, View]]:
    backup = SmsBackup(data)
    for entry in backup.entries():
        seen = view_entry(entry)
        rest.unread.extend(seen.unread)
        yield kind_of(entry), seen
    rest.unread.extend(backup.stray)
    rest.problems.extend(backup.problems)


def _items(data: bytes, rest: _Rest) -> Iterator[tuple[Kind, View]]:
    document = read_components(data)
    calendar = Calendar.of(document)
    for kind, item in items_in(document):
        yield kind, view_item(kind, item, calendar)
    rest.unread.extend(unread_lines(document))
    rest.problems.extend(document.problems)
