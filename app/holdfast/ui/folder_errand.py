"""The errand that backs up a folder, as work for a job."""

from __future__ import annotations

from pathlib import Path

from holdfast.actions.back_up import BackupResult
from holdfast.actions.desk import Desk
from holdfast.actions.importing import import_place
from holdfast.progress import Task
from holdfast.vault.library import Vault
from holdfast.wording import mirrors


def run_import(desk: Desk, vault: Vault, place: Path, task: Task) -> BackupResult:
    """Back up what is at `place` as if it were a phone; raises what `import_place` raises."""
    return import_place(
        vault,
        desk.settings,
        place,
        words=mirrors.words(place.name),
        task=task,
        clock=desk.clock,
    )
