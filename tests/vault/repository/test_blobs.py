import os
import shutil
import threading
from pathlib import Path

import pytest

from holdfast.vault.repository.pack import BlobType
from holdfast.vault.repository.problems import VaultDamaged, VaultProblem
from holdfast.vault.repository.stores.folder import FolderStore
from holdfast.vault.repository.stores.memory import MemoryStore
from tests.vault.repository.vaults import MIB, check, create, noise, read, reopen, save


class Killed(BaseException):
    """The process ended here."""


def kill_at(place, clock, doomed: str, content: bytes) -> None:
    """Save `content` with a writer that is gone at the first step called `doomed`."""
    dead = False

    def on_step(step: str) -> None:
        nonlocal dead
        dead = dead or step == doomed
        if dead:
            os._exit(9)

    child = os.fork()
    if child == 0:
        save(reopen(FolderStore(place, on_step), clock), {"film": content})
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_packs_of_a_writer_that_was_killed_before_its_index_are_not_stored_again(
    place, clock, on_disk
):
    content = b"".join(noise(20 * MIB))
    kill_at(place, clock, "write index", content)
    before = sum(size for _, size in on_disk.store.list("data"))
    assert before > 20 * MIB
    assert on_disk.snapshots() == []
    snapshot = save(on_disk, {"film": content})
    assert sum(size for _, size in on_disk.store.list("data")) == before
    assert read(reopen(on_disk.store, clock), snapshot) == {"film": content}
    assert check(on_disk).sound
    assert not list((place / "locks").iterdir())


def test_a_pack_that_lost_its_bytes_with_its_writer_is_not_adopted(place, clock, on_disk):
    content = b"".join(noise(100_000))
    kill_at(place, clock, "write index", content)
    for pack in (place / "data").glob("*/*"):
        data = bytearray(pack.read_bytes())
        data[1000 % len(data)] ^= 1
        pack.write_bytes(bytes(data))
    snapshot = save(on_disk, {"film": content})
    assert read(reopen(on_disk.store, clock), snapshot) == {"film": content}
    assert check(on_disk).sound


def test_packs_of_another_writer_at_work_are_left_to_it(store, repository, clock):
    other = reopen(store, clock)
    with repository.writer() as mine:
        saved = mine.save_content([b"mine"], compress=False)
        mine._finish_pack(BlobType.DATA)
        with other.writer() as theirs:
            assert not theirs.has(saved.content)
    assert check(other).sound


class FullStore(MemoryStore):
    """A disk without room for one kind of file."""

    full = ""

    def put(self, name: str, *pieces: bytes) -> None:
        if self.full and name.startswith(self.full):
            raise VaultProblem
        super().put(name, *pieces)


class NotingStore(MemoryStore):
    """A disk that notes which folders were read from."""

    def __init__(self) -> None:
        super().__init__()
        self.read: set[str] = set()

    def get(self, name: str) -> bytes:
        self.read.add(name.partition("/")[0])
        return super().get(name)


def test_backups_are_listed_before_the_index_is_read_and_read_once_it_is(clock):
    store = NotingStore()
    snapshot = save(create(store, clock), {"note": b"call Ada"})
    store.read.clear()
    again = reopen(store, clock)
    assert again.snapshots() == [snapshot]
    assert "index" not in store.read
    assert read(again, snapshot) == {"note": b"call Ada"}
    assert "index" in store.read


def test_an_index_that_came_after_the_vault_was_opened_is_read(store, repository, clock):
    early = reopen(store, clock)
    snapshot = save(repository, {"note": b"call Ada"})
    assert set(repository.pack_names()) == set(early.pack_names())
    assert read(early, snapshot) == {"note": b"call Ada"}


@pytest.mark.parametrize("folder", ["data", "index", "snapshots"])
def test_after_a_session_that_could_not_finish_the_same_program_goes_on(clock, folder):
    store = FullStore()
    repository = create(store, clock)
    store.full = folder
    with pytest.raises(VaultProblem):
        save(repository, {"a": b"a" * 1000})
    store.full = ""
    snapshot = save(repository, {"a": b"a" * 1000})
    assert read(reopen(store, clock), snapshot) == {"a": b"a" * 1000}
    assert check(reopen(store, clock)).sound


def test_a_blob_is_read_from_another_pack_when_the_first_is_damaged(store, clock):
    one = create(store, clock)
    two = reopen(store, clock)
    with one.writer() as first, two.writer() as second:
        saved = first.save_content([b"both" * 100], compress=False)
        assert second.save_content([b"both" * 100], compress=False) == saved
    packs = [name for name, _ in store.list("data")]
    assert len(packs) == 2
    for name in packs:
        whole = store.get(name)
        store.put(name, whole[:50] + b"X" + whole[51:])
        assert b"".join(reopen(store, clock).open_content(saved.content)) == b"both" * 100
        store.delete(name)
        assert b"".join(reopen(store, clock).open_content(saved.content)) == b"both" * 100
        store.put(name, whole)


def test_a_blob_that_is_whole_nowhere_is_damage(store, repository):
    snapshot = save(repository, {"a": b"x" * 100})
    (file,) = repository.files(snapshot.tree)
    for name, _ in list(store.list("data")):
        whole = store.get(name)
        store.put(name, whole[:20] + bytes([whole[20] ^ 1]) + whole[21:])
    with pytest.raises(VaultDamaged):
        list(repository.open_content(file.content))


def test_threads_read_while_another_saves(repository):
    snapshot = save(repository, {f"{n}": bytes([n]) * 2000 for n in range(20)})
    wrong, stop = [], threading.Event()

    def look() -> None:
        while not stop.is_set():
            if len(read(repository, snapshot)) != 20:
                wrong.append(1)

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(20):
        save(repository, {f"{number}": b"".join(noise(1000))})
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_a_vault_that_was_moved_is_read_at_its_new_place(place, tmp_path, clock, on_disk):
    snapshot = save(on_disk, {"a": b"x"})
    moved = Path(shutil.move(place, tmp_path / "moved"))
    assert read(reopen(FolderStore(moved), clock), snapshot) == {"a": b"x"}
