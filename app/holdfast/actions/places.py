"""Chooses where a new vault goes, for people who choose a place rather than a folder."""

from __future__ import annotations

from itertools import count
from pathlib import Path

NAME = "Holdfast"
"""The folder that is made where the chosen one holds other things."""


def new_vault_place(chosen: Path) -> Path:
    """The folder for a new vault when a person chose `chosen`: Documents, or a whole disk.

    An empty folder is taken as it is. Where other things lie in it, the vault goes into a
    sub-folder, the first of "Holdfast", "Holdfast 2", … that is free. A vault gets no other
    one inside: its own folder is returned, and making the vault will be refused. Nothing is
    made here; a folder that cannot be looked into is left to whoever writes to it.
    """
    if _is_free(chosen) or _is_vault(chosen):
        return chosen
    names = (f"{NAME} {number}" if number > 1 else NAME for number in count(1))
    return next(place for place in map(chosen.joinpath, names) if _is_free(place))


def _is_free(folder: Path) -> bool:
    try:
        return next(folder.iterdir(), None) is None
    except NotADirectoryError:
        return False
    except OSError:
        return True  # it is not there, or nobody may look: writing will tell


def _is_vault(folder: Path) -> bool:
    return (folder / "config").is_file() and (folder / "keys").is_dir()
