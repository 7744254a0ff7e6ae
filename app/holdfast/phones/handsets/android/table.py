"""One table of a provider, read exactly: row by row, column by column where there is doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from holdfast.phones.handsets.android.content import ContentTool, RefusalError
from holdfast.phones.handsets.android.exact import Page, Texts, within
from holdfast.phones.handsets.android.windows import beyond, high_parts, is_cut, whole
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.protocols.content.commands import Uri, query
from holdfast.phones.protocols.content.output import (
    BLOB,
    NULL,
    BrokenOutputError,
    read_ids,
)
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.rows import Value, Why

PAGE = 1000
"""Rows that are asked for at once; a phone's own window over a table holds about 2 MB."""
_MOST_DROPPED = 40
_LITERAL = f"('{NULL}','{BLOB}')"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, `_id` aside: whole numbers, long ones, texts and bytes."""

    numbers: tuple[str, ...] = ()
    longs: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    blobs: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every column, texts last."""
        return (*self.plain, *self.texts)

    @property
    def plain(self) -> tuple[str, ...]:
        """Those that hold no text."""
        return (*self.numbers, *self.longs, *self.blobs)

    def without(self, column: str) -> Columns:
        """All but one."""
        groups = (self.numbers, self.longs, self.texts, self.blobs)
        return Columns(*(tuple(each for each in group if each != column) for group in groups))


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as it was read; columns that hold NULL are left out.

    `lost` says of which columns something was lost, and why. A row is `given_up` where reading
    its texts exactly would have kept the phone busy too long.
    """

    id: int
    values: Mapping[str, Value]
    lost: tuple[tuple[str, Why], ...] = ()
    given_up: bool = False


class Table:
    """Reads a table of a provider; raises `RefusalError`, `Garbled`, `LinkProblem`.

    Each query is one start of the tool: a page of rows costs four, one with bait among it up
    to `exact.MOST_STARTS` more.
    """

    def __init__(
        self,
        tool: ContentTool,
        uri: Uri,
        columns: Columns,
        *,
        where: str = "",
        wide: bool = False,
    ) -> None:
        """Of all rows those for which `where` holds.

        `wide` says that the tool is known to print whole numbers of 64 bits.
        """
        self._tool = tool
        self._uri = uri
        self._columns = columns
        self._where = where
        self._wide = wide
        self._settled = False

    def ids(self, clause: str = "") -> tuple[int, ...]:
        """The `_id` of every row for which `clause` holds, in ascending order."""
        said = self._tool.ask(query(self._uri, ("_id",), _both(self._where, clause), "_id"))
        try:
            return read_ids(said)
        except BrokenOutputError as error:
            raise Garbled(f"{self._uri.text}: {error}") from error

    def rows(self, task: Task) -> Iterator[ReadRow]:
        """Every row in order of `_id`."""
        yield from self.of(self.ids(), task)

    def of(self, ids: Sequence[int], task: Task) -> Iterator[ReadRow]:
        """The rows with these `ids`, which are all there are between the first and the last."""
        if not ids:
            return
        self._leave_out_unknown(ids[0])
        for start in range(0, len(ids), PAGE):
            task.check()
            yield from self._page(ids[start : start + PAGE], task)

    def _leave_out_unknown(self, row: int) -> None:
        """Ask for no column that this release has not."""
        for _ in range(_MOST_DROPPED if not self._settled else 0):
            try:
                self._print(self._columns.all, f"_id={row}")
            except RefusalError as refusal:
                if refusal.column not in self._columns.all:
                    break  # what is wrong shows again, and with that row alone
                self._columns = self._columns.without(refusal.column)
            else:
                break
        self._settled = True

    def _page(self, ids: Sequence[int], task: Task) -> Iterator[ReadRow]:
        columns = self._columns
        page = Page(self._print, columns.plain, columns.texts, ids, task)
        texts = page.read()
        literal = self._literals(ids)
        longs = {name: found for name in columns.longs if (found := self._long(name, texts))}
        for one in ids:
            if one in texts:  # else it went away meanwhile
                row = self._row(one, texts[one], literal.get(one, frozenset()), longs)
                yield replace(row, given_up=True) if one in page.given_up else row

    def _print(self, names: Sequence[str], clause: str, sort: str = "_id") -> str:
        return self._tool.ask(query(self._uri, ("_id", *names), _both(clause, self._where), sort))

    def _literals(self, ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """Which rows hold the very words that stand for NULL and for bytes, and in which text."""
        found: dict[int, set[str]] = {}
        clauses = {name: f"{name} IN {_LITERAL}" for name in self._columns.texts}
        if clauses and self.ids(_both(within(ids), " OR ".join(clauses.values()))):
            for name, clause in clauses.items():
                for one in self.ids(_both(within(ids), clause)):
                    found.setdefault(one, set()).add(name)
        return {one: frozenset(names) for one, names in found.items()}

    def _long(self, name: str, texts: Mapping[int, Texts]) -> dict[int, int | None]:
        """Where a column was printed cut to 32 bits: the whole values, by row."""
        if self._wide or not texts:
            return {}
        ids = sorted(texts)
        big = self.ids(_both(within(ids), beyond(name)))
        place = self._columns.all.index(name)
        low = {one: int(said) for one in big if (said := _digits(texts, one, place))}
        if not any(map(is_cut, low.values())):
            return {}
        high = high_parts(name, big, self._rows_where)
        return {one: whole(low[one], high[one]) if one in high else None for one in low}

    def _rows_where(self, clause: str, among: Sequence[int]) -> Sequence[int]:
        return self.ids(_both(within(among), clause)) if among else ()

    def _row(
        self,
        one: int,
        said: Texts,
        literal: frozenset[str],
        longs: Mapping[str, Mapping[int, int | None]],
    ) -> ReadRow:
        values: dict[str, Value] = {"_id": one}
        lost: list[tuple[str, Why]] = []
        for name, text in zip(self._columns.all, said, strict=True):
            if text == NULL and name not in literal:
                continue
            value, why = self._typed(name, text, literal)
            if one in longs.get(name, ()):
                value = longs[name][one]
                why = Why.TRUNCATED if value is None else None
            if why is not None:
                lost.append((name, why))
            if value is not None:
                values[name] = value
        return ReadRow(one, values, tuple(lost))

    def _typed(
        self, name: str, text: str | None, literal: frozenset[str]
    ) -> tuple[Value, Why | None]:
        if text is None:
            return None, Why.UNREAD
        if name in self._columns.blobs or (text == BLOB and name not in literal):
            return None, Why.BLOB
        if name in self._columns.texts:
            return text, Why.INEXACT if "\ufffd" in text else None
        return _number(text)


def _both(*clauses: str) -> str:
    given = [clause for clause in clauses if clause]
    return given[0] if len(given) == 1 else " AND ".join(f"({clause})" for clause in given)


def _digits(texts: Mapping[int, Texts], one: int, place: int) -> str:
    said = texts[one][place] if one in texts else None
    return said if said is not None and _number(said)[1] is None else ""


def _number(text: str) -> tuple[Value, Why | None]:
    try:
        return int(text), None
    except ValueError:
        pass
    try:
        return float(text), Why.INEXACT
    except ValueError:
        return None, Why.UNREAD
