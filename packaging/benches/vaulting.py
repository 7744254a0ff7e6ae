"""What it costs to write a vault, beside restic and beside a hash and a copy of the same files.

Processor time of whole processes, so that what else the machine does counts little; memory is
the peak of a process of its own.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benches import long_phone
from benches.bench import Figure, Result, interleaved
from benches.processes import Meter
from benches.vault_worker import create

_BLOBS = 500_000
_MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: megabytes of the phone that is timed and of the one that is large.

    `rounds` is how often each way takes its turn; `records` are those of the tree.
    """

    megabytes: int
    large: int
    rounds: int
    records: int


USUAL = Size(megabytes=400, large=1000, rounds=5, records=100_000)
FULL = Size(megabytes=2000, large=6000, rounds=5, records=100_000)


def vault(size: Size = USUAL) -> Result:
    """A first backup, one without changes, memory, and what a snapshot of a long history takes."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        files = Path(folder, "files")
        count = _fill(files, size.megabytes)
        first = _first(files, Path(folder), size)
        again = _unchanged(files, Path(folder), size)
    tree = long_phone.tree_bytes(size.records)
    figures = (*first[1], *again[1], *_memories(size), Figure("tree_kb", "tree", tree / 1e3, "kB"))
    heading = f"{count} files, {size.megabytes} MB, {size.rounds} rounds of processor time"
    return Result(heading, (*first[0], *again[0]), figures)


def full() -> Result:
    """The same at the sizes that were promised; takes some minutes."""
    return vault(FULL)


def _memory() -> str | None:
    """Name a folder in memory, where there is one: the disk's mood is not to be measured."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - made private


def _first(files: Path, folder: Path, size: Size) -> tuple[tuple[str, ...], tuple[Figure, ...]]:
    meter, target = Meter(), folder / "target"

    def ours() -> None:
        create(target)
        meter.worker("backup", files, target)

    def copy() -> None:
        meter.worker("copy", files, target)

    def theirs() -> None:
        _restic_init(target)
        _restic_backup(meter, files, target, size, afresh=partial(_restic_init, target))

    works: list[Callable[[], None]] = [ours, copy, *([theirs] if _has_restic() else [])]
    rounds = interleaved(works, size.rounds, after=lambda: shutil.rmtree(target), clock=meter)
    names = ("Holdfast", "SHA-256 and copy", "restic")
    figures = [Figure("copy_times", "first, to copy", _ratio(rounds, 1), "times the CPU")]
    if _has_restic():
        figures.append(Figure("restic_times", "first, to restic", _ratio(rounds, 2), "times"))
    return _rows("first", names, rounds), tuple(figures)


def _unchanged(files: Path, folder: Path, size: Size) -> tuple[tuple[str, ...], tuple[Figure, ...]]:
    if not _has_restic():
        return ("RESTIC IS NOT INSTALLED: nothing to compare with",), ()
    meter, ours, theirs = Meter(), folder / "ours", folder / "theirs"
    create(ours)
    meter.worker("backup", files, ours)
    _restic_init(theirs)
    _restic_backup(meter, files, theirs, size, afresh=partial(_restic_init, theirs))
    works = (
        lambda: meter.worker("backup", files, ours),
        lambda: _restic_backup(meter, files, theirs, size, afresh=lambda: None),
    )
    rounds = interleaved(works, size.rounds, clock=meter)
    rows = _rows("again", ("Holdfast", "restic"), rounds)
    return rows, (Figure("unchanged_times", "no change", _ratio(rounds, 1), "times restic"),)


def _restic_init(target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    words = ("init", "--repository-version", "2")
    afresh = partial(shutil.rmtree, target, ignore_errors=True)
    Meter().restic(target, *words, patience=30.0, afresh=afresh)


def _restic_backup(
    meter: Meter, files: Path, target: Path, size: Size, afresh: Callable[[], None]
) -> None:
    patience = 30.0 + size.megabytes / 10
    words = ("backup", "--compression", "off", str(files))
    meter.restic(target, *words, patience=patience, afresh=afresh)


def _has_restic() -> bool:
    return shutil.which("restic") is not None


def _ratio(rounds: Sequence[tuple[float, ...]], other: int) -> float:
    return statistics.median(seconds[0] / seconds[other] for seconds in rounds)


def _rows(what: str, names: Sequence[str], rounds: Sequence[tuple[float, ...]]) -> tuple[str, ...]:
    columns = list(zip(*rounds, strict=True))
    return tuple(
        f"{what}: {name:18}{statistics.median(seconds):7.2f} s "
        f"({min(seconds):.2f} to {max(seconds):.2f})"
        for name, seconds in zip(names, columns, strict=False)
    )


def _memories(size: Size) -> tuple[Figure, ...]:
    meter = Meter()
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        large = _peak(meter.worker("stream", str(size.large), Path(folder, "large")))
        meter.worker("fill_index", str(_BLOBS), Path(folder, "many"))
        many = _peak(meter.worker("look", Path(folder, "many")))
    return (
        Figure("large_mb", f"{size.large} MB phone", large, "MB at most"),
        Figure("blobs_mb", f"{_BLOBS} blobs", many, "MB at most"),
    )


def _peak(said: str) -> float:
    return float(json.loads(said)["peak"]) / _MEGABYTE


def _fill(folder: Path, megabytes: int) -> int:
    """Make a phone's files, always the same: records, photos, and videos for the rest."""
    rng = random.Random(2009)  # noqa: S311 - the same bytes each time
    photos = megabytes * 3 // 4
    kinds: tuple[tuple[str, str, int, Callable[[], bytes]], ...] = (
        ("Contacts", ".vcf", megabytes, lambda: _text(rng, 400)),
        ("Calendar", ".ics", megabytes * 3 // 2, lambda: _text(rng, 300)),
        ("Messages", ".jsonl", megabytes // 5, lambda: _text(rng, 8000)),
        ("Photos", ".jpg", photos, lambda: rng.randbytes(500_000)),
        (
            "Videos",
            ".mp4",
            max(1, (megabytes - photos // 2) // 50),
            lambda: rng.randbytes(50_000_000),
        ),
    )
    for name, ending, count, make in kinds:
        for number in range(count):
            path = folder / name / f"{number % 50:02}" / f"{number:06}{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(make())
    return sum(count for _, _, count, _ in kinds)


def _text(rng: random.Random, size: int) -> bytes:
    words = (f"{rng.choice(('TEL', 'NOTE', 'N'))}:{rng.getrandbits(40)}" for _ in range(size // 14))
    return "\r\n".join(words).encode()
