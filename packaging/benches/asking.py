"""What history takes to answer, and to be made anew, for a phone of 100,000 items."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benches.bench import Figure, Result, seconds_of
from benches.long_history import CONTACTS, HANDSET, PHOTOS, Phone, Size
from holdfast.vault.history.history import History

_ROUNDS = 7
_HITS = 50
_SEARCHES = {
    "a name": "anberka",
    "two words": "ber kal",
    "as typed": "an",
    "one letter": "a",
    "a number": "0170 12",
    "a file": "IMG_0012",
}


def history(size: Size | None = None) -> Result:
    """Fill a vault, make its index anew, and ask it what the window asks."""
    phone = Phone(size or Size())
    filled = seconds_of(phone.fill)
    with tempfile.TemporaryDirectory() as folder:
        asked = History(Path(folder, "index.sqlite"), phone.repository)
        try:
            structure = seconds_of(asked.refresh_structure)
            text = seconds_of(asked.finish)
            rows, figures = _answers(asked)
        finally:
            asked.close()
        megabytes = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
    heading = f"vault filled in {filled:.0f} s, index of {megabytes:.0f} MB, text in {text:.0f} s"
    rebuilt = Figure("structure_s", "structure", structure, "s")
    return Result(heading, tuple(rows), (*figures, rebuilt))


def _answers(asked: History) -> tuple[list[str], list[Figure]]:
    ids = [entry.snapshot.id for entry in reversed(asked.timeline())]
    middle = len(ids) // 2
    some = next(iter(asked.items(ids[middle], CONTACTS))).key
    searches = {
        title: _median(partial(asked.search, text, _HITS)) for title, text in _SEARCHES.items()
    }
    rows = [f"search for {title:12}{took:8.2f} ms" for title, took in searches.items()]
    figures = {
        "neighbours_ms": _median(lambda: asked.changes(ids[middle])),
        "versions_ms": _median(lambda: asked.versions(HANDSET.id, CONTACTS, some)),
        "hits_ms": max(searches.values()),
        "folder_ms": _median(lambda: asked.folder(ids[middle], ("Photos", "Phone", "DCIM", "007"))),
        "listing_ms": _median(lambda: [asked.listing(ids[middle], k) for k in (CONTACTS, PHOTOS)]),
        "far_ms": _median(lambda: asked.changes(ids[-1], ids[0])),
    }
    titles = {
        "neighbours_ms": "neighbours",
        "versions_ms": "versions",
        "hits_ms": "first 50 hits",
        "folder_ms": "a folder",
        "listing_ms": "full listing",
        "far_ms": "far changes",
    }
    return rows, [Figure(name, titles[name], took, "ms") for name, took in figures.items()]


def _median(ask: Callable[[], object]) -> float:
    return statistics.median(seconds_of(ask) for _ in range(_ROUNDS)) * 1000
