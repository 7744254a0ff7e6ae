"""Holdfast beside SHA-256 and a plain copy of the same files.

Rates depend on the machine, so the figure is how many times as long Holdfast takes as the
plain copy, both reading from a warm cache.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benches.bench import Figure, Result, interleaved
from holdfast.actions.back_up import back_up
from holdfast.phones.handsets.find import Finder
from holdfast.phones.handsets.handset import Handset
from holdfast.phones.handsets.irmc.family import IrmcFamily
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.store import create_sample, open_sample
from holdfast.progress import Task
from holdfast.vault.history.history import History
from holdfast.vault.library import Vault
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore

_ROUNDS = 9
_CHUNK = 1 << 20
Way = Callable[[Path, Path], None]


def backup() -> Result:
    """The whole sample phone over the virtual bus, index and all."""
    return _beside_copy(_phone, _back_up)


def _beside_copy(fill: Callable[[Path], Path], keep: Way) -> Result:
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        files, target = fill(Path(folder, "files")), Path(folder, "target")
        sizes = [path.stat().st_size for path in _walk(files)]
        ways = [partial(way, files, target) for way in (keep, _copy)]
        rounds = interleaved(ways, _ROUNDS, after=lambda: shutil.rmtree(target))
    megabytes = sum(sizes) / 1e6
    rows = [
        f"{who:18}{median:7.3f} s  {megabytes / median:7.1f} MB/s"
        for who, median in zip(
            ("Holdfast", "SHA-256 and copy"),
            map(statistics.median, zip(*rounds, strict=True)),
            strict=True,
        )
    ]
    ratio = statistics.median(ours / copy for ours, copy in rounds)
    heading = f"{len(sizes)} files, {megabytes:.1f} MB, {_ROUNDS} rounds"
    return Result(
        heading, tuple(rows), (Figure("times_of_copy", "together", ratio, "times as long"),)
    )


def memory() -> str | None:
    """Name a folder in memory, where there is one: the disk's mood is not to be measured."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - made private


def _walk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from iter(lambda: stream.read(_CHUNK), b"")


def _copy(files: Path, target: Path) -> None:
    """Hash and copy each file."""
    for path in _walk(files):
        digest, place = hashlib.sha256(), target / path.relative_to(files)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as copy:
            for chunk in _chunks(path):
                digest.update(chunk)
                copy.write(chunk)


def _phone(folder: Path) -> Path:
    create_sample(folder, serial="BENCH0001")
    return folder


def _back_up(files: Path, target: Path) -> None:
    """Back a virtual phone up over the virtual bus into a new vault, index and all."""
    repository = _repository(target)
    vault = Vault(target, repository, History(None, repository))
    handset = _plugged_in(files)
    result = back_up(handset, vault, task=Task(), clock=_clock)
    handset.close()
    vault.close()
    if not result.whole:
        raise SystemExit(f"the backup was not whole: {result.problem}")


def _plugged_in(folder: Path) -> Handset:
    bus = VirtualBus()
    bus.plug(open_sample(folder, clock=_clock))
    finder = Finder(UsbBus([bus]), (IrmcFamily(),))
    (found,) = finder.look().present
    if found.info is None:
        raise SystemExit(f"the sample phone was not recognised: {found.problem}")
    return finder.connect(found.info.id)


def _repository(target: Path) -> Repository:
    # What a strong password and a look for others' locks cost is no part of the rate.
    cheap = ScryptCost(n=2, r=8, p=1)
    return Repository.create(FolderStore(target), "bench", cost=cheap, clock=_clock, settle=0)


def _clock() -> datetime:
    return datetime.now(UTC)
