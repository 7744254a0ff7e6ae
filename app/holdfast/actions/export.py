"""Export: writes a backup, or a selection of items, in forms that other programs read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from holdfast.actions.exporting.files import SingleFiles
from holdfast.actions.exporting.forms import DIALECTS, SUITED, Form, Whole
from holdfast.actions.exporting.joined import write_calendars, write_cards
from holdfast.actions.exporting.outbox import Outbox
from holdfast.actions.exporting.problems import ExportFolderFull, ExportFolderUnusable
from holdfast.actions.exporting.result import ExportResult
from holdfast.actions.exporting.selection import Selection, whole
from holdfast.actions.exporting.tables import write_table
from holdfast.actions.exporting.talks import Printer, Talks
from holdfast.actions.exporting.viewer import write_viewer
from holdfast.actions.exporting.words import ExportWords
from holdfast.progress import Task
from holdfast.records.formats import messages
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.vault.library import Vault

__all__ = [
    "ExportFolderFull",
    "ExportFolderUnusable",
    "ExportResult",
    "Form",
    "Tools",
    "Whole",
    "export",
    "export_selection",
]


@dataclass(frozen=True, slots=True)
class Tools:
    """What pages need: words, and where they are known a printer and a maker of small pictures.

    `printer` makes a PDF of a page and its title. `thumbnail` makes a small JPEG or PNG of a
    picture's bytes, or none.
    """

    words: ExportWords
    printer: Printer | None = None
    thumbnail: Callable[[bytes], bytes | None] | None = None


def export(
    vault: Vault,
    snapshot: SnapshotInfo,
    folder: Path,
    *,
    kinds: Collection[Kind] | None = None,
    form: Form = Form.PHONE,
    task: Task,
) -> ExportResult:
    """Write every item of `snapshot` (of `kinds`, if given) below `folder`, a file each.

    Each item is the bytes the phone gave, or what they are in the asked `form`, under a name
    a person can read; media keep the phone's own folders. A file that is there already is
    never overwritten: the new one gets a number. An item that is damaged in the vault stops
    no other. Raises `ExportFolderUnusable`, `ExportFolderFull`, `VaultProblem`.
    """
    return _files(vault, whole(vault, snapshot, kinds), folder, form, task)


def export_selection(
    vault: Vault,
    selection: Selection,
    folder: Path,
    form: Form | Whole,
    *,
    tools: Tools,
    task: Task,
) -> ExportResult:
    """Write `selection` below `folder` in the asked form; as `export` for the rest.

    Kinds that the form is not made for are left out, and named in the result. *pdf* needs a
    printer among the `tools`; without one its kinds are written as *html*.
    """
    if isinstance(form, Form):
        return _files(vault, selection, folder, form, task)
    result = ExportResult(folder)
    outbox = Outbox(folder, result, task)
    suited = [kind for kind in selection.kinds if kind in SUITED[form]]
    match form:
        case Whole.VCF if suited:
            write_cards(vault, selection, outbox)
        case Whole.ICS if suited:
            write_calendars(vault, selection, outbox)
        case Whole.CSV | Whole.HTML | Whole.PDF:
            for kind in suited:
                _pages(vault, kind, selection, outbox, form, tools)
        case Whole.VIEWER:
            write_viewer(vault, selection, outbox, tools.words, tools.thumbnail)
        case _:
            pass
    left_out = (kind for kind in selection.kinds if kind not in suited)
    result.without = tuple(kind for kind in left_out if selection.items(kind))
    return result


def _files(
    vault: Vault, selection: Selection, folder: Path, form: Form, task: Task
) -> ExportResult:
    result = ExportResult(folder)
    outbox = Outbox(folder, result, task)
    for kind in selection.kinds:
        files = SingleFiles(vault, kind, DIALECTS[form].get(kind), outbox)
        files.run(selection.items(kind))
    return result


def _pages(
    vault: Vault, kind: Kind, selection: Selection, outbox: Outbox, form: Whole, tools: Tools
) -> None:
    items = selection.items(kind)
    if kind not in messages.KINDS:
        write_table(vault, kind, items, outbox)
        return
    talks = Talks(vault, kind, tools.words, outbox)
    if form is Whole.CSV:
        talks.table(items)
    elif form is Whole.PDF and tools.printer is not None:
        talks.papers(items, tools.printer)
    else:
        talks.pages(items)
