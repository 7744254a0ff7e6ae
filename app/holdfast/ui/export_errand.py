"""The errand of exporting, as work for a job: with words, small pictures and a printer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from holdfast.actions.export import ExportResult, Form, Tools, Whole, export_selection
from holdfast.actions.exporting.selection import Selection, chosen, whole
from holdfast.actions.exporting.smaller import Smaller
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.ui.paper import talk_pdf
from holdfast.vault.library import Vault
from holdfast.wording import exports


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be exported, of a backup of the phone called `name`, where to and as what.

    Single `items` may be of other backups too, then there need be no `snapshot`; without them
    and `kinds` it is all of it.
    """

    snapshot: SnapshotInfo | None
    name: str
    folder: Path
    form: Form | Whole
    kinds: tuple[Kind, ...] | None = None
    items: tuple[StoredItem, ...] | None = None


def run_export(vault: Vault, asked: Asked, task: Task) -> ExportResult:
    """Write what was asked for; raises as `export_selection`."""
    with Smaller() as smaller:
        tools = Tools(exports.words(), talk_pdf, smaller)
        selection = _selected(vault, asked)
        return export_selection(vault, selection, asked.folder, asked.form, tools=tools, task=task)


def _selected(vault: Vault, asked: Asked) -> Selection:
    if asked.items is not None or asked.snapshot is None:
        return chosen(asked.items or (), title=exports.title_of_items(len(asked.items or ())))
    title = exports.title_of(asked.name, asked.snapshot)
    lines = exports.lines_of(asked.snapshot)
    return whole(vault, asked.snapshot, asked.kinds, title=title, lines=lines)
