"""The rows of one item as an Android provider gave them, and the file they are kept in."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

SUFFIX = ".provider.rows.json"
"""The ending of the file; the standard file beside it tells all of it but where it lay."""
FAMILY = "android"
MAX_ROWS = 32 * 1024 * 1024
"""Bytes of a rows file that are read."""

Value = str | int | float | None
Row = Mapping[str, Value]

_NO_TABLES: Mapping[str, tuple[Row, ...]] = MappingProxyType({})


class Why(StrEnum):
    """Why a value is not what the provider holds."""

    BLOB = "blob"
    """Bytes, of which the tool prints a word alone."""
    TRUNCATED = "truncated"
    """A whole number of which only the low 32 bits were printed."""
    INEXACT = "inexact"
    """A number that was rounded, or a text with characters that the tool cannot print."""
    UNREAD = "unread"
    """It was not printed, or could not be told from what stood beside it."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that was not read as it is: the row's `_id` in `table`, and the column."""

    table: str
    row: int
    column: str
    why: Why


@dataclass(frozen=True, slots=True)
class ProviderRows:
    """All rows of one item.

    `provider` is "contacts", "calendar", "sms", "mms" or "calls". `tables` are its rows by the
    provider's own table name, in order of `_id`, each with the provider's own column names:
    contacts has "raw_contacts" (one row), "data", "groups" (those it is a member of) ;
    calendar has "calendars" (one row), "events" (the event first, then its exceptions),
    "reminders", "attendees"; sms has "sms"; mms has "mms", "addr", "part"; calls has "calls".
    Columns that hold NULL are left out. `release` is the phone's Android version ("11").
    """

    provider: str
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=lambda: _NO_TABLES)
    lost: tuple[Lost, ...] = ()
    release: str = ""

    def table(self, name: str) -> tuple[Row, ...]:
        """The rows of one table; none where the item has none there."""
        return self.tables.get(name, ())

    def first(self, name: str) -> Row:
        """The first row of a table; an empty one where there is none."""
        rows = self.table(name)
        return rows[0] if rows else {}


def write_rows(rows: ProviderRows) -> bytes:
    """Rows as JSON, the same bytes for the same rows."""
    said: dict[str, object] = {
        "family": FAMILY,
        "provider": rows.provider,
        "release": rows.release,
        "rows": {name: [_filled(row) for row in table] for name, table in rows.tables.items()},
    }
    if rows.lost:
        said["lost"] = [[str(x) if isinstance(x, Why) else x for x in _lost(e)] for e in rows.lost]
    return json.dumps(said, indent=1, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def read_rows(data: bytes) -> ProviderRows | None:
    """Rows of an Android phone; None of any other family, or where they make no sense."""
    if len(data) > MAX_ROWS:
        return None
    try:
        said = json.loads(data)
        if said["family"] != FAMILY:
            return None
        tables = {str(name): tuple(map(_row, rows)) for name, rows in said["rows"].items()}
        lost = tuple(
            Lost(str(table), int(row), str(column), Why(why))
            for table, row, column, why in said.get("lost", ())
        )
        return ProviderRows(
            str(said["provider"]), MappingProxyType(tables), lost, str(said["release"])
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def text(row: Row, column: str) -> str:
    """A column as text; empty where it holds nothing."""
    value = row.get(column)
    return "" if value is None else str(value)


def number(row: Row, column: str) -> int | None:
    """A column as a whole number; None where it holds none."""
    value = row.get(column)
    if isinstance(value, str):
        try:
            return int(value) if len(value) <= _LONGEST_NUMBER else None
        except ValueError:
            return None
    return int(value) if isinstance(value, (int, float)) and math.isfinite(value) else None


_LONGEST_NUMBER = 20


def _lost(entry: Lost) -> Iterable[object]:
    return (entry.table, entry.row, entry.column, entry.why)


def _filled(row: Row) -> dict[str, Value]:
    return {column: value for column, value in row.items() if value is not None}


def _row(said: Any) -> Row:
    if not isinstance(said, dict):
        raise TypeError(said)
    good = all(isinstance(value, (str, int, float)) or value is None for value in said.values())
    if not good:
        raise TypeError(said)
    return MappingProxyType({str(column): value for column, value in said.items()})
