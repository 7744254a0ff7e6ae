"""What lies in a file that somebody made: one item, several, or none that we know."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from holdfast.records.formats.call_card import is_call
from holdfast.records.formats.components import Component
from holdfast.records.formats.cutting.backups import cut_backup
from holdfast.records.formats.cutting.calendars import cut_calendar
from holdfast.records.formats.cutting.slices import Slice, sliced
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import summarise
from holdfast.records.formats.tables import ROWS_SUFFIX, read_table
from holdfast.records.formats.vmessage import BLOCKS as MESSAGES
from holdfast.records.model.kinds import Kind

RECORDS = (
    Kind.CONTACTS,
    Kind.CALENDAR,
    Kind.TODOS,
    Kind.NOTES,
    Kind.MESSAGES,
    Kind.CALLS,
)
"""The kinds whose items are records, not files."""
CARDS = (".vcf", ".vcard")
CALENDARS = (".ics", ".ical", ".icalendar")
OLD_CALENDARS = (".vcs", ".vcal")
NOTES = (".vnt",)
VMESSAGES = (".vmg", ".vmsg")
BACKUPS = (".xml",)
TABLES = (".csv", ".tsv")
TEXTS = (".txt",)
NOTE_FOLDERS = frozenset(
    (
        *("bloc-notes", "jotter", "memo", "memos", "notas", "note", "notepad", "notes"),
        *("notities", "notizen", "notlar", "便签", "备忘录"),
    )
)
"""What a folder is called (lower case) whose plain texts are notes."""
_HELD = (
    (CARDS, (Kind.CONTACTS, Kind.CALLS)),
    ((*CALENDARS, *OLD_CALENDARS), (Kind.CALENDAR, Kind.TODOS, Kind.NOTES)),
    ((*NOTES, *TEXTS), (Kind.NOTES,)),
    (VMESSAGES, (Kind.MESSAGES,)),
    (BACKUPS, (Kind.MESSAGES, Kind.CALLS)),
    (TABLES, (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS)),
)
_FORMATS = (CARDS, CALENDARS, OLD_CALENDARS, NOTES, TEXTS, VMESSAGES, BACKUPS)
MAX_CUT = 128 << 20
"""Bytes of a file that is looked into; a longer one is kept as a file, whole."""

_ENDINGS = (*CARDS, *CALENDARS, *OLD_CALENDARS, *NOTES, *VMESSAGES, *BACKUPS, *TABLES)
_DIGITS = 16
_SNIFFED = 4096


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a file.

    `data` is a whole file of its own with the ending `suffix`, `rows` those of a table beside
    it, or empty. `ident` tells the piece from all others of its file and stays the same while
    others come and go. `spans` are the byte ranges of the file that are the piece's alone, empty
    where it cannot be cut out.
    """

    kind: Kind
    suffix: str
    data: bytes
    ident: str
    spans: tuple[tuple[int, int], ...] = ()
    rows: bytes = b""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file is: itself one record of `kind`, or a collection of `pieces`, or neither."""

    kind: Kind | None = None
    pieces: tuple[Piece, ...] = ()


PLAIN_FILE = Contents()


def may_hold_records(path: tuple[str, ...]) -> bool:
    """Whether a file of this path (folders, name) has to be looked into; others are plain."""
    name = path[-1].lower()
    if name.endswith(TEXTS):
        return any(folder.lower() in NOTE_FOLDERS for folder in path[:-1])
    return name.endswith(_ENDINGS)


def may_be(kind: Kind, path: tuple[str, ...]) -> bool:
    """Whether a file that may hold records may hold any of `kind`, by its ending alone."""
    name = path[-1].lower()
    return any(name.endswith(endings) and kind in kinds for endings, kinds in _HELD)


def suffix_of(path: tuple[str, ...]) -> str:
    """The ending of a record file by which every other part of the program knows its format."""
    name = path[-1].lower()
    return next((endings[0] for endings in _FORMATS if name.endswith(endings)), "")


def contents(path: tuple[str, ...], data: bytes) -> Contents:
    """Tell what the file `path`, for which `may_hold_records`, is; never raises."""
    name = path[-1].lower()
    look = next((look for endings, look in _LOOKS if name.endswith(endings)), _text)
    return look(path, data)


def _cards(_path: tuple[str, ...], data: bytes) -> Contents:
    return _blocks(data, Kind.CONTACTS, ".vcf", "VCARD")


def _notes(_path: tuple[str, ...], data: bytes) -> Contents:
    return _blocks(data, Kind.NOTES, ".vnt", "VNOTE")


def _messages(_path: tuple[str, ...], data: bytes) -> Contents:
    return _blocks(data, Kind.MESSAGES, ".vmg", *MESSAGES)


def _text(_path: tuple[str, ...], _data: bytes) -> Contents:
    return Contents(Kind.NOTES)


def _blocks(data: bytes, kind: Kind, suffix: str, *names: str) -> Contents:
    """Cards, notes or messages, one after the other."""
    begin = b"BEGIN:" + names[0].encode()
    if len(data) > _SNIFFED and data.upper().count(begin) == 1:
        # A big picture in a single card: nothing to cut, but a call looks like a contact.
        found = read_components(data[:_SNIFFED]).items(*names)
    else:
        found = read_components(data).items(*names)
    if len(found) < 2:  # noqa: PLR2004 - one is the file itself
        return Contents(_kind_of(found[0], kind) if found else kind)
    slices = (sliced(data, _kind_of(item, kind), item) for item in found)
    return Contents(pieces=tuple(_named(slices, suffix)))


def _kind_of(item: Component, kind: Kind) -> Kind:
    return Kind.CALLS if kind is Kind.CONTACTS and is_call(item) else kind


def _calendar(path: tuple[str, ...], data: bytes) -> Contents:
    kind, slices = cut_calendar(data)
    pieces = tuple(_named(slices, suffix_of(path)))
    return Contents(pieces=pieces) if pieces else Contents(kind)


def _backup(_path: tuple[str, ...], data: bytes) -> Contents:
    pieces = tuple(_named(cut_backup(data), ".xml"))
    return Contents(pieces[0].kind) if len(pieces) == 1 else Contents(pieces=pieces)


def _table(_path: tuple[str, ...], data: bytes) -> Contents:
    return Contents(
        pieces=tuple(
            Piece(item.kind, item.suffix, item.data, _digest(item.key), (item.span,), item.rows)
            for item in read_table(data)
        )
    )


def _named(slices: Iterable[Slice], suffix: str) -> Iterator[Piece]:
    """Name each: by its own UID, else by its title and time, the second of a name "…-2".

    What is neither named nor dated is known by all it says.
    """
    given: Counter[str] = Counter()
    for each in slices:
        ident = _digest(_said(each, suffix))
        given[ident] += 1
        count = given[ident]
        ident = ident if count == 1 else f"{ident}-{count}"
        yield Piece(each.kind, suffix, each.data, ident, each.spans)


def _said(each: Slice, suffix: str) -> str:
    if each.kind in (Kind.MESSAGES, Kind.CALLS):
        return each.data.decode("latin-1")
    summary = summarise(each.kind, suffix, each.data)
    if summary.uid:
        return f"uid\0{summary.uid}"
    when = summary.when.isoformat() if summary.when else ""
    return f"{summary.title}\0{when}" if summary.title else each.data.decode("latin-1")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


_LOOKS: tuple[tuple[tuple[str, ...], Callable[[tuple[str, ...], bytes], Contents]], ...] = (
    (CARDS, _cards),
    ((*CALENDARS, *OLD_CALENDARS), _calendar),
    (NOTES, _notes),
    (VMESSAGES, _messages),
    (BACKUPS, _backup),
    (TABLES, _table),
)

__all__ = [
    "MAX_CUT",
    "PLAIN_FILE",
    "RECORDS",
    "ROWS_SUFFIX",
    "Contents",
    "Piece",
    "contents",
    "may_be",
    "may_hold_records",
    "suffix_of",
]
