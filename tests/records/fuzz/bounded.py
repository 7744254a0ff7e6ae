"""Reads one bomb with every reader, in a process whose memory is bounded by the system.

``python -m tests.records.fuzz.bounded NAME`` prints what came of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.records.fuzz.bombs import BOMBS, MEGABYTE, Bomb

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Reading:
    """What came of a bomb: processor time, the title shown, and every reason told."""

    seconds: float
    title: str
    reasons: frozenset[str]


def read_bomb(name: str) -> Reading | str:
    """Let a process read the bomb called `name`; what it said instead where it came to grief."""
    bomb = BOMBS[name]
    try:
        child = subprocess.run(
            (sys.executable, "-m", "tests.records.fuzz.bounded", name),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=20 * bomb.seconds + 30,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "no answer in time"
    if child.returncode:
        return child.stderr[-3000:] or f"status {child.returncode}"
    told = json.loads(child.stdout)
    return Reading(told["seconds"], told["title"], frozenset(told["reasons"]))


def _confine(bomb: Bomb) -> None:
    """Let this process have the memory the bomb may take, where the system can see to it."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    taken = Path("/proc/self/statm")
    if taken.exists():
        pages = int(taken.read_text().split()[0])
        most = pages * resource.getpagesize() + bomb.megabytes * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main(name: str) -> None:
    """Read and tell."""
    from holdfast.cli.read_shapes import file_shape  # noqa: PLC0415 - before memory is counted
    from holdfast.records.formats.summary import summarise  # noqa: PLC0415
    from holdfast.records.formats.view import view  # noqa: PLC0415
    from tests.records.fuzz.invariants import NOW  # noqa: PLC0415

    bomb = BOMBS[name]
    data = bomb.make()
    _confine(bomb)
    started = time.process_time()
    summary = summarise(bomb.kind, ".x", data, "name")
    shown = view(bomb.kind, ".x", data, "name")
    shape = file_shape("file", data, NOW)
    seconds = time.process_time() - started
    reasons = sorted({*shape["problems"], *_reasons(shape)})
    assert shown.title == summary.title
    print(json.dumps({"seconds": seconds, "title": shown.title, "reasons": reasons}))  # noqa: T201


def _reasons(shape: dict[str, Any]) -> set[str]:
    found = set()
    for item in shape["items"]:
        found |= {"unread"} if item["unread"] else set()
        for seen in (item["view"], *item.get("more_views", ())):
            found |= _of_view(seen or {})
    return found


def _of_view(seen: dict[str, Any]) -> set[str]:
    found = set()
    if seen.get("repeats") and seen.get("occurrences") is None:
        found.add("not-worked-out")
    if seen.get("start") and len(seen["start"]) == len("2024-01-01T09:00:00"):
        found.add("floating")
    return found


if __name__ == "__main__":
    main(sys.argv[1])
