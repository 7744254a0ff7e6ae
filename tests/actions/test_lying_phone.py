"""Whatever names and lengths a phone sends: nothing is lost, nothing is written outside."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from holdfast.actions.export import export
from holdfast.phones.virtual.irmc.behaviours import Saying
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind

NAMES = {
    "climbing": "../../../escaped.jpg",
    "absolute": "/tmp/escaped.jpg",
    "nul": "a&#0;b.jpg",
    "long": "x" * 65_536 + ".jpg",
    "dots": "..",
    "windows": "CON. ",
    "newline": "a\n.jpg",
}


def listing(name: str, size: int) -> bytes:
    return (
        '<?xml version="1.0"?><folder-listing version="1.0">'
        f'<file name="{name}" size="{size}" modified="20091001T120000Z"/></folder-listing>'
    ).encode()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_lies_stays_inside_the_vault_and_the_chosen_folder(world, tmp_path, name):
    phone = world.phone()
    world.back_up(phone)
    before = outside(tmp_path)
    said: dict[str, Iterable[bytes]] = {"": (listing(name, 3),), name: (b"abc",)}
    world.misbehave("phone", partial(Saying, instead=said))

    result = world.back_up(phone)

    assert result.snapshot is not None
    export(world.vault, result.snapshot, tmp_path / "out", task=Task())
    assert outside(tmp_path) == before
    assert not Path("/tmp/escaped.jpg").exists()


def outside(folder: Path) -> set[str]:
    """Everything in and beside the test's folder that is neither the vault nor the export."""
    inside = ("vault", "out", "phone", "settings", "cache")
    below = {path.name for path in folder.iterdir() if path.name not in inside}
    return below | {path.name for path in folder.parent.iterdir()}


def test_a_photo_that_never_ends_is_given_up_and_the_records_are_kept(world):
    phone = world.phone()
    endless = (b"\0" * 4096 for _ in range(10_000))
    said = {"": (listing("endless.jpg", 3),), "endless.jpg": endless}
    world.misbehave("phone", partial(Saying, instead=said))

    result = world.back_up(phone)

    assert not result.snapshot.complete(Kind.PHOTOS)
    assert result.snapshot.complete(Kind.CONTACTS)
