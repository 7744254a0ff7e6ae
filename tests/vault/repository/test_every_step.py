"""A backup's writes go wrong at every step in turn: the process dies, or the disk says no."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from holdfast.vault.repository.problems import DiskFailed, DiskFull, DiskReadOnly
from holdfast.vault.repository.stores.folder import FolderStore
from tests.vault.repository.vaults import check, create, read, reopen, save

DIED = 77
OLDER = {"Contacts/a.vcf": b"BEGIN:VCARD older", "Photos/x.jpg": bytes(range(256)) * 20}
NEWER = {f"Photos/{n}.jpg": os.urandom(1500) for n in range(8)}


@dataclass
class Steps:
    """Counts write steps and lets `at` happen: `times` times from the step `first` on."""

    at: Callable[[], None] = field(default=lambda: None)
    first: int = 0
    times: int = 0
    names: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> None:
        self.names.append(name)
        if self.first <= len(self.names) < self.first + self.times:
            self.at()


def says(number: int) -> Callable[[], None]:
    def fail() -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.fixture
def fresh(tmp_path, place, clock, monkeypatch):
    """Makes a vault with one older snapshot, always the same, and counts a backup's steps."""
    monkeypatch.setattr("holdfast.vault.repository.pack.PACK_SIZE", 4000)
    original = tmp_path / "original"
    older = save(create(FolderStore(original), clock), OLDER)
    for folder in (original / "data").iterdir():
        if not any(folder.iterdir()):
            folder.rmdir()  # so that 200 copies are quick

    def make():
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(original, place)
        return older

    return make


@pytest.fixture
def steps(fresh, place, clock) -> list[str]:
    """The names of the steps of one backup."""
    fresh()
    counted = Steps()
    save(reopen(FolderStore(place, counted), clock), NEWER)
    return counted.names


def assert_goes_on(repository, older, place, clock):
    """Older snapshots are whole, and the next backup completes by itself."""
    assert read(repository, older) == OLDER
    assert check(repository).problems == ()
    newer = save(repository, NEWER)
    again = reopen(FolderStore(place), clock)
    assert read(again, newer) == NEWER
    assert read(again, older) == OLDER
    assert check(again).problems == ()


def die() -> None:
    os._exit(DIED)


def back_up_and_die(place, clock, step: int) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        save(reopen(FolderStore(place, Steps(die, step, 1)), clock), NEWER)
    finally:
        os._exit(0)


def test_packs_come_before_the_index_and_that_before_the_snapshot_and_the_lock_goes_last(steps):
    kinds = [name.partition(" ")[2] for name in steps]
    order = ["locks", "data", "index", "snapshots", "locks"]
    assert [kind for n, kind in enumerate(kinds) if n == 0 or kinds[n - 1] != kind] == order
    assert kinds.count("data") >= 4 * 4
    assert steps[-1] == "delete locks"


def test_each_file_is_written_synced_renamed_and_its_folder_synced(steps):
    verbs = [name.partition(" ")[0] for name in steps[:-1]]
    assert verbs == ["write", "sync", "rename", "sync-folder"] * (len(verbs) // 4)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_dying_at_any_step_loses_nothing_older_and_the_next_backup_completes(
    fresh, steps, place, clock, restic
):
    for step in range(1, len(steps) + 1):
        older = fresh()
        assert back_up_and_die(place, clock, step) == DIED
        if step % 5 == 0:
            restic("check", "--read-data", "--no-lock")

        repository = reopen(FolderStore(place), clock)
        assert_goes_on(repository, older, place, clock)
        assert repository.file_names("locks") == []
        if step % 5 == 0:
            restic("check", "--read-data")


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_what_a_backup_killed_at_any_step_had_stored_is_not_stored_again(
    fresh, steps, place, clock
):
    for step in range(1, len(steps) + 1):
        older = fresh()
        assert back_up_and_die(place, clock, step) == DIED
        durable = packs_in(place)

        repository = reopen(FolderStore(place), clock)
        assert_goes_on(repository, older, place, clock)

        assert durable <= packs_in(place)
        stored = Counter(
            (blob.type, blob.id)
            for blobs in reopen(FolderStore(place), clock)._blobs.packs().values()
            for blob in blobs
        )
        assert set(stored.values()) == {1}, f"step {step}: {steps[step - 1]}"
        if step == len(steps):
            assert durable == packs_in(place)


def packs_in(place) -> set[str]:
    return {path.name for path in (place / "data").rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("number", "problem", "times"),
    [
        (errno.ENOSPC, DiskFull, 1000),
        (errno.ENOSPC, DiskFull, 1),
        (errno.EROFS, DiskReadOnly, 1000),
        (errno.EIO, DiskFailed, 1),
    ],
    ids=["full", "full for a moment", "read-only", "broken for a moment"],
)
def test_a_disk_that_fails_at_any_step_is_named_and_the_same_vault_goes_on_when_it_is_well(
    fresh, steps, place, clock, number, problem, times
):
    for step in range(1, len(steps)):
        older = fresh()
        disk = Steps(says(number), step, times)
        repository = reopen(FolderStore(place, disk), clock)

        with pytest.raises(problem) as raised:
            save(repository, NEWER)

        disk.times = 0
        assert type(raised.value) is problem
        assert raised.value.path == str(place)
        assert list((place / "tmp").iterdir()) == []
        assert_goes_on(repository, older, place, clock)
        assert repository.file_names("locks") == []


def test_a_lock_that_cannot_be_removed_spoils_no_finished_backup(fresh, steps, place, clock):
    older = fresh()
    disk = Steps(says(errno.EIO), len(steps), 1)
    repository = reopen(FolderStore(place, disk), clock)

    newer = save(repository, NEWER)

    assert read(repository, newer) == NEWER
    assert len(repository.file_names("locks")) == 1
    assert_goes_on(repository, older, place, clock)
    assert repository.file_names("locks") == []
