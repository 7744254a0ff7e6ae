from __future__ import annotations

import tracemalloc

import pytest

from holdfast.vault.history.packed import Packed

ROWS = [(b"key%d" % number, f"title {number}", None, number) for number in range(1_000)]


def test_rows_come_back_as_they_were_at_each_place_and_in_a_row() -> None:
    packed = Packed(ROWS)

    assert len(packed) == 1_000
    assert list(packed) == ROWS
    assert [packed[number] for number in (0, 15, 16, 999, -1)] == [
        ROWS[number] for number in (0, 15, 16, 999, -1)
    ]
    assert packed[14:18] == ROWS[14:18]
    assert list(Packed([])) == []
    with pytest.raises(IndexError):
        packed[1_000]


def test_packed_rows_take_a_quarter_of_the_memory_at_most() -> None:
    def rows() -> list[tuple[object, ...]]:
        return [(b"%064x" % number, f"{number:064x}", number) for number in range(5_000)]

    def held(make: object) -> int:
        tracemalloc.start()
        kept = make()  # type: ignore[operator]
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert len(kept) == 5_000
        return size

    assert held(lambda: Packed(rows())) * 4 < held(rows)
