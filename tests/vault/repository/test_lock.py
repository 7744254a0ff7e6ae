import json
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest

from holdfast.vault.repository import gojson
from holdfast.vault.repository.lock import Lock, read_locks
from holdfast.vault.repository.problems import LockLost, VaultLocked
from holdfast.vault.repository.sealed_files import SealedFiles
from holdfast.vault.repository.stores.folder import FolderStore
from tests.vault.repository.conftest import LOCKED
from tests.vault.repository.vaults import check, read, reopen, save, save_into

HERE = socket.gethostname()


@pytest.fixture
def files(repository) -> SealedFiles:
    return repository._files


@pytest.fixture
def dead_pid() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        return process.pid


def foreign(files, clock, *, exclusive=False, hostname="elsewhere", pid=1, age=timedelta()) -> str:
    """A lock as another program writes it."""
    content = {
        "time": gojson.format_time(clock.now - age),
        "exclusive": exclusive,
        "hostname": hostname,
        "username": "fee",
        "pid": pid,
    }
    return files.put("locks", json.dumps(content).encode())


def lock(files, clock, *, exclusive=False, pause=lambda: None, **more) -> Lock:
    return Lock(files, exclusive=exclusive, clock=clock, pause=pause, **more)


def save_after(repository, event) -> None:
    """A session in which something happens between the content and the snapshot."""
    with repository.writer() as writer:
        writer.save_content([b"x"], compress=True)
        event()
        save_into(writer, {"a": b"x"})


def test_a_lock_is_there_while_it_is_held_and_gone_afterwards(repository, files, clock):
    with repository.writer():
        (held,) = read_locks(files)
        assert (held.hostname, held.pid, held.exclusive) == (HERE, os.getpid(), False)
        assert held.time == clock.now
    assert files.names("locks") == []


def test_a_lock_is_given_back_when_the_session_fails(repository, files):
    with pytest.raises(KeyboardInterrupt), repository.writer():
        raise KeyboardInterrupt
    assert files.names("locks") == []


def test_nobody_writes_beside_an_exclusive_lock(repository, files, clock):
    name = foreign(files, clock, exclusive=True, pid=77)
    with pytest.raises(VaultLocked) as caught:
        save(repository, {"a": b"x"})
    assert caught.value.by == "fee@elsewhere (77)"
    assert caught.value.since == clock.now
    assert files.names("locks") == [name]
    assert repository.snapshots() == []


def test_another_writer_is_no_hindrance_except_for_an_exclusive_lock(repository, files, clock):
    name = foreign(files, clock)
    snapshot = save(repository, {"a": b"x"})
    with pytest.raises(VaultLocked), lock(files, clock, exclusive=True):
        pass
    assert files.names("locks") == [name]
    assert read(repository, snapshot) == {"a": b"x"}


def test_an_exclusive_lock_that_appears_while_we_wait_is_respected(files, clock):
    taken = lock(files, clock, pause=lambda: foreign(files, clock, exclusive=True))
    with pytest.raises(VaultLocked):
        taken.__enter__()
    assert len(files.names("locks")) == 1


def test_of_two_that_take_the_vault_for_themselves_at_once_never_both_get_it(files, clock):
    got = []
    decided = threading.Barrier(2, timeout=60)  # nobody gives back before both know

    def take() -> None:
        try:
            with lock(files, clock, exclusive=True, pause=lambda: time.sleep(0.02)):
                got.append(1)
                decided.wait()
        except VaultLocked:
            got.append(0)
            decided.wait()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 2
    assert sum(got) <= 1


@pytest.mark.parametrize("exclusive", [False, True])
def test_the_lock_of_a_process_that_died_here_is_removed(
    repository, files, clock, dead_pid, exclusive
):
    foreign(files, clock, exclusive=exclusive, hostname=HERE, pid=dead_pid)
    save(repository, {"a": b"x"})
    assert files.names("locks") == []


def test_a_lock_older_than_half_an_hour_is_removed_wherever_it_came_from(repository, files, clock):
    foreign(files, clock, exclusive=True, age=timedelta(minutes=31))
    save(repository, {"a": b"x"})
    assert files.names("locks") == []


def test_a_lock_of_a_living_process_or_another_computer_stays(repository, files, clock):
    names = {
        foreign(files, clock, hostname=HERE, pid=os.getppid()),
        foreign(files, clock, age=timedelta(minutes=29)),
    }
    save(repository, {"a": b"x"})
    assert set(files.names("locks")) == names


@pytest.mark.parametrize("pid", [0, -1, 2**40, 2**70])
def test_a_process_that_cannot_be_is_dead(repository, files, clock, pid):
    foreign(files, clock, exclusive=True, hostname=HERE, pid=pid)
    assert repository.unlock_stale() == 1


def test_stale_locks_are_removed_when_asked_for(repository, files, clock, dead_pid):
    foreign(files, clock, hostname=HERE, pid=dead_pid)
    living = foreign(files, clock)
    assert repository.unlock_stale() == 1
    assert files.names("locks") == [living]


def test_a_lock_that_cannot_be_read_hinders_nobody(store, repository):
    store.put("locks/" + "ab" * 32, b"garbage")
    assert read(repository, save(repository, {"a": b"x"})) == {"a": b"x"}


def test_a_lock_is_made_new_in_the_background(files, clock):
    with lock(files, clock, refresh=timedelta(milliseconds=5)) as held:
        before = files.names("locks")
        clock.sleep(minutes=10)
        for _ in range(1000):
            if files.names("locks") != before and len(files.names("locks")) == 1:
                break
            threading.Event().wait(0.005)
        (found,) = read_locks(files)
        assert found.time == clock.now
        held.demand()
    assert files.names("locks") == []


def test_after_a_long_sleep_the_lock_is_made_new_before_the_next_write(files, clock):
    with lock(files, clock) as held:
        before = files.names("locks")
        clock.sleep(minutes=21)
        held.demand()
        assert files.names("locks") == before
        clock.sleep(minutes=2)
        held.demand()
        (found,) = read_locks(files)
        assert found.time == clock.now


def test_a_session_whose_lock_was_removed_writes_nothing_more(repository, store, files):
    with pytest.raises(LockLost):
        save_after(repository, lambda: files.delete("locks", *files.names("locks")))
    assert repository.snapshots() == []
    assert list(store.list("data")) == []


def test_a_lock_that_was_removed_is_not_made_new_in_secret(files, clock):
    with lock(files, clock, refresh=timedelta(milliseconds=1)) as held:
        with held._mutex:  # else the refresh may be just about to put a new one
            files.delete("locks", *files.names("locks"))
        threading.Event().wait(0.05)
        assert files.names("locks") == []
        with pytest.raises(LockLost):
            held.demand()


def test_an_exclusive_lock_taken_while_we_slept_ends_the_session(repository, files, clock):
    def sleep() -> None:
        clock.sleep(hours=2)
        foreign(files, clock, exclusive=True)

    with pytest.raises(VaultLocked):
        save_after(repository, sleep)
    assert repository.snapshots() == []


def test_the_next_session_after_a_lost_lock_completes(repository, files):
    with pytest.raises(LockLost):
        save_after(repository, lambda: files.delete("locks", *files.names("locks")))
    snapshot = save(repository, {"a": b"x"})
    assert read(repository, snapshot) == {"a": b"x"}
    assert check(repository).sound


def test_a_lock_that_cannot_be_removed_does_not_hide_what_happened(place, on_disk, clock):
    def stuck(step: str) -> None:
        if step == "delete locks":
            raise PermissionError(1, "Operation not permitted")

    repository = reopen(FolderStore(place, stuck), clock)
    with pytest.raises(KeyboardInterrupt), repository.writer():
        raise KeyboardInterrupt
    snapshot = save(repository, {"a": b"x"})
    assert read(on_disk, snapshot) == {"a": b"x"}
    assert on_disk.unlock_stale() == 2


def test_restic_sees_our_lock_and_we_see_its(restic, on_disk):
    with on_disk.writer():
        assert "lock" in restic("check", statuses=LOCKED).stderr
    restic("check")
