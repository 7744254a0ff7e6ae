"""Paths of photos and files as every handset tells them: (storage, folder…, name)."""

from __future__ import annotations

ROOT = "Phone memory"
"""The storage that files are in which lie in no folder at all."""

Place = tuple[str, ...]


def path_in(place: Place, name: str) -> Place:
    """The path of the file `name` in the folder `place`."""
    return (*(place or (ROOT,)), name)


def place_of(path: Place) -> tuple[Place, str]:
    """The folder and the name of a path; `path_in` back."""
    place = path[:-1]
    return (() if place == (ROOT,) else place), path[-1]
