"""The phone books of a phone in a folder: its contacts' cards, and files of lines.

contacts/0001.vcf           the phone's own book ME: the LUID (hexadecimal) is the index
at/phonebook-SM.txt         every other one, a line an entry:  3,"+4915112345",145,"Zoë"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from holdfast.phones.protocols.at.phone_book import INTERNATIONAL, NATIONAL
from holdfast.phones.protocols.at.values import number, quoted, split
from holdfast.phones.virtual.folder import AT, PhoneFolder, luid_name
from holdfast.records.formats.components import Component
from holdfast.records.formats.converting.contents import Block, Content, Exact, Fields, Text
from holdfast.records.formats.converting.dialects import VCARD_21
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vcard import display_name
from holdfast.records.model.kinds import Kind

PLACES = "places-ME.txt"
_NOT_DIALLED = re.compile(r"[^0-9*#+pw]")
_LONGEST_FILE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Slot:
    """What lies at an index."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Size:
    """How much a book holds: entries, and characters of a number and of a name."""

    entries: int
    number: int
    name: int


class Book(Protocol):
    """One memory."""

    @property
    def size(self) -> Size:
        """How much it holds."""
        ...

    def slots(self) -> dict[int, Slot]:
        """All that is in it, by index."""
        ...

    def put(self, index: int, slot: Slot) -> None:
        """Write an entry."""
        ...

    def drop(self, index: int) -> None:
        """Take an entry away."""
        ...


class CardBook:
    """The contacts of a `PhoneFolder`, as much of each as an entry holds."""

    def __init__(self, folder: PhoneFolder, size: Size) -> None:
        """Show the contacts in `folder`, each where its LUID says, or where there was room."""
        self._folder = folder
        self.size = size
        self._read: dict[tuple[Path, int, int], Slot] = {}

    def slots(self) -> dict[int, Slot]:
        """All that is in it, by index."""
        return {index: self._slot(path) for index, path in self._places().items()}

    def put(self, index: int, slot: Slot) -> None:
        """Write an entry as a card."""
        home = self._folder.folder(Kind.CONTACTS) / luid_name(index, ".vcf")
        self._folder.write(self._places().get(index, home), _card(slot))

    def drop(self, index: int) -> None:
        """Take a card away."""
        path = self._places().get(index)
        if path is not None:
            path.unlink(missing_ok=True)

    def _places(self) -> dict[int, Path]:
        """Every card by its index; those whose LUID is none keep the one they got once."""
        cards = self._folder.records(Kind.CONTACTS)
        places = {}
        for luid in cards:
            index = _index(luid)
            if 1 <= index <= self.size.entries and luid == luid_name(index):
                places[index] = luid
        homeless = [luid for luid in cards if luid not in places.values()]
        if homeless:
            places |= self._housed(homeless, places)
        return {index: cards[luid] for index, luid in sorted(places.items())}

    def _housed(self, luids: list[str], taken: dict[int, str]) -> dict[int, str]:
        """A place for each of `luids` as far as there is room, the same each time."""
        path = self._folder.path / AT / PLACES
        rows = [[*split(line), None][:2] for line in lines_of(path)]
        before = {number(index): (luid or b"").decode("utf-8", "replace") for index, luid in rows}
        found = {
            index: luid
            for index, luid in before.items()
            if index is not None and luid in luids and index not in taken
        }
        free = (at for at in range(1, self.size.entries + 1) if at not in taken | found)
        newcomers = [luid for luid in luids if luid not in found.values()]
        if newcomers:
            found |= dict(zip(free, newcomers, strict=False))
            save_lines(path, (b"%d,%s" % (at, quoted(luid.encode())) for at, luid in found.items()))
        return found

    def _slot(self, path: Path) -> Slot:
        about = path.stat()
        known = path, about.st_mtime_ns, about.st_size
        if known not in self._read:
            self._read[known] = self._of_card(path)
        return self._read[known]

    def _of_card(self, path: Path) -> Slot:
        cards = read_components(path.read_bytes()).items("VCARD")
        if not cards:
            return Slot("", path.stem)
        dialled = _NOT_DIALLED.sub("", cards[0].text("TEL"))
        return Slot(dialled[: self.size.number], _name(cards[0])[: self.size.name])


class LineBook:
    """A book in a file of lines."""

    def __init__(self, path: Path, size: Size) -> None:
        """Read and write the file at `path`, which need not be there."""
        self._path = path
        self.size = size

    def slots(self) -> dict[int, Slot]:
        """All that is in it, by index; lines that make no sense are passed over."""
        found = {}
        for line in lines_of(self._path):
            values = [*split(line), None, None, None, None][:4]
            index = number(values[0])
            if index is not None and 1 <= index <= self.size.entries:
                texts = [(value or b"").decode("utf-8", "replace") for value in values]
                found[index] = Slot(texts[1], texts[3])
        return dict(sorted(found.items()))

    def put(self, index: int, slot: Slot) -> None:
        """Write an entry."""
        self._save(self.slots() | {index: slot})

    def drop(self, index: int) -> None:
        """Take an entry away."""
        self._save({at: slot for at, slot in self.slots().items() if at != index})

    def _save(self, slots: dict[int, Slot]) -> None:
        save_lines(self._path, (_line(index, slot) for index, slot in sorted(slots.items())))


def kind_of_number(dialled: str) -> int:
    """The type of a number (27.007, 8.11)."""
    return INTERNATIONAL if dialled.startswith("+") else NATIONAL


def lines_of(path: Path) -> list[bytes]:
    """The lines of a file that an owner edits; none where there is no file."""
    try:
        with path.open("rb") as file:
            lines = file.read(_LONGEST_FILE).splitlines()
    except FileNotFoundError:
        return []
    return [line.strip() for line in lines if line.strip() and not line.startswith(b"#")]


def save_lines(path: Path, lines: Iterator[bytes]) -> None:
    """Put a file of lines in its place at once, never in part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(b"".join(line + b"\n" for line in lines))
    part.replace(path)


def _line(index: int, slot: Slot) -> bytes:
    dialled, name = slot.number.encode(), slot.name.encode("utf-8", "replace")
    kind = kind_of_number(slot.number)
    return b"%d,%s,%d,%s" % (index, quoted(dialled), kind, quoted(name))


def _index(luid: str) -> int:
    return int(luid, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", luid) else 0


def _name(card: Component) -> str:
    full = card.first("FN")
    return full.text() if full and full.text().strip() else display_name(card)


def _card(slot: Slot) -> bytes:
    contents = (
        Content("VERSION", Exact("2.1")),
        Content("N", Fields(((slot.name,), *((("",),) * 4)))),
        Content("FN", Text(slot.name)),
        Content("TEL", Exact(slot.number)),
    )
    return write_block(Block("VCARD", contents), VCARD_21)
