"""What the lab's phones hold: files of all manners in folders, and a picture of them."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
from pathlib import Path

FOLDERS = 60
_FEW = 300
_LONG, _LONG_AT_LENGTH = 48 << 20, 5 << 30
# No character beyond 16 bits: umtp-responder tells the name only up to there.
_NAMES = (
    "IMG_{:04}.jpg",
    "Grüße {:04}.txt",
    "日本語 {:04}.png",
    "smile ☺ {:04}.mp4",
    "a&b'c {:04}.pdf",
)
_PLACES = ("DCIM", "Pictures", "Документы", "Music", "Download")
# QEMU tells every name with another character than ASCII as "Oops",
_PLAIN_NAMES = ("IMG_{:04}.jpg", "note {:04}.txt", "a&b'c {:04}.pdf", "clip_{:04}.mp4")
_PLAIN_PLACES = ("DCIM", "Pictures", "Documents", "Music", "Download")
_SIZES = (0, 1, 499, 500, 501, 1012, 4_096, 20_000, 61_000)
# and takes no file whose container ends with a whole packet of 64 bytes.
_PLAIN_SIZES = (0, 1, 499, 501, 1_013, 4_096, 20_000, 61_000)
_SINCE = 1_254_000_000
_BLOCK = 1 << 20
LONG = "DCIM/long.mp4"

Picture = dict[str, tuple[int, str]]
"""Size in bytes and digest by path."""


def files() -> int:
    """How many files this run is to have."""
    told = re.search(r"lab\.files=(\d+)", Path("/proc/cmdline").read_text())
    return int(told[1]) if told else _FEW


def fill(root: Path, count: int, *, huge: bool, plain: bool = False) -> None:
    """Lay `count` files into 60 folders; a sparse one beside them is of 5 GiB if `huge`.

    With `plain` all names are ASCII.
    """
    places, names = (_PLAIN_PLACES, _PLAIN_NAMES) if plain else (_PLACES, _NAMES)
    sizes = _PLAIN_SIZES if plain else _SIZES
    noise = random.Random(2003)  # noqa: S311 - bytes to compare, no secret
    for number in range(count):
        folder = number % FOLDERS
        place = root / places[folder % len(places)] / f"folder {folder:02}"
        place.mkdir(parents=True, exist_ok=True)
        path = place / names[number % len(names)].format(number)
        path.write_bytes(noise.randbytes(sizes[number % len(sizes)]))
        os.utime(path, (_SINCE + 7_919 * number,) * 2)
    _long(root / LONG, _LONG_AT_LENGTH if huge else _LONG, noise)


def picture(root: Path) -> Picture:
    """All files below `root`."""
    return {str(path.relative_to(root)): _seen(path) for path in root.rglob("*") if path.is_file()}


def dates(root: Path) -> dict[str, int]:
    """When each file was changed, in whole seconds."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): int(path.stat().st_mtime) for path in found}


def empty(root: Path) -> None:
    """Take all away that is in `root`."""
    for path in root.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _long(path: Path, size: int, noise: random.Random) -> None:
    with path.open("wb") as file:
        file.truncate(size)
        for at in range(0, size, size // 4):
            file.seek(at)
            file.write(noise.randbytes(_BLOCK))
    os.utime(path, (_SINCE,) * 2)


def _seen(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
