"""Content lines to components: the tolerant reader everything else here stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from holdfast.records.formats import decoding
from holdfast.records.formats.components import (
    BINARY,
    Component,
    Document,
    Property,
    Unread,
    begins_card,
)
from holdfast.records.formats.decoding import Codec
from holdfast.records.formats.heads import Head
from holdfast.records.formats.lines import Line, read_lines

MAX_DEPTH = 32
"""Deepest nesting that is followed; deeper blocks count as part of the one they are in."""
MAX_LINES = 1_000_000
"""Content lines read of one document; what follows is listed as one unread line."""

_ITEMS_OF_CALENDAR = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE")
# In what a block may stand. A BEGIN where it may not means that an END is missing before it.
_PARENTS: Mapping[str, tuple[str, ...]] = {
    "VCALENDAR": (),
    "VNOTE": (),
    "VMSG": (),
    "VCARD": ("VMSG", "VENV"),
    **dict.fromkeys(_ITEMS_OF_CALENDAR, ("VCALENDAR",)),
}
_SPECIAL = BINARY | {"BEGIN", "END", "AGENT"}
_MAX_UNREAD = 8 * 1024
_NESTS_IN_ITSELF = ("VENV",)
_UTF16 = {
    b"\xff\xfe": ("utf-16-le", 2),
    b"\xfe\xff": ("utf-16-be", 2),
    b"B\0": ("utf-16-le", 0),
    b"\0B": ("utf-16-be", 0),
}


def read_components(data: bytes) -> Document:
    """Read `data`; never raises, whatever it holds. Offsets count bytes of `data`."""
    codec, skipped = _UTF16.get(data[:2], ("", 0))
    if codec:
        return _read_recoded(data, codec, skipped)
    return _Builder(data, Codec()).build()


def reread(line: Unread) -> Property | None:
    """A line that stands in no block, read all the same; None when it is no content line."""
    found = list(read_lines(line.raw))
    if len(found) != 1 or found[0].head is None or len(line.raw) >= _MAX_UNREAD:
        return None
    return Property(found[0].head, found[0].value, line.start, line.end, Codec())


@dataclass(slots=True)
class _Open:
    """A block whose END has not come yet."""

    name: str
    start: int
    properties: list[Property] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def closed(self, end: int, *, proper: bool) -> Component:
        return Component(
            self.name,
            tuple(self.properties),
            tuple(self.children),
            self.start,
            end,
            proper,
            tuple(self.unread),
        )


class _Builder:
    """Builds the tree of one document, line by line."""

    def __init__(self, data: bytes, codec: Codec) -> None:
        self._data = data
        self._codec = codec
        self._root = _Open("", 0)
        self._stack = [self._root]
        self._too_deep = 0
        self._problems: dict[str, None] = {}

    def build(self) -> Document:
        stack, codec = self._stack, self._codec
        for count, line in enumerate(read_lines(self._data)):
            if count >= MAX_LINES:
                self._add(Line(None, b"", line.start, len(self._data), "too-many-lines"))
                break
            head, value, start, end, problem = line
            if problem or head is None or head.name in _SPECIAL or len(stack) == 1:
                self._add(line)
                continue
            if head.charset:
                codec.declare(head.charset)
            stack[-1].properties.append(Property(head, value, start, end, codec))
        self._close_down_to(0, len(self._data))
        root = self._root
        return Document(tuple(root.children), tuple(self._problems), tuple(root.unread))

    def _add(self, line: Line) -> None:
        head = line.head
        if line.problem:
            self._problems[line.problem] = None
        if head is None:
            self._stack[-1].unread.append(self._unread(line))
        elif head.name == "BEGIN":
            self._begin(_block_name(line.value), line)
        elif head.name == "END":
            self._end(_block_name(line.value), line)
        elif len(self._stack) == 1:
            self._root.unread.append(self._unread(line))
        else:
            self._add_property(head, line)

    def _add_property(self, head: Head, line: Line) -> None:
        if head.charset:
            self._codec.declare(head.charset)
        entry = Property(head, line.value, line.start, line.end, self._codec)
        if head.name in BINARY and entry.broken():
            self._stack[-1].unread.append(self._unread(line))
        else:
            self._stack[-1].properties.append(entry)
            if begins_card(entry):
                self._begin("VCARD", line)

    def _unread(self, line: Line) -> Unread:
        raw = self._data[line.start : min(line.end, line.start + _MAX_UNREAD)]
        return Unread(raw.rstrip(b"\r\n"), line.start, line.end)

    def _begin(self, name: str, line: Line) -> None:
        if self._too_deep or len(self._stack) > MAX_DEPTH:
            self._problems["too-deep"] = None
            if name not in _PARENTS or self._depth_for(name) >= MAX_DEPTH:
                self._too_deep += 1
                return
            self._too_deep = 0  # it can stand in none of these: their ENDs are missing
        self._close_down_to(self._depth_for(name), line.start)
        self._stack.append(_Open(name, line.start))

    def _depth_for(self, name: str) -> int:
        """How many open blocks a new block called `name` may stand in."""
        parents = _PARENTS.get(name)
        depth = len(self._stack) - 1
        if parents is None:
            same = depth and self._stack[depth].name == name and name not in _NESTS_IN_ITSELF
            return depth - 1 if same else depth
        if name == "VCARD" and self._after_agent():
            return depth
        while depth and self._stack[depth].name not in parents:
            if depth == 1 and self._stack[depth].name not in _PARENTS:
                break  # a wrapper nobody knows; it may hold what it likes
            depth -= 1
        return depth

    def _after_agent(self) -> bool:
        """Whether the line before was the AGENT of a card, whose own card follows."""
        last = self._stack[-1].properties[-1:]
        if not last or last[0].name != "AGENT":
            return False
        return not last[0].raw.strip() or begins_card(last[0])

    def _end(self, name: str, line: Line) -> None:
        if self._too_deep:
            self._too_deep -= 1
            return
        depth = len(self._stack) - 1
        while depth and self._stack[depth].name != name:
            depth -= 1
        if not depth:
            self._problems["stray-end"] = None
            return
        self._close_down_to(depth, line.start)
        done = self._stack.pop().closed(line.end, proper=True)
        self._stack[-1].children.append(done)

    def _close_down_to(self, depth: int, end: int) -> None:
        """Close blocks that lack an END until only `depth` are open."""
        while len(self._stack) - 1 > depth:
            self._problems["missing-end"] = None
            done = self._stack.pop().closed(end, proper=False)
            self._stack[-1].children.append(done)


def _block_name(value: bytes) -> str:
    return decoding.guess(value[:64]).strip().upper()


def _read_recoded(data: bytes, codec: str, skipped: int) -> Document:
    """Read UTF-16 (an Outlook export) as UTF-8, and give the offsets in the original bytes."""
    text = data[skipped:].decode(codec, "replace")
    plain = text.encode("utf-8", "replace")
    document = _Builder(plain, Codec(recoded=True)).build()
    return _Rescaler(plain, codec, skipped, len(data)).document(document)


class _Rescaler:
    """Turns offsets into UTF-8 bytes into offsets into the UTF-16 they were made from."""

    def __init__(self, plain: bytes, codec: str, skipped: int, size: int) -> None:
        self._plain = plain
        self._codec = codec
        self._size = size
        self._at = {0: skipped}

    def document(self, document: Document) -> Document:
        self._measure(document)
        return Document(
            tuple(self._component(entry) for entry in document.components),
            document.problems,
            tuple(self._unread(entry) for entry in document.stray),
        )

    def _measure(self, document: Document) -> None:
        offsets = {edge for entry in document.stray for edge in (entry.start, entry.end)}
        for component in document.components:
            offsets.update(_edges(component))
        before = 0
        for offset in sorted(offsets):
            piece = self._plain[before:offset].decode("utf-8", "replace")
            # Half a letter at the end of data became a whole one.
            end = self._at[before] + len(piece.encode(self._codec, "replace"))
            self._at[offset] = min(end, self._size)
            before = offset

    def _component(self, component: Component) -> Component:
        return Component(
            component.name,
            tuple(
                entry._replace(start=self._at[entry.start], end=self._at[entry.end])
                for entry in component.properties
            ),
            tuple(self._component(child) for child in component.children),
            self._at[component.start],
            self._at[component.end],
            component.closed,
            tuple(self._unread(entry) for entry in component.unread),
        )

    def _unread(self, entry: Unread) -> Unread:
        return entry._replace(start=self._at[entry.start], end=self._at[entry.end])


def _edges(component: Component) -> Iterator[int]:
    for block in component.walk():
        yield from (block.start, block.end)
        for entry in block.properties:
            yield from (entry.start, entry.end)
        for line in block.unread:
            yield from (line.start, line.end)
