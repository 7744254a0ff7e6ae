"""Where the cells and headings of a grid lie: months one below the other, found by bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

HEADING = 40
"""Height of a heading in logical pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in logical pixels, from the top of the whole grid."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Block:
    """A heading, if there is one, and the cells below it: rows `first` to `end` - 1."""

    heading: int | None
    first: int
    end: int
    top: int

    @property
    def cells_top(self) -> int:
        return self.top + (HEADING if self.heading is not None else 0)


class GridPlan:
    """The layout of rows of which some are headings, in `columns` of square cells."""

    def __init__(self, headings: Sequence[int], count: int, columns: int, cell: int) -> None:
        """`headings` are the places of headings among `count` rows."""
        self.columns = max(1, columns)
        self.cell = cell
        self.count = count
        self._blocks = self._laid(headings)
        self._firsts = [block.first for block in self._blocks]
        self._tops = [block.top for block in self._blocks]

    def _laid(self, headings: Sequence[int]) -> list[_Block]:
        starts: list[int | None] = list(headings)
        if not headings or headings[0] > 0:
            starts.insert(0, None)
        blocks: list[_Block] = []
        top = 0
        for number, heading in enumerate(starts):
            end = headings[number + len(headings) - len(starts) + 1 :][:1]
            first = 0 if heading is None else heading + 1
            block = _Block(heading, first, end[0] if end else self.count, top)
            blocks.append(block)
            top = block.cells_top + self._lines(block) * self.cell
        return blocks

    def _lines(self, block: _Block) -> int:
        return -(-(block.end - block.first) // self.columns)

    @property
    def height(self) -> int:
        """Height of everything."""
        if not self.count:
            return 0
        last = self._blocks[-1]
        return last.cells_top + self._lines(last) * self.cell

    def box(self, row: int) -> Box:
        """Where `row` lies."""
        block = self._block_of(row)
        if row == block.heading:
            return Box(0, block.top, self.columns * self.cell, HEADING)
        line, column = divmod(row - block.first, self.columns)
        return Box(column * self.cell, block.cells_top + line * self.cell, self.cell, self.cell)

    def at(self, left: int, top: int) -> int | None:
        """The row at a point, headings included; None where nothing is."""
        if not self.count or top < 0 or left < 0 or top >= self.height:
            return None
        block = self._block_at(top)
        if top < block.cells_top:
            return block.heading
        line, column = (top - block.cells_top) // self.cell, left // self.cell
        row = block.first + line * self.columns + column
        return row if column < self.columns and row < block.end else None

    def rows_between(self, top: int, bottom: int) -> range:
        """All rows that may be seen between two heights."""
        if not self.count:
            return range(0)
        first, last = self._block_at(max(0, top)), self._block_at(max(0, bottom))
        line = max(0, (top - first.cells_top) // self.cell)
        begin = first.first + line * self.columns
        if first.heading is not None and top < first.cells_top:
            begin = first.heading
        line = max(-1, (bottom - last.cells_top) // self.cell)
        end = min(last.end, last.first + (line + 1) * self.columns)
        return range(min(begin, first.end), max(end, last.first))

    def above(self, row: int) -> int:
        """The cell one line higher, as near to the same column as there is one."""
        return self._neighbour(row, -1)

    def below(self, row: int) -> int:
        """The cell one line lower."""
        return self._neighbour(row, 1)

    def _neighbour(self, row: int, step: int) -> int:
        block = self._block_of(row)
        line, column = divmod(row - block.first, self.columns)
        if 0 <= line + step < self._lines(block):
            return min(block.first + (line + step) * self.columns + column, block.end - 1)
        number = self._blocks.index(block) + step
        while 0 <= number < len(self._blocks):
            other = self._blocks[number]
            if other.end > other.first:
                start = other.first + (0 if step > 0 else self._lines(other) - 1) * self.columns
                return min(start + column, other.end - 1)
            number += step
        return row

    def next_block(self, row: int, step: int) -> int:
        """The first cell of the month after (`step` 1) or before (-1) that of `row`."""
        number = self._blocks.index(self._block_of(row)) + step
        if number < 0:
            return self._blocks[0].first
        if number >= len(self._blocks):
            return self._blocks[-1].end - 1
        return self._blocks[number].first

    def _block_of(self, row: int) -> _Block:
        number = max(0, bisect_right(self._firsts, row) - 1)
        following = self._blocks[number + 1 : number + 2]
        if following and following[0].heading == row:
            return following[0]
        return self._blocks[number]

    def _block_at(self, top: int) -> _Block:
        return self._blocks[max(0, bisect_right(self._tops, top) - 1)]
