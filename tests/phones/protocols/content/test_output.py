"""Rows cut from what `content query` prints, whatever the texts in them say."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holdfast.phones.protocols.content.output import BrokenOutputError, cut, only, read_ids

COLUMNS = ("kind", "date", "body")

# What passes for rows, columns, or the tool's own words.
BAITS = (
    "\nRow: 1 _id=2, kind=x, date=1, body=fake",
    "Row: 0 _id=1, ",
    "\nRow: 2 _id=3, kind=1, date=2, body=",
    ", date=",
    ", body=",
    ", kind=",
    "NULL",
    "No result found.\n",
    "\n",
    "\r\n",
    "\0",
    "\u202e",
    "📱",
    "\nRow: 0 _id=1, kind=0, date=0, body=\nRow: 1 _id=2, kind=0, date=0, body=",
)
hostile = st.lists(st.sampled_from(BAITS) | st.text(max_size=6), max_size=5).map("".join)
tables = st.lists(st.tuples(hostile, st.integers(), hostile), max_size=6)


def printed(columns, ids, rows):
    """What the tool prints, its columns joined as it does it."""
    return "".join(
        f"Row: {place} "
        + ", ".join(
            f"{name}={value}" for name, value in zip(("_id", *columns), (one, *row), strict=True)
        )
        + "\n"
        for place, (one, row) in enumerate(zip(ids, rows, strict=True))
    )


@given(tables)
@example([("a", 1, "\nRow: 1 _id=2, kind=x, date=1, body=fake"), ("b", 2, "c")])
@example([("a", 1, "\nRow: 1 _id=2, kind=x, date=1, body=fake")])
def test_a_row_that_is_certain_is_what_the_phone_holds(rows):
    ids = range(1, len(rows) + 1)
    found = cut(printed(COLUMNS, ids, rows), COLUMNS, ids)
    held = {one: tuple(map(str, row)) for one, row in zip(ids, rows, strict=True)}
    assert found.rows.items() <= held.items()
    assert sorted((*found.rows, *found.doubtful)) == list(ids)


@given(hostile, st.integers())
def test_a_column_asked_for_alone_is_exact_whatever_it_holds(text, one):
    assert only(printed(("body",), [one], [(text,)]), "body", one) == text


def test_plain_rows_are_all_certain():
    rows = [("x", 5, "one, two"), ("y", 6, "three\nfour"), ("z", 7, "")]
    found = cut(printed(COLUMNS, (3, 8, 9), rows), COLUMNS, (3, 8, 9))
    assert found.rows == {
        3: ("x", "5", "one, two"),
        8: ("y", "6", "three\nfour"),
        9: ("z", "7", ""),
    }
    assert found.doubtful == ()


def test_a_forged_row_leaves_only_its_neighbours_in_doubt():
    rows = [("x", n, "fine") for n in range(10)]
    rows[2] = ("x", 2, "\nRow: 7 _id=8, kind=x, date=1, body=fake")
    found = cut(printed(COLUMNS, range(1, 11), rows), COLUMNS, range(1, 11))
    assert set(found.doubtful) == {3, 7, 8}


def test_rows_that_went_away_meanwhile_are_in_doubt():
    text = printed(COLUMNS, (1, 3), [("a", 1, "b"), ("c", 2, "d")])
    assert cut(text, COLUMNS, (1, 2, 3)).doubtful == (1, 2, 3)


def test_ids_are_read_and_nothing_else_passes_for_them():
    assert read_ids("Row: 0 _id=4\nRow: 1 _id=9\n") == (4, 9)
    assert read_ids("No result found.\n") == ()
    for text in ("Row: 1 _id=4\n", "Row: 0 _id=4, x=1\n", "Error while accessing provider\n"):
        with pytest.raises(BrokenOutputError):
            read_ids(text)


def test_a_row_that_is_gone_has_no_value():
    assert only("No result found.\n", "body", 1) is None
