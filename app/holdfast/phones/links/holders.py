"""Who else holds a USB device: read from the open files of other programs on Linux."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")


def node(bus: int, address: int) -> str:
    """Return the device node of a USB device on Linux."""
    return f"/dev/bus/usb/{bus:03d}/{address:03d}"


def holder(bus: int, address: int, proc: Path = _PROC) -> str:
    """Return the name of a program that has the device open, or empty.

    Our own process is passed over, and so is every process this user may not look into.
    """
    wanted = node(bus, address)
    for process in _processes(proc):
        if wanted in _open_files(process):
            return _name(process)
    return ""


def _processes(proc: Path) -> Iterator[Path]:
    try:
        processes = sorted(entry for entry in proc.iterdir() if entry.name.isdigit())
    except OSError:
        return
    own = str(os.getpid())
    yield from (process for process in processes if process.name != own)


def _open_files(process: Path) -> Iterator[str]:
    try:
        descriptors = list((process / "fd").iterdir())
    except OSError:
        return
    for descriptor in descriptors:
        # The process may close it, or end, while we look.
        try:
            yield str(descriptor.readlink())
        except OSError:
            continue


def _name(process: Path) -> str:
    try:
        return (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
