"""The second part of every item: the lines that the phone itself gave.

Where they lay (memory and index) is in the item's key, and not said again: the same entry at
another place is the same entry.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from holdfast.records.model.item import NewItem

SUFFIX = ".rows.json"
_FAMILY = "at"
MAX_ROWS = 64 * 1024
"""Bytes of rows that are read."""


@dataclass(frozen=True, slots=True)
class Rows:
    """An entry or a message as it came: `lines` are bytes without line ends and index.

    `charset` is the one that texts in it are written in (AT+CSCS), empty for a PDU.
    """

    charset: str
    lines: tuple[bytes, ...]


def write_rows(rows: Rows) -> bytes:
    """Rows as JSON; each character of a line stands for one byte (Latin-1)."""
    said = {
        "family": _FAMILY,
        "charset": rows.charset,
        "lines": [line.decode("latin-1") for line in rows.lines],
    }
    return json.dumps(said, indent=1, ensure_ascii=False).encode("utf-8") + b"\n"


def read_rows(data: bytes) -> Rows | None:
    """Rows of a phone of this family; None of any other, or where they make no sense."""
    try:
        said = json.loads(data[:MAX_ROWS])
        lines = tuple(line.encode("latin-1") for line in said["lines"])
        rows = Rows(str(said["charset"]), lines)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return rows if said.get("family") == _FAMILY and lines else None


def home_of(item: NewItem) -> str:
    """The memory that an item lay in where it was backed up; empty for one of another family."""
    memory, slash, index = item.key.partition("/")
    return memory if slash and index.isdecimal() else ""
