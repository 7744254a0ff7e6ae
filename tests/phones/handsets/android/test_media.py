"""Files onto and off an Android phone, as its owner finds them there afterwards."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from holdfast.phones.handsets.handset import ItemRefused
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.android.rig import AndroidRig

TAKEN = datetime(2009, 10, 11, 8, 26, 40, tzinfo=UTC)
FOLDER = ("Phone", "DCIM", "Camera")


@pytest.fixture
def rig(tmp_path):
    return AndroidRig(tmp_path / "phone", "16", empty=True)


def picture(name, data=b"new", path=FOLDER):
    return NewItem(Kind.PHOTOS, name, "", lambda: (data,), len(data), (*path, name), modified=TAKEN)


def added(rig, *items):
    with closing(rig.connect()) as handset:
        return list(handset.add_all(Kind.PHOTOS, items, Task()))


def shown(rig):
    base = rig.phone.storage()
    return {
        str(path.relative_to(base)): path.read_bytes() for path in base.rglob("*") if path.is_file()
    }


def put(rig, name, data=b"old"):
    place = rig.phone.storage() / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def test_many_files_take_few_starts_and_keep_their_dates(rig):
    before = Counter(rig.processes)
    told = added(rig, *(picture(f"{number}.jpg", b"%d" % number) for number in range(150)))

    assert all(each.problem is None for each in told)
    assert shown(rig) == {f"DCIM/Camera/{number}.jpg": b"%d" % number for number in range(150)}
    assert (rig.processes - before)["sh"] <= 2
    place = rig.phone.storage() / "DCIM/Camera/7.jpg"
    assert place.stat().st_mtime == TAKEN.timestamp()


def test_a_file_never_takes_the_place_of_one_whose_name_differs_in_case(rig):
    put(rig, "DCIM/Camera/Ärger.JPG")

    told = added(rig, picture("ärger.jpg"), picture("ÄRGER.jpg", b"newer"))

    assert [each.key.rpartition("/")[2] for each in told] == ["ärger (1).jpg", "ÄRGER (2).jpg"]
    assert sorted(shown(rig).values()) == [b"new", b"newer", b"old"]


def test_names_that_are_no_text_come_and_go_as_they_are(rig):
    name = b"caf\xe9.jpg"
    folder = rig.phone.storage() / "DCIM/Camera"
    folder.mkdir(parents=True)
    with open(os.fsencode(folder) + b"/" + name, "wb") as stream:  # noqa: PTH123 - no text
        stream.write(b"x")
    with closing(rig.connect()) as handset:
        (found,) = handset.read(Kind.PHOTOS, Task())
        again = picture(found.path[-1], b"y")
        (told,) = handset.add_all(Kind.PHOTOS, [again], Task())

    assert told.problem is None
    assert sorted(os.listdir(os.fsencode(folder))) == [b"caf\xe9 (1).jpg", name]  # noqa: PTH208 - no text


def test_what_an_earlier_session_left_half_written_is_swept(rig):
    put(rig, "DCIM/Camera/.holdfast-00ff12.part")
    put(rig, "DCIM/Camera/.holdfast-mine.part")

    added(rig, picture("a.jpg"))

    assert set(shown(rig)) == {"DCIM/Camera/.holdfast-mine.part", "DCIM/Camera/a.jpg"}


def test_a_card_gets_back_what_came_from_it_and_the_phone_what_has_no_card(rig):
    card = rig.phone.folder / "storage" / "1A2B-3C4D"
    card.mkdir(parents=True)

    told = added(
        rig,
        picture("a.jpg", path=("1A2B-3C4D", "DCIM")),
        picture("b.jpg", path=("FFFF-0000", "DCIM")),
    )

    assert [each.key for each in told] == ["1A2B-3C4D/DCIM/a.jpg", "Phone/DCIM/b.jpg"]
    assert (card / "DCIM" / "a.jpg").read_bytes() == b"new"
    assert set(shown(rig)) == {"DCIM/b.jpg"}


def test_one_that_a_card_cannot_name_is_refused_and_the_others_come(rig):
    card = rig.phone.folder / "storage" / "1A2B-3C4D"
    card.mkdir(parents=True)
    home = ("1A2B-3C4D", "DCIM")

    told = added(rig, *(picture(name, path=home) for name in ("a.jpg", "a:b.jpg", "c.jpg")))

    assert [type(each.problem) for each in told] == [type(None), ItemRefused, type(None)]
    assert sorted(path.name for path in (card / "DCIM").iterdir()) == ["a.jpg", "c.jpg"]


@pytest.mark.parametrize("path", [("Phone",), ("Phone", ".."), ("Phone", "a/b"), ("Phone", "\0")])
def test_a_path_that_leads_nowhere_is_refused(rig, path):
    (told,) = added(rig, replace(picture("x"), path=path))

    assert isinstance(told.problem, ItemRefused)
    assert shown(rig) == {}


def test_bins_and_pending_files_are_passed_over(rig):
    for name in (".trashed-1255-a.jpg", ".pending-1255-b.jpg", ".thumbnails/c.jpg", "d.jpg"):
        put(rig, f"DCIM/Camera/{name}")
    with closing(rig.connect()) as handset:
        assert [item.path[-1] for item in handset.read(Kind.PHOTOS, Task())] == ["d.jpg"]


def test_folders_that_lead_back_to_themselves_are_not_followed(rig):
    put(rig, "DCIM/a.jpg")
    (rig.phone.storage() / "DCIM" / "again").symlink_to(rig.phone.storage() / "DCIM")
    with closing(rig.connect()) as handset:
        assert [item.path[-1] for item in handset.read(Kind.PHOTOS, Task())] == ["a.jpg"]


def test_a_file_that_is_gone_when_its_turn_comes_is_refused_alone(rig):
    for number in range(6):
        put(rig, f"DCIM/{number}.jpg", b"%d" % number)
    got: dict[str, bytes | None] = {}
    with closing(rig.connect()) as handset:
        for item in handset.read(Kind.PHOTOS, Task()):
            if not got:
                (rig.phone.storage() / "DCIM" / "3.jpg").unlink()
            try:
                got[item.path[-1]] = b"".join(item.parts[0].open())
            except ItemRefused:
                got[item.path[-1]] = None

    assert got == {f"{n}.jpg": None if n == 3 else b"%d" % n for n in range(6)}
