"""Others are at the vault while Holdfast has it open: restic, other threads, other programs."""

from __future__ import annotations

import threading

import pytest

from holdfast.vault.repository.stores.folder import FolderStore
from tests.vault.repository.conftest import LOCKED
from tests.vault.repository.vaults import check, read, reopen, save

FILES = {f"Contacts/{n}.vcf": b"BEGIN:VCARD %d" % n * 200 for n in range(9)}
OTHERS = {f"Contacts/{n}.vcf": b"BEGIN:VCARD %d" % n * 300 for n in range(5, 14)}


@pytest.fixture
def pruned(on_disk, restic):
    """A vault, its one snapshot, and an index in memory that restic's prune made untrue."""
    dropped, kept = save(on_disk, OTHERS), save(on_disk, FILES)
    before = set(on_disk.file_names("index"))
    on_disk.drop(dropped.id)
    restic("prune", "--max-unused", "0")
    assert before.isdisjoint(on_disk.file_names("index"))
    return on_disk, kept


def test_what_restic_moved_into_other_packs_is_still_read(pruned):
    repository, kept = pruned
    assert read(repository, kept) == FILES
    assert check(repository).problems == ()


def test_what_restic_pruned_is_stored_again_when_a_phone_still_has_it(pruned, restic, place, clock):
    repository, _ = pruned
    snapshot = save(repository, OTHERS)
    assert read(reopen(FolderStore(place), clock), snapshot) == OTHERS
    restic("check", "--read-data")


def test_a_backup_by_restic_beside_an_open_session_harms_neither(on_disk, restic, tmp_path):
    (tmp_path / "document").write_bytes(b"restic's own")
    with on_disk.writer() as writer:
        saved = writer.save_content([b"ours"], compress=False)
        restic("backup", str(tmp_path / "document"))
    assert b"".join(on_disk.open_content(saved.content)) == b"ours"
    assert len(on_disk.snapshots()) == 1
    restic("check", "--read-data")


def test_restic_does_not_prune_while_a_session_is_open(on_disk, restic):
    with on_disk.writer():
        restic("prune", statuses=LOCKED)
    restic("prune")


def test_threads_read_and_check_while_others_write(on_disk):
    snapshot = save(on_disk, FILES)
    wrong: list[object] = []
    done = threading.Event()

    def look() -> None:
        try:
            while not done.is_set():
                if read(on_disk, snapshot) != FILES or check(on_disk).problems:
                    wrong.append("damage")
        except Exception as error:  # noqa: BLE001 - told by the assertion
            wrong.append(error)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for thread in readers:
        thread.start()
    for number in range(8):
        save(on_disk, {"a": b"%d" % number * 500})
    done.set()
    for thread in readers:
        thread.join()
    assert wrong == []


def test_two_programs_back_up_into_one_vault_at_once(on_disk, place, clock, restic):
    other = reopen(FolderStore(place), clock)

    def work(repository, first: int) -> None:
        for number in range(first, first + 6):  # half of it is the same in both
            save(repository, {"a": b"%d" % number * 900, "b": b"both" * 500})

    threads = [threading.Thread(target=work, args=a) for a in ((on_disk, 0), (other, 3))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(on_disk.snapshots()) == 12
    assert check(on_disk).problems == ()
    assert on_disk.file_names("locks") == []
    restic("check", "--read-data")
