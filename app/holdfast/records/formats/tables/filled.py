"""One row of a table, and what of it has found a place in the item."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from holdfast.records.formats.tables.dates import Decision, is_ambiguous
from holdfast.records.formats.tables.headers import Column

# No content line can carry these (RFC 5545, 3.1).
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BEYOND = Column("")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that says something: its text without blanks around it, and where it stands."""

    index: int
    column: Column
    text: str


@dataclass(slots=True)
class Filled:
    """A row's cells by role; `held` are the places of those that the item says as well.

    `decisions` tells by the place of a column how its days are read. `ident` is the row's own ID
    where it can be trusted, or empty.
    """

    cells: tuple[Cell, ...]
    raw: Sequence[str]
    decisions: Mapping[int, Decision]
    by_role: Mapping[str, list[Cell]]
    ident: str = ""
    held: set[int] = field(default_factory=set)

    @classmethod
    def of(
        cls, raw: Sequence[str], columns: Sequence[Column], decisions: Mapping[int, Decision]
    ) -> Filled:
        """Take a row that may have more cells than the table has columns, or fewer."""
        cells = tuple(
            Cell(index, columns[index] if index < len(columns) else _BEYOND, text.strip())
            for index, text in enumerate(raw)
            if text.strip()
        )
        by_role: dict[str, list[Cell]] = {}
        for cell in cells:
            by_role.setdefault(cell.column.role, []).append(cell)
        return cls(cells, raw, decisions, by_role)

    def all(self, *roles: str) -> Sequence[Cell]:
        """Cells of one of `roles`, in order."""
        if len(roles) == 1:
            return self.by_role.get(roles[0], ())
        found = (cell for role in roles for cell in self.by_role.get(role, ()))
        return sorted(found, key=lambda cell: cell.index)

    def first(self, role: str) -> Cell | None:
        """The first cell of a role."""
        return next(iter(self.all(role)), None)

    def take(self, role: str) -> str:
        """Text of the first cell of a role, which is held from now on; empty without one."""
        cell = self.first(role)
        return self.hold(cell) if cell else ""

    def hold(self, cell: Cell) -> str:
        """Text of a cell, which is held from now on."""
        self.held.add(cell.index)
        return cell.text

    def decision(self, cell: Cell) -> Decision:
        """How the days of the cell's column are read."""
        return self.decisions[cell.index]

    def as_json(self) -> bytes:
        """The row as it was read, as JSON in UTF-8.

        ``cells`` are pairs of header and cell in the table's order, empty cells left out.
        ``unheld`` are the headers of those that the item does not say, or not wholly, and
        ``assumed`` tells by header how a day was read that could be read in two ways.
        """
        told: dict[str, object] = {
            "family": "csv",
            "cells": [[cell.column.header, self.raw[cell.index]] for cell in self.cells],
            "unheld": [cell.column.header for cell in self.cells if not self._is_held(cell)],
        }
        assumed = {cell.column.header: str(self.decision(cell).order) for cell in self._assumed()}
        if assumed:
            told["assumed"] = assumed
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

    def _is_held(self, cell: Cell) -> bool:
        return cell.index in self.held and not _CONTROLS.search(cell.text)

    def _assumed(self) -> Iterator[Cell]:
        for cell in self.cells:
            decision = self.decisions.get(cell.index)
            assumed = decision is not None and decision.assumed and is_ambiguous(cell.text)
            if assumed and cell.index in self.held:
                yield cell
