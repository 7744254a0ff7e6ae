"""What an export wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from holdfast.records.matching.fidelity import Fidelity
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem


@dataclass(slots=True)
class ExportResult:
    """What an export wrote into `folder`; `damaged` items could not be read from the vault.

    `moved` are bytes. `counts` are items by kind. `fidelity` tells what the asked form cannot
    hold, by kind. `as_they_are` items have no such form and were written as the phone gave
    them. `without` are kinds that were asked for and that the form is not made for. `first` is
    the file to open, where there is one.
    """

    folder: Path
    files: int = 0
    moved: int = 0
    counts: dict[Kind, int] = field(default_factory=dict)
    damaged: list[StoredItem] = field(default_factory=list)
    fidelity: list[Fidelity] = field(default_factory=list)
    as_they_are: int = 0
    without: tuple[Kind, ...] = ()
    first: Path | None = None

    def count(self, kind: Kind, items: int = 1) -> None:
        """Note that `items` of a kind were written."""
        if items:
            self.counts[kind] = self.counts.get(kind, 0) + items
