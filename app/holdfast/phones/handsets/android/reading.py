"""What the readers of all providers share: items made of rows, and refusals as Problems."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from holdfast.phones.handsets.android.content import ContentTool, RefusalError
from holdfast.phones.handsets.android.table import Columns, ReadRow, Table
from holdfast.phones.handsets.handset import ItemRefused, KindRefused, KindUnsupported
from holdfast.phones.protocols.content.commands import Uri
from holdfast.records.formats.provider_rows.rows import (
    SUFFIX,
    Lost,
    ProviderRows,
    Row,
    write_rows,
)
from holdfast.records.model.item import Item, Part
from holdfast.records.model.kinds import Kind

HOW = "rows"
"""The way of reading that every provider is read in."""


@dataclass(frozen=True, slots=True)
class Source:
    """The phone that rows come from: its tool, release, and whose data is read.

    `wide` tells that the tool prints whole numbers of 64 bits. `stamp` changes when the phone
    is reset, so that rows of before are not taken for those of after.
    """

    tool: ContentTool
    release: str = ""
    user: int = 0
    wide: bool = False
    stamp: str = ""

    def table(self, uri: str, columns: Columns, where: str = "") -> Table:
        """A table of a provider."""
        return Table(self.tool, Uri(uri, self.user), columns, where=where, wide=self.wide)


def item_of(
    kind: Kind, key: str, mark: str, suffix: str, made: Callable[[], tuple[bytes, ProviderRows]]
) -> Item:
    """An item with its standard file and its rows, neither of which is made before it is wanted."""
    held: list[tuple[bytes, bytes]] = []

    def both() -> tuple[bytes, bytes]:
        if not held:
            data, rows = made()
            held.append((data, write_rows(rows)))
        return held[0]

    parts = (
        Part(suffix, lambda: (both()[0],)),
        Part(SUFFIX, lambda: (both()[1],)),
    )
    return Item(kind, key, parts, mark)


def rows_of(provider: str, tables: Mapping[str, Sequence[ReadRow]], release: str) -> ProviderRows:
    """Rows that were read, as they are kept; tables without rows are left out."""
    kept: dict[str, tuple[Row, ...]] = {
        name: tuple(row.values for row in rows) for name, rows in tables.items() if rows
    }
    lost = tuple(
        Lost(name, row.id, column, why)
        for name, rows in tables.items()
        for row in rows
        for column, why in row.lost
    )
    return ProviderRows(provider, MappingProxyType(kept), lost, release)


def mark_of(*said: object) -> str:
    """A short mark that changes when any of `said` does."""
    digest = hashlib.sha256("\0".join(map(repr, said)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:20]


def content_mark(rows: Iterable[ReadRow], *more: object) -> str:
    """A mark of everything that rows hold."""
    said = [sorted(row.values.items()) for row in rows]
    return mark_of(said, *more)


def need_read(kind: Kind, key: str, rows: Iterable[ReadRow]) -> None:
    """Raise `ItemRefused` where rows of an item were given up."""
    if any(row.given_up for row in rows):
        raise ItemRefused(kind, key, _TOO_LONG)


_TOO_LONG = "the phone would take too long to tell its text from its neighbours'"


@contextmanager
def asking(kind: Kind) -> Iterator[None]:
    """Turn what a provider refuses into `KindRefused` or `KindUnsupported`."""
    try:
        yield
    except RefusalError as refusal:
        if refusal.absent:
            raise KindUnsupported(kind) from refusal
        raise KindRefused(kind, refusal.answer) from refusal
