"""Holdfast's Android driver beside Google's adb, both at the same phone in software.

What is measured are ratios: both meet the same phone, the same disk and the same machine.
"""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benches.adb_ends import Driver, GooglesAdb, adbs, phone
from benches.adb_phone import fill, make_phone
from benches.bench import Figure, Result, interleaved
from benches.copying import memory
from benches.long_walk import first_backup, unchanged

_THERE = "/sdcard/Bench"
_BACK = "/sdcard/Back"
_KB, _MB = 1_000, 1_000_000
Way = Callable[[GooglesAdb | Driver], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured; sizes in bytes, `seconds` per round trip for the small files."""

    large: tuple[int, ...] = (200 * _MB,) * 3
    small: tuple[int, ...] = tuple(random.Random(7).choices(range(2 * _KB, 20 * _KB), k=3_000))  # noqa: S311 - the same each time
    seconds: float = 0.001
    listed: int = 50_000
    folders: int = 500
    rounds: int = 5
    listings: int = 7


def adb(size: Size | None = None) -> Result:
    """Large files on a plain loopback, small ones over a slow one, and backups."""
    asked = size or Size()
    if not adbs():
        raise SystemExit("adb is not installed: nothing to compare with")
    with tempfile.TemporaryDirectory(dir=memory()) as place:
        folder = Path(place)
        large = _beside(folder / "large", asked.large, 0.0, asked.rounds)
        small = _beside(folder / "small", asked.small, asked.seconds, asked.rounds)
        again = unchanged(folder / "unchanged", asked.listed, asked.folders, asked.listings)
        first = first_backup(folder / "first", asked.small, asked.seconds)
    figures = (*large.figures("large"), *small.figures("small"), *again.figures)
    heading = f"{', '.join(large.names)}; {asked.rounds} rounds"
    return Result(heading, (*large.rows, *small.rows, *again.rows, first), figures)


@dataclass(frozen=True, slots=True)
class _Beside:
    """How long each took: first the driver, then each adb; seconds of each round, by way."""

    title: str
    megabytes: float
    names: tuple[str, ...]
    seconds: Mapping[str, list[tuple[float, ...]]]

    @property
    def rows(self) -> tuple[str, ...]:
        found = []
        for way, rounds in self.seconds.items():
            medians = map(statistics.median, zip(*rounds, strict=True))
            for who, median in zip(("Holdfast", *self.names), medians, strict=True):
                rate = self.megabytes / median
                found.append(f"{self.title} {way} {who:18}{median:7.3f} s {rate:7.1f} MB/s")
        return tuple(found)

    def figures(self, name: str) -> Iterator[Figure]:
        for way, rounds in self.seconds.items():
            # The fastest adb of all is the one to be held to.
            times = [
                statistics.median(each[0] / each[place] for each in rounds)
                for place in range(1, len(self.names) + 1)
            ]
            title = f"{self.title} {way}"
            yield Figure(f"{name}_{way}_times", title, max(times), "times as long as adb")


def _beside(folder: Path, sizes: tuple[int, ...], seconds: float, rounds: int) -> _Beside:
    own, back = folder / "own", folder / "back"
    fill(own, sizes)
    shown = make_phone(folder / "phone")
    shutil.copytree(own, shown / "Bench")
    measured: dict[str, list[tuple[float, ...]]] = {}
    with phone(folder / "phone", seconds) as port, _all(folder, port) as ends:
        for way, works, litter in (
            ("pull", [partial(end.pull, _THERE, back) for end in ends], back),
            ("push", [partial(end.push, own, _BACK) for end in ends], shown / "Back"),
        ):
            measured[way] = interleaved(works, rounds, after=partial(_checked_away, own, litter))
        names = tuple(end.name for end in ends if isinstance(end, GooglesAdb))
    shutil.rmtree(folder)
    title = f"{len(sizes):5} files{f' {seconds * 1000:.0f} ms' if seconds else '':5}"
    return _Beside(title, sum(sizes) / _MB, names, measured)


@contextmanager
def _all(folder: Path, port: int) -> Iterator[list[GooglesAdb | Driver]]:
    with ExitStack() as stack:
        ends: list[GooglesAdb | Driver] = [stack.enter_context(closing(Driver(port)))]
        for number, program in enumerate(adbs()):
            home = folder / f"home{number}"
            home.mkdir()
            ends.append(stack.enter_context(closing(GooglesAdb(program, home, port))))
        yield ends


def _checked_away(own: Path, copied: Path) -> None:
    """Look whether all came that should, and take it away."""
    sizes = [{each.name: each.stat().st_size for each in at.iterdir()} for at in (own, copied)]
    if sizes[0] != sizes[1]:
        raise SystemExit(f"not all files came: {len(sizes[1])} of {len(sizes[0])}")
    shutil.rmtree(copied)
