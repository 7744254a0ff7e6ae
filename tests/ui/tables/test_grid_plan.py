from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from holdfast.ui.tables.grid_plan import HEADING, Box, GridPlan

PLAN = GridPlan((0, 6), 9, 3, 100)
"""A month of five photos and one of two, three beside each other."""


def test_cells_stand_in_lines_under_the_heading_of_their_month() -> None:
    assert PLAN.box(0) == Box(0, 0, 300, HEADING)
    assert PLAN.box(3) == Box(200, HEADING, 100, 100)
    assert PLAN.box(4) == Box(0, HEADING + 100, 100, 100)
    assert PLAN.box(6) == Box(0, HEADING + 200, 300, HEADING)
    assert PLAN.height == 2 * HEADING + 300


def test_up_and_down_keep_the_column_across_headings() -> None:
    assert PLAN.below(2) == 5
    assert PLAN.below(5) == 8
    assert PLAN.above(8) == 5
    assert PLAN.above(7) == 4
    assert PLAN.above(1) == 1
    assert PLAN.below(8) == 8


def test_pages_are_months() -> None:
    assert PLAN.next_block(4, 1) == 7
    assert PLAN.next_block(8, -1) == 1
    assert PLAN.next_block(8, 1) == 8
    assert PLAN.next_block(2, -1) == 1


def test_nothing_lies_behind_the_last_cell_of_a_line() -> None:
    assert PLAN.at(250, HEADING + 150) is None
    assert PLAN.at(50, PLAN.height) is None


@given(
    months=st.lists(st.integers(1, 9), max_size=6),
    loose=st.integers(0, 5),
    columns=st.integers(1, 5),
)
def test_every_row_is_found_where_it_lies(months: list[int], loose: int, columns: int) -> None:
    headings, count = [], loose
    for held in months:
        headings.append(count)
        count += 1 + held
    plan = GridPlan(headings, count, columns, 50)

    for row in range(count):
        box = plan.box(row)
        assert plan.at(box.left + 1, box.top + 1) == row
        assert row in plan.rows_between(box.top, box.top + box.height - 1)
        assert box.top + box.height <= plan.height


def test_of_many_photos_only_those_in_sight_are_drawn() -> None:
    plan = GridPlan(range(0, 50_000, 500), 50_000, 5, 100)

    assert len(plan.rows_between(200_000, 200_600)) <= 40
