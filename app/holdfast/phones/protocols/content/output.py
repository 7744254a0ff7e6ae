r"""What `content query` prints, cut into rows and columns so that no text can pass for either.

The tool escapes nothing: a message may hold a line break and "Row: 7 _id=8, ". Two facts make
its output certain all the same. The real start of every row and the real name before every
column are always there; so where one is found once, it is the real one. And the numbers of all
rows are known beforehand from a query for these alone, which no text can forge. A row that
holds something twice is *doubtful*, and asked for again column by column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NOTHING = "No result found."
NULL = "NULL"
BLOB = "BLOB"
FAILED = "Error while accessing provider"
_ID = "_id"
_ONLY_ID = re.compile(r"Row: (\d+) _id=(-?\d+)")
_START = re.compile(r"^Row: (\d+) _id=(-?\d+), ", re.MULTILINE)


class BrokenOutputError(ValueError):
    """The tool printed something that it prints for no query of ours; holds its beginning."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of rows: by `_id`, the texts of those that are certain, and the doubtful ones."""

    rows: dict[int, tuple[str, ...]]
    doubtful: tuple[int, ...]


def is_nothing(text: str) -> bool:
    """Whether the tool says that there is no row."""
    return text.strip() in ("", NOTHING)


def read_ids(text: str) -> tuple[int, ...]:
    """The `_id` of every row, of a query for that column alone; raises `BrokenOutputError`."""
    if is_nothing(text):
        return ()
    ids = []
    for place, line in enumerate(text.rstrip("\r\n").split("\n")):
        found = _ONLY_ID.fullmatch(line.rstrip("\r"))
        if found is None or int(found[1]) != place:
            raise BrokenOutputError(line[:200])
        ids.append(int(found[2]))
    return tuple(ids)


def cut(text: str, columns: Sequence[str], ids: Sequence[int]) -> Cut:
    """Cut the output of a query for `_id` and then `columns`, whose rows have these `ids`.

    The rows must have been asked for in the order of `ids`. Rows that are not there at all
    are doubtful, too.
    """
    starts = _starts(text, ids)
    certain = sorted((places[0], row) for row, places in starts.items() if len(places) == 1)
    open_to_doubt = sorted(
        place for places in starts.values() if len(places) > 1 for place in places
    )
    rows: dict[int, tuple[str, ...]] = {}
    for number, (place, row) in enumerate(certain):
        end = certain[number + 1][0] if number + 1 < len(certain) else len(text)
        if _any_between(open_to_doubt, place, end) or not _follow(row, number, certain, len(ids)):
            continue
        values = _values(text[place:end], columns)
        if values is not None:
            rows[ids[row]] = values
    return Cut(rows, tuple(one for one in ids if one not in rows))


def only(text: str, column: str, row: int) -> str | None:
    """The value of one column of one row, asked for alone; None where there is no such row.

    Whatever it holds, it is exact: nothing stands behind it. Raises `BrokenOutputError`.
    """
    if text.strip() == NOTHING:
        return None
    head = f"Row: 0 {_ID}={row}, {column}="
    if not text.startswith(head) or not text.endswith("\n"):
        raise BrokenOutputError(text[:200])
    return text[len(head) : -1]


def _starts(text: str, ids: Sequence[int]) -> dict[int, list[int]]:
    """Where each row may start: by its place in `ids`, the positions behind "Row: N _id=M"."""
    starts: dict[int, list[int]] = {}
    for found in _START.finditer(text):
        row = int(found[1]) if len(found[1]) < _LONGEST_COUNT else len(ids)
        if row < len(ids) and found[2] == str(ids[row]):
            starts.setdefault(row, []).append(found.start())
    return starts


_LONGEST_COUNT = 12


def _any_between(places: Sequence[int], start: int, end: int) -> bool:
    return any(start < place < end for place in places)


def _follow(row: int, number: int, certain: Sequence[tuple[int, int]], total: int) -> bool:
    """Whether the row that follows is the next one, so that nothing hides between the two."""
    if number + 1 < len(certain):
        return certain[number + 1][1] == row + 1
    return row == total - 1


def _values(row: str, columns: Sequence[str]) -> tuple[str, ...] | None:
    """The texts of a row's columns, or None where a column's name stands in it twice."""
    body = row.removesuffix("\n")
    marks = [f", {column}=" for column in columns]
    places = []
    for mark in marks:
        place = body.find(mark)
        # Nothing stands before the first column's name, so that is real where it is the only one.
        if place < 0 or (len(marks) > 1 and body.find(mark, place + 1) >= 0):
            return None
        places.append(place)
    if places != sorted(places):
        return None
    return tuple(_between(body, marks, places))


def _between(body: str, marks: Sequence[str], places: Sequence[int]) -> Iterator[str]:
    ends = (*places[1:], len(body))
    for mark, place, end in zip(marks, places, ends, strict=True):
        yield body[place + len(mark) : end]
