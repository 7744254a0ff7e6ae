"""What the folder of a virtual phone holds, as its owner would see it in a file manager."""

from __future__ import annotations

from collections import Counter
from pathlib import Path


def held(folder: Path) -> dict[str, bytes]:
    """Every item file, by its path in the phone's folder."""
    files = (f for f in folder.rglob("*") if f.is_file() and f.parent != folder)
    return {str(f.relative_to(folder)): f.read_bytes() for f in files}


def contents(folder: Path) -> Counter[tuple[str, bytes]]:
    """Every item that can be put back as (kind's folder, bytes), however it is numbered.

    Calls are none: no phone takes them.
    """
    found = ((name.split("/")[0], data) for name, data in held(folder).items())
    return Counter(entry for entry in found if entry[0] != "calls")
