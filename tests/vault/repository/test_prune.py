"""Prune: what is free afterwards, what is whole at every step of it, and what restic says."""

from __future__ import annotations

import shutil
from contextlib import suppress
from itertools import count

import pytest

from holdfast.progress import Cancelled, Task
from holdfast.vault.repository import prune as pruning
from holdfast.vault.repository.problems import CannotPrune, VaultLocked
from holdfast.vault.repository.stores.folder import FolderStore
from holdfast.vault.repository.stores.memory import MemoryStore
from tests.vault.repository.conftest import run_restic
from tests.vault.repository.vaults import check, create, noise, read, reopen, save


def noisy(size: int) -> bytes:
    return b"".join(noise(size))


SHARED = {"Photos/same.jpg": noisy(9_000), "Contacts/a.vcf": b"BEGIN:VCARD a" * 50}
FIRST = SHARED | {f"Photos/{n}.jpg": noisy(3_000) for n in range(6)}
SECOND = SHARED | {"Photos/new.jpg": noisy(4_000), "Contacts/b.vcf": b""}


class Died(BaseException):
    """The process ended."""


class Mortal(MemoryStore):
    """A store whose process dies before its nth write or delete, and stays dead."""

    def __init__(self, files: dict[str, bytes], life: int | None = None) -> None:
        super().__init__()
        self._files = dict(files)
        self.left = life
        self.steps: list[str] = []

    def _step(self, name: str) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Died
        self.steps.append(name)

    def put(self, name, *pieces):
        self._step(f"put {name.partition('/')[0]}")
        super().put(name, *pieces)

    def delete(self, name):
        self._step(f"delete {name.partition('/')[0]}")
        super().delete(name)


@pytest.fixture(autouse=True)
def small_packs(monkeypatch):
    monkeypatch.setattr("holdfast.vault.repository.pack.PACK_SIZE", 10_000)
    monkeypatch.setattr(pruning, "SMALL", 1_000)


def size_of(store) -> int:
    return sum(size for _, size in store.list("data"))


def test_what_only_a_forgotten_snapshot_needed_is_free_and_the_rest_is_whole(store, clock):
    repository = create(store, clock)
    first, second = save(repository, FIRST), save(repository, SECOND)
    repository.drop(first.id)
    before, estimate = size_of(store), repository.freeable(Task(), without=(), content=())
    report = repository.prune(Task())
    assert report.bytes_before == before
    assert report.bytes_after == size_of(store)
    assert 18_000 < report.freed < 22_000
    assert abs(report.freed - estimate) < 200
    assert read(reopen(store, clock), second) == SECOND
    assert read(repository, second) == SECOND
    assert check(repository).problems == ()


def test_a_little_that_stays_unused_is_not_promised_to_be_freed(store, clock):
    repository = create(store, clock)
    both = {**FIRST, **SECOND}
    small = save(repository, {**both, "Notes/a.vnt": b"a line"})
    save(repository, both)
    repository.drop(small.id)

    estimate = repository.freeable(Task(), without=(), content=())
    report = repository.prune(Task())

    assert abs(report.freed - estimate) < 200


def prunes(repository) -> bool:
    """Whether it does; else it says what cannot be followed."""
    try:
        repository.prune(Task())
    except CannotPrune as problem:
        return not problem.what
    return True


def test_a_second_prune_finds_nothing_to_do(repository, store):
    first, _ = save(repository, FIRST), save(repository, SECOND)
    repository.drop(first.id)
    repository.prune(Task())
    files = dict(store._files)
    report = repository.prune(Task())
    assert (report.freed, report.packs_removed, report.packs_written) == (0, 0, 0)
    assert store._files == files


def test_many_small_packs_and_indexes_become_few(repository, store, clock):
    contents = [{"Contacts/a.vcf": f"BEGIN:VCARD {n}".encode()} for n in range(10)]
    snapshots = [save(repository, files) for files in contents]
    assert len(list(store.list("data"))) == 20
    report = repository.prune(Task())
    assert (report.packs_removed, report.packs_written) == (20, 2)
    assert (report.indexes_before, report.indexes_after) == (10, 1)
    again = reopen(store, clock)
    assert [read(again, snapshot) for snapshot in snapshots] == contents
    assert check(again).problems == ()


def test_a_backup_after_a_prune_stores_nothing_that_is_there(repository, store):
    first = save(repository, FIRST)
    save(repository, SECOND)
    repository.drop(first.id)
    repository.prune(Task())
    before = set(store.list("data"))
    save(repository, SECOND, tags=["again"])
    assert set(store.list("data")) == before


def test_of_a_blob_that_lies_in_two_packs_one_copy_stays(repository, store, clock):
    save(repository, SECOND)
    twin = MemoryStore()
    twin._files = {k: v for k, v in store._files.items() if not k.startswith(("data/", "index/"))}
    for name in [name for name in twin._files if name.startswith("snapshots/")]:
        twin.delete(name)
    other = reopen(twin, clock)
    newer = save(other, SECOND)
    for name in ("data", "index", "snapshots"):
        for path, _ in list(twin.list(name)):
            store.put(path, twin.get(path))
    again = reopen(store, clock)
    report = again.prune(Task())
    assert report.freed > 13_000
    assert read(again, newer) == SECOND
    assert check(again).problems == ()


def test_packs_of_a_killed_writer_are_no_loss_and_those_nobody_needs_go(repository, store, clock):
    kept = save(repository, SECOND)
    for path, _ in list(store.list("index")):
        store.delete(path)
    again = reopen(store, clock)
    again.prune(Task())
    assert len(list(store.list("index"))) == 1
    assert read(reopen(store, clock), kept) == SECOND
    again.drop(kept.id)
    again.prune(Task())
    assert list(store.list("data")) == []


def test_a_vault_with_a_hole_is_not_pruned_and_nothing_changes(repository, store, clock):
    first = save(repository, FIRST)
    save(repository, SECOND)
    repository.drop(first.id)
    whole, refused = dict(store._files), 0
    for path in [name for name in whole if name.startswith(("data/", "snapshots/"))]:
        store._files = whole | {path: whole[path][:-1]}
        if prunes(reopen(store, clock)):
            # It held nothing that anybody needs.
            assert check(reopen(store, clock)).problems == ()
        else:
            refused += 1
            assert store._files == whole | {path: whole[path][:-1]}
    assert refused > 3


def test_a_flipped_bit_is_never_moved_on_as_if_it_were_whole(repository, store, clock):
    first = save(repository, FIRST)
    second = save(repository, SECOND)
    repository.drop(first.id)
    whole = dict(store._files)
    for path in [name for name in whole if name.startswith("data/")]:
        data = bytearray(whole[path])
        data[100] ^= 1
        store._files = whole | {path: bytes(data)}
        snapshots = dict(store.list("snapshots"))
        if not prunes(reopen(store, clock)):
            assert {k for k in whole if k.startswith("data/")} <= store._files.keys()
        assert dict(store.list("snapshots")) == snapshots
        store._files = dict(whole)
    assert read(reopen(store, clock), second) == SECOND


def test_nobody_prunes_beside_a_writer(repository, store, clock):
    save(repository, FIRST)
    with repository.lock(exclusive=False), pytest.raises(VaultLocked):
        reopen(store, clock).prune(Task())


def test_stopped_before_the_first_pack_goes_it_changes_nothing_that_counts(repository, store):
    first, second = save(repository, FIRST), save(repository, SECOND)
    repository.drop(first.id)
    for stop in range(1, 4):
        with suppress(Cancelled):
            repository.prune(stopped_at(stop))
        assert read(repository, second) == SECOND
        assert check(repository).problems == ()


def stopped_at(report: int) -> Task:
    """A task whose owner says stop at its nth report."""
    reports = count(1)

    def listen(_progress) -> None:
        if next(reports) == report:
            task.cancel()

    task = Task(listen)
    return task


def test_killed_at_any_step_every_snapshot_is_whole_and_the_next_prune_finishes(
    repository, store, clock
):
    contents = [FIRST, SECOND, *({"Contacts/a.vcf": f"x{n}".encode()} for n in range(9))]
    snapshots = [save(repository, files) for files in contents]
    repository.drop(snapshots[0].id)
    original = dict(store._files)
    unharmed = Mortal(original)
    reopen(unharmed, clock).prune(Task())
    kinds = [step for step in unharmed.steps if "locks" not in step]
    order = ["put data", "put index", "delete index", "delete data"]
    assert [kind for n, kind in enumerate(kinds) if n == 0 or kinds[n - 1] != kind] == order
    done = size_of(unharmed)
    for life in range(len(unharmed.steps)):
        dying = Mortal(original, life)
        with pytest.raises(Died):
            reopen(dying, clock).prune(Task())
        left = MemoryStore()
        left._files = dict(dying._files)
        again = reopen(left, clock)
        for snapshot, files in zip(snapshots[1:], contents[1:], strict=True):
            assert read(again, snapshot) == files
        assert check(again).problems == ()
        again.prune(Task())
        assert size_of(left) <= done * 1.1  # a share of it may stay unused
        assert check(reopen(left, clock)).problems == ()


def test_restic_finds_our_pruned_vault_whole(restic, on_disk, place, clock):
    first, second = save(on_disk, FIRST), save(on_disk, SECOND)
    for n in range(9):
        save(on_disk, {"Contacts/a.vcf": f"x{n}".encode()})
    on_disk.drop(first.id)
    assert on_disk.prune(Task()).freed > 15_000
    assert "no errors were found" in restic("check", "--read-data").stdout
    assert read(reopen(FolderStore(place), clock), second) == SECOND
    told = " ".join(restic("prune", "--dry-run", "--max-unused", "5%").stdout.split())
    assert "total prune: 0 blobs" in told


def test_a_vault_that_restic_wrote_and_forgot_in_is_pruned(restic, on_disk, place, tmp_path, clock):
    ours = save(on_disk, SECOND)
    folder = tmp_path / "source"
    folder.mkdir()
    for n in range(3):
        (folder / "file").write_bytes(noisy(50_000 + n))
        assert run_restic(place, "backup", "--compression", "max", ".", cwd=folder).returncode == 0
    restic("forget", "--keep-last", "1", "--group-by", "host")
    kept = (folder / "file").read_bytes()
    repository = reopen(FolderStore(place), clock)
    freed = repository.prune(Task()).freed
    assert freed > 90_000
    assert "no errors were found" in restic("check", "--read-data").stdout
    assert kept in [
        data for found in repository.snapshots() for data in read(repository, found).values()
    ]
    assert read(repository, ours) == SECOND
    shutil.rmtree(folder)
