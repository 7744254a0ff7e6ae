"""What the window costs with 100,000 items in 1,000 backups: opened, switched, searched, scrolled.

Each part runs in a process of its own, drawing off the screen, with its modules compiled
beforehand, as they are where Holdfast is installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benches import window_vault
from benches.bench import Figure, Result, seconds_of

_LOOK, _BACKUP = "benches.window_look", "benches.window_backup"
_NEVER_COMPILE = "PYTHONDONTWRITEBYTECODE"
_FIGURES = {
    "first": ("first_s", "first paint", "s of CPU"),
    "switch": ("switch_ms", "switching", "ms"),
    "switch_worst": ("switch_worst_ms", "slowest switch", "ms"),
    "search": ("search_ms", "held per key", "ms"),
    "timeline_frame": ("timeline_ms", "timeline frame", "ms"),
    "list_frame": ("list_ms", "list frame", "ms"),
    "grid_frame": ("grid_ms", "photo grid frame", "ms"),
    "late_percent": ("late_percent", "late in a backup", "%"),
    "worst": ("held_ms", "longest held", "ms"),
    "peak_mb": ("peak_mb", "memory", "MB"),
}
_DETAILS = {
    "unlocked_ms": "unlocked, at rest",
    "search_worst": "slowest key",
    "list_open": "50,000 contacts",
    "list_held": "held meanwhile",
    "grid_open": "50,000 photos",
    "grid_held": "held meanwhile",
    "timeline_worst": "worst frame",
    "list_worst": "worst frame",
    "grid_worst": "worst frame",
}


def window() -> Result:
    """Make the vault, then look through it, then back up beside it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled = seconds_of(lambda: window_vault.fill(folder))
        window_vault.fill_phone(folder)
        _compile(folder)
        looked, backed_up = _run(_LOOK, folder), _run(_BACKUP, folder)
    told = {**backed_up, **looked, "peak_mb": max(looked["peak_mb"], backed_up["peak_mb"])}
    heading = f"vault and index in {filled:.0f} s, then a backup of {backed_up['seconds']:.0f} s"
    rows = [f"{title:18}{told[name]:8.1f} ms" for name, title in _DETAILS.items()]
    return Result(heading, tuple(rows), figures(told))


def figures(told: Mapping[str, float]) -> tuple[Figure, ...]:
    """The figures that have a bound, of everything that was `told`."""
    return tuple(
        Figure(bound, title, told[name], unit) for name, (bound, title, unit) in _FIGURES.items()
    )


def _compile(folder: Path) -> None:
    _python(folder, "-c", f"import {_LOOK}, {_BACKUP}, benches.window_rest")


def _run(module: str, folder: Path) -> dict[str, float]:
    told: dict[str, float] = json.loads(_python(folder, "-m", module, str(folder)))
    return told


def _python(folder: Path, *arguments: str) -> bytes:
    """Run Python with bytecode kept in `folder`; return what it said."""
    theirs = {
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "*=false",
    }
    kept = {name: value for name, value in os.environ.items() if name != _NEVER_COMPILE}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=Path(__file__).resolve().parent.parent,
        env=kept | theirs,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
