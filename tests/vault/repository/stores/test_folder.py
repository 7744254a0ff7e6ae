import os
import shutil
import stat
import time

import pytest

from holdfast.vault.repository.problems import DiskFailed, VaultMissing
from holdfast.vault.repository.stores.folder import FolderStore

NAME = "data/ab/" + "ab" * 32
DAY = 24 * 3600.0


@pytest.fixture
def store(place) -> FolderStore:
    made = FolderStore(place)
    made.prepare()
    made.put("config", b"x")
    return made


def test_files_are_for_their_owner_alone(store, place):
    store.put(NAME, b"x")
    for path in (place, place / "data", place / "data/ab", place / "tmp"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE((place / NAME).stat().st_mode) == 0o600


def test_nothing_is_left_in_the_temporary_folder(store, place):
    store.put(NAME, b"x" * 1000)
    assert list((place / "tmp").iterdir()) == []


def test_every_step_of_a_write_is_told_before_it_is_done(place):
    steps = []
    store = FolderStore(place, lambda step: steps.append((step, (place / NAME).exists())))
    store.prepare()
    steps.clear()
    store.put(NAME, b"x")
    store.delete(NAME)
    assert steps == [
        ("write data", False),
        ("sync data", False),
        ("rename data", False),
        ("sync-folder data", True),
        ("delete data", True),
    ]


@pytest.mark.parametrize("step", ["write data", "sync data", "rename data"])
def test_a_write_that_fails_leaves_neither_file_nor_part(place, step):
    def fail(told: str) -> None:
        if told == step:
            raise KeyboardInterrupt

    store = FolderStore(place, fail)
    store.prepare()
    with pytest.raises(KeyboardInterrupt):
        store.put(NAME, b"x")
    assert [path for path in place.rglob("*") if path.is_file()] == []


def test_a_vault_whose_disk_was_pulled_out_is_never_made_anew(store, place):
    shutil.rmtree(place)
    with pytest.raises(VaultMissing) as caught:
        store.put(NAME, b"x")
    assert caught.value.path == str(place)
    assert not place.exists()


@pytest.mark.parametrize("name", [NAME, "locks/x", "snapshots/x"])
def test_an_empty_mount_point_is_not_written_to(store, place, name):
    shutil.rmtree(place)
    place.mkdir()
    with pytest.raises(VaultMissing):
        store.put(name, b"x")
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("folder", ["data", "snapshots", "locks"])
def test_a_vault_that_is_away_is_not_taken_for_an_empty_one(store, place, folder):
    shutil.rmtree(place)
    with pytest.raises(VaultMissing):
        list(store.list(folder))
    place.mkdir()
    with pytest.raises(VaultMissing):
        list(store.list(folder))


def test_folders_that_a_copy_left_out_are_made_again(store, place):
    for folder in ("locks", "tmp", "data/ab"):
        (place / folder).rmdir()
    assert list(store.list("locks")) == []
    store.put("locks/x", b"x")
    store.put(NAME, b"x")
    assert store.get(NAME) == b"x"


def test_only_old_parts_are_tidied_away(store, place):
    for name, age in (("old", DAY + 60), ("new", 60)):
        part = place / "tmp" / name
        part.write_bytes(b"half")
        os.utime(part, (time.time() - age,) * 2)
    store.tidy(DAY)
    assert [part.name for part in (place / "tmp").iterdir()] == ["new"]


def test_a_missing_folder_and_an_empty_one_are_empty(tmp_path):
    assert FolderStore(tmp_path / "missing").is_empty()
    assert FolderStore(tmp_path).is_empty()
    (tmp_path / "photo.jpg").write_bytes(b"x")
    assert not FolderStore(tmp_path).is_empty()


def test_a_file_in_the_place_of_the_vault_is_not_empty(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"x")
    store = FolderStore(file)
    assert not store.is_empty()
    assert not store.exists("config")


def test_what_the_disk_says_is_passed_on_in_its_own_words(store, place):
    (place / NAME).mkdir()
    with pytest.raises(DiskFailed) as caught:
        store.get(NAME)
    assert caught.value.reason == "Is a directory"
