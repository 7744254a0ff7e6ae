"""What an update of a mirror folder came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from holdfast.errors import Problem
from holdfast.records.model.kinds import Kind


@dataclass(frozen=True, slots=True)
class MirrorResult:
    """What became of the files in `folder`, counted.

    `moved` files left the phone, `current` ones needed nothing. `kept_changes` are the names of
    files that their owner changed by hand. `damaged` items could not be read from the vault;
    `untouched` kinds are under a loss alarm; `counts` holds the items shown of every other kind.
    `problem` is what ended the update, `stopped` that its owner did.
    """

    folder: Path
    written: int = 0
    moved: int = 0
    current: int = 0
    kept_changes: tuple[str, ...] = ()
    damaged: int = 0
    untouched: tuple[Kind, ...] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)
    problem: Problem | None = None
    stopped: bool = False
