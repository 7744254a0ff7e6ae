"""Contacts, calendar and to-dos as tables (CSV), in one reading."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from holdfast.actions.exporting.card_cells import cells_of, columns_of, row_of
from holdfast.actions.exporting.date_cells import EVENT, TODO, event_row, todo_row
from holdfast.actions.exporting.files import SingleFiles
from holdfast.actions.exporting.outbox import Outbox
from holdfast.actions.mirroring.pages import BOM, csv_line, defused
from holdfast.actions.mirroring.single import standard_form
from holdfast.records.formats.components import Component
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import items_of
from holdfast.records.formats.zoning.zones import Zones
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.history.layout import FOLDERS
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged


def write_table(vault: Vault, kind: Kind, items: Sequence[StoredItem], outbox: Outbox) -> None:
    """Write the items of a kind into one table; what no table can hold gets its own file.

    Only columns that some row fills are written.
    """
    apart: list[StoredItem] = []
    with outbox.spill() as spill:
        used: dict[str, None] = {}
        for cells in _rows(vault, kind, items, apart, outbox):
            used |= dict.fromkeys(cells)
            spill.write(json.dumps(cells).encode() + b"\n")
        columns = columns_of(used) if kind is Kind.CONTACTS else _columns(kind)
        if used:
            spill.seek(0)
            outbox.result.first = outbox.write(f"{FOLDERS[kind]}.csv", _lines(columns, spill))
    if apart:
        SingleFiles(vault, kind, None, outbox).run(apart)


def _columns(kind: Kind) -> tuple[str, ...]:
    return TODO if kind is Kind.TODOS else EVENT


def _lines(columns: Sequence[str], rows: Iterator[bytes]) -> Iterator[bytes]:
    yield BOM + csv_line(columns)
    for row in rows:
        yield csv_line(defused(cell) for cell in row_of(json.loads(row), columns))


def _rows(
    vault: Vault, kind: Kind, items: Sequence[StoredItem], apart: list[StoredItem], outbox: Outbox
) -> Iterator[Mapping[str, str]]:
    for number, item in enumerate(items):
        outbox.report(kind, number, len(items))
        try:
            data = standard_form(vault, item, outbox.task)
        except VaultDamaged:
            outbox.result.damaged.append(item)
            continue
        if data is None:
            outbox.result.as_they_are += 1
            apart.append(item)
            continue
        outbox.result.count(kind)
        document = read_components(data)
        zones = Zones.of(document)
        yield from (_row(kind, each, zones) for each in items_of(kind, document))


def _row(kind: Kind, item: Component, zones: Zones) -> Mapping[str, str]:
    if kind is Kind.CONTACTS:
        return cells_of(item)
    cells = todo_row(item, zones) if kind is Kind.TODOS else event_row(item, zones)
    return dict(zip(_columns(kind), cells, strict=True))
