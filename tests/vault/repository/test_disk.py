"""Vaults on disks that are full, read-only or gone: real ones, where this user may mount."""

import errno
import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from holdfast.vault.repository.problems import (
    DiskFailed,
    DiskFull,
    DiskReadOnly,
    VaultExists,
    VaultMissing,
)
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore
from tests.vault.repository.vaults import MIB, check, create, noise, read, reopen, save


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[None]:
    """A file system of its own at `place`."""
    done = subprocess.run(["mount", *options, place], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"THIS USER MAY NOT MOUNT: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def small_disk(place) -> Iterator[Path]:
    """A disk of two mebibytes."""
    place.mkdir()
    with mounted(place, "-t", "tmpfs", "-o", "size=2m", "tmpfs"):
        yield place


def test_a_full_disk_ends_the_backup_with_everything_older_whole(small_disk, clock):
    store = FolderStore(small_disk / "vault")
    repository = create(store, clock)
    older = save(repository, {"old": b"".join(noise(50_000))})
    with pytest.raises(DiskFull) as caught:
        save(repository, {"film": b"".join(noise(3 * MIB))})
    assert caught.value.path == str(small_disk / "vault")
    assert repository.snapshots() == [older]
    assert check(repository).sound
    assert not list((small_disk / "vault" / "tmp").iterdir())
    assert not list((small_disk / "vault" / "locks").iterdir())


def test_with_room_made_the_next_backup_completes(small_disk, clock):
    ballast = small_disk / "ballast"
    repository = create(FolderStore(small_disk / "vault"), clock)
    ballast.write_bytes(b"".join(noise(MIB)))
    film = {"film": b"".join(noise(MIB))}
    with pytest.raises(DiskFull):
        save(repository, film)
    ballast.unlink()
    snapshot = save(repository, film)
    again = reopen(FolderStore(small_disk / "vault"), clock)
    assert read(again, snapshot) == film
    assert check(again).sound


def test_no_vault_is_made_on_a_full_disk_and_none_is_left_half_made(small_disk, clock):
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="No space"):
        ballast.write_bytes(bytes(3 * MIB))
    store = FolderStore(small_disk / "vault")
    with pytest.raises(DiskFull):
        create(store, clock)
    ballast.unlink()
    save(create(store, clock), {"a": b"x"})


def test_a_read_only_disk_can_be_read_and_says_so_when_written_to(place, clock, on_disk):
    snapshot = save(on_disk, {"a": b"x"})
    before = sorted(place.rglob("*"))
    with mounted(place, "--bind", str(place)):
        subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)
        repository = reopen(FolderStore(place), clock)
        assert read(repository, snapshot) == {"a": b"x"}
        assert check(repository).sound
        for write in (
            lambda: save(repository, {"b": b"y"}),
            lambda: repository.retag(snapshot.id, add=["pinned"]),
            lambda: repository.drop(snapshot.id),
        ):
            with pytest.raises(DiskReadOnly) as caught:
                write()
            assert caught.value.path == str(place)
        with pytest.raises(VaultExists):
            create(FolderStore(place), clock)
        with pytest.raises(DiskReadOnly):
            create(FolderStore(place / "new"), clock)
    assert sorted(place.rglob("*")) == before


def save_while_pulled_out(repository: Repository, place: Path) -> None:
    with repository.writer() as writer:
        writer.save_content([b"photo"], compress=False)
        subprocess.run(["umount", "-l", place], check=True)


def test_a_disk_that_is_pulled_out_while_saving_is_a_missing_vault(place, clock):
    place.mkdir()
    with mounted(place, "-t", "tmpfs", "-o", "size=20m", "tmpfs"):
        repository = create(FolderStore(place), clock)
        save(repository, {"a": b"x"})
        with pytest.raises(VaultMissing):
            save_while_pulled_out(repository, place)
        assert list(place.iterdir()) == []
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], check=True)


def test_a_vault_in_a_place_that_is_no_disk_at_all_cannot_be_made(clock):
    with pytest.raises((DiskReadOnly, DiskFailed, VaultMissing)):
        create(FolderStore(Path("/proc/self/vault")), clock)


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """The system refuses longer files to this process, as FAT does beyond four gigabytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_disk_that_refuses_is_quoted(place, on_disk):
    older = save(on_disk, {"a": b"x"})
    with files_no_longer_than(100_000), pytest.raises(DiskFailed) as caught:
        save(on_disk, {"film": b"".join(noise(MIB))})
    assert caught.value.reason == os.strerror(errno.EFBIG)
    assert on_disk.snapshots() == [older]
    assert not list((place / "tmp").iterdir())
    snapshot = save(on_disk, {"film": b"film"})
    assert read(on_disk, snapshot) == {"film": b"film"}
