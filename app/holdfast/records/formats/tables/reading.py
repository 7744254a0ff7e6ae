"""The door: a file of comma-separated values to the items in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from holdfast.records.formats.tables import cards, events
from holdfast.records.formats.tables.cells import (
    DELIMITERS,
    MAX_ROWS,
    NotATableError,
    Row,
    Sheet,
)
from holdfast.records.formats.tables.dates import Decision, Evidence, decide
from holdfast.records.formats.tables.filled import Filled
from holdfast.records.formats.tables.headers import Header, read_header
from holdfast.records.model.kinds import Kind

ROWS_SUFFIX = ".rows.json"
"""The ending of the file beside an item that tells its row as it was read."""

_MAX_WRITTEN = 256 << 20
_DAYS = frozenset(
    ("birthday", "anniversary", "event", "start.day", "end.day", "due.day", "alarm.day")
)


@dataclass(frozen=True, slots=True)
class TableItem:
    """One row of a table.

    `kind` is CONTACTS, CALENDAR or TODOS. `key` tells the item from the others of its file and
    stays while rows come and go around it. `data` is one vCard 3.0 (`suffix` ".vcf") or one
    iCalendar 2.0 (".ics"), the same for the same row at any time. `rows` is the row as it was
    read, as JSON (`Filled.as_json`). `span` is where the row lies in the file's bytes, its line
    end included, so that the file without them is the table without the row.
    """

    kind: Kind
    key: str
    suffix: str
    data: bytes
    rows: bytes
    span: tuple[int, int]


def read_table(data: bytes) -> tuple[TableItem, ...]:
    """The items of a table that we know by its header row; none of any other file.

    Never raises. A file of more than 32 MB, 200,000 rows or 400 columns is none of ours, nor is
    one with a quotation mark that nothing closes.
    """
    try:
        sheet = Sheet.of(data)
        found = _header(sheet)
        return tuple(_items(_Table.of(sheet, *found))) if found else ()
    except NotATableError:
        return ()


def _header(sheet: Sheet) -> tuple[Header, str] | None:
    """The header row, read with the delimiter that makes most columns known."""
    read = ((_header_by(sheet, delimiter), delimiter) for delimiter in DELIMITERS)
    known = [(header, delimiter) for header, delimiter in read if header]
    # Of equals the first wins.
    return max(known, key=lambda pair: pair[0].known, default=None)


def _header_by(sheet: Sheet, delimiter: str) -> Header | None:
    try:
        first = next(_told(sheet.rows(delimiter)), None)
    except NotATableError:
        return None
    return read_header(first.cells) if first else None


def _told(rows: Iterator[Row]) -> Iterator[Row]:
    """Rows that say something, without Excel's line on its own delimiter ("sep=;")."""
    first = True
    for row in rows:
        if row.blank:
            continue
        if not (first and row.cells[0].strip().lower().startswith("sep=")):
            yield row
        first = False


@dataclass(frozen=True, slots=True)
class _Table:
    """A table that was gone through once: how its days are read, and which IDs tell rows apart."""

    sheet: Sheet
    header: Header
    delimiter: str
    decisions: Mapping[int, Decision]
    idents: Counter[str]

    @classmethod
    def of(cls, sheet: Sheet, header: Header, delimiter: str) -> _Table:
        columns = header.columns
        evidence = {at: Evidence() for at, each in enumerate(columns) if each.role in _DAYS}
        ident = next((at for at, each in enumerate(columns) if each.role == "uid"), None)
        idents: Counter[str] = Counter()
        for row in cls._rows(sheet, delimiter):
            for at, seen in evidence.items():
                seen.see(row.cells[at] if at < len(row.cells) else "")
            if ident is not None and ident < len(row.cells):
                idents[row.cells[ident].strip()] += 1
        decisions = {
            at: decide(own, evidence.values(), header.language) for at, own in evidence.items()
        }
        return cls(sheet, header, delimiter, decisions, idents)

    @staticmethod
    def _rows(sheet: Sheet, delimiter: str) -> Iterator[Row]:
        rows = _told(sheet.rows(delimiter))
        next(rows)
        return rows

    def rows(self) -> Iterator[Row]:
        """The rows below the header that say something."""
        return self._rows(self.sheet, self.delimiter)

    def filled(self, row: Row) -> Filled:
        """A row by roles; its ID counts where no other row has it.

        A small number is none: it may only count the rows.
        """
        filled = Filled.of(row.cells, self.header.columns, self.decisions)
        cell = filled.first("uid")
        text = cell.text if cell else ""
        counts = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_ROWS))
        return filled if counts or self.idents[text] != 1 else replace(filled, ident=text)


def _items(table: _Table) -> Iterator[TableItem]:
    given: Counter[str] = Counter()
    written = 0
    for row in table.rows():
        item = _item(table.header.kind, table.filled(row), row.span, given)
        written += len(item.data) + len(item.rows)
        if written > _MAX_WRITTEN:
            raise NotATableError("its rows are longer told than written")
        yield item


def _item(kind: Kind, row: Filled, span: tuple[int, int], given: Counter[str]) -> TableItem:
    if kind is Kind.CONTACTS:
        called, data = cards.card(row)
        key = _key(row.ident, called, given)
        return TableItem(kind, key, ".vcf", data, row.as_json(), span)
    cells = [row.first(role) for role in ("start.day", "start.hour", "due.day", "due.hour")]
    when = " ".join(cell.text for cell in cells if cell)
    key = _key(row.ident, f"{events.title(row)}\0{when}", given)
    data = events.event(row, key) if kind is Kind.CALENDAR else events.todo(row, key)
    return TableItem(kind, key, ".ics", data, row.as_json(), span)


def _key(ident: str, called: str, given: Counter[str]) -> str:
    """By its own ID, else by what it is called, the second of a name with its number."""
    if ident:
        return f"id\0{ident}"
    given[called] += 1
    return f"name\0{called}\0{given[called]}"
