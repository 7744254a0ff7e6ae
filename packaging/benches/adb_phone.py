"""A phone in software at a TCP port, in a process of its own: `adb_phone FOLDER SECONDS`.

It prints its port and serves until its standard input ends. SECONDS stand for a round trip.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from holdfast.phones.virtual.android.adbd import Adbd
from holdfast.phones.virtual.android.device import serve
from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.tcp import AdbTcpDoor
from holdfast.phones.virtual.card import SampleInfo, write_card
from holdfast.phones.virtual.clock import VirtualClock


def main(folder: str, seconds: str) -> None:
    """Serve the phone that lies in `folder`."""
    served = serve(AndroidPhone(Path(folder), VirtualClock()))
    with AdbTcpDoor(lambda: Adbd(served), delay=float(seconds)) as door:
        print(door.port, flush=True)
        sys.stdin.read()


def make_phone(folder: Path) -> Path:
    """Make an empty phone; return the folder that /sdcard shows."""
    shown = folder / "storage" / "emulated" / "0"
    shown.mkdir(parents=True)
    write_card(folder, SampleInfo(serial="BENCH0001", family="android", android="16"))
    return shown


def fill(folder: Path, sizes: tuple[int, ...]) -> None:
    """Write files of these sizes that no two are alike."""
    folder.mkdir(parents=True)
    some = random.Random(1)  # noqa: S311 - the same each time
    for number, size in enumerate(sizes):
        folder.joinpath(f"IMG_{number:05}.jpg").write_bytes(some.randbytes(size))


if __name__ == "__main__":
    main(*sys.argv[1:])
