"""Whole numbers of 64 bits on phones whose `content` tool prints the low 32 of them alone.

What cannot be printed can be asked about: one query for each bit of the high part tells which
rows have it set. How far apart the times lie makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

LOW = 1 << 32
HALF = 1 << 31
_FIRST, _LAST = -1024, 2048
"""Times in milliseconds from 1830 to 2248."""

Rows = Callable[[str, Sequence[int]], Sequence[int]]
"""Given a clause and the rows that may fulfil it, those that do."""


def beyond(column: str) -> str:
    """A clause for the values that do not fit 32 bits."""
    return f"({column}<{-HALF} OR {column}>={HALF})"


def is_cut(value: int) -> bool:
    """Whether a value, which is known not to fit 32 bits, was printed cut to them."""
    return -HALF <= value < HALF


def high_parts(column: str, ids: Sequence[int], rows: Rows) -> dict[int, int]:
    """The high part of each row's value; a row far out of any calendar is left out."""
    inside = rows(f"{column}>={_FIRST * LOW} AND {column}<{_LAST * LOW}", ids)
    found = dict.fromkeys(inside, _FIRST)
    for bit in range((_LAST - _FIRST - 1).bit_length() if inside else 0):
        for one in rows(f"(((({column}>>32)-({_FIRST}))>>{bit})&1)=1", inside):
            found[one] += 1 << bit
    return found


def whole(low: int, high: int) -> int:
    """The value of which `low` was printed."""
    return high * LOW + low % LOW
