"""Memory that a phone of the lab keeps its files in."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def tmpfs(place: Path) -> Iterator[None]:
    """An empty storage at `place`, for the time of the block."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=80%", "phone", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
        place.rmdir()
