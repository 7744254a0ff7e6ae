"""Backups of an Android phone with many files: one without changes, and a first one."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benches.adb_ends import Driver, phone
from benches.adb_phone import fill, make_phone
from benches.bench import Clock, Figure, interleaved, seconds_of
from holdfast.actions.back_up import back_up
from holdfast.phones.handsets.android.handset import AndroidHandset
from holdfast.phones.handsets.android.sync import Files
from holdfast.phones.handsets.android.walking import roots, walk
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.history import History
from holdfast.vault.library import Vault
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore

_MEDIA = (Kind.PHOTOS, Kind.FILES)
_CHEAP = ScryptCost(n=2, r=8, p=1)


@dataclass(frozen=True, slots=True)
class _OverNetwork:
    """No names: the phone hangs on no USB."""

    serial: str = ""
    manufacturer: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """What a backup without changes cost beside the walk alone."""

    rows: tuple[str, ...]
    figures: tuple[Figure, ...]


def unchanged(folder: Path, files: int, folders: int, rounds: int) -> Again:
    """Back `files` in `folders` up once; then compare a backup of nothing new with a walk."""
    shown = make_phone(folder / "phone")
    for number in range(folders):
        fill(shown / "DCIM" / f"{number:03}", (4,) * (files // folders))
    with phone(folder / "phone") as port, made_vault(folder / "vault") as vault:
        _back_up(port, vault)
        works = (partial(_back_up, port, vault), partial(_walk, port, files))
        wall, cpu = both_clocks(works, rounds)
    return Again(
        tuple(row(f"{files} files again", *each) for each in (("wall", wall), ("cpu", cpu))),
        (
            Figure("unchanged_wall_times", "unchanged, wall", ratio(wall), "times the listing"),
            Figure("unchanged_cpu_times", "unchanged, cpu", ratio(cpu), "times the listing"),
        ),
    )


def first_backup(folder: Path, sizes: tuple[int, ...], seconds: float) -> str:
    """Say how long a first backup of files of these `sizes` takes, at `seconds` a round trip."""
    fill(make_phone(folder / "phone") / "DCIM", sizes)
    with phone(folder / "phone", seconds) as port, made_vault(folder / "vault") as vault:
        took = seconds_of(lambda: _back_up(port, vault))
    each = took / len(sizes) * 1000
    return f"first backup of {len(sizes)} files: {took:.2f} s, {each:.2f} ms each"


def both_clocks(
    works: tuple[Callable[[], object], ...], rounds: int
) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Seconds by the wall and by this processor; each work is timed by both at once."""
    clocks: tuple[Clock, ...] = (time.perf_counter, time.process_time)
    spent: list[list[float]] = [[], []]

    def timed(work: Callable[[], object]) -> None:
        before = [clock() for clock in clocks]
        work()
        for place, clock in enumerate(clocks):
            spent[place].append(clock() - before[place])

    interleaved([partial(timed, work) for work in works], rounds)
    return _in_order(spent[0]), _in_order(spent[1])


def _in_order(spent: list[float]) -> list[tuple[float, ...]]:
    """Pairs of the first work and the second; they took turns at going first."""
    pairs = list(zip(spent[::2], spent[1::2], strict=True))
    return [pair if number % 2 == 0 else pair[::-1] for number, pair in enumerate(pairs)]


def ratio(rounds: list[tuple[float, ...]]) -> float:
    """The first work over the second, in the median of the rounds."""
    return statistics.median(ours / walk for ours, walk in rounds)


def row(title: str, clock: str, rounds: list[tuple[float, ...]]) -> str:
    """Both medians as a line."""
    ours, listing = map(statistics.median, zip(*rounds, strict=True))
    return f"{title} {clock}: {ours:.2f} s, the listing alone {listing:.2f} s"


def _walk(port: int, files: int) -> None:
    with closing(Driver(port)) as driver, Files(driver.talk) as there:
        found = sum(1 for root in roots(there) for _ in walk(there, root, Task()))
    if found != files:
        raise SystemExit(f"{found} of {files} files were found")


def _back_up(port: int, vault: Vault) -> None:
    with closing(AndroidHandset(Driver(port).talk, _OverNetwork())) as handset:
        whole(handset, vault)


def whole(handset: Handset, vault: Vault) -> None:
    """Back the media of a handset up; ends the program where the backup is not whole."""
    result = back_up(handset, vault, kinds=_MEDIA, task=Task(), clock=_clock)
    if not result.whole:
        raise SystemExit(f"the backup was not whole: {result.coverage}")


@contextmanager
def made_vault(target: Path) -> Iterator[Vault]:
    """A new vault for the time of a block."""
    # What a strong password and a look for others' locks cost is no part of it.
    made = Repository.create(FolderStore(target), "bench", cost=_CHEAP, clock=_clock, settle=0)
    with closing(Vault(target, made, History(None, made))) as vault:
        yield vault


def _clock() -> datetime:
    return datetime.now(UTC)
