"""The oracle: an independent reading of what phones write, slow and plain on purpose.

It is written from the specifications (vCard 2.1, vCalendar 1.0, IrMC 1.1, RFC 2425, 2426, 5545,
6350, 6868) and shares neither code nor structure with the application's readers.
"""

from __future__ import annotations

from collections.abc import Iterable

from tests.records.formats.oracle.backup_xml import looks_like_xml, read_backup_xml
from tests.records.formats.oracle.content_lines import COMPONENTS, Boundary, Content, content_lines
from tests.records.formats.oracle.heads import Head
from tests.records.formats.oracle.said import LOOSE, Blob, Item, Line, Unread
from tests.records.formats.oracle.transport import Transport, open_transport
from tests.records.formats.oracle.values import CannotReadError, Charsets, guess, read_value

_MAY_STAND_IN = {
    "VCARD": {"VMSG", "VENV", "BMSG", "BENV"},
    "VCALENDAR": set(),
    "VNOTE": set(),
    "VMSG": set(),
    "BMSG": set(),
    "VENV": {"VMSG", "VENV"},
    "VEVENT": {"VCALENDAR"},
    "VTODO": {"VCALENDAR"},
    "VJOURNAL": {"VCALENDAR"},
    "VFREEBUSY": {"VCALENDAR"},
    "VTIMEZONE": {"VCALENDAR"},
}
"""The parents of components that show, wherever else they begin, that an END was forgotten."""


def read(data: bytes) -> list[Item]:
    """All items of a file, in their order."""
    if looks_like_xml(data):
        return read_backup_xml(data)
    transport = open_transport(data)
    found = list(content_lines(transport.lines))
    return _Reading(_charsets(found, transport)).take(found)


def _charsets(found: Iterable[Boundary | Content], transport: Transport) -> Charsets:
    """A card that names its charset once was most likely written in it throughout."""
    heads = (one.head for one in found if isinstance(one, Content))
    named = [head.first("CHARSET") for head in heads if head is not None]
    return Charsets(transport.marked, tuple(dict.fromkeys(filter(None, named))))


class _Reading:
    def __init__(self, charsets: Charsets) -> None:
        self._charsets = charsets
        self._items: list[Item] = []
        self._open: list[str] = []
        self._after_agent = False

    def take(self, found: Iterable[Boundary | Content]) -> list[Item]:
        for one in found:
            if isinstance(one, Content):
                self._add(one)
            elif one.begins:
                self._begin(one.name)
            else:
                self._end(one.name)
        return self._items

    def _begin(self, name: str) -> None:
        parents = _MAY_STAND_IN.get(name)
        if parents is not None and not (name == "VCARD" and self._after_agent):
            # What is not known may hold anything.
            while self._open and self._open[-1] in COMPONENTS - parents:
                self._open.pop()
        if not self._open:
            self._items.append(Item(name))
        self._open.append(name)
        self._after_agent = False

    def _end(self, name: str) -> None:
        if name in self._open:
            while self._open.pop() != name:
                pass

    def _add(self, content: Content) -> None:
        line = self._read(content)
        self._after_agent = isinstance(line, Line) and line.name == "AGENT" and not line.value
        begins_card = isinstance(line, Line) and (line.name, line.value) == ("AGENT", "BEGIN:VCARD")
        if not self._open and (not self._items or self._items[-1].kind != LOOSE):
            self._items.append(Item(LOOSE))
        self._items[-1].lines.append(line)
        if begins_card:
            self._open.append("VCARD")

    def _read(self, content: Content) -> Line | Unread:
        first, last = content.lines[0].number, content.lines[-1].number
        head = content.head
        if head is None:
            return Unread(content.raw, first, last)
        try:
            value = self._value(content, head)
        except CannotReadError:
            return Unread(content.raw, first, last)
        return Line(head.group, head.name, head.params, value, content.raw, first, last)

    def _value(self, content: Content, head: Head) -> str | Blob:
        if content.free:
            return guess(content.value)
        return read_value(head, content.value, self._charsets)
