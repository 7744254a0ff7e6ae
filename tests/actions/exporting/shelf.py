"""Backups of folders of files, exports of them, and what lies in an export."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from holdfast.actions.back_up import back_up
from holdfast.actions.export import ExportResult, Form, Tools, Whole, export_selection
from holdfast.actions.exporting.selection import chosen, whole
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.wording import exports
from tests.actions.conftest import World

CORPUS = Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"))
NO_CORPUS = "corpus: absent (set HOLDFAST_CORPUS)"


def back_up_files(world: World, files: Mapping[str, bytes]) -> SnapshotInfo:
    """Back up a folder that holds these files, by name."""
    folder = world.folder / "card"
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return back_up_folder(world, folder)


def back_up_folder(world: World, folder: Path) -> SnapshotInfo:
    phone = open_folder(folder)
    try:
        result = back_up(phone, world.vault, task=Task(), clock=world.desk.clock)
    finally:
        phone.close()
    assert result.snapshot is not None
    return result.snapshot


def items_of(world: World, snapshot: SnapshotInfo, kind: Kind) -> tuple[StoredItem, ...]:
    return world.vault.history.items(snapshot.id, kind)


def export_whole(
    world: World, snapshot: SnapshotInfo, folder: Path, form: Form | Whole, **tools
) -> ExportResult:
    return export_selection(
        world.vault,
        whole(world.vault, snapshot, title="A phone", lines=exports.lines_of(snapshot)),
        folder,
        form,
        tools=Tools(exports.words(), **tools),
        task=Task(),
    )


def export_items(
    world: World, items: Iterable[StoredItem], folder: Path, form: Form | Whole
) -> ExportResult:
    tools = Tools(exports.words())
    return export_selection(
        world.vault, chosen(items, title="Some"), folder, form, tools=tools, task=Task()
    )


def rows(file: Path) -> list[list[str]]:
    """The rows of a table."""
    text = file.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def dicts(file: Path) -> list[dict[str, str]]:
    """The rows of a table by their columns."""
    head, *lines = rows(file)
    return [dict(zip(head, line, strict=True)) for line in lines]


def corpus(folder: str) -> dict[str, bytes]:
    """The real files of one folder of the corpus."""
    found = sorted(path for path in (CORPUS / folder).glob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in found if path.stat().st_size < 1 << 20}
