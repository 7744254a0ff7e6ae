"""Files of any size are read and written in memory that does not grow with them."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest

from holdfast.phones.protocols.mtp.codes import Op
from holdfast.phones.virtual.mtp.service import Reply
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.mtp.rig import MTIME, MtpRig, items

MIB = 1 << 20
USUAL, HUGE = 256 * MIB, 5 << 30
BOUND = 24 * MIB
MOST_OF_A_PROCESS = 120 * MIB
PIECE = bytes(MIB)


class Counted:
    """Takes an upload and keeps nothing but its size."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, piece: bytes) -> None:
        self.size += len(piece)

    def end(self, *, whole: bool) -> Reply:
        assert whole
        return Reply()


@contextmanager
def bounded() -> Iterator[None]:
    gc.collect()
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < BOUND, f"{peak / MIB:.0f} MiB"


def fetch(folder, size: int) -> None:
    """Read a sparse film of `size` bytes, and count what comes."""
    rig = MtpRig(folder, files={"film.mp4": b""})
    with rig.place("film.mp4").open("r+b") as file:
        file.truncate(size)
    with closing(rig.connect()) as handset:
        [film] = items(handset, Kind.PHOTOS)
        assert film.parts[0].size == size
        assert sum(len(piece) for piece in film.parts[0].open()) == size


def send(folder, size: int) -> None:
    """Write a film of `size` bytes to a phone that only counts them."""
    took = Counted()
    rig = MtpRig(
        folder,
        files={},
        without=frozenset({Op.SetObjectPropValue}),
        taking=lambda _request, _onward: took,
    )
    pieces = [PIECE] * (size // MIB)
    when = datetime.fromtimestamp(MTIME, UTC)
    item = NewItem(
        Kind.PHOTOS, "x", "", lambda: iter(pieces), size, ("Phone", "DCIM", "film.mp4"), when
    )
    with closing(rig.connect()) as handset:
        handset.add(item, Task())
    assert took.size == size


@pytest.mark.parametrize("done", [fetch, send])
def test_a_large_file_is_carried_in_little_memory(tmp_path, done):
    with bounded():
        done(tmp_path / "phone", USUAL)


@pytest.mark.deep
@pytest.mark.parametrize("done", ["fetch", "send"])
def test_a_process_that_carries_5_gib_stays_below_120_mb(tmp_path, done):
    code = (
        "from pathlib import Path\n"
        "from tests.phones.handsets.mtp import test_large\n"
        f"test_large.{done}(Path({str(tmp_path / 'phone')!r}), test_large.HUGE)\n"
        "said = Path('/proc/self/status').read_text()\n"
        "print(said.split('VmHWM:')[1].split()[0])\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    peak = int(ran.stdout) * 1024
    assert peak <= MOST_OF_A_PROCESS, f"{peak / MIB:.0f} MiB"
