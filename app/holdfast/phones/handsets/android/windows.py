"""Whole numbers of 64 bits on phones whose `content` tool prints the low 32 of them alone.

Which rows lie between two times can be asked for exactly, so the high part is found by halving
the time there is; each step of it is 2^32 milliseconds (49.7 days).
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
    found: dict[int, int] = {}
    waiting = [(_FIRST, _LAST, tuple(ids))]
    while waiting:
        start, end, among = waiting.pop()
        inside = rows(f"{column}>={start * LOW} AND {column}<{end * LOW}", among)
        if inside and end - start == 1:
            found.update(dict.fromkeys(inside, start))
        elif inside:
            middle = (start + end) // 2
            waiting += [(start, middle, tuple(inside)), (middle, end, tuple(inside))]
    return found


def whole(low: int, high: int) -> int:
    """The value of which `low` was printed."""
    return high * LOW + low % LOW
