"""The storages of a phone in file-transfer mode: its own memory and the cards in it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

STORAGE = "storage"
PRIMARY = "emulated/0"
CARD_NAME = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}\Z")
FAT_LIMIT = (1 << 32) - 1
_NOT_ON_FAT = re.compile(r'["*:<>?\\|\x00-\x1f]')
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Volume:
    """One storage: the folder `path` on this computer, as the phone's storage number `number`.

    A `card` can be pulled out and is formatted with FAT: no file of 4 GiB, fewer characters.
    """

    number: int
    path: Path
    card: bool = False

    @property
    def storage_id(self) -> int:
        """The id MTP knows it by: of this server's life alone."""
        return (self.number << 16) + 1

    @property
    def description(self) -> str:
        """What the phone calls it."""
        return "SD card" if self.card else "Internal shared storage"

    @property
    def largest_file(self) -> int | None:
        """How many bytes one file may have; None without a limit."""
        return FAT_LIMIT if self.card else None

    def space(self) -> tuple[int, int]:
        """Its size and what of it is free, in bytes; nothing when it was pulled out."""
        try:
            found = shutil.disk_usage(self.path)
        except OSError:
            return 0, 0
        return found.total, found.free

    def takes(self, name: str) -> bool:
        """Whether its file system can hold a file of that name."""
        if not name or len(name.encode("utf-8", "surrogatepass")) > _LONGEST_NAME:
            return False
        return "\0" not in name and not (self.card and _NOT_ON_FAT.search(name))


def places(root: Path) -> list[Path]:
    """Where the storages of the phone in `root` lie: its memory first, then cards by name."""
    base = root / STORAGE
    primary = base / PRIMARY
    primary.mkdir(parents=True, exist_ok=True)
    cards = (each for each in base.iterdir() if CARD_NAME.match(each.name) and each.is_dir())
    return [primary, *sorted(cards)]
