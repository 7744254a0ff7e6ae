"""Counts what passes on a USB bus, as the kernel's own usbmon tells it."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_DEBUGFS = Path("/sys/kernel/debug")
_COMMAND = 1
_OBJECTS = (0x1009, 0x101B, 0x95C1)
_FIELDS = 6
_SETTLE = 0.5


@dataclass(slots=True)
class Traffic:
    """What one device said and heard: bulk transfers, bytes each way, MTP's operations by code."""

    transfers: int = 0
    into: int = 0
    out: int = 0
    operations: Counter[int] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        """How many operations were begun."""
        return self.operations.total()

    @property
    def fetched(self) -> int:
        """How often an object, or a part of one, was asked for."""
        return sum(self.operations[code] for code in _OBJECTS)

    def __str__(self) -> str:
        """Return the figures on one line."""
        told = f"{self.asked} operations, {self.transfers} transfers"
        return f"{told}, {self.into:,} B in, {self.out:,} B out"


@contextmanager
def tapped(place: tuple[int, int]) -> Iterator[Traffic]:
    """Listen to a device for the time of the block; the figures are there at its end."""
    bus, address = place
    subprocess.run(["modprobe", "usbmon"], check=True)
    if not (_DEBUGFS / "usb").exists():
        subprocess.run(["mount", "-t", "debugfs", "none", str(_DEBUGFS)], check=True)
    traffic = Traffic()
    heard = Path("/tmp/usbmon")
    with heard.open("wb") as file:
        source = str(_DEBUGFS / "usb" / "usbmon" / f"{bus}u")
        listener = subprocess.Popen(["cat", source], stdout=file)
        try:
            yield traffic
        finally:
            time.sleep(_SETTLE)
            listener.kill()
            listener.wait(10)
    with heard.open(encoding="ascii", errors="replace") as rows:
        for row in rows:
            _count(traffic, row.split(), f":{bus}:{address:03d}:")
    heard.unlink()


def _count(traffic: Traffic, words: list[str], device: str) -> None:
    """Take one row: tag, time, S or C, place, status, length, and some of the data."""
    if len(words) < _FIELDS or device not in words[3] or words[3][0] != "B":
        return
    incoming, length = words[3][1] == "i", int(words[5])
    if words[2] == "S":
        data = "".join(words[7:]) if words[6:7] == ["="] else ""
        if not incoming and len(data) >= 16 and int(data[8:10], 16) == _COMMAND:
            traffic.operations[int(data[14:16] + data[12:14], 16)] += 1
    elif words[2] == "C":
        traffic.transfers += 1
        traffic.into += length if incoming else 0
        traffic.out += 0 if incoming else length
