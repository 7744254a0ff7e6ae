"""The second part of every item: the lines that the phone itself gave, and where they lay."""

from __future__ import annotations

import json
from dataclasses import dataclass

SUFFIX = ".rows.json"
_FAMILY = "at"
MAX_ROWS = 64 * 1024
"""Bytes of rows that are read."""


@dataclass(frozen=True, slots=True)
class Rows:
    """An entry or a message as it came: `lines` are bytes without line ends.

    `charset` is the one that texts in it are written in (AT+CSCS).
    """

    memory: str
    index: int
    charset: str
    lines: tuple[bytes, ...]


def write_rows(rows: Rows) -> bytes:
    """Rows as JSON; each character of a line stands for one byte (Latin-1)."""
    said = {
        "family": _FAMILY,
        "memory": rows.memory,
        "index": rows.index,
        "charset": rows.charset,
        "lines": [line.decode("latin-1") for line in rows.lines],
    }
    return json.dumps(said, indent=1, ensure_ascii=False).encode("utf-8") + b"\n"


def read_rows(data: bytes) -> Rows | None:
    """Rows of a phone of this family; None of any other, or where they make no sense."""
    try:
        said = json.loads(data[:MAX_ROWS])
        lines = tuple(line.encode("latin-1") for line in said["lines"])
        rows = Rows(str(said["memory"]), int(said["index"]), str(said["charset"]), lines)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return rows if said.get("family") == _FAMILY and lines else None
